"""One choice's way from token ids to text that may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.chat.delta import TokenFacts
from rejoinder.chat.detokenize import Detokenizer
from rejoinder.chat.stops import Stops
from rejoinder.chat.witness import Witness


class ChoiceText:
    """Detokenizer and stops in a row, and how many tokens it took.

    num_tokens counts every token pushed, up to and with the one that completed a stop string: what
    the engine drew beyond it, in the same breath, is neither shown nor counted. The witness, where
    tokens' facts are wanted, watches.
    """

    def __init__(
        self, detokenizer: Detokenizer, stop: tuple[str, ...], witness: Witness | None = None
    ) -> None:
        self._detokenizer = detokenizer
        self._stops = Stops(stop)
        self._witness = witness
        self.num_tokens = 0

    @property
    def is_stopped(self) -> bool:
        return self._stops.is_stopped

    def push(
        self,
        token_id: int,
        *,
        logprob: float | None = None,
        top: Sequence[tuple[int, float]] = (),
        is_last: bool = False,
        is_end: bool = False,
    ) -> str:
        """What is now safe to show.

        logprob, top: for the witness; the likeliest as (token id, logprob). is_last: nothing
        follows, so nothing is held back. is_end: the token ends the answer, and is no part of it.
        """
        if self.is_stopped:
            return ""
        self.num_tokens += 1
        text = "" if is_end else self._say(token_id, logprob, top)
        return text + self.finish() if is_last else text

    def finish(self) -> str:
        """What was held back, where no token said it was the last."""
        made = self._detokenizer.finish()
        if self._witness is not None:
            self._witness.ended(made=made)
        text = self._show(made)
        if self.is_stopped:
            return text
        held = self._stops.finish()
        if self._witness is not None:
            self._witness.shown(held)
        return text + held

    def take_facts(self) -> tuple[TokenFacts, ...]:
        """Of the tokens whose text is shown now, each once."""
        return () if self._witness is None else self._witness.take(is_cut=self.is_stopped)

    def _say(self, token_id: int, logprob: float | None, top: Sequence[tuple[int, float]]) -> str:
        made = self._detokenizer.push((token_id,))
        if self._witness is not None:
            assert logprob is not None, "the engine tells no log-probabilities"
            self._witness.said(token_id, logprob, top, made=made)
        return self._show(made)

    def _show(self, made: str) -> str:
        text = self._stops.push(made)
        if self._witness is not None:
            self._witness.shown(text)
        return text
