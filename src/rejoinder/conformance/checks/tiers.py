"""Who goes before whom: `service_tier`, and what comes of it."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor

from rejoinder.conformance.probe import NUM_NEIGHBOURS, NUM_TOKENS, Probe
from rejoinder.conformance.replies import Json, Malformed, Rejected
from rejoinder.conformance.row import Section
from rejoinder.conformance.transport import NoAnswer
from rejoinder.conformance.verdict import Finding, accepted, honoured, ignored, partly, wrong

section = Section("Service tiers")

TIERS = ("default", "flex", "scale", "priority")
# Long enough that all of them run at the same time.
NUM_LONG_TOKENS = 4 * NUM_TOKENS
# Two, as one alone may leave room beside it that costs nothing.
NUM_OTHERS = 2
# Where nobody makes way, the last to come are the first to end once in some thousand suites.
NUM_RACES = 3


def _served(answer: Json) -> str:
    """Raises Malformed where it is none of the API's tiers."""
    tier = answer.string("service_tier")
    if tier not in TIERS:
        raise Malformed(f"`{answer.at('service_tier').where}` is `{tier}`, which serves nobody")
    return tier


@section.row("service_tier")
def tells_the_tier(probe: Probe) -> Finding:
    """Where `service_tier` is set, the answer says which tier served it; unknown tiers are refused.

    Source: OpenAPI 2.3.0, ServiceTier: "the response body will include the `service_tier` value".
    """
    answer = probe.chat(max_tokens=1, service_tier="default")
    if answer.json.get("service_tier") is None:
        return ignored("the answer does not say")
    if _served(answer.json) != "default":
        return wrong(f"`default` was asked for, `{answer.json.string('service_tier')}` served")
    error = probe.rejection(max_tokens=1, service_tier="no_such_tier")
    if error is None:
        return ignored("`no_such_tier` is taken, too")
    is_named = error.is_refusal and error.names("service_tier")
    return honoured() if is_named else error.finding(("service_tier",))


@section.row("service_tier.names")
def takes_every_tier(probe: Probe) -> Finding:
    """Every tier can be asked for, `auto` is served by one of them, and `fast` is `priority`.

    Source: OpenAPI 2.3.0, ServiceTier: enum; "The response will show `service_tier=priority`
    regardless of if you specify `service_tier=fast` or `priority`".
    """
    told = {}
    for wanted in ("auto", *TIERS, "fast"):
        try:
            told[wanted] = _served(probe.chat(max_tokens=1, service_tier=wanted).json)
        except Rejected as error:
            # Of a key that has no credits for it.
            if wanted != "scale" or not (error.is_refusal and error.names("service_tier")):
                raise
    if told["fast"] != told["priority"]:
        return wrong(f"`fast` is served as `{told['fast']}`, `priority` as `{told['priority']}`")
    other = [tier for tier in ("flex", "priority") if told[tier] != tier]
    if other:
        return partly(f"{' and '.join(other)} served as `default`")
    return honoured()


@section.row("service_tier.stream")
def tells_the_tier_in_streams(probe: Probe) -> Finding:
    """The chunks of a stream say which tier served it.

    Source: OpenAPI 2.3.0, CreateChatCompletionStreamResponse: service_tier.
    """
    stream = probe.stream(max_tokens=4, service_tier="default")
    told = [_served(chunk) for chunk in stream.chunks if chunk.get("service_tier") is not None]
    if not told:
        return ignored("no chunk does")
    return honoured() if set(told) == {"default"} else wrong(f"they say {sorted(set(told))}")


@section.row("service_tier.exact")
def says_the_same_on_every_tier(probe: Probe) -> Finding:
    """A tier changes when an answer comes, not what it says.

    Source: OpenAPI 2.3.0, ServiceTier: "the processing type used for serving the request"; seed.
    """
    greedy = probe.greedy.facts
    for tier in ("flex", "priority"):
        if probe.tell(temperature=0, service_tier=tier).facts != greedy and probe.is_greedy(greedy):
            return wrong(f"`{tier}` has another answer at temperature 0")
    return honoured()


@section.row("service_tier.order")
def makes_flex_wait(probe: Probe) -> Finding:
    """Of requests that come together, those of the flex tier are served last.

    Source: Flex processing guide: "slower response times and occasional resource unavailability".
    """
    probe.chat(max_tokens=1, service_tier="flex")  # who refuses it refuses it here
    races = [_race(probe) for _ in range(NUM_RACES)]
    flex, others = ["flex"] * NUM_NEIGHBOURS, ["default"] * NUM_OTHERS
    if all(race == others + flex for race in races):
        return honoured(f"`default` came last and ended first, each of {NUM_RACES} times")
    if all(race == flex + others for race in races):
        return ignored(f"`default` waited for all of {NUM_NEIGHBOURS} `flex` before it")
    return accepted(f"{NUM_NEIGHBOURS} `flex` at once do not show it")


def _race(probe: Probe) -> list[str]:
    """Who ends when, of flex requests and others, as long, that are sent after them."""
    ended: list[str] = []

    def ask(tier: str) -> None:
        with contextlib.suppress(Rejected, Malformed, NoAnswer):
            probe.tell(temperature=0, max_tokens=NUM_LONG_TOKENS, service_tier=tier)
        ended.append(tier)

    with ThreadPoolExecutor(NUM_NEIGHBOURS + NUM_OTHERS) as pool:
        for tier in ["flex"] * NUM_NEIGHBOURS + ["default"] * NUM_OTHERS:
            pool.submit(ask, tier)
    return ended
