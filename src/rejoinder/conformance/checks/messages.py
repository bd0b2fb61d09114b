"""What may be said: roles, names, parts. A thing that is dropped adds no tokens to the prompt."""

from __future__ import annotations

from rejoinder.conformance.checks.common import must_be_refused
from rejoinder.conformance.probe import Messages, Probe, user
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import (
    Finding,
    accepted,
    honoured,
    ignored,
    partly,
    wrong,
)

section = Section("Messages")

WORDS = "Answer in exactly seven short words, and mention the colour blue twice."
# A picture of one red pixel, and a tenth of a second of silence: small, and valid.
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/"
    "pLvAAAAAElFTkSuQmCC"
)
WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA="


def _adds(probe: Probe, before: Messages, after: Messages) -> int:
    """How many tokens the prompt grew by."""
    return probe.prompt_tokens(after) - probe.prompt_tokens(before)


def _instructs(probe: Probe, role: str) -> Finding:
    said: Messages = [{"role": role, "content": WORDS}, *user("Hi")]
    little: Messages = [{"role": role, "content": "Hm."}, *user("Hi")]
    if _adds(probe, little, said) < 4:
        return ignored("its words add no tokens to the prompt")
    return honoured()


@section.row("messages.system", "role", "system", "messages")
def reads_system(probe: Probe) -> Finding:
    """A `system` message reaches the model.

    Source: API reference, "Message Object".
    """
    return _instructs(probe, "system")


@section.row("messages.developer", "role", "developer", "messages")
def reads_developer(probe: Probe) -> Finding:
    """A `developer` message reaches the model.

    Source: OpenAPI 2.3.0, ChatCompletionRequestDeveloperMessage.
    """
    return _instructs(probe, "developer")


@section.row("messages.assistant", "role", "assistant", "messages")
def reads_turns(probe: Probe) -> Finding:
    """What the assistant said before reaches the model.

    Source: OpenAPI 2.3.0, ChatCompletionRequestAssistantMessage.
    """
    said: Messages = [*user("Hi"), {"role": "assistant", "content": WORDS}, *user("Go on")]
    little: Messages = [*user("Hi"), {"role": "assistant", "content": "Hm."}, *user("Go on")]
    if _adds(probe, little, said) < 4:
        return ignored("its words add no tokens to the prompt")
    return honoured()


def _tool_turns(result: str) -> list[dict[str, object]]:
    call = {
        "id": "call_1",
        "type": "function",
        "function": {"name": "look_up", "arguments": '{"word": "sea"}'},
    }
    return [
        *user("Look up the sea."),
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": result},
    ]


@section.row("messages.tool", "role", "tool", "tool_calls", "messages")
def reads_tool_results(probe: Probe) -> Finding:
    """An assistant's `tool_calls` and the `tool` message that answers them reach the model.

    Source: OpenAPI 2.3.0, ChatCompletionRequestToolMessage.
    """
    if _adds(probe, _tool_turns("Hm."), _tool_turns(WORDS)) < 4:
        return ignored("the result's words add no tokens to the prompt")
    without: Messages = [_tool_turns("Hm.")[0], {"role": "assistant", "content": "Hm."}]
    if _adds(probe, without, _tool_turns("Hm.")[:2]) < 2:
        return partly("the result reaches the model, the call does not")
    return honoured()


@section.row("messages.tool_call_id", "tool_call_id", "tool", "role")
def asks_for_the_call(probe: Probe) -> Finding:
    """A `tool` message must say which call it answers.

    Source: OpenAPI 2.3.0, ChatCompletionRequestToolMessage: required `tool_call_id`.
    """
    turns = _tool_turns("Hm.")
    probe.chat(messages=turns, max_tokens=1)
    del turns[2]["tool_call_id"]
    error = probe.rejection(messages=turns, max_tokens=1)
    return must_be_refused(error, "tool_call_id")


@section.row("messages.function", "function", "role", "messages")
def reads_function_results(probe: Probe) -> Finding:
    """A (deprecated) `function` message reaches the model.

    Source: OpenAPI 2.3.0, ChatCompletionRequestFunctionMessage.
    """
    turns: Messages = [*user("Hi"), {"role": "function", "name": "look_up", "content": "Hm."}]
    more: Messages = [*user("Hi"), {"role": "function", "name": "look_up", "content": WORDS}]
    if _adds(probe, turns, more) < 4:
        return ignored("its words add no tokens to the prompt")
    return honoured()


