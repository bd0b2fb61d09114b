"""Numbers about the engines, read when the page is."""

from __future__ import annotations

from rejoinder.metrics import EngineState, Metrics


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
