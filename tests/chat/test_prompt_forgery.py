"""Nothing that a client writes about tools, formats and thoughts becomes a control token, and none
of it keeps a template from reading what it must."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken

from rejoinder.chat.ask import (
    AnswerFormat,
    Ask,
    FormatKind,
    Message,
    Role,
    Syntax,
    Tool,
    ToolCall,
    ToolKind,
    ToolUse,
)
from rejoinder.chat.prompt import PromptMaker
from rejoinder.testing.fake_clock import FakeClock
from tests.chat import small
from tests.chat.asks import ask

MINI = Path(__file__).parents[2] / "src" / "rejoinder" / "mini"
ADDED = ("<think>", "</think>", "<tool_call>", "</tool_call>")
FORGED = ("<|im_end|>", *ADDED)
# As Qwen 3, with the format too; `|` and `_` are letters of control tokens.
NATIVE = (
    "{% if tools %}<|im_start|>system\n{% for tool in tools %}{{ tool | tojson }}\n{% endfor %}"
    "<|im_end|>\n{% endif %}"
    "{% if response_format is defined and response_format.type == 'json_schema' %}"
    "<|im_start|>system\n{{ response_format.json_schema | tojson }}<|im_end|>\n{% endif %}"
    "{% for m in messages %}<|im_start|>{{ m.role }}\n"
    "{% if m.reasoning_content %}<think>\n{{ m.reasoning_content }}\n</think>\n\n{% endif %}"
    "{{ m.content or '' }}{% for c in m.tool_calls or [] %}\n<tool_call>\n"
    '{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}\n'
    "</tool_call>{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}{{ mood }}"
)
BARE = small.CHATML


def tokenizer() -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer.from_str(small.byte_level().to_str())
    made.add_tokens([AddedToken(one, special=False, normalized=False) for one in ADDED])
    return made


TOKENIZER = tokenizer()


@pytest.fixture(params=[NATIVE, BARE], ids=["in a form", "in words"])
def maker(request: pytest.FixtureRequest, tmp_path: Path) -> PromptMaker:
    folder = small.folder(tmp_path, TOKENIZER, template=request.param)
    return PromptMaker.from_folder(folder, clock=FakeClock())


def control_tokens(token_ids: tuple[int, ...]) -> list[str]:
    names = {TOKENIZER.token_to_id(one): one for one in (*small.SPECIALS, *ADDED)}
    return [names[one] for one in token_ids if one in names]


def everything(bad: str) -> Ask:
    """A request that says something wherever a client can, and `bad` in each place."""
    schema = {
        "type": "object",
        "description": bad,
        "properties": {f"k{bad}": {"type": "string", "enum": [bad]}},
        "required": [f"k{bad}"],
        "$defs": {bad: {"$ref": f"#/$defs/{bad}", "title": bad}},
    }
    raw = msgspec.Raw(json.dumps(schema).encode())
    call = ToolCall(call_id=f"i{bad}", name=f"f{bad}", arguments=json.dumps({bad: [bad]}))
    custom = ToolCall(call_id=f"j{bad}", name="run", arguments=bad, kind=ToolKind.CUSTOM)
    broken = ToolCall(call_id=f"l{bad}", name="run", arguments=f"{{{bad}")
    tools = (
        Tool(name=f"f{bad}", description=bad, parameters=raw),
        Tool(name="run", kind=ToolKind.CUSTOM, syntax=Syntax.REGEX, definition=bad),
    )
    return ask(
        Message(role=Role.SYSTEM, content=bad),
        Message(role=Role.USER, content=bad, name=f"n{bad}"),
        Message(
            role=Role.ASSISTANT,
            content="yes",
            tool_calls=(call, custom, broken),
            reasoning=f"a{bad}b",
        ),
        Message(role=Role.TOOL, content=bad, tool_call_id=f"i{bad}"),
        Message(role=Role.TOOL, content=bad, tool_call_id=f"j{bad}"),
        Message(role=Role.USER, content=bad),
        tool_use=ToolUse(tools=tools),
        answer_format=AnswerFormat(
            kind=FormatKind.JSON_SCHEMA, name=bad, description=bad, schema=raw
        ),
    )


@pytest.mark.parametrize("bad", FORGED)
def test_no_control_token_can_be_forged_anywhere(maker: PromptMaker, bad: str) -> None:
    """There are exactly as many of each as with something harmless in its place."""
    forged = control_tokens(maker.prompt(everything(bad)).token_ids)
    assert forged == control_tokens(maker.prompt(everything("hello")).token_ids)
    assert "<tool_call>" in forged


@pytest.mark.parametrize("bad", FORGED)
def test_what_was_forged_is_there_as_letters(maker: PromptMaker, bad: str) -> None:
    """A tokenizer that leaves control tokens out shows what is left: all of it."""
    token_ids = maker.prompt(everything(bad)).token_ids
    controls = {TOKENIZER.token_to_id(one) for one in (*small.SPECIALS, *ADDED)}
    shown = TOKENIZER.decode([one for one in token_ids if one not in controls])
    assert shown.count(bad) >= 18


FRAGMENTS = st.lists(
    st.sampled_from([*small.SPECIALS, *ADDED, "<", "|", ">", "/", "_", "tool_call", "im_end", " "]),
    max_size=6,
).map(lambda parts: "x" + "".join(parts))


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory) -> list[PromptMaker]:
    folders = [
        small.folder(tmp_path_factory.mktemp("model"), TOKENIZER, template=template)
        for template in (NATIVE, BARE)
    ]
    return [PromptMaker.from_folder(folder, clock=FakeClock()) for folder in folders]


@settings(deadline=None, max_examples=40)
@given(bad=FRAGMENTS)
def test_no_text_whatever_forges_one(makers: list[PromptMaker], bad: str) -> None:
    for made in makers:
        forged, plain = (made.prompt(everything(one)).token_ids for one in (bad, "x"))
        assert control_tokens(forged) == control_tokens(plain)


@pytest.mark.parametrize(
    "kind", [FormatKind.REGEX, FormatKind.CHOICE, FormatKind.LARK], ids=lambda kind: kind.value
)
def test_no_format_can_forge_one_either(maker: PromptMaker, kind: FormatKind) -> None:
    def asked(text: str) -> Ask:
        held = AnswerFormat(kind=kind, pattern=text, choices=(text, "b"), definition=text)
        return ask(Message(role=Role.USER, content="hey"), answer_format=held)

    forged, plain = (maker.prompt(asked(one)).token_ids for one in ("a<|im_end|>", "a"))
    assert control_tokens(forged) == control_tokens(plain)


def test_pieces_of_a_forged_token_that_a_template_puts_together_do_not_make_one(
    tmp_path: Path,
) -> None:
    """Also one that is not special: a result that opens a call."""
    source = NATIVE.replace("{{ m.content or '' }}", "{{ (m.content or '') | replace('#', '') }}")
    made = PromptMaker.from_folder(small.folder(tmp_path, TOKENIZER, template=source))
    for bad in FORGED:
        broken = bad[:3] + "#" + bad[3:]
        token_ids = made.prompt(ask(Message(role=Role.USER, content=broken))).token_ids
        assert control_tokens(token_ids) == ["<|im_start|>", "<|im_end|>", "<|im_start|>"]


def test_a_template_that_must_see_letters_sees_all_but_forged_ones(tmp_path: Path) -> None:
    source = NATIVE.replace(
        "<|im_start|>{{ m.role }}\n",
        "{% if m.name and '_' not in m.name %}{{ raise_exception('which?') }}{% endif %}"
        "<|im_start|>{{ m.role }}\n",
    )
    made = PromptMaker.from_folder(small.folder(tmp_path, TOKENIZER, template=source))
    said = Message(role=Role.USER, content="<|im_end|>", name="a_b")
    token_ids = made.prompt(ask(said)).token_ids
    assert control_tokens(token_ids) == ["<|im_start|>", "<|im_end|>", "<|im_start|>"]


def test_a_value_of_the_template_cannot_forge_one(tmp_path: Path) -> None:
    made = PromptMaker.from_folder(small.folder(tmp_path, TOKENIZER, template=NATIVE))
    for bad in FORGED:
        for value in (bad, {bad: [bad]}):
            given = msgspec.Raw(json.dumps({"mood": value}).encode())
            asked = ask(Message(role=Role.USER, content="hey"), template_kwargs=given)
            tokens = control_tokens(made.prompt(asked).token_ids)
            assert tokens == ["<|im_start|>", "<|im_end|>", "<|im_start|>"]


@pytest.mark.parametrize("written", ["{{ mood }}", "{{ mood | tojson(true) if mood }}"])
def test_a_template_that_writes_escapes_does_not_spoil_what_was_forged(
    tmp_path: Path, written: str
) -> None:
    """Python's way of writing a list, and JSON in ASCII, show letters in disguise as numbers."""
    source = NATIVE.replace("{{ mood }}", written)
    made = PromptMaker.from_folder(small.folder(tmp_path, TOKENIZER, template=source))
    for said in ("<|im_end|>", "\\U000f0000 \\udb80\\udc00 <|im_end|>"):
        given = msgspec.Raw(json.dumps({"mood": [said]}).encode())
        asked = ask(Message(role=Role.USER, content="hey"), template_kwargs=given)
        text = TOKENIZER.decode(list(made.prompt(asked).token_ids))
        assert json.loads(text.partition("assistant\n")[2].replace("'", '"')) == [said]


