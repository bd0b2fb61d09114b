"""A stream put together again is the answer not streamed, whatever was said and asked for."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    FinishReason,
    LikelyToken,
    TextDelta,
    ThoughtDelta,
    TokenFacts,
)
from rejoinder.wire.collect import ChunkStream, Heading
from rejoinder.wire.completion_to_wire import CompletionAssembler, CompletionChunkWriter
from rejoinder.wire.shape import Shape
from rejoinder.wire.to_wire import Assembler, ChunkWriter

HEADING = Heading(
    id="1", created=1, model="m\u2063gap\u2063", system_fingerprint="fp", num_prompt_tokens=3
)
MAX_CHOICES = 3
LOGPROBS = st.floats(max_value=0, allow_nan=False)
TOKENS = st.builds(LikelyToken, st.text(max_size=3), st.binary(max_size=3), LOGPROBS)
FACTS = st.lists(
    st.builds(TokenFacts, TOKENS, st.lists(TOKENS, max_size=2).map(tuple)), max_size=2
).map(tuple)
PIECES = st.text(max_size=4) | st.just("\u2063gap\u2063")
COUNTS = st.integers(0, 9)
SHAPES = st.builds(
    Shape,
    has_logprobs=st.booleans(),
    has_usage_chunk=st.just(True),
    has_running_usage=st.booleans(),
    is_obfuscated=st.booleans(),
    tells_tier=st.booleans(),
    has_legacy_calls=st.booleans(),
)


def texts(choice: int, shape: Shape) -> st.SearchStrategy[TextDelta]:
    facts = FACTS if shape.has_logprobs else st.just(())
    return st.builds(TextDelta, st.just(choice), PIECES, facts, COUNTS)


@st.composite
def choices(draw: st.DrawFn, choice: int, shape: Shape) -> list[Delta]:
    """All that one choice of a chat answer says: thoughts, then text and calls as they come."""
    thoughts = st.builds(ThoughtDelta, st.just(choice), PIECES, COUNTS)
    said: list[Delta] = [*draw(st.lists(thoughts, max_size=3))]
    max_calls = 1 if shape.has_legacy_calls else 3
    num_calls = draw(st.integers(0, max_calls))
    for index in range(num_calls):
        said += draw(st.lists(texts(choice, shape), max_size=2))
        is_custom = draw(st.booleans()) and not shape.has_legacy_calls
        name = draw(st.sampled_from(["f", "\u2063gap\u2063", 'g"']))
        said.append(CallStarted(choice, index, f"call_{index}", name, is_custom, draw(COUNTS)))
        arguments = st.builds(CallDelta, st.just(choice), st.just(index), PIECES, COUNTS)
        said += draw(st.lists(arguments, max_size=3))
    said += draw(st.lists(texts(choice, shape), max_size=4))
    reason = draw(st.sampled_from(FinishReason))
    return [*said, ChoiceFinished(choice, reason, draw(COUNTS), draw(COUNTS))]


@st.composite
def answers(draw: st.DrawFn, shapes: st.SearchStrategy[Shape] = SHAPES) -> tuple[Any, ...]:
    """Of several choices whose deltas come mixed, as they do from one batch."""
    shape = draw(shapes)
    num_choices = draw(st.integers(1, MAX_CHOICES))
    waiting = [draw(choices(choice, shape)) for choice in range(num_choices)]
    said: list[Delta] = []
    while open_ := [one for one in waiting if one]:
        said.append(draw(st.sampled_from(open_)).pop(0))
    return num_choices, said, shape


def events(writer: ChunkStream, said: list[Delta]) -> list[dict[str, Any]]:
    data = b"".join([*map(writer.push, said), writer.finish(3, 2)]).decode()
    *told, done, end = data.split("\n\n")
    assert (done, end) == ("data: [DONE]", "")
    return [json.loads(one.removeprefix("data: ")) for one in told]


def joined(whole: Any, piece: Any) -> Any:  # noqa: ANN401 -- any JSON
    """As the official client joins: text to text, lists by their entries' index."""
    if whole is None:
        whole = type(piece)() if isinstance(piece, dict | list) else None
    if isinstance(piece, dict):
        return {**whole, **{key: joined(whole.get(key), one) for key, one in piece.items()}}
    if isinstance(piece, list):
        entries = list(whole)
        for one in piece:
            index = one["index"]
            known = entries[index] if index < len(entries) else None
            entries[index : index + 1] = [joined(known, one)]
        return entries
    return whole + piece if isinstance(whole, str) else piece


def fold(chunks: list[dict[str, Any]]) -> dict[str, Any]:
    """As the API's clients do."""
    *_, last = chunks
    assert last["choices"] == []
    folded: dict[int, dict[str, Any]] = {}
    for chunk in chunks[:-1]:
        for one in chunk["choices"]:
            choice = folded.setdefault(one["index"], {"said": {}, "facts": {}, "reason": None})
            assert choice["reason"] is None
            said = one["delta"] if "delta" in one else {"text": one["text"]}
            choice["said"] = joined(choice["said"], said)
            choice["reason"] = one["finish_reason"]
            for name, entries in (one["logprobs"] or {}).items():
                if entries is not None:
                    choice["facts"].setdefault(name, []).extend(entries)
    for choice in folded.values():
        for call in choice["said"].get("tool_calls", ()):
            del call["index"]
    headings = [{k: v for k, v in one.items() if k in ("id", "service_tier")} for one in chunks]
    assert headings == [headings[0]] * len(chunks)
    return {"choices": folded, "usage": last["usage"], **headings[0]}


def plain(body: bytes) -> dict[str, Any]:
    read = json.loads(body)
    told = {}
    for one in read["choices"]:
        facts = {k: v for k, v in (one["logprobs"] or {}).items() if v}
        said = one["message"] if "message" in one else {"text": one["text"]}
        told[one["index"]] = {"said": said, "facts": facts, "reason": one["finish_reason"]}
    heading = {k: v for k, v in read.items() if k in ("id", "service_tier")}
    return {"choices": told, "usage": read["usage"], **heading}


@settings(deadline=None, max_examples=150)
@given(answers())
def test_a_folded_stream_is_the_plain_answer(answer: tuple[int, list[Delta], Shape]) -> None:
    num_choices, said, shape = answer
    assembler = Assembler(HEADING, num_choices=num_choices, shape=shape)
    for delta in said:
        assembler.push(delta)
    told = events(ChunkWriter(HEADING, num_choices=num_choices, shape=shape), said)
    assert fold(told) == plain(assembler.finish(3, 2))


@settings(deadline=None, max_examples=150)
@given(answers())
def test_a_folded_stream_of_the_older_completions_is_the_plain_answer(
    answer: tuple[int, list[Delta], Shape],
) -> None:
    num_choices, mixed, shape = answer
    shape = msgspec.structs.replace(shape, tells_tier=False)
    said: list[Delta] = []
    for delta in mixed:
        if isinstance(delta, ChoiceFinished):
            is_cut = delta.reason is FinishReason.LENGTH
            reason = FinishReason.LENGTH if is_cut else FinishReason.STOP
            said.append(msgspec.structs.replace(delta, reason=reason))
        elif isinstance(delta, TextDelta):
            said.append(delta)
    assembler = CompletionAssembler(HEADING, num_choices=num_choices, shape=shape)
    for delta in said:
        assembler.push(delta)
    told = events(CompletionChunkWriter(HEADING, num_choices=num_choices, shape=shape), said)
    assert fold(told) == plain(assembler.finish(3, 2))
