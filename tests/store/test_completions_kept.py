"""Stored completions: kept whole, found by what they are, each project its own. On both kinds."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, func, select, text

from rejoinder.refusals import UnknownCompletion
from rejoinder.store import completions as store
from rejoinder.store.completion_rows import Totals
from rejoinder.store.tables import completion_metadata, deleted_completions
from tests.store.databases import connected
from tests.store.world import completion


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    with connected(database_url) as connection:
        yield connection


def _ids(page: store.Page) -> list[str]:
    return [item.id for item in page.items]


def test_a_completion_comes_back_as_it_was_given(connection: Connection) -> None:
    given = completion(
        "c1",
        metadata={"name": "wörld", "": "\\ and \0"},
        seed=2**64 - 1,
        user="\u65e5",
        request=bytes(range(256)),
        response=b"\x00" * 100_000,
    )

    store.put(connection, given)

    assert store.get(connection, "c1", project="default") == given


def test_a_completion_kept_twice_is_there_once_and_as_at_first(connection: Connection) -> None:
    """A write that is tried again may have been done the first time."""
    first = completion("c1", metadata={"a": "1"})

    store.put(connection, first)
    store.put(connection, completion("c1", metadata={"a": "2", "b": "3"}))

    assert store.find(connection, project="default").items == (first,)
    assert store.find(connection, project="default", metadata={"b": "3"}).items == ()


def test_a_nul_in_a_user_does_not_keep_an_answer_from_being_stored(connection: Connection) -> None:
    store.put(connection, completion("c1", user="a\0b"))

    assert store.get(connection, "c1", project="default").user == "a\ufffdb"


def test_another_projects_completion_is_unknown_to_every_function(connection: Connection) -> None:
    store.put(connection, completion("c1", project="theirs", metadata={"a": "1"}))

    with pytest.raises(UnknownCompletion):
        store.get(connection, "c1", project="ours")
    with pytest.raises(UnknownCompletion):
        store.set_metadata(connection, "c1", {}, project="ours")
    with pytest.raises(UnknownCompletion):
        store.remove(connection, "c1", project="ours", now_s=0)
    with pytest.raises(UnknownCompletion):
        store.find(connection, project="ours", after="c1")
    assert store.find(connection, project="ours").items == ()
    assert store.find(connection, project="ours", metadata={"a": "1"}).items == ()
    assert store.find(connection, project="ours", model="mini").items == ()
    assert _ids(store.find(connection, project="theirs")) == ["c1"]


def test_no_project_means_everybodys(connection: Connection) -> None:
    store.put(connection, completion("c1", project="a", metadata={"k": "v"}))
    store.put(connection, completion("c2", project="b", metadata={"k": "v"}))

    assert _ids(store.find(connection, project=None)) == ["c1", "c2"]
    assert _ids(store.find(connection, project=None, metadata={"k": "v"})) == ["c1", "c2"]
    assert store.get(connection, "c2", project=None).project == "b"


def test_the_order_is_that_in_which_they_were_kept(connection: Connection) -> None:
    for name, at in (("first", 100), ("second", 300), ("middle", 100), ("late", 200)):
        store.put(connection, completion(name, created_s=at))

    ascending = store.find(connection, project="default")
    descending = store.find(connection, project="default", newest_first=True)

    assert _ids(ascending) == ["first", "second", "middle", "late"]
    assert _ids(descending) == ["late", "middle", "second", "first"]


@pytest.mark.parametrize("metadata", [None, {"a": "1"}])
@pytest.mark.parametrize("model", [None, "mini"])
def test_a_long_answer_comes_after_the_shorter_that_were_kept_before(
    connection: Connection, metadata: dict[str, str] | None, model: str | None
) -> None:
    """It began before them; who had paged so far never saw it."""
    store.put(connection, completion("short", created_s=200, metadata={"a": "1"}))
    store.put(connection, completion("long", created_s=100, metadata={"a": "1"}))

    page = store.find(connection, project="default", metadata=metadata, model=model, after="short")

    assert _ids(page) == ["long"]


def test_what_is_kept_at_once_is_seen_in_the_order_of_its_numbers(postgresql_url: str) -> None:
    """A number that is drawn first and committed last lay behind cursors that were given out."""

    def put(name: str) -> None:
        with connected(postgresql_url) as connection:
            store.put(connection, completion(name))

    with connected(postgresql_url) as first:
        store.put(first, completion("first"))
        other = threading.Thread(target=put, args=("second",))
        other.start()
        with connected(postgresql_url) as looking:
            _until_somebody_waits(looking)
            assert _ids(store.find(looking, project="default")) == []
    other.join()

    with connected(postgresql_url) as looking:
        assert _ids(store.find(looking, project="default")) == ["first", "second"]


def _until_somebody_waits(connection: Connection) -> None:
    """For a lock that is not given."""
    waiting = text("select count(*) from pg_locks where not granted")
    for _ in range(100_000):
        if connection.execute(waiting).scalar():
            return
    pytest.fail("nobody waits")


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("metadata", [None, {"even": "yes"}])
@pytest.mark.parametrize("model", [None, "a"])
def test_pages_joined_are_the_whole_list(
    connection: Connection,
    newest_first: bool,
    metadata: dict[str, str] | None,
    model: str | None,
) -> None:
    """Three of a second each, so that pages of two end within one."""
    for number in range(12):
        tags = {"even": "yes"} if number % 2 == 0 else {"even": "no"}
        name = f"c{number:02}"
        of = "a" if number % 3 else "b"
        store.put(connection, completion(name, created_s=number // 3, metadata=tags, model=of))
    expected = [
        f"c{number:02}"
        for number in range(12)
        if (metadata is None or number % 2 == 0) and (model is None or number % 3)
    ]

    seen: list[str] = []
    after: str | None = None
    has_more = True
    while has_more:
        page = store.find(
            connection,
            project="default",
            model=model,
            metadata=metadata,
            after=after,
            limit=2,
            newest_first=newest_first,
        )
        seen += _ids(page)
        after, has_more = seen[-1], page.has_more

    assert seen == (expected[::-1] if newest_first else expected)


def test_every_condition_must_be_met(connection: Connection) -> None:
    store.put(connection, completion("c1", model="a", metadata={"x": "1", "y": "1"}))
    store.put(connection, completion("c2", model="b", metadata={"x": "1", "y": "1"}))
    store.put(connection, completion("c3", model="a", metadata={"x": "1", "y": "2"}))
    store.put(connection, completion("c4", model="a", metadata={"x": "1"}))
    store.put(connection, completion("c5", model="a", metadata={"y": "1"}))

    def found(model: str | None, **metadata: str) -> list[str]:
        return _ids(store.find(connection, project="default", model=model, metadata=metadata))

    assert found("a", x="1", y="1") == ["c1"]
    assert found(None, x="1", y="1") == ["c1", "c2"]
    assert found("a", x="1") == ["c1", "c3", "c4"]
    assert found("b") == ["c2"]
    assert found("b", y="2") == []
    assert found(None, x="nothing") == []


def test_texts_that_are_written_alike_in_the_index_are_not_taken_for_each_other(
    connection: Connection,
) -> None:
    for number, value in enumerate(("\0", "\\0", "\\\\0", "\\")):
        store.put(connection, completion(f"c{number}", metadata={"k": value}))

    for number, value in enumerate(("\0", "\\0", "\\\\0", "\\")):
        page = store.find(connection, project="default", metadata={"k": value})
        assert _ids(page) == [f"c{number}"]


def test_the_longest_metadata_can_be_kept_and_found(connection: Connection) -> None:
    """PostgreSQL's index holds entries of at most 2.7 kB; characters take up to four bytes."""
    metadata = {chr(0x10000 + n) * 64: chr(0x10100 + n) * 512 for n in range(16)}
    store.put(connection, completion("c1", metadata=metadata, project="p" * 60))

    page = store.find(connection, project="p" * 60, metadata=metadata)

    assert page.items[0].metadata == metadata


