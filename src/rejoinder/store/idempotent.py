"""The table of requests that may come twice: who answers one, and what was answered.

A row's `status` is null until there is an answer. Until then `node_id` says who answers it; empty:
nobody, the last attempt having failed. Nodes that share PostgreSQL know of each other's lives by
`nodes`, in the database's time. SQLite has one node: whatever another one left there is dead.

Every function may be done twice to the same effect, as `Database.write` wants it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    and_,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import ColumnElement

from rejoinder.store.idempotent_rows import (
    Answered,
    Claim,
    Elsewhere,
    Found,
    Mine,
    OtherRequest,
    Place,
    Told,
)
from rejoinder.store.inserting import insert_into
from rejoinder.store.tables import completions, idempotent, nodes

# Beats come every 2 s; a node whose database is slow by several seconds is not dead for it.
DEAD_AFTER_MS = 15_000

_NOBODY = ""
_row = idempotent.c


def claim(connection: Connection, wish: Claim) -> Found:
    """Ask to answer. Two who ask at once are heard one after the other by the database."""
    values = {
        "project": wish.place.project,
        "key": wish.place.key,
        "digest": wish.digest,
        "seed": wish.seed,
        "node_id": wish.node_id,
        "created_s": wish.now_s,
    }
    while True:
        insert = insert_into(idempotent, connection).values(values).on_conflict_do_nothing()
        if connection.execute(insert.returning(_row.seed)).first() is not None:
            return Mine(wish.seed)
        found = _claim_again(connection, wish)
        if found is not None:
            return found
        # The row was deleted between the two statements.


def look(connection: Connection, wish: Claim) -> Found | None:
    """What `claim` would find, without asking for anything; None where it would be granted."""
    row = connection.execute(_state(connection, wish.place)).first()
    if row is None or row.created_s <= wish.old_s:
        return None
    if row.digest != wish.digest:
        return OtherRequest()
    if row.status is not None:
        return Answered(_told(connection, wish.place))
    return Elsewhere() if _is_answered_by_another(row.node_id, row.is_alive, wish) else None


def keep(connection: Connection, claim: Claim, told: Told) -> bool:
    """Put the answer there, claimed or not. False where another's, or another's claim, is; also
    where it is a stored completion that was deleted meanwhile, and then the key is free."""
    if told.completion_id and not _is_stored(connection, told.completion_id):
        forget(connection, claim.place, node_id=claim.node_id)
        return False
    values = {
        "project": claim.place.project,
        "key": claim.place.key,
        "digest": claim.digest,
        "seed": claim.seed,
        "node_id": _NOBODY,
        "created_s": claim.now_s,
        "status": told.status,
        "headers": told.headers,
        "body": told.body,
        "completion_id": told.completion_id or None,
    }
    insert = insert_into(idempotent, connection).values(values)
    is_ours = and_(
        _row.status.is_(None),
        _row.digest == claim.digest,
        _row.node_id.in_((claim.node_id, _NOBODY)),
    )
    upsert = insert.on_conflict_do_update(
        index_elements=["project", "key"],
        set_={name: insert.excluded[name] for name in values},
        where=or_(is_ours, _row.created_s <= claim.old_s),
    )
    return connection.execute(upsert.returning(_row.seed)).first() is not None


def give_up(connection: Connection, place: Place, *, node_id: str) -> None:
    """Let others answer it, with the same seed."""
    mine = and_(_at(place), _row.status.is_(None), _row.node_id == node_id)
    connection.execute(update(idempotent).where(mine).values(node_id=_NOBODY))


def forget(connection: Connection, place: Place, *, node_id: str) -> None:
    """Let the key be used for anything."""
    mine = and_(_at(place), _row.status.is_(None), _row.node_id == node_id)
    connection.execute(delete(idempotent).where(mine))


def forget_completions(connection: Connection, completion_ids: Sequence[str]) -> None:
    """They were deleted: no key may bring them back."""
    connection.execute(delete(idempotent).where(_row.completion_id.in_(completion_ids)))


def beat(connection: Connection, node_id: str) -> None:
    """Say that this node lives."""
    if connection.dialect.name != "postgresql":
        return
    insert = postgresql.insert(nodes).values(id=node_id, seen_ms=_now_ms())
    connection.execute(
        insert.on_conflict_do_update(index_elements=["id"], set_={"seen_ms": _now_ms()})
    )


def leave(connection: Connection, node_id: str) -> None:
    """Say that this node is gone, before others find out."""
    mine = and_(_row.node_id == node_id, _row.status.is_(None))
    connection.execute(update(idempotent).where(mine).values(node_id=_NOBODY))
    connection.execute(delete(nodes).where(nodes.c.id == node_id))


def delete_old(connection: Connection, *, old_s: int, limit: int) -> int:
    """Delete at most so many of `old_s` and before; how many there were."""
    key = tuple_(_row.project, _row.key)
    old = (
        select(_row.project, _row.key)
        .where(_row.created_s <= old_s)
        .order_by(_row.created_s)
        .limit(limit)
    )
    return connection.execute(delete(idempotent).where(key.in_(old))).rowcount


def _claim_again(connection: Connection, wish: Claim) -> Found | None:
    """Of a row that is there. None where it is not."""
    mine = {"node_id": wish.node_id, "created_s": wish.now_s}
    query = _state(connection, wish.place).with_for_update(of=idempotent)
    row = connection.execute(query).first()
    if row is None:
        return None
    this = update(idempotent).where(_at(wish.place))
    if row.created_s <= wish.old_s:
        nothing = {"status": None, "headers": None, "body": None, "completion_id": None}
        anew = {"digest": wish.digest, "seed": wish.seed, **mine, **nothing}
        connection.execute(this.values(anew))
        return Mine(wish.seed)
    if row.digest != wish.digest:
        return OtherRequest()
    if row.status is not None:
        return Answered(_told(connection, wish.place))
    if _is_answered_by_another(row.node_id, row.is_alive, wish):
        return Elsewhere()
    connection.execute(this.values(mine))
    return Mine(row.seed)


def _state(connection: Connection, place: Place) -> Select[bytes, int, str, int, int | None, bool]:
    """A row without its answer, which may be long."""
    return (
        select(
            _row.digest,
            _row.seed,
            _row.node_id,
            _row.created_s,
            _row.status,
            _is_alive(connection).label("is_alive"),
        )
        .select_from(idempotent.outerjoin(nodes, nodes.c.id == _row.node_id))
        .where(_at(place))
    )


def _is_alive(connection: Connection) -> ColumnElement[bool]:
    if connection.dialect.name != "postgresql":
        return literal(value=False)
    return func.coalesce(nodes.c.seen_ms > _now_ms() - DEAD_AFTER_MS, literal(value=False))


def _is_answered_by_another(node_id: str, is_alive: bool, wish: Claim) -> bool:
    """One of our own node that asks again has lost track of its claim."""
    return is_alive and node_id not in (_NOBODY, wish.node_id)


def _is_stored(connection: Connection, completion_id: str) -> bool:
    """And stays so until the end of this transaction."""
    found = select(completions.c.seq).where(completions.c.id == completion_id)
    found = found.with_for_update(read=True, key_share=True)
    return connection.execute(found).first() is not None


def _told(connection: Connection, place: Place) -> Told:
    query = select(_row.status, _row.headers, _row.body).where(_at(place))
    row = connection.execute(query).one()
    return Told(row.status, row.headers, row.body)


def _at(place: Place) -> ColumnElement[bool]:
    return and_(_row.project == place.project, _row.key == place.key)


def _now_ms() -> ColumnElement[int]:
    # Not the transaction's beginning: it may have waited.
    return cast(func.extract("epoch", func.clock_timestamp()) * 1000, BigInteger)
