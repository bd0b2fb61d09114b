"""Requests that may come twice and be answered once: what `Idempotency-Key` promises."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from starlette.types import Send

from rejoinder.server.exchange import Exchange


class Once(Protocol):
    """Where it is known what came before."""

    def claim(
        self, exchange: Exchange, body: bytes, send: Send
    ) -> AbstractAsyncContextManager[Send | None]:
        """Entered with the body read. Gives where to send the answer, or None where an earlier one
        has been sent already. Left with an error, the claim is given up. Raises `KeyReused`."""
        ...


class EveryTime:
    """Satisfies `Once`: remembers nothing."""

    @contextlib.asynccontextmanager
    async def claim(
        self, exchange: Exchange, body: bytes, send: Send
    ) -> AsyncIterator[Send | None]:
        yield send
