"""How an answer is to be made: the parameters that chat and the older completions share.

Shapes, types and ranges, from which the OpenAPI document is made too. What a type cannot say (a
parameter that needs another, the names in an object) is checked in checks.py.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from rejoinder.wire.formats import GuidedParameters
from rejoinder.wire.shape import Shape

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
# The API documents: -2 to 2, and -100 to 100.
MAX_PENALTY = 2
MAX_BIAS = 100
# Ours: each bias is applied at each token, and a list of stop ids is compared with each token.
MAX_BIASES = 1024
MAX_STOP_IDS = 256
# Ours: above 2 a model repeats nothing, not even a space.
MAX_REPETITION_PENALTY = 2
# Ours: names of people, in the record only; the API documents say no limit for `user`.
MAX_USER_CHARACTERS = 512


class StreamOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Only beside `stream: true`."""

    include_usage: (
        Annotated[bool, Meta(description="End with a chunk that has the usage. Default false.")]
        | None
    ) = None
    include_obfuscation: (
        Annotated[
            bool,
            Meta(
                description="Give each chunk random characters in `obfuscation`, so that its size "
                "says little of its text. Default false."
            ),
        ]
        | None
    ) = None
    continuous_usage_stats: (
        Annotated[
            bool,
            Meta(
                description="Give every chunk the usage so far. Only beside `include_usage`. "
                "Default false."
            ),
        ]
        | None
    ) = None


Count = Annotated[int, Meta(ge=1, le=MAX_COUNT)]
TokenId = Annotated[int, Meta(ge=0, le=MAX_COUNT)]
StopString = Annotated[str, Meta(min_length=1, max_length=MAX_STOP_CHARACTERS)]
StopStrings = Annotated[
    list[StopString],
    Meta(max_length=MAX_STOPS, description="The answer ends before the first of these."),
]
Penalty = Annotated[float, Meta(ge=-MAX_PENALTY, le=MAX_PENALTY)]
# Names and values are checked in checks.py, which can say which of them is wrong.
LogitBias = Annotated[
    dict[str, Any],
    Meta(
        max_length=MAX_BIASES,
        description="Added to a token's logit, by the token's id. -100 bans a token, 100 leaves "
        "no other choice.",
        extra_json_schema={
            "additionalProperties": {"type": "number", "minimum": -MAX_BIAS, "maximum": MAX_BIAS},
            "propertyNames": {"pattern": "^(0|[1-9][0-9]{0,9})$"},
        },
    ),
]


class GenerationParameters(GuidedParameters, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Null means the same as absent."""

    model: Annotated[str, Meta(description="A name that `GET /v1/models` lists.")]
    temperature: (
        Annotated[float, Meta(ge=0, le=2, description="0 takes the likeliest token. Default 1.")]
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
                description="Draw from this many likeliest tokens; 0 or -1: from all. Default 50, "
                "unless the server was started with another.",
            ),
        ]
        | None
    ) = None
    min_p: (
        Annotated[
            float,
            Meta(
                ge=0,
                le=1,
                description="Draw from tokens at least this likely, as a part of the likeliest "
                "one's probability. Default 0.",
            ),
        ]
        | None
    ) = None
    frequency_penalty: (
        Annotated[
            Penalty,
            Meta(description="Taken off a token's logit for each time it was said. Default 0."),
        ]
        | None
    ) = None
    presence_penalty: (
        Annotated[
            Penalty, Meta(description="Taken off a token's logit once it was said. Default 0.")
        ]
        | None
    ) = None
    repetition_penalty: (
        Annotated[
            float,
            Meta(
                gt=0,
                le=MAX_REPETITION_PENALTY,
                description="Divides the logit of tokens in the prompt or the answer where it is "
                "positive, multiplies it where it is negative. Default 1.",
            ),
        ]
        | None
    ) = None
    logit_bias: LogitBias | None = None
    # Its range is checked in checks.py: msgspec holds no bound beyond a signed 64-bit number.
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
    n: Annotated[int, Meta(ge=1, le=MAX_CHOICES, description="Choices. Default 1.")] | None = None
    stop: StopString | StopStrings | None = None
    stop_token_ids: (
        Annotated[
            list[TokenId],
            Meta(
                max_length=MAX_STOP_IDS,
                description="Tokens that end the answer, besides the model's own; not shown.",
            ),
        ]
        | None
    ) = None
    min_tokens: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=MAX_COUNT,
                description="No token ends the answer before it has so many. Default 0.",
            ),
        ]
        | None
    ) = None
    ignore_eos: (
        Annotated[
            bool,
            Meta(description="The model's own end does not end the answer. Default false."),
        ]
        | None
    ) = None
    stream: Annotated[bool, Meta(description="Send chunks as they come. Default false.")] | None = (
        None
    )
    stream_options: StreamOptions | None = None
    user: (
        Annotated[
            str,
            Meta(max_length=MAX_USER_CHARACTERS, description="For the server's record only."),
        ]
        | None
    ) = None

    @property
    def wants_stream(self) -> bool:
        return self.stream is True

    @property
    def wants_usage_chunk(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage is True

    def shape_of(
        self,
        *,
        has_logprobs: bool,
        tells_tier: bool = False,
        has_legacy_calls: bool = False,
    ) -> Shape:
        """What the answer is to look like."""
        options = self.stream_options or StreamOptions()
        return Shape(
            has_logprobs=has_logprobs,
            has_usage_chunk=options.include_usage is True,
            has_running_usage=options.continuous_usage_stats is True,
            is_obfuscated=options.include_obfuscation is True,
            tells_tier=tells_tier,
            has_legacy_calls=has_legacy_calls,
        )
