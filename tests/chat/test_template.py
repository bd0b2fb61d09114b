"""Templates are asked what they take, and conversations are put into that form."""

from __future__ import annotations

import msgspec
import pytest

from rejoinder.chat.ask import Message, Role, ToolCall
from rejoinder.chat.template import PLAIN, Options, Template
from rejoinder.errors import InvalidRequest, InvalidValue, UnsupportedModel
from rejoinder.testing.fake_clock import FakeClock

LOOP = "{% for m in messages %}[{{ m.role }}|{{ m.content }}]{% endfor %}"
# Like Gemma's: no system message at all.
NO_SYSTEM = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    "{% for m in messages %}{% if m.role in ('user', 'assistant') %}[{{ m.role }}|{{ m.content }}]"
    "{% endif %}{% endfor %}"
)
# Like Qwen3.5's: one system message, and only at the front.
FIRST_ONLY = (
    "{% for m in messages %}{% if m.role == 'system' and not loop.first %}"
    "{{ raise_exception('System message must be at the beginning.') }}{% endif %}"
    "[{{ m.role }}|{{ m.content }}]{% endfor %}"
)
# Like many: late system messages are left out in silence.
SILENT = (
    "{% for m in messages %}{% if loop.first or m.role != 'system' %}"
    "[{{ m.role }}|{{ m.content }}]{% endif %}{% endfor %}"
)
CALLS = (
    "{% for m in messages %}[{{ m.role }}|{{ m.content }}{% for c in m.tool_calls or [] %}"
    "ARGUMENTS{% endfor %}]{% endfor %}"
)


def template(source: str, **specials: str) -> Template:
    return Template(source, specials=specials, clock=FakeClock())


def said(role: Role, text: str | None = "x", *calls: ToolCall, answers: str = "") -> Message:
    return Message(role=role, content=text, tool_calls=calls, tool_call_id=answers or None)


SYSTEM, LATE, USER = said(Role.SYSTEM, "a"), said(Role.SYSTEM, "b"), said(Role.USER, "u")
YES, DEVELOPER = said(Role.ASSISTANT, "y"), said(Role.DEVELOPER, "d")


def call(arguments: str = '{"k": "v"}') -> ToolCall:
    return ToolCall(call_id="c1", name="look", arguments=arguments)


def test_a_template_is_given_what_hugging_face_gives() -> None:
    source = (
        "{{ bos_token }}{%- for m in messages %}\n"
        "    {%- if loop.index0 == 1 %}{% continue %}{% endif %}\n"
        "    {% generation %}<{{ m['content'] | trim }}>{% endgeneration %}\n"
        "{%- endfor %}{% if add_generation_prompt %}{{ eos_token }}{% endif %}"
        "{{ tools is none }}{{ documents is none }}{{ strftime_now('%Y') }}"
        '{{ {"\u00e9": [1, none, true]} | tojson }}{{ missing }}'
    )
    made = template(source, bos_token="<s>", eos_token="</s>")
    assert made.render([USER, said(Role.USER, "w"), YES]) == (
        '<s><u><y></s>TrueTrue2023{"\u00e9": [1, null, true]}'
    )


@pytest.mark.parametrize("source", [FIRST_ONLY, SILENT])
def test_late_system_messages_move_to_the_front_where_they_are_not_taken(source: str) -> None:
    made = template(source)
    assert made.render([SYSTEM, USER, YES, LATE]) == "[system|a\n\nb][user|u][assistant|y]"
    assert made.render([USER, LATE]) == "[system|b][user|u]"
    assert made.render([SYSTEM, LATE, USER]) == "[system|a\n\nb][user|u]"


def test_system_messages_stay_where_they_are_taken() -> None:
    assert template(LOOP).render([SYSTEM, USER, LATE]) == "[system|a][user|u][system|b]"


def test_a_system_message_becomes_the_users_where_none_is_taken() -> None:
    made = template(NO_SYSTEM)
    assert made.render([SYSTEM, LATE, USER]) == "[user|a\n\nb\n\nu]"
    assert made.render([YES, USER, SYSTEM]) == "[assistant|y][user|a\n\nu]"
    assert made.render([SYSTEM]) == "[user|a]"


