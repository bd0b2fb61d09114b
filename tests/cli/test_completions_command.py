"""`rejoinder completions`, on databases of both kinds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rejoinder.cli.commands import group
from rejoinder.errors import SetupError
from rejoinder.store import completions
from rejoinder.store.tables import projects
from tests.cli.stored import HI, answer, choice, completion, put
from tests.store.databases import connected

TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}


def run(url: str, *words: str) -> Result:
    """The command; what it cannot do is raised."""
    name, *rest = words
    called = ["completions", name, "--database", url, *rest]
    return CliRunner().invoke(group, called, catch_exceptions=False)


def shown(url: str, *words: str) -> list[str]:
    done = run(url, *words)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def listed(url: str, *words: str) -> list[str]:
    return [line.split()[0] for line in shown(url, "ls", *words)[1:]]


def test_the_newest_are_listed_first(database_url: str) -> None:
    put(
        database_url,
        completion("a", created_s=1, metadata={"run": "7"}),
        completion("b", created_s=2, project="other", response=answer(choice("x", "length"))),
    )

    assert shown(database_url, "ls") == [
        "id  created           project  model  ended   metadata",
        "b   1970-01-01 00:00  other    mini   length",
        "a   1970-01-01 00:00  default  mini   stop    run=7",
    ]
    assert listed(database_url, "--oldest-first") == ["a", "b"]


def test_a_list_has_its_filters_and_its_bounds(database_url: str) -> None:
    put(
        database_url,
        *(completion(f"c{n}", created_s=n, metadata={"odd": str(n % 2)}) for n in range(5)),
        completion("m", created_s=9, model="max", project="other"),
    )

    assert listed(database_url, "--model", "max") == ["m"]
    with connected(database_url) as connection:
        connection.execute(
            projects.insert().values(
                id="other", name="Team", created_s=0, limits="[]", is_archived=False
            )
        )
    assert listed(database_url, "--project", "other") == ["m"]
    assert listed(database_url, "--project", "Team") == ["m"]
    assert len(shown(database_url, "export", "--project", "Team")) == 1
    assert listed(database_url, "--metadata", "odd=1") == ["c3", "c1"]
    assert listed(database_url, "-n", "2") == ["m", "c4"]
    assert listed(database_url, "-n", "2", "--after", "c4") == ["c3", "c2"]


def test_a_list_goes_on_over_pages(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rejoinder.cli.completions.PAGE", 2)
    put(sqlite_url, *(completion(f"c{n}", created_s=n) for n in range(5)))

    assert listed(sqlite_url) == ["c4", "c3", "c2", "c1", "c0"]
    assert len(shown(sqlite_url, "export")) == 5


def test_a_list_for_programs_is_what_the_api_tells(sqlite_url: str) -> None:
    put(sqlite_url, completion("a", metadata={"run": "7"}), completion("b"))

    first, second = map(json.loads, shown(sqlite_url, "ls", "--oldest-first", "--json"))

    assert (first["id"], first["metadata"], first["seed"]) == ("a", {"run": "7"}, 5)
    assert second["object"] == "chat.completion"


def test_metadata_without_a_sign_is_told(sqlite_url: str) -> None:
    with pytest.raises(SetupError, match="has no `=`"):
        run(sqlite_url, "ls", "--metadata", "run")


def test_one_is_shown_with_what_was_asked(database_url: str) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
    response = answer(choice(None, "tool_calls", tool_calls=[call], reasoning="Hm"))
    put(database_url, completion("a", response=response))

    lines = shown(database_url, "show", "a")

    assert lines[:3] == [
        "id           a",
        "created      2023-11-14 22:13",
        "project      default",
    ]
    assert "seed         5" in lines
    assert lines[-6:] == ["-- user", "Hi", "", "-- answer 0, tool_calls", "(Hm)", 'f({"a": 1})']
    assert json.loads("".join(shown(database_url, "show", "a", "--json")))["seed"] == 5


def test_words_do_not_drive_the_terminal(sqlite_url: str) -> None:
    """A stored answer is a stranger's text: one may hold the code that clears the screen."""
    put(sqlite_url, completion("a", response=answer(choice("x\x1b[2Jy")), metadata={"a": "\x1b"}))

    assert "\x1b" not in "".join(shown(sqlite_url, "show", "a"))
    assert "\x1b" not in "".join(shown(sqlite_url, "ls"))


@pytest.mark.parametrize("words", [("show", "x"), ("rm", "x"), ("ls", "--after", "x")])
def test_what_is_not_there_is_told(sqlite_url: str, words: tuple[str, ...]) -> None:
    with pytest.raises(SetupError, match="no stored completion `x`"):
        run(sqlite_url, *words)


def test_what_is_deleted_is_gone(database_url: str) -> None:
    put(database_url, completion("a"), completion("b"), completion("c"))

    assert run(database_url, "rm", "a", "b").exit_code == 0

    assert listed(database_url) == ["c"]


