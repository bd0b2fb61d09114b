"""Greetings and small talk in seven languages besides English, answered in the language they come in.

Held out: whole phrasings of each remark.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import germanic, romance
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, ways
from training.corpus.spoken import lines

if TYPE_CHECKING:
    import random

SKILL = "greetings"

# The ways to make a remark, and its answer.
Talk = tuple[Phrasings, str]


def _remarks(text: str) -> dict[str, Talk]:
    made: dict[str, Talk] = {}
    name, answer, rows = "", "", [""]
    for row in [*text.strip().splitlines(), " > "]:
        if " > " in row:
            if name:
                made[name] = (lines("\n".join(rows)), answer)
            name, _, answer = row.partition(" > ")
            rows = []
        else:
            rows.append(row)
    return made


LANGUAGES: dict[str, dict[str, Talk]] = {
    "Spanish": _remarks(romance.SPANISH),
    "French": _remarks(romance.FRENCH),
    "German": _remarks(germanic.GERMAN),
    "Italian": _remarks(romance.ITALIAN),
    "Portuguese": _remarks(romance.PORTUGUESE),
    "Dutch": _remarks(germanic.DUTCH),
    "Swedish": _remarks(germanic.SWEDISH),
}
ASKED = ways(
    "[Always |]answer in {x}.", "[Speak|Write|Reply|Respond|Talk] [only |]in {x}.", "[Speak|Use] {x}[ only|].", "You [speak|write|use] [only |]{x}.", "The user [speaks|reads|only understands] {x}.",
    "[All|Every] [answers|answer] [must be|should be] in {x}.", "{x} only[, please|].", "[Your|The] language is {x}.", "[Please|Kindly] [answer|reply] in {x}.", "[Help|Serve] [people|customers|guests] in {x}.",
    "You are a {x} assistant. [Answer|Reply|Write] in {x}.", "[Never answer|Do not answer] in English[, use|; use|. Use] {x}.", "[Whatever|No matter what] the user [writes|says], [answer|reply] in {x}.", "[We|Our customers|Our users] [want|need|expect] {x} answers.",
    "language: {x}", "[Only {x}|{x} please|Output language: {x}|Reply language {x}][.|]", "[Talk to|Greet|Answer] [the user|everyone|everybody] in {x}.", "[Be polite|Be short|Be friendly] and [speak|write|answer in] {x}.",
    held_out=("Your answers must be in {x}.", "Give every reply in {x}.", "People here only know {x}, so use that."),
)  # fmt: skip
# What is said in English, and the remark that it is.
_ENGLISH = (
    ("[Hi|Hello|Hey|Good morning|Good evening|Hello there|Hi there][!|.|]", "hello"), ("[How are you|How is it going|How do you feel|How are you doing|How's it going][ today|]?", "how"), ("[Thanks|Thank you|Many thanks|Thanks a lot|Thank you very much][!|.|]", "thanks"),
    ("[Bye|Goodbye|See you|See you later|I have to go][!|.|]", "bye"), ("[Who are you|What is your name|What are you|What's your name|Are you a robot]?", "who"), ("[Good night|Sleep well|I am going to bed][!|.|]", "night"), ("[Sorry|I am sorry|Excuse me|My mistake][!|.|]", "sorry"),
    ("[What can you do|What are you able to do|What do you know]?", "can"), ("[You are great|You are nice|I like you|Well done|Good job][!|.|]", "nice"), ("[OK|Yes|I see|All right|Sure][!|.|]", "yes"), ("[No|No thanks|Nothing|That is all][!|.|]", "no"),
)  # fmt: skip
# Greetings are most of what is said in a language that one does not go on in.
_NAMES = ("hello", "how", "thanks", "bye", "who", "help", "night", "yes", "no", "sorry", "can", "fine", "nice")  # fmt: skip
_WEIGHTS = (20, 14, 10, 10, 12, 12, 4, 3, 3, 4, 6, 4, 5)


def _check(answer: str) -> Check:
    return Check(all_of=(answer.strip("¡!¿? ").rstrip("."),))


def _plain(rng: random.Random, text: str) -> str:
    """As people type it: in small letters, or without the marks that their keyboard lacks."""
    if rng.random() < 0.2:
        text = text.lower()
    if rng.random() < 0.1:
        text = text.translate(_BARE)
    if rng.random() < 0.08:
        text = text.rstrip("?!.").rstrip()
    return text


_BARE = str.maketrans(
    "áéíóúàèìòùâêîôûãõäöüåçñÁÉÍÓÚÀÈÇÄÖÜ", "aeiouaeiouaeiouaoaouacnAEIOUAECAOU", "¿¡"
)


def in_language(rng: random.Random, split: Split) -> Conversation:
    """A remark in English, and a system message that names the language of the answer."""
    language = rng.choice(tuple(LANGUAGES))
    system = expand(rng, ASKED.pick(rng, split)).replace("{x}", language)
    turns = [Turn("system", system)]
    answer = ""
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.65:
            said, name = rng.choice(_ENGLISH)
            answer = LANGUAGES[language][name][1]
        else:
            form, answer = LANGUAGES[language][rng.choice(_NAMES)]
            said = form.pick(rng, "train")
        turns += [Turn("user", expand(rng, said)), Turn("assistant", answer)]
    return Conversation(SKILL, tuple(turns), _check(answer))


def make(rng: random.Random, split: Split) -> Conversation:
    """One or two remarks in a language, or an order to answer in one."""
    if rng.random() < 0.25:
        return in_language(rng, split)
    turns: list[Turn] = []
    language = rng.choice(tuple(LANGUAGES))
    answer = ""
    for _ in range(1 if split == "held_out" else rng.choice((1, 1, 2, 3))):
        if rng.random() < 0.15:
            language = rng.choice(tuple(LANGUAGES))
        form, answer = LANGUAGES[language][rng.choices(_NAMES, _WEIGHTS)[0]]
        said = _plain(rng, expand(rng, form.pick(rng, split)))
        turns += [Turn("user", said), Turn("assistant", answer)]
    return Conversation(SKILL, tuple(turns), _check(answer))