def test_metadata_is_replaced_whole_and_found_by_the_new_only(connection: Connection) -> None:
    store.put(connection, completion("c1", metadata={"a": "1", "b": "2"}))

    changed = store.set_metadata(connection, "c1", {"b": "3", "c": "4"}, project="default")

    assert changed.metadata == {"b": "3", "c": "4"}
    assert store.get(connection, "c1", project="default") == changed
    assert store.find(connection, project="default", metadata={"a": "1"}).items == ()
    assert store.find(connection, project="default", metadata={"b": "2"}).items == ()
    assert _ids(store.find(connection, project="default", metadata={"b": "3"})) == ["c1"]


def test_what_is_kept_is_added_up_to_the_byte(connection: Connection) -> None:
    store.put(connection, completion("c1", request=b"12", response=b"345", metadata={"k": "ü"}))
    # 2 + 3 bytes, and {"k":"ü"} with its 10.
    assert store.totals(connection) == Totals(num_completions=1, num_bytes=15)

    store.set_metadata(connection, "c1", {}, project="default")

    assert store.totals(connection) == Totals(num_completions=1, num_bytes=7)


def test_a_deleted_completion_is_gone_with_its_metadata(connection: Connection) -> None:
    store.put(connection, completion("c1", metadata={"a": "1"}))

    store.remove(connection, "c1", project="default", now_s=500)

    with pytest.raises(UnknownCompletion):
        store.get(connection, "c1", project="default")
    with pytest.raises(UnknownCompletion):
        store.remove(connection, "c1", project="default", now_s=500)
    left = connection.execute(select(func.count()).select_from(completion_metadata)).scalar()
    assert left == 0


