"""What a parser makes of a model's text, piece by piece.

A parser reads characters and tells what they mean. `span` says which characters of all it has read,
counted from 0, an event is made of; content's and thoughts' text is exactly those characters. What
is in no event's span was a marker, or space that the dialect puts around one.
"""

from __future__ import annotations

import msgspec


class Content(msgspec.Struct, frozen=True):
    """More of the answer itself. Not empty."""

    text: str
    span: tuple[int, int]


class Thought(msgspec.Struct, frozen=True):
    """More of a thought. Not empty."""

    text: str
    span: tuple[int, int]


class Called(msgspec.Struct, frozen=True):
    """A call begins: its name is whole. Its arguments follow, until the next event of another
    kind."""

    name: str


class Arguments(msgspec.Struct, frozen=True):
    """More of the last call's arguments: of a function JSON text, of a custom tool the text itself.
    Not empty. All of a function's arguments together are one JSON object, `{}` where the model
    wrote none, unless the answer was cut."""

    text: str


Event = Content | Thought | Called | Arguments
