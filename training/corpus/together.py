"""Several remembered things at once: lists that grow, sums, comparisons, yes or no, all that was told.

Held out: 10 % of names, words and numbers, and some sentences.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, memory, names, toolbox
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, noisy, ways
from training.corpus.memories import MEMORIES, WEIGHTS
from training.corpus.memories_near import PETS
from training.corpus.memory import REMEMBER, Told, plural, upper_first
from training.corpus.people import NOT_TOLD

if TYPE_CHECKING:
    import random

SKILL = "recall"


def _is_new(rng: random.Random, split: Split) -> Split:
    return "held_out" if split == "held_out" and rng.random() < 0.5 else "train"


def _say(rng: random.Random, split: Split, form: Phrasings, **slots: str) -> str:
    text = upper_first(noisy(rng, upper_first(expand(rng, form.pick(rng, _is_new(rng, split))))))
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", value)
    return text


def _listed(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else items[0]


_BUY = ways(
    "[I have to|I must|I need to|I want to|I should] [buy|get] {x}[.|]",
    "[My shopping list|My list|The shopping list][ is| has|:] {x}[.|]",
    "[Put|Write|Note] {x} on [my|the] [shopping |]list[.|]",
    "[We need|I need] {x}[ from the shop|][.|]",
    "[For dinner|For the party|Today] I [need|have to buy] {x}[.|]",
    "[Remember|Note|Please remember]: {x} [is|are] on my list[.|]",
    held_out=("We have run out of {x}.", "Shopping for today: {x}."),
)
_MORE = ways(
    "[Also|And|Oh, and|Add|Plus|And add] {x}[, please|][.|]",
    "[I need|I have to get|Put down|I forgot] {x} [too|as well][.|]",
    "{x} [too|as well|also], please[.|]",
    "[Add|Put] {x} to [my|the] list[.|]",
    held_out=("And not to forget {x}.", "One more thing for the list: {x}."),
)
_LIST = ways(
    "What do I [have to|need to|want to] buy?",
    "[What is|What's|Tell me what is] on my [shopping |]list[?|]",
    "[What do I need|What must I get|What should I buy][ from the shop|]?",
    "[Read|Show|Give|Tell] me my [shopping |]list[.|]",
    "My [shopping |]list[?|, please.]",
    held_out=("What is there on the list of mine?", "Which things must I bring from the shop?"),
)
_FOODS = (*names.FOODS, *names.FRUITS, "milk", "butter", "eggs", "flour", "salt", "sugar", "oil", "onions", "carrots", "honey", "jam", "tea", "coffee")  # fmt: skip


def shopping(rng: random.Random, split: Split) -> Conversation:
    """A list, at times with something added, and what is on it."""

    def thing() -> str:
        kind = rng.random()
        if kind < 0.5:
            return names.pick(rng, _FOODS, split)
        return lexicon.phrase(rng, split) if kind < 0.6 else lexicon.noun(rng, split)

    items = list(dict.fromkeys(thing() for _ in range(rng.choice((1, 2, 2, 3, 3)))))
    turns = [Turn("user", _say(rng, split, _BUY, x=_listed(items))), Turn("assistant", REMEMBER)]
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        if (more := thing()) not in items:
            items.append(more)
            turns += [Turn("user", _say(rng, split, _MORE, x=more)), Turn("assistant", REMEMBER)]
    turns += [
        Turn("user", _say(rng, split, _LIST)),
        Turn("assistant", f"You have to buy {_listed(items)}."),
    ]
    return Conversation(SKILL, tuple(turns), Check(all_of=tuple(items)))


_HAVE = ways(
    "I [have|own|bought|keep] {n} {k} and {m} {j}[.|]",
    "[At home|In my house|Here] [are|I have] {n} {k} and {m} {j}[.|]",
    "[My|Our] {n} {k} and {m} {j} [are here|live with us|are nice][.|]",
    "[We have|There are|I got] {n} {k}, and {m} {j}[ too|][.|]",
    held_out=("{n} {k} and {m} {j} belong to me.",),
)
_EACH = ways(
    "How many {k} [do I have|do I own|are there|have I got]?",
    "[Tell me|Do you know] how many {k} I have[?|]",
    "[And |]the number of {k}?",
    held_out=("What number of {k} is mine?",),
)
_MOST = ways(
    "[Do I have|Have I got] more {k} or [more |]{j}?",
    "[Which|What] do I have more of, {k} or {j}?",
    "Are there more {k} or {j}?",
    held_out=("Of which are there more, {k} or {j}?",),
)
_ALL = ways(
    "How many {k} and {j} [do I have|are there] [together|in all|in total|altogether]?",
    "[What is|What's] the [sum|total] of my {k} and {j}?",
    "[Together|In all], how many {k} and {j} [is that|do I have]?",
    held_out=("Put together, my {k} and {j} make how many?",),
)


def counts(rng: random.Random, split: Split) -> Conversation:
    """Two counts: each of them, which is more, and both together."""
    if rng.random() < 0.25:
        return animals(rng, split)

    def noun() -> str:
        return plural(rng.choice(PETS[:8]) if rng.random() < 0.4 else lexicon.noun(rng, split))

    k, j = noun(), noun()
    n, m = rng.randint(2, 20), rng.randint(2, 9)
    if k == j or n == m:
        return counts(rng, split)
    told = _say(rng, split, _HAVE, n=str(n), m=str(m), k=k, j=j)
    what = rng.random()
    if what < 0.5:
        asked, answer, wanted = (k, n, str(n)) if rng.random() < 0.5 else (j, m, str(m))
        question, said = _say(rng, split, _EACH, k=asked), f"You have {answer} {asked}."
    elif what < 0.75:
        wanted = k if n > m else j
        question, said = _say(rng, split, _MOST, k=k, j=j), f"You have more {wanted}."
    else:
        wanted = str(n + m)
        question, said = _say(rng, split, _ALL, k=k, j=j), f"{n} + {m} = {n + m}."
    turns = (
        Turn("user", told),
        Turn("assistant", REMEMBER),
        Turn("user", question),
        Turn("assistant", said),
    )
    return Conversation(SKILL, turns, Check(all_of=(wanted,)))


_ANIMALS = ways(
    "I [have|own|got|keep] {x} and {y}[.|]",
    "[We have|There are|My family has|My sister and I have] {x} and {y}[ at home| in the house|][.|]",
    "[At home|In our house|Here] [I have|we have|are] {x} and {y}[.|]",
    "I [have|own] {x}[, and also|. I also have|. And I have| and then I have] {y}[.|]",
    "[I live with|I take care of|My pets are|Our animals are] {x} and {y}[.|]",
    "[I love animals|I like animals|You know what]: I have {x} and {y}[.|!|]",
    held_out=(
        "My home is shared with {x} and {y}.",
        "{x} and {y} live at my place.",
        "With us are {x} and {y}.",
    ),
)
_HOW_MANY_ANIMALS = ways(
    "How many [pets|animals] [do I have|do I own|have I got|do we have|are there|is that][ in all| in total| altogether|]?",
    "[How many|What number of] [pets|animals] [in all|in total|altogether|together|do I have]?",
    "[Tell me|Do you know|Can you say] how many [pets|animals] I have[.|?|]",
    "[So, how|And how|Now, how] many [pets|animals] [is that|do I have|are there]?",
    "[Count|Add up|Count up] my [pets|animals][.|, please|]",
    held_out=(
        "What do my animals come to in number?",
        "To how many animals do I give food?",
        "What is my number of pets?",
    ),
)
_FEW = ("a", "two", "three", "four", "five", "six")


def animals(rng: random.Random, split: Split) -> Conversation:
    """So many of two kinds, in words or digits, and how many in all."""
    k, j = rng.sample(PETS[:12], 2)

    def some(kind: str, number: int) -> str:
        if number == 1:
            return rng.choice((f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}", f"one {kind}"))
        return f"{rng.choice((_FEW[number - 1], str(number)))} {plural(kind)}"

    n, m = rng.randint(1, 6), rng.randint(1, 6)
    turns = (
        Turn("user", upper_first(_say(rng, split, _ANIMALS, x=some(k, n), y=some(j, m)))),
        Turn("assistant", REMEMBER),
        Turn("user", _say(rng, split, _HOW_MANY_ANIMALS)),
        Turn("assistant", f"{n} + {m} = {n + m}."),
    )
    return Conversation(SKILL, turns, Check(all_of=(str(n + m),)))


_AGES = ways(
    "{p} is {n} [years old |]and {q} is {m}[ years old|][.|]",
    "{p} is {n}. {q} is {m}.",
    "[My friend|My cousin] {p} is {n} years old, [my friend|my cousin] {q} is {m}[.|]",
    "The age of {p} is {n}, [that of |the age of |]{q} {m}[.|]",
    "{p}, {n}, and {q}, {m}, are [my friends|my neighbours|my children][.|]",
    held_out=("There is {p}, who is {n}, and {q}, who is {m}.",),
)
_OLDER = ways(
    "Who is [older|the older one]?",
    "[Which of them|Which of the two|Who of them] is older?",
    "Is {p} or {q} older?",
    "[Tell me|Do you know] who is older[?|]",
    "Who is older, {p} or {q}?",
    held_out=("Who has lived longer?", "Which one is the older of the two?"),
)
_YOUNGER = ways(
    "Who is [younger|the younger one]?",
    "[Which of them|Which of the two|Who of them] is younger?",
    "Is {p} or {q} younger?",
    "[Tell me|Do you know] who is younger[?|]",
    "Who is younger, {p} or {q}?",
    held_out=("Who has lived for a shorter time?", "Which one is the younger of the two?"),
)
_THEIR_AGE = ways(
    "How old is {p}?",
    "What age is {p}?",
    "[Tell me|Do you know] how old {p} is[?|]",
    held_out=("How many years old is {p}?",),
)


def ages(rng: random.Random, split: Split) -> Conversation:
    """Two people's ages: who is older, who younger, how old one is."""
    p, q = names.person(rng, split), names.person(rng, split)
    n, m = toolbox.number(rng, 2, 99, split), toolbox.number(rng, 2, 99, split)
    if p == q or n == m:
        return ages(rng, split)
    told = _say(rng, split, _AGES, p=p, q=q, n=str(n), m=str(m))
    what = rng.random()
    if what < 0.35:
        one, age = rng.choice(((p, n), (q, m)))
        question, said, wanted = (
            _say(rng, split, _THEIR_AGE, p=one),
            f"{one} is {age} years old.",
            (str(age),),
        )
    else:
        older = what < 0.7
        first, second = rng.choice(((p, q), (q, p)))
        question = _say(rng, split, _OLDER if older else _YOUNGER, p=first, q=second)
        who = (p if n > m else q) if older else (p if n < m else q)
        said, wanted = f"{who} is {'older' if older else 'younger'}.", (who,)
    turns = (
        Turn("user", told),
        Turn("assistant", REMEMBER),
        Turn("user", question),
        Turn("assistant", said),
    )
    other = q if wanted == (p,) else p
    check = Check(
        all_of=wanted,
        none_of=(other,) if wanted in ((p,), (q,)) and p not in q and q not in p else (),
    )
    return Conversation(SKILL, turns, check)


