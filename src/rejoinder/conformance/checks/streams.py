"""Streams: their protocol, and that they say what a plain answer says."""

from __future__ import annotations

from rejoinder.conformance.checks.common import error_faults, error_finding, must_be_refused
from rejoinder.conformance.probe import CHAT, Probe, user
from rejoinder.conformance.replies import Json, Rejected, Stream, Untestable, Usage
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

section = Section("Streams")

HEADING = ("id", "created", "model")
REPLACEMENT = "\ufffd"


def _greedy(probe: Probe, **parameters: object) -> Stream:
    stream = probe.stream(messages=probe.story, temperature=0, **parameters)
    if not stream.chunks:
        kind = stream.content_type or "nothing"
        raise Untestable(f"no stream came, but {kind}")
    return stream


def _says(choice: Json) -> bool:
    content = choice.get("delta", "content")
    return content is not None and content.value != ""


@section.row("stream")
def streams(probe: Probe) -> Finding:
    """`stream: true` gives server-sent events, each a `chat.completion.chunk`.

    Source: OpenAPI 2.3.0, stream and CreateChatCompletionStreamResponse.
    """
    stream = probe.stream(messages=probe.story, temperature=0)
    if not stream.chunks:
        return ignored(f"what came is {stream.content_type or 'empty'}")
    if not stream.content_type.startswith("text/event-stream"):
        return wrong(f"its content type is `{stream.content_type}`")
    kinds = {chunk.string("object") for chunk in stream.chunks}
    if kinds != {"chat.completion.chunk"}:
        return wrong(f"its objects are {', '.join(sorted(kinds))}")
    return honoured()


@section.row("stream.heading", "stream")
def keeps_its_heading(probe: Probe) -> Finding:
    """All chunks have the same id, created and model.

    Source: OpenAPI 2.3.0, CreateChatCompletionStreamResponse: "Each chunk has the same ID".
    """
    chunks = _greedy(probe).chunks
    differing = [name for name in HEADING if len({str(c.at(name).value) for c in chunks}) > 1]
    return wrong(f"they differ in {', '.join(differing)}") if differing else honoured()


@section.row("stream.role", "stream")
def begins_with_the_role(probe: Probe) -> Finding:
    """The first delta has the role, and no later one another.

    Source: API reference, The Delta Object; OpenAI's streams.
    """
    deltas = [choice.at("delta") for _, choice in _greedy(probe).deltas()]
    roles = [delta.string("role") if delta.get("role") else None for delta in deltas]
    if set(roles) - {"assistant", None}:
        return wrong(f"the roles are {', '.join(sorted({role for role in roles if role}))}")
    if "assistant" not in roles:
        return wrong("no delta has it")
    return honoured() if roles[0] else partly("not the first delta has it")


@section.row("stream.finish", "stream")
def ends_once(probe: Probe) -> Finding:
    """One chunk has the choice's `finish_reason`, the others null, and no text comes after it.

    Source: OpenAPI 2.3.0, CreateChatCompletionStreamResponse: required `finish_reason`.
    """
    choices = [choice for _, choice in _greedy(probe).deltas()]
    reasons = [choice.get("finish_reason") for choice in choices]
    places = [place for place, reason in enumerate(reasons) if reason is not None]
    if len(places) != 1:
        return wrong(f"{len(places)} chunks have one")
    if any(map(_says, choices[places[0] + 1 :])):
        return wrong("text comes after it")
    if choices[places[0]].string("finish_reason") != probe.greedy.finish:
        return wrong("it is not that of the plain answer")
    if not all(choice.has("finish_reason") for choice in choices):
        return partly("it is missing, not null, in other chunks")
    return honoured()


@section.row("stream.done", "stream")
def says_done(probe: Probe) -> Finding:
    """`data: [DONE]` ends the stream.

    Source: API reference: "terminated by a `data: [DONE]` message".
    """
    stream = _greedy(probe)
    if not stream.is_done:
        return wrong("it does not come")
    return wrong("data comes after it") if stream.num_after_done else honoured()


@section.row("stream.pieces", "stream")
def comes_in_pieces(probe: Probe) -> Finding:
    """Tokens are sent as they become available, not all at the end.

    Source: API reference, `stream`: "sent ... as they become available".
    """
    num_pieces = sum(_says(choice) for _, choice in _greedy(probe).deltas())
    if num_pieces < 3:
        return partly(f"an answer of {probe.greedy.usage.completion} tokens comes in {num_pieces}")
    return honoured()


