"""What is promised of every dialect, asked of each in the catalogue, with markers that are tokens
and with markers that are text.

A dialect that is added to the catalogue is asked all of it: there is nothing to add here.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator

import jsonschema
import msgspec
import pytest

from rejoinder.chat.ask import Tool, ToolKind
from rejoinder.chat.dialects.base import Thinking, Wants, Written, WrittenCall
from rejoinder.chat.dialects.json_text import escaped
from rejoinder.errors import InvalidValue
from rejoinder.grammar.parts import object_part, schema_part
from tests.chat.dialects.speakers import (
    CLOCK,
    CUSTOMS,
    END,
    FUNCTIONS,
    NOTE,
    PLATE,
    SPEAKERS,
    SUM,
    WEATHER,
    WEATHERS,
    Heard,
    Speaker,
    schema,
)

CALLS = (
    WrittenCall(WEATHER, '{"city": "Ål \\"x\\" <b>\\n{é}", "days": 3, "unit": "C"}'),
    WrittenCall(CLOCK, "{}"),
    WrittenCall(WEATHERS, '{"cities": ["Oslo", ""], "deep": {"is_new": true, "rate": -1.5}}'),
    WrittenCall(NOTE, 'He said "no".\n\tThen — \\ é'),
    WrittenCall(PLATE, "AB 123"),
)
SHORT = (WrittenCall(WEATHER, '{"city": "Os"}'),)
THOUGHT = "Let me see.\nYes?"
CONTENT = "Well <b>now</b>,\n\nhere: {1}"
ANSWER = schema(
    {
        "type": "object",
        "properties": {"town": {"type": "string"}, "size": {"type": "integer"}},
        "required": ["town"],
        "additionalProperties": False,
    }
)

SPEAKING = pytest.mark.parametrize("speaker", SPEAKERS, ids=str)
CALLING = pytest.mark.parametrize(
    "speaker", [each for each in SPEAKERS if each.traits.has_calls], ids=str
)


def thinkings(speaker: Speaker) -> list[Thinking]:
    return list(Thinking) if speaker.traits.has_thoughts else [Thinking.NEVER]


def answers(speaker: Speaker, wants: Wants, most: int = 5) -> Iterator[Written]:
    """What the family may say where this is wanted, with so many calls at most."""
    thoughts = [""] if wants.thinking is Thinking.NEVER else [THOUGHT]
    thoughts += [""] if wants.thinking is Thinking.MAY else []
    made: list[tuple[WrittenCall, ...]] = [(call,) for call in CALLS[:most]]
    if speaker.traits.makes_several_calls and wants.is_parallel and most > 1:
        made += [CALLS[1:3], CALLS[:most]]
    for thought in thoughts:
        if not wants.must_call:
            yield Written(thought, CONTENT)
        for calls in made:
            yield Written(thought, "", calls)
        if speaker.traits.has_content_before_calls and not wants.must_call:
            yield Written(thought, CONTENT, made[-1])


def said(speaker: Speaker, wants: Wants, answer: Written) -> str:
    """What the model itself says of an answer, markers spelled out."""
    text = speaker.dialect.write(answer)
    if wants.thinking is Thinking.OPENED and speaker.dialect.thought:
        text = text.removeprefix(speaker.dialect.thought[0])
    return text


def seen(speaker: Speaker, text: str) -> str:
    """As the parser is shown it."""
    return speaker.shown(speaker.ids(text))


def told(answer: Written) -> tuple[str, str, list[tuple[str, object]]]:
    calls = [(call.tool.name, value_of(call.tool, call.arguments)) for call in answer.calls]
    return answer.content, answer.thought, calls


def understood(heard: Heard, tools: tuple[Tool, ...]) -> tuple[str, str, list[tuple[str, object]]]:
    known = {tool.name: tool for tool in tools}
    calls = [(name, value_of(known[name], arguments)) for name, arguments in heard.calls]
    return heard.content, heard.thought, calls


def value_of(tool: Tool, arguments: str) -> object:
    """Families that do not write JSON keep its values, not its spaces."""
    value: object = arguments if tool.kind is ToolKind.CUSTOM else json.loads(arguments)
    return value


def quoted(speaker: Speaker) -> str:
    """Markers inside a JSON string, where they are nothing but text."""
    return "" if speaker.has_tokens else escaped("".join(speaker.dialect.markers))


TOOLS = (*FUNCTIONS, NOTE, PLATE)


def wishes(speaker: Speaker) -> Iterator[Wants]:
    for thinking, must_call, is_parallel in itertools.product(
        thinkings(speaker), (False, True), (False, True)
    ):
        yield Wants(TOOLS, must_call=must_call, is_parallel=is_parallel, thinking=thinking)


@CALLING
def test_what_is_written_is_allowed_and_read_back(speaker: Speaker) -> None:
    """Grammar, parser and writer are made of one description: they cannot disagree."""
    for wants in wishes(speaker):
        for answer in answers(speaker, wants):
            text = said(speaker, wants, answer)
            assert speaker.refuses(wants, text) == ""
            assert understood(speaker.read(wants, seen(speaker, text)), TOOLS) == told(answer)


@CALLING
def test_arguments_are_passed_on_byte_for_byte_where_they_are_json(speaker: Speaker) -> None:
    text = speaker.dialect.write(Written(calls=SHORT))
    if SHORT[0].arguments in text:  # not all families write JSON
        heard = speaker.read(Wants(TOOLS), seen(speaker, text))
        assert heard.calls == ((WEATHER.name, SHORT[0].arguments),)


@SPEAKING
def test_however_a_text_is_cut_it_is_read_the_same(speaker: Speaker) -> None:
    for thinking in thinkings(speaker):
        wants = Wants(TOOLS if speaker.traits.has_calls else (), thinking=thinking)
        for answer in answers(speaker, wants, most=1) if wants.tools else [Written("a", "b")]:
            text = seen(speaker, said(speaker, wants, answer))
            whole = speaker.read(wants, text)
            assert speaker.read(wants, text, range(1, len(text))) == whole
            for place in range(1, len(text), 1 if thinking is Thinking.MAY else 5):
                assert speaker.read(wants, text, [place]) == whole


@CALLING
def test_two_cuts_anywhere_change_nothing(speaker: Speaker) -> None:
    has_content = speaker.traits.has_content_before_calls
    wants = Wants((WEATHER,), thinking=Thinking.MAY)
    thought = "a" if speaker.traits.has_thoughts else ""
    answer = Written(thought, "b\n" if has_content else "", (WrittenCall(WEATHER, '{"city":""}'),))
    text = seen(speaker, speaker.dialect.write(answer))
    whole = speaker.read(wants, text)
    assert len(whole.calls) == 1
    pairs = list(itertools.combinations(range(1, len(text)), 2))
    # All of them for one dialect of each kind is enough; a model's tokens cut wherever they like.
    for cuts in pairs if speaker.dialect.name in ("mini", "pythonic") else pairs[::11]:
        assert speaker.read(wants, text, cuts) == whole


@SPEAKING
def test_spans_are_the_characters_that_content_and_thoughts_are_made_of(speaker: Speaker) -> None:
    """Log-probabilities hang on them."""
    for thinking in thinkings(speaker):
        wants = Wants(TOOLS if speaker.traits.has_calls else (), thinking=thinking)
        for answer in answers(speaker, wants, most=1) if wants.tools else [Written("a", "b")]:
            text = seen(speaker, said(speaker, wants, answer))
            heard = speaker.read(wants, text)
            for told_text, spans in (
                (heard.content, heard.content_spans),
                (heard.thought, heard.thought_spans),
            ):
                made_of = "".join(text[start:end] for start, end in spans)
                assert speaker.spell.unsign(made_of) == told_text


@CALLING
def test_an_answer_that_is_cut_short_is_told_as_far_as_it_goes(speaker: Speaker) -> None:
    """A cut is no error, nothing that was certain is taken back, and nothing of a call that has
    been opened is content: `<tool_call>{"name"` was once told as an answer."""
    for wants, answer in cut_answers(speaker):
        text = seen(speaker, said(speaker, wants, answer))
        whole = speaker.read(wants, text)
        opened, names = opening_end(speaker, wants, text), name_ends(text, answer)
        for place in range(len(text) + 1):
            part = speaker.read(wants, text[:place], is_cut=True)
            if place % 16 == 0:
                pieces = range(1, place)
                assert speaker.read(wants, text[:place], pieces, is_cut=True) == part
            assert not any(marker in part.content for marker in speaker.dialect.markers)
            if place >= opened:
                assert part.content == answer.content
                assert len(part.calls) == sum(place > end for end in names)
            for (name, arguments), (whole_name, whole_arguments) in zip(
                part.calls, whole.calls, strict=False
            ):
                assert name == whole_name
                assert whole_arguments.startswith(arguments.rstrip()[:1])


def cut_answers(speaker: Speaker) -> Iterator[tuple[Wants, Written]]:
    """Answers that end with calls."""
    calls = (*CALLS[:2], CALLS[3]) if speaker.traits.makes_several_calls else CALLS[:1]
    content = CONTENT if speaker.traits.has_content_before_calls else ""
    thought = THOUGHT if speaker.traits.has_thoughts else ""
    *_, may, opened = [Thinking.NEVER, *thinkings(speaker)]
    yield Wants(TOOLS, thinking=may), Written(thought, content, calls)
    if is_bare(speaker):
        yield Wants(TOOLS, must_call=True), Written(calls=calls)
    else:
        wants = Wants((WEATHER,), answer=schema_part(ANSWER), thinking=opened)
        yield wants, Written(thought, "", SHORT)


def is_bare(speaker: Speaker) -> bool:
    calls = speaker.dialect.form.calls
    return calls is not None and calls.is_bare


def opening_end(speaker: Speaker, wants: Wants, text: str) -> int:
    """Where in the text a call has been opened. Without a marker its name must be there too, unless
    content may not."""
    calls = speaker.dialect.form.calls
    assert calls is not None
    opening = seen(speaker, calls.opening) or "{"
    if speaker.dialect.name == "functionary_3_2" or (calls.is_bare and not wants.must_call):
        opening = WEATHER.name + text[text.index(WEATHER.name) + len(WEATHER.name)]
    return text.index(opening) + len(opening)


def name_ends(text: str, answer: Written) -> list[int]:
    """Where the calls' names end."""
    ends: list[int] = []
    for call in answer.calls:
        ends.append(text.index(call.tool.name, ends[-1] if ends else 0) + len(call.tool.name))
    return ends


