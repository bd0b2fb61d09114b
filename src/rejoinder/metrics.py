"""What is counted and timed, in Prometheus' terms.

Names follow vLLM's with our prefix, so that boards made for it need only a new prefix. An
underscore, not vLLM's colon: Prometheus keeps colons for recording rules. One object per server,
no global registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from rejoinder.store.ledger_row import LedgerRow

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# vLLM's buckets, cut where a CPU cannot be that fast, in seconds.
_QUEUE = (0.001, 0.01, 0.05, 0.1, 0.3, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 640)
_FIRST_TOKEN = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 640)
_BETWEEN = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 5)
_WHOLE = (0.05, 0.1, 0.3, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640, 1280)

_USAGE = ("project", "model", "tier")


class EngineState(NamedTuple):
    """How one model's engine stands just now. num_query_tokens and num_hit_tokens count since its
    worker started. orders: by tier, how many have not begun, and how many have."""

    num_running: int
    num_waiting: int
    num_free_blocks: int
    num_restarts: int
    num_cached_blocks: int = 0
    num_query_tokens: int = 0
    num_hit_tokens: int = 0
    orders: Mapping[str, tuple[int, int]] = MappingProxyType({})


class LedgerState(Protocol):
    """How the ledger stands just now. num_lost counts since the start."""

    @property
    def num_open(self) -> int: ...

    @property
    def num_waiting(self) -> int: ...

    @property
    def num_lost(self) -> int: ...


class Metrics:
    """Every number the server publishes at /metrics."""

    def __init__(self) -> None:
        # Else each counter and histogram has a gauge beside it that says when it was made.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        registry = CollectorRegistry()
        self._registry = registry
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "rejoinder_requests",
            "Requests answered, by route and status (499: the client left first).",
            ("route", "status"),
            registry=registry,
        )
        self.num_waiting = Gauge(
            "rejoinder_num_requests_waiting",
            "Chat requests accepted of which nothing was said yet.",
            registry=registry,
        )
        self.num_running = Gauge(
            "rejoinder_num_requests_running",
            "Chat requests being answered.",
            registry=registry,
        )
        self._prompt_tokens = Counter(
            "rejoinder_prompt_tokens", "Tokens of prompts.", ("model",), registry=registry
        )
        self._cached_prompt_tokens = Counter(
            "rejoinder_cached_prompt_tokens",
            "Tokens of prompts not computed again, because an earlier prompt began alike.",
            ("model",),
            registry=registry,
        )
        self._generation_tokens = Counter(
            "rejoinder_generation_tokens",
            "Tokens generated, also in answers that were cut or failed.",
            ("model",),
            registry=registry,
        )
        self._thought_tokens = Counter(
            "rejoinder_reasoning_tokens",
            "Of the tokens generated, those that were thoughts; in choices that ended.",
            ("model",),
            registry=registry,
        )
        self._queue = Histogram(
            "rejoinder_request_queue_time_seconds",
            "From a request's hand-over to the engine to the end of the first step that is for it.",
            ("model",),
            buckets=_QUEUE,
            registry=registry,
        )
        self._first_token = Histogram(
            "rejoinder_time_to_first_token_seconds",
            "From the request's first byte to the first of its answer.",
            ("model",),
            buckets=_FIRST_TOKEN,
            registry=registry,
        )
        self._between = Histogram(
            "rejoinder_inter_token_latency_seconds",
            "Between two pieces of one choice, be they text, thought or call.",
            ("model",),
            buckets=_BETWEEN,
            registry=registry,
        )
        self._whole = Histogram(
            "rejoinder_e2e_request_latency_seconds",
            "From the request's first byte to its answer's last.",
            ("model",),
            buckets=_WHOLE,
            registry=registry,
        )
        self.refused = Counter(
            "rejoinder_refused_requests",
            "Requests refused by keys, limits, a full queue or what is down, by their error.",
            ("code", "type"),
            registry=registry,
        )
        self._usage_requests = Counter(
            "rejoinder_usage_requests",
            "Requests in the ledger, by how they ended.",
            (*_USAGE, "outcome"),
            registry=registry,
        )
        self._usage_tokens = Counter(
            "rejoinder_usage_tokens",
            "Tokens in the ledger. Cached ones are among the prompt's, reasoning among the "
            "completion's.",
            (*_USAGE, "kind"),
            registry=registry,
        )
        self._usage_cost = Counter(
            "rejoinder_usage_cost_usd",
            "Cost in the ledger, in dollars.",
            _USAGE,
            registry=registry,
        )
        self._by_model: dict[str, ModelMetrics] = {}
        self._by_usage: dict[tuple[str, str, str], _UsageMetrics] = {}

    def of(self, model: str) -> ModelMetrics:
        """The numbers of one model. Call it with names that are served only, lest they pile up."""
        found = self._by_model.get(model)
        if found is None:
            found = self._by_model[model] = ModelMetrics(
                prompt_tokens=self._prompt_tokens.labels(model),
                cached_prompt_tokens=self._cached_prompt_tokens.labels(model),
                generation_tokens=self._generation_tokens.labels(model),
                thought_tokens=self._thought_tokens.labels(model),
                queue=self._queue.labels(model),
                first_token=self._first_token.labels(model),
                between=self._between.labels(model),
                whole=self._whole.labels(model),
            )
        return found

    def watch(self, states: Callable[[], Mapping[str, EngineState]]) -> None:
        """Publish the engines' states by model, read anew for each page."""
        self._registry.register(_Engines(states))

    def watch_ledger(self, ledger: LedgerState) -> None:
        """Publish how it stands, read anew for each page."""
        self._registry.register(_Ledger(ledger))

    def used(self, row: LedgerRow) -> None:
        """A request has ended."""
        labels = (row.project, row.model, row.tier)
        found = self._by_usage.get(labels)
        if found is None:
            tokens = self._usage_tokens
            found = self._by_usage[labels] = _UsageMetrics(
                prompt=tokens.labels(*labels, "prompt"),
                cached=tokens.labels(*labels, "cached"),
                completion=tokens.labels(*labels, "completion"),
                reasoning=tokens.labels(*labels, "reasoning"),
                cost=self._usage_cost.labels(*labels),
            )
        self._usage_requests.labels(*labels, row.outcome).inc()
        found.prompt.inc(row.num_prompt_tokens)
        found.cached.inc(row.num_cached_tokens)
        found.completion.inc(row.num_completion_tokens)
        found.reasoning.inc(row.num_thought_tokens)
        found.cost.inc(row.cost_nano_usd / 1e9)

    def page(self, *, project: str | None = None) -> bytes:
        """The page Prometheus reads. With a project, of what projects used only its own."""
        if project is None:
            return generate_latest(self._registry)
        return generate_latest(_OfProject(self._registry, project))


