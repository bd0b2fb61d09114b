"""What of this engine can change a bit of an answer, in words, for the system fingerprint.

The model's own part (weights, rounding, runtime, processor) is the runtime's to tell. This is the
rest: the code that builds the graph and draws the tokens, and the library it computes with.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import rejoinder
from rejoinder import grammar


def engine_parts() -> tuple[str, ...]:
    """The release, the libraries', and digests of the source of the engine and of grammars, so that
    a change between releases shows too. Some changes there move no bit; none that does goes unseen.
    """
    return (
        f"rejoinder {rejoinder.__version__}",
        f"numpy {version('numpy')}",  # its exp and log differ in the last bits between releases
        f"llguidance {version('llguidance')}",  # what it allows and forces where
        f"engine {source_digest(Path(__file__).parent)}",
        f"grammar {source_digest(Path(grammar.__path__[0]))}",
    )


def source_digest(folder: Path) -> str:
    """SHA-256 in hex over the names and bytes of every Python file below a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
