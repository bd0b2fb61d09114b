"""Sentences that ask for tools: what they must hold, and what is never trained on."""

from __future__ import annotations

import json
import random
import re

import pytest

from training.corpus import tools, wishes
from training.corpus.asking import Offered, ask, ask_again
from training.corpus.composing import composed, nullable
from training.corpus.conversation import Conversation
from training.corpus.grammar import Phrasings, expand
from training.corpus.known_tools import KNOWN
from training.corpus.references import ACKNOWLEDGED, reference
from training.corpus.tool_rows import Known

ROWS = tuple(row for row in KNOWN if row.asked)


def ways_of(text: str) -> set[str]:
    """Many of the sentences that a template stands for."""
    return {expand(random.Random(seed), text) for seed in range(40)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.names[0])
def test_every_way_of_asking_gives_every_required_value_once(row: Known) -> None:
    """A sentence without a value would teach to invent it."""
    wanted = sorted(f"{{{place}}}" for place in range(1, len(row.required) + 1))

    for template in (*row.asked, *row.held_out):
        for said in ways_of(template):
            assert sorted(re.findall(r"\{\d\}", said)) == wanted, said
            assert not set("[]|") & set(said)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.names[0])
def test_held_out_ways_of_asking_are_no_trained_ones(row: Known) -> None:
    """Brackets could bring a held-out sentence back by another way."""
    trained = {said.lower() for template in row.asked for said in ways_of(template)}
    held_out = {said.lower() for template in row.held_out for said in ways_of(template)}

    assert held_out
    assert not trained & held_out


@pytest.mark.parametrize("table", [wishes.NOTHING, wishes.ALL_BUT_LAST])
def test_wishes_that_lack_a_value_belong_to_a_tool(
    table: dict[str, Phrasings],
) -> None:
    """All but the last value are there, and several phrasings are held out."""
    needed = {row.names[0]: len(row.required) for row in ROWS}
    for name, phrasings in table.items():
        wanted = [f"{{{place}}}" for place in range(1, needed[name])]
        assert len(phrasings.held_out) >= 3
        for template in (*phrasings.trained, *phrasings.held_out):
            for said in ways_of(template):
                assert sorted(re.findall(r"\{\d\}", said)) == wanted, said


def some_calls(count: int) -> list[Conversation]:
    """Training sessions that end with a call."""
    return [tools.make_call(random.Random(f"asking/{seed}"), "train") for seed in range(count)]


def test_nothing_is_said_before_a_call() -> None:
    """Words that come now and then depend on nothing and only cost tokens."""
    for item in some_calls(300):
        assert all(not turn.content for turn in item.turns if turn.calls)


def test_what_was_told_before_is_called_with() -> None:
    """`My sister is Ana`, `I will remember that.`, `call my sister`."""
    seen = 0
    for item in some_calls(600):
        for place, turn in enumerate(item.turns[:-2]):
            if turn.content == ACKNOWLEDGED:
                told = item.turns[place - 1].content
                later = (turn for turn in item.turns[place:] if turn.calls)
                values = json.loads(next(later).calls[0].arguments).values()
                seen += any(str(value) in told for value in values)
    assert seen > 10


def test_the_same_again_changes_one_value_and_keeps_the_others() -> None:
    """`The same with size 5` is about the call before it."""
    seen = 0
    for seed in range(200):
        rng = random.Random(seed)
        offered = Offered(composed(rng, "train"), None)
        before = ask(rng, "train", offered)
        after = ask_again(rng, "train", offered, before)
        if after is None:
            continue
        seen += 1
        old, new = json.loads(before.call.arguments), json.loads(after.call.arguments)
        assert list(old) == list(new)
        assert sum(old[key] != new[key] for key in old) == 1
    assert seen > 50


def test_a_reference_stands_for_its_value() -> None:
    """The sentence before holds the value, the wish holds what stands for it."""
    for seed in range(200):
        rng = random.Random(seed)
        fact = reference(rng, "train", Offered(composed(rng, "train"), None))
        if fact is not None:
            _, drawn, told = fact
            assert str(drawn.value) in told


def test_null_is_written_where_a_value_is_required_and_nobody_gave_one() -> None:
    """Strict schemas require every parameter, so those that may be left out may be null."""
    nulls = 0
    for seed in range(3000):
        rng = random.Random(seed)
        tool = composed(rng, "train")
        wanted = [one.key for one in tool.parameters if one.required and nullable(one)]
        arguments = json.loads(ask(rng, "train", Offered(tool, None)).call.arguments)
        assert set(wanted) <= set(arguments)
        nulls += any(arguments[key] is None for key in wanted)
    assert nulls > 5


def test_names_of_tools_are_ones_that_the_api_takes() -> None:
    """`reject_c\u00faax` was answered with a 400, and counted against the model."""
    rng = random.Random(3)
    for number in range(3000):
        made = tools.make_call(rng, "held_out" if number % 2 else "train")
        for tool in made.tools:
            function = tool["function"]
            assert isinstance(function, dict)
            assert re.fullmatch("[a-zA-Z0-9_-]{1,64}", function["name"])
