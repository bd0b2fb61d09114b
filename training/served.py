"""A server of ours with one model, started for a measurement and stopped after it.

Needs the package and nothing else. Knows nothing of what is asked.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.corpus.conversation import JsonObject

# A cold start compiles the network once; later starts take a second or two.
START_LIMIT_S = 120.0
# An answer of a tiny model takes milliseconds; this is for a server that hangs.
ANSWER_LIMIT_S = 120.0


class Refused(Exception):
    """The server answered with an error; the text says which."""


def post(base_url: str, path: str, body: JsonObject) -> JsonObject:
    """What a server answers to a request. Raises `Refused` where that is an error."""
    request = urllib.request.Request(
        f"{base_url.rstrip('/')}/{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": "Bearer none"},
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_LIMIT_S) as reply:
            answer: JsonObject = json.load(reply)
    except urllib.error.HTTPError as error:
        raise Refused(f"HTTP {error.code}: {error.read().decode()}") from error
    return answer


def first_choice(answer: JsonObject) -> dict[str, object]:
    """The first choice of an answer."""
    choices = answer["choices"]
    assert isinstance(choices, list)
    choice: dict[str, object] = choices[0]
    return choice


def model_name(base_url: str) -> str:
    """The first model that a server lists."""
    with urllib.request.urlopen(f"{base_url.rstrip('/')}/models", timeout=ANSWER_LIMIT_S) as reply:
        return str(json.load(reply)["data"][0]["id"])


def _free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(root: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the server says that it is ready."""
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        if server.poll() is not None:
            raise SystemExit(f"the server ended with status {server.returncode}")
        try:
            with urllib.request.urlopen(f"{root}/ready", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit(f"the server did not answer within {START_LIMIT_S:.0f} s")


@contextmanager
def served(folder: str | None = None, flags: Sequence[str] = ()) -> Iterator[str]:
    """The base URL, up to and with /v1, of a server that runs while the block does.

    folder: a model's folder; None for the bundled model. flags: further ones of `rejoinder serve`.
    """
    port = _free_port()
    root = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "rejoinder.cli", "serve", *([folder] if folder else [])]
    command += ["--port", str(port), "--log-level", "warning", *flags]
    # What is remembered is no business of the user's server.
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "REJOINDER_HOME": home}
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env)
        try:
            _wait_for(root, server)
            yield f"{root}/v1"
        finally:
            server.terminate()
            server.wait(timeout=30)
