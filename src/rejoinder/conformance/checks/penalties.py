"""`frequency_penalty` and `presence_penalty`: that they do something, and that by the formula.

The formula: a token's logit less count x frequency_penalty, and less presence_penalty where it was
said at all. Two tokens lifted far above all others are set so close together that `aa` turns into
`ab` when b is lifted by 1 more: there a penalty p on a must turn it p earlier, and no earlier than
that. A multiplying penalty (repetition_penalty under another name) fails by tens.
"""

from __future__ import annotations

from rejoinder.conformance.checks.common import keeps_limits
from rejoinder.conformance.probe import STORIES, Probe, user
from rejoinder.conformance.replies import Rejected, Untestable
from rejoinder.conformance.row import Section
from rejoinder.conformance.tokens import REACH, Edge, edge, force
from rejoinder.conformance.verdict import Finding, honoured, ignored, wrong

section = Section("Penalties")

NUM_TOKENS = 40
# Long enough for a penalty that counts to outgrow any liking a model takes to its own words.
RUN = 24


def _changes(probe: Probe, name: str) -> bool:
    """Whether a strong penalty, or its opposite, changes long wild answers with the same seed.

    Wild, because a model that is sure of its words says them whatever they cost.
    """
    for seed in range(3):
        ask = {"messages": user(STORIES[2]), "temperature": 2, "seed": seed, "top_p": 1}
        plain, again = (probe.chat(max_tokens=NUM_TOKENS, **ask).facts for _ in range(2))
        if plain != again:
            raise Untestable("without seeds that repeat themselves its effect cannot be seen")
        others = [
            probe.chat(max_tokens=NUM_TOKENS, **ask, **{name: value}).facts for value in (2, -2)
        ]
        if any(other != plain for other in others):
            return True
    return False


def _edge(probe: Probe) -> Edge:
    try:
        return probe.once("edge", lambda: edge(probe, force(probe).pieces))
    except Rejected as error:
        raise Untestable("without `logit_bias` it cannot be weighed") from error


def _misses(found: Edge, name: str) -> list[str]:
    """Where the penalty moves the edge by something else than its value."""
    x, penalty = found.x, min(2, found.until - found.x)
    asked = [
        (x, penalty, "ab", f"{penalty} weighs less than that"),
        (x - penalty - 1, penalty, "aa", f"{penalty} weighs more than that"),
        (x + 1, -penalty, "aa", f"{-penalty} does not encourage by that much"),
    ]
    return [
        f"{name} {miss}"
        for at, value, expected, miss in asked
        if abs(at) <= REACH and found.balance.run(at, 2, **{name: value}) != expected
    ]


def _run_at(found: Edge) -> int | None:
    """An x at which a is said over and over, by a margin above 2 each time."""
    last = found.balance.last(lambda x: found.balance.run(x, RUN) == "a" * RUN)
    return None if last is None else last - 2


def _penalises(probe: Probe, name: str, *, counts: bool) -> Finding:
    try:
        found = _edge(probe)
    except Untestable as error:
        if _changes(probe, name):
            return honoured(f"answers change; its formula is not shown: {error}")
        return ignored(f"answers of {NUM_TOKENS} tokens are the same with 0, 2 and -2")
    plain = found.balance.run(found.x, RUN)
    if all(found.balance.run(found.x, RUN, **{name: value}) == plain for value in (2, -2)):
        return ignored(f"answers of {RUN} tokens are the same with 0, 2 and -2")
    misses = _misses(found, name)
    at = _run_at(found)
    if not misses and at is not None:
        breaks = found.balance.run(at, RUN, **{name: 2}) != "a" * RUN
        if breaks and not counts:
            misses.append("it grows with each time the token is said")
        if counts and not breaks:
            misses.append("it does not grow with each time the token is said")
    return wrong("; ".join(misses)) if misses else honoured("measured to within 1")


@section.row("frequency_penalty")
def penalises_by_count(probe: Probe) -> Finding:
    """`frequency_penalty` takes its value off a token's logit for each time it was said.

    Source: API reference, `frequency_penalty`: "based on their existing frequency in the text".
    """
    return _penalises(probe, "frequency_penalty", counts=True)


@section.row("presence_penalty")
def penalises_once(probe: Probe) -> Finding:
    """`presence_penalty` takes its value off a token's logit once it was said, and no more after.

    Source: API reference, `presence_penalty`: "based on whether they appear in the text so far".
    """
    return _penalises(probe, "presence_penalty", counts=False)


@section.row("frequency_penalty.limits")
def keeps_frequency_limits(probe: Probe) -> Finding:
    """A frequency_penalty below -2 or above 2 is refused.

    Source: OpenAPI 2.3.0, frequency_penalty: minimum -2, maximum 2.
    """
    return keeps_limits(probe, "frequency_penalty", 1, -2.1, 2.1)


@section.row("presence_penalty.limits")
def keeps_presence_limits(probe: Probe) -> Finding:
    """A presence_penalty below -2 or above 2 is refused.

    Source: OpenAPI 2.3.0, presence_penalty: minimum -2, maximum 2.
    """
    return keeps_limits(probe, "presence_penalty", 1, -2.1, 2.1)
