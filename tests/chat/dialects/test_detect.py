"""A template tells its model's dialect by what it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from rejoinder.chat.ask import AnswerFormat, Message, Role, Tool
from rejoinder.chat.dialects.base import Written, WrittenCall
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.detect import FAMILIES, Found, detect, speaking
from rejoinder.chat.dialects.elements import Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonCall
from rejoinder.chat.habits import Habits
from rejoinder.chat.template import Template
from rejoinder.errors import BadSetting
from rejoinder.testing.fake_clock import FakeClock
from tests.chat.fake_dialect import FakeDialect

FREE = AnswerFormat()
TURN = "{% for m in messages %}[{{ m.role }}|{{ m.content or '' }}CALLS]{% endfor %}"
BEGIN = "{% if add_generation_prompt %}[assistant|{% endif %}"
TELLS = "{% for tool in tools or [] %}{{ tool | tojson }}{% endfor %}"


def template(call: str, *, before: str = "", between: str = "", after: str = "") -> Template:
    """One whose calls look so, `NAME` and `ARGUMENTS` in their places."""
    written = call.replace("NAME", "{{ c.function.name }}").replace(
        "ARGUMENTS", "{{ c.function.arguments | tojson }}"
    )
    each = (
        "{% for c in m.tool_calls or [] %}"
        + f"{{% if loop.first %}}{before}{{% else %}}{between}{{% endif %}}{written}"
        + f"{{% if loop.last %}}{after}{{% endif %}}{{% endfor %}}"
    )
    return made(TELLS + TURN.replace("CALLS", each) + BEGIN)


def made(source: str) -> Template:
    return Template(source, specials={}, clock=FakeClock())


def found(template: Template) -> str | None:
    dialect = detect(template, FAMILIES).dialect
    return None if dialect is None else dialect.name


HERMES = '<tool_call>\n{"name": "NAME", "arguments": ARGUMENTS}\n</tool_call>'
MINI = HERMES.replace("\n", "")
BARE = '{"name": "NAME", "parameters": ARGUMENTS}'


@pytest.mark.parametrize(
    ("call", "between", "name"),
    [
        (HERMES, "\n", "hermes"),
        (MINI, "", "mini"),
        (HERMES, "", "hermes"),  # its first call is: Reka's
        (MINI, "\n", "mini"),
        (BARE, "; ", "llama_json"),
        # Read by a parser, and written by none: keys in another order, and one more.
        ('<tool_call>{"id": "1", "arguments": ARGUMENTS, "name": "NAME"}</tool_call>', "", "mini"),
        ("<call>NAME(ARGUMENTS)</call>", "", None),
    ],
)
def test_the_likest_dialect_is_found(call: str, between: str, name: str | None) -> None:
    assert found(template(call, between=between)) == name


def test_a_part_of_another_form_is_not_taken_for_it() -> None:
    """Calls in a list of their own are bare calls with something around them."""
    assert found(template(BARE, before="<calls>[", between="; ", after="]</calls>")) is None


_CALLS = Calls(call=(Text("<c>"), JsonCall(), Text("</c>")))


class Free(FormDialect):
    name = "free"
    markers = ("<c>", "</c>")
    form = Form(calls=_CALLS)


class Fenced(FormDialect):
    """As Free, with marks around content."""

    name = "fenced"
    markers = (*Free.markers, "<say>", "</say>")
    form = Form(calls=_CALLS, contents=(Fence("<say>", "</say>"),))


class Listed(FormDialect):
    """Reads what Free writes, too."""

    name = "listed"
    markers = Free.markers
    form = Form(
        calls=Calls(opens="<c>[", call=(JsonCall(),), between=", ", closes="]</c>"),
        others=(_CALLS,),
    )


def test_dialects_that_write_calls_alike_differ_in_content() -> None:
    """Cohere's later models differ from the earlier ones in nothing else."""
    call = '<c>{"name": "NAME", "arguments": ARGUMENTS}</c>'
    free = template(call)
    fenced = made(
        free.source.replace(
            "{{ m.content or '' }}",
            "{{ '<say>' + m.content + '</say>' if m.role == 'assistant' and m.content "
            "else m.content or '' }}",
        )
    )
    for dialects in ([Free(), Fenced()], [Fenced(), Free()]):
        shown = {one.name: one for one in dialects}
        assert detect(free, dialects).dialect is shown["free"]
        assert detect(fenced, dialects).dialect is shown["fenced"]


