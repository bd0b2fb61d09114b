"""Requests that nobody stores, while the database behind a server is in trouble: they are answered
as ever, and what they used is in the ledger afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from rejoinder.metrics import Metrics
from rejoinder.server.app import create_app
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings, database_url
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.accounts.ledger_world import hours
from tests.server.world import CHAT, Peer, body_of


@contextlib.asynccontextmanager
async def trouble(how: str, backing: Backing, path: str) -> AsyncIterator[None]:
    """The database is gone, locked by another program, full, or does not answer."""
    async with contextlib.AsyncExitStack() as until_then:
        if how == "gone":
            os.rename(path, f"{path}.away")
            until_then.callback(os.rename, f"{path}.away", path)
        elif how == "locked":
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            until_then.callback(other.close)
        elif how == "full":
            await set_most_pages(backing, 1)
            until_then.push_async_callback(set_most_pages, backing, 1_000_000)
        else:
            answers, is_asked = threading.Event(), threading.Event()
            until_then.callback(answers.set)

            def wait(_: object) -> None:
                is_asked.set()
                answers.wait()

            slow = asyncio.create_task(backing._database.write(wait))
            await asyncio.to_thread(is_asked.wait)
            until_then.callback(slow.cancel)
        yield


async def set_most_pages(backing: Backing, number: int) -> None:
    """How large SQLite's file may be, to the connection that writes."""
    await backing._database.write(
        lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {number}")
    )


@pytest.mark.parametrize("how", ["gone", "locked", "full", "slow"])
def test_answers_do_not_wait_for_a_database_in_trouble(tmp_path: Path, how: str) -> None:
    settings = Settings(data_dir=str(tmp_path))
    url = database_url(settings)
    path = url.removeprefix("sqlite:///")

    async def story() -> None:
        lifecycle, metrics = Lifecycle(), Metrics()
        backing = Backing(settings, lifecycle=lifecycle, metrics=metrics)
        await backing.start()
        app = create_app(
            ScriptedEngine(),
            settings,
            backing=backing,
            lifecycle=lifecycle,
            metrics=metrics,
        )
        try:
            async with trouble(how, backing, path):
                for number in range(30):
                    body = body_of(stream=number % 2 == 0)
                    peer = await Peer(app, "POST", CHAT, body).run()
                    assert peer.status == 200
                assert backing._ledger.num_waiting == 30
            await backing._database.look()
        finally:
            await backing.stop()

    asyncio.run(story())
    assert list(hours(url).values()) == [(30, 90)]


def test_a_folder_that_cannot_be_used_keeps_nobody_from_being_answered(tmp_path: Path) -> None:
    """The store is down; the usage is counted in memory and told by the metrics."""
    (tmp_path / "file").write_text("")
    settings = Settings(data_dir=str(tmp_path / "file" / "folder"))

    async def story() -> str:
        lifecycle, metrics = Lifecycle(), Metrics()
        backing = Backing(settings, lifecycle=lifecycle, metrics=metrics)
        await backing.start()
        app = create_app(ScriptedEngine(), settings, desk=backing.desk, metrics=metrics)
        try:
            peer = await Peer(app, "POST", CHAT, body_of()).run()
            assert peer.status == 200
            return metrics.page().decode()
        finally:
            await backing.stop()

    page = asyncio.run(story())
    labels = 'model="scripted",project="default",tier="default"'
    assert f'rejoinder_usage_tokens_total{{kind="completion",{labels}}} 3.0' in page
    assert "rejoinder_ledger_waiting 1.0" in page
