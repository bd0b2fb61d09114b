"""`rejoinder chat` against a real server, through a pipe and on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.process import ServerProcess, serving

SRC = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with serving() as server:
        yield server


def environment(server: ServerProcess) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SRC), "REJOINDER_BASE_URL": server.base_url}


def piped(server: ServerProcess, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rejoinder.cli", "chat", *words],
        env=environment(server),
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_pipe_gets_a_line_for_a_line(server: ServerProcess) -> None:
    done = piped(server, "one\n\ntwo\n", "--system", "Be brief.", "--seed", "1")

    assert (done.stdout, done.stderr, done.returncode) == ("Hello there\nHello there\n", "", 0)


def test_a_parameter_that_is_refused_is_told(server: ServerProcess) -> None:
    done = piped(server, "one\n", "--temperature", "3")

    assert done.returncode == 1
    assert "`temperature` is 3" in done.stderr


def test_the_address_may_be_that_of_other_clients(server: ServerProcess) -> None:
    env = {**os.environ, "PYTHONPATH": str(SRC), "OPENAI_BASE_URL": server.base_url}
    env.pop("REJOINDER_BASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "rejoinder.cli", "chat"],
        env=env,
        input="one\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("Hello there\n", "")


def test_who_sends_no_key_is_told_how() -> None:
    with serving(api_key="a-key-for-all") as server:
        done = piped(server, "one\n")

        assert done.returncode == 1
        assert "A key is given by `--api-key`, or by OPENAI_API_KEY." in done.stderr
        assert piped(server, "one\n", "--api-key", "a-key-for-all").stdout == "Hello there\n"


def test_a_fault_half_way_is_told(server: ServerProcess) -> None:
    done = piped(server, "one\n", "--model", "broken")

    assert done.stdout.startswith("Once")
    assert "out of luck" in done.stderr
    assert done.returncode == 1


def test_a_pipe_gets_no_thoughts(server: ServerProcess) -> None:
    done = piped(server, "one\n", "--model", "caller", "--effort", "low")

    assert (done.stdout, done.stderr) == ("Let me see.\n", "")


class Terminal:
    """The command on a terminal, typed at and read from."""

    def __init__(self, server: ServerProcess, *words: str, term: str = "dumb") -> None:
        self._unread = ""
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rejoinder.cli", "chat", *words],
            env={**environment(server), "TERM": term},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def until(self, text: str) -> None:
        """Read up to and with a text; what comes after it is left for the next time."""
        while text not in self._unread:
            self._unread += os.read(self._ours, 4096).decode()
        self._unread = self._unread.partition(text)[2]

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> None:
        self.process.send_signal(2)

    def end(self) -> int:
        status = self.process.wait(30)
        os.close(self._ours)
        return status


def test_on_a_terminal_commands_are_obeyed_and_messages_may_have_lines(
    server: ServerProcess,
) -> None:
    terminal = Terminal(server)
    terminal.until("> ")
    terminal.type("/system Be brief.\n")
    terminal.until("Noted.")
    terminal.type("/reset\n")
    terminal.until("Forgotten.")
    terminal.type('"""two\nlines"""\n')
    terminal.until("Hello there")
    terminal.type("/nonsense\n")
    terminal.until("There is no /nonsense")
    terminal.type("/exit\n")

    assert terminal.end() == 0


def test_ctrl_c_stops_the_answer_and_not_the_chat(server: ServerProcess) -> None:
    terminal = Terminal(server, "--model", "slow")
    terminal.until("> ")
    terminal.type("hi\n")
    terminal.until("Once")

    terminal.interrupt()

    terminal.until("(stopped)")
    terminal.until("> ")
    terminal.type("/exit\n")
    assert terminal.end() == 0


def test_thoughts_are_dim_above_the_answer_and_plain_where_nothing_can_be_dim(
    server: ServerProcess,
) -> None:
    for term, shown in (
        ("xterm", "\x1b[2mWhere is it?\x1b[0m\r\n\r\nLet me see.\r\n"),
        ("dumb", "\nWhere is it?\r\n\r\nLet me see.\r\n"),
    ):
        terminal = Terminal(server, "--model", "caller", term=term)
        terminal.until("> ")
        terminal.type("hi\n")
        terminal.until(shown)
        terminal.type("/exit\n")
        assert terminal.end() == 0
