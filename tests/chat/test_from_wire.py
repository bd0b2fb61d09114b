"""A request's meaning: defaults filled in, parts joined, contradictions refused."""

from __future__ import annotations

import json

import pytest

from rejoinder.chat.ask import (
    Ask,
    Calling,
    Effort,
    Message,
    Role,
    TierWanted,
    ToolCall,
    ToolKind,
)
from rejoinder.chat.from_wire import read, read_completion
from rejoinder.errors import InvalidValue, MissingParameter
from rejoinder.wire.completion_request import decode_completion
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


def test_a_server_may_have_another_default_for_top_k() -> None:
    request = decode(json.dumps({"model": "m", "messages": [USER]}).encode())
    assert read(request, draw_seed=lambda: 1, default_top_k=0).top_k == 0
    assert ask(top_k=None).top_k == 50


def test_what_shapes_the_drawing_is_read() -> None:
    read_ask = ask(
        min_p=0.5,
        frequency_penalty=-1,
        presence_penalty=2,
        repetition_penalty=1.5,
        logit_bias={"7": -100, "3": 1.5},
        min_tokens=2,
        max_tokens=2,
        ignore_eos=True,
        stop_token_ids=[5],
    )
    assert (read_ask.min_p, read_ask.frequency_penalty, read_ask.presence_penalty) == (0.5, -1, 2)
    assert (read_ask.repetition_penalty, read_ask.min_tokens) == (1.5, 2)
    assert read_ask.logit_bias == ((7, -100.0), (3, 1.5))
    assert (read_ask.ignores_end, read_ask.stop_token_ids) == (True, (5,))


def test_log_probabilities_are_told_only_where_they_are_asked_for() -> None:
    assert (ask().wants_logprobs, ask(logprobs=False).wants_logprobs) == (False, False)
    wanted = ask(logprobs=True, top_logprobs=3)
    assert (wanted.wants_logprobs, wanted.num_top_logprobs) == (True, 3)
    assert ask(logprobs=True).num_top_logprobs == 0


def test_an_answer_is_stored_only_where_that_is_asked_for() -> None:
    assert (ask().stores, ask(store=False).stores, ask(store=True).stores) == (False, False, True)


def test_a_tier_is_asked_for_by_name_or_left_to_the_server() -> None:
    """`fast` is the API's newer word for `priority`."""
    assert ask().tier is ask(service_tier=None).tier is TierWanted.AUTO
    for wanted in TierWanted:
        assert ask(service_tier=wanted.value).tier is wanted
    assert ask(service_tier="fast").tier is TierWanted.PRIORITY


def test_who_asks_is_kept_for_the_record() -> None:
    assert ask(user="u").user == "u"
    assert ask(user="u", safety_identifier="s").user == "s"
    assert ask(metadata={"a": "1", "b": "2"}).metadata == (("a", "1"), ("b", "2"))
    assert ask(prompt_cache_key="k").cache_key == "k"
    request = decode(json.dumps({"model": "m", "messages": [USER]}).encode())
    assert read(request, draw_seed=lambda: 1, tenant="t").tenant == "t"


def test_more_tokens_at_least_than_at_most_are_refused() -> None:
    with pytest.raises(InvalidValue, match="at most 2 tokens may be generated") as caught:
        ask(min_tokens=3, max_tokens=2)
    assert caught.value.param == "min_tokens"


def test_what_the_template_is_given_is_read() -> None:
    wanted = ask(chat_template_kwargs={"a": [1, None]}, add_generation_prompt=False)
    assert bytes(wanted.template_kwargs) == b'{"a":[1,null]}'
    assert not wanted.adds_generation_prompt


def test_going_on_with_the_last_message_leaves_out_the_generation_prompt() -> None:
    begun = {"role": "assistant", "content": "It is"}
    for given in ({}, {"add_generation_prompt": False}, {"add_generation_prompt": None}):
        wanted = ask(USER, begun, continue_final_message=True, **given)
        assert (wanted.continues_final, wanted.adds_generation_prompt) == (True, False)
    assert ask(USER, begun).adds_generation_prompt


@pytest.mark.parametrize(
    "last",
    [USER, {"role": "assistant", "tool_calls": [CALL]}, {"role": "assistant", "content": ""}],
)
def test_only_an_assistants_text_can_be_gone_on_with(last: dict[str, object]) -> None:
    with pytest.raises(InvalidValue, match="with content to go on with") as caught:
        ask(USER, last, continue_final_message=True)
    assert caught.value.param == "continue_final_message"


def completions(prompt: object, **fields: object) -> tuple[Ask, ...]:
    body = json.dumps({"model": "m", "prompt": prompt, **fields}).encode()
    return read_completion(decode_completion(body), draw_seed=lambda: 77)


def test_a_completion_has_an_ask_for_each_prompt() -> None:
    first, second = completions(["a", "b"], n=2, echo=True, user="u", temperature=0)
    assert (first.prompt, second.prompt) == ("a", "b")
    assert (first.messages, first.num_choices, first.max_tokens) == ((), 2, 16)
    assert (first.echoes, first.user, first.temperature) == (True, "u", 0)
    assert completions([[1, 2], [3]])[0].prompt == (1, 2)


