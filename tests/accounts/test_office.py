"""Making and changing keys and projects, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from rejoinder.accounts import keys as secrets
from rejoinder.accounts.limits import Limit, Measure, Period
from rejoinder.accounts.office import Office
from rejoinder.accounts.principal import Scope
from rejoinder.accounts.wishes import KeyChange, NewKey, ProjectChange
from rejoinder.errors import InvalidValue
from rejoinder.refusals import StoreDown, UnknownKey, UnknownProject
from rejoinder.store.key_rows import Page
from rejoinder.store.tables import key_secrets, tables
from tests.accounts.key_world import World, world
from tests.store.databases import connected

TOKENS = Limit(Measure.TOKENS, Period.MINUTE, 100)
ALL = Page(after=None, limit=100)


def run(url: str, story: Callable[[World], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with world(url) as here:
            await story(here)

    asyncio.run(whole())


def test_a_secret_is_nowhere_in_the_database(database_url: str) -> None:
    async def story(here: World) -> None:
        _, secret = await here.office.create_key(NewKey(name="a"))
        with connected(database_url) as connection:
            rows = [
                repr(row) for table in tables.sorted_tables
                for row in connection.execute(select(table))
            ]  # fmt: skip
            digest = connection.scalar(select(key_secrets.c.digest))
        assert not any(secret in row or secret[3:46] in row for row in rows)
        assert digest == secrets.digest(secret)

    run(database_url, story)


def test_the_project_default_is_there_before_anything_else(database_url: str) -> None:
    async def story(here: World) -> None:
        projects, more = await here.office.projects(ALL, with_archived=False)
        assert ([one.id for one in projects], more) == (["default"], False)
        assert (await here.office.project("default")).limits == ()

    run(database_url, story)


def test_a_key_tells_all_about_itself_but_its_secret(database_url: str) -> None:
    async def story(here: World) -> None:
        made, secret = await here.office.create_key(NewKey(name="a", limits=(TOKENS,)))
        found = await here.office.key(made.id)
        assert found == made
        assert found.id.startswith("key_")
        assert found.limits == (TOKENS,)
        assert [one.shown for one in found.secrets] == [f"{secret[:7]}...{secret[-4:]}"]
        assert found.created_s == here.clock.unix_s()

    run(database_url, story)


def test_a_rotated_keys_newest_secret_comes_first(database_url: str) -> None:
    """Also of two that were made within a second."""

    async def story(here: World) -> None:
        key, first = await here.office.create_key(NewKey(name="a"))
        rotated, second = await here.office.rotate_key(key.id, overlap_s=60)
        assert rotated.id == key.id
        assert [one.shown[-4:] for one in rotated.secrets] == [second[-4:], first[-4:]]
        assert [one.expires_s for one in rotated.secrets] == [None, here.clock.unix_s() + 60]

    run(database_url, story)


def test_pages_of_keys_follow_one_another(database_url: str) -> None:
    async def story(here: World) -> None:
        made = []
        for number in range(5):
            made.append((await here.office.create_key(NewKey(name=str(number))))[0].id)
            if number % 2:
                here.clock.advance(1)  # some of one second, some not
        first, more = await here.office.keys(Page(after=None, limit=2))
        second, more_then = await here.office.keys(Page(after=first[-1].id, limit=3))
        assert (more, more_then) == (True, False)
        assert sorted(key.id for key in [*first, *second]) == sorted(made)
        assert [key.created_s for key in first] == sorted(key.created_s for key in first)
        with pytest.raises(InvalidValue, match="no key has this id"):
            await here.office.keys(Page(after="key_none", limit=2))

    run(database_url, story)


def test_keys_are_listed_by_project(database_url: str) -> None:
    async def story(here: World) -> None:
        project = await here.office.create_project("team")
        await here.office.create_key(NewKey(name="a"))
        mine, _ = await here.office.create_key(NewKey(name="b", project=project.id))
        found, _ = await here.office.keys(ALL, project=project.id)
        assert [key.id for key in found] == [mine.id]
        with pytest.raises(UnknownProject):
            await here.office.keys(ALL, project="proj_none")

    run(database_url, story)


def test_what_is_not_named_stays(database_url: str) -> None:
    async def story(here: World) -> None:
        wish = NewKey(name="a", models=frozenset({"mini"}), limits=(TOKENS,))
        key, _ = await here.office.create_key(wish)
        assert await here.office.change_key(key.id, KeyChange()) == key
        changed = await here.office.change_key(key.id, KeyChange(models=None))
        assert (changed.models, changed.limits, changed.name) == (None, (TOKENS,), "a")

    run(database_url, story)


def test_a_revoked_key_stays_revoked_and_as_it_is(database_url: str) -> None:
    async def story(here: World) -> None:
        key, _ = await here.office.create_key(NewKey(name="a"))
        revoked = await here.office.revoke_key(key.id)
        here.clock.advance(100)
        assert await here.office.revoke_key(key.id) == revoked
        with pytest.raises(InvalidValue, match="revoked"):
            await here.office.change_key(key.id, KeyChange(name="b"))
        with pytest.raises(InvalidValue, match="revoked"):
            await here.office.rotate_key(key.id, overlap_s=0)

    run(database_url, story)


def test_what_is_not_there_is_unknown(database_url: str) -> None:
    async def story(here: World) -> None:
        with pytest.raises(UnknownKey):
            await here.office.key("key_none")
        with pytest.raises(UnknownKey):
            await here.office.revoke_key("key_none")
        with pytest.raises(UnknownKey):
            await here.office.rotate_key("key_none", overlap_s=0)
        with pytest.raises(UnknownKey):
            await here.office.change_key("key_none", KeyChange(name="b"))
        with pytest.raises(UnknownProject):
            await here.office.archive_project("proj_none")
        with pytest.raises(InvalidValue, match="no such project"):
            await here.office.create_key(NewKey(name="a", project="proj_none"))

    run(database_url, story)


def test_two_projects_have_two_names(database_url: str) -> None:
    async def story(here: World) -> None:
        await here.office.create_project("team")
        other = await here.office.create_project("other")
        with pytest.raises(InvalidValue, match="another project has that name"):
            await here.office.create_project("team")
        with pytest.raises(InvalidValue, match="another project has that name"):
            await here.office.change_project(other.id, ProjectChange(name="team"))
        assert (await here.office.change_project(other.id, ProjectChange(name="other"))) == other

    run(database_url, story)


def test_the_project_default_stays(database_url: str) -> None:
    async def story(here: World) -> None:
        with pytest.raises(InvalidValue, match="always is"):
            await here.office.archive_project("default")
        with pytest.raises(InvalidValue, match="keeps its name"):
            await here.office.change_project("default", ProjectChange(name="other"))
        changed = await here.office.change_project("default", ProjectChange(limits=(TOKENS,)))
        assert changed.limits == (TOKENS,)

    run(database_url, story)


def test_an_archived_project_gets_no_keys_and_is_not_listed(database_url: str) -> None:
    async def story(here: World) -> None:
        project = await here.office.create_project("team")
        assert (await here.office.archive_project(project.id)).is_archived
        with pytest.raises(InvalidValue, match="archived"):
            await here.office.create_key(NewKey(name="a", project=project.id))
        listed, _ = await here.office.projects(ALL, with_archived=False)
        everything, _ = await here.office.projects(ALL, with_archived=True)
        assert [one.id for one in listed] == ["default"]
        assert project.id in [one.id for one in everything]

    run(database_url, story)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (NewKey(name=""), "name"),
        (NewKey(name="a\nb"), "name"),
        (NewKey(name="a\x00"), "name"),
        (NewKey(name="a" * 201), "name"),
        (NewKey(name="a", expires_s=1), "expires_at"),
        (NewKey(name="a", expires_s=10**15), "expires_at"),
        (NewKey(name="a", limits=(TOKENS, TOKENS)), "limits[1]"),
        (NewKey(name="a", limits=(Limit(Measure.TOKENS, Period.NOW, 1),)), "limits[0].period"),
        (NewKey(name="a", limits=(Limit(Measure.TOKENS, Period.DAY, -1),)), "limits[0].amount"),
        (NewKey(name="a", limits=(Limit(Measure.TOKENS, Period.DAY, 2**60),)), "limits[0].amount"),
        (
            NewKey(name="a", limits=(Limit(Measure.TOKENS, Period.DAY, 1, model="a\nb"),)),
            "limits[0].model",
        ),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_its_field(
    sqlite_url: str, wish: NewKey, field: str
) -> None:
    async def story(here: World) -> None:
        with pytest.raises(InvalidValue) as caught:
            await here.office.create_key(wish)
        assert caught.value.param == field

    run(sqlite_url, story)


def test_a_secret_is_told_though_the_view_could_not_be_renewed(sqlite_url: str) -> None:
    """The key is there; were its secret not told, nobody could ever use it."""

    async def story(here: World) -> None:
        async def view_is_not_renewed() -> None:
            raise StoreDown("it is gone")

        office = Office(here.as_database(), clock=here.clock, changed=view_is_not_renewed)
        _, secret = await office.create_key(NewKey(name="a"))
        async with here.node() as node:
            node.registry.principal_of(secret)

    run(sqlite_url, story)


def test_reading_writes_nothing_where_there_is_all(sqlite_url: str) -> None:
    """So that lists can be had of a database that takes no more."""

    async def story(here: World) -> None:
        await here.office.projects(ALL, with_archived=False)
        here.database.takes_writes = False
        await Office(here.as_database(), clock=here.clock).projects(ALL, with_archived=False)

    run(sqlite_url, story)


def test_with_the_database_down_nothing_is_half_done(sqlite_url: str) -> None:
    async def story(here: World) -> None:
        here.database.is_down = True
        with pytest.raises(StoreDown):
            await here.office.create_key(NewKey(name="a"))
        here.database.is_down = False
        assert await here.office.keys(ALL) == ([], False)

    run(sqlite_url, story)


def test_an_admin_key_says_so(sqlite_url: str) -> None:
    async def story(here: World) -> None:
        assert not await here.office.has_keys()
        key, _ = await here.office.create_key(NewKey(name="a", scopes=frozenset({Scope.ADMIN})))
        assert key.principal.scopes == {Scope.ADMIN}
        assert await here.office.has_keys()

    run(sqlite_url, story)
