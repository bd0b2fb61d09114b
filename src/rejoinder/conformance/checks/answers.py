"""Models, and what a whole answer looks like."""

from __future__ import annotations

from urllib.parse import quote

from rejoinder.conformance.checks.common import error_faults, error_finding
from rejoinder.conformance.probe import Messages, Probe
from rejoinder.conformance.replies import FINISH_REASONS, Json, Rejected, Untestable
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import Finding, honoured, partly, wrong

section = Section("Models and answers")

# Every parameter that the OpenAPI document lets be null, `stream` among them.
NULLABLE = (
    "audio",
    "frequency_penalty",
    "logit_bias",
    "logprobs",
    "max_completion_tokens",
    "metadata",
    "modalities",
    "n",
    "prediction",
    "presence_penalty",
    "reasoning_effort",
    "seed",
    "service_tier",
    "stop",
    "store",
    "stream",
    "stream_options",
    "top_logprobs",
    "top_p",
    "verbosity",
)
MODEL_FIELDS = ("id", "object", "created", "owned_by")


def _model_faults(model: Json) -> list[str]:
    faults = [f"`{name}` is missing" for name in MODEL_FIELDS if not model.has(name)]
    if not faults:
        model.string("id"), model.string("owned_by"), model.integer("created")
        if model.string("object") != "model":
            faults.append(f"`object` is `{model.string('object')}`")
    return faults


@section.row("models.list")
def lists_models(probe: Probe) -> Finding:
    """`GET /models` lists the models, each with id, object, created and owned_by.

    Source: OpenAPI 2.3.0, listModels; API reference, "List Models".
    """
    reply = probe.transport.send("GET", "/models")
    if reply.status != 200:
        return wrong(Rejected(reply).summary)
    body = Json.read(reply.body, "the list")
    models = body.items("data")
    if probe.model not in {model.string("id") for model in models}:
        return wrong(f"`{probe.model}` answers, but is not in the list")
    faults = [fault for model in models for fault in _model_faults(model)]
    if body.get("object") is None or body.string("object") != "list":
        faults.append("`object` is not `list`")
    return partly("; ".join(faults[:3])) if faults else honoured()


@section.row("models.retrieve")
def retrieves_a_model(probe: Probe) -> Finding:
    """`GET /models/{model}` describes one model.

    Source: OpenAPI 2.3.0, retrieveModel; API reference, "Retrieve a Model".
    """
    reply = probe.transport.send("GET", "/models/" + quote(probe.model, safe="/"))
    if reply.status in (404, 405, 501):
        return wrong(f"there is no such path: {Rejected(reply).summary}")
    if reply.status != 200:
        return wrong(Rejected(reply).summary)
    model = Json.read(reply.body, "the model")
    if model.string("id") != probe.model:
        return wrong(f"it is `{model.string('id')}`")
    faults = _model_faults(model)
    return partly("; ".join(faults)) if faults else honoured()


@section.row("models.unknown")
def knows_no_unknown_model(probe: Probe) -> Finding:
    """`GET /models/{model}` of a model there is not is a 404 in the error envelope.

    Source: OpenAPI 2.3.0, retrieveModel; OpenAI's error codes, `model_not_found`.
    """
    reply = probe.transport.send("GET", "/models/no-such-model-here")
    if reply.status == 200:
        return wrong("it is described")
    return error_finding(error_faults(reply, 404), Rejected(reply).summary)


@section.row("answer.shape")
def has_the_shape(probe: Probe) -> Finding:
    """An answer has id, object, created, model, and choices with index, message, logprobs, reason.

    Source: OpenAPI 2.3.0, CreateChatCompletionResponse.
    """
    first, second = probe.tell(temperature=0), probe.tell(temperature=0)
    body = first.json
    if body.string("object") != "chat.completion":
        return wrong(f"`object` is `{body.string('object')}`")
    body.integer("created"), body.string("model")
    if body.string("id") == second.json.string("id"):
        return wrong("two answers have the same `id`")
    choice = first.choices[0]
    if choice.string("message", "role") != "assistant":
        return wrong(f"the role is `{choice.string('message', 'role')}`")
    if first.finish not in FINISH_REASONS:
        return wrong(f"`finish_reason` is `{first.finish}`")
    if not first.text:
        return wrong("the message is empty")
    missing = [name for name in ("logprobs",) if not choice.has(name)]
    missing += [f"message.{one}" for one in ("refusal",) if not choice.at("message").has(one)]
    if missing:
        return partly(f"required and missing: {', '.join(missing)}")
    return honoured()


