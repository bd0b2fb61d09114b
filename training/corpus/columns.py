"""Sums and differences written out column by column, units first, as a thought.

The two numbers are copied first, so that every column is read from one place whatever the question
looked like. What follows depends on the two numbers alone, never on the wording.
"""

from __future__ import annotations


def plus_steps(a: int, b: int) -> str:
    """Column by column from the right, with what is carried."""
    steps, carry, x, y = [], 0, a, b
    while x or y:
        left, right = x % 10, y % 10
        total = left + right + carry
        summed = f"{left}+{right}" + (f"+{carry}" if carry else "")
        carry = total // 10
        steps.append(
            f"{summed}={total}, write {total % 10}" + (f", carry {carry}" if carry else "")
        )
        x, y = x // 10, y // 10
    if carry:
        steps.append(f"write {carry}")
    return ". ".join([*steps, f"So {a + b}."])


def minus_steps(a: int, b: int) -> str:
    """Column by column from the right, with what is borrowed. `a` is not the smaller one."""
    steps, borrow, x, y = [], 0, a, b
    while x or y:
        left, right = x % 10 - borrow, y % 10
        borrow = 1 if left < right else 0
        if borrow:
            steps.append(f"{left}-{right} borrow, {left + 10}-{right}={left + 10 - right}")
        else:
            steps.append(f"{left}-{right}={left - right}")
        x, y = x // 10, y // 10
    return ". ".join([*steps, f"So {a - b}."])


def added(a: int, b: int) -> str:
    """45 + 27: 5+7=12, write 2, carry 1. 4+2+1=7, write 7. So 72."""
    return f"{a} + {b}: {plus_steps(a, b)}"


def taken(a: int, b: int) -> str:
    """45 - 27: 5-7 borrow, 15-7=8. 3-2=1. So 18."""
    return f"{a} - {b}: {minus_steps(a, b)}"