def drawn(rng: random.Random, split: Split, count: int) -> list[Told]:
    """So many facts of different kinds."""
    chosen: list[Told] = []
    while len(chosen) < count:
        told = memory.draw(rng, split, rng.choices(MEMORIES, WEIGHTS)[0])
        if all(told.kind != t.kind or told.memory is not t.memory for t in chosen):
            chosen.append(told)
    return chosen


_EVERYTHING = ways(
    "[What|Which things] do you know about me?", "What [have I told|did I tell] you[ about me| so far| about myself|]?", "[Tell me|List|Repeat|Say] [everything|all|all that] I [told you|said][ about myself|][.|]",
    "What do you remember[ about me| of me| of what I said|]?", "[Sum up|Summarise] what [you know about me|I told you][.|]", "[All you know about me|Everything about me][?|.]",
    held_out=("Give me a list of what you have learned about me.", "What have you noted down about me?"),
)  # fmt: skip


def everything(rng: random.Random, split: Split) -> Conversation:
    """All that was told, in the order in which it was told."""
    told = drawn(rng, split, rng.choice((1, 2, 2, 3)))
    turns: list[Turn] = []
    if rng.random() < 0.5 and len(told) > 1:
        text = " ".join(memory.statement(rng, split, one).rstrip(".!?") + "." for one in told)
        turns += [Turn("user", text), Turn("assistant", reply_to(told))]
    else:
        for one in told:
            turns += [Turn("user", memory.tell(rng, split, one)), Turn("assistant", one.reply)]
    turns += [
        Turn("user", _say(rng, split, _EVERYTHING)),
        Turn("assistant", " ".join(one.answer for one in told)),
    ]
    return Conversation(SKILL, tuple(turns), Check(all_of=tuple(one.value for one in told)))


