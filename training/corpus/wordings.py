"""How an exercise is asked: an order or a question, set before, after or around what is given.

An order such as `sort [these|the words]` and a question such as `how many are there` are each put
into all the frames below, so that a purpose is told from its words and not from a place. `{x}` is
what is given. Orders and questions begin with a small letter and have no mark at the end.
"""

# ruff: noqa: E501 - a frame is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus.grammar import Phrasings, expand, noisy

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

ORDER_FRAMES = (
    "{o}: {x}", "{o}: {x}", "{o}[, please|, will you|]: {x}", "[please|kindly] {o}: {x}", "[can|could|would|will] you [please |]{o}: {x}[?|]",
    "[can|could|would] you {o}? {x}", "[I want|I need|I would like|I'd like] you to {o}: {x}", "{x}. {o}.", "{x} - {o}[, please|]", "{x}\n{o}[.|]", "{o}\n{x}",
    "[here is a list|here are some words|my list|the list|look at this|I have this|given]: {x}. [Now |Please |Then |]{o}.", "{o}. [The list|The words|My list|They are|Here they are|It is this]: {x}",
    "[your task|task|exercise|job|to do]: {o}. {x}", "[you have to|you should|now|next|let's] {o}: {x}", "[how do I|how would you|is it possible to|do you know how to] {o}: {x}[?|]", "[help me|try to|I must|I have to] {o}: {x}", "{x}: {o}[!|.|]",
)  # fmt: skip
QUESTION_FRAMES = (
    "{o}: {x}[?|]", "{o}? {x}", "{x}: {o}?", "{x}. {o}?", "{x}, {o}?", "{x}\n{o}?", "{o}?\n{x}",
    "[here is a list|here are some words|my list|the list|look at this|I have this|given]: {x}. {o}?", "[tell me|I want to know|can you tell me|I wonder|say|do you know]: {o}? {x}",
    "[in this list|with this list|here|for this list]: {x}, {o}?", "[question|one thing|quick question|riddle]: {o}? {x}", "{o}[, please|]: {x}",
)  # fmt: skip
# The same where a single word or a text is given.
ONE_ORDER_FRAMES = (
    "{o}: {x}", "{o}: {x}", "{o}[, please|, will you|]: {x}", "[please|kindly] {o}: {x}", "[can|could|would|will] you [please |]{o}: {x}[?|]", "{x}. {o}.", "{x} - {o}[, please|]", "{o} - {x}", "{x}: {o}[!|.|]",
    "[here it is|this is it|look at this|I have this|given|take this]: {x}. [Now |Please |]{o}.", "[your task|task|exercise|to do]: {o}. {x}", "[I want|I need|I would like|I'd like] you to {o}: {x}", "[now|next|let's|help me|try to] {o}: {x}",
)  # fmt: skip
ONE_QUESTION_FRAMES = (
    "{o}: {x}[?|]", "{o}? {x}", "{x}: {o}?", "{x}. {o}?", "{x}, {o}?", "[here it is|look at this|I have this|given|take this]: {x}. {o}?",
    "[tell me|I want to know|can you tell me|I wonder|say|do you know]: {o}? {x}", "[question|one thing|quick question|riddle]: {o}? {x}", "{o}[, please|]: {x}",
)  # fmt: skip


def wordings(
    orders: tuple[str, ...] = (),
    questions: tuple[str, ...] = (),
    direct: tuple[str, ...] = (),
    *,
    held_out: tuple[str, ...],
    one: bool = False,
) -> Phrasings:
    """Every order and question in every frame, and the sentences written out in full.

    Those written out are as many as the others together, so that both kinds are heard. With `one` a
    single word or text is given, not a list.
    """
    frames: tuple[str, ...] = ONE_ORDER_FRAMES if one else ORDER_FRAMES
    made = [frame.replace("{o}", order) for order in orders for frame in frames]
    frames = ONE_QUESTION_FRAMES if one else QUESTION_FRAMES
    made += [frame.replace("{o}", question) for question in questions for frame in frames]
    times = max(1, len(made) // len(direct)) if direct else 0
    return Phrasings((*made, *direct * times), held_out)


# What is given may end in a mark of its own.
_MARKED = re.compile(r"\{x\}[.,:?!]+")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def asked(rng: random.Random, form: Phrasings, split: Split, given: str, **slots: str | int) -> str:
    """A question in one of the wordings: first letter mostly large, what is given left as it is."""
    text = expand(rng, form.pick(rng, split))
    if "\n" in given and not (text.endswith("{x}") or text.startswith("{x}\n")):
        # Lines read well at the beginning or the end, not inside a sentence.
        given = ", ".join(line.removeprefix("- ") for line in given.split("\n"))
    elif "\n" in given:
        text = text.replace(" {x}", "\n{x}")
    if given[-1:] in (".", "?", "!"):
        text = _MARKED.sub("{x}", text)
    if rng.random() < 0.7:
        text = _upper(text) if not text.startswith("{") else text
    text = noisy(rng, text)
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", str(value))
    # What is given comes last: it may hold anything.
    return text.replace("{x}", given)
