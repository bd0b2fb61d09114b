"""Ranges of numbers and their multiples, in bounds that llguidance turns into digits truly.

It reckons with doubles, reads a whole number's bounds as 64-bit ones and cannot write a range that
reaches 10^19. So bounds are moved inward to the next number that it can hold: what it lets through
is always inside what was asked for. Without bounds a number may be as large as the digits that the
model writes; but not in a schema with `multipleOf`, for which validators divide by doubles.
"""

from __future__ import annotations

import math
from fractions import Fraction

from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import Json, Path
from rejoinder.grammar.schema_shapes import Bound, Shape, within

# Beyond this llguidance has no digits for a bound.
MAX_BOUND = 10**18
# Nearer to 0 than this is as good as 0: so a bound has at most so many digits.
MIN_BOUND = 1e-15
# A multiple's remainders are states of an automaton: a larger step takes seconds to compile.
MAX_STEP_DIGITS = 10_000
MAX_STEP_DECIMALS = 4
# How many multiples are written out one by one, where a double cannot say what one is.
MAX_LISTED = 1_000
# All whole numbers up to here are doubles.
_EXACT = 2**53


def numbers(document: Document, shape: Shape, types: frozenset[str]) -> dict[str, Json] | None:
    """The schema of the numbers in a shape; types: `integer`, or that and `fraction`. None where
    there is no such number. Raises InvalidSchema."""
    is_whole = "fraction" not in types
    step = _step(shape, is_whole=is_whole)
    if step is None:
        return _whole(document, shape, 1) if is_whole else _any(document, shape, None)
    path = shape.steps[0][0]
    if any(not _is_exact(each) for _, each in shape.steps):
        return _listed(document, shape, step, path)
    decimals = _decimals(step)
    if decimals > MAX_STEP_DECIMALS or step * 10**decimals > MAX_STEP_DIGITS:
        raise document.wrong(
            path,
            f"is {_shown(shape)}, but steps of at most {MAX_STEP_DIGITS} and "
            f"{MAX_STEP_DECIMALS} decimals can be held to",
        )
    if step.denominator == 1:
        return _whole(document, shape, step.numerator)
    return _any(document, shape, step)


def _shown(shape: Shape) -> str:
    return " and ".join(str(step) for _, step in shape.steps)


def _decimal(step: int | float) -> Fraction:
    return Fraction(str(step))


def _is_exact(step: int | float) -> bool:
    """Whether the double is the decimal that was written, so that dividing by it is exact."""
    return Fraction(step) == _decimal(step)


def _decimals(step: Fraction) -> int:
    digits, denominator = 0, step.denominator
    while denominator % 2 == 0 or denominator % 5 == 0:
        if denominator % 10 == 0:
            denominator //= 10
        else:
            denominator //= 2 if denominator % 2 == 0 else 5
        digits += 1
    return digits


def _step(shape: Shape, *, is_whole: bool) -> Fraction | None:
    """The least common multiple of all steps."""
    step = Fraction(1) if is_whole else None
    for _, each in shape.steps:
        other = _decimal(each)
        step = other if step is None else _common(step, other)
    return step if shape.steps else None


def _common(one: Fraction, other: Fraction) -> Fraction:
    return Fraction(
        math.lcm(one.numerator, other.numerator), math.gcd(one.denominator, other.denominator)
    )


