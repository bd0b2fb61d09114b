"""What this process may use of the machine, and which instructions its processor has."""

from __future__ import annotations

import math
import os
import platform
from pathlib import Path

import psutil

CGROUP_MAX = Path("/sys/fs/cgroup/cpu.max")
TOPOLOGY = Path("/sys/devices/system/cpu")

# Those that OpenVINO's CPU plugin and oneDNN choose kernels by: with others, other last bits.
# fmt: off
KERNEL_FLAGS = (
    "avx2", "fma", "f16c", "avx_vnni",
    "avx512f", "avx512bw", "avx512_vnni", "avx512_bf16", "avx512_fp16",
    "amx_int8", "amx_bf16", "amx_fp16",
    "asimd", "asimddp", "asimdhp", "sve", "sve2", "i8mm", "bf16",
)
# fmt: on


def usable_cores() -> int:
    """Physical cores this process may keep busy: by affinity, by cgroup quota, at least 1.

    Physical, because two threads on one core share its arithmetic units: products get no faster
    and every step waits for the slower half.
    """
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = min(cores, _cores_among(os.sched_getaffinity(0)))
    quota = cgroup_cores(CGROUP_MAX)
    if quota is not None:
        cores = min(cores, quota)
    return max(1, cores)


def _cores_among(logical: set[int]) -> int:
    """How many physical cores these logical ones are on; all distinct where Linux does not say."""
    seen: set[str] = set()
    for number in logical:
        siblings = TOPOLOGY / f"cpu{number}" / "topology" / "thread_siblings_list"
        try:
            seen.add(siblings.read_text(encoding="ascii").strip())
        except OSError:
            seen.add(str(number))
    return len(seen)


def cgroup_cores(path: Path) -> int | None:
    """The whole cores of a container's quota, or None without one (cgroup v2 `cpu.max`)."""
    try:
        quota, period = path.read_text(encoding="ascii").split()
        return None if quota == "max" else max(1, math.floor(int(quota) / int(period)))
    except (OSError, ValueError, ZeroDivisionError):
        return None


def instruction_set() -> str:
    """The architecture and those of its extensions that the runtime chooses kernels by."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.machine()
    present: set[str] = set()
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() in {"flags", "Features"}:
            present = set(value.split())
            break
    return " ".join([platform.machine(), *(flag for flag in KERNEL_FLAGS if flag in present)])
