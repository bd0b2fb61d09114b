"""Tools, formats and thoughts on their way to a template: in its form, or in words."""

from __future__ import annotations

import json

import msgspec
import pytest

from rejoinder.chat.ask import (
    AnswerFormat,
    Calling,
    FormatKind,
    Message,
    Role,
    Syntax,
    Tool,
    ToolCall,
    ToolKind,
    ToolUse,
)
from rejoinder.chat.dialects.detect import speaking
from rejoinder.chat.habits import IdForm, ToolsForm
from rejoinder.chat.template import Options, Template
from rejoinder.errors import InvalidRequest, InvalidValue
from rejoinder.testing.fake_clock import FakeClock

LOOP = "{% for m in messages %}[{{ m.role }}|{{ m.content }}]{% endfor %}"
# Knows all there is to know of tools.
NATIVE = (
    "{% for tool in tools or [] %}{{ tool | tojson }};{% endfor %}"
    "{% for m in messages %}[{{ m.role }}|{{ m.content or '' }}"
    "{% for c in m.tool_calls or [] %}"
    '<tool_call>\n{"name": "{{ c.function.name }}", "arguments": '
    "{{ c.function.arguments | tojson }}}\n</tool_call>{% endfor %}]{% endfor %}"
    "{% if add_generation_prompt %}[assistant|{% endif %}"
)
# Knows nothing of them, and wants turns by turns.
ALTERNATES = (
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate') }}{% endif %}"
    "[{{ m.role }}|{{ m.content }}]{% endfor %}"
)

USER = Message(role=Role.USER, content="u")
CALL = ToolCall(call_id="c1", name="look", arguments='{"a": 1}')
CALLS = Message(role=Role.ASSISTANT, content=None, tool_calls=(CALL,))
RESULT = Message(role=Role.TOOL, content="r", tool_call_id="c1")
LOOK = Tool(
    name="look",
    description="Looks.",
    parameters=msgspec.Raw(b'{"type": "object", "properties": {"b": {}, "a": {}}}'),
)


def template(source: str) -> Template:
    return Template(source, specials={}, clock=FakeClock())


def spoken(source: str) -> Template:
    """With the dialect that is found for it, or the generic one."""
    return speaking(template(source)).template


def using(*tools: Tool, calling: Calling = Calling.MAY, callable: str = "") -> Options:
    names = frozenset(callable.split() or (tool.name for tool in tools))
    return Options(tool_use=ToolUse(tools, calling, names))


def held(kind: FormatKind, **more: object) -> Options:
    return Options(answer_format=msgspec.convert({"kind": kind, **more}, AnswerFormat))


def schema(description: str = "", name: str = "town") -> Options:
    return Options(
        answer_format=AnswerFormat(
            kind=FormatKind.JSON_SCHEMA,
            name=name,
            description=description,
            schema=msgspec.Raw(b'{"type": "object", "properties": {"b": {}, "a": {}}}'),
            is_strict=True,
        )
    )


# Tools, in a template's own form


def told(source: str, *tools: Tool) -> list[dict[str, object]]:
    """What a template was given as tools."""
    text = template(source).render([USER], using(*tools))
    return [json.loads(one) for one in text.split(";")[:-1]]


def test_tools_are_given_as_the_api_has_them_with_keys_in_the_clients_order() -> None:
    (one,) = told(NATIVE, LOOK)
    assert list(one) == ["type", "function"]
    assert json.dumps(one["function"]) == (
        '{"name": "look", "description": "Looks.", '
        '"parameters": {"type": "object", "properties": {"b": {}, "a": {}}}}'
    )


def test_a_tool_that_takes_nothing_has_an_empty_object() -> None:
    """Templates go through `properties` without asking whether there are any."""
    (one,) = told(NATIVE, Tool(name="now"))
    assert one["function"] == {"name": "now", "parameters": {"type": "object", "properties": {}}}


def test_a_custom_tool_is_told_as_a_function_of_one_text() -> None:
    custom = Tool(name="run", kind=ToolKind.CUSTOM, syntax=Syntax.REGEX, definition="a+")
    (one,) = told(NATIVE, custom)
    assert one["function"] == {
        "name": "run",
        "description": "`input` must match this regular expression as a whole:\na+",
        "parameters": {
            "type": "object",
            "properties": {"input": {"type": "string"}},
            "required": ["input"],
        },
    }
    call = ToolCall(call_id="c1", name="run", arguments='say "hi"', kind=ToolKind.CUSTOM)
    said = Message(role=Role.ASSISTANT, content=None, tool_calls=(call,))
    text = template(NATIVE).render([USER, said])
    assert '{"name": "run", "arguments": {"input": "say \\"hi\\""}}' in text


