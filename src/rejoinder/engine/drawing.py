"""Which token one choice says next: its guide, its adjustments and the sampler, in this order.

Where the guide leaves no choice nothing is drawn. Else the row is adjusted, then all that the
grammar does not allow is ruled out, and a token is drawn from the rest.
"""

from __future__ import annotations

from rejoinder.engine import sampling
from rejoinder.engine.adjustments import NothingLeft
from rejoinder.engine.constraint import Words
from rejoinder.engine.guide import OffGrammar
from rejoinder.engine.masking import only_allowed
from rejoinder.engine.rows import Row, check_is_distribution
from rejoinder.engine.sequence import Sequence


def next_token(sequence: Sequence, row: Row, mask: Words | None) -> int:
    """The token after what the sequence has said, from the logits there.

    mask: where `Guide.needs_mask`, what the grammar allows; it is changed. Raises NoDistribution,
    NothingLeft and OffGrammar.
    """
    guide = sequence.guide
    if guide is not None and guide.forced is not None:
        check_is_distribution(row)
        return forced_token(sequence)
    if guide is not None and guide.needs_mask:
        if mask is None:
            raise OffGrammar("what it allows could not be computed")
        return _drawn_from(mask, sequence, row)
    return _draw(sequence, sequence.adjuster.adjusted(row, sequence.output))


def forced_token(sequence: Sequence) -> int:
    """The token that must be said. There is one.

    What an order rules out cannot be said even so, but for the end: where nothing else is left, a
    choice ends whatever its bans, `min_tokens` and stop ids are.
    """
    guide = sequence.guide
    assert guide is not None
    assert guide.forced is not None
    if not guide.is_ending and not sequence.adjuster.may_say(guide.forced, len(sequence.output)):
        raise NothingLeft(
            f"logit_bias or min_tokens rule out token {guide.forced}, which alone the order's "
            "grammar or its budget for thoughts leaves"
        )
    return guide.forced


def _drawn_from(mask: Words, sequence: Sequence, row: Row) -> int:
    guide = sequence.guide
    assert guide is not None
    allowed = guide.allowed(mask)
    if allowed is None:
        return guide.end
    check_is_distribution(row)  # before the mask hides a NaN
    left, ids = only_allowed(sequence.adjuster.adjusted(row, sequence.output), allowed)
    if left.max() == float("-inf"):
        if not sequence.adjuster.rules_out:
            raise OffGrammar("the model rules out every token that it allows")
        raise NothingLeft(
            "logit_bias, min_tokens and the model rule out every token that the grammar allows"
        )
    index = _draw(sequence, left)
    return index if ids is None else int(ids[index])


def _draw(sequence: Sequence, row: Row) -> int:
    return sampling.draw(
        row, sequence.order.sampling, choice=sequence.choice, position=len(sequence.output)
    )
