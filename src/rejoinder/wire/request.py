"""What a client may send to /v1/chat/completions, and how its bytes become a `ChatRequest`.

Knows shapes, types and ranges. Knows nothing of what a conversation means: that is
chat/from_wire.py. A request that holds nothing but what is honoured here is read by one typed
msgspec call. Every other is read once more as plain JSON: refused.py finds what is not honoured or
not known, explain.py says what is wrong.

A JSON key given twice counts as its last, as in every JSON parser we know of.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from rejoinder.wire import checks, format_checks, refused, tool_checks
from rejoinder.wire.formats import ResponseFormat
from rejoinder.wire.messages import MessageBody
from rejoinder.wire.parameters import Count, GenerationParameters
from rejoinder.wire.read import Reader, UnknownNames
from rejoinder.wire.shape import Shape
from rejoinder.wire.tools import (
    MAX_TOOLS,
    FunctionCallChoice,
    LegacyFunction,
    ToolBody,
    ToolChoice,
)

# Ours: peers were brought down by conversations of unbounded length (reliability: huge parameters).
MAX_MESSAGES = 2048
# The API documents.
MAX_TOP_LOGPROBS = 20
MAX_METADATA = 16
MAX_SAFETY_IDENTIFIER_CHARACTERS = 64
# Ours: it is part of what every block of a prompt is found by.
MAX_CACHE_KEY_CHARACTERS = 512


class CreateChatCompletionRequest(
    GenerationParameters, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The body of POST /v1/chat/completions. Null means the same as absent."""

    messages: Annotated[
        list[MessageBody],
        Meta(min_length=1, max_length=MAX_MESSAGES, description="The conversation so far."),
    ]
    max_tokens: (
        Annotated[Count, Meta(description="The older name of `max_completion_tokens`.")] | None
    ) = None
    max_completion_tokens: (
        Annotated[
            Count,
            Meta(
                description="Of each choice; wins over `max_tokens`. Default: what the model's "
                "context still holds.",
            ),
        ]
        | None
    ) = None
    logprobs: (
        Annotated[
            bool,
            Meta(description="Tell how likely the model thought each token. Default false."),
        ]
        | None
    ) = None
    top_logprobs: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=MAX_TOP_LOGPROBS,
                description="Tell of so many likeliest tokens at each place. Only beside "
                "`logprobs: true`. Default 0.",
            ),
        ]
        | None
    ) = None
    response_format: ResponseFormat | None = None
    reasoning_effort: (
        Annotated[
            Literal["none", "minimal", "low", "medium", "high"],
            Meta(
                description="How long the model may think. One that does not think refuses all but "
                "`none`."
            ),
        ]
        | None
    ) = None
    verbosity: (
        Annotated[
            Literal["low", "medium", "high"],
            Meta(
                description="How much the model says. One whose chat template does not read it "
                "refuses all but `medium`."
            ),
        ]
        | None
    ) = None
    modalities: (
        Annotated[list[Literal["text"]], Meta(min_length=1, description="Only text is made.")]
        | None
    ) = None
    service_tier: (
        Annotated[
            Literal["auto", "default", "flex", "scale", "priority", "fast"],
            Meta(
                description="Who goes before whom: `priority` and `fast`, which are one, then "
                "`scale`, then `default`, then `flex`, which is served with what others leave. "
                "`auto` is `scale` while there are credits for it, and else `default`. The answer "
                "says which tier served it. Default `auto`."
            ),
        ]
        | None
    ) = None
    store: (
        Annotated[
            bool,
            Meta(
                description="Keep the answer, with its request, until it is deleted. Its last byte "
                "is sent when it is durable. Default false."
            ),
        ]
        | None
    ) = None
    metadata: (
        Annotated[
            dict[str, Any],
            Meta(
                max_length=MAX_METADATA,
                description="What a stored answer is found by; else for the server's record only.",
                extra_json_schema={
                    "additionalProperties": {
                        "type": "string",
                        "maxLength": checks.MAX_METADATA_CHARACTERS,
                    },
                    "propertyNames": {"maxLength": checks.MAX_METADATA_KEY_CHARACTERS},
                },
            ),
        ]
        | None
    ) = None
    safety_identifier: (
        Annotated[
            str,
            Meta(
                max_length=MAX_SAFETY_IDENTIFIER_CHARACTERS,
                description="For the server's record only; wins over `user`.",
            ),
        ]
        | None
    ) = None
    prompt_cache_key: (
        Annotated[
            str,
            Meta(
                max_length=MAX_CACHE_KEY_CHARACTERS,
                description="Requests with the same key share what was computed of their prompts.",
            ),
        ]
        | None
    ) = None
    tools: (
        Annotated[
            list[ToolBody],
            Meta(max_length=MAX_TOOLS, description="What the model may call. Names differ."),
        ]
        | None
    ) = None
    tool_choice: (
        Annotated[
            ToolChoice,
            Meta(
                description="Whether the model calls: never, where it likes, at least once, one "
                "tool once, or some tools only. Default `auto` where there are tools, else `none`."
            ),
        ]
        | None
    ) = None
    parallel_tool_calls: (
        Annotated[bool, Meta(description="The model may call several times. Default true.")] | None
    ) = None
    functions: (
        Annotated[
            list[LegacyFunction],
            Meta(
                max_length=MAX_TOOLS,
                description="The older form of `tools`, of which at most one is called.",
            ),
        ]
        | None
    ) = None
    function_call: (
        Annotated[FunctionCallChoice, Meta(description="The older form of `tool_choice`.")] | None
    ) = None
    chat_template_kwargs: (
        Annotated[
            dict[str, Any],
            Meta(
                description="Handed to the model's chat template, which must read each name. At "
                f"most {checks.MAX_TEMPLATE_KWARGS_BYTES} bytes, nested at most "
                f"{checks.MAX_TEMPLATE_KWARGS_DEPTH} deep.",
                extra_json_schema={
                    "additionalProperties": {},
                    "propertyNames": {"pattern": "^[A-Za-z][A-Za-z0-9_]{0,63}$"},
                },
            ),
        ]
        | None
    ) = None
    add_generation_prompt: (
        Annotated[
            bool,
            Meta(
                description="Let the prompt end where the assistant begins to speak. Default true, "
                "or false beside `continue_final_message`."
            ),
        ]
        | None
    ) = None
    continue_final_message: (
        Annotated[
            bool,
            Meta(
                description="Go on with the last message, an assistant's, instead of answering it. "
                "Default false."
            ),
        ]
        | None
    ) = None


