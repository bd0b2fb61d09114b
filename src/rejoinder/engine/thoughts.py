"""When a choice has thought enough: a function of the tokens it has said.

Counts the tokens inside thoughts, and says which token closes one where no more may be thought.
"""

from __future__ import annotations

from rejoinder.engine.order import Thought


class _Run:
    """How much of a run of token ids has been said last."""

    def __init__(self, token_ids: tuple[int, ...]) -> None:
        self.token_ids = token_ids
        # For each length, how much is still matched where the next token is another one.
        # Source: Knuth, Morris and Pratt, "Fast pattern matching in strings", 1977.
        self._shorter = [0] * (len(token_ids) + 1)
        for length in range(2, len(token_ids) + 1):
            self._shorter[length] = self._step(self._shorter[length - 1], token_ids[length - 1])
        self.num_matched = 0

    @property
    def is_whole(self) -> bool:
        return self.num_matched == len(self.token_ids)

    def say(self, token_id: int) -> None:
        """The run was not whole."""
        self.num_matched = self._step(self.num_matched, token_id)

    def _step(self, num_matched: int, token_id: int) -> int:
        while num_matched and self.token_ids[num_matched] != token_id:
            num_matched = self._shorter[num_matched]
        return num_matched + (self.token_ids[num_matched] == token_id)


class ThoughtBudget:
    """Follows one choice. closing: the token that must be said now to close a thought, or None.

    A beginning of `closes` counts as thought until the whole of it has been said. So what has been
    thought is never more than `max_tokens`, however the model begins to close by itself.
    """

    def __init__(self, thought: Thought) -> None:
        self._opens = _Run(thought.opens)
        self._closes = _Run(thought.closes)
        self._num_left = thought.max_tokens
        self._num_said = 0  # in the thought that is open
        self._is_open = not thought.opens

    @property
    def closing(self) -> int | None:
        if not self._is_open or self._num_said < self._num_left:
            return None
        return self._closes.token_ids[self._closes.num_matched]

    def say(self, token_id: int) -> None:
        if self._is_open:
            self._num_said += 1
            self._closes.say(token_id)
            if self._closes.is_whole:
                self._close()
        elif self._opens.token_ids:
            self._opens.say(token_id)
            if self._opens.is_whole:
                self._is_open = True
                self._opens.num_matched = 0

    def _close(self) -> None:
        # Where a grammar did not let it be closed in time, more was thought.
        self._num_left = max(0, self._num_left - (self._num_said - len(self._closes.token_ids)))
        self._num_said = 0
        self._is_open = False
        self._closes.num_matched = 0