@section.row("messages.name", "name")
def reads_names(probe: Probe) -> Finding:
    """A participant's `name` is taken, and must be a string.

    Source: OpenAPI 2.3.0, ChatCompletionRequestUserMessage.name.
    """
    named = [{"role": "user", "name": "Bartholomew", "content": "Hi"}]
    if _adds(probe, user("Hi"), named) > 0:
        return honoured("it reaches the model")
    if probe.rejection(messages=[{**named[0], "name": 5}], max_tokens=1) is None:
        return ignored("it adds no tokens to the prompt, and a number is taken too")
    return accepted("the model's template may have no place for it")


@section.row("messages.parts", "content", "type", "messages")
def reads_text_parts(probe: Probe) -> Finding:
    """Content may be a list of text parts, and each of them counts.

    Source: OpenAPI 2.3.0, ChatCompletionRequestMessageContentPartText.
    """
    first = {"type": "text", "text": "Tell me of the sea."}
    one, two = ([{"role": "user", "content": parts}] for parts in ([first], [first, *_more()]))
    if probe.prompt_tokens(user("Tell me of the sea.")) != probe.prompt_tokens(one):
        return wrong("the same words as a string are another prompt")
    if _adds(probe, one, two) < 4:
        return ignored("a second part adds no tokens to the prompt")
    return honoured()


def _more() -> list[dict[str, object]]:
    return [{"type": "text", "text": WORDS}]


def _reads_part(probe: Probe, part: dict[str, object]) -> Finding:
    text = {"type": "text", "text": "What is this?"}
    with_it = [{"role": "user", "content": [text, part]}]
    without: Messages = [{"role": "user", "content": [text]}]
    if _adds(probe, without, with_it) <= 0:
        return ignored("it adds no tokens to the prompt")
    return honoured()


@section.row("messages.image_url", "image_url", "type", "content")
def reads_images(probe: Probe) -> Finding:
    """An `image_url` part reaches the model, or is refused.

    Source: OpenAPI 2.3.0, ChatCompletionRequestMessageContentPartImage.
    """
    return _reads_part(probe, {"type": "image_url", "image_url": {"url": PNG}})


@section.row("messages.input_audio", "input_audio", "type", "content")
def reads_audio(probe: Probe) -> Finding:
    """An `input_audio` part reaches the model, or is refused.

    Source: OpenAPI 2.3.0, ChatCompletionRequestMessageContentPartAudio.
    """
    return _reads_part(
        probe, {"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}}
    )


@section.row("messages.file", "file", "type", "content")
def reads_files(probe: Probe) -> Finding:
    """A `file` part reaches the model, or is refused.

    Source: OpenAPI 2.3.0, ChatCompletionRequestMessageContentPartFile.
    """
    data = "data:text/plain;base64,VGhlIHNlYSBpcyB3aWRlIGFuZCBibHVlLg=="
    return _reads_part(probe, {"type": "file", "file": {"filename": "a.txt", "file_data": data}})


@section.row("messages.unknown_part", "content", "type", "messages")
def refuses_unknown_parts(probe: Probe) -> Finding:
    """A part of a type that nobody defines is refused.

    Source: OpenAPI 2.3.0, ChatCompletionRequestUserMessageContentPart.
    """
    part = {"type": "no_such_part", "no_such_part": "x"}
    text = {"type": "text", "text": "Hi"}
    probe.chat(messages=[{"role": "user", "content": [text]}], max_tokens=1)
    error = probe.rejection(messages=[{"role": "user", "content": [text, part]}], max_tokens=1)
    return must_be_refused(error, "content", "type", "messages", "no_such_part")


@section.row("messages.unknown_role", "role", "messages")
def refuses_unknown_roles(probe: Probe) -> Finding:
    """A message whose role nobody defines is refused.

    Source: OpenAPI 2.3.0, ChatCompletionRequestMessage.
    """
    error = probe.rejection(messages=[{"role": "nobody", "content": "Hi"}], max_tokens=1)
    return must_be_refused(error, "role", "messages", "nobody")
