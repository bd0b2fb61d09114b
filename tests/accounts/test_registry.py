"""What servers know of keys: soon, on every node, and also while the database is gone."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import update

from rejoinder.accounts.limits import Limit, Measure, OwnedLimit, Period
from rejoinder.accounts.principal import Principal, Scope
from rejoinder.accounts.records import Key
from rejoinder.accounts.registry import LOOK_EVERY_S, MOVES, NOTE_EVERY_S, Door
from rejoinder.accounts.wishes import KeyChange, NewKey, ProjectChange
from rejoinder.chat.ask import Tier
from rejoinder.refusals import InvalidKey, StoreDown
from rejoinder.store.tables import keys as key_table
from tests.accounts.key_world import World, world
from tests.store.databases import connected

TOKENS = Limit(Measure.TOKENS, Period.MINUTE, 100)
OF_MINI = Limit(Measure.REQUESTS, Period.DAY, 5, model="mini")


def run(url: str, story: Callable[[World], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with world(url) as here:
            await story(here)

    asyncio.run(whole())


@contextlib.asynccontextmanager
async def refused(reason: str) -> AsyncIterator[None]:
    with pytest.raises(InvalidKey, match=reason):
        yield


def test_looks_are_often_enough_for_a_second() -> None:
    assert LOOK_EVERY_S <= 0.5


def test_use_is_noted_within_a_second() -> None:
    """It was a minute: a key that leaked, and was revoked at once, looked as if never used."""
    assert NOTE_EVERY_S <= 1.0


def test_a_key_opens_what_it_was_made_for(database_url: str) -> None:
    async def story(here: World) -> None:
        project = await here.office.create_project("team")
        wish = NewKey(
            name="bob",
            project=project.id,
            scopes=frozenset({Scope.READ}),
            models=frozenset({"mini"}),
            tiers=frozenset({Tier.PRIORITY}),
        )
        key, secret = await here.office.create_key(wish)
        async with here.node() as node:
            assert node.registry.principal_of(secret) == Principal(
                key_id=key.id,
                key_name="bob",
                project=project.id,
                scopes=frozenset({Scope.READ}),
                models=frozenset({"mini"}),
                tiers=frozenset({Tier.PRIORITY}),
            )

    run(database_url, story)


def test_a_new_key_answers_and_reads_and_asks_for_no_priority(database_url: str) -> None:
    async def story(here: World) -> None:
        _, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            principal = node.registry.principal_of(secret)
        assert principal.scopes == {Scope.INFERENCE, Scope.READ}
        assert principal.tiers == {Tier.DEFAULT, Tier.FLEX}
        assert principal.project == "default"

    run(database_url, story)


def test_every_node_hears_of_a_revocation_at_its_next_look(database_url: str) -> None:
    async def story(here: World) -> None:
        key, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as one, here.node() as other:
            assert one.registry.principal_of(secret) == other.registry.principal_of(secret)

            await here.office.revoke_key(key.id)
            await one.look()
            await other.look()

            for node in (one, other):
                async with refused("revoked"):
                    node.registry.principal_of(secret)

    run(database_url, story)


def test_a_revocation_is_heard_of_while_every_reader_is_busy(database_url: str) -> None:
    """Lists and usage may read for seconds each; a revoked key must not open anything so long."""
    go_on = threading.Event()

    async def story(here: World) -> None:
        key, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            read = here.as_database().read
            reads = [asyncio.ensure_future(read(lambda _: go_on.wait())) for _ in range(20)]
            await here.office.revoke_key(key.id)

            await node.look()

            async with refused("revoked"):
                node.registry.principal_of(secret)
            assert not any(each.done() for each in reads)
            go_on.set()
            await asyncio.gather(*reads)

    try:
        run(database_url, story)
    finally:
        go_on.set()


def test_a_node_reads_all_keys_only_when_something_changed(database_url: str) -> None:
    """Looks come 150 times a minute."""

    async def story(here: World) -> None:
        await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            view = node.registry._view
            await node.look()
            assert node.registry._view is view
            await here.office.create_key(NewKey(name="b"))
            await node.look()
            assert node.registry._view is not view

    run(database_url, story)


def test_both_secrets_are_good_while_a_rotation_overlaps(database_url: str) -> None:
    async def story(here: World) -> None:
        key, old = await here.office.create_key(NewKey(name="a"))
        _, new = await here.office.rotate_key(key.id, overlap_s=60)
        async with here.node() as node:
            assert node.registry.principal_of(old).key_id == key.id
            assert node.registry.principal_of(new).key_id == key.id

            here.clock.advance(60)
            async with refused("replaced by a newer one"):
                node.registry.principal_of(old)
            assert node.registry.principal_of(new).key_id == key.id

    run(database_url, story)


def test_a_rotation_without_overlap_ends_the_old_secret_at_once(database_url: str) -> None:
    """Also one that an earlier rotation left for longer."""

    async def story(here: World) -> None:
        key, first = await here.office.create_key(NewKey(name="a"))
        _, second = await here.office.rotate_key(key.id, overlap_s=3600)
        _, third = await here.office.rotate_key(key.id, overlap_s=0)
        async with here.node() as node:
            for secret in (first, second):
                async with refused("replaced"):
                    node.registry.principal_of(secret)
            assert node.registry.principal_of(third).key_id == key.id

    run(database_url, story)


def test_a_key_ends_when_it_was_to_end(database_url: str) -> None:
    async def story(here: World) -> None:
        ends_s = here.clock.unix_s() + 10
        _, secret = await here.office.create_key(NewKey(name="a", expires_s=ends_s))
        async with here.node() as node:
            here.clock.advance(9)
            node.registry.principal_of(secret)
            here.clock.advance(1)
            async with refused("expired"):
                node.registry.principal_of(secret)

    run(database_url, story)


def test_an_archived_projects_keys_open_nothing(database_url: str) -> None:
    async def story(here: World) -> None:
        project = await here.office.create_project("team")
        _, secret = await here.office.create_key(NewKey(name="a", project=project.id))
        async with here.node() as node:
            node.registry.principal_of(secret)
            await here.office.archive_project(project.id)
            await node.look()
            async with refused("archived"):
                node.registry.principal_of(secret)

    run(database_url, story)


def test_the_view_goes_on_while_the_database_is_down(database_url: str) -> None:
    async def story(here: World) -> None:
        key, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            here.database.is_down = True
            await node.look()
            assert node.registry.principal_of(secret).key_id == key.id
            with pytest.raises(StoreDown):
                await node.registry.refresh()

            here.database.is_down = False
            await here.office.revoke_key(key.id)
            await node.look()
            async with refused("revoked"):
                node.registry.principal_of(secret)

    run(database_url, story)


def test_nobody_is_let_in_while_it_is_not_known_whether_there_are_keys(sqlite_url: str) -> None:
    """A database that was there holds keys, perhaps: to let in everybody would be to ignore
    them."""

    async def story(here: World) -> None:
        here.database.is_down = True
        async with here.node() as node:
            assert node.door() is Door.UNKNOWN
            assert node.registry.not_ready() == ("The keys have not been read yet.",)
            with pytest.raises(StoreDown, match="keys have not been read"):
                node.registry.principal_of("anything")

            here.database.is_down = False
            await node.look()
            assert node.door() is Door.OPEN
            assert node.registry.not_ready() == ()

    run(sqlite_url, story)


def test_where_there_was_no_database_there_are_no_keys(sqlite_url: str) -> None:
    """A data folder that cannot be written keeps nobody from being served."""

    async def story(here: World) -> None:
        here.database.is_down = True
        async with here.node(is_new=True) as node:
            assert node.door() is Door.OPEN

    run(sqlite_url, story)


def test_keys_by_hand_need_no_database(sqlite_url: str) -> None:
    async def story(here: World) -> None:
        here.database.is_down = True
        async with here.node(by_hand=["12345678", "abcdefgh"]) as node:
            assert node.door() is Door.KEYS
            principal = node.registry.principal_of("abcdefgh")
            assert (principal.key_id, principal.project) == ("key_setting_2", "default")
            assert principal.scopes == {Scope.INFERENCE, Scope.READ}
            with pytest.raises(StoreDown, match="keys have not been read"):
                node.registry.principal_of("one of the database's, perhaps")

            here.database.is_down = False
            _, secret = await here.office.create_key(NewKey(name="a"))
            await node.look()
            node.registry.principal_of(secret)
            node.registry.principal_of("12345678")
            async with refused("No such key"):
                node.registry.principal_of("one of nobody's")

    run(sqlite_url, story)


def test_the_first_key_closes_the_door_at_the_next_look(database_url: str) -> None:
    async def story(here: World) -> None:
        async with here.node() as node:
            assert node.door() is Door.OPEN
            key, _ = await here.office.create_key(NewKey(name="a"))
            await here.office.revoke_key(key.id)
            await node.look()
            assert node.door() is Door.KEYS, "revoked keys are keys"

    run(database_url, story)


def test_a_door_once_closed_stays_closed(sqlite_url: str) -> None:
    """An empty database in the place of the right one must not let in everybody."""

    async def story(here: World) -> None:
        await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            with connected(sqlite_url) as connection:
                for table in ("key_secrets", "keys", "versions"):
                    connection.exec_driver_sql(f"delete from {table}")
            await node.look()
            assert not node.registry._view.has_keys
            assert node.door() is Door.KEYS

    run(sqlite_url, story)


def test_the_doors_moves_are_those_in_the_docs() -> None:
    assert MOVES[Door.KEYS] == frozenset()
    assert all(Door.UNKNOWN not in to for to in MOVES.values())


def test_without_keys_a_public_address_lets_in_nobody(sqlite_url: str) -> None:
    async def story(here: World) -> None:
        async with here.node(opens=False) as node:
            assert node.door() is Door.KEYS

    run(sqlite_url, story)


def test_limits_are_the_keys_and_its_projects(database_url: str) -> None:
    async def story(here: World) -> None:
        project = await here.office.create_project("team", limits=(TOKENS,))
        wish = NewKey(name="a", project=project.id, limits=(OF_MINI,))
        key, secret = await here.office.create_key(wish)
        async with here.node() as node:
            principal = node.registry.principal_of(secret)
            of_key = OwnedLimit(f"key:{key.id}", OF_MINI)
            of_project = OwnedLimit(f"project:{project.id}", TOKENS)
            assert node.registry.limits_of(principal, "mini") == (of_key, of_project)
            assert node.registry.limits_of(principal, "other") == (of_project,)
            assert node.registry.limits_of(Principal(), "mini") == ()

            await here.office.change_project(project.id, ProjectChange(limits=()))
            await node.look()
            assert node.registry.limits_of(principal, "other") == ()

    run(database_url, story)


def test_when_a_key_was_last_used_is_kept_to_the_minute(database_url: str) -> None:
    async def story(here: World) -> None:
        key, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            node.registry.principal_of(secret)
            await node.naps.once(NOTE_EVERY_S)
            minute_s = here.clock.unix_s() // 60 * 60
            assert (await here.office.key(key.id)).last_used_s == minute_s

            here.clock.advance(120)
            node.registry.principal_of(secret)
        assert (await here.office.key(key.id)).last_used_s == minute_s + 120, "at the stop, too"

    run(database_url, story)


def test_use_is_noted_once_a_minute_and_raises_no_version(sqlite_url: str) -> None:
    async def story(here: World) -> None:
        _, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            view = node.registry._view
            for _ in range(3):
                node.registry.principal_of(secret)
                await node.naps.once(NOTE_EVERY_S)
            await node.look()
            assert node.registry._view is view

    run(sqlite_url, story)


def test_use_of_a_key_that_was_revoked_meanwhile_is_noted_all_the_same(
    database_url: str,
) -> None:
    async def story(here: World) -> None:
        key, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            node.registry.principal_of(secret)
            await here.office.revoke_key(key.id)
            await node.look()
            await node.naps.once(NOTE_EVERY_S)
            assert (await here.office.key(key.id)).last_used_s is not None

    run(database_url, story)


def test_use_that_could_not_be_noted_is_noted_later(sqlite_url: str) -> None:
    async def story(here: World) -> None:
        key, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            node.registry.principal_of(secret)
            here.database.is_down = True
            await node.naps.once(NOTE_EVERY_S)
            here.database.is_down = False
            await node.naps.once(NOTE_EVERY_S)
            assert (await here.office.key(key.id)).last_used_s is not None

    run(sqlite_url, story)


def test_what_a_newer_program_wrote_opens_nothing_and_closes_nothing_else(
    database_url: str,
) -> None:
    """Without this one strange row would keep every later revocation from being heard of."""

    async def story(here: World) -> None:
        strange, secret = await here.office.create_key(NewKey(name="a"))
        _, other = await here.office.create_key(NewKey(name="b"))
        with connected(database_url) as connection:
            odd = update(key_table).where(key_table.c.id == strange.id)
            connection.execute(odd.values(scopes='["telepathy"]'))
        async with here.node() as node:
            async with refused("newer version"):
                node.registry.principal_of(secret)
            node.registry.principal_of(other)

    run(database_url, story)


def test_a_changed_key_is_another_at_the_next_look(database_url: str) -> None:
    async def story(here: World) -> None:
        key, secret = await here.office.create_key(NewKey(name="a"))
        async with here.node() as node:
            change = KeyChange(name="b", scopes=frozenset({Scope.ADMIN}), models=None)
            changed: Key = await here.office.change_key(key.id, change)
            await node.look()
            assert node.registry.principal_of(secret) == changed.principal
            assert changed.name == "b"

    run(database_url, story)
