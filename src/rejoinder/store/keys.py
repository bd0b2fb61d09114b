"""The tables of keys and projects: read as a whole, listed in pages, changed.

Whatever changes what a request may do raises the version in the same transaction, so that every
server that looks at it afterwards finds both. Everything here may be done twice, with the same
outcome. Imported in the database's threads only: it brings SQLAlchemy with it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    or_,
    select,
    update,
)

from rejoinder.store.inserting import insert_into
from rejoinder.store.key_rows import Everything, KeyFound, KeyRow, Page, ProjectRow, SecretRow
from rejoinder.store.tables import key_secrets, keys, projects, versions

VERSION = "keys"


class Taken(Exception):
    """Another project has the name."""


def version(connection: Connection) -> int:
    """0 before anything was ever changed."""
    found = connection.scalar(select(versions.c.number).where(versions.c.name == VERSION))
    return found or 0


def everything(connection: Connection) -> Everything:
    # The version first: what changes in between is then read again, and never missed.
    now = version(connection)
    return Everything(
        version=now,
        projects=tuple(_project(row) for row in connection.execute(_PROJECTS)),
        keys=tuple(_key(row) for row in connection.execute(_KEYS)),
        secrets=tuple(_secret(row) for row in connection.execute(_SECRETS)),
    )


def has_keys(connection: Connection) -> bool:
    """Revoked and expired ones count: somebody meant that keys be asked for."""
    return connection.execute(select(keys.c.id).limit(1)).first() is not None


def ensure_project(connection: Connection, row: ProjectRow) -> None:
    """Nobody has to hear of it: one that is not there is taken for what this makes."""
    _insert_new(connection, projects, _values(row))


def get_project(connection: Connection, project_id: str) -> ProjectRow | None:
    row = connection.execute(_PROJECTS.where(projects.c.id == _id(project_id))).first()
    return None if row is None else _project(row)


def list_projects(
    connection: Connection, page: Page, *, with_archived: bool
) -> tuple[list[ProjectRow], bool]:
    """A page, and whether more follow."""
    wanted = _PROJECTS
    if not with_archived:
        wanted = wanted.where(~projects.c.is_archived)
    rows, more = _page(connection, wanted, projects, page)
    return [_project(row) for row in rows], more


def add_project(connection: Connection, row: ProjectRow) -> None:
    """Does nothing where there is one of the id. Raises `Taken`."""
    _insert_new(connection, projects, _values(row))
    if get_project(connection, row.id) is None:
        raise Taken
    _raise_version(connection)


def change_project(
    connection: Connection, project_id: str, changes: Mapping[str, object]
) -> ProjectRow | None:
    """The project as it is then; None where there is none. Raises `Taken`."""
    if (name := changes.get("name")) is not None:
        same = select(projects.c.id).where(
            projects.c.name == name, projects.c.id != _id(project_id)
        )
        if connection.execute(same).first() is not None:
            raise Taken
    if changes:
        connection.execute(
            update(projects).where(projects.c.id == _id(project_id)).values(**changes)
        )
        _raise_version(connection)
    return get_project(connection, project_id)


def get_key(connection: Connection, key_id: str) -> KeyFound | None:
    row = connection.execute(_KEYS.where(keys.c.id == _id(key_id))).first()
    return None if row is None else _with_secrets(connection, [row])[0]


def list_keys(
    connection: Connection, page: Page, *, project: str | None
) -> tuple[list[KeyFound], bool]:
    """A page, and whether more follow."""
    wanted = _KEYS
    if project is not None:
        wanted = wanted.where(keys.c.project == _id(project))
    rows, more = _page(connection, wanted, keys, page)
    return _with_secrets(connection, rows), more


def add_key(connection: Connection, key: KeyRow, secret: SecretRow) -> None:
    """Of a project that is there. Does nothing where there is one of the id."""
    values = _values(key)
    values["scopes"], values["tiers"] = json.dumps(key.scopes), json.dumps(key.tiers)
    values["models"] = None if key.models is None else json.dumps(key.models)
    _insert_new(connection, keys, values)
    _insert_new(connection, key_secrets, _values(secret))
    _raise_version(connection)


def change_key(
    connection: Connection, key_id: str, changes: Mapping[str, object]
) -> KeyFound | None:
    """The key as it is then; None where there is none. Lists are written as they are given."""
    values = {
        name: json.dumps(value) if isinstance(value, tuple) else value
        for name, value in changes.items()
    }
    if values:
        connection.execute(update(keys).where(keys.c.id == _id(key_id)).values(**values))
        _raise_version(connection)
    return get_key(connection, key_id)


def revoke_key(connection: Connection, key_id: str, *, now_s: int) -> KeyFound | None:
    """For ever; the first time counts."""
    unrevoked = and_(keys.c.id == _id(key_id), keys.c.revoked_s.is_(None))
    connection.execute(update(keys).where(unrevoked).values(revoked_s=now_s))
    _raise_version(connection)
    return get_key(connection, key_id)


def rotate_key(
    connection: Connection, secret: SecretRow, *, others_expire_s: int
) -> KeyFound | None:
    """A new secret beside the key's others, which end then at the latest."""
    others = and_(
        key_secrets.c.key_id == secret.key_id,
        key_secrets.c.digest != secret.digest,
        or_(key_secrets.c.expires_s.is_(None), key_secrets.c.expires_s > others_expire_s),
    )
    connection.execute(update(key_secrets).where(others).values(expires_s=others_expire_s))
    _insert_new(connection, key_secrets, _values(secret))
    _raise_version(connection)
    return get_key(connection, secret.key_id)


