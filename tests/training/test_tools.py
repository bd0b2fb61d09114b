"""Sessions with tools and answers in JSON: what is held out, and what the checkers refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from training.corpus import composing, fields, grammar, known_tools, mix, toolbox
from training.corpus.conversation import Call, Check, Conversation, Turn, same_json

SAMPLE = 3000


@pytest.fixture(scope="module")
def stream() -> list[Conversation]:
    """The first conversations of the training stream that have tools or a schema."""
    made = (mix.conversation(1, index) for index in range(SAMPLE))
    return [one for one in made if one.tools or one.response_format]


def functions(item: Conversation) -> Iterator[tuple[str, list[str]]]:
    """Name and parameters of each tool."""
    for tool in item.tools:
        function = tool["function"]
        assert isinstance(function, dict)
        yield function["name"], list(function.get("parameters", {}).get("properties", ()))


def keys(schema: object) -> Iterator[str]:
    """Every key of a schema's objects."""
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for inner in schema.values():
            yield from keys(inner)


def test_tools_called_in_evaluation_are_never_trained(stream: list[Conversation]) -> None:
    """A call is copied from a signature, not chosen from known tools."""
    trained = {name for item in stream for name, _ in functions(item)}
    table = {name for row in known_tools.KNOWN for name in row.names}
    asked = {
        call.name
        for index in range(300)
        for call in mix.held_out("tools", 3, index).check.calls[:1]
    }

    # Tools of the hand-written table are asked for in new words instead.
    assert len(asked - table) > len(asked) / 2
    assert (asked - table) & trained == set()


def test_held_out_parameters_are_never_trained(stream: list[Conversation]) -> None:
    """Half of the parameters of composed tools are new in evaluation."""
    trained = {key for item in stream for _, names in functions(item) for key in names}
    table = {
        key
        for row in known_tools.KNOWN
        for names, _ in (*row.required, *row.optional)
        for key in names
    }

    assert {key for key in trained - table if composing.held_out_key(key)} == set()


def test_held_out_keys_of_answers_are_never_trained(stream: list[Conversation]) -> None:
    """Keys are copied from the schema."""
    held_out = {
        key
        for field in (*fields.PERSON, *fields.THING)
        for key in field.keys
        if grammar.is_held_out(f"key {key}", toolbox.HELD_OUT_PERCENT)
    }
    trained = {key for item in stream for key in keys(item.response_format)} | {
        key
        for item in stream
        if item.response_format
        for key in keys(item.response_format.get("json_schema"))
    }

    assert held_out
    assert held_out & trained == set()


def test_reference_answers_follow_the_order_of_the_schema() -> None:
    """A constrained engine writes keys in that order, so the model has to expect it."""
    for index in range(300):
        item = mix.held_out("tools", 5, index)
        orders = dict(functions(item))
        for call in item.check.calls:
            written = list(json.loads(call.arguments))

            assert written == [key for key in orders[call.name] if key in written]


@pytest.mark.parametrize("skill", ["tools", "results", "declining", "extraction"])
def test_calls_have_their_results_and_thoughts_their_place(skill: str) -> None:
    """The template drops thoughts of earlier turns, so they must not be trained there."""
    for index in range(200):
        item = mix.held_out(skill, 5, index)
        last_user = max(i for i, turn in enumerate(item.turns) if turn.role == "user")
        waiting = 0
        for place, turn in enumerate(item.turns):
            assert not (turn.thought and place < last_user)
            assert (turn.role == "tool") == (waiting > 0)
            waiting = len(turn.calls) if turn.calls else max(0, waiting - 1)
        assert bool(item.turns[-1].thought) == item.thinking


def wrong_calls(item: Conversation) -> Iterator[tuple[Call, ...]]:
    """The item's calls with one thing changed."""
    first, *others = item.check.calls
    yield ()
    yield (first, first, *others)
    yield (replace(first, name=first.name + "s"), *others)
    yield (replace(first, arguments='{"zzz": 1}'), *others)
    yield (replace(first, arguments="{"), *others)


def test_wrong_calls_are_refused() -> None:
    """The table would be worth nothing if nearly right counted."""
    for index in range(200):
        item = mix.held_out("tools", 5, index)
        for calls in wrong_calls(item):
            if calls != item.check.calls:
                assert not item.check.passes(Turn("assistant", "", calls).written()), item


@pytest.mark.parametrize("skill", ["declining", "results", "extraction", "smalltalk"])
def test_a_call_is_refused_where_none_is_right(skill: str) -> None:
    """A model that calls whenever it can would otherwise pass by its words."""
    call = Call("f", "{}").text()
    for index in range(100):
        item = mix.held_out(skill, 5, index)

        assert not item.check.passes(item.answer + call)


def test_a_changed_value_is_refused_in_json() -> None:
    """Every field counts."""
    for index in range(200):
        item = mix.held_out("extraction", 5, index)
        value = json.loads(item.answer)
        value[next(iter(value))] = "zzz"

        assert not item.check.passes(json.dumps(value))
        assert not item.check.passes(item.answer[:-1])


def test_thoughts_do_not_count_as_answers() -> None:
    """A number in the thought is not yet an answer."""
    check = Check(all_of=("85",))

    assert check.passes("7+8=15, 2+5+1=8.</think>It is 85.")
    assert not check.passes("So 85.</think>It is 84.")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}', True),
        ('{"a": 1}', '{"a": true}', False),
        ('{"a": "1"}', '{"a": 1}', False),
        ("{", "{", False),
    ],
)
def test_json_is_compared_by_value(one: str, other: str, same: bool) -> None:
    """Python alone would take true for 1."""
    assert same_json(one, other) is same