def test_bare_functions_are_given_where_a_template_wants_them() -> None:
    bare = NATIVE.replace("{{ tool | tojson }};", "{{ tool.name + ';' + tool | tojson }};")
    assert template(bare).habits.tools is ToolsForm.BARE
    assert template(NATIVE).habits.tools is ToolsForm.WRAPPED


def test_descriptions_are_made_up_for_where_a_template_fails_without() -> None:
    wants = NATIVE.replace(
        "{{ tool | tojson }};",
        "{{ tool.function.name + tool.function.description }}"
        "{% for name, one in tool.function.parameters.properties.items() %}"
        "{{ name + '=' + one.description }}{% endfor %};",
    )
    made = template(wants)
    bare = Tool(name="f", parameters=msgspec.Raw(b'{"properties": {"x": {}, "y": true}}'))
    with pytest.raises(InvalidRequest, match="does not take these tools") as caught:
        made.render([USER], using(bare))
    assert caught.value.param == "tools"
    bare = Tool(name="f", parameters=msgspec.Raw(b'{"properties": {"x": {}}}'))
    assert made.render([USER], using(bare)).startswith("fx=;")


def test_what_may_be_called_is_told_where_the_template_asks() -> None:
    """All tools are told in any case, so that the prompt's beginning can be reused."""
    asks = NATIVE + "{% if tools %}{{ tool_choice | tojson }}{{ parallel_tool_calls }}{% endif %}"
    made = template(asks)
    now = Tool(name="now")
    assert made.render([USER], using(LOOK, calling=Calling.NEVER)).endswith('"none"True')
    assert made.render([USER], using(LOOK, now, calling=Calling.MUST)).endswith('"required"True')
    named = made.render([USER], using(LOOK, now, calling=Calling.MUST, callable="now"))
    assert named.endswith('{"type": "function", "function": {"name": "now"}}True')
    plain = template(NATIVE)
    assert plain.render([USER], using(LOOK, calling=Calling.NEVER)) == plain.render(
        [USER], using(LOOK, calling=Calling.MUST)
    )


def test_what_is_given_for_a_call_and_is_no_object_is_text() -> None:
    for given, shown in (("", "{}"), (" ", "{}"), ("[1]", "[1]"), ("{oops", '"{oops"')):
        call = ToolCall(call_id="c", name="f", arguments=given)
        said = Message(role=Role.ASSISTANT, content=None, tool_calls=(call,))
        assert f'"arguments": {shown}}}' in template(NATIVE).render([USER, said])


def test_ids_have_the_form_that_a_template_insists_on() -> None:
    nine = NATIVE.replace(
        '<tool_call>\n{"name"',
        "{% if c.id | length != 9 %}{{ raise_exception('nine') }}{% endif %}<tool_call>\n{\"name\"",
    )
    assert template(nine).habits.id_form is IdForm.NINE
    call = ToolCall(call_id="call_abcdefgh", name="look", arguments="{}")
    said = Message(role=Role.ASSISTANT, content=None, tool_calls=(call,))
    template(nine).render([USER, said])

    kimi = NATIVE.replace(
        "<tool_call>\n{", "functions.{{ c.function.name }}:{{ loop.index0 }}\n<tool_call>\n{"
    )
    assert template(kimi).habits.id_form is IdForm.PLACE_IN_TURN


def test_a_result_may_have_another_role() -> None:
    ipython = NATIVE.replace(
        "[{{ m.role }}|",
        "{% if m.role == 'tool' %}{{ raise_exception('who?') }}{% endif %}[{{ m.role }}|",
    )
    assert template(ipython).render([USER, CALLS, RESULT]).endswith("[ipython|r][assistant|")


def test_a_second_call_that_a_template_would_lose_has_a_message_of_its_own() -> None:
    first = NATIVE.replace("in m.tool_calls or []", "in (m.tool_calls or [])[:1]")
    again = ToolCall(call_id="c2", name="look", arguments='{"a": 2}')
    both = Message(role=Role.ASSISTANT, content=None, tool_calls=(CALL, again))
    text = template(first).render([USER, both, RESULT])
    assert text.count("<tool_call>") == 2
    assert text.index("[tool|r]") < text.index('{"a": 2}')


