"""`rejoinder keys` and `rejoinder projects`, on a database of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rejoinder.accounts import keys as secrets
from rejoinder.cli.commands import group
from rejoinder.errors import SetupError


class Machine:
    """Where the command is typed."""

    def __init__(self, url: str) -> None:
        self._url = url

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(group, [*words, "--database", self._url], catch_exceptions=False)

    def says(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: str) -> Any:  # noqa: ANN401 -- it is JSON
        return json.loads(self.says(*words, "--json"))

    def refuses(self, *words: str) -> str:
        with pytest.raises(SetupError) as caught:
            self.run(*words)
        return str(caught.value)


@pytest.fixture
def machine(database_url: str) -> Machine:
    return Machine(database_url)


@pytest.fixture
def sqlite(sqlite_url: str) -> Machine:
    return Machine(sqlite_url)


def test_a_key_is_the_one_line_on_standard_output(machine: Machine) -> None:
    """So that `KEY=$(rejoinder keys create me)` works."""
    result = machine.run("keys", "create", "me")

    secret = result.stdout.strip()
    assert secrets.is_well_formed(secret)
    assert "It is shown this once." in result.stderr
    assert secret not in result.stderr
    assert secret not in machine.says("keys", "ls") + machine.says("keys", "show", "me")


def test_a_key_is_what_was_said(machine: Machine) -> None:
    project = machine.json("projects", "create", "team")
    words = ["--scope", "admin", "--scope", "read", "--model", "a"]
    more = ["--tier", "priority", "--expires", "30d"]
    limits = ["--limit", "tokens/minute=1000", "--limit", "a:requests/day=5"]
    made = machine.json("keys", "create", "me", "--project", project["id"], *words, *more, *limits)

    shown = machine.json("keys", "show", "me")
    assert made.pop("value").startswith("rj-")
    assert made == shown
    assert shown["project"] == project["id"]
    assert (shown["scopes"], shown["models"]) == (["admin", "read"], ["a"])
    assert shown["tiers"] == ["auto", "priority"]
    assert shown["expires_at"] - shown["created_at"] in (30 * 86_400, 30 * 86_400 - 1)
    assert [limit.get("model") for limit in shown["limits"]] == [None, "a"]
    assert "tokens/minute=1000, a:requests/day=5" in machine.says("keys", "show", "me")


def test_a_key_is_rotated_changed_and_revoked(machine: Machine) -> None:
    first = machine.json("keys", "create", "me")
    second = machine.json("keys", "rotate", "me", "--overlap", "90m")
    assert second["id"] == first["id"]
    assert second["value"] != first["value"]
    old = second["secrets"][1]
    assert old["expires_at"] - second["secrets"][0]["created_at"] == 90 * 60

    changed = machine.json("keys", "set", first["id"], "--name", "you", "--limit", "concurrent=4")
    assert (changed["name"], len(changed["limits"])) == ("you", 1)
    assert machine.json("keys", "set", "you", "--no-limits", "--model", "*")["limits"] == []

    assert machine.json("keys", "revoke", "you")["revoked_at"] is not None
    assert "you" not in machine.says("keys", "ls")
    assert "revoked" in machine.says("keys", "ls", "--all")


def test_a_rotation_says_when_the_old_secret_ends(sqlite: Machine) -> None:
    sqlite.run("keys", "create", "me")

    assert "The one before, rj-" in sqlite.run("keys", "rotate", "me").stderr


def test_a_name_that_two_keys_have_names_neither(sqlite: Machine) -> None:
    ids = [sqlite.json("keys", "create", "me")["id"] for _ in range(2)]

    said = sqlite.refuses("keys", "revoke", "me")
    assert all(key_id in said for key_id in ids)
    assert sqlite.json("keys", "revoke", ids[0])["id"] == ids[0]


def test_a_key_of_an_archived_project_is_not_active(machine: Machine) -> None:
    machine.run("projects", "create", "team")
    machine.run("keys", "create", "me", "--project", "team")
    machine.run("projects", "archive", "team")

    assert machine.json("keys", "ls") == []
    assert " archived " in machine.says("keys", "ls", "--all")
    assert "state      archived" in machine.says("keys", "show", "me")


def test_the_list_of_keys_shows_their_limits(sqlite: Machine) -> None:
    sqlite.run("keys", "create", "me", "--limit", "concurrent=4", "--limit", "a:requests/day=5")

    header, line = sqlite.says("keys", "ls").splitlines()
    assert header.endswith("  limits")
    assert line.endswith("  concurrent=4,a:requests/day=5")


def test_a_project_is_named_by_its_name_too(machine: Machine) -> None:
    project = machine.json("projects", "create", "team")
    made = machine.json("keys", "create", "me", "--project", "team")
    machine.run("keys", "create", "other")

    assert made["project"] == project["id"]
    for text in ("team", project["id"]):
        assert [key["name"] for key in machine.json("keys", "ls", "--project", text)] == ["me"]


def test_lists_are_json_for_programs(machine: Machine) -> None:
    machine.run("keys", "create", "a")

    assert [key["name"] for key in machine.json("keys", "ls")] == ["a"]
    assert [one["id"] for one in machine.json("projects", "ls")] == ["default"]
    assert machine.json("keys", "ls", "--project", "default")[0]["object"] == "api_key"


def test_projects_are_made_changed_and_archived(machine: Machine) -> None:
    made = machine.json("projects", "create", "team", "--limit", "usd/month=25.50")
    assert made["limits"] == [{"measure": "micro_usd", "period": "month", "amount": 25_500_000}]

    changed = machine.json("projects", "set", "team", "--name", "crew", "--no-limits")
    assert (changed["name"], changed["limits"]) == ("crew", [])
    machine.run("projects", "archive", "crew")
    assert "crew" not in machine.says("projects", "ls")
    assert "archived" in machine.says("projects", "ls", "--all")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("keys create me --scope root", "`scopes` is"),
        ("keys create me --project proj_x", "There is no project `proj_x`"),
        ("keys create me --limit many", "it must be a limit like"),
        ("keys create me --expires soon", "`soon` is no length of time"),
        ("keys create me --expires 0", "`--expires` is `0`, but must be a time from now on"),
        ("keys create me --expires 9999999d", "`--expires` is `9999999d`"),
        ("keys rotate me --overlap 9999999d", "`--overlap` is `9999999d`, but may be 366d at most"),
        ("keys show nobody", "There is no key `nobody`"),
        ("keys rotate nobody", "There is no key `nobody`"),
        ("keys ls --project proj_x", "There is no project `proj_x`"),
        ("keys set nobody --limit concurrent=1 --no-limits", "exclude each other"),
        ("projects archive default", "The project `default` cannot be archived."),
        ("projects set nothing --name a", "There is no project `nothing`"),
        ("projects create default", "another project has that name"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(sqlite: Machine, words: str, said: str) -> None:
    assert said in sqlite.refuses(*words.split())


def test_a_database_that_cannot_be_opened_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    said = Machine(f"sqlite:///{tmp_path}/file/db.sqlite").refuses("keys", "ls")
    assert "The store cannot be used just now" in said


def test_the_data_folder_is_made_and_is_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REJOINDER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(group, ["keys", "create", "me"], catch_exceptions=False)

    assert result.exit_code == 0
    assert (tmp_path / "home" / "rejoinder.sqlite").stat().st_mode & 0o077 == 0
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_a_command_alone_says_what_it_can_do() -> None:
    shown = CliRunner().invoke(group, ["keys", "--help"]).output

    for name in ("create", "ls", "show", "set", "rotate", "revoke"):
        assert f"  {name} " in shown