def checked(speaker: Speaker, wants: Wants, text: str, is_whole: bool) -> None:
    """That what a model said under the grammar is what was promised."""
    heard = speaker.read(wants, text, is_cut=not is_whole)
    assert speaker.read(wants, text, range(1, len(text)), is_cut=not is_whole) == heard
    if wants.must_call:
        assert not any(marker in heard.content for marker in speaker.dialect.markers)
    known = {tool.name: tool for tool in wants.tools}
    assert all(name in known for name, _ in heard.calls)
    if not wants.is_parallel:
        assert len(heard.calls) <= 1
    if not is_whole:
        return
    if wants.must_call:
        assert heard.calls
        assert heard.content == ""
    for name, arguments in heard.calls:
        if known[name].kind is ToolKind.FUNCTION:
            parameters = known[name].parameters
            allowed = json.loads(bytes(parameters)) if parameters else {"maxProperties": 0}
            jsonschema.validate(json.loads(arguments), allowed)


@CALLING
def test_whatever_the_grammar_lets_be_said_is_what_was_promised(speaker: Speaker) -> None:
    rng = random.Random(7)
    num_whole = num_calls = 0
    wants = list(wishes(speaker))
    for seed in range(60):
        if seed >= 10 and num_whole >= 5 and num_calls >= 4:
            return
        wanted = msgspec.structs.replace(
            wants[seed % len(wants)], tools=tuple(rng.sample(TOOLS, rng.randint(1, 5)))
        )
        known = {tool.name for tool in wanted.tools}
        samples = [
            said(speaker, wanted, answer)
            for answer in answers(speaker, wanted)
            if known.issuperset(call.tool.name for call in answer.calls)
        ]
        text, is_whole = speaker.walk(wanted, samples, seed)
        checked(speaker, wanted, text, is_whole)
        num_whole += is_whole
        num_calls += len(speaker.read(wanted, text).calls)
    pytest.fail(f"{num_whole} whole answers and {num_calls} calls: next to nothing was tested")


