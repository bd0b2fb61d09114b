"""A few places, and those who wait for one, in turn."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

from rejoinder.turns import Standing, Turns

# Done when a place was given; cancelled by who wants none any more.
Ticket: TypeAlias = "asyncio.Future[None]"


class Places:
    """Every ticket that is done without being cancelled is to be given back, once."""

    def __init__(self, num_places: int) -> None:
        self._num_free = num_places
        self._waiting: Turns[Ticket] = Turns()

    def stand(self, ticket: Ticket, standing: Standing) -> None:
        """Wait with this ticket. It may stand in several places of the line: the first counts."""
        if ticket.done():
            return
        if self._num_free:
            self._num_free -= 1
            ticket.set_result(None)
        else:
            self._waiting.add(ticket, standing)

    def give_back(self) -> None:
        """The place of one ticket."""
        while self._waiting:
            ticket = self._waiting.take()
            if not ticket.done():
                ticket.set_result(None)
                return
        self._num_free += 1
