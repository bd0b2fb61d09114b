"""Whether an address may be listened on, and what people are told about keys.

An address that other machines can reach needs keys, or the word that none are meant. Whether there
are any is known only to the database, which is asked before the socket is opened: a model's load
would leave a door ajar for minutes.
"""

from __future__ import annotations

import asyncio
import os
from typing import NamedTuple

from rejoinder.accounts.office import Office
from rejoinder.accounts.registry import Door
from rejoinder.clock import SystemClock
from rejoinder.errors import BadSetting
from rejoinder.refusals import StoreDown
from rejoinder.settings import Settings, database_file, database_url, is_loopback
from rejoinder.store.database import Database


class KeysTold(NamedTuple):
    """For the welcome: a line about keys, and whether a request needs one."""

    line: str
    is_asked: bool


def is_new(settings: Settings) -> bool:
    """Whether there was never a database, and so never a key. To be asked before it is opened."""
    file = database_file(settings)
    return file is not None and not file.exists()


def check_may_listen(settings: Settings, *, source: str = "--host") -> None:
    """Raises `BadSetting` where other machines could ask and nobody would be asked for a key.

    source: where the address was set. Where the database cannot be read it passes: until it can,
    everything is refused.
    """
    if is_loopback(settings.host) or settings.no_auth or settings.api_key:
        return
    if is_new(settings) or not asyncio.run(_may_have_keys(settings)):
        makes = "`rejoinder keys create NAME` makes one, " if _can_hold_keys(settings) else ""
        raise BadSetting(
            setting="host",
            value=settings.host,
            rule="other machines can reach that address and there are no keys. "
            f"{makes}`--api-key` sets one by hand, and `--no-auth` says that none are meant",
            source=source,
        )


async def _may_have_keys(settings: Settings) -> bool:
    database = Database(database_url(settings), is_quiet=True)  # the server's own tells
    await database.start()
    try:
        return await Office(database, clock=SystemClock()).has_keys()
    except StoreDown:
        return True
    finally:
        await database.stop()


def told(settings: Settings, door: Door) -> KeysTold:
    """door: as the registry has it when the server is ready."""
    if settings.no_auth:
        return KeysTold("nobody is asked for one (`--no-auth`)", is_asked=False)
    if door is Door.OPEN and not _can_hold_keys(settings):
        return KeysTold(
            "none, so only this machine is served; the folder for data cannot be written, so "
            "`--api-key` alone sets one",
            is_asked=False,
        )
    if door is Door.OPEN:
        return KeysTold(
            "none, so only this machine is served; `rejoinder keys create NAME` makes one",
            is_asked=False,
        )
    if door is Door.KEYS:
        return KeysTold("asked for", is_asked=True)
    return KeysTold("not read yet; until they are, everything is refused", is_asked=True)


def _can_hold_keys(settings: Settings) -> bool:
    """Whether `rejoinder keys create` can be advised: not where its file cannot be made."""
    file = database_file(settings)
    if file is None:
        return True
    there = next((one for one in (file, *file.parents) if os.path.lexists(one)), None)
    if there == file:
        return os.access(file, os.W_OK)
    return there is not None and there.is_dir() and os.access(there, os.W_OK | os.X_OK)
