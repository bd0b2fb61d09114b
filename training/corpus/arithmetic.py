"""Sums and differences below 100, times tables both ways, parts of a number, the larger of two.

Held out: 15 % of all pairs of numbers, the same pairs for sums, differences and comparisons, and
some phrasings, in which half of those questions are asked in evaluation. What is known by heart,
tables and parts of one number, is held out by phrasings alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import names, story_ways, sum_ways
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import fill, is_held_out, say

if TYPE_CHECKING:
    import random

    from training.corpus.grammar import Phrasings

HELD_OUT_PERCENT = 15
# Multiples that hours, dozens and prices need, each up to twelve times.
FACTORS = (7, 10, 12, 20, 24, 25, 50, 60, 100)


def way(rng: random.Random, form: Phrasings, split: Split) -> str:
    """A phrasing; in evaluation half are trained ones, since the numbers are new anyway."""
    return form.pick(rng, split if rng.random() < 0.5 else "train")


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
    question = say(rng, way(rng, sum_ways.PLUS, split), a=a, b=b)
    return exchange("arithmetic", question, f"{a} + {b} = {a + b}.", is_number(a + b))


def subtract(rng: random.Random, split: Split) -> Conversation:
    """85 - 27, the larger number first."""
    b, a = sorted(_pair(rng, split, 10 if split == "held_out" else rng.choice((0, 10, 10)), 99))
    question = say(rng, way(rng, sum_ways.MINUS, split), a=a, b=b)
    return exchange("arithmetic", question, f"{a} - {b} = {a - b}.", is_number(a - b))


def factors(rng: random.Random) -> tuple[int, int]:
    """Two numbers of the tables, mostly up to ten."""
    if rng.random() < 0.65:
        return rng.randint(0, 10), rng.randint(0, 10)
    pair = [rng.randint(1, 12), rng.choice((*FACTORS, 11, 12))]
    rng.shuffle(pair)
    return pair[0], pair[1]


def times(rng: random.Random, split: Split) -> Conversation:
    """The tables: facts, so nothing but the phrasing could be held out."""
    a, b = factors(rng)
    question = say(rng, sum_ways.TIMES.pick(rng, split), a=a, b=b)
    return exchange("arithmetic", question, f"{a} x {b} = {a * b}.", is_number(a * b))


def divide(rng: random.Random, split: Split) -> Conversation:
    """A quotient of the tables, that leaves nothing over."""
    while (pair := factors(rng))[0] < 2 or pair[1] < 1:
        pass
    a, b = pair
    slots = {"x": rng.choice(story_ways.THINGS), "n": names.person(rng, split)}
    question = say(rng, story_ways.SHARED.pick(rng, split), a=a, b=b, c=a * b, **slots)
    return exchange("arithmetic", question, f"{a * b} / {a} = {b}.", is_number(b))


def _kind(rng: random.Random, split: Split) -> Conversation:
    a = rng.randint(1, 100)
    word = "odd" if a % 2 else "even"
    if rng.random() < 0.3:
        question = say(rng, sum_ways.EVEN_OR_ODD.pick(rng, split), a=a)
        return exchange("arithmetic", question, f"{a} is {word}.", Check(all_of=(word,)))
    if rng.random() < 0.5:
        kind = rng.choice(("even", "odd"))
        is_so, told = kind == word, f"{a} is {word}."
    else:
        a = a // 2 + 1
        is_so = a > 1 and all(a % b for b in range(2, a))
        kind, told = "prime", f"{a} is {'' if is_so else 'not '}a prime number."
    article = "a" if kind == "prime" else "an"
    question = say(rng, sum_ways.IS_KIND.pick(rng, split), a=a, k=f"{article} {kind}", adj=kind)
    yes = "Yes" if is_so else "No"
    return exchange("arithmetic", question, f"{yes}, {told}", Check(pattern=f"{yes}.*"))


def known_parts(rng: random.Random, split: Split) -> Conversation:
    """What is known of one number: even, odd, prime, per cent of it, half, double, square."""
    maker = rng.choice(("kind", "kind", "percent", "percent", "half", "double", "square", "rest"))
    if maker == "kind":
        return _kind(rng, split)
    if maker == "percent":
        p = rng.choice((10, 20, 25, 50, 5))
        a = rng.randint(1, 20 if p in (5, 20, 25) else 50) * (100 // p)
        question = say(rng, sum_ways.PERCENT.pick(rng, split), a=a, p=p)
        answer, wanted = f"{p}% of {a} is {a * p // 100}.", a * p // 100
    elif maker == "half":
        wanted = rng.randint(1, 60)
        a = 2 * wanted
        question = say(rng, sum_ways.HALF.pick(rng, split), a=a)
        answer = f"Half of {a} is {wanted}."
    elif maker == "double":
        while pair_held_out(a := rng.randint(1, 60), a) != (split == "held_out"):
            pass
        wanted = 2 * a
        question = say(rng, sum_ways.DOUBLE.pick(rng, split), a=a)
        answer = f"Twice {a} is {wanted}."
    elif maker == "square":
        a = rng.randint(1, 15)
        wanted = a * a
        question = say(rng, sum_ways.SQUARE.pick(rng, split), a=a)
        answer = f"The square of {a} is {wanted}."
    else:
        while pair_held_out(100, a := rng.randint(1, 99)) != (split == "held_out"):
            pass
        wanted = 100 - a
        question = say(rng, sum_ways.MINUS.pick(rng, split), a=100, b=a)
        answer = f"100 - {a} = {wanted}."
    return exchange("arithmetic", question, answer, is_number(wanted))


def compare(rng: random.Random, split: Split) -> Conversation:
    """Which of two numbers is larger, or whether one is."""
    while True:
        a, b = _pair(rng, split, 1, 99)
        if a != b:
            break
    larger = rng.random() < 0.6
    wanted = max(a, b) if larger else min(a, b)
    word = "larger" if larger else "smaller"
    if rng.random() < 0.4:
        form = sum_ways.IS_LARGER if larger else sum_ways.IS_SMALLER
        yes = a == wanted
        answer = f"{'Yes' if yes else 'No'}, {a} is {'' if yes else 'not '}{word} than {b}."
        question = say(rng, way(rng, form, split), a=a, b=b)
        return exchange("arithmetic", question, answer, Check(pattern="Yes.*" if yes else "No.*"))
    form = sum_ways.LARGER if larger else sum_ways.SMALLER
    question = say(rng, way(rng, form, split), a=a, b=b)
    check = Check(pattern=rf"(.*\D)?{wanted} is .*")
    return exchange("arithmetic", question, f"{wanted} is {word}.", check)


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
    """Any of them; the pairs that are held out come in sums, differences and comparisons."""
    kinds = (add, subtract, times, divide, known_parts, compare)
    return rng.choices(kinds, (34, 20, 15, 11, 13, 7))[0](rng, split)
