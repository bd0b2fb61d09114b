"""What a client's Lark may name: nothing outside of the text it describes."""

from __future__ import annotations

import pytest

from rejoinder.errors import InvalidGrammar
from rejoinder.grammar.ebnf import lark_of
from rejoinder.grammar.lark import check_lark

FINE = [
    'start: "a" | /b+/ | C\nC: "x"i{2,3}',
    'start: greeting " " name\ngreeting[lazy]: /.*!/\nname[capture, suffix="."]: /[a-z]+/',
    "%import common.INT\n%ignore /[ \\t]+/\nstart: INT ~ 2..3",
    "%llguidance {}\nstart: /a/",
    'start: "<|im_end|>" | "@main" | "%json {}" | /<x>|@y|%json/ // <|end|> in a comment',
    "# @main and %json {} and <[1]> in a comment\nstart: /a\\/<b>/",
    'stop: "x"\nstart: stop',
    'start: %regex {"substring_words": "a <b> @c"}',
    "start: A\nA: /[a-z]+/ & ~/(?s:.*)foo(?s:.*)/",
]

REFUSED = [
    ("start: <|im_end|>", "`<|im_end|>` names tokens of the model; a grammar is of text (line 1)"),
    ('start: "a"\n  <[0-9]>', "`<[0-9]>` names tokens of the model; a grammar is of text (line 2)"),
    ("start: @main", "`@main` refers to another grammar (line 1)"),
    ('start: %json {"type": "object"}', "`%json` belongs to `response_format` and to `parameters`"),
    ('start: a\na[stop="x"]: /.*/', "`stop=` takes back what was said; `suffix` does not (line 2)"),
    ("start: a\na[max_tokens=3]: /.*/", "`max_tokens=` counts tokens, where a grammar is of text"),
    ("start: a\na[lazy, temperature = 0.5]: /.*/", "`temperature=` is a parameter of the request"),
    (
        '%llguidance {"allow_invalid_utf8": true}\nstart: /a/',
        "`%llguidance` sets options of the compiler; only `{}` is taken (line 1)",
    ),
    ("start: %regex {oops", "what follows `%regex` is not JSON (line 1)"),
    ('start: "a', 'nothing is known that begins with `"` (line 1)'),
    ("start: /a\n", "nothing is known that begins with `/` (line 1)"),
    ('start: "a\\\n<x>"', 'nothing is known that begins with `"` (line 1)'),
]


@pytest.mark.parametrize("definition", FINE)
def test_a_grammar_of_text_passes_whatever_its_texts_look_like(definition: str) -> None:
    check_lark(definition, param="g")
    assert lark_of(definition, param="g") == definition


@pytest.mark.parametrize(("definition", "problem"), REFUSED)
def test_what_reaches_beyond_the_text_is_refused_by_its_line(definition: str, problem: str) -> None:
    with pytest.raises(InvalidGrammar) as caught:
        check_lark(definition, param="guided_grammar")
    assert caught.value.param == "guided_grammar"
    assert problem in caught.value.message


def test_a_comment_that_holds_a_quote_hides_nothing_after_it() -> None:
    """Cut otherwise than llguidance cuts it, the text would swallow the token's name."""
    with pytest.raises(InvalidGrammar):
        check_lark("// it's \"\nstart: <|im_end|>", param="g")
    with pytest.raises(InvalidGrammar):
        check_lark('start: /"/ <|im_end|> /"/', param="g")
