"""A grammar as text: what crosses from the chat layer to the worker, and what is compared to tell
whether two requests share one.

A grammar is a main part in llguidance's form of Lark, which may refer to other parts as `@name`.
Parts do not see each other's rules, so a client's grammar can define any name it likes.
"""

from __future__ import annotations

import functools
import json

import msgspec


class LarkPart(msgspec.Struct, frozen=True):
    """Rules in llguidance's form of Lark, beginning at `start`."""

    text: str


class JsonPart(msgspec.Struct, frozen=True):
    """JSON that a schema describes. schema: as llguidance takes it, JSON text."""

    schema: msgspec.Raw


Part = LarkPart | JsonPart

MAIN = "main"


class Grammar(msgspec.Struct, frozen=True, dict=True):
    """main: refers to the parts by `@name`. parts: names are `[a-z][a-z0-9_]*`, each once."""

    main: LarkPart
    parts: tuple[tuple[str, Part], ...] = ()

    @functools.cached_property
    def text(self) -> str:
        """What llguidance's matcher is made of; the same for the same grammar."""
        grammars = [_told(MAIN, self.main), *(_told(name, part) for name, part in self.parts)]
        return '{"grammars":[' + ",".join(grammars) + "]}"


def _told(name: str, part: Part) -> str:
    # A schema is put in as it stands: reading half a megabyte would keep every other thread from
    # its turn for some 10 ms.
    if isinstance(part, LarkPart):
        return f'{{"name":"{name}","lark_grammar":{json.dumps(part.text, ensure_ascii=False)}}}'
    return f'{{"name":"{name}","json_schema":{bytes(part.schema).decode()}}}'


def literal(text: str) -> str:
    """A text as it stands in Lark, quotes included. Not empty: Lark has no empty literal."""
    assert text
    return json.dumps(text, ensure_ascii=True)
