"""What a client's own grammar in Lark may name.

llguidance's Lark reaches beyond the text that it describes: to tokens of the model by name or
number, to other grammars, to JSON Schemas, to how tokens are drawn and taken back. Of these a
client may use none: they would let an answer forge what stands around it, or go around what is
checked elsewhere. The text is cut into tokens as llguidance cuts it, so that what is a name there
is one here.
"""

from __future__ import annotations

import json
import re
from functools import partial

from rejoinder.errors import InvalidGrammar
from rejoinder.grammar.lark_rules import Token, endless_rule
from rejoinder.shown import cut
from rejoinder.turns import Threads, standing_now

# In the order of llguidance's lexer, which takes the longest: `//` begins a comment, and so does
# no regex. Nothing is tried twice: a client chooses the text.
_TOKEN = re.compile(
    r"""
    (?P<space> [ \t\r\n]++ | (?: \# | // ) [^\n]*+ )
    | (?P<text> " (?: \\["\\/bfnrt] | \\u[0-9a-fA-F]{4} | [^"\\\x00-\x1f\x7f] )*+ " i? )
    | (?P<regex> / (?: \\[^\n] | [^/\\] )++ / [imslux]*+ )
    | (?P<special> < [^<>\s]++ > )
    | (?P<other> @ [a-zA-Z0-9_-]++ )
    | (?P<word> % [a-z]++ )
    | (?P<name> !? _? \??  _? [A-Za-z] [_A-Za-z0-9-]*+ )
    | (?P<number> [+-]? [0-9]++ (?: \. [0-9]++ )? )
    | (?P<sign> -> | \.\. | @\{ | @\} | [:,.(){}\[\]~|=+*?&] )
    """,
    re.VERBOSE,
)
# A text that would be one but for what is in it; what is no escape in it.
_CLOSED_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*+"')
_ODD_ESCAPE = re.compile(r'(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+(\\u?.)', re.S)
# With their reasons; each follows the name in a sentence.
_REFUSED_WORDS = {
    "%json": "belongs to `response_format` and to `parameters` of functions",
    "%lark": "is not supported",
    "%declare": "is not supported",
    "%override": "is not supported",
    "%extend": "is not supported",
}
_REFUSED_OPTIONS = {
    "stop": "takes back what was said; `suffix` does not",
    "stop_capture": "takes back what was said",
    "max_tokens": "counts tokens, where a grammar is of text",
    "temperature": "is a parameter of the request",
}


# Shorter ones take a few milliseconds.
_MAX_AT_ONCE_CHARACTERS = 2_048
# Longer ones one at a time, in turn by rank and owner: threads that read many at once would slow
# down whoever comes, of whatever rank.
_readers = Threads(1, "read grammars")


def check_lark(definition: str, *, param: str) -> None:
    """Raises InvalidGrammar, with the line. What else is wrong with it only the compiler tells.

    May take 200 ms for a long one, and as much for each that comes before it, by `standing_now`.
    """
    if len(definition) <= _MAX_AT_ONCE_CHARACTERS:
        _check(definition, param=param)
    else:
        check = partial(_check, definition, param=param)
        _readers.submit(check, standing_now.get()).result()


def _check(definition: str, *, param: str) -> None:
    place, line, before = 0, 1, ""
    tokens: list[Token] = []
    while place < len(definition):
        found = _TOKEN.match(definition, place)
        if found is None:
            raise _wrong(param, line, unreadable(definition, place))
        text = found.group()
        if problem := _problem(str(found.lastgroup), text, before):
            raise _wrong(param, line, problem)
        place = found.end()
        if text in {"%regex", "%llguidance"}:
            place = _after_json(definition, place, text, line, param)
        if found.lastgroup != "space":
            before = text
            tokens.append(Token(str(found.lastgroup), text, line))
        line += definition.count("\n", found.start(), place)
    if problem_at := endless_rule(tokens):
        raise _wrong(param, problem_at[1], problem_at[0])


def unreadable(definition: str, place: int) -> str:
    """What is wrong with what begins at a place and is no token."""
    begun = definition[place]
    if begun == '"':
        found = _CLOSED_TEXT.match(definition, place)
        if found is None:
            return 'a text is not closed: no second `"` follows in its line'
        if odd := _ODD_ESCAPE.search(found[0]):
            return f"the text {_quoted(found[0])} has `{odd[1]}`, which is no escape"
        return (
            f"the text {_quoted(found[0])} has a control character, which is written as an escape"
        )
    if begun == "/":
        return "a regex is not closed: no second `/` follows"
    if begun == "'":
        return "nothing is known that begins with `'`: a text stands in double quotes"
    return f"nothing is known that begins with `{begun}`"


def _quoted(text: str) -> str:
    return f"`{cut(text, 40)}`"


def _problem(kind: str, text: str, before: str) -> str | None:
    if kind == "special":
        return f"`{text[:40]}` names tokens of the model; a grammar is of text"
    if kind == "other":
        return f"`{text[:40]}` refers to another grammar"
    if kind == "word" and text in _REFUSED_WORDS:
        return f"`{text}` {_REFUSED_WORDS[text]}"
    if kind == "name" and text != text.lower() and text != text.upper():
        return (
            f"the name `{text[:40]}` has capitals and small letters; a rule's has small ones only, "
            "a terminal's capitals only"
        )
    if text == "=" and before in _REFUSED_OPTIONS:
        return f"`{before}=` {_REFUSED_OPTIONS[before]}"
    return None


def _after_json(definition: str, place: int, word: str, line: int, param: str) -> int:
    """Where the JSON after a word ends."""
    place += len(definition[place:]) - len(definition[place:].lstrip(" \t\r\n"))
    try:
        value, end = json.JSONDecoder().raw_decode(definition, place)
    except (ValueError, RecursionError):
        raise _wrong(param, line, f"what follows `{word}` is not JSON") from None
    if word == "%llguidance" and value != {}:
        raise _wrong(param, line, "`%llguidance` sets options of the compiler; only `{}` is taken")
    return end


def _wrong(param: str, line: int, what: str) -> InvalidGrammar:
    return InvalidGrammar(param=param, detail=f"{what} (line {line})")