@pytest.mark.parametrize("written", ["'' + c.function.arguments", "c.function.arguments"])
def test_arguments_are_text_where_a_template_wants_text(written: str) -> None:
    """Or would write an object as Python does."""
    text = NATIVE.replace("c.function.arguments | tojson", written)
    custom = ToolCall(call_id="c2", name="run", arguments='"hi"', kind=ToolKind.CUSTOM)
    blank = ToolCall(call_id="c3", name="now", arguments="")
    said = Message(role=Role.ASSISTANT, content=None, tool_calls=(CALL, custom, blank))
    shown = template(text).render([USER, said])
    assert '"look", "arguments": {"a": 1}}' in shown
    assert '"run", "arguments": {"input": "\\"hi\\""}}' in shown
    assert '"now", "arguments": {}}' in shown


# Of Llama 3: beside calls, content is not shown.
EITHER = NATIVE.replace(
    "{{ m.content or '' }}", "{{ m.content or '' if not m.tool_calls else '' }}"
)


def test_content_that_is_not_shown_beside_calls_is_said_before_them() -> None:
    said = Message(role=Role.ASSISTANT, content="y", tool_calls=(CALL,))
    assert (
        template(EITHER)
        .render([USER, said, RESULT])
        .startswith("[user|u][assistant|y][assistant|<tool_call>")
    )


def test_content_is_left_out_beside_calls_where_roles_must_alternate() -> None:
    """As Mistral's templates do: a message more would be refused when the answer comes back."""
    alternates = EITHER.replace(
        "{% for m in messages %}",
        "{% set ns = namespace(n=0) %}{% for m in messages %}"
        "{% if m.role == 'user' or (m.role == 'assistant' and not m.tool_calls) %}"
        "{% if (m.role == 'user') != (ns.n % 2 == 0) %}"
        "{{ raise_exception('must alternate') }}{% endif %}"
        "{% set ns.n = ns.n + 1 %}{% endif %}",
        1,
    )
    said = Message(role=Role.ASSISTANT, content="y", tool_calls=(CALL,))
    answer = Message(role=Role.ASSISTANT, content="z")
    text = template(alternates).render([USER, said, RESULT, answer, USER])
    assert text.startswith("[user|u][assistant|<tool_call>")
    assert "[tool|r][assistant|z][user|u]" in text


def test_messages_that_a_template_refuses_are_to_blame_though_there_are_tools() -> None:
    picky = NATIVE + "{% if messages | length > 9 %}{{ raise_exception('too many') }}{% endif %}"
    with pytest.raises(InvalidRequest, match="these messages: too many") as caught:
        template(picky).render([USER] * 10, using(LOOK))
    assert caught.value.param == "messages"


def test_tools_are_refused_where_nobody_can_tell_them() -> None:
    """A template by itself, of a model of which no dialect is known yet."""
    with pytest.raises(InvalidRequest, match="leaves out tools") as caught:
        template(LOOP).render([USER], using(LOOK))
    assert caught.value.param == "tools"


def test_a_template_that_shows_a_tools_name_alone_does_not_tell_it() -> None:
    names = NATIVE.replace("{{ tool | tojson }};", "{{ tool.function.name }};")
    assert template(names).habits.tools is ToolsForm.NONE
    assert "These tools can be called" in spoken(names).render([USER], using(LOOK))


# Thoughts


@pytest.mark.parametrize("key", ["reasoning_content", "reasoning", "thinking"])
def test_a_thought_is_given_under_the_name_that_the_template_reads(key: str) -> None:
    made = template(NATIVE.replace("{{ m.content or", f"({{{{ m.{key} }}}}){{{{ m.content or"))
    said = Message(role=Role.ASSISTANT, content="y", reasoning="t")
    assert "[assistant|(t)y]" in made.render([USER, said])


def test_a_thought_may_be_a_part_of_the_content() -> None:
    parts = (
        "{% for m in messages %}[{{ m.role }}|{% if m.content is string %}{{ m.content }}"
        "{% else %}{% for part in m.content %}{{ '(' + part.thinking + ')' "
        "if part.type == 'thinking' else part.text }}{% endfor %}{% endif %}]{% endfor %}"
    )
    said = Message(role=Role.ASSISTANT, content="y", reasoning="t")
    assert template(parts).render([USER, said]) == "[user|u][assistant|(t)y]"