def test_all_are_deleted_or_none(sqlite_url: str) -> None:
    put(sqlite_url, completion("a"))

    with pytest.raises(SetupError):
        run(sqlite_url, "rm", "a", "x")

    assert listed(sqlite_url) == ["a"]


def test_nothing_of_what_is_deleted_stays_in_the_file(sqlite_url: str) -> None:
    put(sqlite_url, completion("a", response=answer(choice("a secret " * 2000))))

    run(sqlite_url, "rm", "a")

    path = Path(sqlite_url.removeprefix("sqlite:///"))
    for file in path.parent.glob(path.name + "*"):
        assert b"a secret" not in file.read_bytes(), file


def test_finished_answers_are_exported_the_oldest_first(database_url: str, tmp_path: Path) -> None:
    put(
        database_url,
        completion("b", created_s=2, response=answer(choice("B"), choice("cut", "length"))),
        completion("a", created_s=1, response=answer(choice("A"))),
        completion("c", created_s=3, model="max"),
    )
    file = tmp_path / "lines.jsonl"

    done = run(database_url, "export", "--model", "mini", "-o", str(file))

    assert done.stderr == "2 lines; 1 answers were cut short and are left out.\n"
    assert [json.loads(line) for line in file.read_text().splitlines()] == [
        {"messages": [*HI, {"role": "assistant", "content": "B"}]},
        {"messages": [*HI, {"role": "assistant", "content": "A"}]},
    ]
    assert shown(database_url, "export", "--model", "mini") == file.read_text().splitlines()


def test_tools_are_exported_where_there_were_any(sqlite_url: str) -> None:
    """Clients may leave out a call's type, and servers tell what the format does not know."""
    asked = [
        {"role": "developer", "content": "Be brief."},
        *HI,
        {
            "role": "assistant",
            "content": None,
            "reasoning_content": "Hm",
            "tool_calls": [{"id": "c1", "function": {"name": "weather", "arguments": "{}"}}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "4"},
    ]
    call = {"id": "c2", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
    response = answer(choice(None, "tool_calls", tool_calls=[call], reasoning_content="So"))
    put(
        sqlite_url,
        completion("a", response=response, messages=asked, tools=[TOOL], parallel_tool_calls=False),
    )

    (line,) = map(json.loads, shown(sqlite_url, "export"))

    assert line == {
        "messages": [
            {"role": "system", "content": "Be brief."},
            *HI,
            {
                "role": "assistant",
                "tool_calls": [
                    {
                        "type": "function",
                        "id": "c1",
                        "function": {"name": "weather", "arguments": "{}"},
                    }
                ],
            },
            {"role": "tool", "content": "4", "tool_call_id": "c1"},
            {"role": "assistant", "tool_calls": [call]},
        ],
        "tools": [TOOL],
        "parallel_tool_calls": False,
    }
    (told,) = map(json.loads, shown(sqlite_url, "export", "--thoughts"))
    assert told["messages"][-1]["reasoning_content"] == "So"
    assert told["messages"][2]["reasoning_content"] == "Hm"


@pytest.mark.parametrize("name", ["ls", "export"])
def test_a_project_that_nobody_made_is_told(sqlite_url: str, name: str) -> None:
    with pytest.raises(SetupError, match="There is no project `nope`"):
        run(sqlite_url, name, "--project", "nope")


def test_a_file_that_is_there_is_written_over_only_by_force(
    sqlite_url: str, tmp_path: Path
) -> None:
    put(sqlite_url, completion("a"))
    file = tmp_path / "lines.jsonl"
    file.write_text("mine")

    with pytest.raises(SetupError, match="is there already"):
        run(sqlite_url, "export", "-o", str(file))
    assert file.read_text() == "mine"

    assert run(sqlite_url, "export", "-o", str(file), "--force").exit_code == 0
    assert len(file.read_text().splitlines()) == 1
    assert run(sqlite_url, "export", "-o", "/dev/null").exit_code == 0


def test_an_export_that_fails_leaves_no_file(sqlite_url: str, tmp_path: Path) -> None:
    """Or the next one would find it there."""
    file = tmp_path / "lines.jsonl"

    with pytest.raises(SetupError):
        run(sqlite_url, "export", "-o", str(file), "--project", "nope")

    assert not file.exists()


def test_a_file_that_cannot_be_written_is_told(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be written"):
        run(sqlite_url, "export", "-o", str(tmp_path / "none" / "file"))


def test_the_store_itself_is_what_is_changed(sqlite_url: str) -> None:
    """As a server beside it would see it."""
    put(sqlite_url, completion("a"))

    run(sqlite_url, "rm", "a")

    with connected(sqlite_url) as connection:
        assert completions.totals(connection).num_completions == 0