@CALLING
def test_a_call_cannot_be_followed_by_content(speaker: Speaker) -> None:
    for wants in wishes(speaker):
        made = CALLS[:2] if wants.is_parallel and speaker.traits.makes_several_calls else CALLS[:1]
        thought = "" if wants.thinking is Thinking.NEVER else THOUGHT
        text = said(speaker, wants, Written(thought, "", made))
        assert speaker.refuses(wants, text + "x").endswith("x <- here")
        assert speaker.refuses(wants, text + "\n\n\n").endswith("<- here")


@CALLING
def test_without_leave_for_several_a_second_call_is_refused(speaker: Speaker) -> None:
    wants = Wants(TOOLS, is_parallel=False)
    text = speaker.dialect.write(Written(calls=(SHORT[0], SHORT[0])))
    assert speaker.refuses(wants, text).endswith("<- here")


@CALLING
def test_only_tools_on_offer_can_be_called(speaker: Speaker) -> None:
    text = speaker.dialect.write(Written(calls=SHORT))
    assert speaker.refuses(Wants((WEATHERS,), must_call=True), text).endswith("<- here")
    assert speaker.refuses(Wants((WEATHERS,)), text).endswith("<- here") or (
        speaker.read(Wants((WEATHERS,)), seen(speaker, text)).calls == ()
    )


