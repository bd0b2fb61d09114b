"""mini's dialect with its own tokenizer, whose tokens do not end where the grammar's parts do."""

from __future__ import annotations

import json
from importlib import resources

from llguidance import LLMatcher, LLTokenizer

from rejoinder.chat.dialects.base import Wants, Written, WrittenCall
from rejoinder.chat.dialects.mini import Mini
from tests.chat.dialects.speakers import FUNCTIONS, NOTE, WEATHER

_END = 2  # <|im_end|>
_TOKENIZER = (resources.files("rejoinder.mini") / "tokenizer.json").read_text()


def test_mini_can_write_what_its_dialect_writes() -> None:
    tokenizer = LLTokenizer(_TOKENIZER, eos_token=_END)
    added = json.loads(_TOKENIZER)["added_tokens"]
    mini = Mini()
    spell = mini.spell({each["content"]: each["id"] for each in added})
    assert len(spell.ids) == 4
    calls = (WrittenCall(WEATHER, '{"city": "Ål \\"x\\"", "days": 3}'), WrittenCall(NOTE, "a\nb"))
    wants = Wants((*FUNCTIONS, NOTE))
    grammar = mini.grammar(wants, spell)
    assert grammar is not None
    for answer in (
        Written(content="No. <tool_call"),
        Written("", "Yes:\n", calls),
        Written("", "", calls),
    ):
        matcher = LLMatcher(tokenizer, grammar.text, log_level=0)
        ids = tokenizer.tokenize_str(mini.write(answer), parse_special=True)
        assert matcher.validate_tokens([*ids, _END]) == len(ids) + 1


def test_mini_cannot_write_its_markers_as_text() -> None:
    """They are added tokens that its tokenizer does not call special."""
    tokenizer = LLTokenizer(_TOKENIZER, eos_token=_END)
    mini = Mini()
    spell = mini.spell({"<think>": 3, "</think>": 4, "<tool_call>": 5, "</tool_call>": 6})
    grammar = mini.grammar(Wants(FUNCTIONS), spell)
    assert grammar is not None
    matcher = LLMatcher(tokenizer, grammar.text, log_level=0)
    allowed = [each for each in range(16) if matcher.validate_tokens([each])]
    assert allowed == [_END, 5]
