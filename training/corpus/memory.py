"""One kind of fact that a user tells: how it is told, how it is asked for, what is answered.

A telling is a sentence of the kind's own, at times in a frame (`By the way, ...`). A question is one
of the kind's own, or a frame around a noun (`my job`) or a clause (`what I do`). Held out: the frames
and sentences marked so, and 10 % of all values.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, words
from training.corpus.grammar import Phrasings, expand, is_held_out, noisy, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Split

REMEMBER = "I will remember that."

Value = "Callable[[random.Random, Split], str]"


@dataclass(frozen=True)
class Memory:
    """One kind of fact.

    `{x}` is the thing to remember, `{a}` its article, `{k}` one of the kinds: an animal, a relative, a noun.
    With `any_noun` a kind may also be any noun of the lexicon.
    """

    told: Phrasings
    asked: Phrasings
    nouns: tuple[str, ...]
    clauses: tuple[str, ...]
    answer: str
    value: Callable[[random.Random, Split], str]
    kinds: tuple[str, ...] = ("",)
    reply: str = REMEMBER
    weight: float = 5
    any_noun: float = 0
    of_kind: Callable[[random.Random, Split, str], str] | None = None


@dataclass(frozen=True)
class Told:
    """A fact with its value."""

    memory: Memory
    kind: str
    value: str

    def filled(self, text: str) -> str:
        """The text with kind, value and article in their places."""
        article = "an" if self.value[:1].lower() in "aeiou" else "a"
        text = with_kind(text, self.kind).replace("{a}", article)
        return text.replace("{x}", self.value)

    @property
    def answer(self) -> str:
        """What is said when it is asked for."""
        return upper_first(self.filled(self.memory.answer))

    @property
    def reply(self) -> str:
        """What is said when it is told."""
        return self.filled(self.memory.reply)


NOUN_FRAMES = ways(
    "[What is|What's|Tell me|Which is] {n}?", "[Do you know|Do you still know|Do you remember|Can you recall|Can you remember|Do you recall] {n}?", "[Can you|Please] [tell me|repeat|name|give] {n}[?|, please?]", "Could you [repeat|recall|name] {n}[?|, please?]",
    "{n}[?|, please.|, please?| is what?| was what?| is? ]", "[Give me|Say|Name|Repeat|Write|Tell] {n}[.|, please.| again.| once more.]", "[I forgot|I can't remember|I no longer know|I have forgotten] {n}[.|. What is it?|. Do you know it?|, tell me.]",
    "[I need|I would like to hear|I want to hear|I'd like to know] {n}[.| now.|, please.]", "[Remind me of|Could you remind me of|Can you remind me of] {n}[.|?]", "[Any idea what|Do you know what|Can you say what|Tell me what] {n} is[?|]",
    "What [have I told you|did I tell you] {n} [is|was]?", "[And|So|Now|Then|OK,] [what is |]{n}?", "[Just|Only] {n}[, please|][.|?]", "[Let me see|Let's see|Show me|I want to see] [if|whether] you [know|remember] {n}.",
    "[Quick|A test|Test|Question|One more thing|First question]: {n}?", "What [do you have|did you note|have you written down|have I given you] [as|for] {n}?", "[Look up|Look for|Find|Fetch] {n}[.|, please.]",
    "[Earlier|Before|A moment ago] I [told you|mentioned|gave you] {n}[.|. What is it?|. Say it.]", "[You know|You remember] {n}[, right|, don't you|][?|. Say it.]", "[Answer this|Tell me this]: what is {n}?",
    held_out=("Would you kindly tell me {n}?", "What might {n} be?", "Have you kept {n} in mind?", "May I hear {n}?", "Any chance you still have {n}?", "I was wondering what {n} is."),
)  # fmt: skip
CLAUSE_FRAMES = ways(
    "[Tell me|Say|Please say|Now tell me|Please tell me] {c}[.|?|]", "[Do you know|Do you still know|Do you remember|Can you recall|Can you remember|Do you recall] {c}?", "[Can you|Could you|Will you] [tell me|say|remind me] {c}?",
    "[I forgot|I can't recall|I can't remember|I have forgotten|I am not sure] {c}[.|. Tell me.|. Do you know?|, help me.]", "[Remind me|Say again|Repeat|Write down] {c}[.|, please.|]", "[I want to know|I'd like to know|I wonder|I need to know] {c}[.|]",
    "[Have you any idea|Any idea|Do you have an idea] {c}?", "[Did you note|Did you write down|Did you keep|Did I tell you] {c}?", "[Let me see|Let's see|Show me|Prove] [if|that|whether] you know {c}.", "[You know|You remember] {c}[, right?|, don't you?|. Tell me.]",
    "[If you remember|If you can|When you are ready], [tell me|say] {c}.", "[Earlier|Before] I [told you|said|mentioned] {c}[. So?|. Repeat it.|. What was it?]",
    held_out=("Would you let me know {c}?", "Are you able to say {c}?", "Do you happen to know {c}?"),
)  # fmt: skip
TELL_FRAMES = ways(
    "[Remember|Please remember|Note|Keep in mind|Do not forget|Don't forget] that {s}", "[Remember|Please remember|Note|Note this|Keep in mind|For later|Remember this|Write this down|Learn this|Listen]: {s}",
    "[By the way|Just so you know|FYI|For your information|In case it matters|To start|Well|Oh|You know|As you may know|To be clear], {s}", "[You should know|You may like to know|Let me tell you|I can tell you|I must say|It is true|Believe me] that {s}",
    "[Hi|Hello|Hey|OK|Good morning]! {S}", "{s} [Remember that.|Please remember this.|Keep it in mind.|Don't forget it.|Got it?|OK?|That's it.]", "[Here is a fact|Something new|A fact|Something about me|Some news]: {s}",
    held_out=("It is good for you to know that {s}", "One thing you could remember is that {s}", "Make a note: {s}", "{s} Hold on to that."),
)  # fmt: skip
_STATEMENTS = ("I ", "I'", "My ", "Our ", "We ", "The ")


def plural(noun: str) -> str:
    """More than one of a thing."""
    if noun.endswith("mouse"):
        return f"{noun[:-5]}mice"
    if noun.endswith("fish"):
        return noun
    if noun.endswith("child"):
        return f"{noun}ren"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"


def with_kind(text: str, kind: str) -> str:
    """The text with a kind in it: `a {k}` becomes `an aunt`, `{k}s` children."""
    if kind[:1] in "aeio" or kind[:2] in ("um", "un"):
        text = text.replace("a {k}", "an {k}").replace("A {k}", "An {k}")
    return text.replace("{k}s", plural(kind)).replace("{k}", kind)


def upper_first(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


def _is_new(rng: random.Random, split: Split) -> Split:
    """Half of the sentences of an item that is held out are in trained words: its values are new anyway."""
    return "held_out" if split == "held_out" and rng.random() < 0.5 else "train"


def _typed(rng: random.Random, text: str) -> str:
    """What a person might type instead, without the openings of questions."""
    if rng.random() < 0.12:
        text = text[:1].lower() + text[1:] if not text.startswith(("I ", "I'")) else text
    if rng.random() < 0.15:
        text = text.rstrip(".!")
    return text


def statement(rng: random.Random, split: Split, told: Told) -> str:
    """A plain sentence that tells it."""
    text = expand(rng, told.memory.told.pick(rng, _is_new(rng, split)))
    return upper_first(told.filled(text))


def tell(rng: random.Random, split: Split, told: Told) -> str:
    """The fact, told, at times in a frame."""
    text = statement(rng, split, told)
    if rng.random() < 0.3 and text.startswith(_STATEMENTS):
        frame = expand(rng, TELL_FRAMES.pick(rng, _is_new(rng, split)))
        text = text if text[-1] in ".!" else f"{text}."
        first = text[0] if text[1] in " '" else text[0].lower()
        lowered = text if frame.startswith("{s}") else first + text[1:]
        return frame.replace("{s}", lowered).replace("{S}", text)
    return _typed(rng, text)


def question(rng: random.Random, split: Split, memory: Memory, kind: str) -> str:
    """A question for it."""
    side_of = _is_new(rng, split)
    what = rng.random()
    if what < 0.5 or not (memory.nouns or memory.clauses):
        text = memory.asked.pick(rng, side_of)
    elif memory.nouns and (what < 0.75 or not memory.clauses):
        text = NOUN_FRAMES.pick(rng, side_of).replace("{n}", rng.choice(memory.nouns))
    else:
        text = CLAUSE_FRAMES.pick(rng, side_of).replace("{c}", rng.choice(memory.clauses))
    text = upper_first(noisy(rng, upper_first(expand(rng, text)).strip()))
    return with_kind(text, kind)


def a_kind(rng: random.Random, split: Split, memory: Memory) -> str:
    """One of the kinds, or any noun where the memory allows it."""
    if memory.any_noun and rng.random() < memory.any_noun:
        return lexicon.noun(rng, split)
    return rng.choice(memory.kinds)


def draw(rng: random.Random, split: Split, memory: Memory) -> Told:
    """A fact of this kind, with a value of this side of the split."""
    kind = a_kind(rng, split, memory)
    return Told(memory, kind, value_of(rng, split, memory, kind))


def value_of(rng: random.Random, split: Split, memory: Memory, kind: str) -> str:
    """Something to remember of this kind."""
    return memory.of_kind(rng, split, kind) if memory.of_kind else memory.value(rng, split)


def number(low: int, high: int) -> Callable[[random.Random, Split], str]:
    """Draws whole numbers of one side of the split."""

    def value(rng: random.Random, split: Split) -> str:
        while True:
            drawn = str(rng.randint(low, high))
            if is_held_out(f"number {drawn}", names.HELD_OUT_PERCENT) == (split == "held_out"):
                return drawn

    return value


def of(items: tuple[str, ...]) -> Callable[[random.Random, Split], str]:
    """Draws items of one side of the split."""

    def value(rng: random.Random, split: Split) -> str:
        return names.pick(rng, items, split)

    return value


def any_word(rng: random.Random, split: Split) -> str:
    """A word, a name nobody has, or a thing with what it is like."""
    kind = rng.random()
    if kind < 0.4:
        return lexicon.word(rng, split)
    if kind < 0.65:
        return names.pick(rng, words.EVERYDAY, split)
    if kind < 0.75:
        return lexicon.phrase(rng, split)
    return names.invented(rng, split)