@CALLING
def test_a_call_that_must_be_made_is_made_at_once_or_after_a_thought(speaker: Speaker) -> None:
    """Content before it would be free to go on until it is cut."""
    for thinking in thinkings(speaker):
        wants = Wants(TOOLS, must_call=True, thinking=thinking)
        assert speaker.refuses(wants, "Well") != ""
        thought = "" if thinking is Thinking.NEVER else THOUGHT
        answer = Written(thought, CONTENT)
        assert speaker.refuses(wants, said(speaker, wants, answer)) != ""


@CALLING
def test_an_answer_in_a_given_form_is_either_that_or_calls(speaker: Speaker) -> None:
    for thinking in thinkings(speaker):
        wants = Wants((WEATHER,), answer=schema_part(ANSWER), thinking=thinking)
        thought = "" if thinking is Thinking.NEVER else THOUGHT
        content = Written(thought, f'{{"town": "{quoted(speaker)}", "size": 5}}')
        call = Written(thought, "", SHORT)
        for answer in (content, call):
            text = said(speaker, wants, answer)
            assert speaker.refuses(wants, text) == ""
            heard = speaker.read(wants, seen(speaker, text))
            assert understood(heard, wants.tools) == told(answer)
            assert speaker.read(wants, seen(speaker, text), range(1, len(text))) == heard
        for wrong in (Written(thought, "Well"), Written(thought, '{"size": 5}')):
            assert speaker.refuses(wants, said(speaker, wants, wrong)) != ""
        must = msgspec.structs.replace(wants, must_call=True)
        assert speaker.refuses(must, said(speaker, must, content)) != ""
        assert speaker.refuses(must, said(speaker, must, call)) == ""