class ChatRequest(CreateChatCompletionRequest, frozen=True, kw_only=True):
    """A request that has the right shape.

    unknown_parameters: names in it that no document of the API has, sorted, as printable ASCII;
    those of messages as `messages[].name`.
    """

    unknown_parameters: UnknownNames = UnknownNames()

    @property
    def shape(self) -> Shape:
        """What the answer is to look like."""
        return self.shape_of(
            has_logprobs=self.logprobs is True,
            tells_tier=self.service_tier is not None,
            has_legacy_calls=bool(self.functions),
        )


_READER = Reader(ChatRequest, refused.ChatSieve)


def decode(body: bytes, *, strict: bool = False) -> ChatRequest:
    """Raises InvalidJson, WrongType, MissingParameter, InvalidValue or UnsupportedParameter; where
    strict, UnknownParameter for a name that would only be warned of."""
    request = _READER.read(body, strict=strict)
    checks.generation(request)
    format_checks.one_format(request, request.response_format)
    tool_checks.tools(request)
    tool_checks.calls(request.messages)
    checks.top_logprobs(request.top_logprobs, logprobs=request.logprobs)
    checks.for_the_record("safety_identifier", request.safety_identifier)
    if request.metadata is not None:
        checks.metadata(request.metadata)
    if request.chat_template_kwargs is not None:
        checks.template_kwargs(request.chat_template_kwargs)
    checks.continuation(
        continues=request.continue_final_message, adds_prompt=request.add_generation_prompt
    )
    return request