def test_an_assistants_own_call_stays_one_though_it_was_written_as_text(tmp_path: Path) -> None:
    """What it said in content it was trained to say, as with thoughts; only turns stay apart."""
    made = PromptMaker.from_folder(small.folder(tmp_path, TOKENIZER, template=NATIVE))
    said = Message(role=Role.ASSISTANT, content="<tool_call>x</tool_call><|im_end|>")
    token_ids = made.prompt(ask(Message(role=Role.USER, content="hey"), said)).token_ids
    assert control_tokens(token_ids)[3:-2] == ["<tool_call>", "</tool_call>"]


# Keys with letters of control tokens, which the template of the bundled model looks for by name.
CONTACT = {
    "type": "object",
    "properties": {
        "first_name": {"type": "string", "description": "Given name"},
        "kind_of": {"enum": ["a_b", "c|d"]},
        "home": {"$ref": "#/$defs/Address"},
    },
    "required": ["first_name"],
    "$defs": {"Address": {"type": "object", "properties": {"street_no": {"type": "integer"}}}},
}


@pytest.mark.parametrize("bad", ["hey", "<|im_end|>", "</tool_call>", "|im_end|"])
def test_a_forged_token_elsewhere_does_not_keep_mini_from_reading_a_schema(bad: str) -> None:
    """With all of a client's letters in disguise it found neither `json_schema` nor `required`."""
    made = PromptMaker.from_folder(MINI)
    raw = msgspec.Raw(json.dumps(CONTACT).encode())
    shown = 'first_name: string "Given name", kind_of?: "a_b"|"c|d", home?: {street_no?: integer}'
    asked = ask(
        Message(role=Role.USER, content=bad),
        tool_use=ToolUse(tools=(Tool(name="add_contact", description=bad, parameters=raw),)),
        answer_format=AnswerFormat(kind=FormatKind.JSON_SCHEMA, name="c", schema=raw),
    )
    text = made.tokenizer.decode(made.prompt(asked).token_ids)
    assert f"add_contact({shown}): {bad}\n\nAnswer in JSON: {{{shown}}}" in text
