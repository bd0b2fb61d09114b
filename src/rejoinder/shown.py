"""A value as an error shows it: short, and as it was sent."""

from __future__ import annotations

MAX_VALUE_CHARACTERS = 100


def cut(text: str, max_chars: int) -> str:
    """An error must not hand a megabyte back."""
    return text if len(text) <= max_chars else text[: max_chars - 3] + "..."


class Words:
    """Said in the place of a value that is not shown, without quotes."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __str__(self) -> str:
        return self._words


def shown(value: object) -> str:
    """As JSON has it; what JSON has no word for, as a path, in its own words."""
    import msgspec  # where nothing is wrong, as with `--help`, no command waits for it

    if isinstance(value, float):  # JSON has no infinity
        return str(value)
    try:
        told = msgspec.json.encode(value).decode(errors="replace")
    except (TypeError, ValueError, OverflowError, RecursionError):
        if isinstance(value, str):  # with half a surrogate pair, as file names may have
            told = ascii(value)
        else:
            told = "nested too deeply" if isinstance(value, list | dict | tuple) else str(value)
    return cut(told, MAX_VALUE_CHARACTERS)
