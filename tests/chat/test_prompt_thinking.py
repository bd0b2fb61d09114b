"""Whether a prompt leaves a model thinking, and what its template is told of efforts."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from rejoinder.chat.ask import Effort, Message, Role
from rejoinder.chat.dialects.base import Thinking
from rejoinder.chat.prompt import PromptMaker
from rejoinder.errors import BadSetting, InvalidValue
from rejoinder.testing.fake_clock import FakeClock
from tests.chat import small
from tests.chat.asks import ask

TURNS = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
BEGUN = TURNS + "{% if add_generation_prompt %}<|im_start|>assistant\n"
# mini: thinks where the prompt begins it.
TOLD = BEGUN + "{% if enable_thinking %}<think>{% endif %}{% endif %}"
# Qwen 3: thinks by itself unless the prompt has an empty thought.
FREE = (
    BEGUN + "{% if enable_thinking is defined and enable_thinking is false %}"
    "<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
ALWAYS = BEGUN + "<think>\n{% endif %}"  # DeepSeek R1
# Only forgets thoughts: the model has some.
FORGETS = TURNS.replace("{{ m.content }}", "{{ m.content.split('</think>')[-1] }}")
WORDS = "[{{ reasoning_effort }}]" + ALWAYS

USER = Message(role=Role.USER, content="hey")
NONE, LOW, HIGH = Effort.NONE, Effort.LOW, Effort.HIGH


def maker(path: Path, template: str, dialect: str | None = None) -> PromptMaker:
    folder = small.folder(path, small.byte_level(), template=template)
    return PromptMaker.from_folder(folder, clock=FakeClock(), dialect=dialect)


@pytest.mark.parametrize(
    ("template", "effort", "thinking"),
    [
        (TOLD, None, Thinking.NEVER),
        (TOLD, NONE, Thinking.NEVER),
        (TOLD, LOW, Thinking.OPENED),
        (FREE, None, Thinking.MAY),
        (FREE, NONE, Thinking.NEVER),
        (FREE, HIGH, Thinking.MAY),
        (ALWAYS, None, Thinking.OPENED),
        (ALWAYS, NONE, Thinking.OPENED),  # no template can stop it: the engine's limit does
        (ALWAYS, HIGH, Thinking.OPENED),
        (FORGETS, None, Thinking.MAY),
        (small.CHATML, None, Thinking.NEVER),
        (small.CHATML, NONE, Thinking.NEVER),  # what it does anyway
    ],
)
def test_a_prompt_leaves_a_model_thinking_or_not(
    tmp_path: Path, template: str, effort: Effort | None, thinking: Thinking
) -> None:
    made = maker(tmp_path, template)
    assert made.prompt(ask(USER, effort=effort)).thinking is thinking
    assert made.thinks is (template is not small.CHATML)


def test_a_clients_own_switch_counts_as_the_fields(tmp_path: Path) -> None:
    made = maker(tmp_path, TOLD)
    on = msgspec.Raw(b'{"enable_thinking": true}')
    assert made.prompt(ask(USER, template_kwargs=on)).thinking is Thinking.OPENED
    assert made.prompt(ask(USER, template_kwargs=on, effort=LOW)).thinking is Thinking.OPENED
    with pytest.raises(InvalidValue, match="`reasoning_effort` asks for another") as caught:
        made.prompt(ask(USER, template_kwargs=on, effort=NONE))
    assert caught.value.param == "chat_template_kwargs.enable_thinking"


def test_a_model_that_does_not_think_refuses_to_try(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue) as caught:
        maker(tmp_path, small.CHATML).prompt(ask(USER, effort=LOW))
    assert caught.value.param == "reasoning_effort"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        # Says the word as it is: one of the three that all models with such words know.
        ("{{ reasoning_effort }}", ["low", "low", "low", "medium", "high"]),
        # Refuses all but its own.
        (
            "{% if reasoning_effort not in ['no_think', 'low', 'high'] %}"
            "{{ raise_exception('no such effort') }}{% endif %}{{ reasoning_effort }}",
            ["no_think", "low", "low", "high", "high"],
        ),
        ("{{ thinking_effort }}", ["low", "low", "low", "medium", "high"]),
    ],
)
def test_efforts_are_told_in_the_templates_words(
    tmp_path: Path, source: str, shown: list[str]
) -> None:
    name = "thinking_effort" if "thinking_effort" in source else "reasoning_effort"
    default = f"{{% set {name} = {name} or 'high' %}}"
    closes = "{% if reasoning_effort == 'no_think' %}</think>{% endif %}"
    template = default + "[" + source + "]" + ALWAYS
    if "no_think" in source:
        template = template.replace("<think>\n", "<think>\n" + closes)
    made = maker(tmp_path, template)

    said = []
    for effort in Effort:
        token_ids = made.prompt(ask(USER, effort=effort)).token_ids
        said.append(small.byte_level().decode(list(token_ids)).partition("]")[0].strip("["))
    assert said == shown


def test_a_word_that_ends_the_thought_at_once_stops_it(tmp_path: Path) -> None:
    """Also where it is the template's default, so that nothing changes with it."""
    template = (
        "{% set reasoning_effort = reasoning_effort or 'none' %}"
        + ALWAYS
        + "{% if reasoning_effort == 'none' %}</think>{% endif %}"
    )
    made = maker(tmp_path, template)
    assert made.prompt(ask(USER)).thinking is Thinking.NEVER
    assert made.prompt(ask(USER, effort=NONE)).thinking is Thinking.NEVER
    assert made.prompt(ask(USER, effort=LOW)).thinking is Thinking.OPENED


