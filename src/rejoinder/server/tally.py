"""What one answer cost and how long it took, told to the metrics as it happens."""

from __future__ import annotations

from rejoinder.chat.delta import ChoiceFinished, Delta
from rejoinder.clock import Clock
from rejoinder.metrics import Metrics
from rejoinder.server.exchange import Exchange


class Tally:
    """Use as `with` around one ask, from before it is accepted."""

    def __init__(self, exchange: Exchange, metrics: Metrics, clock: Clock) -> None:
        self._exchange = exchange
        self._metrics = metrics
        self._clock = clock
        self._gauge = metrics.num_waiting
        self._last_s: dict[int, float] = {}  # per choice

    def __enter__(self) -> Tally:
        self._gauge.inc()
        return self

    def __exit__(self, *_: object) -> None:
        self._gauge.dec()

    def accepted(self, *, model: str, num_prompt_tokens: int) -> None:
        """The engine took the ask, so the model's name is one of ours."""
        self._model = self._metrics.of(model)
        self._model.prompt_tokens.inc(num_prompt_tokens)
        self._exchange.num_prompt_tokens = num_prompt_tokens

    def saw(self, delta: Delta) -> None:
        now_s = self._clock.now_s()
        if isinstance(delta, ChoiceFinished):
            self._exchange.num_completion_tokens += delta.num_tokens
            self._model.generation_tokens.inc(delta.num_tokens)
            return
        if not self._last_s:
            self._model.first_token.observe(now_s - self._exchange.started_s)
            self._gauge.dec()
            self._gauge = self._metrics.num_running
            self._gauge.inc()
        last_s = self._last_s.get(delta.choice)
        if last_s is not None:
            self._model.between.observe(now_s - last_s)
        self._last_s[delta.choice] = now_s

    def finished(self) -> None:
        """Said to its end, not cut."""
        self._model.whole.observe(self._clock.now_s() - self._exchange.started_s)
