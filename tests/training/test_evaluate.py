"""Asking a server held-out questions: what is sent, what counts as right, what the tables say."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.training.fake_api import JsonObject, message, serving, text
from training import eval_mini, evaluate, targets
from training.corpus.conversation import Call, Check, Conversation, Turn
from training.evaluate import Outcome
from training.targets import Share

LOOK = Call("look", '{"at": "sky"}')
TOOL: JsonObject = {
    "type": "function",
    "function": {
        "name": "look",
        "parameters": {"type": "object", "properties": {"at": {"type": "string"}}},
    },
}


def item(
    question: str, answer: str, *, calls: tuple[Call, ...] = (), tools: tuple[JsonObject, ...] = ()
) -> Conversation:
    """A question with its reference answer, which alone is right."""
    turns = (Turn("user", question), Turn("assistant", answer, calls))
    return Conversation("x", turns, Check(pattern=answer, calls=calls), tools=tools)


def outcome(given: str, *calls: Call, skill: str = "tools") -> Outcome:
    """What was given where these calls were wanted."""
    return Outcome(item("Look!", "", calls=calls, tools=(TOOL,)), skill, given)


def test_a_request_has_what_the_item_has() -> None:
    """A field left out would measure another question."""
    asked: list[tuple[str, JsonObject]] = []

    def script(path: str, body: JsonObject) -> JsonObject:
        asked.append((path, body))
        return message(None, ("look", '{"at":"sky"}'))

    with serving(script) as base_url:
        given = evaluate.ask_server(base_url, "m", item("Look!", "", calls=(LOOK,), tools=(TOOL,)))

    assert given == '<tool_call>{"name": "look", "arguments": {"at":"sky"}}</tool_call>'
    assert asked == [
        (
            "chat/completions",
            {
                "model": "m",
                "messages": [{"role": "user", "content": "Look!"}],
                "temperature": 0,
                "max_tokens": evaluate.MAX_TOKENS,
                "tools": [TOOL],
            },
        )
    ]


def test_without_grammar_the_prompt_is_the_templates() -> None:
    """The model must read the same words in both columns."""
    asked: list[tuple[str, JsonObject]] = []

    def script(path: str, body: JsonObject) -> JsonObject:
        asked.append((path, body))
        return text("I see.")

    with serving(script) as base_url:
        given = evaluate.ask_freely(base_url, "m", item("Look!", "", tools=(TOOL,)))

    assert given == "I see."
    path, body = asked[0]
    assert path == "completions"
    assert body["prompt"] == (
        "<|im_start|>system\nTools:\nlook(at?: string)<|im_end|>\n"
        "<|im_start|>user\nLook!<|im_end|>\n<|im_start|>assistant\n"
    )


@pytest.mark.parametrize("ask", [evaluate.ask_server, evaluate.ask_freely])
def test_a_refused_request_is_a_wrong_answer(ask: Callable[[str, str, Conversation], str]) -> None:
    """One schema that the server does not take must not end the whole measurement."""
    with serving(lambda path, body: 400) as base_url:
        given = ask(base_url, "m", item("Hi", "Hello."))

    assert given.startswith("HTTP 400")
    assert not Outcome(item("Hi", "Hello."), "x", given).right


def test_outcomes_keep_the_order_of_the_items() -> None:
    """Several are asked at a time, and answers come when they come."""
    asked = [("a", item(str(i), str(i))) for i in range(20)]

    outcomes = evaluate.ask_all(asked, lambda one: one.prompt[0].content, threads=4)

    assert [one.given for one in outcomes] == [str(i) for i in range(20)]
    assert all(one.right for one in outcomes)


def test_the_right_tool_may_have_wrong_arguments() -> None:
    """Choosing and filling in are two figures."""
    wrong = '<tool_call>{"name": "look", "arguments": {"at": "sea"}}</tool_call>'

    assert targets.right_tools(outcome(wrong, LOOK))
    assert not outcome(wrong, LOOK).right


@pytest.mark.parametrize(
    "given",
    [
        "",
        "I look.",
        '<tool_call>{"name": "see", "arguments": {}}</tool_call>',
        LOOK.text(),
        LOOK.text() * 3,
        LOOK.text() + '<tool_call>{"name": "see", "arguments": {}}</tool_call>',
        LOOK.text() + "<tool_call>",
        LOOK.text() + "<tool_call>look</tool_call>",
    ],
)
def test_two_calls_wanted_are_no_other_calls(given: str) -> None:
    """Both of them are called, once each, in any order."""
    assert targets.right_tools(outcome(LOOK.text() * 2, LOOK, LOOK)) is True
    assert targets.right_tools(outcome(given, LOOK, LOOK)) is (given == LOOK.text() * 2)


def test_a_call_that_was_only_begun_is_a_call() -> None:
    """Cut by the limit of tokens, it is no refusal to call."""
    assert not targets.calls_nothing(outcome('<tool_call>{"na'))
    assert targets.calls_nothing(outcome("I have no tool for that."))


def test_intervals_are_wilsons() -> None:
    """Figures from Wilson's formula worked out by hand for 9 of 10, and the two ends."""
    low, high = Share(9, 10).interval()

    assert (round(low, 1), round(high, 1)) == (59.6, 98.2)
    assert Share(0, 10).interval()[0] == 0
    assert Share(10, 10).interval()[1] == pytest.approx(100)
    assert Share(10, 10).cell() == "100.0 (72.2 to 100.0)"


