"""Who is next where several wait for the same."""

from __future__ import annotations

import threading

import pytest

from rejoinder.turns import Standing, Threads, Turns


def taken(*waiting: tuple[str, int, str]) -> str:
    """What is taken of items with a rank and an owner, that were added in this order."""
    turns: Turns[str] = Turns()
    for item, rank, owner in waiting:
        turns.add(item, Standing(rank, owner))
    return "".join(turns.take() for _ in waiting)


def test_a_better_rank_waits_for_no_later_one() -> None:
    assert taken(("a", 3, ""), ("b", 3, ""), ("c", 2, ""), ("d", 0, "")) == "dcab"


def test_within_a_rank_who_came_first_is_first() -> None:
    assert taken(("a", 1, "p"), ("b", 1, "q"), ("c", 1, "r")) == "abc"


def test_who_floods_a_rank_takes_turns_with_the_others_of_it() -> None:
    flood = [(item, 1, "p") for item in "abcd"]
    assert taken(*flood, ("x", 1, "q"), ("y", 1, "q")) == "axbycd"


def test_who_adds_one_after_another_takes_turns_as_well() -> None:
    """He never has two waiting, and yet his next stood before the second of everybody else."""
    turns: Turns[str] = Turns()
    for item in "abc":
        turns.add(item, Standing(1, "p"))
    said = ""
    for item in "xyz":
        turns.add(item, Standing(1, "q"))
        said += turns.take() + turns.take()
    assert said == "axbycz"


def test_a_new_owner_does_not_make_up_for_the_time_he_was_not_there() -> None:
    turns: Turns[str] = Turns()
    for item in "abcdef":
        turns.add(item, Standing(1, "p"))
    said = "".join(turns.take() for _ in "abc")
    for item in "xyz":
        turns.add(item, Standing(1, "q"))
    assert said + "".join(turns.take() for _ in "xyzdef") == "abcxdyezf"


def test_threads_take_work_by_rank_and_leave_out_what_was_cancelled() -> None:
    threads = Threads(1, "test")
    begun, may_go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def hold() -> None:
        begun.set()
        may_go_on.wait()

    held = threads.submit(hold, Standing(3))
    begun.wait()
    late = threads.submit(lambda: done.append("flex"), Standing(3))
    dropped = threads.submit(lambda: done.append("dropped"), Standing(3))
    soon = threads.submit(lambda: done.append("priority"), Standing(0))
    assert dropped.cancel()
    may_go_on.set()
    for future in (held, late, soon):
        future.result()
    assert done == ["priority", "flex"]


def test_what_work_raises_is_raised_to_who_waits_for_it() -> None:
    def fail() -> None:
        raise ValueError("no")

    future = Threads(1, "test").submit(fail, Standing())
    with pytest.raises(ValueError, match="no"):
        future.result()
