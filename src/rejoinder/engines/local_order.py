"""An ask in token ids: the order that a worker is given.

Only here is it known how long the prompt is and which ids are tokens, so what that makes impossible
is refused here. Waits for nothing.
"""

from __future__ import annotations

from rejoinder.chat.ask import Ask, FormatKind
from rejoinder.chat.tokenizer import Tokenizer
from rejoinder.engine.order import Order, Sampling, Thought
from rejoinder.engine.protocol import Ready
from rejoinder.errors import ContextTooLong, InvalidValue


def order_of(
    ask: Ask,
    *,
    order_id: str,
    prompt: tuple[int, ...],
    ready: Ready,
    tokenizer: Tokenizer,
    stop_ids: frozenset[int],
    grammar: str = "",
    thought: Thought | None = None,
) -> Order:
    """stop_ids: the model's own. Raises ContextTooLong or InvalidValue."""
    max_tokens = _max_tokens(ask, len(prompt), ready.max_model_len)
    _check_token_ids(ask, tokenizer, ready.vocab_size)
    own_stop_ids = frozenset[int]() if ask.ignores_end else stop_ids
    return Order(
        order_id=order_id,
        prompt=prompt,
        sampling=Sampling(
            temperature=ask.temperature,
            top_p=ask.top_p,
            top_k=ask.top_k,
            seed=ask.seed,
            min_p=ask.min_p,
            frequency_penalty=ask.frequency_penalty,
            presence_penalty=ask.presence_penalty,
            repetition_penalty=ask.repetition_penalty,
            logit_bias=ask.logit_bias,
        ),
        max_tokens=max_tokens,
        num_choices=ask.num_choices,
        stop_ids=own_stop_ids.union(ask.stop_token_ids),
        wants_logprobs=ask.wants_logprobs,
        num_top_logprobs=ask.num_top_logprobs,
        min_tokens=ask.min_tokens,
        cache_scope=_cache_scope(ask),
        grammar=grammar,
        thought=thought,
        owner=ask.tenant,
    )


def _told(ask: Ask) -> str:
    """What a chat's prompt holds beside its messages, in words."""
    tools = "tools" if ask.tool_use.tools else ""
    has_format = ask.prompt is None and ask.answer_format.kind is not FormatKind.TEXT
    return " and the ".join(filter(None, (tools, "format" if has_format else "")))


def _max_tokens(ask: Ask, num_prompt_tokens: int, limit_tokens: int) -> int:
    room = limit_tokens - num_prompt_tokens
    max_tokens = ask.max_tokens if ask.max_tokens is not None else max(room, 1)
    if max_tokens > room:
        raise ContextTooLong(
            num_prompt_tokens=num_prompt_tokens,
            max_tokens=ask.max_tokens,
            limit_tokens=limit_tokens,
            param="messages" if ask.prompt is None else "prompt",
            told=_told(ask),
        )
    if ask.min_tokens > max_tokens:
        raise InvalidValue(
            param="min_tokens",
            value=ask.min_tokens,
            rule=f"this model's context has room for {max_tokens} more tokens",
        )
    return max_tokens


def _check_token_ids(ask: Ask, tokenizer: Tokenizer, vocab_size: int) -> None:
    """Rows of padding in the model's output are no tokens."""

    def check(param: str, token_id: int, value: float) -> None:
        if token_id >= vocab_size or not tokenizer.knows(token_id):
            rule = f"this model has no token of that id; its ids are below {vocab_size}"
            raise InvalidValue(param=param, value=value, rule=rule)

    for token_id, bias in ask.logit_bias:
        check(f"logit_bias.{token_id}", token_id, bias)
    for index, token_id in enumerate(ask.stop_token_ids):
        check(f"stop_token_ids[{index}]", token_id, token_id)


def _cache_scope(ask: Ask) -> str:
    """No two tenants share one: a tenant's name holds no line break."""
    return f"{ask.tenant}\n{ask.cache_key}" if ask.cache_key else ask.tenant
