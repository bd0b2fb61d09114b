"""Which dialect a model was taught, by what its chat template writes.

A conversation with calls and a thought in it is rendered, and every dialect of the catalogue is
asked how it would have written them. The best likeness decides: the same text, the same but for
space, or a text that the dialect's parser reads as just these calls. No family is known by name
here. Where a template shows no calls, tokens that the tokenizer has may tell; else it is `generic`,
and tools are told in words. docs/dialects.md has what is found for many models.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from rejoinder.chat.ask import Message, Role, Tool, ToolCall
from rejoinder.chat.dialects.base import Dialect, Spell, Thinking, Wants, Written, WrittenCall
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.events import Arguments, Called, Content, Event
from rejoinder.chat.dialects.form import Fence
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.generic import Generic, Plain
from rejoinder.chat.efforts import is_closed, is_open, switched_on, ways
from rejoinder.chat.habits import ToolsForm
from rejoinder.chat.probe import FOURTH, THIRD, USER, WORD
from rejoinder.chat.template import Template
from rejoinder.errors import BadSetting

Thought = tuple[str, str]


class Found(msgspec.Struct, frozen=True):
    """dialect: None where none of the catalogue is like what the template writes. thought: what
    opens and what closes one, of a model that thinks; else None."""

    dialect: Dialect | None
    thought: Thought | None


# Of several types, since families write them in different ways; and of those that all write alike.
_RICH: tuple[dict[str, object], ...] = (
    {
        "place": 'Oslo "x" \u00e9',
        "count": 3,
        "exact": True,
        "tags": ["a", "b"],
        "near": {"lat": 1.5},
    },
    {"place": "Rome"},
)
_PLAIN: tuple[dict[str, object], ...] = ({"place": "Oslo", "count": 3}, {"place": "Rome"})
_PROPERTIES: dict[str, object] = {
    "place": {"type": "string"},
    "count": {"type": "integer"},
    "exact": {"type": "boolean"},
    "tags": {"type": "array", "items": {"type": "string"}},
    "near": {"type": "object", "properties": {"lat": {"type": "number"}}},
}


def _tool(*names: str) -> Tool:
    properties = {name: _PROPERTIES[name] for name in names}
    schema = {"type": "object", "properties": properties, "required": ["place"]}
    return Tool(
        name="look_up",
        description="Looks up.",
        parameters=msgspec.Raw(json.dumps(schema).encode()),
    )


# Nine letters and digits, which every family takes for an id, and such as dialects write.
_IDS = ("call00000", "call00001")
_TAGS = re.compile(rf"<([^<>/\s]{{1,40}})>\s*{FOURTH}\s*</\1>")


def detect(
    template: Template,
    dialects: Sequence[Dialect],
    *,
    knows_token: Callable[[str], bool] = lambda literal: False,
) -> Found:
    """knows_token: whether the tokenizer has a token for a literal."""
    dialect = _by_calls(template, dialects) or _by_tokens(template, dialects, knows_token)
    preferred = () if dialect is None else (dialect,)
    known = dict.fromkeys(one.thought for one in (*preferred, *dialects) if one.thought)
    return Found(dialect, _thought(template, [*known]))


AUTO = "auto"  # in the place of a dialect's name: to be found
# Those of the catalogue that a template can be like.
FAMILIES = tuple(one for name, one in DIALECTS.items() if name not in (Generic.name, Plain.name))


class Speaking(msgspec.Struct, frozen=True):
    """A template that writes calls in the dialect of its model, in words where it has no form for
    them. is_found: the template told the dialect. thought: as in `Found`."""

    template: Template
    dialect: Dialect
    is_found: bool
    thought: Thought | None


def speaking(
    template: Template,
    name: str = AUTO,
    *,
    knows_token: Callable[[str], bool] = lambda literal: False,
) -> Speaking:
    """name: of a dialect of the catalogue, or AUTO. Raises BadSetting for any other."""
    if name != AUTO and name not in DIALECTS:
        raise BadSetting(
            setting="tool_dialect",
            value=name,
            rule=f"the dialects are {AUTO}, {', '.join(sorted(DIALECTS))}",
            source="the settings",
        )
    found = detect(template, FAMILIES, knows_token=knows_token)
    chosen = DIALECTS[name] if name != AUTO else found.dialect or DIALECTS[Generic.name]
    dialect = _thinking_in(chosen, template, found.thought)
    calls = dialect.write(Written(calls=(WrittenCall(_tool(), "{}"),)))
    if calls:
        template = template.speaking(dialect, is_all_in_words=chosen.name == Generic.name)
    return Speaking(
        template=template,
        dialect=dialect,
        is_found=name == AUTO and found.dialect is not None,
        thought=None if dialect.thought is None else found.thought,
    )


def _thinking_in(dialect: Dialect, template: Template, thought: Thought | None) -> Dialect:
    """The same dialect, with thoughts between the words that the model has for it."""
    if thought is None or thought == dialect.thought or not isinstance(dialect, FormDialect):
        return dialect
    opens, closes = thought
    spaces = _around(_with_thought(template), thought)
    inside, after = spaces.groups() if spaces else ("\n", "\n\n")
    adapted: dict[str, object] = {
        "form": replace(dialect.form, thought=Fence(opens, closes, inside=inside, after=after)),
        "markers": tuple(dict.fromkeys((*dialect.markers, opens, closes))),
    }
    made: Dialect = type(dialect.name, (type(dialect),), adapted)()
    return made


# Calls


def _by_calls(template: Template, dialects: Sequence[Dialect]) -> Dialect | None:
    if not template.habits.shows_calls:
        return None
    turns = [_shown(template, arguments, dialects) for arguments in (_RICH, _PLAIN)]
    shown = [one for one in turns if one is not None]
    marks = [_likeness(shown, dialect) for dialect in dialects]
    best = max(marks, default=())
    return dialects[marks.index(best)] if best else None


def _likeness(shown: Sequence[_Shown], dialect: Dialect) -> tuple[int, ...]:
    """What decides first comes first; empty where there is none."""
    calls = sorted((one.likeness(dialect) for one in shown), reverse=True)
    if not any(calls):
        return ()
    # Families that write calls alike may differ in what stands around content, or in what a
    # dialect only reads.
    answers = max(one.num_of_answer(dialect) for one in shown)
    return *calls, answers, max(one.num_shared(dialect) for one in shown)


class _Shown(msgspec.Struct, frozen=True):
    """An assistant's turn as a template shows it.

    text: all that is shown, with results. start: where the turn's own text begins. said: the turn's
    own text. answered: a turn without calls. blanks: what may stand before a call and says nothing.
    """

    calls: tuple[WrittenCall, ...]
    text: str
    start: int
    said: str
    answered: str
    blanks: re.Pattern[str]

    def likeness(self, dialect: Dialect) -> int:
        """4 where the dialect writes just this, 3 where the first call, 2 where it is the same but
        for space, 1 where it reads it so, or 0."""
        written = dialect.write(Written(calls=self.calls))
        if self._has(self.text, written.strip(), self.start):
            return 4
        first = dialect.write(Written(calls=self.calls[:1]))
        if self._has(self.text, first.strip(), self.start):
            return 3
        before = _squeezed(self.text[: self.start])
        if self._has(_squeezed(self.text), _squeezed(written), len(before)):
            return 2
        return 1 if self._is_read(dialect) else 0

    def num_of_answer(self, dialect: Dialect) -> int:
        """How many letters the dialect writes of an answer without calls; none where it is not
        written so."""
        written = dialect.write(Written(content=THIRD)).strip()
        return len(written) if written in self.answered else 0

    def num_shared(self, dialect: Dialect) -> int:
        """How many letters of the calls the dialect begins with in the same way."""
        blank = self.blanks.match(self.said)
        said = self.said[blank.end() :] if blank else self.said
        return _num_shared(said, dialect.write(Written(calls=self.calls)))

    def _has(self, text: str, written: str, start: int) -> bool:
        """Whether it stands where the turn begins: within another text it would be a part of that
        text's own form."""
        place = text.find(written)
        while place != -1:
            is_after = place + len(written) > start
            if is_after and not self.blanks.sub("", text[start:place]):
                return True
            place = text.find(written, place + 1)
        return False

    def _is_read(self, dialect: Dialect) -> bool:
        thinking = Thinking.NEVER
        if dialect.thought is not None:
            opened = is_open(self.text[: self.start], dialect.thought)
            thinking = Thinking.OPENED if opened else Thinking.MAY
        parser = dialect.parser(Wants(tools=(self.calls[0].tool,), thinking=thinking), Spell({}))
        events = [*parser.push(self.said), *parser.finish()]
        return _is_just(events, self.calls)


