"""Which addresses are listened on, and what people are told about keys."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rejoinder.accounts.office import Office
from rejoinder.accounts.registry import Door
from rejoinder.accounts.wishes import NewKey
from rejoinder.clock import SystemClock
from rejoinder.errors import BadSetting
from rejoinder.server import listening
from rejoinder.settings import Settings
from tests.store.databases import running


def with_a_key(url: str, *, is_revoked: bool = False) -> None:
    async def work() -> None:
        async with running(url) as database:
            office = Office(database, clock=SystemClock())
            key, _ = await office.create_key(NewKey(name="a"))
            if is_revoked:
                await office.revoke_key(key.id)

    asyncio.run(work())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.com"])
def test_an_address_that_others_can_reach_needs_keys(tmp_path: Path, host: str) -> None:
    with pytest.raises(BadSetting) as caught:
        listening.check_may_listen(Settings(host=host, data_dir=str(tmp_path)))

    for word in (host, "`rejoinder keys create NAME`", "`--api-key`", "`--no-auth`"):
        assert word in str(caught.value)
    assert list(tmp_path.iterdir()) == [], "asking makes no database"


def test_the_refusal_says_where_the_address_was_set(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="from REJOINDER_HOST"):
        listening.check_may_listen(
            Settings(host="0.0.0.0", data_dir=str(tmp_path)), source="REJOINDER_HOST"
        )


def test_no_key_is_advised_where_none_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(host="0.0.0.0", data_dir=str(tmp_path / "file" / "folder"))

    with pytest.raises(BadSetting) as caught:
        listening.check_may_listen(settings)
    told = listening.told(settings, Door.OPEN)

    assert "keys create" not in str(caught.value) + told.line
    assert "`--api-key`" in str(caught.value)
    assert "only this machine is served" in told.line


def test_a_database_without_keys_is_no_better(database_url: str) -> None:
    with pytest.raises(BadSetting, match="there are no keys"):
        listening.check_may_listen(Settings(host="0.0.0.0", database=database_url))


@pytest.mark.parametrize("is_revoked", [False, True])
def test_keys_let_others_reach_the_server(database_url: str, is_revoked: bool) -> None:
    """Revoked ones, too: then keys are asked for, and nobody has one."""
    with_a_key(database_url, is_revoked=is_revoked)

    listening.check_may_listen(Settings(host="0.0.0.0", database=database_url))


@pytest.mark.parametrize("is_there", [True, False])
def test_whether_the_store_is_up_is_left_to_the_server_to_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, is_there: bool
) -> None:
    """Each start said it twice."""
    file = tmp_path / "a.sqlite"
    if is_there:
        with_a_key(f"sqlite:///{file}")
    else:
        file.mkdir()
    caplog.clear()

    with caplog.at_level("DEBUG", logger="rejoinder.store"):
        listening.check_may_listen(Settings(host="0.0.0.0", database=f"sqlite:///{file}"))

    assert caplog.messages == []


def test_keys_by_hand_and_no_auth_let_others_reach_the_server(tmp_path: Path) -> None:
    listening.check_may_listen(
        Settings(host="0.0.0.0", data_dir=str(tmp_path), api_key=("12345678",))
    )
    listening.check_may_listen(Settings(host="0.0.0.0", data_dir=str(tmp_path), no_auth=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_loopback_needs_no_leave(tmp_path: Path, host: str) -> None:
    listening.check_may_listen(Settings(host=host, data_dir=str(tmp_path)))


def test_a_database_that_cannot_be_read_stops_no_start(tmp_path: Path) -> None:
    """It holds keys, perhaps. Until that is known, everything is refused."""
    (tmp_path / "rejoinder.sqlite").write_text("no database at all, but longer than its header")

    settings = Settings(host="0.0.0.0", data_dir=str(tmp_path))

    listening.check_may_listen(settings)
    assert not listening.is_new(settings)


def test_only_a_file_that_is_not_there_is_new(tmp_path: Path) -> None:
    """Of a server's database nobody here knows whether it was ever used."""
    assert listening.is_new(Settings(data_dir=str(tmp_path / "nowhere")))
    assert not listening.is_new(Settings(database="postgresql://nobody@127.0.0.1:1/nothing"))


@pytest.mark.parametrize(
    ("settings", "door", "said", "is_asked"),
    [
        (Settings(database="postgresql://a@b/c"), Door.OPEN, "`rejoinder keys create NAME`", False),
        (Settings(), Door.OPEN, "only this machine is served", False),
        (Settings(), Door.KEYS, "asked for", True),
        (Settings(), Door.UNKNOWN, "everything is refused", True),
        (Settings(no_auth=True), Door.KEYS, "nobody is asked", False),
    ],
)
def test_the_welcome_says_who_is_asked(
    settings: Settings, door: Door, said: str, is_asked: bool
) -> None:
    told = listening.told(settings, door)

    assert said in told.line
    assert told.is_asked is is_asked
