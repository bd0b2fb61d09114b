"""One line of Python or of a shell: print, sort, count, find, copy, with names and numbers of the user's.

Held out: some phrasings, and the words and numbers that are put in.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import names, toolbox
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import expand, say, ways

if TYPE_CHECKING:
    import random

SKILL = "oneliners"

# What is wanted, and the line. {w} and {v} are words, {n} and {m} numbers, {f} and {g} files.
PYTHON: tuple[tuple[str, str], ...] = (
    ("[print|show] the word {w}", 'print("{w}")'), ("[print|show] the numbers from 1 to {n}", "print(*range(1, {n} + 1))"), ("[add|sum] {n} and {m}", "print({n} + {m})"), ("multiply {n} by {m}", "print({n} * {m})"),
    ("reverse the [string|text|word] {w}", 'print("{w}"[::-1])'), ("[find|get] the length of [the string |]{w}", 'print(len("{w}"))'), ("[make|turn|convert] {w} [into |to ]upper case", 'print("{w}".upper())'), ("[make|turn|convert] {w} [into |to ]lower case", 'print("{w}".lower())'),
    ("sort the list {w}", "{w}.sort()"), ("[find|get] the [largest|biggest] [number|item] in [the list |]{w}", "print(max({w}))"), ("[find|get] the smallest [number|item] in [the list |]{w}", "print(min({w}))"), ("sum [the list|all numbers in] {w}", "print(sum({w}))"),
    ("[set|give] the variable {w} [to|the value] {n}", "{w} = {n}"), ("[make|create] an empty list [called|named] {w}", "{w} = []"), ("[make|create] an empty dictionary [called|named] {w}", "{w} = {}"), ("[add|append] {n} to the list {w}", "{w}.append({n})"),
    ("[read|open] the file {f}", 'print(open("{f}").read())'), ("import the module {w}", "import {w}"), ("[loop|iterate|go] over the list {w}", "for item in {w}: print(item)"), ("repeat {w} {n} times", 'print("{w}" * {n})'), ("pick a random number up to {n}", "import random; print(random.randint(1, {n}))"),
    ("[define|write] a function {w} that doubles a number", "def {w}(x): return 2 * x"), ("[define|write] a function {w} that adds two numbers", "def {w}(a, b): return a + b"), ("[define|write] a function {w} that squares a number", "def {w}(x): return x * x"), ("check if {n} is even", "print({n} % 2 == 0)"), ("ask for a name", 'name = input("Name: ")'), ("split the text {w} [by|at] commas", '{w}.split(",")'), ("count [how often {v} is|{v}] in [the list |]{w}", '{w}.count("{v}")'),
)  # fmt: skip
SHELL: tuple[tuple[str, str], ...] = (
    ("[list|show] [all |the ]files", "ls"), ("[list|show] hidden files[ too|]", "ls -a"), ("[show|print] [the file |]{f}", "cat {f}"), ("copy {f} to {g}", "cp {f} {g}"), ("[move|rename] {f} to {g}", "mv {f} {g}"), ("[delete|remove] [the file |]{f}", "rm {f}"), ("[make|create] [a folder|a directory] [called|named] {w}", "mkdir {w}"),
    ("[go|change] [to|into] the folder {w}", "cd {w}"), ("[find|search for] {w} in {f}", 'grep "{w}" {f}'), ("count the lines [of|in] {f}", "wc -l {f}"), ("[show|print] the first {n} lines of {f}", "head -n {n} {f}"), ("[show|print] the last {n} lines of {f}", "tail -n {n} {f}"), ("sort [the lines of |]{f}", "sort {f}"), ("[make|create] an empty file {f}", "touch {f}"),
    ("[print|say|show] {w}", 'echo "{w}"'), ("[show|print] [where I am|the current folder|the working directory]", "pwd"), ("[find|search] [all |]files [called|named] {f}", 'find . -name "{f}"'), ("[show|see] free disk space", "df -h"), ("download {w}.com", "curl https://{w}.com"), ("[show|list] running programs", "ps aux"), ("wait {n} seconds", "sleep {n}"), ("[delete|remove] the folder {w}", "rm -r {w}"), ("[write|put] {w} into {f}", 'echo "{w}" > {f}'),
)  # fmt: skip
_ASKED = ways(
    "[How do I|How can I|How to] {x} in {l}[?|]", "[Write|Give me|Show me] [{l} code|a line of {l}|{l}] to {x}[.|]", "{l}: {x}[.|]", "{x} in {l}[.|]", "[What is|Show] the {l} [command|code|line] to {x}[?|.]", "[I want|I need|I'd like] to {x} [in|with] {l}[.|]", "[Can you|Could you|Please] {x} in {l}[?|.]",
    held_out=("Which line of {l} would {x}?", "In {l}, how would one {x}?"),
)  # fmt: skip
_NAMES = {
    "Python": ("Python", "Python", "python"),
    "shell": ("shell", "bash", "Bash", "the shell", "Linux", "the terminal"),
}


def make(rng: random.Random, split: Split) -> Conversation:
    """Any line of either."""
    table, language = rng.choice(((PYTHON, "Python"), (SHELL, "shell")))
    wanted, line = rng.choice(table)
    slots = {
        "w": toolbox.a_word(rng, split) if rng.random() < 0.7 else names.invented(rng, split).lower(),
        "v": toolbox.a_word(rng, split), "n": str(toolbox.number(rng, 2, 99, split)),
        "m": str(toolbox.number(rng, 2, 99, split)), "f": toolbox.FILE.draw(rng, split).said, "g": toolbox.FILE.draw(rng, split).said,
    }  # fmt: skip
    named = rng.choice(_NAMES[language])
    asked = _ASKED.pick(rng, split).replace("{l}", named).replace("{x}", expand(rng, wanted))
    # A line break or brackets of code must not look like a slot.
    for slot, value in slots.items():
        line = line.replace("{" + slot + "}", value)
    question = say(rng, asked, **slots)
    return exchange(SKILL, upper_first(question), line, Check(pattern=re.escape(line)))