def _shown(
    template: Template, arguments: Sequence[dict[str, object]], dialects: Sequence[Dialect]
) -> _Shown | None:
    habits = template.habits
    tool = _tool(*dict.fromkeys(name for one in arguments for name in one))
    texts = [json.dumps(one, ensure_ascii=False) for one in arguments]
    texts = texts if habits.takes_many_calls else texts[:1]
    calls = tuple(
        ToolCall(call_id=call_id, name=tool.name, arguments=text)
        for call_id, text in zip(_IDS, texts, strict=False)
    )
    turn = Message(role=Role.ASSISTANT, content=None, tool_calls=calls)
    answers = [
        Message(role=Role.TOOL, content=f"result{place}", tool_call_id=call.call_id)
        for place, call in enumerate(calls)
    ]
    tools = () if habits.tools is ToolsForm.NONE else (tool,)
    text = template.attempt((USER, turn, *answers), habits, tools=tools)
    prompt = template.attempt((USER,), habits, tools=tools)
    if text is None or prompt is None:
        return None
    said = Message(role=Role.ASSISTANT, content=THIRD)
    alone, answered = (
        template.attempt(one, habits, tools=tools, adds_generation_prompt=False) or ""
        for one in ((USER, turn), (USER, said))
    )
    before, _, after = answered.rpartition(THIRD)
    # A template that does not lead on to an answer has its beginning before one.
    start = _num_shared(text, prompt)
    if text.rfind("<", 0, start) > text.rfind(">", 0, start):
        start = text.rfind("<", 0, start)  # two markers that begin alike
    if text.startswith(before):
        start = max(start, len(before))
    words = [re.escape(word) for one in dialects for word in (*(one.thought or ()), *_dropped(one))]
    return _Shown(
        calls=tuple(WrittenCall(tool, one) for one in texts),
        text=text,
        start=start,
        said=(alone or text)[start:].removesuffix(after),
        answered=answered,
        blanks=re.compile("(?:" + "|".join([r"\s", *words]) + ")+"),
    )


