"""Who may answer a request that comes twice, and what was answered. On both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, func, select, update

from rejoinder.store import completions
from rejoinder.store import idempotent as store
from rejoinder.store.idempotent_rows import (
    Answered,
    Claim,
    Elsewhere,
    Mine,
    OtherRequest,
    Place,
    Told,
)
from rejoinder.store.tables import idempotent, nodes
from tests.store.databases import connected
from tests.store.world import completion

HERE = Place("default", "k")
TOLD = Told(200, b"{}", bytes(range(256)) * 100)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    with connected(database_url) as connection:
        yield connection


@pytest.fixture
def shared(postgresql_url: str) -> Iterator[Connection]:
    with connected(postgresql_url) as connection:
        yield connection


def wish(
    *,
    place: Place = HERE,
    digest: bytes = b"d",
    seed: int = 1,
    node_id: str = "one",
    now_s: int = 100,
) -> Claim:
    return Claim(place, digest, seed, node_id, now_s, old_s=now_s - 10)


def test_the_first_to_ask_has_it(connection: Connection) -> None:
    assert store.claim(connection, wish(seed=2**63 - 1)) == Mine(2**63 - 1)


def test_an_answer_comes_back_as_it_was_given(connection: Connection) -> None:
    store.claim(connection, wish())

    assert store.keep(connection, wish(), TOLD)

    assert store.claim(connection, wish(seed=2)) == Answered(TOLD)
    assert store.look(connection, wish(seed=2)) == Answered(TOLD)


def test_an_answer_kept_twice_is_the_first(connection: Connection) -> None:
    """A write that is tried again may have been done the first time."""
    store.claim(connection, wish())
    store.keep(connection, wish(), TOLD)

    assert not store.keep(connection, wish(), Told(200, b"{}", b"another"))

    assert store.claim(connection, wish()) == Answered(TOLD)


def test_an_answer_that_was_never_claimed_is_kept(connection: Connection) -> None:
    """The database was down when it was begun."""
    assert store.keep(connection, wish(), TOLD)
    assert store.claim(connection, wish()) == Answered(TOLD)


@pytest.mark.parametrize("is_answered", [False, True])
def test_another_body_is_told_apart_whether_there_is_an_answer_or_not(
    connection: Connection, is_answered: bool
) -> None:
    store.claim(connection, wish())
    if is_answered:
        store.keep(connection, wish(), TOLD)

    assert store.claim(connection, wish(digest=b"other")) == OtherRequest()
    assert store.look(connection, wish(digest=b"other")) == OtherRequest()


@pytest.mark.parametrize("place", [Place("default", "l"), Place("other", "k")])
def test_other_keys_and_other_projects_keys_are_others(
    connection: Connection, place: Place
) -> None:
    store.claim(connection, wish())
    store.keep(connection, wish(), TOLD)

    assert store.claim(connection, wish(place=place, seed=2)) == Mine(2)


def test_what_is_given_up_is_begun_again_with_the_seed_it_had(connection: Connection) -> None:
    store.claim(connection, wish(seed=1))

    store.give_up(connection, HERE, node_id="one")

    assert store.look(connection, wish()) is None
    assert store.claim(connection, wish(seed=2, node_id="two")) == Mine(1)


def test_what_is_given_up_still_belongs_to_its_body(connection: Connection) -> None:
    store.claim(connection, wish())
    store.give_up(connection, HERE, node_id="one")

    assert store.claim(connection, wish(digest=b"other")) == OtherRequest()


def test_what_is_forgotten_is_free_for_anything(connection: Connection) -> None:
    store.claim(connection, wish(seed=1))

    store.forget(connection, HERE, node_id="one")

    assert store.claim(connection, wish(digest=b"other", seed=2)) == Mine(2)


def test_an_answer_is_neither_given_up_nor_forgotten(connection: Connection) -> None:
    """What is said late, of an attempt that was over, must not harm the next."""
    store.keep(connection, wish(), TOLD)

    store.give_up(connection, HERE, node_id="one")
    store.forget(connection, HERE, node_id="one")

    assert store.claim(connection, wish()) == Answered(TOLD)


def test_a_node_that_lost_track_of_its_claim_gets_it_again(connection: Connection) -> None:
    store.beat(connection, "one")
    store.claim(connection, wish(seed=1))

    assert store.claim(connection, wish(seed=2)) == Mine(1)


def test_what_is_old_is_as_if_it_had_never_been(connection: Connection) -> None:
    store.claim(connection, wish(now_s=100))
    store.keep(connection, wish(now_s=100), TOLD)

    assert isinstance(store.claim(connection, wish(now_s=109)), Answered)
    assert store.look(connection, wish(now_s=110)) is None
    assert store.claim(connection, wish(digest=b"other", seed=2, now_s=110)) == Mine(2)
    # And it is no longer answered.
    assert store.claim(connection, wish(digest=b"other", seed=3, now_s=110)) == Mine(2)


def test_the_old_are_deleted_in_batches_the_oldest_first(connection: Connection) -> None:
    for second in range(5):
        claim = wish(place=Place("default", f"k{second}"), now_s=second)
        store.keep(connection, claim, TOLD)

    assert store.delete_old(connection, old_s=3, limit=3) == 3
    left = select(idempotent.c.key).order_by(idempotent.c.key)
    assert connection.execute(left).scalars().all() == ["k3", "k4"]
    assert store.delete_old(connection, old_s=3, limit=3) == 1
    assert store.delete_old(connection, old_s=3, limit=3) == 0


STORED = Told(200, b"{}", b"said", completion_id="c1")


def test_an_answer_goes_with_the_completion_that_it_is(connection: Connection) -> None:
    """What was deleted was to be had for a day through its key."""
    completions.put(connection, completion("c1"))
    assert store.keep(connection, wish(), STORED)
    other = wish(place=Place("default", "other"))
    assert store.keep(connection, other, TOLD)

    completions.remove(connection, "c1", project="default", now_s=500)

    assert store.look(connection, wish(node_id="two")) is None
    assert store.claim(connection, wish(seed=5, digest=b"another")) == Mine(5)
    assert store.look(connection, other) == Answered(TOLD)


def test_an_answer_goes_with_a_completion_that_is_too_old(connection: Connection) -> None:
    completions.put(connection, completion("c1", created_s=1))
    store.keep(connection, wish(), STORED)

    completions.remove_oldest(connection, max_num=10, now_s=500, before_s=2)

    assert store.claim(connection, wish(seed=5)) == Mine(5)


def test_an_answer_whose_completion_was_deleted_before_it_was_kept_is_not_kept(
    connection: Connection,
) -> None:
    """Its id is told by the stream before its last byte, and by a list."""
    store.claim(connection, wish(seed=1))

    assert not store.keep(connection, wish(), STORED)

    assert store.claim(connection, wish(seed=5, digest=b"another")) == Mine(5)


def test_an_answer_stays_where_another_claim_has_taken_the_place(connection: Connection) -> None:
    store.claim(connection, wish(node_id="one"))
    store.give_up(connection, HERE, node_id="one")
    store.claim(connection, wish(node_id="two"))

    # One that was thought dead comes late.
    assert not store.keep(connection, wish(node_id="one"), TOLD)
    assert store.keep(connection, wish(node_id="two"), TOLD)


def test_what_an_earlier_server_left_in_sqlite_is_begun_again(sqlite_url: str) -> None:
    """It has one server at a time: whoever else claimed something is dead."""
    with connected(sqlite_url) as connection:
        store.claim(connection, wish(node_id="one", seed=1))

        assert store.look(connection, wish(node_id="two")) is None
        assert store.claim(connection, wish(node_id="two", seed=2)) == Mine(1)


def test_a_node_that_lives_is_waited_for(shared: Connection) -> None:
    store.beat(shared, "one")
    store.claim(shared, wish(node_id="one"))

    assert store.claim(shared, wish(node_id="two")) == Elsewhere()
    assert store.look(shared, wish(node_id="two")) == Elsewhere()


def test_a_node_whose_last_beat_is_old_is_not_waited_for(shared: Connection) -> None:
    store.beat(shared, "one")
    store.claim(shared, wish(node_id="one", seed=1))
    earlier = nodes.c.seen_ms - store.DEAD_AFTER_MS
    shared.execute(update(nodes).values(seen_ms=earlier))

    assert store.look(shared, wish(node_id="two")) is None
    assert store.claim(shared, wish(node_id="two", seed=2)) == Mine(1)


def test_a_node_that_left_is_not_waited_for(shared: Connection) -> None:
    store.beat(shared, "one")
    store.claim(shared, wish(node_id="one"))

    store.leave(shared, "one")

    assert shared.execute(select(func.count()).select_from(nodes)).scalar() == 0
    assert isinstance(store.claim(shared, wish(node_id="two")), Mine)