def test_of_two_that_only_read_the_calls_the_one_that_begins_so_is_meant() -> None:
    """Mistral's later models read what the earlier ones write, ids and all."""
    free = template('<c>{"name": "NAME", "arguments": ARGUMENTS, "id": "1"}</c>')
    for dialects in ([Free(), Listed()], [Listed(), Free()]):
        found = detect(free, dialects).dialect
        assert found is not None
        assert found.name == "free"


@pytest.mark.parametrize(
    "call",
    [
        "<call>other:ARGUMENTS</call>{# NAME #}",  # another name
        "<call>NAME:so ARGUMENTS</call>",  # no JSON
        "So <call>NAME: ARGUMENTS</call>",  # something said besides
    ],
)
def test_a_dialect_must_read_just_the_calls(call: str) -> None:
    shown = template(call.replace("{# NAME #}", "<!-- NAME -->"))
    assert detect(shown, [FakeDialect()]).dialect is None
    right = template("<call>NAME: ARGUMENTS</call>")
    assert detect(right, [FakeDialect()]).dialect is not None


def test_a_template_that_holds_one_call_at_a_time_is_asked_about_one() -> None:
    source = template(HERMES).source.replace(
        "{% for m in messages %}",
        "{% for m in messages %}{% if m.tool_calls and m.tool_calls | length > 1 %}"
        "{{ raise_exception('one at a time') }}{% endif %}",
    )
    assert found(made(source)) == "hermes"


def test_arguments_that_a_template_writes_amiss_do_not_hide_the_dialect() -> None:
    """Letters beyond ASCII as escapes: read alike, written by none."""
    source = template(HERMES).source.replace(
        "{{ c.function.arguments | tojson }}", "{{ c.function.arguments | tojson(true) }}"
    )
    assert found(made(source)) == "hermes"


def test_a_thought_before_the_calls_is_no_part_of_them() -> None:
    """Many templates begin every answer with an empty one."""
    source = template(HERMES).source.replace(
        "[{{ m.role }}|", "[{{ m.role }}|{{ '<think>\n\n</think>\n\n' if m.role == 'assistant' }}"
    )
    assert found(made(source)) == "hermes"
    opened = source.replace("[assistant|{% endif %}", "[assistant|<think>\n{% endif %}")
    assert found(made(opened)) == "hermes"


@pytest.mark.parametrize(
    "dialect",
    [one for one in FAMILIES if isinstance(one, FormDialect) and one.form.calls is not None],
    ids=lambda one: one.name,
)
def test_every_dialect_is_found_where_a_template_writes_just_as_it_does(
    dialect: FormDialect,
) -> None:
    """No other of the catalogue is taken for it."""
    assert found(Echo(dialect)) == dialect.name


class Echo(Template):
    """Writes turns in brackets, and calls as a dialect does."""

    def __init__(self, dialect: FormDialect) -> None:
        self._echoed = dialect
        super().__init__(TELLS + TURN.replace("CALLS", "") + BEGIN, specials={}, clock=FakeClock())

    def attempt(
        self,
        messages: Sequence[Message],
        habits: Habits,
        *,
        tools: Sequence[Tool] = (),
        answer_format: AnswerFormat = FREE,
        values: Mapping[str, object] | None = None,
        adds_generation_prompt: bool = True,
    ) -> str | None:
        calls = self._echoed.form.calls
        known = {tool.name: tool for tool in tools}
        text = "".join(f"<{tool.name} {tool.description} {tool.parameters!r}>" for tool in tools)
        for message in messages:
            if len(message.tool_calls) > 1 and calls is not None and calls.is_single:
                return None
            made = tuple(
                WrittenCall(known.get(call.name, Tool(name=call.name)), call.arguments)
                for call in message.tool_calls
            )
            written = Written(content=message.content or "", calls=made)
            is_own = message.role is Role.ASSISTANT
            said = self._echoed.write(written) if is_own else message.content
            text += f"[{message.role}|{said}]"
        return text + ("[assistant|" if adds_generation_prompt else "")


