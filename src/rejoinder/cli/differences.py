"""What differs between two answers to the same request, but for what must.

Ids and times are always new, and how much of a prompt was computed before depends on what else was
asked. All else of two answers with the same seed is the same, or is named here.
"""

from __future__ import annotations

import json
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

# Of texts: so much before and after the first letter that differs.
_AROUND = 20
_MAX_SHOWN_CHARACTERS = 60


def differences(stored: bytes, now: bytes) -> list[str]:
    """Each a place and what stands there; none where choices and usage are the same, byte by byte.

    stored and now: the answers as JSON.
    """
    before, after = _compared(json.loads(stored)), _compared(json.loads(now))
    found: list[str] = []
    _walk(before, after, "", found)
    return found


def _compared(answer: dict[str, Json]) -> Json:
    """Without what must differ. The fingerprint is told apart."""
    choices = answer["choices"]
    assert isinstance(choices, list)
    for choice in choices:
        assert isinstance(choice, dict)
        message = choice["message"]
        assert isinstance(message, dict)
        calls = message.get("tool_calls") or []
        assert isinstance(calls, list)
        for call in calls:
            assert isinstance(call, dict)
            call.pop("id", None)
    usage = answer["usage"]
    assert isinstance(usage, dict)
    details = usage.get("prompt_tokens_details")
    if isinstance(details, dict):
        details.pop("cached_tokens", None)
    return {"choices": choices, "usage": usage}


def _walk(before: Json, after: Json, where: str, found: list[str]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            place = f"{where}.{name}" if where else name
            if name not in before or name not in after:
                side = "only now" if name in after else "only in what is stored"
                found.append(f"{place}: {side}")
            else:
                _walk(before[name], after[name], place, found)
    elif isinstance(before, list) and isinstance(after, list):
        for index, (one, other) in enumerate(zip(before, after, strict=False)):
            _walk(one, other, f"{where}[{index}]", found)
        if len(before) != len(after):
            found.append(f"{where}: {len(before)} stored, {len(after)} now")
    elif isinstance(before, str) and isinstance(after, str):
        if before != after:
            found.append(f"{where}: {_of_texts(before, after)}")
    # By their bytes: 1 is not 1.0, and 0.0 is not -0.0.
    elif json.dumps(before) != json.dumps(after):
        found.append(f"{where}: stored {_shown(before)}, now {_shown(after)}")


def _of_texts(before: str, after: str) -> str:
    pairs = zip(before, after, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    start = max(0, at - _AROUND)
    parts = [json.dumps(text[start : at + _AROUND], ensure_ascii=False) for text in (before, after)]
    return f"from letter {at} on: stored {parts[0]}, now {parts[1]}"


def _shown(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_SHOWN_CHARACTERS else text[: _MAX_SHOWN_CHARACTERS - 3] + "..."
