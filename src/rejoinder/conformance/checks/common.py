"""What several parts share: limits that must be kept."""

from __future__ import annotations

from rejoinder.conformance.probe import Probe
from rejoinder.conformance.replies import shown
from rejoinder.conformance.verdict import Finding, honoured, ignored, wrong


def keeps_limits(probe: Probe, name: str, values: tuple[object, ...], **beside: object) -> Finding:
    """Honoured where each of these values is refused by name. A value that is taken as if it were
    within its limits makes the limit ignored, whatever is done with it."""
    taken, unnamed = [], []
    for value in values:
        error = probe.rejection_raw({**probe.body(max_tokens=1, **beside), name: value})
        if error is None:
            taken.append(shown(value))
        elif not error.is_refusal or not error.names(name):
            unnamed.append(f"{shown(value)} ({error.summary})")
    if unnamed:
        return wrong(f"errors that do not name it: {'; '.join(unnamed)}")
    if taken:
        return ignored(f"taken: {', '.join(taken)}")
    return honoured()