def reply_to(told: list[Told]) -> str:
    """What is said to several facts at once: a greeting if a name is among them."""
    named = next((one for one in told if one.reply != REMEMBER), None)
    return named.reply if named else REMEMBER


_IS_IT = ways(
    "Is {n} {x}?", "[Am I right|Is it true|Is it right|Did I say] that {n} is {x}?", "{n} is {x}, [right|isn't it|is that right|correct|yes]?", "[Did I tell you|Have I said] {n} is {x}?", "[True or false|Yes or no|Right or wrong]: {n} is {x}?",
    held_out=("Would you agree that {n} is {x}?", "{n} is {x}, am I correct?"),
)  # fmt: skip
_SURE = tuple(
    one for one in MEMORIES if one.answer in ("Your name is {x}.", "Your favourite {k} is {x}.", "Your {k} is {x}.", "The {k} is {x}.", "Your {k}'s name is {x}.", "Your {k} number is {x}.", "The {k} word is {x}.")
)  # fmt: skip


def verified(rng: random.Random, split: Split) -> Conversation:
    """Whether something is what was told: yes, or no and what was told."""
    kind = rng.choice(_SURE)
    told = memory.draw(rng, split, kind)
    noun = told.filled(kind.answer.split(" is ")[0]).replace("Your", "my").replace("The", "the")
    right = rng.random() < 0.5
    asked = told.value if right else memory.value_of(rng, split, kind, told.kind)
    if not right and asked == told.value:
        return verified(rng, split)
    first = told.answer[0].lower() + told.answer[1:]
    question = upper_first(_say(rng, split, _IS_IT, n=noun, x=asked))
    turns = (
        Turn("user", memory.tell(rng, split, told)), Turn("assistant", told.reply),
        Turn("user", question), Turn("assistant", f"{'Yes' if right else 'No'}, {first}"),
    )  # fmt: skip
    return Conversation(SKILL, turns, Check(all_of=("yes" if right else "no", told.value)))


def nothing(rng: random.Random, split: Split) -> Conversation:
    """A question for all or for one thing when nothing was told."""
    if rng.random() < 0.3:
        text = _say(rng, split, _EVERYTHING)
    else:
        kind = rng.choices(MEMORIES, WEIGHTS)[0]
        # `The price` may be meant of a thing in the shops; `my price` is not.
        while kind.answer.startswith("The "):
            kind = rng.choices(MEMORIES, WEIGHTS)[0]
        text = memory.question(rng, split, kind, memory.a_kind(rng, split, kind))
    turns = (Turn("user", text), Turn("assistant", NOT_TOLD))
    return Conversation(SKILL, turns, Check(any_of=("don't know", "not told me")))
