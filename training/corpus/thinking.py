"""A short thought, then a short answer: sums in steps, letters counted, numbers sorted.

Some of the questions are also asked without a thought. Held out: 15 % of the
pairs of numbers, 10 % of the words and numbers, some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    explain,
    facts,
    identity,
    names,
    newcomer,
    recall,
    smalltalk,
    system,
    toolbox,
    unknown,
    words,
)
from training.corpus.conversation import Check, Conversation, Turn
from training.corpus.grammar import say, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Split

SKILL = "thinking"


def _thought(question: str, thought: str, answer: str, check: Check) -> Conversation:
    turns = (Turn("user", question), Turn("assistant", answer, thought=thought))
    return Conversation(SKILL, turns, check, thinking=bool(thought))


def _numbers(rng: random.Random, split: Split) -> tuple[int, int]:
    low, high = (100, 999) if rng.random() < 0.6 else (10, 99)
    while True:
        a, b = rng.randint(low, high), rng.randint(10, high)
        if arithmetic.pair_held_out(a, b) == (split == "held_out"):
            return a, b


def plus_steps(a: int, b: int) -> str:
    """Column by column from the right, with what is carried."""
    steps, carry, x, y = [], 0, a, b
    while x or y:
        left, right = x % 10, y % 10
        total = left + right + carry
        summed = f"{left}+{right}" + (f"+{carry}" if carry else "")
        carry = total // 10
        steps.append(
            f"{summed}={total}, write {total % 10}" + (f", carry {carry}" if carry else "")
        )
        x, y = x // 10, y // 10
    if carry:
        steps.append(f"write {carry}")
    return ". ".join(steps) + f". So {a + b}."


def minus_steps(a: int, b: int) -> str:
    """Column by column from the right, with what is borrowed. `a` is not the smaller one."""
    steps, borrow, x, y = [], 0, a, b
    while x or y:
        left, right = x % 10 - borrow, y % 10
        borrow = 1 if left < right else 0
        if borrow:
            steps.append(f"{left}-{right} borrow, {left + 10}-{right}={left + 10 - right}")
        else:
            steps.append(f"{left}-{right}={left - right}")
        x, y = x // 10, y // 10
    return ". ".join(steps) + f". So {a - b}."


def plus(rng: random.Random, split: Split) -> Conversation:
    """A sum of two or three digits."""
    a, b = _numbers(rng, split)
    question = say(rng, rng.choice(arithmetic.PLUS), a=a, b=b)
    answer = f"{a} + {b} = {a + b}."
    return _thought(question, plus_steps(a, b), answer, arithmetic.is_number(a + b))


def minus(rng: random.Random, split: Split) -> Conversation:
    """A difference of two or three digits."""
    b, a = sorted(_numbers(rng, split))
    question = say(rng, rng.choice(arithmetic.MINUS), a=a, b=b)
    answer = f"{a} - {b} = {a - b}."
    return _thought(question, minus_steps(a, b), answer, arithmetic.is_number(a - b))


_LARGER = ways(
    "[Which|Which number|Which one] is [larger|bigger|greater], {a} or {b}?", "Is {a} or {b} [larger|bigger]?",
    "[Compare|Please compare] {a} and {b}.", "[The larger|The bigger] [of|number of] {a} and {b}?",
    "[What|Which] is [more|larger|greater]: {a} or {b}?", "{a} or {b}: [which is larger|which is more|the larger one]?", "[Take|Look at] {a} and {b}[.|:] Which [one |number |]is [larger|the larger one|more]?", "[Between|From] {a} and {b}[,| choose] the [larger|bigger] [number|one][.|?]", "[Tell me|Say] which is larger, {a} or {b}.",
    held_out=("Of {a} and {b}, which is the larger number?",),
)  # fmt: skip


def compare(rng: random.Random, split: Split) -> Conversation:
    """The larger of two numbers, digit by digit."""
    a, b = _numbers(rng, split)
    if rng.random() < 0.5:
        b = a // 10 * 10 + b % 10
    if a == b:
        b += 1
    question = say(rng, _LARGER.pick(rng, split), a=a, b=b)
    left, right = str(a), str(b)
    if len(left) != len(right):
        thought = f"{a} has {len(left)} digits, {b} has {len(right)}."
    else:
        steps = []
        for one, other in zip(left, right, strict=True):
            steps.append(f"{one} and {other}")
            if one != other:
                break
        thought = ", ".join(steps) + f": {'first' if a > b else 'second'}."
    wanted = max(a, b)
    return _thought(
        question, thought, f"{wanted} is larger.", Check(pattern=rf"(.*\D)?{wanted} is .*")
    )


_STORY = ways(
    "{n} [has|owns|buys] {a} {x}s. [He|She] [gets|finds|buys] {b} more and [gives away|loses|sells] {c}. How many {x}s [does {n} have|are left]?",
    "[There are|I see] {a} {x}s. {b} more [come|arrive]. {c} [go away|leave]. How many [{x}s |]are there now?",
    "I have {a} {x}s, get {b} and [lose|sell] {c}. How many [do I have|are left]?",
    "[At first|In the morning|On Monday] [there are|{n} has|I have] {a} {x}s. [Then|Later|At noon] {b} [come|are brought|are added|arrive] and {c} [leave|are taken|are sold|are eaten]. How many {x}s [are there|remain|are left|is that]?",
    "{n} [begins|came|went out] with {a} {x}s, [finds|wins|is given] {b} and [gives|hands|pays] {c} [away|to a friend|back]. How many {x}s [are left|remain|has {n} now]?",
    "[From|Of] {a} {x}s and {b} more {x}s, {c} [are broken|were lost|are gone]. How many [are good|are left|remain]?",
    "A [box|shop|basket] [holds|has] {a} {x}s[.|,] {b} [more |]are put in[.|,] [and |]{c} [are |]taken out. How many {x}s [are in it|are there|does it hold]?",
    "[First|Once] {n} had {a} {x}s. [After that|Then] {b} [were added|came] and {c} [disappeared|were used up]. [Count|How many are] the {x}s[ now|]?",
    "{a} {x}s, plus {b}, [minus|less] {c}: how many {x}s?",
    held_out=("{n} starts with {a} {x}s, then {b} are added and {c} taken away. How many {x}s are there?",),
)  # fmt: skip
_BOXES = ways(
    "[There are|I have|{n} has] {a} [boxes|bags] with {b} {x}s each. How many {x}s [are there|is that][ in all|]?",
    "{a} [people|children] have {b} {x}s each. How many {x}s [do they have|are there]?",
    "One {x} costs {b}. [What do|How much are] {a} {x}s[ cost|]?",
    "[Every|Each] [box|bag|child|row] [has|holds] {b} {x}s[,| and] there are {a} [boxes|bags|children|rows]. How many {x}s [in all|altogether]?", "{n} [fills|buys|carries] {a} [bags|boxes] [of|with] {b} {x}s[ each|]. How many {x}s [is that|are there]?", "{a} [times|days], {b} {x}s [each|every day]: how many {x}s[ in all|]?",
    held_out=("In each of {a} boxes lie {b} {x}s. How many {x}s are there in all?",),
)  # fmt: skip


def story(rng: random.Random, split: Split) -> Conversation:
    """A small problem of two steps, or a product from the tables."""
    x, n = (
        rng.choice(("apple", "book", "coin", "stone", "pen", "cup", "ball", "egg", "card", "hat")),
        names.person(rng, split),
    )
    if rng.random() < 0.4:
        a, b = rng.randint(2, 10), rng.randint(2, 10)
        question = say(rng, _BOXES.pick(rng, split), a=a, b=b, x=x, n=n)
        return _thought(
            question,
            f"{a} x {b} = {a * b}.",
            f"The answer is {a * b}.",
            arithmetic.is_number(a * b),
        )
    a, b = rng.randint(5, 60), rng.randint(2, 40)
    c = rng.randint(1, a + b - 1)
    question = say(rng, _STORY.pick(rng, split), a=a, b=b, c=c, x=x, n=n)
    total = a + b - c
    return _thought(
        question,
        f"{a} + {b} = {a + b}. {a + b} - {c} = {total}.",
        f"The answer is {total}.",
        arithmetic.is_number(total),
    )


_COUNT = ways(
    "How many [times does the letter {l} occur in|{l}'s are in|{l}s are there in|letters {l} are in] {x}?",
    "[Count|Please count] the [letter {l}|{l}s] in {x}.", "How often [does {l} occur|is {l}] in [the word |]{x}?",
    "[In|Look at] {x}[,|:] how many {l}s [are there|do you see|can you find]?", "[Tell me|Say] how many {l}s [{x} has|are in {x}].",
    "[The word|Take] {x}: how many {l}s?", "[Letter |]{l} in {x}: how many?", "[Find|Give me] the number of {l}s in [the word |]{x}.", "How many {l}s has [the word |]{x}?",
    "[Count|Tell me|Give me] how [often|many times] {l} [is|stands|occurs|appears] in {x}.", "[Which|What] number of {l}[ is|] in {x}?", "The letter {l}: how [many|often] in {x}?", "{x} [has|contains] how many {l}s?", "[Number|Count|The number] of {l}s in {x}?",
    held_out=("What number of {l}s has the word {x}?",),
)  # fmt: skip
_LETTERS = ways(
    "How many letters [does {x} have|are in {x}|are there in {x}]?", "[Count|Please count] the letters [in|of] {x}.",
    "[Tell me|Say] how many letters {x} has.", "[Number|The number] of letters in {x}?", "{x}: how many letters?", "How long is [the word |]{x}?", "What is the length of {x}?",
    "{x} [has|contains] how many letters?", "[Which|What] number of letters is in {x}?", "[Count|Tell me] the length of {x}[.|]", "[Letters|Letter count|Length] of {x}[?|]",
    held_out=("What number of letters has {x}?",),
)  # fmt: skip


def letters(rng: random.Random, split: Split) -> Conversation:
    """Letters of a word counted one by one, or one letter of it."""
    word = toolbox.a_word(rng, split) if rng.random() < 0.7 else names.person(rng, split).lower()
    if rng.random() < 0.35:
        question = say(rng, _LETTERS.pick(rng, split), x=word)
        thought = " ".join(f"{c} {i}" for i, c in enumerate(word, 1)) + "."
        return _thought(
            question,
            thought,
            f"The word {word} has {len(word)} letters.",
            Check(all_of=(str(len(word)),)),
        )
    letter = rng.choice(word) if rng.random() < 0.85 else rng.choice("abcdefghijklmnoprstuvwz")
    seen, parts = 0, []
    for c in word:
        seen += c == letter
        parts.append(f"{c} {seen}" if c == letter else c)
    question = say(rng, _COUNT.pick(rng, split), x=word, l=letter)
    return _thought(
        question,
        " ".join(parts) + f". So {seen}.",
        f"The answer is {seen}.",
        arithmetic.is_number(seen),
    )


_SORT = ways(
    "[Sort|Order|Please sort|Put in order][ these numbers|]: {x}", "[Sort|Order] {x}.", "[Sort|Order] {x} from [small to large|low to high].",
    "[Put|Arrange|Rank|Line up|Set] [these|these numbers|them] [in order|by size|in a row by size]: {x}", "{x} [in order|sorted|by size|from small to large][.|?|, please.]", "[Smallest first|From the smallest on|Ascending|In rising order]: {x}", "[Give|Write|Say] [me |]these [in order|sorted]: {x}", "[What is|Which is] the order of {x}?", "[I need|I want] {x} [in order|sorted].",
    held_out=("Bring these into order: {x}",),
)  # fmt: skip


def sort(rng: random.Random, split: Split) -> Conversation:
    """Three to five numbers, the smallest first."""
    count = rng.choice((3, 3, 4, 5))
    numbers = rng.sample(range(1, 100), k=count)
    question = say(rng, _SORT.pick(rng, split), x=", ".join(map(str, numbers)))
    left, steps = list(numbers), []
    while len(left) > 1:
        least = min(left)
        left.remove(least)
        steps.append(f"Take {least}, left {', '.join(map(str, left))}.")
    answer = ", ".join(map(str, sorted(numbers))) + "."
    return _thought(question, " ".join(steps), answer, Check(pattern=rf".*{answer}?"))


_PLAIN: tuple[tuple[Callable[[random.Random, Split], Conversation], str], ...] = (
    (smalltalk.make, "This is small talk."), (identity.make, "This is about me."),
    (facts.make, "This is a fact that I know."), (explain.make, "I can explain that."),
    (words.make, "This is about words."), (newcomer.make, "That is a wish I know."),
    (recall.make, "I look at what was said before."), (recall.make, "I look at what was said before."),
    (system.make, "I follow the system message."), (unknown.make, "I do not know that."),
)  # fmt: skip


def plain(rng: random.Random, split: Split) -> Conversation:
    """A question that needs no steps, for those who always ask for a thought."""
    maker, thought = rng.choice(_PLAIN)
    made = maker(rng, split)
    turns = (*made.prompt, replace(made.turns[-1], thought=thought))
    return Conversation(SKILL, turns, made.check, thinking=True)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them. In training one in six is asked without a thought."""
    kinds = (plus, minus, compare, story, letters, sort, plain)
    made = rng.choices(kinds, (32, 22, 9, 12, 12, 6, 7 if split == "train" else 0))[0](rng, split)
    if split == "train" and rng.random() < 0.17:
        turns = tuple(replace(turn, thought="") for turn in made.turns)
        return replace(made, turns=turns, thinking=False)
    return made
