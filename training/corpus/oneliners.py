"""One line of Python or of a shell, with names and numbers of the user's.

Held out: some ways of asking and of naming a task, and the words and numbers that are put in.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import lists
from training.corpus.code_tasks import HELD_OUT_PYTHON, HELD_OUT_SHELL, PYTHON, SHELL
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import expand, say, ways

if TYPE_CHECKING:
    import random

SKILL = "oneliners"

_ASKED = ways(
    "[How do I|How can I|How to|How do you|How does one|How would I] {x} in {l}[?|]", "[Write|Give me|Show me] [{l} code|a line of {l}|{l}|one line of {l}] to {x}[.|]", "{l}: {x}[.|]", "{x} in {l}[.|, please.|]", "[What is|Show] the {l} [command|code|line] to {x}[?|.]", "[I want|I need|I'd like|I would like] to {x} [in|with] {l}[.|]", "[Can you|Could you|Please|Would you] {x} in {l}[?|.]",
    "In {l}, [how do I|how can I|how to|I want to|please] {x}[?|]", "[Use|With|Using] {l}[ to|:] {x}[.|]".replace("[ to|:]", " to"), "[Using|With] {l}, {x}[.|]", "[Is there|Do you know] a {l} [one-liner|line|command] to {x}?", "{l} [one-liner|code|command|line] to {x}[?|.|]", "[What do I|What should I|What must I] [type|write|enter] in {l} to {x}?", "[What|Which] [command|line] [do I use|is used] [in {l} |]to {x} in {l}?".replace(" [in {l} |]to", " to"), "I am [writing|learning|using] {l} and [want|need|try] to {x}. [How?|What do I write?|Help!]", "[Help me|Teach me to|Tell me how to|Show me how to|Explain how to|I forgot how to|Remind me how to] {x} in {l}[.|]", "How [is it possible|do people|can one] to {x} in {l}?".replace("[is it possible|do people|can one] to", "is it possible to"), "{x}, [how do I do that|how does that go|how is that done] in {l}?", "[Code|A line|Something|A one-liner] [in {l} |]that [can |]{x}".replace("[in {l} |]that [can |]{x}", "in {l} to {x}[.|]"), "[My task|Task|To do|Exercise]: {x} in {l}[.|]", "how to {x} {l}", "{l} {x}", "[Translate|Turn] into {l}: {x}[.|]", "[Let|Make] {l} {x}[.|]", "[The|One] {l} line to {x}[, please|][.|]", "[What's|What is] the way to {x} in {l}?", "[Only|Just] the {l} [code|line|command], please: {x}[.|]", "[Next|Now|Then] {x} in {l}[.|]", "if i want to {x} in {l}, what do i [write|type]",
    held_out=("Which line of {l} would {x}?", "In {l}, how would one {x}?", "I'm stuck in {l}, I have to {x}.", "What does {l} offer to {x}?", "A colleague asked me to {x}; what is that in {l}?"),
)  # fmt: skip
_NAMES = {
    "Python": ("Python", "Python", "Python", "python", "Python 3"),
    "shell": ("shell", "bash", "Bash", "the shell", "Linux", "the terminal", "the command line", "a terminal"),
}  # fmt: skip
_ENDINGS = ("txt", "md", "csv", "json", "py", "log", "html", "xml", "png", "pdf", "sh", "conf")


def _name(rng: random.Random, split: Split) -> str:
    """A word that may stand in code."""
    while True:
        word = lists.word(rng, split)
        if word.isascii() and word.isalpha():
            return word


def _file(rng: random.Random, split: Split) -> str:
    return f"{_name(rng, split)}.{rng.choice(_ENDINGS)}"


def make(rng: random.Random, split: Split) -> Conversation:
    """Any line of either."""
    language = rng.choice(("Python", "shell"))
    table = PYTHON if language == "Python" else SHELL
    if split == "held_out" and rng.random() < 0.4:
        table = HELD_OUT_PYTHON if language == "Python" else HELD_OUT_SHELL
    wanted, line = rng.choice(table)
    slots = {
        "w": _name(rng, split), "v": _name(rng, split), "f": _file(rng, split), "g": _file(rng, split),
        "n": str(lists.number(rng, 2, 99, split)), "m": str(lists.number(rng, 2, 99, split)),
    }  # fmt: skip
    named = rng.choice(_NAMES[language])
    asked = expand(rng, _ASKED.pick(rng, split).replace("{l}", named))
    asked = asked.replace("the the ", "the ").replace("a the ", "a ")
    asked = asked.replace("{x}", expand(rng, wanted))
    # Brackets of code must not look like a slot, so they are not filled by the grammar.
    for slot, value in slots.items():
        line = line.replace("{" + slot + "}", value)
    question = say(rng, asked, **slots)
    return exchange(SKILL, upper_first(question), line, Check(pattern=re.escape(line)))
