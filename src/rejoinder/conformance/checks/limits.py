"""Where an answer ends, and how many there are."""

from __future__ import annotations

from rejoinder.conformance.checks.common import keeps_limits
from rejoinder.conformance.probe import Probe, differing
from rejoinder.conformance.replies import Answer, Untestable
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

section = Section("Length, stops and choices")


def _ends_after(probe: Probe, name: str) -> Finding:
    """Asks for 1, 5 and 12 tokens; the model may end earlier, never later."""
    num_cut = 0
    for num_tokens in (1, 5, 12):
        body = probe.body(messages=probe.story, temperature=0, max_tokens=None)
        answer = probe.chat_raw({**body, name: num_tokens})
        got = answer.usage.completion
        if got > num_tokens:
            return ignored(f"{num_tokens} were asked for and {got} came")
        if answer.finish == "length":
            num_cut += 1
            if got != num_tokens:
                return wrong(f"ended by `length` after {got} tokens of {num_tokens}")
        elif answer.finish != "stop" or got == num_tokens == 1:
            return wrong(f"`finish_reason` is `{answer.finish}` after {got} of {num_tokens}")
    return honoured() if num_cut else wrong("no answer was cut by it")


@section.row("max_tokens")
def keeps_max_tokens(probe: Probe) -> Finding:
    """`max_tokens` ends the answer after exactly that many tokens, with `length`.

    Source: API reference, `max_tokens`; OpenAPI 2.3.0, finish_reason.
    """
    return _ends_after(probe, "max_tokens")


@section.row("max_completion_tokens")
def keeps_max_completion_tokens(probe: Probe) -> Finding:
    """`max_completion_tokens` ends the answer after exactly that many tokens, with `length`.

    Source: OpenAPI 2.3.0, max_completion_tokens.
    """
    return _ends_after(probe, "max_completion_tokens")


@section.row("max_tokens.limits", "max_tokens")
def keeps_max_tokens_limits(probe: Probe) -> Finding:
    """A negative or fractional number of tokens is refused.

    Source: OpenAPI 2.3.0, max_tokens: integer; API reference: `x >= 0`.
    """
    return keeps_limits(probe, "max_tokens", 1, -1, 1.5)


