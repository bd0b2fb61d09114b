"""Meters outlive the process, however it ends; and do without a file where there can be none."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rejoinder.accounts.metering import Spent
from rejoinder.accounts.metering_cells import CELL_BYTES, MAX_NAME_BYTES, Cells, name_of
from rejoinder.accounts.metering_memory import MemoryMeters
from tests.accounts.metering_world import MovableClock, charge, passed, remaining, spent, wait_us

# Takes 3 of 5 and, of tokens, 80 of 100; says so, and waits to be killed.
_DOOMED = """
import sys, time
from pathlib import Path
from rejoinder.accounts.metering_memory import MemoryMeters
from rejoinder.clock import SystemClock
from tests.accounts.metering_world import charge
meters = MemoryMeters(Path(sys.argv[1]), clock=SystemClock())
_, hold = meters.reserve_now([charge("requests/day=5", 3), charge("tokens/day=100", 80)])
print(hold.reserved.hex(), flush=True)
time.sleep(60)
"""


def test_a_restart_does_not_refill(tmp_path: Path) -> None:
    async def story() -> None:
        clock = MovableClock()
        before = MemoryMeters(tmp_path / "meters", clock=clock)
        await passed(before, charge("requests/day=5", 3), charge("tokens/month=9", 4))
        await before.stop()
        after = MemoryMeters(tmp_path / "meters", clock=clock)
        assert await remaining(after, "requests/day=5") == 2
        assert await remaining(after, "tokens/month=9") == 5

    asyncio.run(story())


@pytest.mark.slow
def test_a_kill_loses_nothing_and_what_died_with_it_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "meters"
    command = [sys.executable, "-c", _DOOMED, str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as doomed:
        assert doomed.stdout is not None
        reserved = bytes.fromhex(doomed.stdout.readline().decode().strip())
        doomed.send_signal(signal.SIGKILL)

    async def story() -> None:
        from rejoinder.clock import SystemClock

        meters = MemoryMeters(path, clock=SystemClock())
        meters.recover(reserved, spent(num_tokens=30))
        assert await remaining(meters, "requests/day=5") == 2
        assert await remaining(meters, "tokens/day=100") == 70

    asyncio.run(story())


def test_what_a_refund_moved_up_is_where_it_was_after_a_restart(tmp_path: Path) -> None:
    """What was to end at 60 s ends at 31 s, as 29 s before it were given back."""

    async def story() -> None:
        clock = MovableClock()
        killed = MemoryMeters(tmp_path / "meters", clock=clock)
        first = await passed(killed, charge("tokens/minute=60", 30))
        second = await passed(killed, charge("tokens/minute=60", 30))
        clock.passed_us += 1_000_000
        first.settle(spent(num_tokens=0))
        clock.passed_us += 1_000_000
        await passed(killed, charge("tokens/minute=60", 31))
        clock.passed_us += 30_000_000
        after = MemoryMeters(tmp_path / "meters", clock=clock)
        after.recover(second.reserved, spent(num_tokens=0))
        assert await remaining(after, "tokens/minute=60") == 30

    asyncio.run(story())


def test_what_was_under_way_is_under_way_no_more(tmp_path: Path) -> None:
    async def story() -> None:
        clock = MovableClock()
        killed = MemoryMeters(tmp_path / "meters", clock=clock)
        hold = await passed(killed, charge("concurrent=1"))
        after = MemoryMeters(tmp_path / "meters", clock=clock)
        after.recover(hold.reserved, spent())
        await passed(after, charge("concurrent=1"))
        await wait_us(after, charge("concurrent=1"))

    asyncio.run(story())


def test_a_debt_is_recorded_also_where_the_meter_has_drained_meanwhile(tmp_path: Path) -> None:
    """Cells of empty meters are given up at a start, and once were before the dead were settled."""

    async def story() -> None:
        clock = MovableClock()
        killed = MemoryMeters(tmp_path / "meters", clock=clock)
        hold = await passed(killed, charge("tokens/minute=60", 10))
        clock.passed_us += 10_000_000
        after = MemoryMeters(tmp_path / "meters", clock=clock)
        after.recover(hold.reserved, spent(num_tokens=40))
        assert await remaining(after, "tokens/minute=60") == 30

    asyncio.run(story())


def test_a_clock_that_was_set_back_while_the_server_was_down_does_not_block(tmp_path: Path) -> None:
    async def story() -> None:
        clock = MovableClock()
        before = MemoryMeters(tmp_path / "meters", clock=clock)
        await passed(before, charge("requests/minute=2", 2))
        clock.jumped_s = -86_400
        after = MemoryMeters(tmp_path / "meters", clock=clock)
        assert await wait_us(after, charge("requests/minute=2")) == 30_000_000

    asyncio.run(story())


def test_thousands_of_meters_make_the_file_grow_and_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "meters"

    async def story() -> None:
        clock = MovableClock()
        before = MemoryMeters(path, clock=clock)
        for number in range(3000):
            await passed(before, charge("requests/day=5", number % 5, owner=f"key:{number}"))
        after = MemoryMeters(path, clock=clock)
        left = [
            await remaining(after, "requests/day=5", owner=f"key:{n}") for n in range(0, 3000, 7)
        ]
        assert left == [5 - number % 5 for number in range(0, 3000, 7)]

    asyncio.run(story())
    assert path.stat().st_size == 4096 * CELL_BYTES


def test_meters_that_are_empty_again_make_room_for_others(tmp_path: Path) -> None:
    async def story() -> None:
        clock = MovableClock()
        for _ in range(3):
            meters = MemoryMeters(tmp_path / "meters", clock=clock)
            for number in range(900):
                await passed(meters, charge("requests/minute=5", owner=f"key:{number}"))
            clock.passed_us += 60_000_000
        assert (tmp_path / "meters").stat().st_size == 1024 * CELL_BYTES

    asyncio.run(story())


def test_a_file_of_another_kind_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "meters").write_bytes(b"not meters" * 1000)

    async def story() -> None:
        meters = MemoryMeters(tmp_path / "meters", clock=MovableClock())
        await passed(meters, charge("requests/day=1"))
        await wait_us(meters, charge("requests/day=1"))

    asyncio.run(story())


def test_where_there_can_be_no_file_limits_are_still_held(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "in the way").write_text("")

    async def story() -> None:
        meters = MemoryMeters(tmp_path / "in the way" / "meters", clock=MovableClock())
        assert not meters.cells.is_kept
        await passed(meters, charge("requests/day=1"))
        await wait_us(meters, charge("requests/day=1"))

    asyncio.run(story())
    assert "limits are not kept across restarts" in caplog.text


def test_a_disk_without_room_does_not_stop_the_counting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Touching a page of a mapped file that the disk has no room for would kill the process."""
    cells = Cells(tmp_path / "meters")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    from rejoinder.accounts.metering import Kind, State

    numbers = [cells.number(f"m{number}", Kind.REFILL) for number in range(1500)]
    cells.set_state(numbers[-1], State(empty_at_us=5))
    assert cells.state(numbers[-1]).empty_at_us == 5
    assert not cells.is_kept
    assert cells.number("m3", Kind.REFILL) == numbers[3]


def test_long_names_stay_different() -> None:
    long = "key:a/" + "m" * 500
    names = [name_of(long + end) for end in ("/tokens/minute", "/tokens/day")]
    assert len(set(names)) == 2
    assert all(len(name.encode()) <= MAX_NAME_BYTES for name in names)
    assert name_of("key:a/ü\0/tokens/day") == "key:a/ü?/tokens/day"


def test_what_cannot_be_read_settles_nothing(tmp_path: Path) -> None:
    meters = MemoryMeters(tmp_path / "meters", clock=MovableClock())
    for reserved in (b"", b"\xc1", b"\x91\x91\x01"):
        meters.recover(reserved, Spent(num_tokens=1, nano_usd=1))
