"""What a client's Lark may name: nothing outside of the text it describes."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import pytest

from rejoinder.errors import InvalidGrammar
from rejoinder.grammar import lark
from rejoinder.grammar.ebnf import lark_of
from rejoinder.grammar.lark import check_lark
from rejoinder.turns import Job, Standing, standing_now

T = TypeVar("T")

FINE = [
    'start: "a" | /b+/ | C\nC: "x"i{2,3}',
    'start: greeting " " name\ngreeting[lazy]: /.*!/\nname[capture, suffix="."]: /[a-z]+/',
    "%import common.INT\n%ignore /[ \\t]+/\nstart: INT ~ 2..3",
    "%llguidance {}\nstart: /a/",
    'start: "<|im_end|>" | "@main" | "%json {}" | /<x>|@y|%json/ // <|end|> in a comment',
    "# @main and %json {} and <[1]> in a comment\nstart: /a\\/<b>/",
    'stop: "x"\nstart: stop',
    'start: %regex {"substring_words": "a <b> @c"}',
    'start: start "," item | item\nitem: "(" [start] ")" | item? "x"',
    "start: a~0..3 | b{0,2} | c* | [d]\na: a\nb: b".replace("a: a\nb: b", 'a: "a" start'),
    'start: a "." -> list\na: /x/\nloop: loop "x"',
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
    ('start: "b"\n  | "a', 'a text is not closed: no second `"` follows in its line (line 2)'),
    ("start: /a\n", "a regex is not closed: no second `/` follows (line 1)"),
    ('start: "a\\\n<x>"', 'a text is not closed: no second `"` follows in its line (line 1)'),
    ('start: "a\\q\\n"', 'the text `"a\\q\\n"` has `\\q`, which is no escape (line 1)'),
    ('start: "a\tb"', "has a control character, which is written as an escape (line 1)"),
    ("start: 'a'", "a text stands in double quotes (line 1)"),
    ("start: Foo\nFoo: /a/", "the name `Foo` has capitals and small letters"),
    ("%extend start: /a/", "`%extend` is not supported (line 1)"),
    ("start: start /a/", "the rule `start` never ends: it needs itself inside itself (line 1)"),
    (
        'start: "x" | loop\n?loop[capture="l"]: (a /,/)+ -> list\n  | [/y/] a~2..3\na: loop',
        "the rule `loop` never ends: it needs itself inside itself, by way of `a` (line 2)",
    ),
    ("start: a b\n%ignore / /\na: /x/\nb: a{0} b", "the rule `b` never ends"),
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


def test_long_grammars_are_read_one_at_a_time_and_by_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen of flex, each read in a thread, made one of priority take 1.7 s instead of 0.1."""

    class Noting:
        """Satisfies `Workers`."""

        def __init__(self) -> None:
            self.standings: list[Standing] = []

        def submit(self, work: Callable[[], T], standing: Standing) -> Future[T]:
            self.standings.append(standing)
            job = Job(work)
            job.do()
            return job.future

    noting = Noting()
    monkeypatch.setattr(lark, "_readers", noting)
    long = "start: " + " | ".join(['"a"'] * 1000)

    def story() -> None:
        standing_now.set(Standing(3, "p"))
        check_lark('start: "a"', param="f")
        check_lark(long, param="f")
        with pytest.raises(InvalidGrammar):
            check_lark(long + " | 'b'", param="f")

    contextvars.copy_context().run(story)
    assert noting.standings == [Standing(3, "p")] * 2
