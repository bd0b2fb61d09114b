"""`logprobs` and `top_logprobs`: their shape, and what must hold of any such logarithms."""

from __future__ import annotations

import math

from rejoinder.conformance.checks.common import keeps_limits, must_be_refused
from rejoinder.conformance.probe import Probe
from rejoinder.conformance.replies import Answer, Json, Malformed
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

section = Section("Log-probabilities")

NUM_TOP = 5
# Probabilities are sums of many rounded numbers.
SLACK = 1e-3


def _tokens(choice: Json) -> list[Json]:
    return choice.items("logprobs", "content")


def _bytes(token: Json) -> bytes:
    given = token.get("bytes")
    if given is None:
        return token.string("token").encode()
    values = [Json(item.value, given.where).integer() for item in given.items()]
    if any(value not in range(256) for value in values):
        raise Malformed(f"`{given.where}` has values that are no bytes")
    return bytes(values)


def _absent(answer: Answer) -> bool:
    return answer.choices[0].get("logprobs") is None


@section.row("logprobs")
def tells_logprobs(probe: Probe) -> Finding:
    """`logprobs` gives each token with its log-probability; their bytes joined are the content.

    Source: OpenAPI 2.3.0, choices[].logprobs and ChatCompletionTokenLogprob.
    """
    answer = probe.tell(temperature=0, logprobs=True)
    if _absent(answer):
        return ignored("there are none in the answer")
    tokens = _tokens(answer.choices[0])
    joined = b"".join(map(_bytes, tokens))
    if joined != answer.text.encode():
        return wrong("the tokens' bytes joined are not the content")
    if any(token.number("logprob") > SLACK for token in tokens):
        return wrong("a log-probability is above 0")
    if answer.finish == "length" and len(tokens) != answer.usage.completion:
        return wrong(f"{len(tokens)} tokens are told of {answer.usage.completion} counted")
    if not probe.is_greedy(answer.facts):
        return wrong("asking for them changes the answer")
    missing = [
        name
        for name in ("token", "logprob", "bytes", "top_logprobs")
        if not all(token.has(name) for token in tokens)
    ]
    if not answer.choices[0].at("logprobs").has("refusal"):
        missing.append("refusal")
    return partly(f"required and missing: {', '.join(missing)}") if missing else honoured()


@section.row("logprobs.false", "logprobs")
def tells_none_unasked(probe: Probe) -> Finding:
    """Without `logprobs`, or with false, there are none.

    Source: API reference, The Choice Object: "Null if logprobs was not requested".
    """
    answers = (probe.greedy, probe.tell(temperature=0, logprobs=False))
    return honoured() if all(map(_absent, answers)) else ignored("they are told all the same")


@section.row("top_logprobs", "top_logprobs", "logprobs")
def tells_alternatives(probe: Probe) -> Finding:
    """`top_logprobs: k` gives up to k tokens at each place, likeliest first, the chosen among them.

    Source: OpenAPI 2.3.0, top_logprobs and ChatCompletionTokenLogprob.top_logprobs.
    """
    answer = probe.tell(temperature=0, logprobs=True, top_logprobs=NUM_TOP)
    if _absent(answer):
        return ignored("there are none in the answer")
    tokens = _tokens(answer.choices[0])
    tops = [token.items("top_logprobs") for token in tokens]
    if not any(tops):
        return ignored("the lists are empty")
    if any(len(top) > NUM_TOP for top in tops):
        return wrong(f"{max(map(len, tops))} alternatives where {NUM_TOP} were asked for")
    for token, top in zip(tokens, tops, strict=True):
        values = [one.number("logprob") for one in top]
        if values != sorted(values, reverse=True):
            return wrong("alternatives do not come likeliest first")
        if sum(map(math.exp, values)) > 1 + SLACK:
            return wrong("probabilities at one place add up to more than 1")
        chosen = (_bytes(token), token.number("logprob"))
        if not any(_same(chosen, (_bytes(one), one.number("logprob"))) for one in top):
            return wrong("at temperature 0 the chosen token is not among the likeliest")
        if chosen[1] < values[0] - SLACK:
            return wrong("at temperature 0 a token is chosen that is not the likeliest")
    if any(len(top) < NUM_TOP for top in tops):
        return partly(f"at some places fewer than {NUM_TOP}")
    none = probe.tell(temperature=0, logprobs=True, top_logprobs=0)
    if any(
        token.get("top_logprobs") and token.items("top_logprobs")
        for token in _tokens(none.choices[0])
    ):
        return partly("with 0 there are some all the same")
    return honoured()


def _same(one: tuple[bytes, float], other: tuple[bytes, float]) -> bool:
    return one[0] == other[0] and math.isclose(one[1], other[1], abs_tol=SLACK)


@section.row("top_logprobs.alone", "top_logprobs", "logprobs")
def needs_logprobs(probe: Probe) -> Finding:
    """`top_logprobs` without `logprobs: true` is refused.

    Source: OpenAPI 2.3.0, top_logprobs: "`logprobs` must be set to `true`".
    """
    probe.chat(logprobs=True, top_logprobs=3, max_tokens=1)
    error = probe.rejection(top_logprobs=3, max_tokens=1)
    return must_be_refused(error, "top_logprobs", "logprobs")


@section.row("top_logprobs.limits")
def keeps_top_logprobs_limits(probe: Probe) -> Finding:
    """A top_logprobs below 0 or above 20 is refused.

    Source: OpenAPI 2.3.0, top_logprobs: minimum 0, maximum 20.
    """
    return keeps_limits(probe, "top_logprobs", 3, -1, 21, logprobs=True)


@section.row("logprobs.stream", "logprobs", "stream")
def streams_logprobs(probe: Probe) -> Finding:
    """In a stream the same log-probabilities come, beside the text they belong to.

    Source: OpenAPI 2.3.0, CreateChatCompletionStreamResponse.choices[].logprobs.
    """
    ask = {"messages": probe.story, "temperature": 0, "logprobs": True}
    answer, stream = probe.chat(**ask), probe.stream(**ask)
    plain = [] if _absent(answer) else _tokens(answer.choices[0])
    told = [
        token
        for _, choice in stream.deltas()
        if choice.get("logprobs", "content") is not None
        for token in _tokens(choice)
    ]
    if not told:
        return ignored("there are none in the stream")
    pairs = ([(_bytes(token), token.number("logprob")) for token in them] for them in (plain, told))
    one, other = pairs
    if len(one) != len(other) or not all(map(_same, one, other)):
        return wrong("they are not those of the plain answer")
    return honoured()
