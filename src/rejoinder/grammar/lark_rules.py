"""The rules of a client's Lark, as far as is needed to tell whether they can end.

Works on tokens that `lark.py` has cut. What cannot be understood is left to the compiler.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rejoinder.grammar.endless import Reference, endless

ROOT = "start"


class Token(NamedTuple):
    """kind: as in `lark.py`: text, regex, word, name, number, sign and others."""

    kind: str
    text: str
    line: int


def endless_rule(tokens: Sequence[Token]) -> tuple[str, int] | None:
    """What is wrong with a rule that never ends, and its line."""
    rules: dict[str, list[str | Reference]] = {}
    lines: dict[str, int] = {}
    if any(one.text == other.text == ":" for one, other in pairwise(tokens)):
        return None  # rules with parameters, whose ways in and out depend on them
    for head, body in _heads(tokens):
        name = bare(head.text)
        lines.setdefault(name, head.line)
        rules.setdefault(name, _pieces(body))
    try:
        ring = endless(rules, root=ROOT)
    except ValueError:
        return None
    return (never_ends(ring), lines[ring[0]]) if ring else None


def never_ends(ring: Sequence[str]) -> str:
    """Of rules that lead to one another."""
    more = f", by way of `{ring[1]}`" if len(ring) > 1 else ""
    return f"the rule `{ring[0]}` never ends: it needs itself inside itself{more}"


def bare(name: str) -> str:
    """Without what Lark writes before a name to say how it stands in a tree."""
    return name.lstrip("!?")


def _heads(tokens: Sequence[Token]) -> list[tuple[Token, list[Token]]]:
    """Each rule's name and what it says."""
    found: list[tuple[Token, list[Token]]] = []
    body: list[Token] = []
    for token in tokens:
        if token.text == ":" and token.kind == "sign":
            head = _cut_head(body)
            body = []
            if head is not None:
                found.append((head, body))
        elif token.kind == "word" and token.text != "%regex":
            body = []  # of a statement, which is no part of a rule
        else:
            body.append(token)
    return found


def _cut_head(body: list[Token]) -> Token | None:
    """The name that a rule begins with, taken from the end of what was read before it, and with it
    what may stand between: `name{a, b}.2[lazy]:`."""
    for opened, closed in ("[]", "{}"):
        if body and body[-1].text == closed:
            while body and body.pop().text != opened:
                pass
        elif len(body) > 1 and body[-1].kind == "number" and body[-2].text == ".":
            del body[-2:]
    return body.pop() if body and body[-1].kind == "name" else None


def _pieces(tokens: Sequence[Token]) -> list[str | Reference]:
    found: list[str | Reference] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        place += 1
        if token.kind == "name" and bare(token.text).lstrip("_")[:1].islower():
            found.append(Reference(bare(token.text), token.line))
        elif token.kind != "sign":
            found.append("end")
        elif token.text == "->":
            place += 1  # a name in the tree
        elif token.text in "(|)":
            found.append(token.text)
        elif token.text == "[":
            found.append("(")
        elif token.text == "]":
            found += [")", "?"]
        elif token.text in "*?":
            found.append("?")
        elif token.text == "~" and after is not None and after.kind == "number":
            place += 1
            while place < len(tokens) and tokens[place].text == "..":
                place += 2
            found += _may_be_none(after)
        elif token.text == "{":
            found += _may_be_none(after)
            while place < len(tokens) and tokens[place - 1].text != "}":
                place += 1
    return found


def _may_be_none(first: Token | None) -> list[str]:
    """Of the first number of a repetition; a comma stands for 0."""
    is_none = first is not None and first.text.lstrip("+-0") in ("", ",")
    return ["?"] if is_none else []
