"""Opening files of a model folder, which may have come from anyone.

A name in a config or an index must stay inside its folder, and a link is not followed: otherwise
a downloaded folder could have us read (and report on) any file of the machine.
"""

from __future__ import annotations

from pathlib import Path

from rejoinder.errors import BadModelFolder


def plain_file(folder: Path, name: str) -> Path:
    """The path of a regular file directly in `folder`.

    One kind of link is allowed: the Hugging Face cache keeps a model as
    `snapshots/<revision>/<name>` linked to `blobs/<hash>` beside `snapshots`.

    Errors: BadModelFolder when it is missing, a folder, a link elsewhere, or named outside.
    """
    if name != Path(name).name or name in {"", ".", ".."} or "\\" in name or "\0" in name:
        raise BadModelFolder(f"{folder} names a file {name[:100]!r}, which is outside the folder.")
    path = folder / name
    try:
        if path.is_symlink():
            target = path.resolve(strict=True)
            if not _is_hub_blob(folder, target):
                raise BadModelFolder(
                    f"{path} is a link to {target}, and links are not followed.",
                    hint="Copy the file into the folder.",
                )
            path = target
        if not path.is_file():
            raise BadModelFolder(
                f"{path} is not a file." if path.exists() else f"{folder} has no {name}."
            )
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise BadModelFolder(f"{path} cannot be read: {error}.") from error
    return path


def _is_hub_blob(folder: Path, target: Path) -> bool:
    real = folder.resolve()
    return real.parent.name == "snapshots" and target.parent == real.parent.parent / "blobs"


def read_small(folder: Path, name: str, *, max_bytes: int) -> bytes:
    """The whole content of a small file. Errors: BadModelFolder, also when it is larger."""
    path = plain_file(folder, name)
    try:
        with path.open("rb") as file:
            raw = file.read(max_bytes + 1)
    except OSError as error:
        raise BadModelFolder(f"{path} cannot be read: {error}.") from error
    if len(raw) > max_bytes:
        raise BadModelFolder(f"{path} is larger than {max_bytes} bytes.")
    return raw