def test_the_tables_say_what_was_counted() -> None:
    """One column with grammar, one without, and a target that is missed."""
    held = [outcome(LOOK.text(), LOOK), outcome("No.", LOOK), outcome("No.", LOOK, skill="recall")]
    free = [outcome("No.", LOOK), outcome("No.", LOOK)]

    skills = targets.skills_table(held, free).splitlines()
    reached = targets.targets_table(held, free)

    assert [cell.strip() for cell in skills[2].split("|")[1:4]] == [
        "calling tools", "2", "50.0 (9.5 to 90.5)",
    ]  # fmt: skip
    assert "0.0 (0.0 to 65.8)" in skills[2]
    assert "In trained words" not in skills[0]
    familiar = [outcome(LOOK.text(), LOOK), outcome("No.", LOOK, skill="recall")]
    beside = targets.skills_table(held, free, familiar).splitlines()
    assert [line.split("|")[5].strip() for line in beside if line[2] != "-"] == [
        "In trained words, %", "100.0", "0.0", "50.0",
    ]  # fmt: skip
    assert "whole call exact" in reached
    assert "facts in its tables" not in reached
    told = json.loads(targets.summary(held, free))
    assert told["held"] == {"tools": [1, 2], "recall": [0, 1]}
    assert told["targets"]["right tool"] == [1, 2, 97]


def test_sums_are_of_pairs_never_trained_on() -> None:
    """They stand for a figure of their own, so they must be such sums and no other questions."""
    made = targets.held_out_sums(50)

    assert made == targets.held_out_sums(50)
    for skill, one in made:
        assert skill == targets.SUMS
        assert one.thinking
        assert one.check.passes(one.answer)
        assert not one.check.passes("I don't know.")


def test_the_trained_side_is_asked_on_request() -> None:
    """The distance between the two sides says how much is lost to the unfamiliar."""
    trained = evaluate.trained_items(5, ["facts", "tools"])

    assert [skill for skill, _ in trained] == ["facts"] * 5 + ["tools"] * 5
    assert trained == evaluate.trained_items(5, ["facts", "tools"])
    assert trained != evaluate.held_out_items(5, ["facts", "tools"])
    assert all(one.check.passes(one.answer) for _, one in trained)


def test_only_skills_with_a_form_are_asked_twice() -> None:
    """Where no grammar is at work, a second answer would be the first."""

    def script(path: str, body: JsonObject) -> JsonObject:
        return text("No.") if path == "completions" else message("No.")

    with serving(script) as base_url:
        held, free = eval_mini.measure(
            base_url, "fake", items=2, skills=["facts", "tools", "thinking"], threads=2
        )
        familiar = evaluate.run_server(
            base_url,
            "fake",
            count=1,
            skills=["facts", "tools", "thinking"],
            threads=2,
            trained=True,
        )

    assert [one.skill for one in held] == [
        *["facts"] * 2, *["tools"] * 2, *["thinking"] * 2, *["sums"] * 2,
    ]  # fmt: skip
    assert [one.skill for one in free] == ["tools", "tools"]
    assert [one.skill for one in familiar] == ["facts", "tools", "thinking"]
    assert "| **all** " in eval_mini.report(held, free, familiar)
