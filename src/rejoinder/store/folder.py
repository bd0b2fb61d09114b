"""The data folder: made for its owner alone, and held by one server at a time.

Two servers over one folder would each count limits and spool usage as if alone. The system lets go
of the lock when the process ends, however it ends.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from pathlib import Path

from rejoinder.refusals import FolderInUse

_LOCK_FILE = "server.lock"
# Windows locks bytes, which nobody can read meanwhile: one far behind the text.
_LOCKED_BYTE = 1 << 20

_log = logging.getLogger("rejoinder.store")


class DataFolder:
    """path: need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    @property
    def is_held(self) -> bool:
        """Ours. Not so where nothing can be written, which keeps no server from serving."""
        return self._file is not None

    def hold(self) -> None:
        """Raises `FolderInUse`. Where the folder cannot be made or written, only says so."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self.path / _LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            _log.warning(
                "The data folder %s cannot be written (%s): nothing will be remembered.",
                self.path,
                error.strerror,
            )
            return
        try:
            _lock(file)
        except OSError:
            holder = os.read(file, 20).decode(errors="replace").strip()
            os.close(file)
            raise FolderInUse(folder=str(self.path), holder=holder) from None
        # For the message above. A full disk is no reason not to start.
        with contextlib.suppress(OSError):
            os.ftruncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode())
        self._file = file

    def release(self) -> None:
        """The file stays: were it removed, another could hold one that has no name."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(file, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
