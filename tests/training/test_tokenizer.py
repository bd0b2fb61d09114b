"""The vocabulary as shipped, and the ids that a conversation becomes. No network is run here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from training import rendering, tokenizer
from training.corpus import mix
from training.corpus.conversation import Call, Conversation, Turn

SHIPPED = Path(__file__).parents[2] / "src" / "rejoinder" / "mini"


@pytest.fixture(scope="module")
def shipped() -> Tokenizer:
    """The tokenizer in the package."""
    return Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))


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
    config = json.loads((SHIPPED / "config.json").read_text())
    assert shipped.get_vocab_size() == config["vocab_size"] == tokenizer.VOCAB_SIZE


def test_shipped_template_is_the_one_trained_with() -> None:
    """They are two files, and only an export makes them one."""
    assert (SHIPPED / "chat_template.jinja").read_text() == rendering.TEMPLATE.read_text()


def test_template_leads_to_the_ids_that_were_trained(shipped: Tokenizer) -> None:
    """A server renders every message by the template; the trainer only the system block."""
    for index in range(400):
        item = mix.conversation(3, index)
        text = rendering.render(
            rendering.messages(item.prompt),
            tools=item.tools,
            response_format=item.response_format,
            enable_thinking=item.thinking,
            add_generation_prompt=True,
        )

        assert shipped.encode(text).ids == tokenizer.encode_prompt(shipped, item), item


def test_only_the_assistants_words_are_learned(shipped: Tokenizer) -> None:
    """Thoughts and calls are; results and the mark that opens a thought are not."""
    call = Call("look", '{"x": 1}')
    item = Conversation(
        "test",
        (
            Turn("user", "Hi"),
            Turn("assistant", "", (call,), thought="Hm."),
            Turn("tool", "2"),
            Turn("assistant", "It is 2.", thought="Done."),
        ),
        tools=({"type": "function", "function": {"name": "look"}},),
        thinking=True,
    )
    ids, learned = tokenizer.encode_conversation(shipped, item)
    pieces = [i for i, wanted in zip(ids, learned, strict=True) if wanted]

    assert shipped.decode(pieces, skip_special_tokens=False) == (
        'Hm.</think><tool_call>{"name": "look", "arguments": {"x": 1}}</tool_call><|im_end|>'
        "Done.</think>It is 2.<|im_end|>"
    )


@pytest.mark.parametrize("name", ["city", "user_id", "zorvan", "order_tags"])
def test_a_key_has_the_same_pieces_in_a_signature_and_in_a_call(
    name: str, shipped: Tokenizer
) -> None:
    """Otherwise a key could not be copied but had to be known."""
    pieces = shipped.encode(name).tokens
    for text in (f"f(a: string, {name}?: integer)", f'{{"a": 1, "{name}": 2}}'):
        tokens = shipped.encode(text).tokens

        assert any(tokens[i : i + len(pieces)] == pieces for i in range(len(tokens)))


def test_two_ends_of_generation_are_declared() -> None:
    """Without <|im_end|> a server would let the model talk on for both sides."""
    config = json.loads((SHIPPED / "generation_config.json").read_text())

    assert config["eos_token_id"] == [tokenizer.IM_END, tokenizer.END_OF_TEXT]