def test_the_same_prompt_twice_is_not_answered_twice_the_same() -> None:
    assert [one.seed for one in completions(["a", "a"])] == [77, 78]
    assert [one.seed for one in completions(["a", "a"], seed=-1)] == [2**64 - 1, 0]


def test_log_probabilities_of_a_completion_are_a_number() -> None:
    assert not completions("a")[0].wants_logprobs
    for given in (0, 5):
        (wanted,) = completions("a", logprobs=given)
        assert (wanted.wants_logprobs, wanted.num_top_logprobs) == (True, given)


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


def test_calls_of_every_kind_are_read() -> None:
    drawn = {"id": "c2", "type": "custom", "custom": {"name": "g", "input": "o"}}
    older = {"role": "assistant", "function_call": {"name": "h", "arguments": "[]"}}
    _, newer, _, last = ask(
        USER, {"role": "assistant", "content": "x", "tool_calls": [CALL, drawn]}, USER, older
    ).messages

    assert newer.tool_calls == (
        ToolCall(call_id="c1", name="f", arguments="{}"),
        ToolCall(call_id="c2", name="g", arguments="o", kind=ToolKind.CUSTOM),
    )
    # Nine letters and digits, as some templates want, and the same each time.
    assert last.tool_calls == (ToolCall(call_id="call00003", name="h", arguments="[]"),)
    assert last.content is None


def test_a_function_message_answers_the_last_call_of_its_name() -> None:
    calls = [
        {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}},
        {"role": "assistant", "function_call": {"name": "g", "arguments": "{}"}},
        {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}},
    ]
    messages = ask(
        USER,
        *calls,
        {"role": "function", "name": "g", "content": "r"},
        {"role": "function", "name": "f", "content": None},
    ).messages

    assert messages[4:] == (
        Message(Role.TOOL, "r", name="g", tool_call_id="call00002"),
        Message(Role.TOOL, "", name="f", tool_call_id="call00003"),
    )
    with pytest.raises(InvalidValue, match="called a function of that name") as caught:
        ask(USER, {"role": "function", "name": "f", "content": "r"}, *calls)
    assert caught.value.param == "messages[1].name"


def test_a_tool_message_may_answer_a_custom_tool() -> None:
    drawn = {"id": "c2", "type": "custom", "custom": {"name": "g", "input": "o"}}
    answer = {"role": "tool", "content": "r", "tool_call_id": "c2"}
    messages = ask(USER, {"role": "assistant", "tool_calls": [drawn]}, answer).messages
    assert messages[2].tool_call_id == "c2"


def test_a_refusal_handed_back_is_content() -> None:
    parts = [{"type": "text", "text": "I am sorry: "}, {"type": "refusal", "refusal": "no"}]
    for message, content in (
        ({"content": parts}, "I am sorry: no"),
        ({"refusal": "no"}, "no"),
        ({"content": "Well: ", "refusal": "no"}, "Well: no"),
        ({"content": "x", "refusal": None}, "x"),
    ):
        assert ask(USER, {"role": "assistant", **message}).messages[1].content == content


def test_a_thought_is_read_under_both_its_names() -> None:
    for names in (("reasoning_content",), ("reasoning",), ("reasoning_content", "reasoning")):
        message = {"role": "assistant", "content": "x", **dict.fromkeys(names, "Hm")}
        assert ask(USER, message).messages[1].reasoning == "Hm"
    for nothing in ({}, {"reasoning": ""}, {"reasoning_content": None}):
        assert ask({"role": "assistant", "content": "x", **nothing}).messages[0].reasoning is None
    with pytest.raises(InvalidValue, match="says something else") as caught:
        ask({"role": "assistant", "content": "x", "reasoning": "a", "reasoning_content": "b"})
    assert caught.value.param == "messages[0].reasoning"


def test_an_answer_of_ours_can_be_handed_back_as_it_is() -> None:
    """As the official client writes it, with everything that is null."""
    answer = {
        "role": "assistant",
        "content": None,
        "refusal": None,
        "audio": None,
        "function_call": None,
        "tool_calls": [CALL],
        "reasoning_content": "Hm",
        "reasoning": "Hm",
    }
    message = ask(USER, answer).messages[1]
    assert (message.content, message.reasoning, len(message.tool_calls)) == (None, "Hm", 1)


def test_a_thought_alone_is_no_message() -> None:
    with pytest.raises(MissingParameter) as caught:
        ask({"role": "assistant", "reasoning": "Hm"})
    assert caught.value.param == "messages[0].content"


def test_how_long_to_think_and_how_much_to_say_is_read() -> None:
    assert (ask().effort, ask().verbosity) == (None, None)
    for effort in Effort:
        assert ask(reasoning_effort=effort.value).effort is effort
    assert ask(verbosity="high").verbosity == "high"


def test_tools_and_formats_reach_the_ask() -> None:
    tool = {"type": "function", "function": {"name": "f"}}
    wanted = ask(tools=[tool], response_format={"type": "json_object"})
    assert wanted.tool_use.calling is Calling.MAY
    assert wanted.answer_format.kind.value == "json_object"
    assert [one.answer_format.kind.value for one in completions(["a", "b"], guided_regex="x")] == [
        "regex",
        "regex",
    ]
