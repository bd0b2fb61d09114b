"""A stream put together again is the answer not streamed, whatever was said and asked for."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.chat.delta import (
    ChoiceFinished,
    Delta,
    FinishReason,
    LikelyToken,
    TextDelta,
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
SHAPES = st.builds(
    Shape,
    has_logprobs=st.booleans(),
    has_usage_chunk=st.just(True),
    has_running_usage=st.booleans(),
    is_obfuscated=st.booleans(),
    service_tier=st.sampled_from([None, "default"]),
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[int, list[Delta], Shape]:
    shape = draw(SHAPES)
    num_choices = draw(st.integers(1, MAX_CHOICES))
    facts = FACTS if shape.has_logprobs else st.just(())
    text = st.builds(
        TextDelta,
        st.integers(0, num_choices - 1),
        st.text(max_size=4),
        facts,
        st.integers(0, 9),
    )
    said: list[Delta] = [*draw(st.lists(text, max_size=10))]
    said += [
        ChoiceFinished(index, draw(st.sampled_from(FinishReason)), draw(st.integers(1, 9)))
        for index in range(num_choices)
    ]
    return num_choices, said, shape


def events(writer: ChunkStream, said: list[Delta]) -> list[dict[str, Any]]:
    data = b"".join([*map(writer.push, said), writer.finish(3, 2)]).decode()
    *told, done, end = data.split("\n\n")
    assert (done, end) == ("data: [DONE]", "")
    return [json.loads(one.removeprefix("data: ")) for one in told]


def fold(chunks: list[dict[str, Any]]) -> dict[str, Any]:
    """As the API's clients do: what is text is joined, what are lists are put end to end."""
    *_, last = chunks
    assert last["choices"] == []
    choices: dict[int, dict[str, Any]] = {}
    for chunk in chunks[:-1]:
        for one in chunk["choices"]:
            choice = choices.setdefault(one["index"], {"text": "", "facts": {}, "reason": None})
            assert choice["reason"] is None
            choice["text"] += one["delta"].get("content", "") if "delta" in one else one["text"]
            choice["reason"] = one["finish_reason"]
            for name, entries in (one["logprobs"] or {}).items():
                if entries is not None:
                    choice["facts"].setdefault(name, []).extend(entries)
    headings = [{k: v for k, v in one.items() if k in ("id", "service_tier")} for one in chunks]
    assert headings == [headings[0]] * len(chunks)
    return {"choices": choices, "usage": last["usage"], **headings[0]}


def plain(body: bytes) -> dict[str, Any]:
    read = json.loads(body)
    choices = {}
    for one in read["choices"]:
        facts = {k: v for k, v in (one["logprobs"] or {}).items() if v}
        text = one["message"]["content"] if "message" in one else one["text"]
        choices[one["index"]] = {"text": text, "facts": facts, "reason": one["finish_reason"]}
    told = {k: v for k, v in read.items() if k in ("id", "service_tier")}
    return {"choices": choices, "usage": read["usage"], **told}


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
    num_choices, said, shape = answer
    shape = msgspec.structs.replace(shape, service_tier=None)
    assembler = CompletionAssembler(HEADING, num_choices=num_choices, shape=shape)
    for delta in said:
        assembler.push(delta)
    told = events(CompletionChunkWriter(HEADING, num_choices=num_choices, shape=shape), said)
    assert fold(told) == plain(assembler.finish(3, 2))