def note_used(connection: Connection, used_s: Mapping[str, int]) -> None:
    """When keys were last used, by their ids. No change that anybody has to hear of."""
    for key_id, at_s in sorted(used_s.items()):  # in one order, so that two nodes do not deadlock
        before = or_(keys.c.last_used_s.is_(None), keys.c.last_used_s < at_s)
        connection.execute(update(keys).where(keys.c.id == key_id, before).values(last_used_s=at_s))


def _raise_version(connection: Connection) -> None:
    first = insert_into(versions, connection).values(name=VERSION, number=1)
    again = {"number": versions.c.number + 1}
    connection.execute(first.on_conflict_do_update(index_elements=["name"], set_=again))


def _insert_new(connection: Connection, table: Table, values: Mapping[str, object]) -> None:
    """Or nothing, where a unique value is there already."""
    connection.execute(insert_into(table, connection).values(**values).on_conflict_do_nothing())


def _page(
    connection: Connection, wanted: Select[Any], table: Table, page: Page
) -> tuple[list[Row[Any]], bool]:
    """Oldest first. After one that is not there nothing follows."""
    if page.after is not None:
        after = _id(page.after)
        place = connection.execute(
            select(table.c.created_s).where(table.c.id == after)
        ).scalar_one_or_none()
        if place is None:
            return [], False
        wanted = wanted.where(_is_after(table, place, after))
    ordered = wanted.order_by(table.c.created_s, table.c.id).limit(page.limit + 1)
    rows = list(connection.execute(ordered))
    return rows[: page.limit], len(rows) > page.limit


def _is_after(table: Table, created_s: int, row_id: str) -> ColumnElement[bool]:
    return or_(
        table.c.created_s > created_s,
        and_(table.c.created_s == created_s, table.c.id > row_id),
    )


def _id(asked: str) -> str:
    """One that is asked for, without NUL, which PostgreSQL's texts cannot hold: none has any."""
    return asked.replace("\0", "\ufffd")


def _with_secrets(connection: Connection, rows: list[Row[Any]]) -> list[KeyFound]:
    found: dict[str, list[SecretRow]] = {row.id: [] for row in rows}
    wanted = _SECRETS.where(key_secrets.c.key_id.in_(found))
    # Only the newest has no end of its own; two of one second are told apart by that.
    is_old = key_secrets.c.expires_s.is_not(None)
    newest_first = wanted.order_by(is_old, key_secrets.c.created_s.desc(), key_secrets.c.digest)
    for row in connection.execute(newest_first):
        found[row.key_id].append(_secret(row))
    return [KeyFound(_key(row), tuple(found[row.id])) for row in rows]


def _values(row: ProjectRow | KeyRow | SecretRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def _project(row: Row[Any]) -> ProjectRow:
    values: list[Any] = list(row)
    return ProjectRow(*values)


def _key(row: Row[Any]) -> KeyRow:
    values: list[Any] = list(row)
    for place in _LISTS:
        values[place] = _list(values[place])
    return KeyRow(*values)


def _secret(row: Row[Any]) -> SecretRow:
    values: list[Any] = list(row)
    values[0] = bytes(values[0])
    return SecretRow(*values)


# Thousands of keys have the same few scopes, and are all read again whenever one was changed.
@functools.lru_cache(maxsize=1024)
def _list(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(text))


def _columns(table: Table, kind: type[msgspec.Struct]) -> Select[Any]:
    """All that the struct holds, in its order."""
    return select(*(table.c[name] for name in kind.__struct_fields__))


_PROJECTS = _columns(projects, ProjectRow)
_KEYS = _columns(keys, KeyRow)
_SECRETS = _columns(key_secrets, SecretRow)
_LISTS = [KeyRow.__struct_fields__.index(name) for name in ("scopes", "models", "tiers")]
