"""`response_format`: text, JSON, and JSON of a schema that no model would meet by chance."""

from __future__ import annotations

import json

from rejoinder.conformance.checks.common import must_be_refused
from rejoinder.conformance.probe import Probe, user
from rejoinder.conformance.replies import Answer, shown
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import Finding, honoured, ignored, wrong

section = Section("Formats")

ASK = user("Describe the sea as a JSON object with the keys colour and depth.")
MAX_TOKENS = 120
# Words that no model says unless it is made to.
WORDS = ("xq7", "zk4")
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"answer": {"type": "string", "enum": list(WORDS)}},
    "required": ["answer"],
    "additionalProperties": False,
}


def begins_json(text: str) -> bool:
    """Whether more text could make this a JSON object."""
    try:
        return isinstance(json.loads(text), dict)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) or error.msg.startswith(("Unterminated", "Inv"))
        return text.lstrip().startswith("{") and at_end


def _judge(answer: Answer) -> Finding | None:
    """None where the answer is whole JSON, for more to be asked of it."""
    if answer.finish == "length":
        if begins_json(answer.text):
            return honoured(f"as far as {MAX_TOKENS} tokens go")
        return ignored(f"it is no JSON: {shown(answer.text[:60])}")
    try:
        value = json.loads(answer.text)
    except ValueError:
        return ignored(f"it is no JSON: {shown(answer.text[:60])}")
    return None if isinstance(value, dict) else wrong("it is JSON, but no object")


@section.row("response_format.text", "response_format")
def formats_text(probe: Probe) -> Finding:
    """`{"type": "text"}` is the default.

    Source: OpenAPI 2.3.0, ResponseFormatText.
    """
    answer = probe.tell(temperature=0, response_format={"type": "text"})
    return honoured() if probe.is_greedy(answer.facts) else wrong("the answer is another one")


@section.row("response_format.json_object", "response_format")
def formats_json(probe: Probe) -> Finding:
    """`{"type": "json_object"}` gives a JSON object, whatever the model would rather say.

    Source: OpenAPI 2.3.0, ResponseFormatJsonObject: "ensures the message ... is valid JSON".
    """
    by_luck = True
    for ask in ({"temperature": 0}, {"temperature": 1.5, "seed": 3}):
        answer = probe.chat(
            messages=ASK, response_format={"type": "json_object"}, max_tokens=MAX_TOKENS, **ask
        )
        found = _judge(answer)
        if found is not None and found.is_failing:
            return found
        plain = probe.chat(messages=ASK, max_tokens=MAX_TOKENS, **ask)
        by_luck = by_luck and answer.facts == plain.facts
    return honoured("the model says it unasked, too" if by_luck else "")


@section.row("response_format.json_schema", "response_format", "json_schema")
def formats_by_schema(probe: Probe) -> Finding:
    """`{"type": "json_schema"}` gives JSON that matches the schema.

    Source: OpenAPI 2.3.0, ResponseFormatJsonSchema: "ensures the model will match your ... schema".
    """
    schema = {"name": "reply", "strict": True, "schema": SCHEMA}
    format_ = {"type": "json_schema", "json_schema": schema}
    for ask in ({"temperature": 0}, {"temperature": 1.5, "seed": 3}):
        answer = probe.chat(messages=ASK, response_format=format_, max_tokens=MAX_TOKENS, **ask)
        found = _judge(answer)
        if found is not None:
            return found
        value = json.loads(answer.text)
        if list(value) != ["answer"] or value["answer"] not in WORDS:
            return ignored(f"it does not match: {shown(answer.text)}")
    return honoured()


@section.row("response_format.strict", "response_format", "additionalProperties")
def refuses_schemas_outside_the_subset(probe: Probe) -> Finding:
    """With `strict: true` a schema outside the documented subset is refused; without, it is not.

    Source: API guide "Structured Outputs": "additionalProperties: false must always be set".
    """
    loose = {name: value for name, value in SCHEMA.items() if name != "additionalProperties"}

    def asked(*, strict: bool) -> dict[str, object]:
        return {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": strict, "schema": loose},
        }

    probe.chat(messages=ASK, response_format=asked(strict=False), max_tokens=1)
    error = probe.rejection(messages=ASK, response_format=asked(strict=True), max_tokens=1)
    return must_be_refused(error, "response_format", "additionalProperties", "schema")


@section.row("response_format.stream", "response_format", "stream")
def streams_json(probe: Probe) -> Finding:
    """JSON in a stream, joined, is that of the plain answer.

    Source: OpenAPI 2.3.0, CreateChatCompletionStreamResponse.
    """
    schema = {"name": "reply", "strict": True, "schema": SCHEMA}
    ask: dict[str, object] = {
        "messages": ASK,
        "temperature": 0,
        "max_tokens": MAX_TOKENS,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }
    plain, streamed = probe.chat(**ask), probe.stream(**ask)
    return honoured() if streamed.text == plain.text else wrong("it is another one")


@section.row("response_format.unknown", "response_format", "type")
def refuses_unknown_formats(probe: Probe) -> Finding:
    """A format that nobody defines is refused.

    Source: OpenAPI 2.3.0, response_format: oneOf.
    """
    probe.chat(response_format={"type": "text"}, max_tokens=1)
    error = probe.rejection(response_format={"type": "no_such_format"}, max_tokens=1)
    return must_be_refused(error, "response_format", "no_such_format")
