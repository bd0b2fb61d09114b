"""What a client may send to /v1/chat/completions, and how its bytes become a `ChatRequest`.

Knows shapes, types and ranges. Knows nothing of what a conversation means: that is
chat/from_wire.py. A request that holds nothing but what is honoured here is read by one typed
msgspec call. Every other is read once more as plain JSON: refused.py finds what is not honoured or
not known, explain.py says what is wrong.

A JSON key given twice counts as its last, as in every JSON parser we know of.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from rejoinder.errors import InvalidValue, WrongType
from rejoinder.wire.explain import explain, kind_of, not_json
from rejoinder.wire.messages import MessageBody
from rejoinder.wire.refused import Sieve

# Ours: peers were brought down by conversations of unbounded length (reliability: huge parameters).
MAX_MESSAGES = 2048
# The API documents: n is 1 to 128, and at most 4 stop sequences.
MAX_CHOICES = 128
MAX_STOPS = 4
# Ours: every piece of text is compared with the stops, so their length bounds that work.
MAX_STOP_CHARACTERS = 4096
# Ours: what a 32-bit signed integer holds. No context is longer, no vocabulary larger.
MAX_COUNT = 2**31 - 1
# The API's minimum, and the largest unsigned 64-bit number, which other servers' clients send.
MIN_SEED = -(2**63)
MAX_SEED = 2**64 - 1


class StreamOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Only beside `stream: true`."""

    include_usage: bool | None = None


Count = Annotated[int, Meta(ge=1, le=MAX_COUNT)]
StopString = Annotated[str, Meta(min_length=1, max_length=MAX_STOP_CHARACTERS)]


class CreateChatCompletionRequest(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The body of POST /v1/chat/completions. Null means the same as absent."""

    model: Annotated[str, Meta(description="A name that `GET /v1/models` lists.")]
    messages: Annotated[
        list[MessageBody],
        Meta(min_length=1, max_length=MAX_MESSAGES, description="The conversation so far."),
    ]
    temperature: (
        Annotated[
            float,
            Meta(ge=0, le=2, description="0 takes the likeliest token. Default 1."),
        ]
        | None
    ) = None
    top_p: (
        Annotated[
            float,
            Meta(
                ge=0,
                le=1,
                description="Draw from the likeliest tokens that make up this "
                "probability. Default 1.",
            ),
        ]
        | None
    ) = None
    top_k: (
        Annotated[
            int,
            Meta(
                ge=-1,
                le=MAX_COUNT,
                description="Draw from this many likeliest tokens; 0 or -1: from all. Default 50.",
            ),
        ]
        | None
    ) = None
    # Its range is checked in `decode`: msgspec holds no bound beyond a signed 64-bit number.
    seed: (
        Annotated[
            int,
            Meta(
                description="The same request with the same seed has the same answer. Drawn, "
                "where absent. Negative numbers count from 2**64.",
                extra_json_schema={"minimum": MIN_SEED, "maximum": MAX_SEED},
            ),
        ]
        | None
    ) = None
    max_tokens: (
        Annotated[Count, Meta(description="The older name of `max_completion_tokens`.")] | None
    ) = None
    max_completion_tokens: (
        Annotated[
            Count,
            Meta(
                description="Of each choice; wins over `max_tokens`. Default: what the model's "
                "context still holds."
            ),
        ]
        | None
    ) = None
    stop: (
        StopString
        | Annotated[
            list[StopString],
            Meta(max_length=MAX_STOPS, description="The answer ends before the first of these."),
        ]
        | None
    ) = None
    n: Annotated[int, Meta(ge=1, le=MAX_CHOICES, description="Choices. Default 1.")] | None = None
    stream: Annotated[bool, Meta(description="Send chunks as they come. Default false.")] | None = (
        None
    )
    stream_options: StreamOptions | None = None


class ChatRequest(CreateChatCompletionRequest, frozen=True, kw_only=True):
    """A request that has the right shape.

    unknown_parameters: names in it that no document of the API has, sorted, as printable ASCII;
    those of messages as `messages[].name`.
    """

    unknown_parameters: tuple[str, ...] = ()

    @property
    def wants_stream(self) -> bool:
        return self.stream is True

    @property
    def wants_usage_chunk(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage is True


_KNOWN = frozenset(CreateChatCompletionRequest.__struct_fields__)
_DECODER = msgspec.json.Decoder(CreateChatCompletionRequest)


def decode(body: bytes) -> ChatRequest:
    """Raises InvalidJson, WrongType, MissingParameter, InvalidValue or UnsupportedParameter."""
    unknown: tuple[str, ...] = ()
    try:
        request = _DECODER.decode(body)
    except msgspec.ValidationError as error:
        request, unknown = _decode_slowly(body, error)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise not_json(error, body) from None
    if request.seed is not None and not MIN_SEED <= request.seed <= MAX_SEED:
        raise InvalidValue(
            param="seed", value=request.seed, rule=f"it must be {MIN_SEED} to {MAX_SEED}"
        )
    if request.stream_options is not None and request.stream is not True:
        raise InvalidValue(
            param="stream_options",
            value=msgspec.to_builtins(request.stream_options),
            rule="it may only be set where `stream` is true",
        )
    fields = {name: getattr(request, name) for name in _KNOWN}
    return ChatRequest(unknown_parameters=unknown, **fields)


def _decode_slowly(
    body: bytes, error: msgspec.ValidationError
) -> tuple[CreateChatCompletionRequest, tuple[str, ...]]:
    """Of a request that `_DECODER` would not take: read it without its unknown names, or raise."""
    try:
        plain = msgspec.json.decode(body)
    except msgspec.ValidationError:  # a number that no type holds
        raise explain(error, None) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as not_plain:
        raise not_json(not_plain, body) from None
    if not isinstance(plain, dict):
        raise WrongType(param=None, expected="an object", got=kind_of(plain))
    sieve = Sieve(_KNOWN)
    sieve.request(plain)
    try:
        return msgspec.convert(plain, CreateChatCompletionRequest), sieve.unknown
    except msgspec.ValidationError as still:
        raise explain(still, plain) from None