def _whole(document: Document, shape: Shape, step: int) -> dict[str, Json] | None:
    low, high = _whole_bound(shape.low, is_low=True), _whole_bound(shape.high, is_low=False)
    if document.has_steps:
        low = -MAX_BOUND if low is None else low
        high = MAX_BOUND if high is None else high
    if low is not None and high is not None and low > high:
        return None
    low, high = _inward(document, shape, low, high)
    told: dict[str, Json] = {"type": "integer"}
    if low is not None:
        low = -(-low // step) * step
        told["minimum"] = low = _exact_whole(low, up=True)
    if high is not None:
        high = high // step * step
        told["maximum"] = high = _exact_whole(high, up=False)
    if low is not None and high is not None and low > high:
        return None
    if step > 1:
        told["multipleOf"] = step
    return told


def _whole_bound(bound: Bound | None, *, is_low: bool) -> int | None:
    if bound is None:
        return None
    if is_low:
        return math.floor(bound.value) + 1 if bound.excludes else math.ceil(bound.value)
    return math.ceil(bound.value) - 1 if bound.excludes else math.floor(bound.value)


def _exact_whole(value: int, *, up: bool) -> int:
    """The nearest one inward that a double is equal to."""
    near = float(value)
    if up and int(near) < value:
        near = math.nextafter(near, math.inf)
    elif not up and int(near) > value:
        near = math.nextafter(near, -math.inf)
    return int(near)


def _inward(
    document: Document, shape: Shape, low: int | None, high: int | None
) -> tuple[int | None, int | None]:
    """Bounds brought into what can be written."""
    if (low is not None and low > MAX_BOUND) or (high is not None and high < -MAX_BOUND):
        raise document.wrong(shape.path, f"allows only numbers beyond {MAX_BOUND:.0e}")
    if low is not None:
        low = max(low, -MAX_BOUND)
    if high is not None:
        high = min(high, MAX_BOUND)
    return low, high


def _any(document: Document, shape: Shape, step: Fraction | None) -> dict[str, Json] | None:
    low, high = _bound(shape.low, is_low=True), _bound(shape.high, is_low=False)
    if document.has_steps:
        low = float(-MAX_BOUND) if low is None else low
        high = float(MAX_BOUND) if high is None else high
    if step is not None:
        # So far every multiple is a double itself, and dividing it leaves nothing.
        reach = float(Fraction(_EXACT, step.denominator))
        low = max(-reach if low is None else low, -reach)
        high = min(reach if high is None else high, reach)
    if low is not None and high is not None and low > high:
        return None
    if (low is not None and low > MAX_BOUND) or (high is not None and high < -MAX_BOUND):
        raise document.wrong(shape.path, f"allows only numbers beyond {MAX_BOUND:.0e}")
    told: dict[str, Json] = {"type": "number"}
    if low is not None:
        told["minimum"] = _plain(low := max(low, float(-MAX_BOUND)))
    if high is not None:
        told["maximum"] = _plain(high := min(high, float(MAX_BOUND)))
    if step is not None:
        if low is not None and high is not None:
            first = math.ceil(Fraction(low) / step)
            if first > math.floor(Fraction(high) / step):
                return None
        told["multipleOf"] = float(step)
    return told


def _bound(bound: Bound | None, *, is_low: bool) -> float | None:
    if bound is None:
        return None
    inward = math.inf if is_low else -math.inf
    value = bound.value
    if abs(value) > 1e300:
        near = math.copysign(1e300, value)  # beyond what can be written anyway
    else:
        near = float(value)
        # An excluded bound becomes its neighbour: digits between the two are read as one of them,
        # and it might be the one excluded.
        while (near < value if is_low else near > value) or (bound.excludes and near == value):
            near = math.nextafter(near, inward)
    if 0 < abs(near) < MIN_BOUND:
        outward = near < 0 if is_low else near > 0
        near = 0.0 if outward else math.copysign(MIN_BOUND, near)
        if near == 0.0 and bound.excludes and value == 0:
            near = math.copysign(MIN_BOUND, inward)
    return near


def _plain(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _listed(document: Document, shape: Shape, step: Fraction, path: Path) -> dict[str, Json] | None:
    """Steps such as 0.1, which no double is: 1.9 is no multiple of it to most validators. What
    is one to them is listed."""
    low, high = shape.low, shape.high
    first = last = None
    if low is not None and high is not None:
        first = math.ceil(Fraction(low.value) / step)
        last = math.floor(Fraction(high.value) / step)
    if first is None or last is None or last - first >= MAX_LISTED:
        raise document.wrong(
            path,
            f"is {_shown(shape)}, which is no binary fraction, so validators reckon with it each "
            f"in their own way; it is supported between bounds with at most {MAX_LISTED} multiples",
            hint="A whole number of hundredths, or no `multipleOf`, says the same in all of them.",
        )
    values = [_plain(float(count * step)) for count in range(first, last + 1)]
    kept: list[Json] = [value for value in values if within(shape, value)]
    return {"enum": kept} if kept else None
