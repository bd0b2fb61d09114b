"""What a request means: the only place where a request becomes an `Ask`.

The order of roles is not policed: what a model's template refuses, it refuses itself, in its own
words. Here only what no template could make sense of is refused.

Text parts of one message are joined with nothing between, because parts are cut by programs, not by
people: whoever wants a space or a line between them can send it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, TypeVar

import msgspec

from rejoinder.chat.ask import Ask, Message, Role, ToolCall
from rejoinder.errors import InvalidValue, MissingParameter
from rejoinder.wire.completion_request import CompletionRequest
from rejoinder.wire.messages import (
    AssistantMessage,
    DeveloperMessage,
    MessageBody,
    SystemMessage,
    TextPart,
    ToolMessage,
    UserMessage,
)
from rejoinder.wire.parameters import GenerationParameters
from rejoinder.wire.request import ChatRequest

T = TypeVar("T")

# The API documents give these.
DEFAULT_TEMPERATURE = 1.0
DEFAULT_TOP_P = 1.0
DEFAULT_TOP_K = 50
DEFAULT_CHOICES = 1
DEFAULT_COMPLETION_TOKENS = 16

NUM_SEEDS = 2**64

_ROLES: dict[type[MessageBody], Role] = {
    DeveloperMessage: Role.DEVELOPER,
    SystemMessage: Role.SYSTEM,
    UserMessage: Role.USER,
    AssistantMessage: Role.ASSISTANT,
    ToolMessage: Role.TOOL,
}


def read(
    request: ChatRequest,
    *,
    draw_seed: Callable[[], int],
    default_max_tokens: int | None = None,
    default_top_k: int = DEFAULT_TOP_K,
    tenant: str = "",
) -> Ask:
    """Raises InvalidValue or MissingParameter where messages contradict each other.

    draw_seed: called where the request gives no seed. default_max_tokens: for a request that sets
    no limit; None leaves it to what the context holds. default_top_k: 0 is no limit.
    """
    max_tokens = _first(request.max_completion_tokens, request.max_tokens, default_max_tokens)
    continues_final = request.continue_final_message is True
    messages = _messages(request.messages)
    if continues_final and (messages[-1].role is not Role.ASSISTANT or not messages[-1].content):
        raise InvalidValue(
            param="continue_final_message",
            value=True,
            rule="the last message is not an assistant's with content to go on with",
        )
    ask = Ask(
        model=request.model,
        messages=messages,
        **_generation(request, default_top_k),
        seed=_seed(request, draw_seed),
        max_tokens=max_tokens,
        wants_logprobs=request.logprobs is True,
        num_top_logprobs=_or(request.top_logprobs, 0),
        template_kwargs=msgspec.Raw(msgspec.json.encode(request.chat_template_kwargs or {})),
        adds_generation_prompt=_or(request.add_generation_prompt, not continues_final),
        continues_final=continues_final,
        tenant=tenant,
        cache_key=request.prompt_cache_key or "",
        user=request.safety_identifier or request.user or "",
        metadata=tuple((request.metadata or {}).items()),
    )
    _check_min_tokens(ask)
    return ask


def read_completion(
    request: CompletionRequest,
    *,
    draw_seed: Callable[[], int],
    default_top_k: int = DEFAULT_TOP_K,
    tenant: str = "",
) -> tuple[Ask, ...]:
    """One ask per prompt, in their order. Raises InvalidValue.

    Each prompt has a seed of its own, one more than that of the prompt before it: the same prompt
    given twice is not answered twice the same.
    """
    seed = _seed(request, draw_seed)
    asks = tuple(
        Ask(
            model=request.model,
            messages=(),
            prompt=prompt,
            **_generation(request, default_top_k),
            seed=(seed + index) % NUM_SEEDS,
            max_tokens=_or(request.max_tokens, DEFAULT_COMPLETION_TOKENS),
            wants_logprobs=request.logprobs is not None,
            num_top_logprobs=_or(request.logprobs, 0),
            echoes=request.echo is True,
            tenant=tenant,
            user=request.user or "",
        )
        for index, prompt in enumerate(request.prompts)
    )
    _check_min_tokens(asks[0])
    return asks


class _Generation(TypedDict):
    temperature: float
    top_p: float
    top_k: int
    num_choices: int
    stop: tuple[str, ...]
    min_p: float
    frequency_penalty: float
    presence_penalty: float
    repetition_penalty: float
    logit_bias: tuple[tuple[int, float], ...]
    min_tokens: int
    ignores_end: bool
    stop_token_ids: tuple[int, ...]


def _generation(request: GenerationParameters, default_top_k: int) -> _Generation:
    """What chat and the older completions share."""
    return {
        "temperature": _or(request.temperature, DEFAULT_TEMPERATURE),
        "top_p": _or(request.top_p, DEFAULT_TOP_P),
        "top_k": max(0, _or(request.top_k, default_top_k)),
        "num_choices": _or(request.n, DEFAULT_CHOICES),
        "stop": _stop(request.stop),
        "min_p": _or(request.min_p, 0.0),
        "frequency_penalty": _or(request.frequency_penalty, 0.0),
        "presence_penalty": _or(request.presence_penalty, 0.0),
        "repetition_penalty": _or(request.repetition_penalty, 1.0),
        "logit_bias": tuple(
            (int(key), float(bias)) for key, bias in (request.logit_bias or {}).items()
        ),
        "min_tokens": _or(request.min_tokens, 0),
        "ignores_end": request.ignore_eos is True,
        "stop_token_ids": tuple(request.stop_token_ids or ()),
    }


def _seed(request: GenerationParameters, draw_seed: Callable[[], int]) -> int:
    # Negative seeds are the upper half of the unsigned ones: no two seeds are the same.
    return (draw_seed() if request.seed is None else request.seed) % NUM_SEEDS


def _check_min_tokens(ask: Ask) -> None:
    """Where no limit is set, the engine knows it."""
    if ask.max_tokens is not None and ask.min_tokens > ask.max_tokens:
        raise InvalidValue(
            param="min_tokens",
            value=ask.min_tokens,
            rule=f"at most {ask.max_tokens} tokens may be generated",
        )


def _or(value: T | None, default: T) -> T:
    return default if value is None else value


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _stop(stop: str | list[str] | None) -> tuple[str, ...]:
    if stop is None:
        return ()
    return (stop,) if isinstance(stop, str) else tuple(stop)


def _messages(bodies: list[MessageBody]) -> tuple[Message, ...]:
    calls_made: set[str] = set()
    messages = []
    for index, body in enumerate(bodies):
        if isinstance(body, ToolMessage) and body.tool_call_id not in calls_made:
            raise InvalidValue(
                param=f"messages[{index}].tool_call_id",
                value=body.tool_call_id,
                rule="no earlier assistant message made a call of that id",
            )
        message = _message(body)
        if message.content is None and not message.tool_calls:
            raise MissingParameter(param=f"messages[{index}].content")
        calls_made.update(call.call_id for call in message.tool_calls)
        messages.append(message)
    return tuple(messages)


def _message(body: MessageBody) -> Message:
    calls = (body.tool_calls or ()) if isinstance(body, AssistantMessage) else ()
    return Message(
        role=_ROLES[type(body)],
        content=_text(body.content),
        name=body.name,
        tool_calls=tuple(
            ToolCall(call_id=call.id, name=call.function.name, arguments=call.function.arguments)
            for call in calls
        ),
        tool_call_id=body.tool_call_id if isinstance(body, ToolMessage) else None,
    )


def _text(content: str | list[TextPart] | None) -> str | None:
    return "".join(part.text for part in content) if isinstance(content, list) else content
