"""A ledger for tests: requests of hand-sized counts, and a database that can be told to fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, func, select

from rejoinder.accounts.base import Outcome, Wanted
from rejoinder.accounts.ledger import Entry, Ledger
from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import Tier, TierWanted
from rejoinder.refusals import StoreDown
from rejoinder.store.database import Database
from rejoinder.store.ledger_row import LedgerRow
from rejoinder.store.tables import ledger as ledger_table
from rejoinder.store.tables import usage_hours
from rejoinder.testing.fake_clock import FakeClock
from tests.store.databases import connected

T = TypeVar("T")

ALICE = Principal(key_id="key_alice", project="red")
BOB = Principal(key_id="key_bob", project="blue")


def cost_of(model: str, num_prompt: int, num_cached: int, num_completion: int) -> int:
    """A prompt's token costs 10, a cached one 1, an answer's 100."""
    return 10 * (num_prompt - num_cached) + num_cached + 100 * num_completion


def wanted(name: str, *, num_prompt_tokens: int = 7, model: str = "mini", user: str = "") -> Wanted:
    return Wanted(
        id=f"chatcmpl-{name}",
        request_id=f"req_{name}",
        route="/chat/completions",
        model=model,
        tier=TierWanted.AUTO,
        num_prompt_tokens=num_prompt_tokens,
        max_new_tokens=None,
        room_tokens=100,
        user=user,
    )


def opened(ledger: Ledger, name: str, *, principal: Principal = ALICE, user: str = "") -> Entry:
    """A request under way that has said nothing yet."""
    return ledger.open(principal, wanted(name, user=user), Tier.DEFAULT)


def ended(
    ledger: Ledger,
    name: str,
    num_completion_tokens: int = 3,
    *,
    principal: Principal = ALICE,
    outcome: Outcome = Outcome.FINISHED,
) -> None:
    """A request from its beginning to its end."""
    entry = opened(ledger, name, principal=principal)
    counted(entry, num_completion_tokens)
    entry.close(outcome)


def counted(entry: Entry, num_completion_tokens: int) -> None:
    entry.count(
        num_prompt_tokens=7,
        num_cached_tokens=2,
        num_completion_tokens=num_completion_tokens,
        num_thought_tokens=1,
    )


class Troubled:
    """A database with a will: down, slow, or one that does the work and dies before saying so."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_down = False
        self.dies_after_work = False
        self.answers = asyncio.Event()
        self.answers.set()
        self.num_asked = 0
        self.asked = asyncio.Event()

    async def write(self, work: Callable[[Connection], T]) -> T:
        self.num_asked += 1
        self.asked.set()
        await self.answers.wait()
        if self.is_down:
            raise StoreDown("its disk is full")
        result = await self._database.write(work)
        if self.dies_after_work:
            raise StoreDown("it did not say")
        return result

    def as_database(self) -> Database:
        return cast("Database", self)


def made(
    database: Database | Troubled | None,
    folder: Path | None,
    *,
    clock: FakeClock | None = None,
    **more: Any,  # noqa: ANN401 -- the ledger's own
) -> Ledger:
    clock = clock or FakeClock()
    return Ledger(
        cast("Database | None", database),
        folder,
        cost_of=cost_of,
        clock=clock,
        sleep=clock.sleep,
        **more,
    )


def rows(url: str) -> dict[str, LedgerRow]:
    """What the database's ledger holds, by the name of the request."""
    with connected(url) as connection:
        found = connection.execute(select(ledger_table)).mappings()
        all_rows = [LedgerRow(**row) for row in found]
    return {row.id.removeprefix("chatcmpl-"): row for row in all_rows}


def hours(url: str) -> dict[tuple[int, str], tuple[int, int]]:
    """Of each hour and project: how many requests, and how many tokens answered."""
    columns = usage_hours.c
    with connected(url) as connection:
        found = connection.execute(
            select(
                columns.hour,
                columns.project,
                func.sum(columns.num_requests),
                func.sum(columns.num_completion_tokens),
            ).group_by(columns.hour, columns.project)
        )
        # PostgreSQL adds up to decimals.
        return {
            (hour, project): (int(number), int(tokens)) for hour, project, number, tokens in found
        }


async def settled() -> None:
    """Let every task run until it waits for something."""
    for _ in range(20):
        await asyncio.sleep(0)