def test_a_thought_is_looked_for_in_the_content_only_if_a_template_takes_it_out_again() -> None:
    """A template that has no place for thoughts forgets them, as those of most models do."""
    said = Message(role=Role.ASSISTANT, content="y", reasoning="t")
    assert template(NATIVE).render([USER, said, USER]) == "[user|u][assistant|y][user|u][assistant|"
    keeps = NATIVE.replace(
        "{{ m.content or '' }}",
        "{% set last = messages | map(attribute='role') | list %}"
        "{% if 'user' in last[loop.index0:] %}{{ (m.content or '').split('</think>')[-1] }}"
        "{% else %}{{ m.content or '' }}{% endif %}",
    )
    made = template(keeps)
    assert "t" not in made.render([USER, said, USER]).replace("assistant", "")
    working = Message(role=Role.ASSISTANT, content="y", tool_calls=(CALL,), reasoning="t")
    assert "<think>\nt\n</think>\n\ny<tool_call>" in made.render([USER, working, RESULT])


# In words


def test_tools_are_told_in_words_where_a_template_knows_none() -> None:
    text = spoken(LOOP).render([USER], using(LOOK, Tool(name="now")))
    assert text == (
        "[system|These tools can be called:\n"
        '{"name": "look", "description": "Looks.", "parameters": '
        '{"type": "object", "properties": {"b": {}, "a": {}}}}\n'
        '{"name": "now", "parameters": {"type": "object", "properties": {}}}\n\n'
        "To call one, write its name and its arguments in exactly this form, and nothing after "
        'it:\n<tool_call>\n{"name": "tool_name", "arguments": {"parameter": "value"}}\n</tool_call>'
        "\nYou are then told the result.][user|u]"
    )


def test_calls_and_results_are_told_in_words_too() -> None:
    said = Message(role=Role.ASSISTANT, content="y", tool_calls=(CALL,))
    assert spoken(LOOP).render([USER, said, RESULT, USER]) == (
        '[user|u][assistant|y\n<tool_call>\n{"name": "look", "arguments": {"a": 1}}\n</tool_call>]'
        "[user|Result of `look`:\nr][user|u]"
    )


def test_words_keep_to_the_order_of_roles_that_a_template_wants() -> None:
    """And to its having no system message."""
    talk = [USER, CALLS, RESULT, USER]
    text = spoken(ALTERNATES).render(talk, using(Tool(name="look")))
    assert text.startswith("[user|These tools can be called:")
    assert text.endswith("\n</tool_call>][user|Result of `look`:\nr\n\nu]")


def test_what_is_no_object_is_the_one_argument_of_a_call_in_words() -> None:
    call = ToolCall(call_id="c", name="f", arguments="oops")
    said = Message(role=Role.ASSISTANT, content=None, tool_calls=(call,))
    assert '"arguments": {"input": "oops"}}' in spoken(LOOP).render([USER, said])


def test_a_dialect_can_be_chosen_though_the_template_shows_no_calls() -> None:
    """The template tells the tools; only calls are put into words."""
    told = "{% for tool in tools or [] %}{{ tool | tojson }};{% endfor %}" + LOOP
    made = speaking(template(told), "llama_json").template
    assert made.render([USER, CALLS], using(LOOK)).endswith(
        ';[user|u][assistant|{"name": "look", "parameters": {"a": 1}}]'
    )
    plain = speaking(template(told), "plain").template
    with pytest.raises(InvalidRequest, match="leaves out tool calls"):
        plain.render([USER, CALLS])


# Formats


def test_a_format_is_given_to_a_template_that_tells_it() -> None:
    source = LOOP + "{% if response_format %}{{ response_format | tojson }}{% endif %}"
    made = template(source)
    assert made.render([USER], schema("A town.")) == (
        '[user|u]{"type": "json_schema", "json_schema": {"name": "town", "description": "A town.", '
        '"schema": {"type": "object", "properties": {"b": {}, "a": {}}}, "strict": true}}'
    )
    assert made.render([USER], held(FormatKind.JSON_OBJECT)) == '[user|u]{"type": "json_object"}'


def test_a_description_that_a_template_leaves_out_is_told_in_words() -> None:
    source = (
        LOOP + "{% if response_format and response_format.json_schema %}"
        "{{ response_format.json_schema.schema | tojson }}{% endif %}"
    )
    shown = '{"type": "object", "properties": {"b": {}, "a": {}}}'
    made = template(source)
    assert made.render([USER], schema()) == f"[user|u]{shown}"
    assert made.render([USER], schema("A town.")) == (
        f"[system|Answer in JSON. It is called `town`. This is what it is: A town.][user|u]{shown}"
    )
    # And what it does not tell at all.
    assert "one JSON object" in made.render([USER], held(FormatKind.JSON_OBJECT))


