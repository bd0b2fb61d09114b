"""Rules without an end are found, and no others."""

from __future__ import annotations

import pytest

from rejoinder.grammar.endless import Pieces, Reference, endless


def pieces(body: str) -> list[str | Reference]:
    """Small letters are references, capitals end, signs are signs."""
    return [Reference(each, 1) if each.islower() else each for each in body.split()]


def ring(**rules: str) -> tuple[str, ...]:
    bodies: dict[str, Pieces] = {name: pieces(body) for name, body in rules.items()}
    return endless(bodies, root="s")


@pytest.mark.parametrize(
    "rules",
    [
        {"s": "X"},
        {"s": ""},
        {"s": "s X | Y"},
        {"s": "X | X s"},
        {"s": "s ? X"},
        {"s": "( s | X ) X"},
        {"s": "( X s ) ? ( Y )"},
        {"s": "a", "a": "b | X", "b": "a Y"},
        {"s": "X unknown"},
        {"s": "X", "loop": "loop X"},  # cannot be reached
        {"s": "( ( s ) ? | s ) X | Y"},
        {"s": "a a a", "a": "| s"},
    ],
)
def test_rules_with_a_way_out_end(rules: dict[str, str]) -> None:
    assert ring(**rules) == ()


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ({"s": "s"}, ("s",)),
        ({"s": "X s | s Y"}, ("s",)),
        ({"s": "X ( Y | ( s ) ) s"}, ("s",)),
        ({"s": "( X s ) ( Y ) ?"}, ("s",)),
        ({"s": "a", "a": "b X", "b": "Y a"}, ("a", "b")),
        ({"s": "X | a", "a": "a"}, ("a",)),
        ({"s": "a ?", "a": "b ? c", "b": "a", "c": "c | a c"}, ("c",)),
        ({"s": "X a", "a": "s"}, ("s", "a")),
    ],
)
def test_rules_without_one_are_told_in_their_ring(
    rules: dict[str, str], found: tuple[str, ...]
) -> None:
    assert ring(**rules) == found


@pytest.mark.parametrize("body", ["( X", "X )", "( X ) )"])
def test_groups_that_do_not_fit_are_an_error(body: str) -> None:
    with pytest.raises(ValueError, match="a group is"):
        ring(s=body)


def test_many_rules_are_walked_once() -> None:
    """Gone through again for each that ends, they would take minutes."""
    rules = {f"r{number}": [Reference(f"r{number + 1}", 1)] for number in range(20_000)}
    assert endless({**rules, "r20000": ["X"]}, root="r0") == ()
    assert len(endless({**rules, "r20000": [Reference("r0", 1)]}, root="r0")) == 20_001
