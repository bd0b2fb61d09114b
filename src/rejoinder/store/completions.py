"""Stored completions in the database: kept, found, tagged, deleted.

Functions of a connection, to be given to `Database.read` and `Database.write`; all may be done
twice. A project sees its own only; `project=None` is everybody's, for those who run the server.
Imported in the database's threads only.

Order is that in which they were kept: whatever is kept later comes later, however long ago its
answer began, so that who pages on sees all. A cursor is a completion's id: where it stood is
remembered for a while after it was deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Table,
    delete,
    exists,
    func,
    select,
    update,
)

from rejoinder.refusals import UnknownCompletion
from rejoinder.store import idempotent
from rejoinder.store.completion_rows import Completion, Page, Totals
from rejoinder.store.inserting import insert_into
from rejoinder.store.tables import completion_metadata, completions, deleted_completions

__all__ = ["Completion", "Page", "Totals"]

# How far each condition's matches are counted, to begin with the one that leaves the fewest. More
# than that differ little, and counting them costs as much as looking through them.
_COUNTED = 1000

_NUM_SEEDS = 2**64

_METADATA = msgspec.json.Decoder(dict[str, str])

# A number that is drawn first must be seen first. Any number does that nobody else uses.
_PUT_LOCK = 0x7265_6A6F_7075_7400


def put(connection: Connection, completion: Completion) -> None:
    """Keep it. One of the same id that is there already stays as it is."""
    if connection.dialect.name == "postgresql":
        # SQLite has one who writes.
        connection.execute(select(func.pg_advisory_xact_lock(_PUT_LOCK)))
    metadata = msgspec.json.encode(completion.metadata)
    values = {
        "id": completion.id,
        "project": completion.project,
        "key_id": completion.key_id,
        "request_id": completion.request_id,
        "created_s": completion.created_s,
        "model": completion.model,
        "seed": _signed(completion.seed),
        "user": completion.user.replace("\0", "\ufffd"),  # PostgreSQL's texts hold none
        "num_bytes": len(completion.request) + len(completion.response) + len(metadata),
        "metadata": metadata.decode(),
        "request": completion.request,
        "response": completion.response,
    }
    statement = (
        insert_into(completions, connection)
        .values(values)
        .on_conflict_do_nothing(index_elements=["id"])
    )
    seq = connection.execute(statement.returning(completions.c.seq)).scalar()
    if seq is not None:
        _put_metadata(connection, seq, completion.project, completion.metadata)


def get(connection: Connection, completion_id: str, *, project: str | None) -> Completion:
    """Raises `UnknownCompletion`, also for another project's."""
    row = connection.execute(select(completions).where(*_one(completion_id, project))).first()
    if row is None:
        raise UnknownCompletion(completion_id=completion_id)
    return _completion(row)


def find(
    connection: Connection,
    *,
    project: str | None,
    model: str | None = None,
    metadata: dict[str, str] | None = None,
    after: str | None = None,
    limit: int = 20,
    newest_first: bool = False,
) -> Page:
    """Those that meet every condition given. after: an id; raises `UnknownCompletion` where it
    never was the project's, or was deleted too long ago."""
    position = None if after is None else _position(connection, after, project)
    statement = _found(connection, project, model, metadata or {})
    seq = statement.selected_columns.seq
    if position is not None:
        statement = statement.where(seq < position if newest_first else seq > position)
    order = seq.desc() if newest_first else seq
    rows = connection.execute(statement.order_by(order).limit(limit + 1)).all()
    items = tuple(_completion(row) for row in rows[:limit])
    return Page(items, has_more=len(rows) > limit)