@pytest.mark.parametrize(
    ("options", "note"),
    [
        (
            schema("A town."),
            "Answer in JSON, and nothing else. It is called `town`. This is what it is: A town.\n"
            "This schema describes the JSON:\n"
            '{"type": "object", "properties": {"b": {}, "a": {}}}',
        ),
        (
            schema(name=""),
            "Answer in JSON, and nothing else.\nThis schema describes the JSON:\n"
            '{"type": "object", "properties": {"b": {}, "a": {}}}',
        ),
        (held(FormatKind.JSON_OBJECT), "Answer with one JSON object, and nothing else."),
        (
            held(FormatKind.REGEX, pattern="a+"),
            "Answer with text that matches this regular expression as a whole, and nothing else:\n"
            "a+",
        ),
        (
            held(FormatKind.LARK, definition='start: "a"'),
            'Answer with text that follows this grammar, and nothing else:\nstart: "a"',
        ),
        (
            held(FormatKind.CHOICE, choices=("yes", "no")),
            "Answer with one of these, and nothing else:\nyes\nno",
        ),
    ],
)
def test_a_format_is_told_in_words_where_a_template_has_none(options: Options, note: str) -> None:
    system = Message(role=Role.SYSTEM, content="s")
    assert template(LOOP).render([USER], options) == f"[system|{note}][user|u]"
    assert template(LOOP).render([system, USER], options) == f"[system|s\n\n{note}][user|u]"
    assert template(ALTERNATES).render([USER], options) == f"[user|{note}\n\nu]"


def test_tools_are_told_before_the_format() -> None:
    options = msgspec.structs.replace(using(LOOK), answer_format=schema().answer_format)
    text = spoken(LOOP).render([USER], options)
    assert text.startswith("[system|These tools")
    assert "told the result.\n\nUnless you call a tool, answer in JSON, and nothing else." in text


# Values of a client


def test_a_client_may_give_a_format_as_a_value_of_the_template() -> None:
    source = LOOP + "{% if response_format %}{{ response_format | tojson }}{% endif %}"
    given = msgspec.Raw(b'{"response_format": {"type": "json_object"}}')
    made = template(source)
    same = msgspec.structs.replace(held(FormatKind.JSON_OBJECT), variables=given)
    assert made.render([USER], Options(variables=given)) == made.render([USER], same)

    other = msgspec.structs.replace(schema(), variables=given)
    with pytest.raises(InvalidValue, match="`response_format` asks for another") as caught:
        made.render([USER], other)
    assert caught.value.param == "chat_template_kwargs.response_format"
    assert caught.value.hint == "Give one of the two."


def test_a_value_and_a_field_that_say_the_same_may_both_be_given() -> None:
    made = template(LOOP + "{{ effort }}")
    fields = {"effort": ("reasoning_effort", "low")}
    same = Options(variables=msgspec.Raw(b'{"effort": "low"}'), fields=fields)
    assert made.render([USER], same) == "[user|u]low"
    with pytest.raises(InvalidValue, match="`reasoning_effort` asks for another"):
        made.render([USER], Options(variables=msgspec.Raw(b'{"effort": "high"}'), fields=fields))


def test_what_a_template_compares_with_reaches_it_as_it_is() -> None:
    """A client's words are changed on their way through, where they could be control tokens; a
    format whose `json_schema` was changed was no format to the template."""
    source = (
        LOOP + "{% if response_format and response_format.type == 'json_schema' %}"
        "{% for name, one in response_format.json_schema.schema.properties.items() %}"
        "{{ name }}:{{ 'text' if one.type == 'string' else one['$ref'] }};{% endfor %}{% endif %}"
    )
    raw = b'{"properties": {"a_b": {"type": "string"}, "type": {"$ref": "#/x_y"}}}'
    options = held(FormatKind.JSON_SCHEMA, name="n")
    asked = msgspec.structs.replace(options.answer_format, schema=msgspec.Raw(raw))

    text = template(source).render(
        [USER],
        msgspec.structs.replace(options, answer_format=asked),
        through=lambda text, voice: text if voice.value == "word" else text.replace("_", "~"),
    )

    assert text == "[user|u]a~b:text;type:#/x~y;"


def test_firefunctions_template_gets_what_only_it_wants() -> None:
    source = "{{ functions }}|{{ datetime }}" + LOOP
    text = template(source).render([USER], using(Tool(name="now")))
    assert text.startswith('[{"type": "function", "function": {"name": "now"')
    assert text.endswith("]|2023-11-14[user|u]")
    assert template(source).render([USER]) == "[]|2023-11-14[user|u]"
