"""Where keys and projects are made and changed: by the command and by the admin API alike.

Works on the database; servers hear of it by the version that every change raises. A secret leaves
here once, when it is made, and is not kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec import UNSET

from rejoinder import ids
from rejoinder.accounts import keys, wishes
from rejoinder.accounts.limits import Limit
from rejoinder.accounts.principal import DEFAULT_PROJECT
from rejoinder.accounts.records import (
    Key,
    Project,
    default_project,
    key_of,
    limits_as_json,
    project_of,
    row_of,
)
from rejoinder.accounts.wishes import KeyChange, NewKey, ProjectChange
from rejoinder.clock import Clock
from rejoinder.errors import InvalidValue
from rejoinder.refusals import StoreDown, UnknownKey, UnknownProject
from rejoinder.store.key_rows import KeyFound, KeyRow, Page, ProjectRow, SecretRow

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database

T = TypeVar("T")

_NAME_RULE = "another project has that name"


async def _nothing_to_tell() -> None:
    pass


class Office:
    """Every call raises `StoreDown` where the database cannot be used, and `InvalidValue` as
    `wishes` do. changed: awaited after each change, as by the server whose own view it is."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        changed: Callable[[], Awaitable[None]] = _nothing_to_tell,
    ) -> None:
        self._database = database
        self._clock = clock
        self._changed = changed
        self._has_default = False

    async def has_keys(self) -> bool:
        """Whether there was ever a key."""
        return await self._database.read(_has_keys)

    async def create_key(self, wish: NewKey) -> tuple[Key, str]:
        """The key, and its secret."""
        now_s = self._clock.unix_s()
        secret = keys.new_secret()
        key = KeyRow(
            id=ids.key_id(),
            project=wish.project,
            name=wishes.name(wish.name),
            scopes=tuple(sorted(wish.scopes)),
            models=_sorted(wish.models),
            tiers=tuple(sorted(wish.tiers)),
            limits=limits_as_json(wishes.limits(wish.limits)),
            created_s=now_s,
            expires_s=wishes.expires_s(wish.expires_s, now_s=now_s),
        )
        row = self._secret_row(secret, key.id, now_s)

        def add(connection: Connection) -> KeyFound:
            from rejoinder.store import keys as table

            self._check_may_hold_keys(table.get_project(connection, wish.project), wish.project)
            table.add_key(connection, key, row)
            found = table.get_key(connection, key.id)
            assert found is not None
            return found

        return key_of(await self._write(add)), secret

    async def key(self, key_id: str) -> Key:
        """Raises `UnknownKey`."""

        def get(connection: Connection) -> KeyFound | None:
            from rejoinder.store import keys as table

            return table.get_key(connection, key_id)

        return _known_key(await self._read(get), key_id)

    async def keys(self, page: Page, *, project: str | None = None) -> tuple[list[Key], bool]:
        """Oldest first, and whether more follow. Raises `UnknownProject`, and `InvalidValue` where
        the page begins after none."""

        def read(connection: Connection) -> tuple[list[KeyFound], bool]:
            from rejoinder.store import keys as table

            if project is not None and table.get_project(connection, project) is None:
                raise UnknownProject(project_id=project)
            if page.after is not None and table.get_key(connection, page.after) is None:
                raise InvalidValue(param="after", value=page.after, rule="no key has this id")
            return table.list_keys(connection, page, project=project)

        found, more = await self._read(read)
        return [key_of(one) for one in found], more

    async def change_key(self, key_id: str, change: KeyChange) -> Key:
        """Raises `UnknownKey`. A revoked key stays as it is."""
        changes: dict[str, object] = {}
        if change.name is not UNSET:
            changes["name"] = wishes.name(change.name)
        if change.scopes is not UNSET:
            changes["scopes"] = tuple(sorted(change.scopes))
        if change.models is not UNSET:
            changes["models"] = _sorted(change.models)
        if change.tiers is not UNSET:
            changes["tiers"] = tuple(sorted(change.tiers))
        if change.limits is not UNSET:
            changes["limits"] = limits_as_json(wishes.limits(change.limits))
        if change.expires_s is not UNSET:
            now_s = self._clock.unix_s()
            changes["expires_s"] = wishes.expires_s(change.expires_s, now_s=now_s)

        def work(connection: Connection) -> KeyFound | None:
            from rejoinder.store import keys as table

            _check_unrevoked(table.get_key(connection, key_id))
            return table.change_key(connection, key_id, changes)

        return _known_key(await self._write(work), key_id)

    async def rotate_key(self, key_id: str, *, overlap_s: float) -> tuple[Key, str]:
        """A new secret; those before end after `overlap_s`. Raises `UnknownKey`."""
        now_s = self._clock.unix_s()
        end_s = now_s + wishes.overlap_s(overlap_s)
        secret = keys.new_secret()
        row = self._secret_row(secret, key_id, now_s)

        def work(connection: Connection) -> KeyFound | None:
            from rejoinder.store import keys as table

            found = table.get_key(connection, key_id)
            _check_unrevoked(found)
            return found and table.rotate_key(connection, row, others_expire_s=end_s)

        return _known_key(await self._write(work), key_id), secret

    async def revoke_key(self, key_id: str) -> Key:
        """For ever. Raises `UnknownKey`."""
        now_s = self._clock.unix_s()

        def work(connection: Connection) -> KeyFound | None:
            from rejoinder.store import keys as table

            return table.revoke_key(connection, key_id, now_s=now_s)

        return _known_key(await self._write(work), key_id)

    async def create_project(self, name: str, *, limits: tuple[Limit, ...] = ()) -> Project:
        project = Project(
            id=ids.project_id(),
            name=wishes.name(name),
            created_s=self._clock.unix_s(),
            limits=wishes.limits(limits),
        )

        def add(connection: Connection) -> None:
            from rejoinder.store import keys as table

            try:
                table.add_project(connection, row_of(project))
            except table.Taken:
                raise InvalidValue(param="name", value=project.name, rule=_NAME_RULE) from None

        await self._write(add)
        return project

    async def project(self, project_id: str) -> Project:
        """Raises `UnknownProject`."""

        def get(connection: Connection) -> ProjectRow | None:
            from rejoinder.store import keys as table

            return table.get_project(connection, project_id)

        return _known_project(await self._read(get), project_id)

    async def projects(self, page: Page, *, with_archived: bool) -> tuple[list[Project], bool]:
        """As `keys`."""

        def read(connection: Connection) -> tuple[list[ProjectRow], bool]:
            from rejoinder.store import keys as table

            if page.after is not None and table.get_project(connection, page.after) is None:
                raise InvalidValue(param="after", value=page.after, rule="no project has this id")
            return table.list_projects(connection, page, with_archived=with_archived)

        found, more = await self._read(read)
        return [project_of(one) for one in found], more

    async def change_project(self, project_id: str, change: ProjectChange) -> Project:
        """Raises `UnknownProject`."""
        changes: dict[str, object] = {}
        if change.name is not UNSET:
            if project_id == DEFAULT_PROJECT and change.name != DEFAULT_PROJECT:
                raise InvalidValue(
                    param="name", value=change.name, rule="the project `default` keeps its name"
                )
            changes["name"] = wishes.name(change.name)
        if change.limits is not UNSET:
            changes["limits"] = limits_as_json(wishes.limits(change.limits))
        return await self._change_project(project_id, changes)

    async def archive_project(self, project_id: str) -> Project:
        """Its keys open nothing from then on; what it stored and used stays on record. For ever."""
        if project_id == DEFAULT_PROJECT:
            raise InvalidValue(
                param="project_id", value=project_id, rule="the project `default` always is"
            )
        return await self._change_project(project_id, {"is_archived": True})

    async def _change_project(self, project_id: str, changes: Mapping[str, object]) -> Project:
        def work(connection: Connection) -> ProjectRow | None:
            from rejoinder.store import keys as table

            try:
                return table.change_project(connection, project_id, changes)
            except table.Taken:
                name = changes["name"]
                raise InvalidValue(param="name", value=name, rule=_NAME_RULE) from None

        return _known_project(await self._write(work), project_id)

    @staticmethod
    def _secret_row(secret: str, key_id: str, now_s: int) -> SecretRow:
        return SecretRow(
            digest=keys.digest(secret), key_id=key_id, shown=keys.shown(secret), created_s=now_s
        )

    @staticmethod
    def _check_may_hold_keys(project: ProjectRow | None, project_id: str) -> None:
        if project is None:
            raise InvalidValue(param="project", value=project_id, rule="there is no such project")
        if project.is_archived:
            raise InvalidValue(param="project", value=project_id, rule="it is archived")

    async def _read(self, work: Callable[[Connection], T]) -> T:
        await self._make_default()
        return await self._database.read(work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        await self._make_default()
        done = await self._database.write(work)
        # It is done, and a secret that was made must be told: who looks later finds it.
        with contextlib.suppress(StoreDown):
            await self._changed()
        return done

    async def _make_default(self) -> None:
        """The project `default`, where the database is too new to have it."""
        if self._has_default:
            return
        row = row_of(default_project(created_s=self._clock.unix_s()))

        def is_there(connection: Connection) -> bool:
            from rejoinder.store import keys as table

            return table.get_project(connection, DEFAULT_PROJECT) is not None

        def ensure(connection: Connection) -> None:
            from rejoinder.store import keys as table

            table.ensure_project(connection, row)

        if not await self._database.read(is_there):
            await self._database.write(ensure)
        self._has_default = True


def _has_keys(connection: Connection) -> bool:
    from rejoinder.store import keys as table

    return table.has_keys(connection)


def _known_key(found: KeyFound | None, key_id: str) -> Key:
    if found is None:
        raise UnknownKey(key_id=key_id)
    return key_of(found)


def _known_project(found: ProjectRow | None, project_id: str) -> Project:
    if found is None:
        raise UnknownProject(project_id=project_id)
    return project_of(found)


def _check_unrevoked(found: KeyFound | None) -> None:
    if found is not None and found.key.revoked_s is not None:
        raise InvalidValue(param="key_id", value=found.key.id, rule="the key was revoked")


def _sorted(names: frozenset[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(sorted(names))
