"""`rejoinder usage`, on a database with some usage in it."""

from __future__ import annotations

import asyncio
import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rejoinder.accounts.base import Outcome
from rejoinder.accounts.ledger import Ledger
from rejoinder.chat.ask import Tier
from rejoinder.cli.usage import command
from rejoinder.errors import SetupError
from rejoinder.store.tables import keys, projects
from rejoinder.testing.fake_clock import FakeClock
from tests.accounts.ledger_world import ALICE, BOB, counted, made, wanted
from tests.store.databases import connected, running

# The fake clock begins at 22:13 UTC on this day.
DAY, NEXT = "2023-11-14", "2023-11-15"


@pytest.fixture
def url(database_url: str, tmp_path: Path) -> str:
    async def story() -> None:
        clock = FakeClock()
        async with running(database_url) as database:
            ledger = made(database, tmp_path, clock=clock)
            use(ledger, clock)
            await ledger.flush()

    asyncio.run(story())
    return database_url


def use(ledger: Ledger, clock: FakeClock) -> None:
    for name, principal, user in (("a1", ALICE, ""), ("a2", ALICE, "=1+1"), ("b1", BOB, "")):
        entry = ledger.open(principal, wanted(name, user=user), Tier.DEFAULT)
        counted(entry, 3)
        entry.close(Outcome.FINISHED)
        clock.advance(3600)


def run(url: str, *words: str) -> Result:
    result = CliRunner().invoke(command, ["--database", url, "--since", DAY, *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def name_alice(url: str) -> None:
    """Her key and its project; Bob's are in no table, as those of the settings are."""
    with connected(url) as connection:
        connection.execute(
            projects.insert().values(
                id="red", name="Red", created_s=0, limits="[]", is_archived=False
            )
        )
        connection.execute(
            keys.insert().values(
                id="key_alice",
                project="red",
                name="[b]laptop",
                scopes="[]",
                tiers="[]",
                limits="[]",
                created_s=0,
            )
        )


def test_it_is_by_day_key_and_model_as_a_table_with_a_total(url: str) -> None:
    name_alice(url)

    lines = [" ".join(line.split()) for line in run(url).stdout.splitlines()]

    assert lines == [
        "day key model requests input cached output reasoning cost, USD",
        f"{DAY} [b]laptop (key_alice) mini 2 14 4 6 2 0.000000704",
        f"{NEXT} key_bob mini 1 7 2 3 1 0.000000352",
        "total 3 21 6 9 3 0.000001056",
    ]


def test_json_has_what_was_asked_for_in_its_order(url: str) -> None:
    said = json.loads(run(url, "--by", "project, hour", "--json").stdout)
    assert said == [
        {
            "project": "blue",
            "hour": f"{NEXT} 00:00",
            "requests": 1,
            "input": 7,
            "cached": 2,
            "output": 3,
            "reasoning": 1,
            "cost_usd": "0.000000352",
        },
        *(
            {
                "project": "red",
                "hour": f"{DAY} {hour}:00",
                "requests": 1,
                "input": 7,
                "cached": 2,
                "output": 3,
                "reasoning": 1,
                "cost_usd": "0.000000352",
            }
            for hour in (22, 23)
        ),
    ]


def test_how_requests_ended_can_be_told_apart(url: str) -> None:
    """The ledger knew, and nobody could ask it."""
    said = json.loads(run(url, "--by", "outcome", "--json").stdout)

    assert [(line["outcome"], line["requests"]) for line in said] == [("finished", 3)]


def test_csv_holds_no_formulas(url: str) -> None:
    """A client names its users; a spreadsheet runs what begins with an equals sign."""
    assert run(url, "--by", "user", "--csv").stdout.splitlines() == [
        "user,requests,input,cached,output,reasoning,cost_usd",
        ",2,14,4,6,2,0.000000704",
        "'=1+1,1,7,2,3,1,0.000000352",
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("--key", "key_bob"), 1),
        (("--project", "red", "--project", "blue"), 3),
        (("--user", "=1+1"), 1),
        (("--model", "big"), 0),
        (("--tier", "default"), 3),
        (("--until", NEXT), 2),
    ],
)
def test_filters_leave_out_the_rest(url: str, words: tuple[str, ...], number: int) -> None:
    said = json.loads(run(url, "--by", "model", "--json", *words).stdout)
    assert sum(line["requests"] for line in said) == number


@pytest.mark.parametrize(
    "words", [("--key", "[b]laptop"), ("--key", "key_alice"), ("--project", "Red")]
)
def test_filters_take_names_as_well_as_ids(url: str, words: tuple[str, ...]) -> None:
    name_alice(url)

    (line,) = json.loads(run(url, "--by", "key", "--json", *words).stdout)
    assert (line["key"], line["requests"]) == ("key_alice", 2)


def test_since_may_be_a_time_ago(sqlite_url: str, tmp_path: Path) -> None:
    today = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d")
    for since in ("1h", "30d", today):
        result = CliRunner().invoke(command, ["--database", sqlite_url, "--since", since])
        assert result.exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--by", "colour"), "colour"),
        (("--by", "day,hour"), "not by both"),
        (("--since", "yesterday"), "--since"),
        (("--since", "2026-02-30"), "--since"),
        (("--until", "soon"), "--until"),
        (("--until", "2001-01-01"), "later"),
        (("--since", "2999-01-01"), "`--since` is `2999-01-01`, which is yet to come"),
        (("--key", "nobody"), "There is no key `nobody`"),
        (("--project", "nope"), "There is no project `nope`"),
        (("--tier", "first"), "There is no service tier `first`"),
        (("--json", "--csv"), "`--json` and `--csv` exclude each other"),
    ],
)
def test_what_is_not_understood_is_said(sqlite_url: str, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        run(sqlite_url, *words)
