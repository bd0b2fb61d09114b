"""What stands behind a server is stopped whatever has become of its parts."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import pytest
from structlog.testing import capture_logs

from rejoinder.engines.base import ChatEngine
from rejoinder.metrics import Metrics
from rejoinder.server import backing as backings
from rejoinder.server import run
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings
from rejoinder.store import lanes
from rejoinder.store.folder import DataFolder
from rejoinder.testing.scripted_engine import ScriptedEngine

# Reached only when something is broken; nothing waits this long.
PATIENCE_S = 30


def with_backing(folder: Path, story: Callable[[Backing], Awaitable[None]]) -> None:
    """Run a story with one that has been started. The story stops it."""

    async def whole() -> None:
        settings = Settings(data_dir=str(folder))
        backing = Backing(settings, lifecycle=Lifecycle(), metrics=Metrics())
        await backing.start()
        async with asyncio.timeout(PATIENCE_S):
            await story(backing)

    asyncio.run(whole())


def is_free(folder: Path) -> bool:
    """Another server could have the folder."""
    another = DataFolder(folder)
    another.hold()
    another.release()
    return another.path == folder


def test_a_database_that_is_silent_keeps_nobody_from_stopping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part waited for it by itself, one after the other: an idle server took over 50 s."""
    monkeypatch.setattr(backings, "STOP_TIMEOUT_S", 0.05)
    monkeypatch.setattr(lanes, "STOP_TIMEOUT_S", 0.05)
    is_silent, speaks = threading.Event(), threading.Event()

    def hang(_: object) -> None:
        is_silent.set()
        assert speaks.wait(PATIENCE_S)

    async def story(backing: Backing) -> None:
        database = backing.keeper._database
        hanging = asyncio.create_task(database.write(hang))
        await asyncio.to_thread(is_silent.wait, PATIENCE_S)
        for part in (backing.once, backing._registry):  # each with something left to tell
            monkeypatch.setattr(part, "stop", lambda: database.write(lambda _: None))
        with capture_logs() as lines:
            await backing.stop()
        assert [line["log_level"] for line in lines] == ["warning"]
        assert is_free(tmp_path)
        speaks.set()
        await hanging

    with_backing(tmp_path, story)


def test_a_part_that_fails_to_stop_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> None:
        raise ValueError("out of order")

    async def story(backing: Backing) -> None:
        monkeypatch.setattr(backing.once, "stop", broken)
        with capture_logs() as lines:
            await backing.stop()
        assert [str(line["exc_info"]) for line in lines] == ["out of order"]
        assert not backing.keeper._database.is_up
        assert is_free(tmp_path)

    with_backing(tmp_path, story)


@pytest.mark.parametrize(("max_wait_s", "interval_s"), [(0.0, 15.0), (5.0, 0.0)])
def test_where_waiting_has_an_end_nobody_is_sent_headers_while_waiting_for_another(
    tmp_path: Path, max_wait_s: float, interval_s: float
) -> None:
    """A refusal must still have its status."""
    settings = Settings(data_dir=str(tmp_path), max_wait_s=max_wait_s, sse_ping_interval_s=15.0)

    backing = Backing(settings, lifecycle=Lifecycle(), metrics=Metrics())

    assert backing.once._ping_interval_s == interval_s
    backing._folder.release()


def test_a_setting_for_a_model_that_is_not_served_is_warned_of(tmp_path: Path) -> None:
    """A misspelt model had no limit and no price, and nobody was told."""
    settings = Settings(
        data_dir=str(tmp_path),
        limit=("requests/day=5", "mini:requests/day=5", "mimi:requests/day=5", "mimi:concurrent=1"),
        prices=("mini=1/1/1", "maxi=1/1/1"),
    )
    backing = Backing(settings, lifecycle=Lifecycle(), metrics=Metrics())

    with capture_logs() as lines:
        backing.check_models(["mini", "midi"])

    assert [(line["log_level"], line["event"]) for line in lines] == [
        ("warning", "`limit` names the model `mimi`, which is not served here: `mini`, `midi`"),
        ("warning", "`prices` names the model `maxi`, which is not served here: `mini`, `midi`"),
    ]
    backing._folder.release()


class BrokenEngine(ScriptedEngine):
    async def stop(self) -> None:
        raise ValueError("it will not go")


class SilentServer:
    """In place of uvicorn's."""

    should_exit = False

    async def serve(self, sockets: object) -> None:
        pass


class Stopped:
    """In place of a `Backing`."""

    num_stops = 0

    def check_models(self, served: object) -> None:
        pass

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        self.num_stops += 1


def test_an_engine_that_fails_to_stop_does_not_keep_usage_from_being_written() -> None:
    backing = Stopped()

    async def beside(stop: Callable[[], None]) -> None:
        stop()

    async def whole() -> None:
        await run._serve(
            cast("run._Server", SilentServer()),
            cast("ChatEngine", BrokenEngine()),
            cast("Backing", backing),
            Lifecycle(),
            cast("socket.socket", None),
            0.0,
            beside,
        )

    with pytest.raises(ValueError, match="it will not go"):
        asyncio.run(whole())

    assert backing.num_stops == 1
