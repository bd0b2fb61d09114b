"""From settings to the engine that serves them."""

from __future__ import annotations

import time
from pathlib import Path

from rejoinder import mini
from rejoinder.chat.ask import Tier
from rejoinder.cli.serve import Built, OnProgress
from rejoinder.engine.protocol import Load
from rejoinder.engines.local import LocalEngine
from rejoinder.engines.router import Router
from rejoinder.engines.thinking import Budgets
from rejoinder.errors import BadModelFolder, BadSetting, SetupError
from rejoinder.metrics import EngineState, Metrics
from rejoinder.settings import Settings


def build(settings: Settings, on_progress: OnProgress, metrics: Metrics) -> Built:
    """One local engine per model folder, behind a router where there are several."""
    now_s = int(time.time())
    named = named_folders(settings)
    dialects = settings.tool_dialect or (None,) * len(named)
    engines = tuple(
        LocalEngine(
            load_of(settings, folder),
            name=name,
            created_unix_s=now_s,
            max_waiting=settings.max_waiting,
            dialect=dialect,
            budgets=budgets_of(settings),
            on_progress=on_progress,
        )
        for (name, folder), dialect in zip(named, dialects, strict=True)
    )

    for engine in engines:
        engine.supervisor.on_started = metrics.of(engine.name).queue.observe

    def failure() -> SetupError | None:
        for engine in engines:
            cause = engine.supervisor.failure
            if cause is not None:
                return SetupError(cause.message, hint=cause.hint)
        return None

    def states() -> dict[str, EngineState]:
        return {
            engine.name: EngineState(
                num_running=engine.gauges.num_running,
                num_waiting=engine.gauges.num_waiting,
                num_free_blocks=engine.gauges.num_free_blocks,
                num_restarts=engine.supervisor.num_restarts,
                num_cached_blocks=engine.gauges.num_cached_blocks,
                num_query_tokens=engine.gauges.num_query_tokens,
                num_hit_tokens=engine.gauges.num_hit_tokens,
                orders=_by_tier(engine.supervisor.num_orders_by_rank()),
            )
            for engine in engines
        }

    return Built(engines[0] if len(engines) == 1 else Router(engines), failure, states)


def _by_tier(by_rank: dict[int, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {tier.value: by_rank.get(tier.rank, (0, 0)) for tier in Tier}


def named_folders(settings: Settings) -> list[tuple[str, Path]]:
    """What to serve under which name. Raises `BadSetting` where two have one name."""
    folders = [Path(model) for model in settings.models] or [_bundled()]
    defaults = [_name(folder) for folder in folders] if settings.models else [mini.NAME]
    names = settings.served_model_name or tuple(defaults)
    for name in names:
        if names.count(name) > 1:
            raise BadSetting(
                setting="models",
                value=", ".join(names),
                rule="each needs a name of its own. `--served-model-name` gives them one",
                source="the settings",
            )
    return list(zip(names, folders, strict=True))


def _name(folder: Path) -> str:
    return folder.resolve().name


def _bundled() -> Path:
    if not (mini.FOLDER / "config.json").is_file():
        raise BadModelFolder(
            "This installation has no bundled model.",
            hint="Name a model's folder: `rejoinder serve FOLDER`.",
        )
    return mini.FOLDER


def budgets_of(settings: Settings) -> Budgets:
    """How long models may think, by effort."""
    return Budgets(
        minimal=settings.thinking_budget_minimal,
        low=settings.thinking_budget_low,
        medium=settings.thinking_budget_medium,
        high=settings.thinking_budget_high,
    )


def load_of(settings: Settings, folder: Path) -> Load:
    """What one model's worker is told."""
    return Load(
        folder=str(folder),
        weights=settings.weights,
        kv_cache=settings.kv_cache,
        kv_bytes=settings.kv_memory_bytes or (mini.KV_BYTES if folder == mini.FOLDER else 0),
        threads=settings.threads,
        max_model_len=settings.max_model_len,
        max_sequences=settings.max_sequences,
        token_budget=settings.token_budget,
        prefix_cache=settings.prefix_cache,
    )
