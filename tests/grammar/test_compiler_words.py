"""What the compiler says against a grammar is told in plain words, with its place."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from rejoinder import mini
from rejoinder.grammar.child import judge
from rejoinder.grammar.compiler_words import told, told_midway
from rejoinder.grammar.matcher import Grammars
from rejoinder.grammar.text import Grammar, LarkPart
from rejoinder.grammar.verdict import Verdict

VOCAB_SIZE = 6_144


@functools.cache
def grammars() -> Grammars:
    return Grammars.from_folder(Path(mini.__file__).parent, vocab_size=VOCAB_SIZE, threads=1)


def verdict(definition: str) -> Verdict:
    """As it comes from a client: a part of the whole."""
    whole = Grammar(LarkPart("start: @own"), (("own", LarkPart(definition)),))
    return judge(grammars(), whole.text)


# What only the compiler finds, by a grammar in which it does.
BAD = [
    ("start: foo", "`foo` is not defined, or is a rule where only terminals may stand (line 1)"),
    ("start: A\nA: foo\nfoo: /x/", "`foo` is not defined, or is a rule where only"),
    ("start: A\nA: B\nB: A", "the terminal `A` needs itself, as only rules may (line 3)"),
    ("begin: /a/", "there is no rule `start`, with which all begins"),
    ("start: /a/\nstart: /b/", "the rule `start` is there twice (line 2)"),
    ("start: A\nA: /a/\nA: /b/", "the terminal `A` is there twice (line 3)"),
    ('start: ("a"', "`)` is expected, but the line ends (line 1, column 12)"),
    ('start: "a")', "a rule or a terminal is expected, but `)` stands there (line 1, column 11)"),
    ('start = "a"', "`:` is expected, but `=` stands there (line 1, column 7)"),
    ('start[foo]: "a"', "`=` is expected, but `]` stands there (line 1, column 10)"),
    ('start: "a"**', "a text, a regex or a name is expected, but `*` stands there (line 1, col"),
    ('start: "\u00e9" **', "a text, a regex or a name is expected, but `*` stands there (line 1)"),
    ("start[capture=3]: /a/", "a text in double quotes is expected, but `3` stands there"),
    ('start: "a" ~ 3..1', "a repetition of 3 to 1 times ends before it begins (line 1)"),
    ('start: "a"{0}', "a repetition must allow at least one time (line 1, column 14)"),
    ("start: a{b}\na{x}: /a/", "rules with parameters in braces are not supported (line 2)"),
    ("start: a\na.2: /b/", "priorities of rules and terminals are not supported (line 2)"),
    ("%import python.X\nstart: /a/", "there is no `python.X` to import; of `common` there are DIG"),
    ("start: a & B\na: /b/\nB: /b/", "`&` may stand in terminals only, whose names are in"),
    ('start: "a".."bc"', 'a range goes from one character to one, as `"a".."z"` (line 1)'),
    ('start: "z".."a"', "the range from `z` to `a` ends before it begins (line 1)"),
    ("start: /a/l", "a regex has the flag `l`, which is not supported (line 1)"),
    ("start: %regex {}", "`%regex` has none of `substring_words`, `substring_chars` and"),
    (
        'start: %regex {"a": 1}',
        "what follows `%regex` must be one of `substring_words`, `substring",
    ),
    ("start: /x/ @{", "nothing is known that begins here (line 1"),
    ('start: "a" %if b', "the parameter or the condition of a rule cannot be read (line 1"),
    ("start: A\nA: /a/ & /b/", "no text at all fits it"),
    ("start: /x/ A\nA: /a/ & /b/", "nothing can follow what it begins with"),
    # Of a regex the message was cut off before it said what is wrong.
    ("start: /(ab/", "the regex `(ab` cannot be read: unclosed group (line 1)"),
    ('start: /"[a/', 'the regex `"[a` cannot be read: unclosed character class (line 1)'),
    ("start: /(?=a)b/", "look-around, including look-ahead and look-behind, is not supported"),
    ("start: /(a)\\1/", "the regex `(a)\\1` cannot be read: backreferences are not supported"),
    ("start: /\\p{Foo}/", "the regex `\\p{Foo}` cannot be read: Unicode property not found"),
    ("start: /a\\b/", "the regex `a\\b` looks around, as with `\\b`, or has `^` or `$`"),
    ("start: /\n(a/", r"the regex `\x0a(a` cannot be read: unclosed group (line 1)"),
]

HEAVY = [
    ('start: "a"~999999999', "at one place there are too many ways to go on"),
    ("start: " + '("x"?) ' * 3_000, "at one place there are too many ways to go on"),
    ("start: A\nA: /.*a.{25}/ & /.*b.{27}/ & ~/.*c.{23}/", "its patterns take too long to tell"),
    ("start: " + "(" * 300 + "/a/" + ")" * 300, "its groups are nested too deeply"),
]

# Names of types, of values and of files in Rust, and what it puts around values.
INSIDES = re.compile(
    r"::|NoExt|\bSome\b|\bNone\b|\.rs\b|panick|<non-verbose|\\\\|  |\n|=>|[a-z][A-Z]"
)


@pytest.mark.parametrize(("definition", "words"), BAD)
def test_what_is_wrong_is_told_plainly_and_with_its_line(definition: str, words: str) -> None:
    found = verdict(definition)
    assert found.kind == "bad"
    assert words in found.detail
    assert len(found.detail) < 480  # and so is not cut
    assert not INSIDES.search(found.detail), found.detail


@pytest.mark.parametrize(("definition", "words"), HEAVY, ids=[words for _, words in HEAVY])
def test_what_passes_the_compilers_own_limits_says_whose_they_are(
    definition: str, words: str
) -> None:
    """It was told that the time to compile had passed, which it had not."""
    found = verdict(definition)
    assert (found.kind, found.limit) == ("heavy", "the compiler")
    assert words in found.detail


def test_an_automaton_of_too_many_states_is_heavy() -> None:
    assert told("lexer error: too many expressions constructed", has_columns=False) == Verdict(
        "heavy", "its patterns make automata with too many states", "the compiler"
    )


@pytest.mark.parametrize(
    "definition",
    ["start: /a/", 'start: "a"i | /b+/ C\nC: "\u00e9"', "%import common.INT\nstart: INT"],
)
def test_a_good_grammar_has_nothing_said_against_it(definition: str) -> None:
    assert verdict(definition) == Verdict("good")


@pytest.mark.parametrize(
    "said",
    [
        "at 1(8): thread panicked at parser/src/earley/grammar.rs:3: called `Option::unwrap()`",
        "Internal(FooBar { x: None })",
        "token 7 doesn't satisfy the grammar; byte 3 fails parse",
        "",
    ],
)
def test_words_that_are_not_known_are_not_handed_on(said: str) -> None:
    found = told(said, has_columns=True)
    assert found.kind in {"bad", "heavy"}
    assert found.detail in {"", "the compiler cannot follow it"}


def test_a_long_regex_is_shown_by_its_beginning() -> None:
    found = verdict("start: /(" + "ab" * 1_000 + "/")
    assert found.detail.startswith("the regex `(abab")
    assert found.detail.endswith("...` cannot be read: unclosed group (line 1)")


def test_in_the_midst_of_an_answer_it_is_said_of_the_answer() -> None:
    assert told_midway("") == ""
    assert told_midway("NoExtensionBias") == "nothing that its grammar allows can follow"
    assert told_midway("fuel exhausted") == (
        "its grammar passes the limit of the compiler: its patterns take too long to tell apart"
    )
    assert told_midway("Internal(Foo)") == "the compiler cannot follow it"
