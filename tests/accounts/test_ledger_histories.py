"""Random lives of a ledger: requests, outages, kills and stops in any order. In the end each
request that the engine took is there once, as far as it went."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from pathlib import Path
from random import Random

import pytest

from rejoinder.accounts.base import Outcome
from rejoinder.accounts.ledger import Entry, Ledger
from rejoinder.refusals import StoreDown
from rejoinder.store.database import Database
from tests.accounts.ledger_world import Troubled, counted, hours, made, opened, rows
from tests.store.databases import Databases, running


class Life:
    """A ledger, and what must be found in the database when all is over."""

    def __init__(self, database: Database, folder: Path, random: Random) -> None:
        self._folder = folder
        self._random = random
        self._database = Troubled(database)
        self._number = 0
        self._num_lives = 0
        self._open: dict[str, tuple[Entry, int]] = {}
        self.expected: dict[str, tuple[str, int]] = {}
        self._ledger = self._new()

    async def step(self) -> None:
        await self._random.choice(
            [
                *[self._begin] * 4,
                *[self._count] * 6,
                *[self._end] * 4,
                self._flush,
                self._flush_with_trouble,
                self._kill,
                self._stop,
            ]
        )()

    async def over(self) -> None:
        await self._kill()
        await self._ledger.flush()
        assert (self._ledger.num_open, self._ledger.num_waiting, self._ledger.num_lost) == (0, 0, 0)

    async def _begin(self) -> None:
        self._number += 1
        name = str(self._number)
        self._open[name] = opened(self._ledger, name), 0

    async def _count(self) -> None:
        if self._open:
            name = self._random.choice(sorted(self._open))
            entry, number = self._open[name]
            counted(entry, number + 1)
            self._open[name] = entry, number + 1

    async def _end(self) -> None:
        if self._open:
            name = self._random.choice(sorted(self._open))
            entry, number = self._open.pop(name)
            endings = (Outcome.FINISHED, Outcome.CUT, Outcome.FAILED, Outcome.REFUSED)
            outcome = self._random.choice(endings)
            entry.close(outcome)
            if outcome is not Outcome.REFUSED:
                self.expected[name] = outcome.value, number

    async def _flush(self) -> None:
        await self._ledger.flush()

    async def _flush_with_trouble(self) -> None:
        how = self._random.choice(("is_down", "dies_after_work"))
        setattr(self._database, how, True)
        with contextlib.suppress(StoreDown):
            await self._ledger.flush()
        setattr(self._database, how, False)

    async def _kill(self) -> None:
        """What the file holds just now is what the next server finds."""
        before = self._life()
        self._num_lives += 1
        shutil.copytree(before, self._life())
        await self._live_again()

    async def _stop(self) -> None:
        await self._ledger.stop()
        await self._live_again()

    async def _live_again(self) -> None:
        self._ledger = self._new()
        await self._ledger.start()
        for name, (_, number) in self._open.items():
            self.expected[name] = "killed", number
        self._open.clear()

    def _new(self) -> Ledger:
        return made(self._database, self._life())

    def _life(self) -> Path:
        return self._folder / str(self._num_lives)


@pytest.mark.parametrize("seed", range(12))
def test_each_request_is_there_once_whatever_happens(
    databases: Databases, tmp_path: Path, seed: int
) -> None:
    url = databases.fresh("sqlite")

    async def whole() -> Life:
        async with running(url) as database:
            life = Life(database, tmp_path, Random(seed))
            for _ in range(150):
                await life.step()
            await life.over()
            return life

    life = asyncio.run(whole())

    found = {name: (row.outcome, row.num_completion_tokens) for name, row in rows(url).items()}
    assert found == life.expected
    num_tokens = sum(number for _, number in life.expected.values())
    assert sum(tokens for _, tokens in hours(url).values()) == num_tokens