@SPEAKING
def test_an_answer_in_a_given_form_needs_no_tools(speaker: Speaker) -> None:
    for thinking in thinkings(speaker):
        wants = Wants(answer=object_part(), thinking=thinking)
        thought = "" if thinking is Thinking.NEVER else THOUGHT
        content = f'{{"a": [1, "{quoted(speaker)}"]}}'
        text = said(speaker, wants, Written(thought, content))
        assert speaker.refuses(wants, text) == ""
        heard = speaker.read(wants, seen(speaker, text))
        assert (heard.thought, heard.content) == (thought, content)
        assert speaker.refuses(wants, said(speaker, wants, Written(thought, "Well"))) != ""


@SPEAKING
def test_what_is_free_needs_no_grammar(speaker: Speaker) -> None:
    for thinking in thinkings(speaker):
        assert speaker.dialect.grammar(Wants(thinking=thinking), speaker.spell) is None


@CALLING
def test_what_is_told_of_and_not_to_be_called_cannot_be_called(speaker: Speaker) -> None:
    for thinking in thinkings(speaker):
        wants = Wants(shunned=TOOLS, thinking=thinking)
        thought = "" if thinking is Thinking.NEVER else THOUGHT
        assert speaker.refuses(wants, said(speaker, wants, Written(thought, CONTENT))) == ""
        for call in CALLS:
            answer = Written(thought, "", (call,))
            assert speaker.refuses(wants, said(speaker, wants, answer)) != ""


@SPEAKING
def test_where_nothing_may_be_called_or_thought_all_is_content(speaker: Speaker) -> None:
    if not speaker.traits.has_free_content:
        return
    text = speaker.dialect.write(Written("a", "b", SHORT if speaker.traits.has_calls else ()))
    heard = speaker.read(Wants(), seen(speaker, text))
    assert heard == Heard(content=text, content_spans=((0, len(seen(speaker, text))),))


@CALLING
def test_a_marker_that_is_a_token_is_no_text_and_text_is_no_marker(speaker: Speaker) -> None:
    """Letter by letter a model only quotes it."""
    opener = next(
        (
            each
            for each in speaker.spell.ids
            if speaker.dialect.write(Written("", "", SHORT)).startswith(each)
        ),
        None,
    )
    if opener is None or not speaker.traits.has_free_content:
        return
    wants = Wants(TOOLS)
    heard = speaker.read(wants, opener + "x")
    assert heard.content == opener + "x"
    matcher = speaker.matcher(speaker.grammar(wants))
    quote = opener if looks_special(opener) else "x"
    for token_id in quote.encode():
        assert matcher.consume_token(token_id)
    markers = set(speaker.spell.signs) & set(speaker.allowed(matcher))
    assert markers == {speaker.spell.ids[opener]}


@CALLING
def test_a_token_that_its_tokenizer_calls_text_is_still_a_marker(speaker: Speaker) -> None:
    """llguidance takes an added token for text unless it is called special or looks `<so>`."""
    odd = [each for each in speaker.spell.ids if not looks_special(each)]
    if not odd:
        return
    fallen = Speaker(speaker.dialect, has_tokens=True, text_tokens=odd)
    for wants in wishes(fallen):
        for answer in answers(fallen, wants, most=1):
            assert fallen.refuses(wants, said(fallen, wants, answer)) == ""
        if wants.must_call or wants.thinking is not Thinking.NEVER:
            continue
        for marker in odd:
            matcher = fallen.matcher(fallen.grammar(wants))
            matcher.consume_token(ord("a"))
            if fallen.spell.ids[marker] in fallen.allowed(matcher):
                matcher.consume_token(fallen.spell.ids[marker])
                assert END not in fallen.allowed(matcher)  # so it is no content


def looks_special(marker: str) -> bool:
    return marker.startswith("<") and marker.endswith(">")


