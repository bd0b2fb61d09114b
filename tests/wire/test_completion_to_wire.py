"""The older completions' answers are what the API's own client expects."""

from __future__ import annotations

import itertools
import json
from typing import Any

from openai.types import Completion

from rejoinder.chat.delta import (
    ChoiceFinished,
    Delta,
    FinishReason,
    LikelyToken,
    TextDelta,
    TokenFacts,
)
from rejoinder.wire.collect import Heading
from rejoinder.wire.completion_to_wire import CompletionAssembler, CompletionChunkWriter
from rejoinder.wire.shape import PLAIN, Shape

HEADING = Heading(id="cmpl-1", created=1_700_000_000, model="m", system_fingerprint="fp_1")
LOGPROBS = Shape(has_logprobs=True)


def token(text: str, spelled: bytes, logprob: float) -> LikelyToken:
    return LikelyToken(text, spelled, logprob)


HI, HEY = token("Hi", b"Hi", -0.25), token("Hey", b"Hey", -0.125)
HALF, REST = token("\\xe2", b"\xe2", -1.0), token("\\x82\\xac", b"\x82\xac", -2.0)
SAID: list[Delta] = [
    TextDelta(1, "Hey", (TokenFacts(HEY, (HEY,)),), 1),
    TextDelta(0, "Hi", (TokenFacts(HI, (HEY,)),), 1),
    TextDelta(0, "\u20ac", (TokenFacts(HALF, (HALF,)), TokenFacts(REST, (HALF,))), 3),
    ChoiceFinished(1, FinishReason.LENGTH, 1),
    ChoiceFinished(0, FinishReason.STOP, 4),
]
TOLD = {
    "tokens": ["Hi", "bytes:\\xe2", "bytes:\\x82\\xac"],
    "token_logprobs": [-0.25, -1.0, -2.0],
    "top_logprobs": [
        {"Hey": -0.125, "Hi": -0.25},
        {"bytes:\\xe2": -1.0},
        {"bytes:\\xe2": -1.0, "bytes:\\x82\\xac": -2.0},
    ],
    "text_offset": [0, 2, 2],
}


def whole(said: list[Delta], *, num_choices: int, shape: Shape = PLAIN) -> dict[str, Any]:
    assembler = CompletionAssembler(HEADING, num_choices=num_choices, shape=shape)
    for delta in said:
        assembler.push(delta)
    body: dict[str, Any] = json.loads(assembler.finish(9, 4))
    return body


def chunks(said: list[Delta], *, num_choices: int, shape: Shape = PLAIN) -> list[dict[str, Any]]:
    writer = CompletionChunkWriter(HEADING, num_choices=num_choices, shape=shape)
    data = b"".join([*map(writer.push, said), writer.finish(9, 4)]).decode()
    *events, done, end = data.split("\n\n")
    assert (done, end) == ("data: [DONE]", "")
    return [json.loads(event.removeprefix("data: ")) for event in events]


def test_a_whole_answer_is_what_the_official_client_reads() -> None:
    body = whole(SAID, num_choices=2, shape=LOGPROBS)

    completion = Completion.model_validate(body, strict=True)
    assert [one.text for one in completion.choices] == ["Hi\u20ac", "Hey"]
    assert [one.index for one in completion.choices] == [0, 1]
    assert [one.finish_reason for one in completion.choices] == ["stop", "length"]
    assert completion.object == "text_completion"
    assert body["choices"][0]["logprobs"] == TOLD
    assert body["usage"]["total_tokens"] == 14
    assert body["usage"]["prompt_tokens_details"]["cached_tokens"] == 4


def test_log_probabilities_are_null_where_they_were_not_asked_for() -> None:
    plain: list[Delta] = [TextDelta(0, "Hi"), ChoiceFinished(0, FinishReason.STOP, 2)]
    assert whole(plain, num_choices=1)["choices"][0]["logprobs"] is None


def test_chunks_have_text_and_then_one_reason() -> None:
    read = chunks(SAID, num_choices=2)
    assert [one["object"] for one in read] == ["text_completion"] * 5
    mine = [one["choices"][0] for one in read if one["choices"][0]["index"] == 0]
    assert [one["text"] for one in mine] == ["Hi", "\u20ac", ""]
    assert [one["finish_reason"] for one in mine] == [None, None, "stop"]
    assert not any("usage" in one for one in read)


def test_offsets_go_on_from_chunk_to_chunk() -> None:
    told = [
        one["choices"][0]["logprobs"]
        for one in chunks(SAID, num_choices=2, shape=LOGPROBS)
        if one["choices"][0]["index"] == 0 and one["choices"][0]["logprobs"]
    ]
    joined = {name: [*itertools.chain(*(one[name] for one in told))] for name in TOLD}
    assert joined == TOLD


def test_usage_comes_last_and_alone_where_it_was_asked_for() -> None:
    *before, last = chunks(SAID, num_choices=2, shape=Shape(has_usage_chunk=True))
    assert all(one["usage"] is None for one in before)
    assert last["choices"] == []
    assert last["usage"]["completion_tokens"] == 5