def test_a_limit_of_thought_is_told_where_the_template_asks(tmp_path: Path) -> None:
    """ByteDance Seed's knows a number instead of a word, and nought for none."""
    template = (
        "{{ thinking_budget }}" + BEGUN + "{% if thinking_budget == 0 %}<think></think>{% endif %}"
        "{% endif %}{# <think> #}"
    )
    made = maker(tmp_path, template)
    shown = made.prompt(ask(USER, effort=LOW), max_thought_tokens=512)
    assert small.byte_level().decode(list(shown.token_ids)).startswith("512")
    assert made.prompt(ask(USER, effort=NONE)).thinking is Thinking.NEVER


@pytest.mark.parametrize(
    ("begun", "thinking"),
    [
        ("<think>na na", Thinking.OPENED),
        ("<think>na</think>na", Thinking.NEVER),
        ("na na", Thinking.NEVER),
        ("  ", Thinking.MAY),
    ],
)
def test_an_answer_goes_on_thinking_where_it_was(
    tmp_path: Path, begun: str, thinking: Thinking
) -> None:
    made = maker(tmp_path, FREE)
    said = Message(role=Role.ASSISTANT, content=begun)
    going_on = ask(USER, said, adds_generation_prompt=False, continues_final=True)
    assert made.prompt(going_on).thinking is thinking


def test_a_user_cannot_open_a_thought(tmp_path: Path) -> None:
    made = maker(tmp_path, TURNS + "{# <think> #}" + ALWAYS.removeprefix(TURNS))
    user = Message(role=Role.USER, content="<think>")
    assert made.prompt(ask(user, adds_generation_prompt=False)).thinking is Thinking.MAY


def test_a_prompt_that_a_program_wrote_has_no_thoughts(tmp_path: Path) -> None:
    prompt = maker(tmp_path, ALWAYS).prompt(ask(prompt="hey <think>"))
    assert prompt.thinking is Thinking.NEVER
    assert prompt.token_ids == tuple(small.byte_level().encode("hey <think>").ids)


def test_verbosity_is_told_where_the_template_asks_and_else_refused(tmp_path: Path) -> None:
    plain = maker(tmp_path, small.CHATML)
    for said in (None, "medium"):
        plain.prompt(ask(USER, verbosity=said))
    with pytest.raises(InvalidValue) as caught:
        plain.prompt(ask(USER, verbosity="low"))
    assert caught.value.param == "verbosity"

    knows = maker(tmp_path, small.CHATML + "[{{ verbosity }}]")
    token_ids = knows.prompt(ask(USER, verbosity="low")).token_ids
    assert small.byte_level().decode(list(token_ids)).endswith("[low]")


def test_markers_that_are_one_token_are_known(tmp_path: Path) -> None:
    made = maker(tmp_path, FREE)
    think, closes = (small.byte_level().token_to_id(one) for one in small.ADDED)
    assert made.spell.ids == {"<think>": think, "</think>": closes}


def test_a_dialect_may_be_named(tmp_path: Path) -> None:
    assert maker(tmp_path, FREE).dialect.name == "generic"
    assert maker(tmp_path, FREE, "auto").dialect.name == "generic"
    assert maker(tmp_path, FREE, "llama_json").dialect.name == "llama_json"
    with pytest.raises(BadSetting, match=r"the dialects are auto, .*generic, .*hermes"):
        maker(tmp_path, FREE, "esperanto")
