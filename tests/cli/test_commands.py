"""The command line: starts fast, helps, and says what is wrong in a line."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rejoinder import __version__, settings
from rejoinder.chat.ask import Effort
from rejoinder.cli.commands import COMMANDS, group
from rejoinder.cli.engine import budgets_of, load_of, named_folders
from rejoinder.cli.progress import Progress
from rejoinder.cli.serve import until_ready, welcome
from rejoinder.errors import BadSetting
from rejoinder.server.listening import KeysTold
from rejoinder.settings import Settings

SRC = Path(__file__).parents[2] / "src"


def rejoinder(*words: str, folder: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rejoinder.cli", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC), "REJOINDER_HOME": str(folder / "home")},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_version_is_told(tmp_path: Path) -> None:
    assert rejoinder("--version", folder=tmp_path).stdout == f"rejoinder {__version__}\n"


@pytest.mark.parametrize("words", ["--version", "--help"])
def test_help_and_version_import_no_command(words: str) -> None:
    """Without this every call of the command takes as long as starting a server."""
    heavy = ["starlette", "openvino", "numpy", "tokenizers", "rich", "msgspec", "asyncio"]
    code = (
        "import sys; from rejoinder.cli import main\n"
        f"sys.argv = ['rejoinder', {words!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_line_about_a_command_is_the_commands_own(name: str) -> None:
    shown = CliRunner().invoke(group, [name, "--help"]).output

    assert COMMANDS[name][1] in shown


def test_serves_help_names_every_flag_with_its_variable() -> None:
    shown = CliRunner().invoke(group, ["serve", "--help"], terminal_width=1000).output

    for entry in settings.entries():
        assert entry.field == "models" or entry.flag + " " in shown
        assert entry.field == "models" or entry.variable in shown


def test_flags_without_a_value_change_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the `--no-` form nothing that is on could be turned off on the command line."""
    served: list[Settings] = []
    monkeypatch.setattr(
        "rejoinder.cli.serve.serve", lambda chosen, build, **_: served.append(chosen)
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REJOINDER_PREFIX_CACHE", "true")

    CliRunner().invoke(group, ["serve"], catch_exceptions=False)
    CliRunner().invoke(group, ["serve", "--no-prefix-cache", "--strict"], catch_exceptions=False)

    assert [(one.prefix_cache, one.strict) for one in served] == [(True, False), (False, True)]


def test_a_bad_flag_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = rejoinder("serve", "--port", "http", folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr == (
        'rejoinder: port is "http" (from --port), but it must be a whole number from 0 to 65535.\n'
    )


def test_no_server_is_told_with_what_to_do(tmp_path: Path) -> None:
    done = rejoinder("chat", "--base-url", "http://127.0.0.1:1/v1", folder=tmp_path)

    assert done.returncode == 1
    assert "No server answers at http://127.0.0.1:1/v1" in done.stderr
    assert "`rejoinder serve` starts one" in done.stderr


def test_two_models_need_two_names() -> None:
    with pytest.raises(BadSetting, match="a name of its own"):
        named_folders(Settings(models=("a/m", "b/m")))

    named = named_folders(Settings(models=("a/m", "b/m"), served_model_name=("x", "y")))
    assert [name for name, _ in named] == ["x", "y"]


def test_a_worker_is_told_what_was_set() -> None:
    load = load_of(Settings(prefix_cache=False, max_sequences=3, token_budget=9), Path("m"))

    assert (load.folder, load.prefix_cache) == ("m", False)
    assert (load.max_sequences, load.token_budget, load.kv_bytes) == (3, 9, 0)


def test_models_may_think_as_long_as_was_set() -> None:
    budgets = budgets_of(Settings(thinking_budget_low=7))
    assert [budgets.of(effort) for effort in Effort] == [0, 256, 7, 4_096, 16_384]


def test_a_dialect_that_nobody_knows_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = rejoinder("serve", "--port", "0", "--tool-dialect", "klingon", folder=tmp_path)

    assert done.returncode == 2
    assert 'tool_dialect is "klingon"' in done.stderr
    assert "the dialects are auto, " in done.stderr


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("::", "http://[::1]:80"),
    ],
)
def test_the_welcome_names_an_address_that_can_be_typed(host: str, url: str) -> None:
    assert welcome(host, 80, ["m"]).startswith(f"Ready on {url}\n")


def test_the_welcome_says_what_a_key_is_given_by() -> None:
    open_door = welcome("127.0.0.1", 80, ["m"], KeysTold("none", is_asked=False))
    closed = welcome("127.0.0.1", 80, ["m"], KeysTold("asked for", is_asked=True))

    assert "KEY" not in open_door
    assert "chat --base-url http://127.0.0.1:80/v1 --api-key KEY\n" in closed
    assert "-H 'authorization: Bearer KEY'" in closed


@pytest.mark.parametrize(("host", "is_said"), [("0.0.0.0", True), ("::", True), ("::1", False)])
def test_the_welcome_says_that_all_addresses_are_listened_on(host: str, is_said: bool) -> None:
    assert ("all addresses of this machine" in welcome(host, 80, ["m"])) is is_said


class Waits:
    """Something that is ready after so many looks; time passes only when it is slept."""

    def __init__(self, looks: int, line: str) -> None:
        self._looks, self._line = looks, line

    def __call__(self) -> tuple[str, ...]:
        self._looks -= 1
        return (self._line,) if self._looks >= 0 else ()


async def no_time(_: float) -> None:
    pass


@pytest.mark.parametrize(
    ("loading", "waiting", "said"),
    [
        (0, 1000, ["Waiting for the database: No keys yet. Until then all is refused."]),
        (1000, 2, ["Waiting for the database: No keys yet. Until then all is refused."]),
        (1000, 0, []),
        (0, 3, []),
    ],
)
def test_a_database_that_is_waited_for_is_told_once(
    loading: int, waiting: int, said: list[str]
) -> None:
    told: list[str] = []

    failed = asyncio.run(
        until_ready(
            Waits(loading, "The model loads."),
            Waits(waiting, "No keys yet."),
            failure=lambda: None,
            say=told.append,
            sleep=no_time,
        )
    )

    assert (failed, told) == (None, said)


@pytest.mark.parametrize(
    ("words", "env", "source"),
    [
        (("--host", "0.0.0.0"), {"REJOINDER_HOST": "::"}, "from --host"),
        ((), {"REJOINDER_HOST": "0.0.0.0"}, "from REJOINDER_HOST"),
        ((), {}, "from rejoinder.toml"),
    ],
)
def test_an_open_address_is_refused_by_where_it_was_set(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    env: dict[str, str],
    source: str,
) -> None:
    (tmp_path / "rejoinder.toml").write_text('host = "0.0.0.0"')
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    done = rejoinder("serve", "--port", "0", *words, folder=tmp_path)

    assert done.returncode == 2
    assert f"({source})" in done.stderr


def test_make_chat_asks_the_server_that_the_environment_names() -> None:
    """As `rejoinder chat` does; a flag in the Makefile would go before it."""
    makefile = (SRC.parent / "Makefile").read_text()

    assert "$(BIN)/rejoinder chat $(ARGS)\n" in makefile


def test_progress_is_a_line_per_stage_where_nobody_watches(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress() as progress:
        progress.update("m", "reading", 0.1)
        progress.update("m", "reading", 0.2)
        progress.update("m", "compiling", 0.9)

    assert capsys.readouterr().err == "m: reading\nm: compiling\n"
