"""A real server on a free port, and plain HTTP to it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Reached only when something is broken; nothing waits this long.
PATIENCE_S = 30
# Of what is said when a server is ready: to people, and as a line of JSON.
_LAST_WORDS = ("Ctrl-C stops it.", '"event":"Ready on')


class ServerProcess:
    """Already ready when it is made."""

    def __init__(self, process: subprocess.Popen[str], port: int, said: str) -> None:
        self.process = process
        self.port = port
        self.said = said
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self._open = contextlib.ExitStack()

    def connect(self) -> http.client.HTTPConnection:
        """A connection that is closed with the server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        self._open.callback(connection.close)
        return connection

    def close(self) -> None:
        self._open.close()

    def post(self, **body: object) -> http.client.HTTPResponse:
        """A chat request; the answer has begun."""
        connection = self.connect()
        messages = [{"role": "user", "content": "Hi"}]
        data = json.dumps({"model": "scripted", "messages": messages, **body})
        connection.request(
            "POST", "/v1/chat/completions", data, {"content-type": "application/json"}
        )
        return self._answer(connection)

    def get(self, path: str) -> http.client.HTTPResponse:
        connection = self.connect()
        connection.request("GET", path)
        return self._answer(connection)

    def _answer(self, connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
        response = connection.getresponse()
        self._open.callback(response.close)
        return response

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def rest(self) -> tuple[int, str]:
        """Wait for the end: exit status, and what it said on stderr after it was ready."""
        assert self.process.stderr is not None
        said = self.process.stderr.read()
        return self.process.wait(PATIENCE_S), said


@contextlib.contextmanager
def serving(*, home: Path | None = None, **settings: object) -> Iterator[ServerProcess]:
    """A scripted server until the end of the block. home: as of `running`."""
    given = {"port": 0, "log_format": "text", **settings}
    words = [str(word) for pair in given.items() for word in pair]
    with running("tests.server.scripted_server", *words, home=home) as server:
        yield server


@contextlib.contextmanager
def running(module: str, *words: str, home: Path | None = None) -> Iterator[ServerProcess]:
    """A program that serves, until the end of the block. home: its data folder; None for one of its
    own, empty and soon gone."""
    with contextlib.ExitStack() as until_then:
        if home is None:
            home = Path(until_then.enter_context(tempfile.TemporaryDirectory()))
        process = until_then.enter_context(_started(module, *words, home=home))
        try:
            assert process.stderr is not None
            said = ""
            while not any(last in said for last in _LAST_WORDS):
                line = process.stderr.readline()
                assert line, f"the server ended: {said}"
                said += line
            port = re.search(r"Ready on http://127\.0\.0\.1:(\d+)", said)
            assert port is not None, said
            with contextlib.closing(ServerProcess(process, int(port[1]), said)) as server:
                yield server
        finally:
            if process.poll() is None:
                process.kill()


def _started(module: str, *words: str, home: Path) -> subprocess.Popen[str]:
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "REJOINDER_HOME": str(home),
        "REJOINDER_LOG_FORMAT": "text",
    }
    return subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
    )
