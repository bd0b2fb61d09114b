"""What a client is told of limits, and what happens beyond them.

Headers are judged where there are any. To be refused takes a key with a limit that a few requests
reach, which only whoever runs the server can give: `--limited-key`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from rejoinder.conformance.checks.common import code_of, error_faults, error_finding
from rejoinder.conformance.probe import Probe
from rejoinder.conformance.replies import Rejected, Untestable, shown
from rejoinder.conformance.row import Section
from rejoinder.conformance.transport import MAX_RETRY_AFTER_S, Reply
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

section = Section("Rate limits")

MEASURES = ("requests", "tokens")
_WHATS = ("limit", "remaining", "reset")
_NUMBER = re.compile(r"[0-9]+")
# `1s`, `6m0s`, `20ms`, `8.64s`, `1h0m0s`, as Go writes them.
_DURATION = re.compile(r"([0-9]+h)?([0-9]+m(?!s))?([0-9]+(\.[0-9]+)?s)?([0-9]+(\.[0-9]+)?ms)?")
# A limit that is not reached by so many is not of use here.
MAX_REQUESTS = 30
# A limit of a few a minute gives one back within this.
MAX_WAIT_S = 6 * MAX_RETRY_AFTER_S
CODES = ("rate_limit_exceeded", "insufficient_quota")


@section.row("rate_limits.headers", "x-ratelimit")
def tells_of_limits(probe: Probe) -> Finding:
    """An answer with limits has `x-ratelimit-limit-*`, `-remaining-*` and `-reset-*`, streamed too.

    Source: API reference, "Debugging requests": rate limiting information; guide "Rate limits":
    "Rate limits in headers".
    """
    whole, streamed = (_asked(probe, stream=stream) for stream in (False, True))
    told = [name for name in whole.headers if name.startswith("x-ratelimit-")]
    if not told:
        raise Untestable("no answer tells of a limit")
    faults = [*_faults(whole), *(f"streamed: {fault}" for fault in _faults(streamed))]
    if faults:
        return wrong("; ".join(faults[:3]))
    if not all(name in streamed.headers for name in told):
        return partly("streams do not tell")
    return honoured()


@section.row("rate_limits.remaining", "x-ratelimit")
def counts_the_request(probe: Probe) -> Finding:
    """What remains is what is left with this request counted.

    Source: guide "Rate limits": "The remaining number of requests that are permitted".
    """
    reply = _asked(probe)
    counted = [
        (measure, limit, remaining)
        for measure in MEASURES
        for limit, remaining in [_numbers(reply, measure)]
        if limit is not None
    ]
    if not counted:
        raise Untestable("no answer tells of a limit")
    for measure, limit, remaining in counted:
        if remaining is None or remaining >= limit:
            return ignored(f"of {limit} {measure} {remaining} remain after one request")
    return honoured()


@section.row("rate_limits.refused", "limit")
def refuses_beyond_the_limit(probe: Probe) -> Finding:
    """Beyond a limit, requests and streams alike are a 429 in the envelope, which says of what.

    Source: API reference, errors; guide "Error codes": 429, `rate_limit_exceeded` and
    `insufficient_quota`.
    """
    for stream in (False, True):
        reply = _refused(probe, stream=stream)
        faults, minor = error_faults(reply, 429)
        if not faults and code_of(reply) not in CODES:
            minor = [*minor, f"the code is {shown(code_of(reply))}"]
        finding = error_finding((faults, minor), Rejected(reply).summary)
        if finding != honoured():
            return finding
    return honoured()


@section.row("rate_limits.retry_after", "retry-after")
def says_when_to_come_again(probe: Probe) -> Finding:
    """A 429 says in `Retry-After` when to come again, and whoever does is answered.

    Source: RFC 9110, 10.2.3; guide "Rate limits".
    """
    reply = _refused(probe)
    wait_s = _wait_s(reply)
    if wait_s is None:
        return ignored("a 429 without `Retry-After`")
    if wait_s > MAX_WAIT_S:
        raise Untestable(f"it asks to wait for {wait_s:g} s")
    time.sleep(wait_s)
    again = _sent(probe, stream=False)
    if again.status == 429:
        return wrong(f"after {wait_s:g} s, as told, it is still refused")
    return honoured() if again.status == 200 else wrong(Rejected(again).summary)


def _asked(probe: Probe, *, stream: bool = False) -> Reply:
    """With the key that has limits, where there is one. Raises Rejected."""
    for wait_s in (0.0, None):
        reply = _sent(probe, stream=stream)
        if reply.status == 429 and wait_s is not None:
            time.sleep(min(_wait_s(reply) or 0.0, MAX_WAIT_S))
            continue
        break
    if reply.status != 200:
        raise Rejected(reply)
    return reply


def _sent(probe: Probe, *, stream: bool) -> Reply:
    body = probe.body(max_tokens=1, stream=stream)
    return probe.post(body, api_key=probe.limited_key, is_patient=False)


def _refused(probe: Probe, *, stream: bool = False) -> Reply:
    """Raises Untestable where nothing is."""
    if probe.limited_key is None:
        raise Untestable("`--limited-key` names no key with a limit that can be reached")
    for _ in range(MAX_REQUESTS):
        reply = _sent(probe, stream=stream)
        if reply.status != 200:
            return reply
    raise Untestable(f"{MAX_REQUESTS} requests with it are answered")


def _faults(reply: Reply) -> Iterator[str]:
    for measure in MEASURES:
        names = {what: f"x-ratelimit-{what}-{measure}" for what in _WHATS}
        values = {what: reply.headers.get(name) for what, name in names.items()}
        if not any(values.values()):
            continue
        for what, value in values.items():
            if value is None:
                yield f"`{names[what]}` is missing"
            elif what == "reset":
                if not value or _DURATION.fullmatch(value) is None:
                    yield f"`{names[what]}` is {shown(value)}, not a time like `6m0s`"
            elif _NUMBER.fullmatch(value) is None:
                yield f"`{names[what]}` is {shown(value)}, not a number"
        limit, remaining = _numbers(reply, measure)
        if limit is not None and remaining is not None and remaining > limit:
            yield f"{remaining} of {limit} {measure} remain"


def _numbers(reply: Reply, measure: str) -> tuple[int | None, int | None]:
    texts = (reply.headers.get(f"x-ratelimit-{what}-{measure}", "") for what in _WHATS[:2])
    limit, remaining = (int(text) if _NUMBER.fullmatch(text) else None for text in texts)
    return limit, remaining


def _wait_s(reply: Reply) -> float | None:
    """As official clients read it: milliseconds, where they are told, before seconds."""
    for name, per_s in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            return max(0.0, float(reply.headers.get(name, "")) / per_s)
        except ValueError:
            continue
    return None