def set_metadata(
    connection: Connection, completion_id: str, metadata: dict[str, str], *, project: str | None
) -> Completion:
    """Put these in the place of those it has. Returns it as it now is. Raises
    `UnknownCompletion`."""
    statement = select(completions).where(*_one(completion_id, project)).with_for_update()
    row = connection.execute(statement).first()
    if row is None:
        raise UnknownCompletion(completion_id=completion_id)
    encoded = msgspec.json.encode(metadata).decode()
    num_bytes = row.num_bytes + len(encoded.encode()) - len(row.metadata.encode())
    connection.execute(
        update(completions)
        .where(completions.c.seq == row.seq)
        .values(metadata=encoded, num_bytes=num_bytes)
    )
    connection.execute(delete(completion_metadata).where(completion_metadata.c.seq == row.seq))
    _put_metadata(connection, row.seq, row.project, metadata)
    return msgspec.structs.replace(_completion(row), metadata=metadata)


def remove(connection: Connection, completion_id: str, *, project: str | None, now_s: int) -> None:
    """Delete it, its place in the order excepted, and with it what its `Idempotency-Key` would
    bring back. Raises `UnknownCompletion`. What it held is in SQLite's files until
    `Database.scrub`."""
    statement = (
        delete(completions)
        .where(*_one(completion_id, project))
        .returning(completions.c.id, completions.c.project, completions.c.seq)
    )
    rows = connection.execute(statement).all()
    if not rows:
        raise UnknownCompletion(completion_id=completion_id)
    _remember_places(connection, rows, now_s)
    idempotent.forget_completions(connection, [row.id for row in rows])


def totals(connection: Connection) -> Totals:
    """Of everybody's."""
    statement = select(func.count(), func.coalesce(func.sum(completions.c.num_bytes), 0))
    count, num_bytes = connection.execute(statement.select_from(completions)).one()
    return Totals(num_completions=count, num_bytes=int(num_bytes))


def remove_oldest(
    connection: Connection,
    *,
    max_num: int,
    now_s: int,
    before_s: int | None = None,
    min_bytes: int | None = None,
) -> Totals:
    """Delete at most `max_num`, the oldest first, as `remove` does; returns what they came to.

    before_s: only those created before. min_bytes: no more than are needed for so many bytes.
    """
    statement = select(completions.c.seq, completions.c.num_bytes).order_by(
        completions.c.created_s, completions.c.seq
    )
    if before_s is not None:
        statement = statement.where(completions.c.created_s < before_s)
    chosen: list[int] = []
    num_bytes = 0
    for seq, size in connection.execute(statement.limit(max_num)):
        if min_bytes is not None and num_bytes >= min_bytes:
            break
        chosen.append(seq)
        num_bytes += size
    # Another node may have been here in the meantime: what it deleted is not counted again.
    deleted = connection.execute(
        delete(completions)
        .where(completions.c.seq.in_(chosen))
        .returning(
            completions.c.id,
            completions.c.project,
            completions.c.seq,
            completions.c.num_bytes,
        )
    ).all()
    _remember_places(connection, deleted, now_s)
    idempotent.forget_completions(connection, [row.id for row in deleted])
    return Totals(num_completions=len(deleted), num_bytes=sum(row.num_bytes for row in deleted))


def forget_places(connection: Connection, *, before_s: int, max_num: int) -> int:
    """Of those deleted before. Returns how many."""
    old = (
        select(deleted_completions.c.id)
        .where(deleted_completions.c.deleted_s < before_s)
        .order_by(deleted_completions.c.deleted_s)
        .limit(max_num)
    )
    statement = delete(deleted_completions).where(deleted_completions.c.id.in_(old))
    return connection.execute(statement).rowcount


def _found(
    connection: Connection, project: str | None, model: str | None, metadata: dict[str, str]
) -> Select[Any]:
    """A query whose `seq` is that of the index that it goes by."""
    of_model = _of_model(project, model)
    if not metadata:
        return select(completions).where(*of_model)
    counts = {
        name: _count(connection, completion_metadata, _tagged(project, name, value))
        for name, value in metadata.items()
    }
    rarest = min(counts, key=counts.__getitem__)
    if model is not None and _count(connection, completions, of_model) < counts[rarest]:
        return select(completions).where(*of_model, *_has(completions, metadata))
    others = {name: value for name, value in metadata.items() if name != rarest}
    conditions = [
        *_tagged(project, rarest, metadata[rarest]),
        *_has(completion_metadata, others),
    ]
    if model is not None:
        conditions.append(completions.c.model == model)
    # By the tags' own number, so that their index gives the order and the page ends the search.
    columns = [
        completion_metadata.c.seq if column.name == "seq" else column for column in completions.c
    ]
    joined = completion_metadata.join(completions, completions.c.seq == completion_metadata.c.seq)
    return select(*columns).select_from(joined).where(*conditions)


