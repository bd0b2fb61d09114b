"""A grammar under construction: texts become Lark, markers become tokens, schemas become parts.

What a dialect's pieces say of themselves is a sequence of texts and references; neighbouring texts
are one literal, so that what is forced is forced at once. Where text is free, llguidance's lexer is
greedy: it reads the longest that any rule allows. So all that may interrupt free text is one *lazy*
terminal, the free text and what interrupts it together; the lexer ends that at once. A marker that
is one token needs no such care: no text reaches it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rejoinder.chat.dialects.base import Spell
from rejoinder.grammar.text import Grammar, LarkPart, Part, literal

ANY = r"/(?s:.*)/"
_LOOKS_SPECIAL = re.compile("<.*>")
_SOME = r"/(?s:.+)/"


@dataclass(frozen=True, slots=True)
class Ref:
    """A rule, a part or a token, as Lark writes it. is_open: only a token or the end of the answer
    ends it."""

    lark: str
    is_open: bool = False


Piece = str | Ref  # text as it stands, or a reference
Pieces = tuple[Piece, ...]


class Rules:
    """Collects rules and parts; `grammar` is all of them."""

    def __init__(self, spell: Spell) -> None:
        self._spell = spell
        self._rules: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}  # by kind and body
        self._parts: dict[str, Part] = {}
        self._part_names: dict[str | bytes, str] = {}
        markers = sorted(spell.ids, key=len, reverse=True)
        self._markers = re.compile("|".join(map(re.escape, markers)) or "(?!)")

    # What pieces are.

    def lark(self, pieces: Iterable[Piece]) -> str:
        """In a row, as Lark. Empty for nothing."""
        words: list[str] = []
        text = ""
        for piece in (*pieces, Ref("")):
            if isinstance(piece, str):
                text += piece
                continue
            words += [*self._texts(text), piece.lark]
            text = ""
        return " ".join(filter(None, words))

    def choice(self, options: Iterable[Pieces]) -> Ref:
        """One of them."""
        written = [self.lark(each) for each in options]
        distinct = [each for each in dict.fromkeys(written) if each]
        if not distinct:
            return Ref("")
        return Ref(f"({' | '.join(distinct)}){'' if all(written) else '?'}")

    def maybe(self, pieces: Pieces) -> Ref:
        """They or nothing."""
        return self.choice([pieces, ()])

    def many(self, pieces: Pieces) -> Ref:
        """They, any number of times."""
        return Ref(f"({self.lark(pieces)})*")

    def rule(self, stem: str, pieces: Pieces) -> Ref:
        """A rule of its own, for what is used more than once."""
        return Ref(self._named(stem, "", self.lark(pieces)))

    def recursive(self, stem: str, key: str, make: Callable[[], Pieces]) -> Ref:
        """A rule that may hold itself. key: tells it from others of the stem."""
        if (stem, key) not in self._names:
            name = self._names[stem, key] = f"{stem}_{len(self._names)}"
            self._rules[name] = ""  # keeps its place
            self._rules[name] = self.lark(make())
        return Ref(self._names[stem, key])

    def terminal(self, stem: str, body: str) -> Ref:
        """A terminal of its own."""
        return Ref(self._named(stem, "", body))

    def part(self, stem: str, part: Part) -> Ref:
        """A grammar of its own, shared where two are the same."""
        key = part.text if isinstance(part, LarkPart) else bytes(part.schema)
        if key not in self._part_names:
            name = f"{stem}_{len(self._parts)}"
            self._parts[name] = part
            self._part_names[key] = name
        return Ref(f"@{self._part_names[key]}")

    # Free text.

    def is_token(self, text: str) -> bool:
        """Whether a text begins with a marker that is one token."""
        return self._markers.match(text) is not None

    def first_token(self, text: str) -> int | None:
        """Where the first marker in a text begins that is one token."""
        found = self._markers.search(text)
        return found.start() if found else None

    def free(self, inside: str = ANY) -> Pieces:
        """Any text, also none, to where a token or the end follows. inside: a terminal's body that
        the text must match."""
        inside = self._without_markers(inside)
        if inside == ANY:
            return (Ref(f"({self._named('FREE', '', _SOME)})?"),)
        return (Ref(self._named("FREE", "", inside)),)

    def free_until(self, text: str, inside: str = ANY) -> Pieces:
        """Any text to the first `text`, with it. inside: as for `free`."""
        if self.is_token(text):
            return (*self.free(inside), text)
        plain, rest = self._split(text)
        inside = self._without_markers(inside)
        terminal = self._named("UNTIL", "", f"({inside}) {literal(plain)}")
        if rest:
            # Before its token the text is free: no token ends what does not end with it.
            return (Ref(terminal), rest)
        return (Ref(self._named("until", "[lazy]", terminal)), rest)

    def opening(self, text: str, before: str = "") -> Pieces:
        """A text that may stand where other text is free: it is taken for what it is. before: a
        terminal's body of what may come before it."""
        if self.is_token(text):
            return (text,)
        plain, rest = self._split(text)
        terminal = self._named("OPENING", "", f"{before} {literal(plain)}".strip())
        return (Ref(self._named("opening", "[lazy]", terminal)), rest)

    def _without_markers(self, inside: str) -> str:
        """llguidance takes an added token that is not called special for text, unless it looks like
        `<this>`: then the text must be kept out, and the token with it."""
        texts = [each for each in self._spell.ids if not _LOOKS_SPECIAL.fullmatch(each)]
        if not texts:
            return inside
        kept_out = holds("|".join(map(pattern_of, texts)))
        return f"~/{kept_out}/ & " + (inside if inside == ANY else f"({inside})")

    # All of it.

    def grammar(self, pieces: Pieces) -> Grammar:
        lines = [f"start: {self.lark(pieces)}"]
        lines += [f"{name}: {body}" for name, body in self._rules.items()]
        return Grammar(LarkPart("\n".join(lines) + "\n"), tuple(self._parts.items()))

    def _named(self, stem: str, options: str, body: str) -> str:
        key = (stem + options, body)
        if key not in self._names:
            self._names[key] = f"{stem}_{len(self._names)}"
            self._rules[self._names[key] + options] = body
        return self._names[key]

    def _split(self, text: str) -> tuple[str, str]:
        """What comes before a text's first token, and the rest."""
        marker = self._markers.search(text)
        return (text[: marker.start()], text[marker.start() :]) if marker else (text, "")

    def _texts(self, text: str) -> list[str]:
        """Literals and tokens."""
        words: list[str] = []
        at = 0
        for found in self._markers.finditer(text):
            words += [literal(text[at : found.start()])] if found.start() > at else []
            words.append(f"<[{self._spell.ids[found.group()]}]>")
            at = found.end()
        return [*words, literal(text[at:])] if at < len(text) else words


def pattern_of(text: str) -> str:
    """A text as a regex inside `/…/`."""
    return re.escape(text).replace("/", r"\/").replace("\n", r"\n")


def without(patterns: Iterable[str]) -> str:
    """A terminal's body: any text that none of the patterns matches whole."""
    return " & ".join([ANY, *(f"~/{each}/" for each in patterns)])


def holds(pattern: str) -> str:
    """A pattern of texts in which the other matches somewhere."""
    return f"(?s:.*)({pattern})(?s:.*)"