@section.row("answer.usage")
def counts(probe: Probe) -> Finding:
    """`usage` counts prompt and completion, and the total is their sum.

    Source: OpenAPI 2.3.0, CompletionUsage.
    """
    short = probe.tell(temperature=0, max_tokens=5)
    usage = short.usage
    if usage.total != usage.prompt + usage.completion:
        return wrong(f"{usage.prompt} + {usage.completion} is not {usage.total}")
    if short.finish == "length" and usage.completion != 5:
        return wrong(f"5 tokens ended by `length` are counted as {usage.completion}")
    messages: Messages = [*probe.story, {"role": "assistant", "content": short.text}, *probe.story]
    longer = probe.prompt_tokens(messages)
    if not 0 < usage.prompt < longer:
        return wrong(f"a prompt of three messages counts {longer}, of its first {usage.prompt}")
    cached = short.json.get("usage", "prompt_tokens_details", "cached_tokens")
    if isinstance(cached and cached.value, int) and short.json.integer(
        "usage", "prompt_tokens_details", "cached_tokens"
    ) not in range(usage.prompt + 1):
        return wrong("more tokens are cached than the prompt has")
    return honoured()


@section.row("answer.system_fingerprint")
def has_a_fingerprint(probe: Probe) -> Finding:
    """`system_fingerprint` represents the configuration, so that a seed's promise can be judged.

    Source: OpenAPI 2.3.0, CreateChatCompletionResponse.system_fingerprint.
    """
    prints = [probe.tell(seed=seed).json.get("system_fingerprint") for seed in (1, 2)]
    if any(one is None or one.value == "" for one in prints):
        return partly("there is none, or it is empty")
    if len({one.string() for one in prints if one is not None}) > 1:
        return wrong("it differs from answer to answer")
    return honoured()


@section.row("answer.nulls", *NULLABLE)
def takes_null_for_the_default(probe: Probe) -> Finding:
    """A parameter that is null is as if it had not been sent.

    Source: OpenAPI 2.3.0, CreateChatCompletionRequest: `nullable`, `type: "null"`.
    """
    nulls = {name: None for name in NULLABLE if name != probe.limit_name}
    error = probe.rejection(messages=probe.story, temperature=0, **nulls)
    if error is not None:
        one_by_one = [
            name for name in nulls if probe.rejection(messages=probe.story, **{name: None})
        ]
        return wrong(f"refused: {', '.join(one_by_one) or error.summary}")
    if not probe.is_greedy(probe.tell(temperature=0, **nulls).facts):
        return wrong("the answer is another one")
    return honoured()


@section.row("answer.unknown_parameter", "no_such_parameter")
def says_so_of_an_unknown_parameter(probe: Probe) -> Finding:
    """A parameter that nobody defines is not taken in silence.

    Source: not in the documents; OpenAI's own servers answer 400, "Unrecognized request argument".
    """
    name = "no_such_parameter"
    try:
        answer = probe.chat(max_tokens=1, **{name: 1})
    except Rejected as error:
        return honoured(error.summary) if error.names(name) else error.finding((name,))
    if any(name in value for value in answer.headers.values()):
        return honoured("taken, and named in a response header")
    return partly("taken in silence")


@section.row("auth.key")
def knows_keys(probe: Probe) -> Finding:
    """A wrong key is a 401 in the error envelope.

    Source: API reference, "Authorization"; OpenAI's error codes, 401 `invalid_api_key`.
    """
    reply = probe.transport.send("GET", "/models", api_key="no-such-key")
    if reply.status == 200:
        raise Untestable("this server asks for no key")
    error = Rejected(reply)
    faults = error.envelope_faults()
    if reply.status not in (401, 403) or faults:
        return wrong(f"{error.summary} {'; '.join(faults)}")
    return honoured()
