"""Keys of a real server, made and revoked beside it by the command."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from rejoinder.cli.commands import group
from tests.server.process import PATIENCE_S, ROOT, ServerProcess, serving


class Desk:
    """Where the command is typed, for a server with this data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def keys(self, *words: str) -> str:
        typed = ["keys", *words, "--data-dir", str(self.home)]
        result = CliRunner().invoke(group, typed, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout.strip()


def status(server: ServerProcess, secret: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    headers = {} if secret is None else {"authorization": f"Bearer {secret}"}
    try:
        connection.request("GET", "/v1/models", headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def until(server: ServerProcess, secret: str | None, wanted: int) -> None:
    """The server looks by itself; how soon is measured elsewhere."""
    end_s = time.monotonic() + PATIENCE_S
    while status(server, secret) != wanted:
        assert time.monotonic() < end_s, f"never {wanted}"


def test_keys_are_asked_for_and_revoked_while_the_server_runs(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with serving(home=tmp_path) as server:
        assert "keys:   none, so only this machine is served" in server.said
        assert status(server) == 200

        secret = desk.keys("create", "laptop")
        until(server, None, 401)
        assert status(server, secret) == 200

        desk.keys("revoke", "laptop")
        until(server, secret, 401)
        assert status(server) == 401, "the last key's end lets nobody in"


def test_a_server_asks_for_the_keys_of_its_folder_from_the_first_request(tmp_path: Path) -> None:
    secret = Desk(tmp_path).keys("create", "laptop")
    with serving(home=tmp_path) as server:
        assert "keys:   asked for" in server.said
        assert "-H 'authorization: Bearer KEY'" in server.said
        assert (status(server), status(server, secret)) == (401, 200)


def test_a_key_by_hand_is_asked_for_and_never_said(tmp_path: Path) -> None:
    with serving(home=tmp_path, api_key="by-hand-1234", log_level="debug") as server:
        assert (status(server), status(server, "by-hand-1234")) == (401, 200)
        server.process.terminate()
        assert "by-hand-1234" not in server.said + server.rest()[1]


def test_the_database_that_cannot_be_read_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "rejoinder.sqlite").write_bytes(b"no database, " * 100)
    command = [sys.executable, "-m", "tests.server.scripted_server", "port", "0"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "REJOINDER_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            said = ""
            while "The store is down" not in said:
                line = process.stderr.readline()
                assert line, said
                said += line
            assert "Ready on" not in said
        finally:
            process.kill()


@pytest.mark.parametrize("words", [["--host", "0.0.0.0"], ["--host", "::"]])
def test_a_public_address_without_keys_is_one_line_and_status_2(
    tmp_path: Path, words: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rejoinder.cli", "serve", "--port", "0", *words],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "src"), "REJOINDER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )

    assert done.returncode == 2
    assert "there are no keys" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_chat_command_sends_its_key(tmp_path: Path) -> None:
    with serving(home=tmp_path, api_key="by-hand-1234") as server:
        for flags, env, answer in (
            (["--api-key", "by-hand-1234"], {}, "Hello there"),
            ([], {"OPENAI_API_KEY": "by-hand-1234"}, "Hello there"),
            ([], {}, ""),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "rejoinder.cli", "chat", *flags],
                env={
                    "PYTHONPATH": str(ROOT / "src"),
                    "REJOINDER_BASE_URL": server.base_url,
                    "HOME": str(tmp_path),
                    **env,
                },
                input="Hi\n",
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.stdout.strip() == answer
            assert (done.returncode == 0) is bool(answer), json.dumps(done.stderr)
