"""What a request means: the only place where a request becomes an `Ask`.

The order of roles is not policed: what a model's template refuses, it refuses itself, in its own
words. Here only what no template could make sense of is refused.

Text parts of one message are joined with nothing between, because parts are cut by programs, not by
people: whoever wants a space or a line between them can send it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict, TypeVar

import msgspec

from rejoinder.chat import tools_from_wire
from rejoinder.chat.ask import Ask, Effort, Message, Role, TierWanted, ToolCall, ToolKind
from rejoinder.errors import InvalidValue, MissingParameter
from rejoinder.wire.completion_request import CompletionRequest
from rejoinder.wire.messages import (
    AssistantMessage,
    CustomCall,
    DeveloperMessage,
    FunctionCall,
    FunctionMessage,
    MessageBody,
    RefusalPart,
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
    FunctionMessage: Role.TOOL,
}


def read(
    request: ChatRequest,
    *,
    draw_seed: Callable[[], int],
    default_max_tokens: int | None = None,
    default_top_k: int = DEFAULT_TOP_K,
    tenant: str = "",
) -> Ask:
    """Raises InvalidRequest where messages contradict each other, or a schema makes no sense.

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
        tool_use=tools_from_wire.tool_use(request),
        answer_format=tools_from_wire.answer_format(request, request.response_format),
        effort=None if request.reasoning_effort is None else Effort(request.reasoning_effort),
        verbosity=request.verbosity,
        stores=request.store is True,
        tenant=tenant,
        cache_key=request.prompt_cache_key or "",
        user=request.safety_identifier or request.user or "",
        metadata=tuple((request.metadata or {}).items()),
        tier=tier_of(request.service_tier),
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
    answer_format = tools_from_wire.answer_format(request)
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
            answer_format=answer_format,
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


def tier_of(wanted: str | None) -> TierWanted:
    """Raises ValueError for a tier that there is not. `fast` is the API's newer word for one."""
    return TierWanted("priority" if wanted == "fast" else wanted or "auto")


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
    said = _Said()
    for index, body in enumerate(bodies):
        said.push(body, index)
    return tuple(said.messages)


class _Said:
    """The conversation so far, and the calls made in it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._call_ids: set[str] = set()
        self._last_ids: dict[str, str] = {}  # by the name of what was called

    def push(self, body: MessageBody, index: int) -> None:
        where = f"messages[{index}]."
        message = self._message(body, index, where)
        if message.content is None and not message.tool_calls:
            raise MissingParameter(param=where + "content")
        for call in message.tool_calls:
            self._call_ids.add(call.call_id)
            self._last_ids[call.name] = call.call_id
        self.messages.append(message)

    def _message(self, body: MessageBody, index: int, where: str) -> Message:
        role = _ROLES[type(body)]
        if isinstance(body, AssistantMessage):
            return Message(
                role=role,
                content=_assistant_text(body),
                name=body.name,
                tool_calls=_calls(body, index),
                reasoning=_reasoning(body, where),
            )
        if isinstance(body, FunctionMessage):
            call_id = self._last_ids.get(body.name)
            if call_id is None:
                raise InvalidValue(
                    param=where + "name",
                    value=body.name,
                    rule="no earlier assistant message called a function of that name",
                )
            return Message(role, body.content or "", name=body.name, tool_call_id=call_id)
        if isinstance(body, ToolMessage):
            if body.tool_call_id not in self._call_ids:
                raise InvalidValue(
                    param=where + "tool_call_id",
                    value=body.tool_call_id,
                    rule="no earlier assistant message made a call of that id",
                )
            text = _text(body.content)
            return Message(role, text, name=body.name, tool_call_id=body.tool_call_id)
        return Message(role, _text(body.content), name=body.name)


def _calls(body: AssistantMessage, index: int) -> tuple[ToolCall, ...]:
    calls = []
    for call in body.tool_calls or ():
        made: FunctionCall | CustomCall | None = call.function or call.custom
        assert made is not None, "the wire has checked that one is there"
        if isinstance(made, CustomCall):
            calls.append(ToolCall(call.id, made.name, made.input, ToolKind.CUSTOM))
        else:
            calls.append(ToolCall(call.id, made.name, made.arguments))
    if (legacy := body.function_call) is not None:
        # Nine letters and digits, as Mistral's templates want. The same for the same conversation.
        calls.append(ToolCall(f"call{index:05d}", legacy.name, legacy.arguments))
    return tuple(calls)


def _assistant_text(body: AssistantMessage) -> str | None:
    """A refusal is what was said, too."""
    content = _text(body.content)
    return content if body.refusal is None else (content or "") + body.refusal


def _reasoning(body: AssistantMessage, where: str) -> str | None:
    thoughts = [one for one in (body.reasoning_content, body.reasoning) if one]
    if len(set(thoughts)) > 1:
        raise InvalidValue(
            param=where + "reasoning",
            value=body.reasoning,
            rule=f"`{where}reasoning_content` says something else",
        )
    return thoughts[0] if thoughts else None


def _text(content: str | Sequence[TextPart | RefusalPart] | None) -> str | None:
    if content is None or isinstance(content, str):
        return content
    return "".join(one.text if isinstance(one, TextPart) else one.refusal for one in content)
