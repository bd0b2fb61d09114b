"""Everything about a request that is not the answer: who asks, how it is kept, how hard to think.

Several of these have no effect that the documents let a client see. Those end as accepted, and only
where the server shows that it reads them: by refusing a value that cannot be meant. A server that
takes `user: {}` has never looked.
"""

from __future__ import annotations

from rejoinder.conformance.probe import CHAT, Probe, user
from rejoinder.conformance.replies import Answer, Json, Rejected
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import (
    Finding,
    accepted,
    honoured,
    ignored,
    wrong,
)

section = Section("Everything else")

NONSENSE = {"no": ["such", "value"]}


def _reads(probe: Probe, name: str, good: object, *bad: object, **beside: object) -> Finding:
    """Accepted where the good value is taken and every bad one is refused by name."""
    probe.chat(max_tokens=1, **{**beside, name: good})
    for value in bad:
        error = probe.rejection(max_tokens=1, **{**beside, name: value})
        if error is None:
            return ignored(f"{_brief(value)} is taken, too")
        if not error.is_refusal or not error.names(name):
            return error.finding((name,))
    return accepted()


def _brief(value: object) -> str:
    if isinstance(value, str) and len(value) > 20:
        return f"text of {len(value)} characters"
    if isinstance(value, dict) and len(value) > 3:
        return f"an object of {len(value)} keys"
    return f"`{value}`"


@section.row("user")
def reads_user(probe: Probe) -> Finding:
    """`user` is an identifier, a string.

    Source: OpenAPI 2.3.0, user.
    """
    return _reads(probe, "user", "user-1234", NONSENSE)


@section.row("safety_identifier")
def reads_safety_identifier(probe: Probe) -> Finding:
    """`safety_identifier` is a string of at most 64 characters.

    Source: OpenAPI 2.3.0, safety_identifier: maxLength 64.
    """
    return _reads(probe, "safety_identifier", "id-1234", NONSENSE, "x" * 65)


@section.row("metadata")
def reads_metadata(probe: Probe) -> Finding:
    """`metadata` has at most 16 pairs, of at most 64 and 512 characters.

    Source: OpenAPI 2.3.0, Metadata.
    """
    many = {f"key{i}": "x" for i in range(17)}
    return _reads(probe, "metadata", {"a": "b"}, {"a": 5}, many, {"k" * 65: "v"}, {"k": "v" * 513})


@section.row("store")
def stores(probe: Probe) -> Finding:
    """`store: true` keeps the answer, which `GET /chat/completions/{id}` then gives.

    Source: OpenAPI 2.3.0, store and getChatCompletion.
    """
    answer = probe.tell(temperature=0, store=True)
    path = f"{CHAT}/{answer.json.string('id')}"
    reply = probe.transport.send("GET", path)
    if reply.status != 200:
        return ignored(f"asked for again: {Rejected(reply).summary}")
    kept = Answer(Json.read(reply.body, "the stored answer"), {})
    probe.transport.send("DELETE", path)
    return honoured() if kept.facts == answer.facts else wrong("what is kept is another answer")


def _makes_a_difference(probe: Probe, name: str, values: tuple[str, str]) -> str:
    """How two values of a parameter lead to different answers, or nothing."""
    few, much = (probe.tell(temperature=0, max_tokens=48, **{name: value}) for value in values)
    if few.usage.prompt != much.usage.prompt:
        return "it reaches the model"
    return "answers differ" if few.facts != much.facts else ""


@section.row("reasoning_effort")
def thinks_harder(probe: Probe) -> Finding:
    """`reasoning_effort` changes how much is thought; unknown efforts are refused.

    Source: OpenAPI 2.3.0, ReasoningEffort.
    """
    difference = _makes_a_difference(probe, "reasoning_effort", ("low", "high"))
    if not difference and probe.rejection(reasoning_effort="none", max_tokens=1) is None:
        difference = _makes_a_difference(probe, "reasoning_effort", ("none", "high"))
    found = _reads(probe, "reasoning_effort", "low", "no_such_effort")
    return honoured(difference) if difference and not found.is_failing else found


@section.row("verbosity")
def says_more(probe: Probe) -> Finding:
    """`verbosity` changes how much is said; unknown values are refused.

    Source: OpenAPI 2.3.0, Verbosity.
    """
    difference = _makes_a_difference(probe, "verbosity", ("low", "high"))
    found = _reads(probe, "verbosity", "low", "no_such_verbosity")
    return honoured(difference) if difference and not found.is_failing else found