def test_signs_of_thoughts_are_found_in_prompts_and_turns() -> None:
    plain = template(HERMES).source

    def thought(source: str) -> tuple[str, str] | None:
        return detect(made(source), FAMILIES).thought

    think = ("<think>", "</think>")
    assert thought(plain) is None
    assert thought(plain + "{% if add_generation_prompt %}<think>\n{% endif %}") == think
    switch = "{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}"
    assert thought(plain + switch) == think
    shows = plain.replace("{{ m.content", "<think>{{ m.reasoning_content }}</think>{{ m.content", 1)
    assert thought(shows) == think
    forgets = plain.replace("m.content or ''", "(m.content or '').split('</think>')[-1]")
    assert thought(forgets) == think
    # Tags that no dialect has.
    unknown = shows.replace("<think>", "<muse>").replace("</think>", "</muse>")
    assert thought(unknown) == ("<muse>", "</muse>")


def test_a_template_that_only_speaks_of_thoughts_shows_a_sign_of_them() -> None:
    """Granite 3.3 is told of them in the system message; Apertus has them in blocks of its own."""
    told = "{% if thinking %}Write thoughts between <think></think>.{% endif %}"
    found = detect(made(told + template(HERMES).source), FAMILIES)
    assert found.thought == ("<think>", "</think>")


def test_a_dialect_takes_on_the_words_that_a_model_has_for_its_thoughts() -> None:
    source = template(HERMES).source.replace(
        "{{ m.content",
        "{% if m.reasoning_content %}<muse>\n{{ m.reasoning_content }}\n</muse>\n{% endif %}"
        "{{ m.content",
        1,
    )
    told = speaking(made(source))
    assert told.dialect.name == "hermes"
    assert told.dialect.thought == told.thought == ("<muse>", "</muse>")
    assert {"<muse>", "</muse>", "<tool_call>"} <= set(told.dialect.markers)
    assert told.dialect.write(Written(thought="t", content="c")) == "<muse>\nt\n</muse>\nc"
    assert DIALECTS["hermes"].thought == ("<think>", "</think>")


def test_tokens_tell_where_a_template_tells_tools_and_shows_no_calls() -> None:
    """Liquid's LFM2: calls are to be put into the content by whoever asks."""
    silent = made(TELLS + TURN.replace("CALLS", "") + BEGIN)
    fake = FakeDialect()
    known = {"<call>", "</call>"}
    assert detect(silent, [fake], knows_token=known.__contains__) == Found(fake, None)
    assert detect(silent, [fake], knows_token={"<call>"}.__contains__).dialect is None
    assert detect(silent, [fake]).dialect is None
    # Without tools it says nothing of a model's calls.
    untold = made(TURN.replace("CALLS", "") + BEGIN)
    assert detect(untold, [fake], knows_token=known.__contains__).dialect is None


def test_two_markers_that_begin_alike_are_not_cut_in_two() -> None:
    """The prompt opens a thought, and the turn a call: both begin with `<t`."""
    call = '<tool_call>{"id": "1", "name": "NAME", "arguments": ARGUMENTS}</tool_call>'
    source = template(call).source.replace(
        "[assistant|{% endif %}", "[assistant|<think>{% endif %}"
    )
    assert found(made(source)) == "mini"


def test_words_tell_as_well_as_tokens() -> None:
    """Granite 3.3's template tells the model how to call, and shows no call itself."""
    source = "{% if tools %}Write <call>a call</call>.{% endif %}" + TELLS
    fake = FakeDialect()
    silent = made(source + TURN.replace("CALLS", "") + BEGIN)
    assert detect(silent, [fake]).dialect is fake


def test_what_ends_every_turn_is_no_sign_of_a_thought() -> None:
    """Some families end a thought as they end a message."""
    source = template(HERMES).source.replace("]{% endfor %}{% if", "</think>]{% endfor %}{% if")
    assert detect(made(source.removesuffix(BEGIN)), FAMILIES).thought is None


def test_a_model_of_no_known_dialect_speaks_the_generic_one() -> None:
    told = speaking(template("<call>NAME(ARGUMENTS)</call>"))
    assert (told.dialect.name, told.is_found) == ("generic", False)
    told = speaking(template(MINI), "hermes")
    assert (told.dialect.name, told.is_found) == ("hermes", False)
    with pytest.raises(BadSetting, match="the dialects are auto"):
        speaking(template(MINI), "esperanto")