class _UsageMetrics(NamedTuple):
    """The children of one project's, model's and tier's labels."""

    prompt: Counter
    cached: Counter
    completion: Counter
    reasoning: Counter
    cost: Counter


class _OfProject(CollectorRegistry):
    """What a registry has, without the samples of other projects."""

    def __init__(self, registry: CollectorRegistry, project: str) -> None:
        super().__init__()
        self._whole = registry
        self._project = project

    def collect(self) -> Iterator[Metric]:
        for metric in self._whole.collect():
            own = Metric(metric.name, metric.documentation, metric.type, metric.unit)
            own.samples = [
                sample
                for sample in metric.samples
                if sample.labels.get("project", self._project) == self._project
            ]
            yield own


class _Ledger(Collector):
    def __init__(self, ledger: LedgerState) -> None:
        self._ledger = ledger

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily(
            "rejoinder_ledger_open", "Requests under way.", value=self._ledger.num_open
        )
        yield GaugeMetricFamily(
            "rejoinder_ledger_waiting",
            "Requests that ended and are not in the database yet.",
            value=self._ledger.num_waiting,
        )
        yield CounterMetricFamily(
            "rejoinder_ledger_lost",
            "Requests whose usage could not be kept; the log has each.",
            value=self._ledger.num_lost,
        )


class _Engines(Collector):
    def __init__(self, states: Callable[[], Mapping[str, EngineState]]) -> None:
        self._states = states

    def collect(self) -> Iterable[Metric]:
        prefix, labels = "rejoinder_engine_", ("model",)
        running = GaugeMetricFamily(
            prefix + "sequences_running", "Answers that hold memory.", labels=labels
        )
        waiting = GaugeMetricFamily(
            prefix + "sequences_waiting", "Answers that hold none yet.", labels=labels
        )
        blocks = GaugeMetricFamily(
            prefix + "free_blocks", "Blocks of memory for keys and values to be had.", labels=labels
        )
        restarts = CounterMetricFamily(
            prefix + "worker_restarts", "Times a worker died and was replaced.", labels=labels
        )
        cached = GaugeMetricFamily(
            prefix + "cached_blocks",
            "Blocks that hold a prompt's beginning for prompts to come.",
            labels=labels,
        )
        queries = CounterMetricFamily(
            "rejoinder_prefix_cache_queries",
            "Prompt tokens looked for in the prefix cache.",
            labels=labels,
        )
        hits = CounterMetricFamily(
            "rejoinder_prefix_cache_hits",
            "Prompt tokens found in the prefix cache.",
            labels=labels,
        )
        orders = GaugeMetricFamily(
            prefix + "orders",
            "Requests under way by service tier: waiting to begin, or begun, be they paused.",
            labels=("model", "tier", "state"),
        )
        for model, state in self._states().items():
            for tier, (num_waiting, num_begun) in state.orders.items():
                orders.add_metric((model, tier, "waiting"), num_waiting)
                orders.add_metric((model, tier, "begun"), num_begun)
            running.add_metric((model,), state.num_running)
            waiting.add_metric((model,), state.num_waiting)
            blocks.add_metric((model,), state.num_free_blocks)
            restarts.add_metric((model,), state.num_restarts)
            cached.add_metric((model,), state.num_cached_blocks)
            queries.add_metric((model,), state.num_query_tokens)
            hits.add_metric((model,), state.num_hit_tokens)
        return running, waiting, orders, blocks, restarts, cached, queries, hits


class ModelMetrics:
    """The children of one model's labels: looking them up again would cost more than counting."""

    def __init__(
        self,
        *,
        prompt_tokens: Counter,
        cached_prompt_tokens: Counter,
        generation_tokens: Counter,
        thought_tokens: Counter,
        queue: Histogram,
        first_token: Histogram,
        between: Histogram,
        whole: Histogram,
    ) -> None:
        self.prompt_tokens = prompt_tokens
        self.cached_prompt_tokens = cached_prompt_tokens
        self.generation_tokens = generation_tokens
        self.thought_tokens = thought_tokens
        self.queue = queue
        self.first_token = first_token
        self.between = between
        self.whole = whole
