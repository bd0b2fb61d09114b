"""Answers and chunks are what the API's own client expects, and the fast path is the plain one."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion, ChatCompletionChunk

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
    Usage,
)
from rejoinder.wire import sse
from rejoinder.wire.chunk import ChatChunk, ChunkChoice, ChunkDelta
from rejoinder.wire.shape import PLAIN, Shape
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


USAGE = {
    "prompt_tokens": 9,
    "completion_tokens": 5,
    "total_tokens": 14,
    "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": 0},
    "completion_tokens_details": {
        "reasoning_tokens": 0,
        "audio_tokens": 0,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
    },
}


def frames(data: bytes) -> list[str]:
    """What a client reads: the data of each event."""
    events = data.decode().split("\n\n")
    assert events.pop() == ""
    assert all(event.startswith("data: ") and "\n" not in event for event in events)
    return [event.removeprefix("data: ") for event in events]


def stream(
    deltas: list[Delta], *, num_choices: int = 1, include_usage: bool = False, shape: Shape = PLAIN
) -> list[str]:
    shape = Shape(has_usage_chunk=True) if include_usage else shape
    writer = ChunkWriter(HEADING, num_choices=num_choices, shape=shape)
    return frames(b"".join([*map(writer.push, deltas), writer.finish(9, 4)]))


def chunks(written: list[str]) -> list[ChatCompletionChunk]:
    assert written[-1] == "[DONE]"
    return [ChatCompletionChunk.model_validate(json.loads(one)) for one in written[:-1]]


def test_a_whole_answer_is_what_the_official_client_reads() -> None:
    assembler = Assembler(HEADING, num_choices=2)
    for delta in TWO:
        assembler.push(delta)

    body = assembler.finish(num_prompt_tokens=9, num_cached_tokens=4)

    completion = ChatCompletion.model_validate(json.loads(body), strict=True)
    assert completion.id == "chatcmpl-1"
    assert completion.object == "chat.completion"
    assert completion.system_fingerprint == "fp_1"
    assert [choice.index for choice in completion.choices] == [0, 1]
    assert [choice.message.content for choice in completion.choices] == ["Hi", "Hey"]
    assert [choice.finish_reason for choice in completion.choices] == ["stop", "length"]
    assert json.loads(body)["usage"] == USAGE  # 5 is 2 + 3
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
        {**plain, "delta": {"role": "assistant", "content": "", "refusal": None}},
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
        {"role": "assistant", "content": "", "refusal": None},
        {},
    ]


CALLED = FinishReason.TOOL_CALLS
LEGACY = Shape(has_legacy_calls=True)
# A thought, some text, then two calls of which the second is of a custom tool.
BUSY: list[Delta] = [
    ThoughtDelta(0, "Hm", num_tokens=2),
    ThoughtDelta(0, ".", num_tokens=3),
    TextDelta(0, "Wait", num_tokens=5),
    CallStarted(0, 0, "call_a", "add", num_tokens=6),
    CallDelta(0, 0, '{"x":', num_tokens=7),
    CallDelta(0, 0, " 1}", num_tokens=8),
    CallStarted(0, 1, "call_b", "draw", is_custom=True, num_tokens=9),
    CallDelta(0, 1, "circle", num_tokens=10),
    ChoiceFinished(0, CALLED, num_tokens=11, num_thought_tokens=4),
]
ONE_CALL = [BUSY[3], BUSY[4], BUSY[5], ChoiceFinished(0, CALLED, num_tokens=4)]


def whole(deltas: list[Delta], shape: Shape = PLAIN) -> dict[str, Any]:
    assembler = Assembler(HEADING, num_choices=1, shape=shape)
    for delta in deltas:
        assembler.push(delta)
    body: dict[str, Any] = json.loads(assembler.finish(9))
    ChatCompletion.model_validate(body, strict=True)
    return body


def said(deltas: list[Delta], shape: Shape = PLAIN) -> list[dict[str, Any]]:
    """The delta of each chunk."""
    told = [json.loads(one)["choices"][0] for one in stream(deltas, shape=shape)[:-1]]
    assert [one["finish_reason"] for one in told[:-1]] == [None] * (len(told) - 1)
    return [one["delta"] for one in told]


def test_calls_and_thoughts_have_their_places_in_the_message() -> None:
    choice = whole(BUSY)["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"] == {
        "role": "assistant",
        "content": "Wait",
        "refusal": None,
        "tool_calls": [
            {
                "id": "call_a",
                "type": "function",
                "function": {"name": "add", "arguments": '{"x": 1}'},
            },
            {"id": "call_b", "type": "custom", "custom": {"name": "draw", "input": "circle"}},
        ],
        "reasoning_content": "Hm.",
        "reasoning": "Hm.",
    }


def test_calls_and_thoughts_are_streamed_in_the_order_clients_rely_on() -> None:
    assert said(BUSY) == [
        {"role": "assistant", "content": None, "refusal": None},
        {"reasoning_content": "Hm", "reasoning": "Hm"},
        {"reasoning_content": ".", "reasoning": "."},
        {"content": "Wait"},
        {
            "tool_calls": [
                {
                    "index": 0,
                    "id": "call_a",
                    "type": "function",
                    "function": {"name": "add", "arguments": ""},
                }
            ]
        },
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"x":'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": " 1}"}}]},
        {
            "tool_calls": [
                {
                    "index": 1,
                    "id": "call_b",
                    "type": "custom",
                    "custom": {"name": "draw", "input": ""},
                }
            ]
        },
        {"tool_calls": [{"index": 1, "custom": {"input": "circle"}}]},
        {},
    ]


def test_an_answer_that_only_calls_has_null_content() -> None:
    assert whole(ONE_CALL)["choices"][0]["message"]["content"] is None
    assert [one.get("content", "unsaid") for one in said(ONE_CALL)] == [None] + ["unsaid"] * 4


def test_facts_of_tokens_that_show_nothing_are_no_content() -> None:
    """Else an answer of calls would have empty content with log-probabilities, and null without."""
    facts = TextDelta(0, "", (TokenFacts(LikelyToken("<call>", b"", -1.0)),))
    shape = Shape(has_logprobs=True)
    assert whole([facts, *ONE_CALL], shape)["choices"][0]["message"]["content"] is None
    told = said([facts, *ONE_CALL], shape)
    assert told[:2] == [{"role": "assistant", "content": None, "refusal": None}, {}]


def test_an_answer_that_only_thought_has_empty_content() -> None:
    thought: list[Delta] = [ThoughtDelta(0, "Hm"), ChoiceFinished(0, LENGTH, 2, 2)]
    assert whole(thought)["choices"][0]["message"]["content"] == ""
    assert said(thought) == [
        {"role": "assistant", "content": None, "refusal": None},
        {"reasoning_content": "Hm", "reasoning": "Hm"},
        {"content": ""},
        {},
    ]


def test_a_call_is_told_in_the_older_form_where_the_request_was_in_it() -> None:
    choice = whole(ONE_CALL, LEGACY)["choices"][0]
    assert choice["finish_reason"] == "function_call"
    assert choice["message"] == {
        "role": "assistant",
        "content": None,
        "refusal": None,
        "function_call": {"name": "add", "arguments": '{"x": 1}'},
    }
    assert said(ONE_CALL, LEGACY)[1:] == [
        {"function_call": {"name": "add", "arguments": ""}},
        {"function_call": {"arguments": '{"x":'}},
        {"function_call": {"arguments": " 1}"}},
        {},
    ]
    assert json.loads(stream(ONE_CALL, shape=LEGACY)[-2])["choices"][0]["finish_reason"] == (
        "function_call"
    )


@pytest.mark.parametrize(
    ("deltas", "shape"),
    [
        ([BUSY[6]], LEGACY),
        ([BUSY[3], CallStarted(0, 1, "call_b", "add")], LEGACY),
        ([CallDelta(0, 0, "{}")], PLAIN),
    ],
)
def test_calls_that_cannot_be_are_our_mistake(deltas: list[Delta], shape: Shape) -> None:
    """A custom tool or a second call in the older form, arguments of a call that never began."""
    for writer in (
        Assembler(HEADING, num_choices=1, shape=shape),
        ChunkWriter(HEADING, num_choices=1, shape=shape),
    ):
        for delta in deltas[:-1]:
            writer.push(delta)
        with pytest.raises((AssertionError, LookupError)):
            writer.push(deltas[-1])


def test_thoughts_are_counted_beside_the_tokens_they_are_part_of() -> None:
    usage = whole(BUSY)["usage"]
    assert usage["completion_tokens"] == 11
    assert usage["completion_tokens_details"]["reasoning_tokens"] == 4
    told = json.loads(stream(BUSY, include_usage=True)[-2])["usage"]
    assert told["completion_tokens_details"] == usage["completion_tokens_details"]


def test_a_call_cut_by_the_limit_says_so() -> None:
    cut: list[Delta] = [*BUSY[3:5], ChoiceFinished(0, LENGTH, num_tokens=3)]
    for shape in (PLAIN, LEGACY):
        assert whole(cut, shape)["choices"][0]["finish_reason"] == "length"


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
    assert json.loads(last)["usage"] == USAGE
    assert done == "[DONE]"
    chunks([*before, last, done])


def test_no_chunk_speaks_of_usage_where_it_was_not_asked_for() -> None:
    assert not any("usage" in one for one in stream(TWO, num_choices=2))


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


# "€", of which the first token spells a byte and the second two.
EURO: list[Delta] = [
    TextDelta(
        0,
        "\u20ac",
        (
            TokenFacts(
                LikelyToken("\\xe2", b"\xe2", -0.5),
                (LikelyToken("\\xe2", b"\xe2", -0.5), LikelyToken("<end>", b"", -1.0)),
            ),
            TokenFacts(LikelyToken("\\x82\\xac", b"\x82\xac", float("-inf"))),
        ),
    ),
    ChoiceFinished(0, STOP, num_tokens=3),
]
EURO_TOLD = {
    "content": [
        {
            "token": "\\xe2",
            "logprob": -0.5,
            "bytes": [0xE2],
            "top_logprobs": [
                {"token": "\\xe2", "logprob": -0.5, "bytes": [0xE2]},
                {"token": "<end>", "logprob": -1.0, "bytes": []},
            ],
        },
        {"token": "\\x82\\xac", "logprob": -9999.0, "bytes": [0x82, 0xAC], "top_logprobs": []},
    ],
    "refusal": None,
}


def test_log_probabilities_stand_beside_the_text_they_belong_to() -> None:
    shape = Shape(has_logprobs=True)
    choices = [json.loads(one)["choices"][0] for one in stream(EURO, shape=shape)[:-1]]
    assert [one["logprobs"] for one in choices] == [None, EURO_TOLD, None]
    assert choices[1]["delta"] == {"content": "\u20ac"}

    assembler = Assembler(HEADING, num_choices=1, shape=shape)
    for delta in EURO:
        assembler.push(delta)
    body = json.loads(assembler.finish(9))
    assert body["choices"][0]["logprobs"] == EURO_TOLD
    ChatCompletion.model_validate(body, strict=True)


def test_log_probabilities_of_nothing_are_an_empty_list() -> None:
    """Not null: they were asked for."""
    assembler = Assembler(HEADING, num_choices=1, shape=Shape(has_logprobs=True))
    assembler.push(ChoiceFinished(0, STOP, num_tokens=1))
    assert json.loads(assembler.finish(1))["choices"][0]["logprobs"] == {
        "content": [],
        "refusal": None,
    }


def test_a_tier_is_told_only_where_the_request_had_one() -> None:
    shape = Shape(tells_tier=True, has_usage_chunk=True)
    told = stream(TWO, num_choices=2, shape=shape)[:-1]
    assert all(json.loads(one)["service_tier"] == "default" for one in told)
    assert not any("service_tier" in one for one in stream(TWO, num_choices=2))


def test_the_tier_that_is_told_is_the_one_that_served() -> None:
    heading = msgspec.structs.replace(HEADING, tier="flex")
    assembler = Assembler(heading, num_choices=1, shape=Shape(tells_tier=True))
    assembler.push(ChoiceFinished(0, STOP, num_tokens=1))
    assert json.loads(assembler.finish(1))["service_tier"] == "flex"


def test_the_usage_so_far_is_in_every_chunk_where_it_was_asked_for() -> None:
    shape = Shape(has_usage_chunk=True, has_running_usage=True)
    writer = ChunkWriter(
        msgspec.structs.replace(HEADING, num_prompt_tokens=9), num_choices=1, shape=shape
    )
    said: list[Delta] = [
        TextDelta(0, "He", num_tokens=1),
        TextDelta(0, "llo", num_tokens=3),
        ChoiceFinished(0, STOP, num_tokens=4),
    ]
    told = frames(b"".join([*map(writer.push, said), writer.finish(9)]))[:-1]
    usages = [json.loads(one)["usage"] for one in told]
    assert [one["completion_tokens"] for one in usages] == [0, 1, 3, 4, 4]
    assert [one["total_tokens"] for one in usages] == [9, 10, 12, 13, 13]


def test_obfuscated_chunks_have_one_size_and_the_same_content() -> None:
    said: list[Delta] = [TextDelta(0, text) for text in ("a", "four", "\u20ac" * 9, "x" * 40)]
    said.append(ChoiceFinished(0, STOP, num_tokens=5))
    plain = [json.loads(one) for one in stream(said)[:-1]]
    hidden = stream(said, shape=Shape(is_obfuscated=True))[:-1]

    sizes = [len(one.encode()) for one in hidden]
    assert len(set(sizes[1:4])) == 1  # three texts of up to 32 bytes
    assert {size % 32 for size in sizes} == {sizes[0] % 32}
    read = [json.loads(one) for one in hidden]
    assert all(one.pop("obfuscation") for one in read)
    assert read == plain


NASTY = ["\u2063gap\u2063", '"', "\\", "data: x\n\n", "\x00", "\u2028", "\U0001f469\u200d"]


@settings(deadline=None)
@given(st.text() | st.sampled_from(NASTY), st.text() | st.sampled_from(NASTY), st.booleans())
def test_the_spliced_frame_is_the_plain_encoding(
    text: str, model: str, include_usage: bool
) -> None:
    """The fast path cuts an encoded chunk in two; whatever stands in it, the cut must be right."""
    heading = msgspec.structs.replace(HEADING, model=model)
    shape = Shape(has_usage_chunk=include_usage)
    writer = ChunkWriter(heading, num_choices=3, shape=shape)
    writer.push(TextDelta(2, "x"))

    plain = ChatChunk(
        id=heading.id,
        created=heading.created,
        model=model,
        system_fingerprint=heading.system_fingerprint,
        choices=[ChunkChoice(index=2, delta=ChunkDelta(content=text))],
        usage=None if include_usage else msgspec.UNSET,
    )
    assert writer.push(TextDelta(2, text)) == sse.event(msgspec.json.encode(plain))


@settings(deadline=None)
@given(st.text() | st.sampled_from(NASTY), st.text() | st.sampled_from(NASTY))
def test_spliced_frames_of_thoughts_and_calls_are_the_plain_encoding(text: str, name: str) -> None:
    """Those of a shape that is not plain are encoded whole; the usage apart they are the same."""
    told: list[Delta] = [
        ThoughtDelta(0, text),
        CallStarted(0, 0, "call_a", name),
        CallDelta(0, 0, text),
        CallStarted(0, 1, "call_b", name, is_custom=True),
        CallDelta(0, 1, text),
    ]
    heading = msgspec.structs.replace(HEADING, model=name)
    spliced = ChunkWriter(heading, num_choices=1)
    shape = Shape(has_usage_chunk=True, has_running_usage=True)
    encoded = ChunkWriter(heading, num_choices=1, shape=shape)
    for delta in told:
        pairs = zip(frames(spliced.push(delta)), frames(encoded.push(delta)), strict=True)
        for one, other in pairs:
            counted = json.loads(other)
            del counted["usage"]
            assert one.encode() == msgspec.json.encode(counted)
