"""What a client may send to /v1/completions, the API's older way: a prompt instead of messages."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from rejoinder.errors import InvalidValue, WrongType
from rejoinder.wire import checks, format_checks
from rejoinder.wire.explain import kind_of
from rejoinder.wire.parameters import MAX_COUNT, Count, GenerationParameters, TokenId
from rejoinder.wire.read import Reader, UnknownNames
from rejoinder.wire.refused import COMPLETION_PARAMETERS, PARAMETERS, Sieve
from rejoinder.wire.request import CreateChatCompletionRequest
from rejoinder.wire.shape import Shape

# The API documents: at most 5.
MAX_LOGPROBS = 5
# Ours: each prompt is an order of its own.
MAX_PROMPTS = 128


_TOKEN_ID = {"type": "integer", "minimum": 0, "maximum": MAX_COUNT}


def _array(items: dict[str, Any], max_items: int | None = None) -> dict[str, Any]:
    """An array's schema: msgspec cannot say of which one kind its items are."""
    limit = {} if max_items is None else {"maxItems": max_items}
    return {"type": "array", "items": items, "minItems": 1, **limit}


class CreateCompletionRequest(
    GenerationParameters, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The body of POST /v1/completions. Null means the same as absent."""

    prompt: Annotated[
        str | list[str | TokenId | list[TokenId]],
        Meta(
            description="What to go on with: a text, an array of up to "
            f"{MAX_PROMPTS} texts, token ids, or "
            f"an array of up to {MAX_PROMPTS} arrays of token ids.",
            extra_json_schema={
                "oneOf": [
                    {"type": "string"},
                    _array({"type": "string"}, MAX_PROMPTS),
                    _array(_TOKEN_ID),
                    _array(_array(_TOKEN_ID), MAX_PROMPTS),
                ]
            },
        ),
    ]
    max_tokens: Annotated[Count, Meta(description="Of each choice. Default 16.")] | None = None
    logprobs: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=MAX_LOGPROBS,
                description="Tell how likely the model thought each token, and so many likeliest "
                "ones at its place.",
            ),
        ]
        | None
    ) = None
    echo: (
        Annotated[
            bool,
            Meta(description="Begin each choice with its prompt. Not beside `logprobs`."),
        ]
        | None
    ) = None
    best_of: Annotated[Count, Meta(description="Only the same as `n`.")] | None = None


class CompletionRequest(CreateCompletionRequest, frozen=True, kw_only=True):
    """A request that has the right shape. unknown_parameters: as in `ChatRequest`."""

    unknown_parameters: UnknownNames = UnknownNames()

    @property
    def prompts(self) -> tuple[str | tuple[int, ...], ...]:
        """Each a text or token ids."""
        if isinstance(self.prompt, str):
            return (self.prompt,)
        token_ids = tuple(one for one in self.prompt if isinstance(one, int))
        if token_ids:
            return (token_ids,)
        return tuple(
            tuple(one) if isinstance(one, list) else one
            for one in self.prompt
            if not isinstance(one, int)
        )

    @property
    def shape(self) -> Shape:
        """What the answer is to look like."""
        return self.shape_of(has_logprobs=self.logprobs is not None)


class CompletionSieve(Sieve):
    """Of requests to /v1/completions: what only chat has is refused, not unknown."""

    refused = (
        COMPLETION_PARAMETERS | PARAMETERS | set(CreateChatCompletionRequest.__struct_fields__)
    ) - set(CreateCompletionRequest.__struct_fields__)
    hints: ClassVar[dict[str, str]] = {
        "messages": "Messages go to `/v1/chat/completions`; here there is a `prompt`.",
        "max_completion_tokens": "Here `max_tokens` is its name.",
    }


_READER = Reader(CompletionRequest, CompletionSieve)


def decode_completion(body: bytes, *, strict: bool = False) -> CompletionRequest:
    """Raises as `request.decode` does."""
    request = _READER.read(body, strict=strict)
    checks.generation(request)
    format_checks.one_format(request, None)
    checks.best_of(request.best_of, num_choices=request.n or 1)
    if request.echo and request.logprobs is not None:
        # It would need those of the prompt's tokens, which the engine does not tell.
        raise InvalidValue(
            param="logprobs",
            value=request.logprobs,
            rule="it cannot be set where `echo` is true: the prompt's are not told",
        )
    if not isinstance(request.prompt, str):
        _check_prompts(request.prompt)
    return request


def _check_prompts(prompts: list[str | int | list[int]]) -> None:
    """An array is of one kind, and holds something."""
    if not prompts:
        raise InvalidValue(param="prompt", value=prompts, rule="it must have at least 1 item")
    kind = type(prompts[0])
    for index, one in enumerate(prompts):
        param = f"prompt[{index}]"
        if type(one) is not kind:
            raise WrongType(
                param=param,
                expected=f"of the same type as `prompt[0]`, {kind_of(prompts[0])}",
                got=kind_of(one),
            )
        if isinstance(one, list) and not one:
            raise InvalidValue(param=param, value=one, rule="it must have at least 1 item")
    if kind is not int and len(prompts) > MAX_PROMPTS:
        raise InvalidValue(
            param="prompt",
            value=prompts,
            rule=f"it must have at most {MAX_PROMPTS} items, not {len(prompts)}",
        )
