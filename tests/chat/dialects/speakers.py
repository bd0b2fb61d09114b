"""A small world for dialects: tokenizers of single bytes, a few tools, and ways to read and walk.

Each dialect is tried with two tokenizers: one whose tokens are the 256 bytes and an end, so that
markers are text; and one that has the dialect's markers as tokens of their own beside them.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable, Sequence

import llguidance.numpy
import msgspec
import numpy as np
from llguidance import LLMatcher, LLTokenizer, TokenizerWrapper

from rejoinder.chat.ask import Syntax, Tool, ToolKind
from rejoinder.chat.dialects.base import Wants
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.events import Arguments, Called, Content, Event, Thought
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.grammar.limits import parser_limits
from rejoinder.grammar.text import Grammar

END = 256


class _Bytes:
    """What llguidance asks of a tokenizer."""

    bos_token_id = None
    eos_token_id = END

    def __init__(self, markers: Sequence[str], text_tokens: Sequence[str] = ()) -> None:
        self.tokens = [bytes([each]) for each in range(256)]
        self.tokens += [b"<|end|>", *(marker.encode() for marker in markers)]
        text = {each.encode() for each in text_tokens}
        ids = range(END, len(self.tokens))
        self.special_token_ids = [each for each in ids if self.tokens[each] not in text]

    def __call__(self, text: bytes | str) -> list[int]:
        return list(text.encode() if isinstance(text, str) else text)


class Speaker:
    """A dialect and a tokenizer."""

    def __str__(self) -> str:
        return f"{self.dialect.name}-{'tokens' if self.has_tokens else 'text'}"

    def __init__(
        self, dialect: FormDialect, *, has_tokens: bool, text_tokens: Sequence[str] = ()
    ) -> None:
        """text_tokens: markers that are tokens, and text all the same."""
        self.dialect = dialect
        self.traits = traits(dialect)
        self.has_tokens = has_tokens
        markers = dialect.markers if has_tokens else ()
        self.spell = dialect.spell({marker: END + 1 + i for i, marker in enumerate(markers)})
        self._bytes = _Bytes(markers, text_tokens)
        self._tokenizer = LLTokenizer(TokenizerWrapper(self._bytes))
        self._matchers: dict[str, LLMatcher] = {}

    def ids(self, text: str) -> list[int]:
        """Tokens of a text in which markers are spelled out."""
        ids: list[int] = []
        at = 0
        while at < len(text):
            marker = max(
                (each for each in self.spell.ids if text.startswith(each, at)), key=len, default=""
            )
            ids += [self.spell.ids[marker]] if marker else text[at].encode()
            at += len(marker) or 1
        return ids

    def shown(self, ids: Iterable[int]) -> str:
        """The text of tokens as a parser sees it."""
        signs = self.spell.signs
        pieces: list[str] = []
        run = b""
        for token_id in ids:
            if token_id < END:
                run += bytes([token_id])
                continue
            pieces += [run.decode(errors="replace"), signs.get(token_id, "")]
            run = b""
        return "".join([*pieces, run.decode(errors="replace")])

    def matcher(self, grammar: Grammar) -> LLMatcher:
        if grammar.text not in self._matchers:
            matcher = LLMatcher(self._tokenizer, grammar.text, log_level=0, limits=parser_limits())
            assert not matcher.get_error(), matcher.get_error()
            self._matchers[grammar.text] = matcher
        return self._matchers[grammar.text].deep_copy()

    def allowed(self, matcher: LLMatcher) -> list[int]:
        """Every token that may come now."""
        num_words = (len(self._bytes.tokens) + 31) // 32
        mask = np.zeros((1, num_words), dtype=np.int32)
        llguidance.numpy.fill_next_token_bitmask(matcher, mask, 0)
        bits = np.unpackbits(mask.view(np.uint8), bitorder="little")
        return [int(each) for each in np.nonzero(bits[: len(self._bytes.tokens)])[0]]

    def grammar(self, wants: Wants) -> Grammar:
        grammar = self.dialect.grammar(wants, self.spell)
        assert grammar is not None
        return grammar

    def refuses(self, wants: Wants, text: str) -> str:
        """What of the text a model that is held to the grammar cannot write; empty if all can be,
        and the answer may end there."""
        matcher = self.matcher(self.grammar(wants))
        ids = self.ids(text)
        num_allowed = matcher.validate_tokens(ids)
        if num_allowed < len(ids):
            return self.shown(ids[: num_allowed + 1]) + " <- here"
        matcher.consume_tokens(ids)
        return "" if matcher.is_accepting() else text + " <- cannot end here"

    def read(
        self, wants: Wants, text: str, cuts: Iterable[int] = (), *, is_cut: bool = False
    ) -> Heard:
        """What a text, as a parser sees it, means, told in pieces. is_cut: more would follow."""
        parser = self.dialect.parser(wants, self.spell)
        events: list[Event] = []
        places = [0, *sorted(cuts), len(text)]
        for start, end in itertools.pairwise(places):
            events += parser.push(text[start:end])
        return heard([*events, *parser.finish(is_cut=is_cut)])

    def walk(
        self, wants: Wants, samples: Iterable[str], seed: int, max_tokens: int = 500
    ) -> tuple[str, bool]:
        """What a model that draws among the tokens allowed says, as a parser sees it, and whether
        it came to the end. Most of the time it goes on as one of the samples does after the same
        few tokens: a model that knows nothing would seldom find the way out of free text."""
        rng = random.Random(seed)
        habits = _habits([self.ids(sample) for sample in samples])
        boldness = rng.choice([0.02, 0.1, 0.3])
        matcher = self.matcher(self.grammar(wants))
        ids: list[int] = []
        while len(ids) < max_tokens:
            allowed = self.allowed(matcher)
            assert allowed, self.shown(ids)
            if END in allowed and (len(allowed) == 1 or rng.random() < 0.1):
                return self.shown(ids), True
            allowed = [each for each in allowed if each != END]
            usual = [each for each in habits.get(tuple(ids[-_MEMORY:]), []) if each in allowed]
            plain = [each for each in allowed if 32 <= each < 127 or each > END] or allowed
            token_id = rng.choice(plain if not usual or rng.random() < boldness else usual)
            assert matcher.consume_token(token_id)
            ids.append(token_id)
        return self.shown(ids), False


_MEMORY = 3


def _habits(samples: Iterable[list[int]]) -> dict[tuple[int, ...], list[int]]:
    """What follows a few tokens; also a few at the end of a longer run."""
    habits: dict[tuple[int, ...], list[int]] = {}
    for ids in samples:
        for place, token_id in enumerate(ids):
            habits.setdefault(tuple(ids[max(place - _MEMORY, 0) : place]), []).append(token_id)
    return habits


class Heard(msgspec.Struct, frozen=True):
    """Events, folded. A call is a name and its arguments. Spans that touch are one."""

    content: str = ""
    thought: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    content_spans: tuple[tuple[int, int], ...] = ()
    thought_spans: tuple[tuple[int, int], ...] = ()


def heard(events: Iterable[Event]) -> Heard:
    content: list[Content] = []
    thoughts: list[Thought] = []
    calls: list[list[str]] = []
    last: Event | None = None
    for event in events:
        match event:
            case Content():
                assert event.text
                content.append(event)
            case Thought():
                assert event.text
                thoughts.append(event)
            case Called():
                calls.append([event.name, ""])
            case Arguments():
                assert event.text
                assert isinstance(last, Called | Arguments)
                calls[-1][1] += event.text
        last = event
    return Heard(
        "".join(each.text for each in content),
        "".join(each.text for each in thoughts),
        tuple((name, arguments) for name, arguments in calls),
        _spans(content),
        _spans(thoughts),
    )


def _spans(events: Sequence[Content | Thought]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for event in events:
        start, end = event.span
        assert end > start
        if spans and spans[-1][1] == start:
            start = spans.pop()[0]
        assert not spans or start > spans[-1][1]
        spans.append((start, end))
    return tuple(spans)


def schema(told: object) -> msgspec.Raw:
    return msgspec.Raw(json.dumps(told).encode())


WEATHER = Tool(
    name="get_weather",
    description="The weather in a city.",
    parameters=schema(
        {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "days": {"type": "integer", "minimum": 1, "maximum": 9},
                "unit": {"type": "string", "enum": ["C", "F"]},
            },
            "required": ["city"],
            "additionalProperties": False,
        }
    ),
)
# Begins as another's name does.
WEATHERS = Tool(
    name="get_weathers",
    parameters=schema(
        {
            "type": "object",
            "properties": {
                "cities": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
                "deep": {
                    "type": "object",
                    "properties": {"is_new": {"type": "boolean"}, "rate": {"type": "number"}},
                    "required": ["is_new"],
                    "additionalProperties": False,
                },
            },
            "required": ["cities", "deep"],
            "additionalProperties": False,
        }
    ),
)
CLOCK = Tool(name="now")  # takes nothing
NOTE = Tool(name="note", kind=ToolKind.CUSTOM)
PLATE = Tool(
    name="plate", kind=ToolKind.CUSTOM, syntax=Syntax.REGEX, definition="[A-Z]{2} ?[0-9]{3}"
)
SUM = Tool(
    name="sum",
    kind=ToolKind.CUSTOM,
    syntax=Syntax.LARK,
    definition='start: NUMBER ("+" NUMBER)*\nNUMBER: /[0-9]{1,3}/\n%ignore / /',
)
FUNCTIONS = (WEATHER, WEATHERS, CLOCK)
CUSTOMS = (NOTE, PLATE, SUM)


class Traits(msgspec.Struct, frozen=True):
    """What a family can say at all. has_content_before_calls: in one answer."""

    has_thoughts: bool
    has_calls: bool
    has_content_before_calls: bool
    makes_several_calls: bool
    has_free_content: bool


def traits(dialect: FormDialect) -> Traits:
    form, calls = dialect.form, dialect.form.calls
    return Traits(
        has_thoughts=form.thought is not None,
        has_calls=calls is not None,
        has_content_before_calls=calls is not None and not calls.is_bare,
        makes_several_calls=calls is not None and not calls.is_single,
        has_free_content=not form.contents,
    )


SPEAKERS = [
    Speaker(dialect, has_tokens=has_tokens)
    for dialect in DIALECTS.values()
    for has_tokens in (True, False)
    if isinstance(dialect, FormDialect)
]
