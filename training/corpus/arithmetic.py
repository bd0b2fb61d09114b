"""Sums and differences of numbers below 100, times tables, and which number is larger.

Held out: 15 % of all pairs of numbers, the same pairs for every operation.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import fill, is_held_out, say

if TYPE_CHECKING:
    import random

HELD_OUT_PERCENT = 15

PLUS = (
    "[What is|What's|Calculate|Compute|Work out|How much is|What do you get for] {a} + {b}?",
    "[What is|What's|How much is|What does|How much makes] {a} plus {b}?",
    "{a} + {b}[?| = ?| =|]",
    "{a}+{b}[?|=?|=|]",
    "[Add|Please add|Can you add] {a} and {b}.",
    "[What is|What's|Give me|Tell me] the sum of {a} and {b}?",
    "{a} plus {b}[?| is| makes what?| equals?| is what?]",
    "I [have|own] {a} [apples|coins|books|stones] and [get|find|buy] {b} more. How many do I have?",
    "Can you [add up|sum|tell me] {a} + {b}?",
)
MINUS = (
    "[What is|What's|Calculate|Compute|Work out|How much is] {a} - {b}?",
    "[What is|What's|How much is|What does] {a} minus {b}?",
    "{a} - {b}[?| = ?| =|]",
    "{a}-{b}[?|=?|=|]",
    "[Subtract|Take|Take away] {b} from {a}.",
    "[What is|Tell me] the difference between {a} and {b}?",
    "{a} minus {b}[?| is| makes what?| equals?]",
    "I [have|own] {a} [apples|coins|books|stones] and [lose|give away|sell] {b}. How many are left?",
)
_TIMES = (
    "[What is|What's|Calculate|How much is] {a} [times|x|*] {b}?",
    "{a} [x|*|times] {b}[?| = ?|]",
    "[Multiply|Please multiply] {a} by {b}.",
)
_LARGER = (
    "[Which|Which number|Which one] is [larger|bigger|greater|higher], {a} or {b}?",
    "[What is|Tell me] the [larger|bigger] [number|one|of the two], {a} or {b}?",
    "Is {a} [larger|bigger|greater|more] than {b}?",
)
_SMALLER = (
    "[Which|Which number|Which one] is [smaller|less|lower], {a} or {b}?",
    "Is {a} [smaller|less|lower] than {b}?",
)


def pair_held_out(a: int, b: int) -> bool:
    """Whether this pair of numbers is kept out of training, in either order."""
    low, high = sorted((a, b))
    return is_held_out(f"pair {low} {high}", HELD_OUT_PERCENT)


def _pair(rng: random.Random, split: Split, low: int, high: int) -> tuple[int, int]:
    while True:
        a, b = rng.randint(low, high), rng.randint(low, high)
        if pair_held_out(a, b) == (split == "held_out"):
            return a, b


def is_number(value: int) -> Check:
    """The answer holds the number, and it is the last one there."""
    return Check(all_of=(str(value),), pattern=rf"(.*\D)?{value}\D*")


def add(rng: random.Random, split: Split) -> Conversation:
    """27 + 58. Two-digit pairs in evaluation; in training some smaller ones too."""
    low = 10 if split == "held_out" or rng.random() < 0.8 else 0
    a, b = _pair(rng, split, low, 99)
    question = say(rng, rng.choice(PLUS), a=a, b=b)
    return exchange("arithmetic", question, f"{a} + {b} = {a + b}.", is_number(a + b))


def subtract(rng: random.Random, split: Split) -> Conversation:
    """85 - 27, the larger number first."""
    b, a = sorted(_pair(rng, split, 10 if split == "held_out" else rng.choice((0, 10, 10)), 99))
    question = say(rng, rng.choice(MINUS), a=a, b=b)
    return exchange("arithmetic", question, f"{a} - {b} = {a - b}.", is_number(a - b))


def times(rng: random.Random, split: Split) -> Conversation:
    """The tables up to ten: facts, so nothing but the phrasing could be held out."""
    a, b = rng.randint(0, 10), rng.randint(0, 10)
    question = say(rng, rng.choice(_TIMES), a=a, b=b)
    return exchange("arithmetic", question, f"{a} x {b} = {a * b}.", is_number(a * b))


def compare(rng: random.Random, split: Split) -> Conversation:
    """Which of two numbers is larger, or whether one is."""
    while True:
        a, b = _pair(rng, split, 1, 99)
        if a != b:
            break
    larger = rng.random() < 0.6
    template = rng.choice(_LARGER if larger else _SMALLER)
    question = say(rng, template, a=a, b=b)
    wanted = max(a, b) if larger else min(a, b)
    word = "larger" if larger else "smaller"
    if template.startswith("Is"):
        yes = a == wanted
        answer = f"{'Yes' if yes else 'No'}, {a} is {'' if yes else 'not '}{word} than {b}."
        return exchange("arithmetic", question, answer, Check(pattern="Yes.*" if yes else "No.*"))
    answer = f"{wanted} is {word}."
    return exchange("arithmetic", question, answer, Check(pattern=rf"(.*\D)?{wanted} is .*"))


def too_hard(rng: random.Random, split: Split) -> Conversation:
    """Large products and roots: say so instead of guessing."""
    a, b = rng.randint(1000, 9999), rng.randint(1000, 9999)
    question = say(
        rng,
        rng.choice((
            "[What is|Calculate|How much is] {a} [times|x|*] {b}?",
            "{a} [x|*] {b}[?| = ?|]",
            "[What is|Calculate] the square root of {a}?",
            "[What is|How much is] {a} [divided by|/] {b}?",
            "[What is|How much is] {a} [plus|+|minus|-] {b}?",
        )),
        a=a,
        b=b,
    )  # fmt: skip
    answer = fill(rng, "I don't know. That is too hard for me: I can only work with small numbers.")
    return exchange("unknown", question, answer, Check(any_of=("don't know", "too hard")))


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them; evaluation asks for sums and differences of held-out pairs alone."""
    if split == "held_out":
        return rng.choice((add, add, subtract, compare))(rng, split)
    kinds = (add, subtract, times, compare)
    return rng.choices(kinds, (58, 26, 7, 9))[0](rng, split)
