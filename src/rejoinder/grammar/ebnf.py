"""Grammars in EBNF become Lark, which is what the compiler reads.

EBNF as llama.cpp calls it GBNF, and as vLLM's clients send it: rules `name ::= …` that begin at
`root`; texts in double quotes; classes `[^a-z]`; `.` for any character; `|`, groups, `* + ?` and
`{2,5}`; comments after `#`. A rule ends where the next begins, so lines may be broken anywhere.

A rule that does not refer to itself, however indirectly, becomes a terminal, which the compiler
follows as one regular expression; the others stay rules. Between two terminals the first takes as
much as it can, as in Lark itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rejoinder.errors import InvalidGrammar
from rejoinder.grammar.endless import Reference, endless
from rejoinder.grammar.lark import check_lark
from rejoinder.grammar.lark_rules import never_ends
from rejoinder.grammar.sizes import check_length
from rejoinder.grammar.text import literal

ROOT = "root"
# Ours: each level of a group is a call. People's grammars have a handful.
MAX_DEPTH = 100

# Nothing is tried twice: a client chooses the text.
_IS_EBNF = re.compile(r"^[ \t]*+[A-Za-z][\w-]*+\s*+::=", re.ASCII | re.MULTILINE)
_TOKEN = re.compile(
    r"""
    (?P<space> (?: \s | \#[^\n]*+ )++ )
    | (?P<rule> [A-Za-z][\w-]*+ ) (?= (?: \s | \#[^\n]*+ )*+ ::= )
    | (?P<name> [A-Za-z][\w-]*+ )
    | (?P<text> " (?: [^"\\\n] | \\. )*+ " )
    | (?P<chars> \[ (?: [^\]\\\n] | \\. )*+ \] )
    | (?P<times> \{ \s* \d{1,9} \s* (?: , \s* (?: \d{1,9} )? \s* )? \} )
    | (?P<sign> ::= | [|()*+?.] )
    """,
    re.VERBOSE | re.ASCII,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|(.)", re.S)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"} | {each: each for each in "\\\"'[]^-/"}
_FROM_NONE = re.compile(r"\{0+[,}]")
_ANY = "/(?s:.)/"
_EMPTY = '""'


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


# Pieces of Lark, and references to rules whose names in Lark are not known yet.
_Body = tuple["str | Reference", ...]


def is_ebnf(definition: str) -> bool:
    """No line of Lark begins like this."""
    return _IS_EBNF.search(definition) is not None


def lark_of(definition: str, *, param: str) -> str:
    """A client's grammar, of either kind, as Lark. Raises InvalidGrammar or GrammarTooComplex; what
    is wrong with one that was Lark already, only the compiler can tell."""
    check_length(definition, param=param)
    if not is_ebnf(definition):
        check_lark(definition, param=param)
        return definition
    try:
        return _written(_Reader(definition).rules())
    except _Wrong as error:
        raise InvalidGrammar(param=param, detail=str(error)) from None


class _Wrong(Exception):
    """What, and in which line."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(f"{what} (line {line})")


def _tokens(definition: str) -> Iterator[_Token]:
    place, line = 0, 1
    while place < len(definition):
        found = _TOKEN.match(definition, place)
        if found is None:
            raise _Wrong(_unreadable(definition, place), line)
        assert found.lastgroup is not None
        if found.lastgroup != "space":
            yield _Token(found.lastgroup, found[found.lastgroup], line)
        line += found[0].count("\n")
        place = found.end()
    yield _Token("end", "", line)


def _unreadable(definition: str, place: int) -> str:
    """What is wrong with what begins at a place and is no token."""
    begun = definition[place]
    if begun == '"':
        return 'a text is not closed: no second `"` follows in its line'
    if begun == "[":
        return "a class of characters is not closed: no `]` follows in its line"
    if begun == "{":
        return "`{` is not followed by how often, as in `{2,5}`"
    if begun == "'":
        return "nothing is known that begins with `'`: a text stands in double quotes"
    return f"nothing is known that begins with `{begun}`"


class _Reader:
    """Reads tokens one after the other; each method begins at the one it is about."""

    def __init__(self, definition: str) -> None:
        self._tokens = _tokens(definition)
        self._next = next(self._tokens)

    def rules(self) -> dict[str, _Body]:
        """By name, `root` among them; every reference leads somewhere, and every way ends."""
        rules: dict[str, _Body] = {}
        lines: dict[str, int] = {}
        while self._next.kind != "end":
            name = self._take()
            if name.kind != "rule":
                raise _Wrong(f"`{name.text[:40]}` stands where a rule should begin", name.line)
            if name.text in rules:
                raise _Wrong(f"the rule `{name.text}` is there twice", name.line)
            self._take()  # `::=`, which is why it is a rule
            rules[name.text] = self._choice(depth=0)
            lines[name.text] = name.line
        if ROOT not in rules:
            raise _Wrong(f"there is no rule `{ROOT}`, with which all begins", self._next.line)
        for body in rules.values():
            for one in body:
                if isinstance(one, Reference) and one.name not in rules:
                    raise _Wrong(f"there is no rule `{one.name}`", one.line)
        if ring := endless({name: _pieces(body) for name, body in rules.items()}, root=ROOT):
            raise _Wrong(never_ends(ring), lines[ring[0]])
        return rules

    def _take(self) -> _Token:
        taken = self._next
        if taken.kind != "end":
            self._next = next(self._tokens)
        return taken

    def _is_at(self, text: str) -> bool:
        return self._next.kind == "sign" and self._next.text == text

    def _choice(self, *, depth: int) -> _Body:
        if depth > MAX_DEPTH:
            raise _Wrong(f"groups are nested more than {MAX_DEPTH} deep", self._next.line)
        body = [*self._sequence(depth=depth)]
        while self._is_at("|"):
            self._take()
            body += [" | ", *self._sequence(depth=depth)]
        return tuple(body)

    def _sequence(self, *, depth: int) -> _Body:
        pieces: list[str | Reference] = []
        while (item := self._item(depth=depth)) is not None:
            pieces += [" ", *item] if pieces else item
        return tuple(pieces) or (_EMPTY,)

    def _item(self, *, depth: int) -> _Body | None:
        """One thing and how often it comes; None where a sequence ends."""
        token = self._next
        item: _Body
        if token.kind == "name":
            item = (Reference(self._take().text, token.line),)
        elif token.kind == "text":
            item = (_text(self._take()),)
        elif token.kind == "chars":
            item = (_chars(self._take()),)
        elif self._is_at("."):
            self._take()
            item = (_ANY,)
        elif self._is_at("("):
            self._take()
            item = ("(", *self._choice(depth=depth + 1), ")")
            if not self._is_at(")"):
                raise _Wrong("a group is not closed", token.line)
            self._take()
        elif token.kind in ("rule", "end") or token.text in "|)":
            if token.text == ")" and not depth:
                raise _Wrong("a group is closed that was never opened", token.line)
            return None
        else:
            raise _Wrong(f"`{token.text}` stands where nothing is to be repeated", token.line)
        if self._next.kind == "times":
            return (*item, _times(self._take()))
        if self._next.kind == "sign" and self._next.text in "*+?":
            return (*item, self._take().text)
        return item


def _pieces(body: _Body) -> list[str | Reference]:
    """As `endless` wants them."""
    found: list[str | Reference] = []
    for one in body:
        if isinstance(one, Reference) or one in {"(", ")"}:
            found.append(one)
        elif one == " | ":
            found.append("|")
        elif one in {"*", "?"} or _FROM_NONE.match(one):
            found.append("?")
        elif one not in {" ", "+"} and one[:1] != "{":
            found.append("end")
    return found


def _times(token: _Token) -> str:
    told = "".join(token.text.split())
    first, _, last = told[1:-1].partition(",")
    if last and int(last) < int(first):
        raise _Wrong(f"`{told}` allows no number of times", token.line)
    return told


def _text(token: _Token) -> str:
    text = "".join(char for char, _ in _characters(token, token.text[1:-1]))
    return literal(text) if text else _EMPTY


def _chars(token: _Token) -> str:
    """A class as a regular expression, whose syntax no character of it can disturb."""
    inner = token.text[1:-1]
    is_negated = inner.startswith("^")
    chars = list(_characters(token, inner[is_negated:]))
    if not chars:
        raise _Wrong(f"`{token.text}` allows no character", token.line)
    told, place = [], 0
    while place < len(chars):
        first = last = chars[place][0]
        # A dash between two characters; one that was escaped, or stands at an end, is itself.
        if place + 2 < len(chars) and chars[place + 1] == ("-", False):
            last = chars[place + 2][0]
            if last < first:
                raise _Wrong(f"`{token.text}` has a range that ends before it begins", token.line)
            place += 2
        told.append(_code(first) if first == last else f"{_code(first)}-{_code(last)}")
        place += 1
    return f"/[{'^' if is_negated else ''}{''.join(told)}]/"


def _code(char: str) -> str:
    return f"\\x{{{ord(char):x}}}"


def _characters(token: _Token, text: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it was escaped."""
    for found in _ESCAPE.finditer(text):
        two, four, eight, short, bare = found.groups()
        if bare is not None:
            yield bare, False
        elif code := two or four or eight:
            number = int(code, 16)
            if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
                raise _Wrong(f"`{found[0]}` is no character", token.line)
            yield chr(number), True
        elif short in _PLAIN_ESCAPES:
            yield _PLAIN_ESCAPES[short], True
        else:
            raise _Wrong(f"`{found[0]}` is no escape", token.line)


def _written(rules: Mapping[str, _Body]) -> str:
    """As Lark, of what can be reached."""
    recursive = _recursive(rules)
    names: dict[str, str] = {}
    for name in _reached(rules):
        # Lark tells terminals from rules by their letters, and has words of its own for some.
        told = f"{re.sub('[^a-z0-9]', '_', name.lower())}_{len(names)}"
        names[name] = f"r_{told}" if name in recursive else f"T_{told}".upper()
    lines = [f"start: {names[ROOT]}"]
    for name, told in names.items():
        body = "".join(
            names[one.name] if isinstance(one, Reference) else one for one in rules[name]
        )
        lines.append(f"{told}: {body}")
    return "\n".join(lines) + "\n"


def _named(body: _Body) -> Iterator[str]:
    return (one.name for one in body if isinstance(one, Reference))


def _reached(rules: Mapping[str, _Body]) -> list[str]:
    """From the root, in the order in which they are first met."""
    reached = {ROOT: None}
    waiting = [ROOT]
    while waiting:
        for name in _named(rules[waiting.pop()]):
            if name not in reached:
                reached[name] = None
                waiting.append(name)
    return list(reached)


def _recursive(rules: Mapping[str, _Body]) -> set[str]:
    """Those that lead to a rule that leads to itself. What is left over when rules that refer to
    none, then to none but those, are taken away."""
    num_open = {name: len(set(_named(body))) for name, body in rules.items()}
    users: dict[str, list[str]] = {name: [] for name in rules}
    for name, body in rules.items():
        for used in set(_named(body)):
            users[used].append(name)
    done = [name for name, number in num_open.items() if not number]
    for name in done:  # grows as it is walked
        for user in users[name]:
            num_open[user] -= 1
            if not num_open[user]:
                done.append(user)
    return rules.keys() - done