def test_a_developer_is_the_system_to_a_template_that_knows_none() -> None:
    assert template(LOOP).render([DEVELOPER, USER]) == "[system|d][user|u]"
    assert template(NO_SYSTEM).render([DEVELOPER, USER]) == "[user|d\n\nu]"
    assert template(FIRST_ONLY).render([SYSTEM, DEVELOPER, USER]) == "[system|a\n\nd][user|u]"

    knows = template("{# developer #}" + LOOP)
    assert knows.render([DEVELOPER, USER]) == "[developer|d][user|u]"


def test_content_is_given_in_parts_where_a_string_is_not_shown() -> None:
    source = (
        "{% for m in messages %}{% for part in m.content %}{{ part.text }};{% endfor %}{% endfor %}"
    )
    assert template(source).render([USER, YES]) == "u;y;"


def test_a_template_that_must_have_tools_is_given_none_in_a_list() -> None:
    source = "{% for tool in tools %}{{ tool }}{% endfor %}" + LOOP
    assert template(source).render([USER]) == "[user|u]"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ c.function.arguments | tojson }}", '{"k": "v"}'),  # an object
        ("{{ '' + c.function.arguments }}", '{"k": "v"}'),  # text
        ("{% for k, v in c.function.arguments.items() %}{{ k }}={{ v }}{% endfor %}", "k=v"),
    ],
)
def test_arguments_are_given_as_the_template_takes_them(written: str, shown: str) -> None:
    made = template(CALLS.replace("ARGUMENTS", written))
    messages = [USER, said(Role.ASSISTANT, "y", call()), said(Role.TOOL, "r", answers="c1")]
    assert made.render(messages) == f"[user|u][assistant|y{shown}][tool|r]"


def test_no_content_is_nothing_and_not_the_word_none() -> None:
    made = template(CALLS.replace("ARGUMENTS", "{{ c.function.arguments | tojson }}"))
    messages = [USER, said(Role.ASSISTANT, None, call()), said(Role.TOOL, "r", answers="c1")]
    assert made.render(messages) == '[user|u][assistant|{"k": "v"}][tool|r]'


def test_arguments_that_are_no_json_are_handed_on_as_text() -> None:
    made = template(CALLS.replace("ARGUMENTS", "{{ c.function.arguments | tojson }}"))
    messages = [USER, said(Role.ASSISTANT, "y", call("{oops")), said(Role.TOOL, answers="c1")]
    assert '"{oops"' in made.render(messages)
    deep = [USER, said(Role.ASSISTANT, "y", call("[" * 100_000)), said(Role.TOOL, answers="c1")]
    assert "[[[[" in made.render(deep)


def test_a_tool_message_is_given_the_name_of_the_call_it_answers() -> None:
    source = (
        "{% for m in messages %}[{{ m.role }} {{ m.name }}|{{ m.content }}"
        "{% for c in m.tool_calls or [] %}{{ c.function.arguments | tojson }}{% endfor %}]"
        "{% endfor %}"
    )
    messages = [said(Role.ASSISTANT, "y", call()), said(Role.TOOL, "r", answers="c1")]
    assert "[tool look|r]" in template(source).render(messages)


def test_tools_that_a_template_would_leave_out_are_refused() -> None:
    """The model would answer as if nothing had been looked up, and nobody would know why."""
    made = template(NO_SYSTEM)
    for message in (said(Role.ASSISTANT, "y", call()), said(Role.TOOL, "r", answers="c1")):
        with pytest.raises(InvalidRequest, match="leaves out tool calls"):
            made.render([USER, message])


def test_a_template_refuses_in_its_own_words() -> None:
    source = (
        "{% for m in messages %}{% if m.role == 'assistant' %}"
        "{{ raise_exception('roles must alternate') }}{% endif %}{{ m.content }}{% endfor %}"
    )
    with pytest.raises(
        InvalidRequest, match=r"does not take these messages: roles must alternate\."
    ) as caught:
        template(source).render([USER, YES])
    assert caught.value.param == "messages"


def test_a_template_that_breaks_on_a_conversation_is_the_requests_fault_not_ours() -> None:
    source = (
        "{% for m in messages %}{{ m.content }}"
        "{% if m.content == 'y' %}{{ 1 // 0 }}{% endif %}{% endfor %}"
    )
    with pytest.raises(InvalidRequest, match="by zero"):
        template(source).render([USER, YES])