def _dropped(dialect: Dialect) -> tuple[str, ...]:
    """What says nothing where a part of an answer may begin."""
    return dialect.form.dropped if isinstance(dialect, FormDialect) else ()


def _num_shared(text: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    differing = (at for at, (one, two) in enumerate(zip(text, other, strict=False)) if one != two)
    return next(differing, min(len(text), len(other)))


def _is_just(events: Sequence[Event], calls: Sequence[WrittenCall]) -> bool:
    read: list[tuple[str, list[str]]] = []
    for event in events:
        if isinstance(event, Called):
            read.append((event.name, []))
        elif isinstance(event, Arguments):
            read[-1][1].append(event.text)
        elif isinstance(event, Content) and event.text.strip():
            return False
    if [name for name, _ in read] != [call.tool.name for call in calls]:
        return False
    try:
        given = [json.loads("".join(texts)) for _, texts in read]
    except ValueError:
        return False
    return given == [json.loads(call.arguments) for call in calls]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _by_tokens(
    template: Template, dialects: Sequence[Dialect], knows_token: Callable[[str], bool]
) -> Dialect | None:
    """Where a template tells tools and shows no calls, it may say in words how they are written, or
    the tokenizer may have tokens for it: of the dialect with most markers."""
    habits = template.habits
    if habits.tools is ToolsForm.NONE or habits.shows_calls:
        return None
    told = template.attempt((USER,), habits, tools=(_tool("place"),)) or ""
    plain = template.attempt((USER,), habits) or ""

    def is_known(marker: str) -> bool:
        return knows_token(marker) or (marker in told and marker not in plain)

    marks = []
    for dialect in dialects:
        markers = [one for one in dialect.markers if one not in (dialect.thought or ())]
        marks.append(len(markers) if all(map(is_known, markers)) else 0)
    best = max(marks, default=0)
    return dialects[marks.index(best)] if best else None


# Thoughts


def _thought(template: Template, known: Sequence[Thought]) -> Thought | None:
    """The first of the known ways to think that a template shows signs of, or else tags that it
    puts around a thought."""
    texts = [*_prompts(template)]
    thinking = _with_thought(template)
    end = template.turn_end()
    for thought in known:
        if (
            any(is_open(text, thought) for text in texts)
            # What ends every turn is no sign of a thought's end.
            or (thought[1] not in end and any(is_closed(text, thought) for text in texts))
            or _around(thinking, thought)
            or _is_taken_out(template, thought)
        ):
            return thought
    # A template that only speaks of it, or has it for what no message of the API can hold.
    for thought in known:
        if all(words.strip() in template.source for words in thought):
            return thought
    tags = _TAGS.search(thinking)
    return (f"<{tags[1]}>", f"</{tags[1]}>") if tags else None


def _prompts(template: Template) -> Iterator[str]:
    """Where a model goes on, told to think, told not to, and told nothing."""
    for values in ways(template.variables, template.compared):
        text = template.attempt((USER,), template.habits, values=values)
        if text is not None:
            yield text.rpartition(WORD)[2]


def _with_thought(template: Template) -> str:
    """Turns with a thought, earlier and just now, told to think."""
    habits = template.habits
    if not (habits.thought_key or habits.is_thought_in_content or habits.is_thought_a_part):
        return ""
    said = Message(role=Role.ASSISTANT, content=THIRD, reasoning=FOURTH)
    call = ToolCall(call_id=_IDS[0], name=_tool().name, arguments='{"place": "Rome"}')
    calls = Message(role=Role.ASSISTANT, content=None, tool_calls=(call,), reasoning=FOURTH)
    answer = Message(role=Role.TOOL, content="result0", tool_call_id=_IDS[0])
    ways: tuple[Mapping[str, object], ...] = (
        {},
        switched_on(template.variables, template.compared),
    )
    return "\n".join(
        template.attempt(turns, habits, values=values) or ""
        for values in ways
        for turns in ((USER, calls, answer), (USER, said, USER))
    )


def _around(text: str, thought: Thought) -> re.Match[str] | None:
    """A thought in the text, with the space before it and after its end."""
    opens, closes = (re.escape(mark.strip()) for mark in thought)
    return re.search(rf"{opens}(\s*){FOURTH}\s*{closes}(\s*)", text)


def _is_taken_out(template: Template, thought: Thought) -> bool:
    """Whether what stands in an earlier answer as a thought is left out of it."""

    def shows(content: str) -> bool:
        said = Message(role=Role.ASSISTANT, content=content)
        turns = (USER, said, USER, Message(role=Role.ASSISTANT, content="yes"), USER)
        text = template.attempt(turns, template.habits)
        return text is not None and FOURTH in text

    opens, closes = thought
    return shows(f"{FOURTH} {THIRD}") and not shows(f"{opens}{FOURTH}{closes}{THIRD}")
