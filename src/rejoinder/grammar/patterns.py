"""A pattern as llguidance takes it: Rust's syntax, anchored at both ends, and so narrow that what
matches it matches the original for Python, ECMA-262 and Rust alike.

A pattern of a JSON Schema is searched for, so `^` and `$` are resolved here: what stands before an
unanchored beginning may be anything.
"""

from __future__ import annotations

from functools import cache, lru_cache

from llguidance import LLMatcher, LLTokenizer, TokenizerWrapper

from rejoinder.grammar.pattern_tree import (
    Ahead,
    Alt,
    Chars,
    Dot,
    Edge,
    Named,
    Node,
    PatternError,
    Repeat,
    Seq,
    Span,
    read_pattern,
)

ANYTHING = "(?s:.)*"

# What each named set surely holds, and what it might hold, for Python, ECMA-262 or Rust. Python's
# \d and \w are Unicode's, ECMA's are ASCII's; Python's \s has U+001C to U+001F, ECMA's U+FEFF.
_ASCII_SPACE = r"\x{9}-\x{d}\x{20}"
_SPACE = r"\s\x{1c}-\x{1f}\x{85}\x{180e}\x{feff}"
_WORD = r"\p{L}\p{M}\p{N}\p{Pc}"
_SURELY = {
    "d": "0-9",
    "w": "0-9A-Za-z_",
    "s": _ASCII_SPACE,
    "D": r"[^\p{Nd}]",
    "W": f"[^{_WORD}]",
    "S": f"[^{_SPACE}]",
}
_PERHAPS = {
    "d": r"\p{Nd}",
    "w": _WORD,
    "s": _SPACE,
    "D": "[^0-9]",
    "W": "[^0-9A-Za-z_]",
    "S": f"[^{_ASCII_SPACE}]",
}
# ECMA's ends of lines; Python has only the first.
_NO_NEWLINE = r"[^\x{a}\x{d}\x{2028}\x{2029}]"
# What case-insensitive matching takes for `k` and `s` outside ASCII.
_FOLDED = {"k": 0x212A, "s": 0x17F}


@lru_cache(maxsize=1024)
def searched(pattern: str) -> tuple[str, ...]:
    """Regexes that a text must match whole, all of them, so that the pattern is found in it.

    Raises PatternError.
    """
    ahead, node = _split(read_pattern(pattern))
    return (*(_search(Seq((Edge(is_end=False), each))) for each in ahead), _search(node))


@lru_cache(maxsize=256)
def matched(pattern: str) -> tuple[str, ...]:
    """As `searched`, where the pattern must match the text from end to end: its own anchors at
    either end say nothing new. Raises PatternError."""
    ahead, node = _split(read_pattern(pattern))
    bodies = [body for _, body, _ in _forms(node)]
    if not bodies:
        raise PatternError("can match nothing")
    return (*(_search(Seq((Edge(is_end=False), each))) for each in ahead), _either(bodies))


class Matching:
    """Whether texts match regexes made here. In linear time, unlike Python's `re`."""

    def __init__(self) -> None:
        self._matchers: dict[str, LLMatcher] = {}

    def __call__(self, regex: str, text: str) -> bool:
        matcher = self._matchers.get(regex)
        if matcher is None:
            matcher = LLMatcher(_bytes_tokenizer(), f"start: /{regex}/", log_level=0)
            self._matchers[regex] = matcher
        said = list(text.encode())
        does = matcher.try_consume_tokens(said) == len(said) and matcher.is_accepting()
        matcher.reset()
        return does


def is_valid(regex: str) -> bool:
    """Whether the compiler takes it: it may name a Unicode property that there is not."""
    return not LLMatcher(_bytes_tokenizer(), f"start: /{regex}/", log_level=0).is_error()


class _Bytes:
    """A tokenizer whose tokens are the bytes, as `LLTokenizer` wants to be shown one."""

    eos_token_id = 256
    bos_token_id = None
    tokens = (*(bytes([each]) for each in range(256)), b"<end>")
    special_token_ids = (256,)

    def __call__(self, text: bytes) -> list[int]:
        return list(text)


@cache
def _bytes_tokenizer() -> LLTokenizer:
    return LLTokenizer(TokenizerWrapper(_Bytes()))


def _split(node: Node) -> tuple[list[Node], Node]:
    """The leading `(?=...)` of a pattern that begins with `^`, and the rest."""
    parts: list[Node] = list(node.parts) if isinstance(node, Seq) else [node]
    ahead: list[Node] = []
    if parts and parts[0] == Edge(is_end=False):
        while len(parts) > 1 and isinstance(each := parts[1], Ahead):
            ahead.append(each.node)
            del parts[1]
    return ahead, Seq(tuple(parts)) if ahead else node