@section.row("stream.same_text", "stream", "seed")
def says_the_same(probe: Probe) -> Finding:
    """A stream's text joined is the plain answer's, at temperature 0 and with a seed.

    Source: OpenAPI 2.3.0, stream: the same "model response data", streamed.
    """
    if not probe.is_greedy(_greedy(probe).facts):
        return wrong("at temperature 0 it is another text")
    ask = {"messages": probe.story, "temperature": 1.5, "seed": 11}
    plain, again = probe.chat(**ask).facts, probe.chat(**ask).facts
    if plain != again:
        return honoured("at temperature 0; seeds do not repeat themselves here")
    if probe.stream(**ask).facts != plain:
        return wrong("with the same seed it is another text")
    return honoured()


@section.row("stream.utf8", "stream")
def keeps_characters_whole(probe: Probe) -> Finding:
    """No chunk holds half a character: there is no U+FFFD that the plain answer has not.

    Source: RFC 8259, 8.1 (JSON is UTF-8); OpenAPI 2.3.0, delta.content.
    """
    messages = user("Repeat after me: 海は広い 🌊🐟 über Ñandú")
    for ask in ({"temperature": 0}, {"temperature": 2, "seed": 5}, {"temperature": 2, "seed": 6}):
        plain = probe.chat(messages=messages, max_tokens=48, **ask)
        stream = probe.stream(messages=messages, max_tokens=48, **ask)
        texts = [choice.get("delta", "content") for _, choice in stream.deltas()]
        num_broken = sum(str(text.value).count(REPLACEMENT) for text in texts if text)
        if num_broken > plain.text.count(REPLACEMENT):
            return wrong("characters are broken between chunks")
    return honoured()


@section.row("stream_options.include_usage", "include_usage", "stream_options")
def streams_usage(probe: Probe) -> Finding:
    """`include_usage` adds a last chunk with usage and no choices; all others have `usage: null`.

    Source: OpenAPI 2.3.0, ChatCompletionStreamOptions.include_usage.
    """
    stream = _greedy(probe, stream_options={"include_usage": True})
    with_usage = [chunk for chunk in stream.chunks if chunk.get("usage") is not None]
    if not with_usage:
        return ignored("no chunk has it")
    if _greedy(probe).chunks[-1].get("usage") is not None:
        return ignored("it comes unasked, too")
    if Usage.read(with_usage[-1].at("usage")) != probe.greedy.usage:
        return wrong("it is not that of the plain answer")
    faults = []
    if with_usage[-1].items("choices"):
        faults.append("its chunk has choices")
    if with_usage != stream.chunks[-1:]:
        faults.append(
            f"{len(with_usage)} chunks have it" if len(with_usage) > 1 else "it is not the last"
        )
    if not all(chunk.has("usage") for chunk in stream.chunks):
        faults.append("other chunks have no `usage: null`")
    return partly("; ".join(faults)) if faults else honoured()


@section.row("stream_options.alone", "stream_options", "stream")
def needs_a_stream(probe: Probe) -> Finding:
    """`stream_options` without `stream: true` is refused.

    Source: OpenAPI 2.3.0, ChatCompletionStreamOptions: "Only set this when you set `stream: true`".
    """
    _greedy(probe, stream_options={"include_usage": True})
    error = probe.rejection(stream_options={"include_usage": True}, max_tokens=1)
    return must_be_refused(error, "stream_options", "stream")


@section.row("stream_options.include_obfuscation", "include_obfuscation", "stream_options")
def pads_chunks(probe: Probe) -> Finding:
    """`include_obfuscation` puts random characters into `obfuscation`, so that sizes tell nothing.

    Source: OpenAPI 2.3.0, ChatCompletionStreamOptions.include_obfuscation.
    """
    padded, bare = (
        _greedy(probe, stream_options={"include_obfuscation": wanted}) for wanted in (True, False)
    )
    if not any(chunk.get("obfuscation") for chunk in padded.chunks):
        return ignored("no chunk has it")
    if any(chunk.get("obfuscation") for chunk in bare.chunks):
        return ignored("it comes with false, too")
    return honoured()


@section.row("stream.errors", "model")
def fails_before_it_begins(probe: Probe) -> Finding:
    """A request that cannot be answered gets its status, also where a stream was asked for.

    Source: API reference, errors: HTTP statuses.
    """
    body = probe.body(stream=True, temperature="hot")
    reply = probe.post(body, path=CHAT)
    return error_finding(error_faults(reply, 400), Rejected(reply).summary)
