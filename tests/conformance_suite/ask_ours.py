"""Asks our own server with the bundled model for every row, and renews docs/conformance.md.

    python -m tests.conformance_suite.ask_ours

The server has a key for every tier with limits that are not reached, and another for 6 requests a
minute, as the page says. Takes some two minutes. Ends with the status of `rejoinder conformance`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rejoinder.chat.ask import TierWanted
from tests.conformance_suite.docs_table import DOCS, PAGE, with_table
from tests.server.process import ROOT, running

# A line for each request would fill the pipe that nobody reads while the command runs.
SERVE = ("serve", "--port", "0", "--log-level", "warning")
RESULTS = DOCS / "conformance" / "rejoinder.json"
WIDE_LIMITS = ("requests/minute=1000000", "tokens/minute=1000000000")


def rejoinder(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Our command, beside the data of the server."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "REJOINDER_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "rejoinder.cli", *words],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )


def key(name: str, *options: str, home: Path) -> str:
    return rejoinder("keys", "create", name, *options, home=home).stdout.strip()


def commit() -> str:
    """What was asked, as the page names it."""
    words = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout[:-1]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        tiers = [word for tier in TierWanted for word in ("--tier", tier.value)]
        limits = [word for limit in WIDE_LIMITS for word in ("--limit", limit)]
        wide = key("wide", *tiers, *limits, home=home)
        small = key("small", "--limit", "requests/minute=6", home=home)
        with running("rejoinder.cli", *SERVE, home=home) as server:
            asked = ["--base-url", server.base_url, "--json", str(RESULTS)]
            done = rejoinder(
                "conformance", *asked, "--api-key", wide, "--limited-key", small, home=home
            )
    print(done.stdout)
    page = PAGE.read_text(encoding="utf-8")
    page = re.sub(r"(?m)^\| Rejoinder \| \w+ \|", f"| Rejoinder | {commit()} |", page)
    PAGE.write_text(with_table(page), encoding="utf-8")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
