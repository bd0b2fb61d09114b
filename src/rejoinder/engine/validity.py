"""What makes an order impossible, so that it fails at the door and not in the middle.

The servers check what people send. This guards the process that owns the model: an order that
slipped past them must not kill it, since it would be sent again to the next one.
"""

from __future__ import annotations

import math

import msgspec

from rejoinder.engine.blocks import num_blocks_for
from rejoinder.engine.model import Model
from rejoinder.engine.order import Order, Sampling, Thought

# The API's limit of `top_logprobs`.
MAX_TOP_LOGPROBS = 20


def why_impossible(order: Order, model: Model, *, has_grammars: bool = True) -> str | None:
    """One sentence without its full stop, or None for an order that can be served.

    has_grammars: whether the model's tokenizer is one that grammars can be followed with.
    """
    if not order.prompt:
        return "the prompt is empty"
    if not 0 <= min(order.prompt) <= max(order.prompt) < model.vocab_size:
        return f"the prompt has ids outside 0 to {model.vocab_size - 1}"
    if order.max_tokens < 1 or order.num_choices < 1:
        return f"{order.max_tokens} tokens in {order.num_choices} choices were asked for"
    if not 0 <= order.num_top_logprobs <= MAX_TOP_LOGPROBS:
        return f"{order.num_top_logprobs} top_logprobs are not 0 to {MAX_TOP_LOGPROBS}"
    if order.grammar and not has_grammars:
        return "this model has no tokenizer that a grammar can be followed with"
    return (
        _why_sampling_impossible(order.sampling)
        or _why_thought_impossible(order.thought, model)
        or _why_bias_impossible(order.sampling, model)
        or _why_resume_impossible(order, model)
        or _why_too_long(order, model)
    )


def _why_sampling_impossible(sampling: Sampling) -> str | None:
    possible = (
        0.0 <= sampling.temperature < math.inf
        and 0.0 <= sampling.top_p <= 1.0
        and sampling.top_k >= 0
        and 0 <= sampling.seed < 2**64
        and 0.0 <= sampling.min_p <= 1.0
        and math.isfinite(sampling.frequency_penalty)
        and math.isfinite(sampling.presence_penalty)
        and 0.0 < sampling.repetition_penalty < math.inf
    )
    # Without the biases, of which there may be thousands.
    plain = msgspec.structs.replace(sampling, logit_bias=())
    return None if possible else f"there is no drawing with {plain}"


def _why_thought_impossible(thought: Thought | None, model: Model) -> str | None:
    if thought is None:
        return None
    if not thought.closes or thought.max_tokens < 0:
        return f"there is no closing thoughts with {thought}"
    if any(not 0 <= each < model.vocab_size for each in (*thought.opens, *thought.closes)):
        return f"what opens and closes thoughts has ids outside 0 to {model.vocab_size - 1}"
    return None


def _why_bias_impossible(sampling: Sampling, model: Model) -> str | None:
    ids = {token_id for token_id, _ in sampling.logit_bias}
    if len(ids) < len(sampling.logit_bias):
        return "logit_bias has an id twice"
    if any(not 0 <= token_id < model.vocab_size for token_id in ids):
        return f"logit_bias has ids outside 0 to {model.vocab_size - 1}"
    if not all(math.isfinite(bias) for _, bias in sampling.logit_bias):
        return "logit_bias has a bias that is no finite number"
    return None


def _why_resume_impossible(order: Order, model: Model) -> str | None:
    if not order.resume:
        return None
    if len(order.resume) != order.num_choices:
        return f"{len(order.resume)} of {order.num_choices} choices were resumed"
    for choice, said in enumerate(order.resume):
        if said.finish is not None:
            continue
        if len(said.token_ids) >= order.max_tokens or not order.stop_ids.isdisjoint(said.token_ids):
            return f"choice {choice} was resumed after it had ended"
        if any(not 0 <= token_id < model.vocab_size for token_id in said.token_ids):
            return f"choice {choice} was resumed with ids outside 0 to {model.vocab_size - 1}"
    return None


def _why_too_long(order: Order, model: Model) -> str | None:
    # The last token is never computed. Choices need not fit together: they can take turns.
    num_tokens = len(order.prompt) + order.max_tokens - 1
    if num_blocks_for(num_tokens, model.block_tokens) <= model.num_blocks:
        return None
    return (
        f"a prompt of {len(order.prompt)} tokens and {order.max_tokens} more do not fit the "
        f"{model.num_blocks * model.block_tokens} tokens of memory this model was given"
    )
