"""What the compiler says against a client's grammar, in words for the client.

llguidance speaks to those who know its insides: names of Rust's types, its own limits, a regex's
error over several lines. What is not known here is told without its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rejoinder.grammar.verdict import Verdict
from rejoinder.shown import cut

# Whose limit, where it is not one of ours; see `limits.py`.
COMPILER = "the compiler"
# Nothing may be said, and it is not complete either.
NO_EXTENSION = "NoExtension"

_MAX_REGEX_CHARS = 80

# `at 1(8): what`, of where what is wrong begins or of what is around it; of what cannot be parsed
# `1(8): what (at "text" (kind))`.
_PLACE = re.compile(r"(?P<around>at )?(?P<line>\d+)\((?P<column>\d+)\): (?P<what>.*)", re.DOTALL)
# The lines around it follow, with their numbers.
_LINES = re.compile(r"\n *\d+ \| ")
_FOUND = re.compile(r'(?P<what>.*) \(at (?P<token>".*") \(.*\)\)', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BARE = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_DEBUG = r'"(?P<name>(?:[^"\\]|\\.)*)"'

# Of what takes too much: what of it.
_HEAVY: tuple[tuple[str, str], ...] = (
    (r"Too many items|Current row has", "at one place there are too many ways to go on"),
    (r"too many (?:expressions|states)", "its patterns make automata with too many states"),
    (r"fuel|precomputation failed|DNF too large", "its patterns take too long to tell apart"),
    (r"number of symbols", "it has too many symbols"),
    (r"too deeply nested", "its groups are nested too deeply"),
    # Of a size that its authors took for impossible.
    (r"panic|(?i:too (?:many|large|big|complex)|limit|exceed|max is|unable to determine)", ""),
)

_Words = Callable[[re.Match[str], str], str]
_FIXED: dict[str, str] = {
    "no start rule found": "there is no rule `start`, with which all begins",
    "params not supported yet": "rules with parameters in braces are not supported",
    "template usage not supported yet": "rules with parameters in braces are not supported",
    "priority not supported yet": "priorities of rules and terminals are not supported",
    "l-flag is not supported in regexes": "a regex has the flag `l`, which is not supported",
    "End number in range cannot be 0": "a repetition must allow at least one time",
    "ranges not supported with operators": "what is repeated is repeated once more",
    "no fields set on %regex": "`%regex` has none of `substring_words`, `substring_chars` and "
    "`substring_chunks`",
    "lexer error": "nothing is known that begins here",
}
_KINDS = {
    '"string..."': "a text in double quotes",
    "'rule_name'": "a rule's name",
    "'TOKEN_NAME'": "a terminal's name",
    "a number": "a number",
}
_TABLE: tuple[tuple[str, _Words], ...] = (
    (
        rf"invalid regex {_DEBUG} \(in [^)]*\): (?P<why>.*)",
        lambda found, _: f"the regex {_quoted(_plain(found['name']))} {_of_regex(found['why'])}",
    ),
    (
        rf"unknown name: {_DEBUG}",
        lambda found, _: f"{_quoted(_plain(found['name']))} is not defined, or is a rule where "
        "only terminals may stand",
    ),
    (
        rf"circular reference in token {_DEBUG} definition",
        lambda found, _: f"the terminal {_quoted(_plain(found['name']))} needs itself, as only "
        "rules may",
    ),
    (
        rf"duplicate (?P<kind>rule|token)(?: \(in import\))?: {_DEBUG}",
        lambda found, _: f"the {'rule' if found['kind'] == 'rule' else 'terminal'} "
        f"{_quoted(_plain(found['name']))} is there twice",
    ),
    (
        r"Unknown common regex: (?P<name>\S+); following are available: (?P<known>.*)",
        lambda found, _: f"there is no `{found['name']}` to import; of `common` there are "
        + found["known"].replace("common.", ""),
    ),
    (
        r"(?P<sign>[&~]) is only supported for tokens.*",
        lambda found, _: f"`{found['sign']}` may stand in terminals only, whose names are in "
        "capitals",
    ),
    (
        r"range (?:start|end) must be a single character",
        lambda *_: 'a range goes from one character to one, as `"a".."z"`',
    ),
    (
        r"invalid range order: '(?P<low>.*)'\.\.'(?P<high>.*)'",
        lambda found, _: f"the range from {_quoted(_plain(found['low']))} to "
        f"{_quoted(_plain(found['high']))} ends before it begins",
    ),
    (
        r"range end must be >= start, got \((?P<low>-?\d+), (?P<high>-?\d+)\)",
        lambda found, _: f"a repetition of {found['low']} to {found['high']} times ends before it "
        "begins",
    ),
    (r"range start must be >= 0.*", lambda *_: "a repetition begins below 0"),
    (
        r"Cannot have multiple stop.*|stop= and suffix=.*",
        lambda *_: "a rule has more than one of `stop=`, `suffix=` and `lazy`",
    ),
    (
        r"Unknown attribute: (?P<name>[\w-]+)",
        lambda found, _: f"`{found['name'][:40]}` is no attribute of a rule",
    ),
    (
        r"failed to parse %regex: .*|only one field can be set on %regex.*",
        lambda *_: "what follows `%regex` must be one of `substring_words`, `substring_chars` and "
        "`substring_chunks` with its text",
    ),
    (
        r".*parametric.*|.*[Pp]aram.*|Unexpected condition.*",
        lambda *_: "the parameter or the condition of a rule cannot be read",
    ),
    (
        r"Expected token (?P<wanted>.*), found .*",
        lambda found, stands: f"{_KINDS.get(found['wanted'], _signs(found['wanted']))} is "
        f"expected, but {stands}",
    ),
    (
        r"Expected value",
        lambda _, stands: f"a text, a regex or a name is expected, but {stands}",
    ),
    (
        r"expecting rule, token or statement",
        lambda _, stands: f"a rule or a terminal is expected, but {stands}",
    ),
    (
        r"Expected (?:at least one )?name.*",
        lambda _, stands: f"a name is expected, but {stands}",
    ),
)  # fmt: skip


def told(said: str, *, has_columns: bool) -> Verdict:
    """said: llguidance's words, all lines of them. has_columns: whether its columns, which count
    bytes, are those of the text."""
    for pattern, detail in _HEAVY:
        if re.search(pattern, said) and "invalid regex" not in said:
            return Verdict("heavy", detail, COMPILER)
    said = _LINES.split(said, maxsplit=1)[0].strip()
    if said.startswith(NO_EXTENSION):
        return Verdict("bad", "no text at all fits it")
    place, what = "", said
    if found := _PLACE.fullmatch(said):
        is_exact = has_columns and not found["around"]
        column = f", column {found['column']}" if is_exact else ""
        place = f" (line {found['line']}{column})"
        what = found["what"]
    stands = "the text ends"
    if what.startswith("at EOF: "):
        what = what.removeprefix("at EOF: ")
    elif found := _FOUND.fullmatch(what):
        what, token = found["what"], _plain(found["token"][1:-1])
        stands = f"{_quoted(token)} stands there" if token.strip() else "the line ends"
    return Verdict("bad", _worded(what, stands) + place)


def told_midway(said: str) -> str:
    """Of what is wrong while an answer is made, after a grammar was found good."""
    if not said:
        return ""
    if re.search("doesn't satisfy the grammar", said):
        return "a token was said that its grammar does not allow"
    if said.startswith(NO_EXTENSION):
        return "nothing that its grammar allows can follow"
    verdict = told(said, has_columns=False)
    if verdict.kind == "heavy":
        more = f": {verdict.detail}" if verdict.detail else ""
        return f"its grammar passes the limit of {verdict.limit}{more}"
    return verdict.detail


def _worded(what: str, stands: str) -> str:
    if what in _FIXED:
        return _FIXED[what]
    for pattern, words in _TABLE:
        if found := re.fullmatch(pattern, what, re.DOTALL):
            return words(found, stands)
    return "the compiler cannot follow it"


def _of_regex(why: str) -> str:
    """The last line of what regex-syntax says tells what; the others show where."""
    if why.startswith("lookarounds"):
        return (
            "looks around, as with `\\b`, or has `^` or `$` in its middle, which is not supported"
        )
    _, is_parsed, error = why.rpartition("\nerror: ")
    return f"cannot be read: {error.strip()}" if is_parsed else "cannot be followed"


def _signs(wanted: str) -> str:
    return wanted.replace("'", "`")


def _plain(debug: str) -> str:
    """A string without the escapes that Rust shows it with."""
    return _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _BARE.get(found[2], found[2]), debug
    )


def _quoted(text: str) -> str:
    line = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return f"`{cut(line, _MAX_REGEX_CHARS)}`"
