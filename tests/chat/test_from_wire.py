"""A request's meaning: defaults filled in, parts joined, contradictions refused."""

from __future__ import annotations

import json

import pytest

from rejoinder.chat.ask import Ask, Message, Role, ToolCall
from rejoinder.chat.from_wire import read
from rejoinder.errors import InvalidValue, MissingParameter
from rejoinder.wire.request import decode

USER = {"role": "user", "content": "hi"}
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def ask(*messages: object, default_max_tokens: int | None = None, **fields: object) -> Ask:
    body = json.dumps({"model": "m", "messages": messages or [USER], **fields}).encode()
    return read(decode(body), draw_seed=lambda: 77, default_max_tokens=default_max_tokens)


def test_what_a_request_leaves_open_is_filled_in() -> None:
    assert ask() == Ask(
        model="m",
        messages=(Message(role=Role.USER, content="hi"),),
        temperature=1.0,
        top_p=1.0,
        top_k=50,
        seed=77,
        num_choices=1,
        max_tokens=None,
        stop=(),
    )


@pytest.mark.parametrize(("given", "meant"), [(0, 0), (-1, 0), (1, 1), (7, 7), (None, 50)])
def test_top_k_of_nothing_is_no_limit(given: int | None, meant: int) -> None:
    assert ask(top_k=given).top_k == meant


@pytest.mark.parametrize(
    ("given", "meant"), [(0, 0), (-1, 2**64 - 1), (-(2**63), 2**63), (2**64 - 1, 2**64 - 1)]
)
def test_a_seed_is_64_bits_without_a_sign(given: int, meant: int) -> None:
    assert ask(seed=given).seed == meant


@pytest.mark.parametrize(
    ("older", "newer", "default", "meant"),
    [
        (5, None, None, 5),
        (None, 6, None, 6),
        (5, 6, None, 6),
        (6, 5, None, 5),
        (None, None, 9, 9),
        (5, None, 9, 5),
        (None, None, None, None),
    ],
)
def test_the_newer_name_of_the_token_limit_wins(
    older: int | None, newer: int | None, default: int | None, meant: int | None
) -> None:
    request = ask(max_tokens=older, max_completion_tokens=newer, default_max_tokens=default)
    assert request.max_tokens == meant


@pytest.mark.parametrize(
    ("given", "meant"), [("x", ("x",)), (["x", "y"], ("x", "y")), ([], ()), (None, ())]
)
def test_stop_is_always_a_list(given: object, meant: tuple[str, ...]) -> None:
    assert ask(stop=given).stop == meant


def test_text_parts_are_joined_with_nothing_between() -> None:
    parts = [{"type": "text", "text": "one "}, {"type": "text", "text": "word"}]
    assert ask({"role": "user", "content": parts}).messages[0].content == "one word"


def test_a_conversation_with_tools_is_read_whole() -> None:
    messages = ask(
        {"role": "developer", "content": "d", "name": "n"},
        USER,
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "content": "r", "tool_call_id": "c1"},
    ).messages

    assert messages[0] == Message(role=Role.DEVELOPER, content="d", name="n")
    assert messages[2:] == (
        Message(
            role=Role.ASSISTANT,
            content=None,
            tool_calls=(ToolCall(call_id="c1", name="f", arguments="{}"),),
        ),
        Message(role=Role.TOOL, content="r", tool_call_id="c1"),
    )


def test_a_tool_message_must_answer_an_earlier_call() -> None:
    answer = {"role": "tool", "content": "r", "tool_call_id": "c1"}
    calls = {"role": "assistant", "tool_calls": [CALL]}

    assert len(ask(USER, calls, answer, answer).messages) == 4
    for place, messages in (
        (0, [answer]),
        (0, [answer, calls]),
        (1, [calls, {**answer, "tool_call_id": "c2"}]),
    ):
        with pytest.raises(InvalidValue, match="no earlier assistant message") as caught:
            ask(*messages)
        assert caught.value.param == f"messages[{place}].tool_call_id"


@pytest.mark.parametrize("nothing", [{}, {"content": None}, {"content": None, "tool_calls": []}])
def test_an_assistant_message_must_say_or_call_something(nothing: dict[str, object]) -> None:
    with pytest.raises(MissingParameter) as caught:
        ask(USER, {"role": "assistant", **nothing})
    assert caught.value.param == "messages[1].content"


@pytest.mark.parametrize(
    "roles",
    [["assistant"], ["user", "user"], ["user", "system"], ["assistant", "assistant", "developer"]],
)
def test_the_order_of_roles_is_the_templates_business(roles: list[str]) -> None:
    assert len(ask(*({"role": role, "content": "x"} for role in roles)).messages) == len(roles)