def test_a_client_may_page_on_after_a_completion_that_was_deleted(connection: Connection) -> None:
    for name in ("c1", "c2", "c3"):
        store.put(connection, completion(name))
    store.remove(connection, "c2", project="default", now_s=500)

    assert _ids(store.find(connection, project="default", after="c2")) == ["c3"]
    before = store.find(connection, project="default", after="c2", newest_first=True)
    assert _ids(before) == ["c1"]


def test_a_completion_kept_after_the_last_was_deleted_comes_after_it(
    connection: Connection,
) -> None:
    """SQLite gives the number of the last row again unless told otherwise: a client that pages
    would miss what took its place."""
    store.put(connection, completion("c1"))
    store.remove(connection, "c1", project="default", now_s=500)
    store.put(connection, completion("c2"))

    assert _ids(store.find(connection, project="default", after="c1")) == ["c2"]


def test_an_id_that_never_was_is_no_cursor(connection: Connection) -> None:
    for unknown in ("never", "with a \0"):
        with pytest.raises(UnknownCompletion):
            store.find(connection, project="default", after=unknown)


def test_the_oldest_are_deleted_first_and_no_more_than_are_needed(connection: Connection) -> None:
    for number in range(5):
        # 4 + 4 bytes and {} make 10 each.
        name = f"c{number}"
        store.put(connection, completion(name, created_s=number, request=b"1234", response=b"1234"))

    by_size = store.remove_oldest(connection, max_num=100, now_s=9, min_bytes=11)
    assert by_size == Totals(num_completions=2, num_bytes=20)
    by_age = store.remove_oldest(connection, max_num=100, now_s=9, before_s=3)
    assert by_age == Totals(num_completions=1, num_bytes=10)
    by_batch = store.remove_oldest(connection, max_num=1, now_s=9)
    assert by_batch == Totals(num_completions=1, num_bytes=10)
    assert _ids(store.find(connection, project="default")) == ["c4"]


def test_places_of_the_deleted_are_forgotten_in_time(connection: Connection) -> None:
    for number in range(3):
        store.put(connection, completion(f"c{number}"))
        store.remove(connection, f"c{number}", project="default", now_s=number)

    assert store.forget_places(connection, before_s=2, max_num=1) == 1
    assert store.forget_places(connection, before_s=2, max_num=100) == 1
    left = connection.execute(select(deleted_completions.c.id)).scalars().all()
    assert left == ["c2"]
