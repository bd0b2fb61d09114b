"""A pattern matches no text that it does not match for Python, whose `re` validators use."""

from __future__ import annotations

import random
import re
import warnings

import pytest

from rejoinder.grammar.pattern_tree import PatternError
from rejoinder.grammar.patterns import Matching, is_valid, matched, searched

matches = Matching()


def finds(pattern: str, text: str) -> bool:
    return all(matches(regex, text) for regex in searched(pattern))


def fits(pattern: str, text: str) -> bool:
    return all(matches(regex, text) for regex in matched(pattern))


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("b", ["b", "abc", "\nb\n"], ["", "a"]),
        ("^a", ["a", "ab"], ["ba", "\na"]),
        ("a$", ["a", "ba"], ["ab", "a\n"]),
        ("^$", [""], ["a", "\n"]),
        ("", ["", "anything\nat all"], []),
        ("^a|b$", ["ax", "xb", "a", "b"], ["xax", "bx"]),
        ("(^|,)x(,|$)", ["x", "x,y", "y,x", "y,x,z"], ["ax", "xa"]),
        ("^(ab|c){2}$", ["abab", "abc", "cc"], ["c", "ccc"]),
        ("^a{0}b$", ["b"], ["ab"]),
        ("^[a-c_-]+$", ["a-b_c"], ["d", ""]),
        ("^[^a-c]$", ["d", "\n", "ß"], ["a", "dd"]),
        ("^[\\w.]+$", ["a.b_9"], ["ä", "a b"]),
        # Narrow where the three disagree: a digit of another script is one to Python alone.
        ("^\\d$", ["7"], ["\u0667", "x"]),
        ("^\\D$", ["x", "ä"], ["7", "\u0667"]),
        ("^\\W$", ["-", " "], ["a", "ä", "名", "_"]),
        ("^\\s$", [" ", "\t", "\n"], ["\u001c", "\ufeff", "x"]),
        ("^\\S$", ["x", "名"], [" ", "\u001c", "\ufeff", "\u00a0", "\u2028"]),
        ("^[^\\d]$", ["x"], ["1", "\u0667"]),
        ("^[^\\W]$", ["x", "_"], ["-", "ä"]),
        ("^[^\\S]$", [" "], ["x", "\u001c"]),
        ("^.$", ["x", "\U0001f600"], ["\n", "\r", "\u2028", "\u2029"]),
        ("(?s)^.$", ["\n", "x"], [""]),
        ("^(?s:.)$", ["\n"], []),
        ("(?i)^straße$", ["STRAßE", "straße"], ["STRASSE"]),
        ("^(?i:k)[^(?i)]$", ["kx", "Kx"], ["\u212ax"]),
        ("^x{$", ["x{"], ["x"]),
        ("^a{}b]}$", ["a{}b]}"], ["ab]}"]),
        ("^\\/\\-\\.$", ["/-."], ["/-x"]),
        ("^\\u00e9\\x41\\t$", ["éA\t"], ["e"]),
        ("^\\ud83d\\ude00$", ["\U0001f600"], ["x"]),
        ("^\\u{1F600}$", ["\U0001f600"], ["x"]),
        ("^a*?b+?c??$", ["abb", "bc"], ["a"]),
        ("^(?P<year>\\d{4})-(?<month>\\d\\d)$", ["2024-05"], ["24-05"]),
        ("^\\p{Lu}\\P{Lu}$", ["Äb", "A1"], ["aB"]),
        ("^(?=.*\\d)(?=.*[A-Z]).{3,5}$", ["a1B", "AB1c2"], ["abc", "AB1c2d", "a1"]),
        ("^(?=a$|bb)", ["a", "bbx"], ["ab", "b"]),
        ('[/"\\\\]', ["/", '"', "\\"], ["x"]),
    ],
)
def test_what_a_pattern_finds(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [text for text in yes if not finds(pattern, text)] == []
    assert [text for text in no if finds(pattern, text)] == []


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("a|bc", ["a", "bc"], ["abc", "xa"]),
        ("^a|bc$", ["a", "bc"], ["ax", "xbc"]),
        ("[0-9]{3}", ["123"], ["1234", "12"]),
        ("(?i)yes|no", ["YES", "nO"], ["yesno"]),
        ("^(?=.*1).{2}$", ["a1"], ["ab", "a12"]),
        ('a/b\nc"', ['a/b\nc"'], []),
    ],
)
def test_what_fits_a_pattern_from_end_to_end(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [text for text in yes if not fits(pattern, text)] == []
    assert [text for text in no if fits(pattern, text)] == []


PIECES: list[str] = [
    *"abcAB1_-. kK{}]é",
    *(".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "\\.", "\\n", "\\u00e9"),
    *("[a-c]", "[^a]", "[^\\d]", "[\\w.-]", "[^\\W]", "[\\D]", "[^\\S]", "[\\s\\S]"),
]
LETTERS = [*"abcABCkKsS1_-. \n\t/{}]é", "\u0660", "\u212a", "\u017f", "\u001c", "\x85", "\ufeff",
           "\u2028", "\xa0", "ß", "一", "\U0001f600", "\u0301"]  # fmt: skip


def made(drawn: random.Random, depth: int = 0) -> str:
    kind = drawn.random()
    if depth > 3 or kind < 0.5:
        return str(drawn.choice(PIECES))
    if kind < 0.65:
        times = str(drawn.choice(["*", "+", "?", "{1,3}", "{2}", "{0,2}", "*?", "{1,}"]))
        return made(drawn, depth + 1) + times
    if kind < 0.8:
        other = drawn.choice(["", "|" + made(drawn, depth + 1)])
        return drawn.choice(["(", "(?:", "(?i:"]) + made(drawn, depth + 1) + other + ")"
    if kind < 0.9:
        return made(drawn, depth + 1) + made(drawn, depth + 1)
    if kind < 0.95:
        return drawn.choice("^ ") + made(drawn, depth + 1) + drawn.choice("$ ")
    return made(drawn, depth + 1) + "|" + made(drawn, depth + 1)


def test_no_text_is_matched_that_python_does_not_match() -> None:
    """Patterns and texts made by chance; most of what Python finds is found here too."""
    drawn = random.Random("patterns")
    num_found = num_of_python = 0
    for _ in range(600):
        pattern = "".join(made(drawn) for _ in range(drawn.randint(1, 3)))
        try:
            regexes = searched(pattern)
        except PatternError:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `[[` may mean another thing one day
            judge = re.compile(pattern)
        assert all(map(is_valid, regexes)), pattern
        for _ in range(12):
            letters = drawn.choice([LETTERS, [*"aAbBc1 "]])
            text = "".join(drawn.choice(letters) for _ in range(drawn.randint(0, 6)))
            is_found = all(matches(regex, text) for regex in regexes)
            is_of_python = judge.search(text) is not None
            assert is_of_python or not is_found, (pattern, text, regexes)
            num_found += is_found
            num_of_python += is_of_python
    assert num_found > 0.95 * num_of_python > 500


def test_a_pattern_that_takes_others_for_ever_is_quick() -> None:
    """Python's `re` would need some 2^60 steps for these; a client chooses them."""
    assert not finds("^(a+)+$", "a" * 60 + "b")
    assert not finds("^(a|a)*$", "a" * 60 + "b")
    assert not finds("^(.*,){20}x$", "1," * 30)
