"""Ranges of numbers and their multiples, in bounds that llguidance turns into digits truly.

It reckons with doubles, reads them rightly to 15 digits, takes a whole number's bounds for 64-bit
ones and cannot write a range that reaches 10^19. So bounds are moved inward to the next number that
it can hold: what it lets through is always inside what was asked for.

Digits beyond a double's are read as the nearest double, which may be the very bound that is
excluded. Beside such a bound a number has so few decimals that this cannot be.

Without bounds a number may be as large as the digits that the model writes; but not in a schema
with `multipleOf`, for which validators divide by doubles.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import Json, Path
from rejoinder.grammar.schema_shapes import Bound, Shape, within

# Beyond this llguidance has no digits for a bound; but it has for the largest 64-bit number as the
# upper bound of whole ones.
MAX_BOUND = 10**18
MAX_WHOLE = 2**63 - 1
# A lower bound beyond this needs an upper one beside it.
MAX_LONE_LOW = 10**17
# Nearer to 0 than this is as good as 0.
MIN_BOUND = 1e-15
# What is read as a double and written again stays the same to so many digits.
EXACT_DIGITS = 15
# llguidance knows 10^-10 as a step.
MAX_DECIMALS = 9
# A multiple's remainders are states of an automaton: a larger step takes seconds to compile.
MAX_STEP_DIGITS = 10_000
MAX_STEP_DECIMALS = 4
# How many multiples are written out one by one, where a double cannot say what one is.
MAX_LISTED = 1_000
# Powers of ten up to here are doubles, so that a decimal is read with one rounding.
_EXACT_POWERS = 22
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
        high = MAX_WHOLE if high is None else high
        if any(isinstance(each, float) for _, each in shape.steps):
            # By 5.0 a validator divides the nearest double.
            low, high = max(low, -_EXACT), min(high, _EXACT)
    if low is not None and high is not None and low > high:
        return None
    low, high = _inward(document, shape, low, high)
    told: dict[str, Json] = {"type": "integer"}
    if low is not None:
        low = -(-low // step) * step
        told["minimum"] = low = _exact_whole(low, up=True)
    if high is not None:
        high = high // step * step
        if high != MAX_WHOLE:  # which it reads as what it is
            high = _exact_whole(high, up=False)
        told["maximum"] = high
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
        high = min(high, MAX_WHOLE)
    elif low is not None and low > MAX_LONE_LOW:
        high = MAX_WHOLE
    return low, high


def _any(document: Document, shape: Shape, step: Fraction | None) -> dict[str, Json] | None:
    low, high = _bound(shape.low, is_low=True), _bound(shape.high, is_low=False)
    if document.has_steps:
        low, high = (
            low or Bound(-MAX_BOUND, excludes=False),
            high or Bound(MAX_BOUND, excludes=False),
        )
    if step is not None:
        # So far every multiple is a double itself, and dividing it leaves nothing.
        reach = _EXACT // step.denominator
        low = _nearer(low, Bound(-reach, excludes=False), is_low=True)
        high = _nearer(high, Bound(reach, excludes=False), is_low=False)
        # Where the bounds are multiples themselves, llguidance loses none between them.
        low, high = _multiple(low, step, is_low=True), _multiple(high, step, is_low=False)
    if low is not None and high is not None and _is_none(low, high):
        return None
    if (low and _is_beyond(low, low.value)) or (high and _is_beyond(high, -high.value)):
        raise document.wrong(shape.path, f"allows only numbers beyond {MAX_BOUND:.0e}")
    if high is None and low is not None and low.value > MAX_LONE_LOW:
        high = Bound(MAX_BOUND, excludes=False)
    decimals = _decimals_beside([each for each in (low, high) if each and each.excludes])
    if low and high and step is None and int(low.value) == int(high.value):
        # With the same digits before the point llguidance takes the lower bound in, excluded or
        # not. With few decimals the next number can be named instead.
        low, high = _neighbour(low, decimals, is_low=True), _neighbour(high, decimals, is_low=False)
        if low.value > high.value:
            return None
    told: dict[str, Json] = {"type": "number"}
    if low is not None:
        word = "exclusiveMinimum" if low.excludes else "minimum"
        told[word] = _plain(max(low.value, -MAX_BOUND))
    if high is not None:
        word = "exclusiveMaximum" if high.excludes else "maximum"
        told[word] = _plain(min(high.value, MAX_BOUND))
    if step is not None:
        # Of a step with two decimals llguidance wants two in every number: 1.50. What needs fewer
        # is told with a larger step.
        fewer = [_common(step, Fraction(1, 10**digits)) for digits in range(_decimals(step) + 1)]
        steps = [_plain(float(each)) for each in dict.fromkeys(fewer)]
        return {"anyOf": [{**told, "multipleOf": each} for each in steps]}
    if decimals is not None:
        told["multipleOf"] = float(f"1e-{decimals}")
    return told


def _decimals_beside(excluded: list[Bound]) -> int | None:
    """How many decimals leave no number that is read as an excluded bound; None without any."""
    if not excluded:
        return None
    digits = max(len(str(int(abs(each.value)))) for each in excluded)
    return max(0, min(MAX_DECIMALS, EXACT_DIGITS - digits))


def _neighbour(bound: Bound, decimals: int | None, *, is_low: bool) -> Bound:
    """An excluded bound as the next number inward with so many decimals, which is included."""
    if not bound.excludes or decimals is None:
        return bound
    scale = 10**decimals
    scaled = Decimal(repr(bound.value)) * scale
    near = math.floor(scaled) + 1 if is_low else math.ceil(scaled) - 1
    return Bound(float(Decimal(near) / scale), excludes=False)


def _is_none(low: Bound, high: Bound) -> bool:
    return low.value > high.value or (low.value == high.value and (low.excludes or high.excludes))


def _is_beyond(bound: Bound, outward: float) -> bool:
    return outward >= MAX_BOUND if bound.excludes else outward > MAX_BOUND


def _multiple(bound: Bound, step: Fraction, *, is_low: bool) -> Bound:
    """The multiple at the bound or next to it inward."""
    count = Fraction(bound.value) / step
    if is_low:
        count = Fraction(math.floor(count) + 1 if bound.excludes else math.ceil(count))
    else:
        count = Fraction(math.ceil(count) - 1 if bound.excludes else math.floor(count))
    return Bound(float(count * step), excludes=False)


def _nearer(bound: Bound | None, other: Bound, *, is_low: bool) -> Bound:
    if bound is None or (bound.value < other.value if is_low else bound.value > other.value):
        return other
    return bound


def _bound(bound: Bound | None, *, is_low: bool) -> Bound | None:
    """The same or the next one inward that llguidance reads rightly."""
    if bound is None or abs(bound.value) > MAX_BOUND:
        return bound  # brought in by the caller
    value = bound.value
    if isinstance(value, int) or value.is_integer():
        near = _exact_whole(int(value), up=is_low)
        return bound if near == value else Bound(near, excludes=False)
    if abs(value) < MIN_BOUND:
        if (value < 0) == is_low:
            return Bound(0, excludes=False)
        return Bound(math.copysign(MIN_BOUND, value), excludes=False)
    written = Decimal(repr(value))
    rounded = Context(prec=EXACT_DIGITS, rounding=ROUND_CEILING if is_low else ROUND_FLOOR).plus(
        written
    )
    return bound if rounded == written else Bound(float(rounded), excludes=False)


def _plain(value: int | float) -> int | float:
    return int(value) if value == int(value) else value


def is_written_truly(value: int | float) -> bool:
    """Whether llguidance writes the very number, where it is a value that is listed."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < _EXACT):
        return int(float(value)) == value
    written = Decimal(repr(value)).as_tuple()
    exponent = written.exponent if isinstance(written.exponent, int) else 0
    return len(written.digits) <= EXACT_DIGITS and -_EXACT_POWERS <= exponent <= _EXACT_POWERS


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
    kept: list[Json] = [
        value for value in values if within(shape, value) and is_written_truly(value)
    ]
    return {"enum": kept} if kept else None