@CALLING
def test_a_grammar_in_a_custom_tool_is_held_to_and_told_as_it_is(speaker: Speaker) -> None:
    if speaker.has_tokens:
        wants = Wants((SUM,), must_call=True)
        text = speaker.dialect.write(Written(calls=(WrittenCall(SUM, "1 + 23+4"),)))
        assert speaker.refuses(wants, text) == ""
        heard = speaker.read(wants, seen(speaker, text))
        assert heard.calls == (("sum", "1 + 23+4"),)
        assert speaker.read(wants, seen(speaker, text), range(1, len(text))) == heard
    for seed in range(8):
        wants = Wants((*CUSTOMS, CLOCK), must_call=True)
        samples = [speaker.dialect.write(Written(calls=(WrittenCall(SUM, "1 + 23+4"),)))]
        text, is_whole = speaker.walk(wants, samples, seed)
        checked(speaker, wants, text, is_whole)
        for name, arguments in speaker.read(wants, text).calls if is_whole else ():
            if name == SUM.name:
                assert set(arguments) <= set("0123456789+ ")


@SPEAKING
def test_nonsense_is_content_and_never_an_error(speaker: Speaker) -> None:
    rng = random.Random(11)
    written = (
        [speaker.dialect.write(Written(THOUGHT, CONTENT, CALLS[:1]))]
        if (speaker.traits.has_calls)
        else [speaker.dialect.write(Written(THOUGHT, CONTENT))]
    )
    bits = [
        *speaker.dialect.markers,
        *'{}[]",:\\ \n',
        '{"name": "get_weather", ',
        '"arguments": {"city": ',
        '"parameters"',
        "get_weather",
        "\\u00e9",
        "\\ud83d",
        "12e5",
        "true",
        "null",
        "é€😀",
        "\x00",
    ]
    for _ in range(60):
        pieces: list[str] = []
        for _ in range(rng.randint(1, 12)):
            if rng.random() < 0.4:
                start = rng.randrange(len(written[0]))
                pieces.append(written[0][start : start + rng.randint(1, 40)])
            else:
                pieces.append(rng.choice(bits))
        text = seen(speaker, "".join(pieces))
        tools = TOOLS if speaker.traits.has_calls and rng.random() < 0.8 else ()
        answer = object_part() if rng.random() < 0.2 else None
        wants = Wants(tools, answer=answer, thinking=rng.choice(thinkings(speaker)))
        is_cut = rng.random() < 0.5
        heard = speaker.read(wants, text, is_cut=is_cut)
        assert speaker.read(wants, text, range(1, len(text)), is_cut=is_cut) == heard
        for told_text, spans in (
            (heard.content, heard.content_spans),
            (heard.thought, heard.thought_spans),
        ):
            made_of = "".join(text[start:end] for start, end in spans)
            assert speaker.spell.unsign(made_of) == told_text
        if is_cut:
            continue  # what a call has begun is left out
        if not tools and wants.thinking is Thinking.NEVER and speaker.traits.has_free_content:
            assert heard.content == speaker.spell.unsign(text)
        if not heard.calls and not heard.thought and speaker.traits.has_free_content:
            lost = len(text) - sum(end - start for start, end in heard.content_spans)
            assert lost == 0 or wants.thinking is not Thinking.NEVER


@CALLING
def test_many_tools_make_a_small_grammar(speaker: Speaker) -> None:
    tools = tuple(
        msgspec.structs.replace(WEATHER, name=f"tool_number_{number}") for number in range(128)
    )
    grammar = speaker.grammar(Wants(tools, thinking=thinkings(speaker)[-1]))
    assert len(grammar.text) < 128 * 600  # half a kilobyte for each, of which it is told thrice
    speaker.matcher(grammar)


@SPEAKING
def test_tools_are_refused_where_a_family_makes_no_calls(speaker: Speaker) -> None:
    if not speaker.traits.has_calls:
        with pytest.raises(InvalidValue, match="make no calls"):
            speaker.dialect.grammar(Wants(TOOLS), speaker.spell)
