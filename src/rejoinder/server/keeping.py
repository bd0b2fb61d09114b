"""Answers that are to be remembered: the seam between answering and the store of completions."""

from __future__ import annotations

from typing import Protocol

import msgspec

from rejoinder.accounts.principal import Principal
from rejoinder.refusals import StoreDown


class Kept(msgspec.Struct, frozen=True):
    """One completion. request: the body as it came. seed: the one it was drawn with, given or not.
    response: the whole answer as JSON, also of one that was streamed. created: Unix time, s."""

    id: str
    principal: Principal
    request_id: str
    created: int
    model: str
    seed: int
    request: bytes
    response: bytes
    metadata: tuple[tuple[str, str], ...]
    user: str = ""


class Keeper(Protocol):
    """Where they are kept."""

    async def check_ready(self) -> None:
        """Raises `StoreDown` where an answer could not be kept just now."""
        ...

    async def keep(self, kept: Kept) -> None:
        """Durable when it returns. Raises `StoreDown`."""
        ...


class NoKeeper:
    """Satisfies `Keeper`, for servers without a store."""

    async def check_ready(self) -> None:
        raise StoreDown("this server runs without one")

    async def keep(self, kept: Kept) -> None:
        await self.check_ready()
