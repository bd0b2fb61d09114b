"""Exceptions as text that quotes nobody: where each came from, and its message only where that is
known to be about the program.

A message like `KeyError: 'my diagnosis'` is a client's own words. Values of variables are never
shown.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from rejoinder.errors import InvalidRequest, RejoinderError

# What these say is names, numbers, files and devices. Runtimes of models raise RuntimeError.
_ABOUT_THE_PROGRAM = (
    RejoinderError,
    OSError,
    RuntimeError,
    AttributeError,
    NameError,
    ImportError,
    IndexError,
    MemoryError,
)
# Though of the kinds above: these quote what is wrong.
_QUOTES = (InvalidRequest, UnicodeError)

# Nobody reads a chain of more, and a message of a megabyte is none.
_MAX_CHAIN = 10
_MAX_MESSAGE_CHARS = 1000


def tell(error: BaseException, *, quotes: bool = False) -> str:
    """As Python prints it, with causes and groups. quotes: show every message."""
    return "\n".join(_lines(error, quotes=quotes, num_more=_MAX_CHAIN))


def _lines(error: BaseException, *, quotes: bool, num_more: int) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and num_more:
        yield from _lines(before, quotes=quotes, num_more=num_more - 1)
        yield ""
        caused = error.__cause__ is not None
        yield "It caused the following:" if caused else "While it was handled, there came:"
        yield ""
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield _told(error, quotes=quotes)
    if isinstance(error, BaseExceptionGroup) and num_more:
        for number, one in enumerate(error.exceptions[:_MAX_CHAIN], start=1):
            yield f"Of the group, number {number}:"
            yield from _lines(one, quotes=quotes, num_more=num_more - 1)


def _told(error: BaseException, *, quotes: bool) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else _full_name(kind)
    if not (quotes or _may_be_shown(error)):
        return f"{name}: (what it says may quote somebody; `--log-content` shows it)"
    message = str(error)[:_MAX_MESSAGE_CHARS]
    return f"{name}: {message}" if message else name


def _full_name(kind: type[BaseException]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _may_be_shown(error: BaseException) -> bool:
    return (
        not error.args  # it says nothing
        or (isinstance(error, _ABOUT_THE_PROGRAM) and not isinstance(error, _QUOTES))
    )