@section.row("prediction")
def uses_predictions(probe: Probe) -> Finding:
    """A `prediction` changes nothing in the answer, and usage counts what of it was accepted.

    Source: OpenAPI 2.3.0, PredictionContent and usage's accepted_prediction_tokens.
    """
    prediction = {"type": "content", "content": probe.greedy.text}
    answer = probe.tell(temperature=0, prediction=prediction)
    if not probe.is_greedy(answer.facts):
        return wrong("the answer is another one")
    used = answer.json.get("usage", "completion_tokens_details", "accepted_prediction_tokens")
    if used is None:
        return ignored("usage does not count what was accepted")
    if used.integer() == 0:
        return ignored("nothing of a prediction that is right was accepted")
    return honoured()


@section.row("modalities")
def speaks_text(probe: Probe) -> Finding:
    """`modalities: ["text"]` is the default; unknown ones are refused.

    Source: OpenAPI 2.3.0, ResponseModalities.
    """
    if not probe.is_greedy(probe.tell(temperature=0, modalities=["text"]).facts):
        return wrong("the answer is another one")
    found = _reads(probe, "modalities", ["text"], ["no_such_modality"])
    return found if found.is_failing else honoured()


@section.row("modalities.audio", "modalities", "audio")
def speaks(probe: Probe) -> Finding:
    """`modalities: ["text", "audio"]` gives spoken answers.

    Source: OpenAPI 2.3.0, audio and message.audio.
    """
    audio = {"voice": "alloy", "format": "wav"}
    answer = probe.tell(modalities=["text", "audio"], audio=audio)
    data = answer.choices[0].get("message", "audio", "data")
    return honoured() if data and data.string() else ignored("the answer has no audio")


@section.row("web_search_options")
def searches(probe: Probe) -> Finding:
    """`web_search_options` makes the answer draw on a search, and cite it.

    Source: OpenAPI 2.3.0, web_search_options and message.annotations.
    """
    answer = probe.chat(messages=user("What is in the news today?"), web_search_options={})
    if answer.choices[0].get("message", "annotations") is None:
        return ignored("the answer has no annotations")
    return honoured()


@section.row("moderation")
def moderates(probe: Probe) -> Finding:
    """`moderation` has input and answer judged, and the answer tells the results.

    Source: OpenAPI 2.3.0, ModerationParam and CreateChatCompletionResponse.moderation.
    """
    answer = probe.chat(max_tokens=1, moderation={"model": "omni-moderation-latest"})
    return honoured() if answer.json.get("moderation") else ignored("the answer has no results")


@section.row("prompt_cache_key")
def groups_by_cache_key(probe: Probe) -> Finding:
    """`prompt_cache_key` groups requests whose prompts begin alike; usage tells what was cached.

    Source: OpenAPI 2.3.0, prompt_cache_key and prompt_tokens_details.cached_tokens.
    """
    messages = user("The sea is wide and blue and full of fish. " * 24)
    for _ in range(3):
        answer = probe.chat(messages=messages, max_tokens=1, prompt_cache_key="conformance")
    found = _reads(probe, "prompt_cache_key", "conformance", NONSENSE)
    if found.is_failing:
        return found
    cached = answer.json.get("usage", "prompt_tokens_details", "cached_tokens")
    if cached is None or cached.integer() == 0:
        return accepted("no prompt tokens are told as cached")
    return honoured(f"{cached.integer()} of {answer.usage.prompt} tokens were cached")


@section.row("prompt_cache_retention")
def reads_retention(probe: Probe) -> Finding:
    """`prompt_cache_retention` is `in_memory` or `24h`.

    Source: OpenAPI 2.3.0, prompt_cache_retention.
    """
    return _reads(probe, "prompt_cache_retention", "in_memory", "no_such_retention")


@section.row("prompt_cache_options")
def reads_cache_options(probe: Probe) -> Finding:
    """`prompt_cache_options` has a mode, `implicit` or `explicit`.

    Source: OpenAPI 2.3.0, PromptCacheOptionsParam.
    """
    return _reads(probe, "prompt_cache_options", {"mode": "implicit"}, {"mode": "no_such_mode"})
