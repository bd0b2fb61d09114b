"""What a schema costs: once, however often it comes, and never much for its size."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from rejoinder.errors import GrammarTooComplex, InvalidRequest, InvalidSchema
from rejoinder.grammar import schema as schemas
from rejoinder.grammar.schema import check_schema, lowered

# Reached only when something is broken; nothing waits this long.
PATIENCE_S = 30

OPEN_OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}


class Counted:
    """Every lowering there is, by the field it was made for, and the threads they ran in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.params: list[str] = []
        self.threads: set[int] = set()
        self._lower = schemas._lower
        monkeypatch.setattr(schemas, "_outcomes", schemas._Kept(2**20))
        monkeypatch.setattr(schemas, "_lower", self._counting)

    def _counting(self, text: bytes, *, param: str, is_strict: bool, of_object: bool) -> bytes:
        self.params.append(param)
        self.threads.add(threading.get_ident())
        return self._lower(text, param=param, is_strict=is_strict, of_object=of_object)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def told(schema: object) -> msgspec.Raw:
    return msgspec.Raw(json.dumps(schema).encode())


def refusal(schema: object, param: str, *, is_strict: bool = False) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        check_schema(told(schema), param=param, is_strict=is_strict)
    return caught.value


def test_a_schema_is_lowered_once(counted: Counted) -> None:
    check_schema(told(OPEN_OBJECT), param="a")
    check_schema(told(OPEN_OBJECT), param="b")
    lowered(told(OPEN_OBJECT))
    assert counted.params == ["a"]


def test_a_strict_schema_is_read_once_and_its_part_needs_no_other(counted: Counted) -> None:
    strict = {**OPEN_OBJECT, "required": ["a"], "additionalProperties": False}
    for _ in range(3):
        check_schema(told(strict), param="a", is_strict=True)
        lowered(told(strict))
    assert counted.params == ["a"]


def test_what_is_refused_as_strict_is_not_refused_otherwise(counted: Counted) -> None:
    check_schema(told(OPEN_OBJECT), param="a")
    assert refusal(OPEN_OBJECT, "a", is_strict=True).param == "a"
    check_schema(told(OPEN_OBJECT), param="a")


def test_a_refusal_is_remembered(counted: Counted) -> None:
    """Eight requests with the same hostile schema held the event loop for 1.5 s."""
    wrong = {"type": "text"}
    first, second = refusal(wrong, "a"), refusal(wrong, "a")
    assert counted.params == ["a"]
    assert first is not second
    assert type(second) is InvalidSchema
    assert (str(first), first.param, first.hint) == (str(second), second.param, second.hint)


def test_a_remembered_refusal_names_the_field_it_came_in(counted: Counted) -> None:
    wrong = {"type": "text"}
    assert refusal(wrong, "a").param == "a.type"
    assert refusal(wrong, "b").param == "b.type"


def test_refusals_are_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch, counted: Counted
) -> None:
    monkeypatch.setattr(schemas, "_outcomes", schemas._Kept(2_000))
    for index in range(10):
        refusal({"type": f"text {index}"}, "a")
    assert len(schemas._outcomes._kept) <= 3
    refusal({"type": "text 9"}, "a")
    refusal({"type": "text 0"}, "a")
    assert len(counted.params) == 11


def test_schemas_are_lowered_one_at_a_time(counted: Counted) -> None:
    """Each thread that has much to do keeps the event loop waiting for its turn."""
    together = threading.Barrier(4)

    def check(number: int) -> None:
        together.wait(PATIENCE_S)
        check_schema(told({"const": number}), param="a")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(check, range(4)))
    assert len(counted.params) == 4
    assert len(counted.threads) == 1


def either(*options: object) -> dict[str, object]:
    return {"anyOf": list(options)}


NAMES = [f"p{index}" for index in range(60)]
WIDE = {
    "properties": {name: {"type": "string"} for name in NAMES},
    "allOf": [either({"required": [f"a{i}"]}, {"required": [f"b{i}"]}) for i in range(8)],
}
LISTED = {
    "enum": [f"v{index}" for index in range(400)],
    "allOf": [either({"pattern": f"a{i}"}, {"pattern": "v"}) for i in range(8)],
}
PATTERNED = {
    "patternProperties": {f"^(a|b)*{i}": {"minLength": i} for i in range(50)},
    "allOf": [either({"required": [f"aa{i}"]}, {"required": [f"bb{i}"]}) for i in range(8)],
}
EXCLUDED = {
    "enum": [[index] for index in range(800)],
    "not": {"enum": [[index] for index in range(800)]},
}


@pytest.mark.parametrize("schema", [WIDE, LISTED, PATTERNED, EXCLUDED])
def test_a_small_schema_that_would_take_a_second_is_refused(
    schema: object, counted: Counted
) -> None:
    """It was counted as two pieces of work to put two of anything together, whatever they hold."""
    error = refusal(schema, "a")
    assert type(error) is GrammarTooComplex
    assert error.param is not None
    assert error.param.startswith("a")
