"""What a template is told of thinking, by what its words and switches do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rejoinder.chat.ask import Effort
from rejoinder.chat.efforts import Values, find, is_closed, is_open, switched_on, ways

THOUGHT = ("<t>", "</t>")
NONE = Effort.NONE
Compared = dict[str, tuple[str, ...]]


def names(*known: str) -> frozenset[str]:
    return frozenset(known)


def test_a_prompt_is_open_or_closed_by_its_end() -> None:
    assert is_open("a<t>\n", THOUGHT)
    assert not is_open("a<t></t>", THOUGHT)
    assert is_closed("<t>\n\n</t>\n\n", THOUGHT)
    assert is_closed("</t>", THOUGHT)  # GLM 4.7 writes no beginning
    assert not is_closed("<t>", THOUGHT)


@pytest.mark.parametrize(
    ("known", "compared", "on"),
    [
        (("enable_thinking",), {}, {"enable_thinking": True}),
        (("thinking", "x"), {}, {"thinking": True}),
        (("thinking_option",), {"thinking_option": ("on", "off")}, {"thinking_option": "on"}),
        (
            ("thinking_mode",),
            {"thinking_mode": ("adaptive", "enabled")},
            {"thinking_mode": "enabled"},
        ),
        (("thinking_mode",), {"thinking_mode": ("fast",)}, {}),
        (("thinking_budget", "reasoning_effort"), {}, {}),
    ],
)
def test_switches_are_known_by_name_and_word(
    known: tuple[str, ...], compared: Compared, on: Values
) -> None:
    assert switched_on(names(*known), compared) == on


def test_everything_that_may_make_a_difference_is_tried() -> None:
    tried = ways(
        names("enable_thinking", "thinking_budget", "reasoning_effort"),
        {"reasoning_effort": ("no_think", "high")},
    )
    assert [*tried] == [
        {},
        {"enable_thinking": True},
        {"enable_thinking": False, "thinking_budget": 0},
        {"reasoning_effort": "no_think"},
        {"reasoning_effort": "high"},
    ]


def test_a_switch_that_changes_nothing_does_not_stop_a_thought() -> None:
    """Some templates read a name and do nothing with it."""
    found = find(lambda values: "<t>", names("enable_thinking"), {}, THOUGHT)
    assert not found.can_stop
    assert not found.is_told_to_begin

    # One that says it in other words does.
    def says(values: Mapping[str, object]) -> str:
        return "be brief" if values.get("enable_thinking") is False else "think"

    assert find(says, names("enable_thinking"), {}, THOUGHT).can_stop


def test_a_word_stops_a_thought_where_it_means_just_that() -> None:
    def says(values: Mapping[str, object]) -> str:
        return f"effort: {values.get('reasoning_effort', 'medium')}"

    compared = {"reasoning_effort": ("off",)}
    found = find(says, names("reasoning_effort"), compared, THOUGHT)
    assert found.can_stop
    assert found.values[NONE] == {"reasoning_effort": "off"}

    # The least effort is not none.
    found = find(says, names("reasoning_effort"), {"reasoning_effort": ("low",)}, THOUGHT)
    assert not found.can_stop
    assert found.values[NONE] == {"reasoning_effort": "low"}


def test_a_template_that_refuses_every_word_is_given_none() -> None:
    def refuses(values: Mapping[str, object]) -> str | None:
        return None if "reasoning_effort" in values else "<t>"

    found = find(refuses, names("reasoning_effort"), {}, THOUGHT)
    assert set(map(str, found.values.values())) == {"{}"}


def test_switch_and_word_are_given_together() -> None:
    """DeepSeek's: the word says how much, and only if the switch says whether."""

    def says(values: Mapping[str, object]) -> str:
        return "<t>" if values.get("thinking") else "</t>"

    found = find(
        says, names("thinking", "reasoning_effort"), {"reasoning_effort": ("max",)}, THOUGHT
    )
    assert found.values[Effort.HIGH] == {"thinking": True, "reasoning_effort": "high"}
    assert found.values[NONE] == {"thinking": False}
    assert found.can_stop
    assert not found.is_told_to_begin  # to be told not to is to have it closed