def _middle(text: str, num_characters: int) -> str:
    """A part from the middle that occurs nowhere earlier. Eight characters straddle tokens."""
    start = max(1, len(text) // 3)
    part = text[start : start + num_characters]
    if text.index(part) != start or not part.strip():
        for start in range(1, len(text) - num_characters):
            part = text[start : start + num_characters]
            if text.index(part) == start and part.strip() == part:
                return part
        raise Untestable("the answer repeats itself too much to cut it")
    return part


def _judge_stop(answer_text: str, finish: str, *, whole: str, stops: tuple[str, ...]) -> Finding:
    wanted = whole[: min(whole.index(stop) for stop in stops)]
    if (answer_text, finish) == (wanted, "stop"):
        return honoured()
    if answer_text == whole:
        return ignored("the answer goes on past it")
    if any(stop in answer_text for stop in stops):
        return wrong("the stop text is shown")
    if answer_text == wanted:
        return wrong(f"`finish_reason` is `{finish}`")
    if answer_text.strip() == wanted.strip():
        return partly("white space beside the stop text differs")
    return wrong("the answer is cut at another place")


@section.row("stop.string")
def stops_at_a_string(probe: Probe) -> Finding:
    """A `stop` string ends the answer where it would begin, and is not shown; any length will do.

    Source: OpenAPI 2.3.0, StopConfiguration: "will not contain the stop sequence".
    """
    whole = probe.greedy.text
    for num_characters in (1, 8):
        stop = _middle(whole, num_characters)
        answer = probe.tell(temperature=0, stop=stop)
        found = _judge_stop(answer.text, answer.finish, whole=whole, stops=(stop,))
        if found != honoured():
            return found
    return honoured()


@section.row("stop.list")
def stops_at_the_first_of_several(probe: Probe) -> Finding:
    """Of up to 4 `stop` strings, the one that comes first ends the answer.

    Source: OpenAPI 2.3.0, StopConfiguration.
    """
    whole = probe.greedy.text
    early, late = _middle(whole[: len(whole) * 2 // 3], 3), whole[-3:]
    stops = (late, "<<no>>", early, "<<such>>")
    answer = probe.tell(temperature=0, stop=list(stops))
    return _judge_stop(answer.text, answer.finish, whole=whole, stops=(late, early))


@section.row("stop.stream", "stop", "stream")
def stops_in_streams(probe: Probe) -> Finding:
    """A stop string that several chunks would share is shown in none of them.

    Source: OpenAPI 2.3.0, StopConfiguration and stream.
    """
    whole = probe.greedy.text
    stop = _middle(whole, 8)
    facts = probe.stream(messages=probe.story, temperature=0, stop=stop).facts
    if len(facts) != 1:
        return wrong(f"{len(facts)} choices came")
    text, finish = facts[0]
    return _judge_stop(text, finish, whole=whole, stops=(stop,))


@section.row("stop.limits")
def keeps_stop_limits(probe: Probe) -> Finding:
    """More than 4 stop strings are refused, and so are stops that are not strings.

    Source: OpenAPI 2.3.0, StopConfiguration: maxItems 4.
    """
    return keeps_limits(probe, "stop", ["a"], ["a", "b", "c", "d", "e"], [1])


def _three(probe: Probe, **parameters: object) -> Answer:
    return probe.tell(n=3, temperature=2, max_tokens=6, **parameters)


@section.row("n")
def gives_choices(probe: Probe) -> Finding:
    """`n: 3` gives three choices with the indices 0, 1 and 2, each made for itself.

    Source: OpenAPI 2.3.0, n.
    """
    answer = _three(probe)
    if len(answer.choices) != 3:
        return ignored(f"{len(answer.choices)} came")
    if differing(answer.texts) == 1 and differing(_three(probe).texts) == 1:
        return wrong("all three are the same at temperature 2")
    return honoured()


@section.row("n.usage", "n")
def counts_choices(probe: Probe) -> Finding:
    """`usage` counts the tokens of all choices, and the prompt once.

    Source: OpenAPI 2.3.0, n: "charged based on the number of generated tokens across all".
    """
    one = probe.tell(n=1, temperature=2, max_tokens=6).usage
    answer = _three(probe)
    if len(answer.choices) != 3:
        return ignored(f"{len(answer.choices)} choices came")
    usage = answer.usage
    if usage.prompt != one.prompt:
        return wrong(f"the prompt of {one.prompt} tokens counts {usage.prompt}")
    reasons = [reason for _, reason in answer.facts]
    if reasons == ["length"] * 3 and usage.completion != 18:
        return wrong(f"three choices of 6 tokens count {usage.completion}")
    if usage.completion not in range(3, 19) or usage.total != usage.prompt + usage.completion:
        return wrong(f"{usage.prompt} and {usage.completion} make {usage.total}")
    return honoured()


@section.row("n.stream", "n", "stream")
def streams_choices(probe: Probe) -> Finding:
    """Streamed choices carry their index, and each of them has one end.

    Source: OpenAPI 2.3.0, CreateChatCompletionStreamResponse.choices.
    """
    stream = probe.stream(messages=probe.story, n=3, temperature=2, max_tokens=6)
    indices = sorted({index for index, _ in stream.deltas()})
    if indices == [0]:
        return ignored("one choice came")
    if indices != [0, 1, 2]:
        return wrong(f"the indices are {indices}")
    ends = sorted(i for i, choice in stream.deltas() if choice.get("finish_reason") is not None)
    return honoured() if ends == indices else wrong(f"the choices that end are {ends}")


@section.row("n.limits")
def keeps_n_limits(probe: Probe) -> Finding:
    """Fewer than 1 or more than 128 choices are refused.

    Source: OpenAPI 2.3.0, n: minimum 1, maximum 128.
    """
    return keeps_limits(probe, "n", 2, 0, 129)