def _has(table: Table, metadata: dict[str, str]) -> list[ColumnElement[bool]]:
    """table: the one that is gone through, so that what lacks a tag is not fetched."""
    this, other = table.c, completion_metadata.alias().c
    return [
        exists().where(
            other.project == this.project,
            other.name == _flat(name),
            other.value == _flat(value),
            # Equal, said so that SQLite takes the index of values: it is in the order that we go
            # through, and the pages of the next are at hand.
            other.seq.between(this.seq, this.seq),
        )
        for name, value in metadata.items()
    ]


def _tagged(project: str | None, name: str, value: str) -> tuple[ColumnElement[bool], ...]:
    columns = completion_metadata.c
    same = (columns.name == _flat(name), columns.value == _flat(value))
    return same if project is None else (columns.project == project, *same)


def _of_model(project: str | None, model: str | None) -> tuple[ColumnElement[bool], ...]:
    conditions = []
    if project is not None:
        conditions.append(completions.c.project == project)
    if model is not None:
        conditions.append(completions.c.model == model)
    return tuple(conditions)


def _count(
    connection: Connection, table: FromClause, conditions: Sequence[ColumnElement[bool]]
) -> int:
    some = select(table.c.seq).where(*conditions).limit(_COUNTED).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _one(completion_id: str, project: str | None) -> tuple[ColumnElement[bool], ...]:
    same = completions.c.id == completion_id.replace("\0", "\ufffd")
    return (same,) if project is None else (same, completions.c.project == project)


def _position(connection: Connection, completion_id: str, project: str | None) -> int:
    wanted = completion_id.replace("\0", "\ufffd")
    for table in (completions, deleted_completions):
        statement = select(table.c.seq).where(table.c.id == wanted)
        if project is not None:
            statement = statement.where(table.c.project == project)
        row = connection.execute(statement).first()
        if row is not None:
            return int(row.seq)
    raise UnknownCompletion(completion_id=completion_id)


def _put_metadata(connection: Connection, seq: int, project: str, metadata: dict[str, str]) -> None:
    rows = [
        {
            "seq": seq,
            "name": _flat(name),
            "value": _flat(value),
            "project": project,
        }
        for name, value in metadata.items()
    ]
    if rows:
        connection.execute(completion_metadata.insert(), rows)


def _remember_places(connection: Connection, rows: Iterable[Any], now_s: int) -> None:
    places = [
        {
            "id": row.id,
            "project": row.project,
            "seq": row.seq,
            "deleted_s": now_s,
        }
        for row in rows
    ]
    if places:
        statement = insert_into(deleted_completions, connection)
        new = {name: statement.excluded[name] for name in ("seq", "deleted_s")}
        statement = statement.on_conflict_do_update(index_elements=["id"], set_=new)
        connection.execute(statement, places)


def _completion(row: Row[Any]) -> Completion:
    return Completion(
        id=row.id,
        project=row.project,
        key_id=row.key_id,
        request_id=row.request_id,
        created_s=row.created_s,
        model=row.model,
        seed=row.seed % _NUM_SEEDS,
        user=row.user,
        metadata=_METADATA.decode(row.metadata),
        request=bytes(row.request),
        response=bytes(row.response),
    )


def _flat(text: str) -> str:
    """Without NUL, which PostgreSQL's texts cannot hold; different texts stay different."""
    return text.replace("\\", "\\\\").replace("\0", "\\0")


def _signed(seed: int) -> int:
    """The databases' numbers have 63 bits and a sign."""
    return seed if seed < _NUM_SEEDS // 2 else seed - _NUM_SEEDS
