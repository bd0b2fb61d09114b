"""No number is let through that a validator would not, however it is written."""

from __future__ import annotations

import json
import random
from decimal import Decimal

import jsonschema
import msgspec
import pytest

from rejoinder.errors import InvalidSchema
from rejoinder.grammar.parts import schema_part
from rejoinder.grammar.text import JsonPart
from tests.grammar.sampling import accepts, matcher, sample


def part_of(schema: object) -> JsonPart:
    return schema_part(msgspec.Raw(json.dumps(schema).encode()))


@pytest.mark.parametrize(
    ("schema", "yes", "no"),
    [
        ({"type": "integer"}, ["0", "-7", "12345678901234567890123"], ["1.0", "1e3", "01", "+1"]),
        ({"type": "number"}, ["0", "-0.5", "1e-7", "6.02E+23"], [".5", "1.", "NaN", "Infinity"]),
        ({"type": "integer", "minimum": 3, "exclusiveMaximum": 6}, ["3", "5"], ["2", "6", "30"]),
        ({"type": "integer", "minimum": 1.5, "maximum": 3.5}, ["2", "3"], ["1", "4"]),
        (
            {"type": "integer", "maximum": 2**63 - 1},
            ["9223372036854775807"],
            ["9223372036854775808"],
        ),
        (
            {"type": "integer", "maximum": 2**64 - 1},
            ["1296542183477059584"],
            ["18446744073709551616"],
        ),
        # llguidance reckons with doubles: the next one below is the most that is certain.
        ({"type": "integer", "maximum": 2**53 + 1}, ["9007199254740992"], ["9007199254740993"]),
        ({"type": "integer", "minimum": 2**53 + 1}, ["9007199254740994"], ["9007199254740993"]),
        (
            {"type": "integer", "multipleOf": 7, "minimum": 1, "maximum": 20},
            ["7", "14"],
            ["8", "21"],
        ),
        ({"type": "integer", "multipleOf": 2.5}, ["5", "-10"], ["2", "3", "9007199254740995"]),
        ({"type": "number", "multipleOf": 5}, ["5", "-15"], ["5.0", "4"]),
        ({"type": "number", "multipleOf": 0.25}, ["0.75", "3", "-1.5", "0.5"], ["0.3", "0.125"]),
        # Most hundredths are multiples of 0.01 to those who divide doubles, but 0.07 is not.
        (
            {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 1},
            ["0.06", "0.5", "1"],
            ["0.07", "0.005"],
        ),
        (
            {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
            ["0", "0.9", "0.99"],
            ["1", "1.0"],
        ),
        # Read as a double this is 1, which is excluded.
        ({"type": "number", "exclusiveMaximum": 1}, ["0.999999999"], ["0.99999999999999999999"]),
        (
            {"type": "number", "exclusiveMinimum": 0},
            ["0.000000001", "5"],
            ["0", "0.0", "0." + "0" * 400 + "1"],
        ),
        # llguidance took the bound in where both had the same digits before the point.
        (
            {"type": "number", "exclusiveMinimum": 2, "maximum": 2.5},
            ["2.1", "2.5", "2.000000001"],
            ["2", "2.0", "2.6"],
        ),
        ({"type": "number", "exclusiveMaximum": -2, "minimum": -2.5}, ["-2.1"], ["-2", "-2.0"]),
        (
            {"type": "number", "minimum": 0.1, "maximum": 0.3},
            ["0.1", "0.25", "0.3"],
            ["0.09", "0.31"],
        ),
        ({"type": "number", "maximum": 3.4028234663852886e38}, ["100", "-3.5"], ["4" + "0" * 38]),
        ({"const": 1.0}, ["1"], ["1.0", "2"]),
        ({"enum": [0.5, 1e-7, -3, 1e22]}, ["0.5", "0.0000001", "-3", "1" + "0" * 22], ["0.50"]),
    ],
)
def test_what_may_be_written(schema: object, yes: list[str], no: list[str]) -> None:
    part = part_of(schema)
    assert [text for text in yes if not accepts(part, text)] == []
    assert [text for text in no if accepts(part, text)] == []


def around(bound: int | float) -> set[str]:
    """Ways to write numbers at and near a bound."""
    exact = Decimal(repr(bound))
    found: set[str] = set()
    for digits in range(19):
        step = Decimal(1).scaleb(-digits)
        near = exact.quantize(step) if abs(exact) < 1_000_000 else exact
        found |= {format(each, "f") for each in (near, near + step, near - step)}
    return found


def test_bounds_hold_to_the_last_digit() -> None:
    """Bounds and steps by chance; numbers written at, just above and just below them."""
    drawn = random.Random("bounds")
    makers = (
        lambda: drawn.randint(-20, 20),
        lambda: round(drawn.uniform(-3, 3), drawn.randint(0, 6)),
        lambda: drawn.uniform(-5, 5),
        lambda: drawn.choice([1e-9, 1e-20, 5e-324, 1e15, 2**53, 2**53 + 1, 0.0, -0.0, 1e300]),
        lambda: drawn.randint(-3, 3) + drawn.choice([0, 1e-7, 1e-16, -1e-7]),
    )
    num_written = num_let_through = 0
    for _ in range(250):
        schema: dict[str, object] = {"type": drawn.choice(["number", "number", "integer"])}
        bounds = [drawn.choice(makers)() for _ in range(2)]
        for word, bound in zip(("inimum", "aximum"), sorted(bounds), strict=True):
            if drawn.random() < 0.7:
                name = ("m" + word) if drawn.random() < 0.5 else "exclusiveM" + word
                schema[name] = bound
        if drawn.random() < 0.25:
            schema["multipleOf"] = drawn.choice([1, 2, 3, 0.5, 0.25, 0.01, 5.0, 100, 1.5])
        try:
            part = part_of(schema)
        except InvalidSchema:
            continue
        judge = jsonschema.Draft202012Validator(schema)
        whole = matcher(part)
        for text in sorted(around(bounds[0]) | around(bounds[1]) | {"0", "-0", "1e5", "1e-400"}):
            said = list(text.encode())
            num_written += 1
            is_let = whole.try_consume_tokens(said) == len(said) and whole.is_accepting()
            whole.reset()
            num_let_through += is_let
            assert not is_let or judge.is_valid(json.loads(text)), (schema, text)
        answer = sample(whole.deep_copy(), drawn)
        assert answer is None or judge.is_valid(json.loads(answer)), (schema, answer)
    assert num_written > 4 * num_let_through > 3_000
