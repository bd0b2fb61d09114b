"""Computes finished answers once more, as the prompts they will be part of, while nobody waits.

The next turn of a conversation begins with this turn's prompt and answer. The prompt is in the
prefix cache; the answer is not, because it was computed as rows (see `step.py`). Here it is
computed as segments, one small one at a time, so that a new order never waits for more than that.

Nothing is held between two segments: each starts from what the cache has. So an order that
arrives in between has all the memory, and nothing needs undoing.
"""

from __future__ import annotations

import logging
from collections import deque

from rejoinder.engine.blocks import BlockPool, num_blocks_for
from rejoinder.engine.model import Model
from rejoinder.engine.prefix_cache import Match, PrefixCache, Tokens
from rejoinder.engine.serving import segment_length
from rejoinder.engine.step import BlockCopy, Piece, Step

_log = logging.getLogger(__name__)

# While orders keep coming nothing is rehearsed, and the oldest are forgotten: their conversations
# have gone on, or the cache has.
MAX_WAITING = 64


class Rehearsals:
    """Prompts to come, oldest first. Its owner calls `step` only while no sequence runs."""

    def __init__(self, model: Model, pool: BlockPool, cache: PrefixCache) -> None:
        self._model = model
        self._pool = pool
        self._cache = cache
        self._waiting: deque[tuple[str, Tokens]] = deque(maxlen=MAX_WAITING)

    @property
    def has_work(self) -> bool:
        return bool(self._waiting)

    def add(self, scope: str, tokens: Tokens) -> None:
        """Have these, two or more, computed as a prompt of this scope."""
        self._waiting.append((scope, tokens))

    def step(self) -> None:
        """Compute the next segment, at most a block, of the oldest. There is one."""
        scope, tokens = self._waiting[0]
        match = self._cache.match(scope, tokens)
        size = self._model.block_tokens
        # To the end of a block where the rule about single tokens allows it: nothing to copy then.
        room = max(size - match.num_tokens % size, 2)
        end = match.num_tokens + segment_length(len(tokens) - match.num_tokens, room)
        num_needed = num_blocks_for(end, size) + (match.source is not None)
        goes_on = self._pool.can_take(num_needed) and self._compute(scope, tokens, match, end)
        if not goes_on or end == len(tokens):
            self._waiting.popleft()

    def _compute(self, scope: str, tokens: Tokens, match: Match, end: int) -> bool:
        """Whether the model did it."""
        sources = () if match.source is None else (match.source,)
        self._pool.share(match.shared + sources)
        num_own = num_blocks_for(end, self._model.block_tokens) - len(match.shared)
        self._cache.make_room(num_own, scope)
        own = self._pool.take(num_own)
        table = match.shared + own
        start = match.num_tokens
        piece = Piece(tokens[start:end], start, table, wants_logits=False)
        try:
            self._model.run(Step((piece,), tuple(BlockCopy(each, own[0]) for each in sources)))
        except Exception:  # the edge, as in `core.py`; here nobody asked, so nobody is told
            _log.exception("The model failed in a rehearsal of %d tokens", len(tokens))
            return False
        else:
            table = self._cache.add(scope, tokens[:end], table, start=start, end=end)
            return True
        finally:
            # In this order, as in the pool: what follows a block is let go before it.
            self._pool.release(sources)
            self._pool.release(table)
