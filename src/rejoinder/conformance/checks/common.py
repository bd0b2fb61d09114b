"""What several parts share: limits that must be kept, and what an error must be."""

from __future__ import annotations

from rejoinder.conformance.probe import Probe
from rejoinder.conformance.replies import Rejected, shown
from rejoinder.conformance.transport import Reply
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

# How many faults are shown.
MAX_FAULTS = 3


def keeps_limits(probe: Probe, name: str, good: object, *bad: object, **beside: object) -> Finding:
    """Honoured where the good value is taken and each bad one is refused by name.

    A bad value that is taken makes the limit ignored, whatever is done with it. Where the good one
    is refused too, the limit shows nothing.
    """
    body = probe.body(max_tokens=1, **beside)
    error = probe.rejection_raw({**body, name: good})
    if error is not None:
        return error.finding((name, *beside))
    taken, unnamed = [], []
    for value in bad:
        error = probe.rejection_raw({**body, name: value})
        if error is None:
            taken.append(shown(value))
        elif not error.is_refusal or not error.names(name):
            unnamed.append(f"{shown(value)} ({error.summary})")
    if unnamed:
        return wrong(f"errors that do not name it: {'; '.join(unnamed)}")
    return ignored(f"taken: {', '.join(taken)}") if taken else honoured()


def must_be_refused(error: Rejected | None, *names: str) -> Finding:
    """Honoured where this was refused with an error that names one of these."""
    if error is None:
        return ignored("it is taken")
    if not error.is_refusal or not error.names(*names):
        return error.finding(names)
    return honoured()


def error_faults(reply: Reply, status: int, *names: str) -> tuple[list[str], list[str]]:
    """What is wrong with an error, and what is merely less than the documents have."""
    error = Rejected(reply)
    if reply.status == 200:
        return ["it is answered with 200"], []
    faults = error.envelope_faults()
    if reply.status != status:
        faults.append(f"the status is {reply.status}, not {status}")
    if names and not error.names(*names):
        faults.append(f"`{names[0]}` is not named")
    # A numeric code, and an empty `param` where the message names the field, can be lived with.
    minor = [fault for fault in faults if fault.startswith("`error.code` is ")]
    if names and not faults:
        param = error.json.get("error", "param") if error.json else None
        if param is None:
            minor.append(f"`param` is null, though the message names `{names[0]}`")
    return [fault for fault in faults if fault not in minor], minor


def error_finding(failed: tuple[list[str], list[str]], shown_as: str = "") -> Finding:
    faults, minor = failed
    if faults:
        more = [f"{len(faults) - MAX_FAULTS} more"] if len(faults) > MAX_FAULTS else []
        said = "; ".join([*faults[:MAX_FAULTS], *more])
        return wrong(f"{said}: {shown_as}" if shown_as else said)
    return partly("; ".join(minor)) if minor else honoured()


def code_of(reply: Reply) -> object:
    error = Rejected(reply)
    code = error.json.get("error", "code") if error.json else None
    return code.value if code else None