def _search(node: Node) -> str:
    found = [
        ("" if is_start else ANYTHING) + f"(?:{body})" + ("" if is_end else ANYTHING)
        for is_start, body, is_end in _forms(node)
    ]
    if not found:
        raise PatternError("can match nothing")
    return _either(found)


def _either(bodies: list[str]) -> str:
    return "|".join(f"(?:{body})" for body in bodies) if len(bodies) > 1 else bodies[0]


def _forms(node: Node) -> list[tuple[bool, str, bool]]:
    """The node as alternatives without anchors: (holds only at the start, regex, only at the end).

    Raises PatternError where an anchor stands in the middle.
    """
    if not _has_edges(node):
        return [(False, _written(node), False)]
    if isinstance(node, Alt):
        return [form for option in node.options for form in _forms(option)]
    parts: list[Node] = list(node.parts) if isinstance(node, Seq) else [node]
    is_start = is_end = False
    while parts and parts[0] == Edge(is_end=False):
        is_start = True
        del parts[0]
    while parts and parts[-1] == Edge(is_end=True):
        is_end = True
        del parts[-1]
    if not any(map(_has_edges, parts)):
        return [(is_start, "".join(map(_grouped, parts)), is_end)]
    return _edge_groups(is_start, parts, is_end)


def _edge_groups(is_start: bool, parts: list[Node], is_end: bool) -> list[tuple[bool, str, bool]]:
    """A sequence whose first or last part is a group with anchors of its own, as `(^|,)a`."""
    first, last = parts[0], parts[-1]
    inner = parts[1:-1] if len(parts) > 1 else []
    if any(map(_has_edges, inner)) or not all(
        isinstance(each, Seq | Alt) or not _has_edges(each) for each in (first, last)
    ):
        raise PatternError("has `^` or `$` in its middle, which is not supported")
    middle = "".join(map(_grouped, inner))
    if len(parts) == 1:
        return [(is_start or s, body, is_end or e) for s, body, e in _forms(first)]
    return [
        (is_start or s, f"(?:{head}){middle}(?:{tail})", is_end or e)
        for s, head, stops in _forms(first)
        for starts, tail, e in _forms(last)
        # An end before more text, or a start after some, matches nothing (where that text may be
        # empty it could; leaving it out only narrows).
        if not stops and not starts
    ]


def _has_edges(node: Node) -> bool:
    match node:
        case Edge():
            return True
        case Ahead():
            raise PatternError(
                "looks around, which is supported only as `(?=...)` right after a leading `^`"
            )
        case Seq(parts) | Alt(parts):
            return any(map(_has_edges, parts))
        case Repeat(inner):
            if _has_edges(inner):
                raise PatternError("repeats `^` or `$`")
            return False
        case _:
            return False


def _grouped(node: Node) -> str:
    return f"(?:{_written(node)})" if isinstance(node, Alt) else _written(node)


def _written(node: Node) -> str:
    match node:
        case Chars():
            return _chars(node)
        case Dot(with_newlines):
            return "(?s:.)" if with_newlines else _NO_NEWLINE
        case Seq(parts):
            return "".join(map(_grouped, parts))
        case Alt(options):
            return "|".join(map(_written, options))
        case Repeat(inner, low, high):
            counts = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((low, high))
            counts = counts or f"{{{low},{'' if high is None else high}}}"
            return f"(?:{_written(inner)}){counts}"
        case _:
            raise AssertionError(node)


def _chars(chars: Chars) -> str:
    if len(chars.sets) == 1 and not chars.is_negated and not chars.folds:
        only = chars.sets[0]
        if isinstance(only, Span) and only.low == only.high:
            return _char(only.low)
    sets = [_set(each, chars) for each in chars.sets]
    return f"[{'^' if chars.is_negated else ''}{''.join(sets)}]"


def _set(each: Span | Named, chars: Chars) -> str:
    if isinstance(each, Named):
        if each.name.startswith("\\"):
            return each.name
        return (_PERHAPS if chars.is_negated else _SURELY)[each.name]
    spans = [each]
    if chars.folds:
        if chars.is_negated and each.high > 127:
            raise PatternError("leaves out characters beyond ASCII in either case")
        for low, high, shift in (("a", "z", -32), ("A", "Z", 32)):
            first, last = max(each.low, ord(low)), min(each.high, ord(high))
            if first <= last:
                spans.append(Span(first + shift, last + shift))
        if chars.is_negated:
            spans += [
                Span(code, code)
                for letter, code in _FOLDED.items()
                if any(span.low <= ord(letter) <= span.high for span in spans)
            ]
    return "".join(
        _char(span.low) + ("" if span.low == span.high else f"-{_char(span.high)}")
        for span in spans
    )


def _char(code: int) -> str:
    char = chr(code)
    return char if char.isascii() and char.isalnum() else f"\\x{{{code:x}}}"
