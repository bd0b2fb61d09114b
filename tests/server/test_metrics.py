"""Numbers about the engines, read when the page is."""

from __future__ import annotations

import msgspec

from rejoinder.errors import QueueFull
from rejoinder.metrics import EngineState, Metrics
from rejoinder.server.app import create_app
from rejoinder.settings import Settings
from rejoinder.store.ledger_row import LedgerRow
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import chat


def test_engines_are_asked_for_each_page() -> None:
    states = {"a": EngineState(num_running=1, num_waiting=2, num_free_blocks=3, num_restarts=0)}
    metrics = Metrics()
    metrics.watch(lambda: states)

    before = metrics.page().decode()
    states["a"] = states["a"]._replace(num_running=0, num_restarts=1)
    after = metrics.page().decode()

    assert 'rejoinder_engine_sequences_running{model="a"} 1.0' in before
    assert 'rejoinder_engine_sequences_waiting{model="a"} 2.0' in before
    assert 'rejoinder_engine_free_blocks{model="a"} 3.0' in before
    assert 'rejoinder_engine_sequences_running{model="a"} 0.0' in after
    assert 'rejoinder_engine_worker_restarts_total{model="a"} 1.0' in after


def test_requests_under_way_are_told_by_tier() -> None:
    metrics = Metrics()
    orders = {"default": (0, 2), "flex": (5, 1)}
    state = EngineState(1, 2, 3, 0, orders=orders)
    metrics.watch(lambda: {"a": state})

    page = metrics.page().decode()

    prefix = 'rejoinder_engine_orders{model="a",'
    assert prefix + 'state="begun",tier="default"} 2.0' in page
    assert prefix + 'state="waiting",tier="flex"} 5.0' in page


def test_what_the_prefix_cache_found_is_told() -> None:
    state = EngineState(
        num_running=0,
        num_waiting=0,
        num_free_blocks=3,
        num_restarts=0,
        num_cached_blocks=2,
        num_query_tokens=100,
        num_hit_tokens=64,
    )
    metrics = Metrics()
    metrics.watch(lambda: {"a": state})

    page = metrics.page().decode()

    assert 'rejoinder_engine_cached_blocks{model="a"} 2.0' in page
    assert 'rejoinder_prefix_cache_queries_total{model="a"} 100.0' in page
    assert 'rejoinder_prefix_cache_hits_total{model="a"} 64.0' in page


def row(project: str = "red", **changes: object) -> LedgerRow:
    made = LedgerRow(
        id="chatcmpl-1",
        at_ms=0,
        request_id="req_1",
        key_id="key_1",
        project=project,
        user="",
        model="mini",
        route="/chat/completions",
        tier="flex",
        outcome="cut",
        num_prompt_tokens=10,
        num_cached_tokens=4,
        num_completion_tokens=5,
        num_thought_tokens=3,
        cost_nano_usd=2_500_000,
        duration_ms=1,
    )
    return msgspec.structs.replace(made, **changes)


def test_what_requests_came_to_is_told_by_project_model_and_tier() -> None:
    metrics = Metrics()
    metrics.used(row())
    metrics.used(row(outcome="finished"))

    page = metrics.page().decode()

    labels = 'model="mini",project="red",tier="flex"'
    told = 'model="mini",outcome="cut",project="red",tier="flex"'
    assert f"rejoinder_usage_requests_total{{{told}}} 1.0" in page
    for kind, tokens in (("prompt", 20), ("cached", 8), ("completion", 10), ("reasoning", 6)):
        expected = f'{{kind="{kind}",{labels}}} {tokens}.0'
        assert f"rejoinder_usage_tokens_total{expected}" in page
    assert f"rejoinder_usage_cost_usd_total{{{labels}}} 0.005" in page


def test_a_project_is_not_told_what_others_used() -> None:
    metrics = Metrics()
    metrics.used(row("red"))
    metrics.used(row("blue"))
    metrics.of("mini")

    page = metrics.page(project="red").decode()

    assert 'project="red"' in page
    assert "blue" not in page
    assert 'rejoinder_prompt_tokens_total{model="mini"}' in page  # of the server, not of projects


class Standing:
    num_open = 1
    num_waiting = 2
    num_lost = 3


def test_the_ledgers_backlog_is_told() -> None:
    metrics = Metrics()
    metrics.watch_ledger(Standing())

    page = metrics.page().decode()

    assert "rejoinder_ledger_open 1.0" in page
    assert "rejoinder_ledger_waiting 2.0" in page
    assert "rejoinder_ledger_lost_total 3.0" in page


def test_refusals_are_counted_by_their_error() -> None:
    metrics = Metrics()
    engine = ScriptedEngine(refuse=QueueFull(num_waiting=9, max_waiting=9))
    app = create_app(engine, Settings(), metrics=metrics)

    assert chat(app).status == 429

    page = metrics.page().decode()
    error = QueueFull(num_waiting=9, max_waiting=9)
    assert f'refused_requests_total{{code="{error.code}",type="{error.type}"}} 1.0' in page
