"""How much memory there is for a model, and how it is shared out.

Free memory is the least of what the machine has and what the control group still allows, since a
container is killed at its own limit whatever the machine has left.
"""

from __future__ import annotations

from pathlib import Path

import psutil

from rejoinder.errors import ModelDoesNotFit

# Half of what is free beside the weights: the rest stays for the page cache that the weights are
# read through, for activations, and for whatever else runs on a developer's machine.
KV_SHARE = 0.5

_CGROUP_V2 = Path("/sys/fs/cgroup")
_CGROUP_V1 = Path("/sys/fs/cgroup/memory")


def _read_int(path: Path) -> int | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None  # "max" means no limit


def free_bytes() -> int:
    """Memory a new process could use now, in bytes."""
    free = int(psutil.virtual_memory().available)
    for limit_file, used_file in (
        (_CGROUP_V2 / "memory.max", _CGROUP_V2 / "memory.current"),
        (_CGROUP_V1 / "memory.limit_in_bytes", _CGROUP_V1 / "memory.usage_in_bytes"),
    ):
        limit, used = _read_int(limit_file), _read_int(used_file)
        if limit is not None and used is not None:
            free = min(free, max(0, limit - used))
    return free


def kv_budget_bytes(
    *,
    free: int,
    weights_bytes: int,
    block_bytes: int,
    blocks_per_sequence: int,
    max_sequences: int,
    asked_bytes: int,
    name: str,
) -> int:
    """Bytes for KV blocks: what was asked, or a share of what is free.

    Raises `ModelDoesNotFit` where the weights, or the weights and one full context, do not fit.
    """
    if weights_bytes > free:
        raise ModelDoesNotFit(
            needed_bytes=weights_bytes,
            free_bytes=free,
            what=f"`{name}`",
            hint="Try `--weights int4` or a smaller model.",
        )
    one_context = blocks_per_sequence * block_bytes
    room = free - weights_bytes
    if asked_bytes:
        if asked_bytes > room:
            raise ModelDoesNotFit(
                needed_bytes=weights_bytes + asked_bytes,
                free_bytes=free,
                what=f"`{name}` with the KV memory asked for",
                hint="Lower `--kv-memory`.",
            )
        if asked_bytes < one_context:
            raise ModelDoesNotFit(
                needed_bytes=one_context,
                free_bytes=asked_bytes,
                what=f"One full context of `{name}`",
                hint="Raise `--kv-memory` or lower `--max-model-len`.",
            )
        return asked_bytes
    if one_context > room:
        raise ModelDoesNotFit(
            needed_bytes=weights_bytes + one_context,
            free_bytes=free,
            what=f"`{name}` with one full context",
            hint="Lower `--max-model-len`, or try `--weights int4`.",
        )
    return max(one_context, min(int(room * KV_SHARE), one_context * max_sequences))
