"""One choice's way from token ids to text that may be shown."""

from __future__ import annotations

from rejoinder.chat.detokenize import Detokenizer
from rejoinder.chat.stops import Stops


class ChoiceText:
    """Detokenizer and stops in a row, and how many tokens it took.

    num_tokens counts every token pushed, up to and with the one that completed a stop string: what
    the engine drew beyond it, in the same breath, is neither shown nor counted.
    """

    def __init__(self, detokenizer: Detokenizer, stop: tuple[str, ...]) -> None:
        self._detokenizer = detokenizer
        self._stops = Stops(stop)
        self.num_tokens = 0

    @property
    def is_stopped(self) -> bool:
        return self._stops.is_stopped

    def push(self, token_id: int, *, is_last: bool = False) -> str:
        """What is now safe to show. `is_last`: nothing follows, so nothing is held back."""
        if self.is_stopped:
            return ""
        self.num_tokens += 1
        text = self._stops.push(self._detokenizer.push((token_id,)))
        return text + self.finish() if is_last else text

    def finish(self) -> str:
        """What was held back, where no token said it was the last."""
        text = self._stops.push(self._detokenizer.finish())
        return text if self.is_stopped else text + self._stops.finish()
