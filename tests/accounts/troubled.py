"""A database in trouble, and a node that shares meters in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from rejoinder.accounts.metering_shared import SharedMeters
from rejoinder.clock import Clock
from rejoinder.refusals import StoreDown
from rejoinder.store.database import Database
from tests.accounts.metering_world import MovableClock

T = TypeVar("T")


class Troubled:
    """A database that is down, or slow, or does the work and dies before it says so. meanwhile:
    called before each work is done."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_up = True
        self.loses_answers = False
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.meanwhile: Callable[[], object] = lambda: None

    async def write(self, work: Callable[[Any], T]) -> T:
        await self.may_answer.wait()
        if not self.is_up:
            raise StoreDown("it is gone")
        self.meanwhile()
        result = await self._database.write(work)
        if self.loses_answers:
            raise StoreDown("it went away")
        return result


def shared_meters(
    database: Troubled, path: Path, *, clock: Clock | None = None, patience_s: float = 30.0
) -> SharedMeters:
    clock = clock or MovableClock()
    return SharedMeters(cast("Database", database), path, clock=clock, patience_s=patience_s)
