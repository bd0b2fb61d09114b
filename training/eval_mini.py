"""Start the server with the bundled model, ask it the held-out questions, stop it again.

    python -m training.eval_mini --items 100

Needs the package and nothing else: evaluate.py asks over HTTP, so what is measured is what
people get, template and engine included.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from training import evaluate
from training.corpus import mix

# A cold start compiles the network once; later starts take a second or two.
START_LIMIT_S = 120.0


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(root: str, server: subprocess.Popen[bytes]) -> None:
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


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--items", type=int, default=100, help="per skill")
    parser.add_argument("--skills", nargs="+", default=tuple(mix.SKILLS), choices=tuple(mix.SKILLS))
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--wrong", type=int, default=0, help="wrong answers to show per skill")
    args = parser.parse_args()
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-m",
        "rejoinder.cli",
        "serve",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    home = tempfile.TemporaryDirectory()  # what is remembered is no business of the user's server
    env = {**os.environ, "REJOINDER_HOME": home.name}
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env)
    try:
        wait_for(root, server)
        outcomes = evaluate.run_server(
            f"{root}/v1",
            "rejoinder-mini",
            count=args.items,
            threads=args.threads,
            skills=args.skills,
        )
    finally:
        server.terminate()
        server.wait(timeout=30)
        home.cleanup()
    print(evaluate.table(outcomes, wrong=args.wrong))
    print(evaluate.summary(outcomes))


if __name__ == "__main__":
    main()
