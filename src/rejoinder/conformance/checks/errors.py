"""What cannot be answered: the status, the envelope, and which field was at fault."""

from __future__ import annotations

import json
import time

from rejoinder.conformance.checks.common import code_of, error_faults, error_finding
from rejoinder.conformance.probe import CHAT, Probe, user
from rejoinder.conformance.replies import Rejected, Untestable, shown
from rejoinder.conformance.row import Section
from rejoinder.conformance.transport import Reply
from rejoinder.conformance.verdict import Finding, ignored, wrong

section = Section("Errors")

# Field, and a value of a type it cannot have.
WRONG_TYPES: tuple[tuple[str, object], ...] = (
    ("messages", "Hi"),
    ("temperature", "hot"),
    ("top_p", [1]),
    ("stream", "maybe"),
    ("stop", 5),
    ("max_tokens", "many"),
)
# Words of a prompt: each step four times the last, for servers with larger contexts.
PROMPT_WORDS = (4_000, 16_000, 64_000, 256_000)
# A server that takes this long for a prompt is not asked for one four times as long.
PATIENCE_S = 5.0


def _text(body: bytes) -> str:
    return body.decode(errors="replace")


@section.row("errors.envelope", "temperature")
def has_the_envelope(probe: Probe) -> Finding:
    """An error is `{"error": {"message", "type", "param", "code"}}`, and `param` names the field.

    Source: API reference, errors; OpenAPI (whole document), ErrorResponse.
    """
    reply = probe.post(probe.body(temperature="hot"))
    return error_finding(error_faults(reply, 400, "temperature"), Rejected(reply).summary)


@section.row("errors.unknown_model", "model")
def knows_no_unknown_model(probe: Probe) -> Finding:
    """A model that is not served is a 404 with the code `model_not_found`.

    Source: API reference, `model`; OpenAI's error codes.
    """
    reply = probe.post({**probe.body(max_tokens=1), "model": "no-such-model-here"})
    faults, minor = error_faults(reply, 404, "no-such-model-here", "model")
    if not faults and code_of(reply) != "model_not_found":
        minor = [*minor, f"the code is {shown(code_of(reply))}"]
    if reply.status == 200:
        return ignored("another model answers")
    return error_finding((faults, minor), Rejected(reply).summary)


@section.row("errors.json", "body")
def refuses_what_is_no_json(probe: Probe) -> Finding:
    """A body that is no JSON is a 400 in the envelope.

    Source: API reference, "The request body must be a JSON object"; errors.
    """
    faults: list[str] = []
    minor: list[str] = []
    for body in (b'{"model": ', b"[1, 2]", b"\xff\xfe"):
        reply = probe.transport.send("POST", CHAT, body)
        found, less = error_faults(reply, 400)
        faults += [f"`{_text(body)}`: {fault}" for fault in found]
        minor += less
    return error_finding((faults, sorted(set(minor))))


@section.row("errors.required", "messages", "model")
def asks_for_what_is_required(probe: Probe) -> Finding:
    """A request without `messages` or `model`, or with no message, is a 400 that names the field.

    Source: OpenAPI 2.3.0, CreateChatCompletionRequest: required; messages: minItems 1.
    """
    whole = probe.body(max_tokens=1)
    bodies = [
        ("messages", {name: value for name, value in whole.items() if name != "messages"}),
        ("model", {name: value for name, value in whole.items() if name != "model"}),
        ("messages", {**whole, "messages": []}),
    ]
    faults: list[str] = []
    minor: list[str] = []
    for name, body in bodies:
        found, less = error_faults(probe.post(body), 400, name)
        faults += [f"without `{name}`: {fault}" for fault in found]
        minor += less
    return error_finding((faults, sorted(set(minor))))


@section.row("errors.types", *(name for name, _ in WRONG_TYPES))
def names_what_has_a_wrong_type(probe: Probe) -> Finding:
    """A field of a wrong type is a 400 that names it.

    Source: OpenAPI 2.3.0, CreateChatCompletionRequest: types.
    """
    faults: list[str] = []
    minor: list[str] = []
    for name, value in WRONG_TYPES:
        body = {**probe.body(max_tokens=1), name: value}
        found, less = error_faults(probe.post(body), 400, name)
        faults += [f"`{name}: {json.dumps(value)}`: {fault}" for fault in found]
        minor += less
    return error_finding((faults, sorted(set(minor))[:2]))


@section.row("errors.context_length", "messages")
def refuses_what_is_too_long(probe: Probe) -> Finding:
    """A prompt that does not fit is a 400, `context_length_exceeded`; it is never cut in silence.

    Source: API reference, `max_tokens`: "limited by the model's context length"; error codes.
    """
    for num_words in PROMPT_WORDS:
        body = {**probe.body(max_tokens=1), "messages": user("sea " * num_words)}
        began_s = time.monotonic()
        reply = probe.post(body)
        if reply.status != 200:
            break
        read = _tokens_read(reply)
        if read < num_words // 2:
            return wrong(f"of {num_words} words {read} tokens are read, and nothing is said")
        if time.monotonic() - began_s > PATIENCE_S:
            raise Untestable(f"{num_words} words are taken; a longer prompt would take too long")
    else:
        raise Untestable(f"{PROMPT_WORDS[-1]} words are taken")
    if reply.status == 413:
        raise Untestable("the body is too large for this server before the prompt is")
    faults, minor = error_faults(reply, 400)
    if not faults and code_of(reply) != "context_length_exceeded":
        minor = [*minor, f"the code is {shown(code_of(reply))}"]
    return error_finding((faults, minor), Rejected(reply).summary)


def _tokens_read(reply: Reply) -> int:
    usage = Rejected(reply).json
    prompt = usage.get("usage", "prompt_tokens") if usage else None
    return prompt.integer() if prompt else 0
