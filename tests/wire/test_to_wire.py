"""Answers and chunks are what the API's own client expects, and the fast path is the plain one."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from rejoinder.chat.delta import ChoiceFinished, Delta, FinishReason, TextDelta, Usage
from rejoinder.wire import sse
from rejoinder.wire.chunk import ChatChunk, ChunkChoice, ChunkDelta
from rejoinder.wire.to_wire import Assembler, ChunkWriter, Heading

HEADING = Heading(id="chatcmpl-1", created=1_700_000_000, model="m", system_fingerprint="fp_1")
STOP, LENGTH = FinishReason.STOP, FinishReason.LENGTH

# Two choices whose deltas come mixed, as they do from one batch.
TWO: list[Delta] = [
    TextDelta(1, "He"),
    TextDelta(0, "Hi"),
    ChoiceFinished(0, STOP, num_tokens=2),
    TextDelta(1, "y"),
    ChoiceFinished(1, LENGTH, num_tokens=3),
]


def frames(data: bytes) -> list[str]:
    """What a client reads: the data of each event."""
    events = data.decode().split("\n\n")
    assert events.pop() == ""
    assert all(event.startswith("data: ") and "\n" not in event for event in events)
    return [event.removeprefix("data: ") for event in events]


def stream(deltas: list[Delta], *, num_choices: int = 1, include_usage: bool = False) -> list[str]:
    writer = ChunkWriter(HEADING, num_choices=num_choices, include_usage=include_usage)
    return frames(b"".join([*map(writer.push, deltas), writer.finish(num_prompt_tokens=9)]))


def chunks(written: list[str]) -> list[ChatCompletionChunk]:
    assert written[-1] == "[DONE]"
    return [ChatCompletionChunk.model_validate(json.loads(one)) for one in written[:-1]]


def test_a_whole_answer_is_what_the_official_client_reads() -> None:
    assembler = Assembler(HEADING, num_choices=2)
    for delta in TWO:
        assembler.push(delta)

    body = assembler.finish(num_prompt_tokens=9)

    completion = ChatCompletion.model_validate(json.loads(body), strict=True)
    assert completion.id == "chatcmpl-1"
    assert completion.object == "chat.completion"
    assert completion.system_fingerprint == "fp_1"
    assert [choice.index for choice in completion.choices] == [0, 1]
    assert [choice.message.content for choice in completion.choices] == ["Hi", "Hey"]
    assert [choice.finish_reason for choice in completion.choices] == ["stop", "length"]
    assert completion.usage is not None
    assert completion.usage.prompt_tokens == 9
    assert completion.usage.completion_tokens == 5  # 2 + 3
    assert completion.usage.total_tokens == 14
    assert json.loads(body)["choices"][0] == {
        "index": 0,
        "message": {"role": "assistant", "content": "Hi", "refusal": None},
        "logprobs": None,
        "finish_reason": "stop",
    }


def test_an_answer_without_words_has_empty_content() -> None:
    assembler = Assembler(HEADING, num_choices=1)
    assembler.push(ChoiceFinished(0, STOP, num_tokens=1))
    assert json.loads(assembler.finish(1))["choices"][0]["message"]["content"] == ""


def test_chunks_come_in_the_order_clients_rely_on() -> None:
    written = stream([TextDelta(0, "Hi"), ChoiceFinished(0, STOP, num_tokens=2)])

    choices = [json.loads(one)["choices"][0] for one in written[:-1]]
    plain = {"index": 0, "logprobs": None, "finish_reason": None}
    assert choices == [
        {**plain, "delta": {"role": "assistant", "content": ""}},
        {**plain, "delta": {"content": "Hi"}},
        {**plain, "delta": {}, "finish_reason": "stop"},
    ]
    assert written[-1] == "[DONE]"


def test_each_choice_begins_with_its_role_and_ends_with_one_reason() -> None:
    read = chunks(stream(TWO, num_choices=2))

    for index, (text, reason) in enumerate([("Hi", "stop"), ("Hey", "length")]):
        mine = [one.choices[0] for one in read if one.choices[0].index == index]
        assert [one.delta.role for one in mine] == ["assistant"] + [None] * (len(mine) - 1)
        assert "".join(one.delta.content or "" for one in mine) == text
        assert [one.finish_reason for one in mine] == [None] * (len(mine) - 1) + [reason]


def test_a_choice_that_says_nothing_still_begins_and_ends() -> None:
    written = stream([ChoiceFinished(0, LENGTH, num_tokens=1)])
    assert [json.loads(one)["choices"][0]["delta"] for one in written[:-1]] == [
        {"role": "assistant", "content": ""},
        {},
    ]


def test_all_chunks_have_the_same_heading() -> None:
    read = [json.loads(one) for one in stream(TWO, num_choices=2, include_usage=True)[:-1]]
    headings = [{**one, "choices": None, "usage": None} for one in read]
    assert headings == [headings[0]] * len(read)
    assert headings[0] == {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": "m",
        "system_fingerprint": "fp_1",
        "choices": None,
        "usage": None,
    }


def test_usage_comes_last_and_alone_where_it_was_asked_for() -> None:
    *before, last, done = stream(TWO, num_choices=2, include_usage=True)

    assert all(json.loads(one)["usage"] is None for one in before)
    assert json.loads(last)["choices"] == []
    assert json.loads(last)["usage"] == {
        "prompt_tokens": 9,
        "completion_tokens": 5,
        "total_tokens": 14,
    }
    assert done == "[DONE]"
    chunks([*before, last, done])


def test_no_chunk_speaks_of_usage_where_it_was_not_asked_for() -> None:
    assert not any("usage" in one for one in stream(TWO, num_choices=2))


def test_start_opens_every_choice_once() -> None:
    writer = ChunkWriter(HEADING, num_choices=2)
    opened = [json.loads(one)["choices"][0] for one in frames(writer.start())]
    assert [(one["index"], one["delta"]["role"]) for one in opened] == [
        (0, "assistant"),
        (1, "assistant"),
    ]
    assert writer.start() == b""
    assert len(frames(writer.push(TextDelta(1, "x")))) == 1


def test_both_ways_count_the_same_usage() -> None:
    assembler, writer = Assembler(HEADING, num_choices=2), ChunkWriter(HEADING, num_choices=2)
    for delta in TWO:
        assembler.push(delta)
        writer.push(delta)
    assert assembler.usage(9) == writer.usage(9) == Usage(9, 5)


def test_an_answer_that_has_not_ended_is_our_mistake() -> None:
    for unfinished in (Assembler(HEADING, num_choices=1), ChunkWriter(HEADING, num_choices=1)):
        unfinished.push(TextDelta(0, "x"))
        with pytest.raises(AssertionError):
            unfinished.finish(1)


def test_a_choice_that_goes_on_after_its_end_is_our_mistake() -> None:
    for ended in (Assembler(HEADING, num_choices=1), ChunkWriter(HEADING, num_choices=1)):
        ended.push(ChoiceFinished(0, STOP, num_tokens=1))
        with pytest.raises(AssertionError):
            ended.push(TextDelta(0, "x"))


NASTY = ["\u2063gap\u2063", '"', "\\", "data: x\n\n", "\x00", "\u2028", "\U0001f469\u200d"]


@settings(deadline=None)
@given(st.text() | st.sampled_from(NASTY), st.text() | st.sampled_from(NASTY), st.booleans())
def test_the_spliced_frame_is_the_plain_encoding(
    text: str, model: str, include_usage: bool
) -> None:
    """The fast path cuts an encoded chunk in two; whatever stands in it, the cut must be right."""
    heading = msgspec.structs.replace(HEADING, model=model)
    writer = ChunkWriter(heading, num_choices=3, include_usage=include_usage)
    writer.start()

    plain = ChatChunk(
        id=heading.id,
        created=heading.created,
        model=model,
        system_fingerprint=heading.system_fingerprint,
        choices=[ChunkChoice(index=2, delta=ChunkDelta(content=text))],
        usage=None if include_usage else msgspec.UNSET,
    )
    assert writer.push(TextDelta(2, text)) == sse.event(msgspec.json.encode(plain))