@pytest.mark.parametrize("source", ["{% if %}", "nothing", "{{ raise_exception('never') }}"])
def test_a_template_that_shows_no_user_is_refused_when_loading(source: str) -> None:
    with pytest.raises(UnsupportedModel):
        template(source)


def test_a_template_that_does_not_say_why_is_still_told_of() -> None:
    source = "{{ raise_exception('x' * 500) }}"
    with pytest.raises(UnsupportedModel) as caught:
        template(source)
    assert len(caught.value.message) < 400


def test_the_end_of_a_turn_is_what_follows_the_assistants_words() -> None:
    source = "{% for m in messages %}<{{ m.role }}>{{ m.content }}<end>\n{% endfor %}"
    assert template(source).turn_end() == "<end>\n<user>"
    assert template("{{ messages[0].content }}").turn_end() == ""
    alternates = "{{ messages[0].content }}{% if messages | length > 1 %}{{ [] + 1 }}{% endif %}"
    assert template(alternates).turn_end() == ""


def test_the_plain_template_shows_who_said_what() -> None:
    made = template(PLAIN, bos_token="<s>")
    assert made.render([SYSTEM, USER, YES, USER]) == (
        "<s>System: a\n\nUser: u\n\nAssistant: y\n\nUser: u\n\nAssistant:"
    )


SWITCHED = (
    "{% for m in messages %}[{{ m.role }}|{{ m.content | trim }}]{% endfor %}"
    "{% if add_generation_prompt %}[assistant|{% endif %}"
    "{% if think %}<think>{{ depth }}{% endif %}"
)


def variables(text: bytes) -> Options:
    return Options(variables=msgspec.Raw(text))


def test_a_client_may_give_values_that_the_template_reads() -> None:
    made = template(SWITCHED, bos_token="<s>")
    assert made.variables == {"think", "depth"}
    assert made.render([USER]) == "[user|u][assistant|"
    shown = made.render([USER], variables(b'{"think": true, "depth": [1]}'))
    assert shown == "[user|u][assistant|<think>[1]"


@pytest.mark.parametrize(
    "name",
    ["unread", "messages", "tools", "add_generation_prompt", "bos_token", "raise_exception", "m"],
)
def test_a_value_the_template_does_not_take_from_a_client_is_refused(name: str) -> None:
    """It would be ignored in silence, or take the place of what is ours (CVE-2025-62426)."""
    made = template(SWITCHED + "{{ bos_token }}{{ tools }}", bos_token="<s>")
    with pytest.raises(InvalidValue, match="takes no such value") as caught:
        made.render([USER], variables(b'{"%s": 1}' % name.encode()))
    assert caught.value.param == f"chat_template_kwargs.{name}"
    assert "`depth`, `think`" in str(caught.value)


def test_values_of_a_client_are_bound_as_its_words_are() -> None:
    made = template("{{ messages[0].content }}{% for i in range(n or 0) %}x{% endfor %}{{ n }}")
    with pytest.raises(InvalidRequest, match="does not take these messages"):
        made.render([USER], variables(b'{"n": 1000000000}'))
    made = template("{{ messages[0].content }}{{ word }}")
    text = made.render(
        [USER], variables(b'{"word": "abc"}'), through=lambda text, role: text.upper()
    )
    assert text == "UABC"


def test_a_prompt_may_end_where_nobody_speaks() -> None:
    made = template(SWITCHED)
    assert made.render([USER], Options(adds_generation_prompt=False)) == "[user|u]"


def test_going_on_ends_the_prompt_within_the_last_message() -> None:
    """Also where the template trims, and where the words were said before."""
    made = template(SWITCHED)
    options = Options(adds_generation_prompt=False, continues_final=True)
    begun = said(Role.ASSISTANT, "u and ")
    assert made.render([USER, begun], options) == "[user|u][assistant|u and "
    assert made.render([begun], options) == "[assistant|u and "
    knows = template(SWITCHED + "{{ continue_final_message }}")
    assert knows.render([USER, begun], options) == "[user|u][assistant|u and "


def test_a_template_that_leaves_out_the_last_message_cannot_go_on_with_it() -> None:
    made = template("{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}")
    with pytest.raises(InvalidRequest, match="leaves out the last message") as caught:
        made.render([USER, YES], Options(continues_final=True))
    assert caught.value.param == "continue_final_message"
