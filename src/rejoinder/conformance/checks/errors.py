"""What cannot be answered: the status, the envelope, and which field was at fault."""

from __future__ import annotations

import json
import time

from rejoinder.conformance.probe import CHAT, Probe, user
from rejoinder.conformance.replies import Rejected, Untestable, shown
from rejoinder.conformance.row import Section
from rejoinder.conformance.transport import Reply
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

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


def _fails(reply: Reply, status: int, *names: str) -> tuple[list[str], list[str]]:
    """What is wrong with an error, and what is merely less than the documents have."""
    error = Rejected(reply)
    if reply.status == 200:
        return ["it is answered with 200"], []
    faults = error.envelope_faults()
    if reply.status != status:
        faults.append(f"the status is {reply.status}, not {status}")
    if names and not error.names(*names):
        faults.append(f"`{names[0]}` is not named")
    # A numeric code, and an empty `param` where the message names the field, can be lived with.
    minor = [fault for fault in faults if fault.startswith("`error.code` is ")]
    if names and not faults:
        param = error.json.get("error", "param") if error.json else None
        if param is None:
            minor.append(f"`param` is null, though the message names `{names[0]}`")
    return [fault for fault in faults if fault not in minor], minor


def _finding(failed: tuple[list[str], list[str]], shown_as: str = "") -> Finding:
    faults, minor = failed
    if faults:
        return wrong("; ".join(faults) + (f": {shown_as}" if shown_as else ""))
    return partly("; ".join(minor)) if minor else honoured()


def _code(reply: Reply) -> object:
    error = Rejected(reply)
    code = error.json.get("error", "code") if error.json else None
    return code.value if code else None


@section.row("errors.envelope", "temperature")
def has_the_envelope(probe: Probe) -> Finding:
    """An error is `{"error": {"message", "type", "param", "code"}}`, and `param` names the field.

    Source: API reference, errors; OpenAPI (whole document), ErrorResponse.
    """
    reply = probe.post(probe.body(temperature="hot"))
    return _finding(_fails(reply, 400, "temperature"), Rejected(reply).summary)


@section.row("errors.unknown_model", "model")
def knows_no_unknown_model(probe: Probe) -> Finding:
    """A model that is not served is a 404 with the code `model_not_found`.

    Source: API reference, `model`; OpenAI's error codes.
    """
    reply = probe.post({**probe.body(max_tokens=1), "model": "no-such-model-here"})
    faults, minor = _fails(reply, 404, "no-such-model-here", "model")
    if not faults and _code(reply) != "model_not_found":
        minor = [*minor, f"the code is {shown(_code(reply))}"]
    if reply.status == 200:
        return ignored("another model answers")
    return _finding((faults, minor), Rejected(reply).summary)


@section.row("errors.json", "body")
def refuses_what_is_no_json(probe: Probe) -> Finding:
    """A body that is no JSON is a 400 in the envelope.

    Source: API reference, "The request body must be a JSON object"; errors.
    """
    faults: list[str] = []
    minor: list[str] = []
    for body in (b'{"model": ', b"[1, 2]", b"\xff\xfe"):
        reply = probe.transport.send("POST", CHAT, body)
        found, less = _fails(reply, 400)
        faults += [f"{body!r}: {fault}" for fault in found]
        minor += less
    return _finding((faults, sorted(set(minor))))


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
        found, less = _fails(probe.post(body), 400, name)
        faults += [f"without `{name}`: {fault}" for fault in found]
        minor += less
    return _finding((faults, sorted(set(minor))))


@section.row("errors.types", *(name for name, _ in WRONG_TYPES))
def names_what_has_a_wrong_type(probe: Probe) -> Finding:
    """A field of a wrong type is a 400 that names it.

    Source: OpenAPI 2.3.0, CreateChatCompletionRequest: types.
    """
    faults: list[str] = []
    minor: list[str] = []
    for name, value in WRONG_TYPES:
        body = {**probe.body(max_tokens=1), name: value}
        found, less = _fails(probe.post(body), 400, name)
        faults += [f"`{name}: {json.dumps(value)}`: {fault}" for fault in found]
        minor += less
    faults = [*faults[:2], *([f"{len(faults) - 2} more"] if len(faults) > 2 else [])]
    return _finding((faults, sorted(set(minor))[:2]))


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
    faults, minor = _fails(reply, 400)
    if not faults and _code(reply) != "context_length_exceeded":
        minor = [*minor, f"the code is {shown(_code(reply))}"]
    return _finding((faults, minor), Rejected(reply).summary)


def _tokens_read(reply: Reply) -> int:
    usage = Rejected(reply).json
    prompt = usage.get("usage", "prompt_tokens") if usage else None
    return prompt.integer() if prompt else 0
