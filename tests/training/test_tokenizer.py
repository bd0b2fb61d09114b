"""The vocabulary and the chat template, as shipped. No network is run here."""

from __future__ import annotations

import json
from pathlib import Path

import jinja2.sandbox
import pytest
from tokenizers import Tokenizer

from training import tokenizer
from training.corpus import mix

SHIPPED = Path(__file__).parents[2] / "src" / "rejoinder" / "mini"


@pytest.fixture(scope="module")
def shipped() -> Tokenizer:
    """The tokenizer in the package."""
    return Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))


def render(messages: list[dict[str, object]], **more: object) -> str:
    """The shipped template, in a sandbox with the whitespace rules of transformers."""
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}  # as transformers does
    template = environment.from_string((SHIPPED / "chat_template.jinja").read_text())
    return template.render(messages=messages, **more)


@pytest.mark.parametrize(
    "text", ["Zürich 你好 🙂\t\n\n  x", "\x00\x7f a\r\n", " two  spaces ", "27 + 58"]
)
def test_any_text_survives_a_round_trip(text: str, shipped: Tokenizer) -> None:
    """Byte-level: there is no text that the model cannot be told."""
    assert shipped.decode(shipped.encode(text).ids, skip_special_tokens=False) == text


def test_every_digit_is_a_token_of_its_own(shipped: Tokenizer) -> None:
    """Sums of digits are learned; sums of chunks would have to be memorised."""
    assert shipped.encode("2758").tokens == ["2", "7", "5", "8"]


def test_special_tokens_keep_their_ids(shipped: Tokenizer) -> None:
    """config.json and the trainer name them by number."""
    assert [shipped.token_to_id(token) for token in tokenizer.SPECIAL] == list(
        range(len(tokenizer.SPECIAL))
    )
    assert shipped.get_vocab_size() == tokenizer.VOCAB_SIZE


def test_template_leads_to_the_ids_that_were_trained(shipped: Tokenizer) -> None:
    """A server renders the template; the trainer never does. They must agree."""
    for index in range(200):
        turns = mix.conversation(3, index).prompt
        messages: list[dict[str, object]] = [{"role": t.role, "content": t.content} for t in turns]
        text = render(messages, add_generation_prompt=True)

        assert shipped.encode(text).ids == tokenizer.encode_prompt(shipped, turns)


def test_template_has_a_place_for_tools_and_thoughts() -> None:
    """Version 0 was not trained on them, but later ones keep the same places."""
    call = {"type": "function", "function": {"name": "add", "arguments": {"a": 1}}}
    text = render(
        [
            {"role": "user", "content": "Add."},
            {
                "role": "assistant",
                "content": None,
                "reasoning_content": "Hm.",
                "tool_calls": [call],
            },
            {"role": "tool", "content": "2"},
        ],
        tools=[{"type": "function", "function": {"name": "add"}}],
        add_generation_prompt=True,
    )

    assert text == (
        "<|im_start|>system\nTools that can be called, one per line:\n"
        '{"type": "function", "function": {"name": "add"}}\n'
        'To call one, write <tool_call>{"name": ..., "arguments": {...}}</tool_call>.<|im_end|>\n'
        "<|im_start|>user\nAdd.<|im_end|>\n"
        "<|im_start|>assistant\n<think>Hm.</think>"
        '<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call><|im_end|>\n'
        "<|im_start|>tool\n<tool_response>2</tool_response><|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_thoughts_of_earlier_turns_are_dropped() -> None:
    """They cost context and were not meant to be read again."""
    text = render(
        [
            {"role": "user", "content": "A"},
            {"role": "assistant", "content": "B", "reasoning_content": "Hm."},
            {"role": "user", "content": "C"},
        ]
    )

    assert "Hm." not in text


def test_developer_is_rendered_as_system() -> None:
    """The newer name of the same role."""
    assert (
        render([{"role": "developer", "content": "Be brief."}])
        == "<|im_start|>system\nBe brief.<|im_end|>\n"
    )


def test_two_ends_of_generation_are_declared() -> None:
    """Without <|im_end|> a server would let the model talk on for both sides."""
    config = json.loads((SHIPPED / "generation_config.json").read_text())

    assert config["eos_token_id"] == [tokenizer.IM_END, tokenizer.END_OF_TEXT]
