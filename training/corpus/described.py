"""A few sentences about one person or thing, what they say, and the schema that asks for it.

Some of what is told is not asked for, some of what is asked for is not told: only the key, or
its description, says what is meant.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, toolbox
from training.corpus.fields import (
    PERSON,
    THING,
    alike,
    by_kind,
    telling,
    together,
    told_by_kind,
    unknown,
)
from training.corpus.grammar import expand, is_held_out
from training.corpus.toolbox import HELD_OUT_PERCENT

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import JsonObject, Split
    from training.corpus.field_kinds import Field

# Words before and behind a sentence that say nothing: what comes first is not always a name.
_LEADS = (
    "As far as I know,", "I think that", "I heard that", "Remember that", "They told me that", "You should know that", "By the way,", "Last year I learned that", "In the letter it says that", "My boss says", "We all know that", "Today I read that", "It seems that",
    "To be exact,", "For your files:", "For the record,", "I can say that", "Note that", "Maybe you know that", "Funny enough,", "FYI,", "Please note:", "Actually,", "At the moment", "These days", "So far", "Once again", "Between us,", "Strangely,", "Luckily,", "Of course", "In short,", "At last", "Until now", "Normally", "Sometimes", "Perhaps",
    "First of all,", "Secondly,", "Also,", "Besides,", "Finally,", "Well,", "Yes,", "Oh,", "Hey,", "Look,", "Sadly,", "Honestly,", "Officially", "According to the list,", "On page two it says:", "The form says that", "My aunt told me that", "Word has it that", "Everyone agrees that", "Rumour has it that", "Good to know:", "In fact", "Since last week", "This year",
    "After all,", "Up to today", "Still,", "Anyway,", "In the meantime", "What I know:", "Did you know that", "I should add that", "Mind you,", "True,", "Nowadays", "Apparently", "Without doubt", "Later that day", "Meanwhile,", "Just so you know,",
)  # fmt: skip
_TAILS = (
    ", I think", ", I believe", " as far as we know", ", at least today", ", they say", " by the way", ", you know", ", of course", ", as I said", " at the moment", " these days", ", if I remember right", ", it seems", ", so I heard", ", thank you", ", for sure", " as before", ", as always", " so far", ", no doubt", ", please note", ", or so they say", ", which is fine", ", and that is all", " like last year", " again", " too", ", I am told",
)  # fmt: skip
_SLOT = re.compile(r"\{[svk]\}")
NAME_KEYS = {
    True: ("name", "person", "who", "first_name", "user", "full_name", "customer_name", "personName", "client"),
    False: ("item", "name", "product", "thing", "object", "title", "article", "item_name", "productName", "what"),
}  # fmt: skip
_IDLE = (
    "Thanks!", "Hello.", "It was a nice day.", "That is all I know.", "I hope you are well.", "Nobody knows why.", "Please be quick.",
    "This is a note.", "As you know.", "It rained all day.", "More about that later.", "Sorry for the delay.", "I will call you.",
    "We had a good time.", "No rush.", "See you soon.", "Hope this helps.", "It is getting late.", "Let me know if you need more.",
    "I am writing from the train.", "Everything else is as before.", "What a week!", "Do not tell anyone.", "Coffee is ready.", "You know how it is.",
)  # fmt: skip
# Words that may stand for what the text is about, in place of a name or with it.
_NOTICES = (
    "{s}, {b}, {p}.", "{s} ({b}) {p}.", "[Yesterday|Today|Last week|In May] {s}, {b}, {p}.", "{b}: {s}.", "{s} - {b}", "{s} // {b}", "We have {s} here, {b}.", "This is {s}, {b}.", "Meet {s}, {b}.", "It is about {s} ({b}).",
    "{s}: {b}", "{s}, {b}", "I wrote to {s}, {b}.", "The list has {s}, {b}.",
)  # fmt: skip
_DID = {
    True: ("called us", "came to the office", "won a prize", "is here", "wrote a letter", "waits outside", "asked for help", "was in the news", "has a question", "will speak next", "signed the form", "moved house"),
    False: ("arrived today", "is in the list", "was sold", "is on the table", "was found", "has been ordered", "is what we need", "was in the news", "got lost", "came by post", "is ready", "can be seen"),
}  # fmt: skip


def key_of(rng: random.Random, keys: tuple[str, ...], split: Split) -> str:
    """One of the names a field may have: in evaluation half of them are never trained."""
    allowed = [k for k in keys if not is_held_out(f"key {k}", HELD_OUT_PERCENT)]
    if split == "held_out" and rng.random() < 0.5:
        allowed = [k for k in keys if k not in allowed] or allowed
    return rng.choice(allowed or keys)


def object_of(
    rng: random.Random, fields: dict[str, JsonObject], optional: frozenset[str] = frozenset()
) -> JsonObject:
    """The schema of an object."""
    required = [key for key in fields if key not in optional]
    schema: JsonObject = {"type": "object", "properties": fields, "required": required}
    if rng.random() < 0.8:
        schema["additionalProperties"] = False
    return schema


def smoothed(text: str) -> str:
    """Nobody says `on next week`."""
    text = re.sub(r"\bon (?=(?:next|this|today|tomorrow|tonight|yesterday)\b)", "", text)
    return re.sub(r"\bOn (?=(?:next|this|today|tomorrow|tonight|yesterday)\b)", "For ", text)


def nulled(schema: JsonObject) -> JsonObject:
    """The same or null."""
    return {**schema, "type": [schema["type"], "null"]}


def human(key: str) -> str:
    """A key as people say it: dueDate is due date."""
    return re.sub(r"(?<=[a-z])([A-Z])", r" \1", key).lower().replace("_", " ")


def described(rng: random.Random, kind: JsonObject, key: str, said: str, split: Split) -> str:
    """The key, now and then one that says nothing beside a description that tells."""
    if kind.get("type") == "boolean":
        return key
    roll = rng.random()
    if roll < 0.07:
        kind["description"] = said
        return "".join(c for c in names.invented(rng, split).lower() if c.isascii()) or "x"
    if roll < 0.2:
        kind["description"] = f"{rng.choice(('The', 'the', 'What is the', 'Its'))} {said}"
    elif roll < 0.22:
        kind["description"] = f"{said.capitalize()} as written in the text"
    return key


def subject(rng: random.Random, split: Split, *, person: bool) -> str:
    """Who or what a text is about."""
    kind = rng.random()
    if person:
        return lexicon.full_name(rng, split) if kind < 0.25 else names.person(rng, split)
    if kind < 0.2:
        return lexicon.phrase(rng, split)
    if kind < 0.65:
        return lexicon.noun(rng, split)
    return names.invented(rng, split) if kind < 0.72 else toolbox.a_word(rng, split)


@dataclass
class Description:
    """Sentences, the values they tell, and the fields of the schema."""

    sentences: list[str] = field(default_factory=list)
    value: dict[str, object] = field(default_factory=dict)
    schema: dict[str, JsonObject] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)


def _filled(text: str, said_of: str, human: str, said: str) -> str:
    """The first letter becomes a capital unless it is copied into the answer."""
    if text[:1].islower() and text[:2] != "{s" and text[0].isalpha():
        text = text[0].upper() + text[1:]
    elif text.startswith("{s}") and said_of.startswith(("the ", "my ", "our ", "this ")):
        said_of = said_of[0].upper() + said_of[1:]
    return text.replace("{s}", said_of).replace("{k}", human).replace("{v}", said)


def _padded(rng: random.Random, text: str) -> str:
    """The sentence with idle words before or behind it."""
    words = _SLOT.sub("", text)
    if set(words) & set("?:;()<>=@|/-\n") or not re.search("[a-z]{2}", words):
        return text
    if rng.random() < 0.35:
        return f"{text.rstrip('.!')}{rng.choice(_TAILS)}."
    keeps = text.startswith(("{", "I ", "I'", "Mr ", "Mrs "))
    return f"{rng.choice(_LEADS)} {text if keeps else text[0].lower() + text[1:]}"


def _notice(
    rng: random.Random, bits: list[tuple[Field, str, str]], said_of: str, *, person: bool
) -> str:
    """Several facts behind a name: Ana, 34, a baker from Basel, called us."""
    shown = [
        expand(rng, rng.choice(one.bits)).replace("{k}", word).replace("{v}", said)
        for one, word, said in bits
    ]
    text = expand(rng, rng.choice(_NOTICES)).replace("{p}", rng.choice(_DID[person]))
    joined = (
        rng.choice((", ", ", ", " and ", "; ")).join(shown) if len(shown) < 3 else ", ".join(shown)
    )
    return _filled(text, said_of, "", "").replace("{b}", joined)


def describe(
    rng: random.Random, split: Split, *, person: bool, most: int
) -> tuple[str, dict[str, object], dict[str, JsonObject], frozenset[str]]:
    """Sentences, what they say, its schema, and which keys may be left out."""
    while True:
        made, said_of = _drawn(rng, split, person=person, most=most)
        if made.sentences and made.schema:
            break
    if rng.random() < 0.12:
        made.sentences.insert(rng.randint(0, len(made.sentences)), rng.choice(_IDLE))
    gap = "\n" if rng.random() < 0.06 else " "
    text = gap.join(_joined(rng, made.sentences, said_of, person=person))
    if rng.random() < 0.04 and "email" not in made.schema:
        text = text.replace(". ", ", ")
    return smoothed(text), made.value, made.schema, frozenset(made.optional)


def _drawn(rng: random.Random, split: Split, *, person: bool, most: int) -> tuple[Description, str]:
    made = Description()
    who = subject(rng, split, person=person)
    article = rng.choice(("the", "the", "the", "my", "our", "this", ""))
    said_of = who if person or who[:1].isupper() else f"{article} {who}".lstrip()
    count = min(rng.choices((1, 2, 3, 4, 5), (34, 38, 18, 7, 3))[0], most)
    chosen = together(rng, PERSON if person else THING, count)
    if rng.random() < 0.12:
        chosen[-1] = unknown(rng, split)
    if rng.random() < 0.85:
        name_key = key_of(rng, NAME_KEYS[person], split)
        made.value[name_key], made.schema[name_key] = who, {"type": "string"}
    told: list[Field] = []
    bits: list[tuple[Field, str, str]] = []
    missing: list[Field] = []
    for one in chosen:
        silent = rng.random() < 0.12 and one.type not in ("array", "boolean")
        if silent:
            missing.append(one)
            continue
        key = key_of(rng, one.keys, split)
        if key in made.schema:
            continue
        drawn = one.draw(rng, split)
        kind: JsonObject = dict(drawn.schema or {"type": one.type})
        word = human(key)
        told.append(one)
        # What is told and not asked for keeps the network from copying whatever stands there.
        if len(chosen) == 1 or rng.random() > 0.13:
            key = described(rng, kind, key, word, split)
            made.value[key], made.schema[key] = drawn.value, kind
            if rng.random() < 0.1:
                made.optional.add(key)
        if one.bits and len(chosen) > 1 and rng.random() < 0.4:
            bits.append((one, word, drawn.said))
            continue
        text = telling(rng, one, word, split, bare=len(chosen) == 1 or one.type != "string")
        clear = person or len(chosen) > 1
        if clear and split == "train" and rng.random() < 0.12 and told_by_kind(one, chosen):
            text = by_kind(rng, one)
        elif rng.random() < 0.2:
            text = _padded(rng, text)
        made.sentences.append(_filled(text, said_of, word, drawn.said))
    if bits:
        made.sentences.append(_notice(rng, bits, said_of, person=person))
    for one in missing:
        if any(alike(one, other) for other in told):
            continue
        _leave_out(rng, made, one, split)
    rng.shuffle(made.sentences)
    return made, said_of


def _leave_out(rng: random.Random, made: Description, one: Field, split: Split) -> None:
    """A field that the text says nothing about: null, or absent."""
    key = key_of(rng, one.keys, split)
    if key in made.schema:
        return
    drawn = one.draw(rng, split)
    kind: JsonObject = dict(drawn.schema or {"type": one.type})
    if rng.random() < 0.5 and "enum" not in kind:
        made.schema[key], made.value[key] = nulled(kind), None
        return
    made.schema[key] = kind
    made.optional.add(key)


_VERB = re.compile(r"(is|was|has|lives|works|likes|loves|comes|costs|weighs|had|got|made|plays|speaks|studies|eats|drives|turned|moved|belongs|starts|begins|sells|earns|owns|feels|arrives) ")  # fmt: skip


def _joined(rng: random.Random, sentences: list[str], who: str, *, person: bool) -> list[str]:
    """Later sentences may begin with a pronoun or be joined with `and`."""
    out: list[str] = []
    named = who[:1].upper() + who[1:]
    pronoun = rng.choice(("He", "She", "they")) if person else "It"
    for one in sentences:
        sentence = (
            one if one[-1:] in ".?!" or rng.random() < 0.5 or len(sentences) == 1 else f"{one}."
        )
        told = any(who.lower() in before.lower() for before in out)
        if told and sentence.startswith((f"{who} ", f"{named} ")) and pronoun != "they":
            rest = sentence[len(who) + 1 :]
            if _VERB.match(rest):
                if rng.random() < 0.5 and out[-1].startswith((f"{who} ", f"{named} ")):
                    joint = rng.choice((" and ", " and ", ", ", " but ", "; also "))
                    out[-1] = f"{out[-1].rstrip('.?!')}{joint}{rest}"
                    continue
                if rng.random() < 0.6:
                    sentence = f"{pronoun} {rest}"
        out.append(sentence)
    # A sentence without a full stop is the end of a line.
    return [
        one if one[-1:] in ".?!" or i + 1 == len(out) else f"{one}." for i, one in enumerate(out)
    ]
