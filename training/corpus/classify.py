"""Sorting texts into classes: good or bad, a topic, spam, what is wanted, a language and so on.

Held out: whole sentences, some ways of asking, 10 % of the words in them.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import feelings, lexicon, names, nearness, toolbox
from training.corpus.conversation import Check, Conversation, Turn
from training.corpus.grammar import expand, ways
from training.corpus.more_sortings import SORTINGS
from training.corpus.more_subjects import BY_NAME, SUBJECTS, apart

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import JsonObject, Split
    from training.corpus.grammar import Phrasings
    from training.corpus.subjects import Subject

SKILL = "classify"

_SENTIMENT = ways(
    "[Is this|Is the text|Is it] [positive or negative|positive, negative or neutral|good or bad]?", "[What is|Tell me|Give me] the sentiment[ of this|]?", "[Classify|Judge|Rate|Label] [this|the sentiment|the text|this review][ as positive or negative|].", "[Positive or negative|Good or bad]?", "Sentiment?", "[How does|What does] [the writer|the author|this person] feel[ here|]?",
    "[Does this sound|Would you call this|Is the review] [positive or negative|good or bad]?", "[Decide|Say] whether [this|it|the text] is positive or negative.", "[Find|Detect|Determine|Analyse|Name|Guess] the sentiment[ of this text| of the sentence| of the review|].", "[Sentiment analysis|Sentiment check|Mood of the text].", "[Was the customer|Is the writer|Was the guest] happy[ or not|]?", "[Praise or complaint|A good or a bad review|Happy or unhappy customer]?", "Does the [writer|guest|customer] like it?", "[Tag|Mark|Score] this [review|comment|tweet|post] by sentiment.", "[Does it sound|Is the tone] [positive|good] or [negative|bad]?", "What is the tone [of this|here]?", "What sentiment do you [see|find|read] in this?",
    held_out=("Which sentiment has this text?", "Would you say that this is positive or negative?", "Good feelings or bad feelings in this one?", "I need the polarity of this review, positive or negative."),
)  # fmt: skip
# With the labels in the question: it may be anything.
_CHOICE = ways(
    "[What|Which topic] is [this|the text|it] about: {c}?", "[Is this about|Is it about|Choose] {c}?", "[Which|What] [class|category|label] [fits|is right|does this belong to]: {c}?", "[Choose|Pick|Select|Take] [one|the right one|the best|the label|the {o}]: {c}.", "[Topics|Labels|Classes|Options|Categories|Choices]: {c}.", "[Classify|Label|Sort|Tag|Mark|File] [this|the text|the message|it] as {c}.", "{c}?", "[Is|Would you call] [this|it|the text|that] {c}?", "[Decide between|Choose among|Pick from] {c}.", "[Say|Tell me|Decide] whether [this|it|the text] is {c}.", "[Give|Name|Find|Tell] me the {o}: {c}.",
    "[Assign|Give] [one of|exactly one of] these labels: {c}.", "[Which|What] {o} is it: {c}?", "What is the {o}, {c}?", "The {o} of this: {c}?", "[Put|Sort] this under {c}.", "[Answer|Reply] with {c}.", "[Only|Just] say {c}.", "{o}: {c}?", "Does this go to {c}?", "Here are the labels: {c}. Which is right?",
    held_out=("Into which of these does it belong: {c}?", "Say which topic fits: {c}.", "If you had to decide, would it be {c}?", "Under which heading would you put it, {c}?"),
)  # fmt: skip
_OPEN = ways(
    "[What is|Tell me|Name|Give me] the topic[ of this| of this text|]?", "[What|Which topic] is [this|the text|it] about?", "[Topic|Subject|Category]?", "[Classify|Label|Sort] [this|the text] by topic.", "[Find|Detect|Guess|Determine] the topic[ of this| of the sentence|].", "What kind of [text|news|topic] is this?", "What does this [text|sentence] deal with?", "In one word, what is this about?",
    held_out=("Which field is this from?", "In a single word, which subject does the sentence have?", "Around what does this text turn?"),
)  # fmt: skip
_SYSTEM = ways(
    "[Classify|Label|Sort] [each message|the text|what the user writes] as {l}.", "You [label|classify|sort] texts as {l}.", "[Answer|Reply] with one of these: {l}.", "Is the [message|text] {l}?", "Say whether the [message|text] is {l}.", "Labels: {l}. Answer with the right one[ only|].", "Choose the best label: {l}.", "You are a classifier. [Classes|Labels]: {l}.", "[Tag|File|Mark] every [text|message|mail] with one [label|tag]: {l}.", "For each message, [say|tell|decide] if it is {l}.",
    "[Your job|Your task] is to [sort|label] texts: {l}.", "The user sends a text. [Answer|Reply] {l}.", "Pick the {o} of the message: {l}.", "The {o} must be {l}.", "Determine the {o}: {l}.", "Read the message and give its {o}, {l}.", "Output only {l}.", "One word: {l}?", "You get a text and say {l}.", "Do not talk, only give the {o}: {l}.",
    held_out=("Everything the user says gets one of the stamps {l}.", "Work as a sorter of messages; possible answers are {l}.", "After reading a text, name its class ({l})."),
)  # fmt: skip
_FEELINGS = ("positive", "negative", "neutral")


def _placed(rng: random.Random, asked: str, text: str) -> str:
    quoted = rng.choice((text, f'"{text}"', f"'{text}'", text))
    return rng.choice(
        (
            f"{asked} {quoted}", f"{quoted} {asked}", f"{asked}\n{quoted}", f"{asked.rstrip('?.')}: {quoted}", f"{quoted}\n{asked}",
            f"{rng.choice(('Text', 'Message', 'Review', 'Sentence'))}: {quoted}\n{asked}", f"{asked}\n\n{quoted}",
        )
    )  # fmt: skip


def _filler(rng: random.Random, slot: str, split: Split) -> str:
    if slot == "{x}":
        return lexicon.noun(rng, split) if rng.random() < 0.7 else toolbox.a_word(rng, split)
    if slot == "{n}":
        return names.person(rng, split)
    if slot == "{t}":
        return names.town(rng, split)
    return str(rng.randint(2, 60) if slot == "{a}" else rng.randint(0, 9))


def _filled(rng: random.Random, text: str, split: Split) -> str:
    for slot in ("{x}", "{n}", "{t}", "{a}", "{b}"):
        while slot in text:
            text = text.replace(slot, _filler(rng, slot, split), 1)
    return text.lower() if rng.random() < 0.06 else text


def _drawn(
    rng: random.Random, form: Phrasings, draw: Callable[[random.Random], str], split: Split
) -> str:
    """A sentence; in training none that is near a held-out one."""
    text = nearness.apart(rng, form, draw) if split == "train" else draw(rng)
    return _filled(rng, text, split)


_SAID = (
    "The {w} {v}.", "{W} {v}.", "{n} {v}.", "[Yesterday|Today|Last week|In {t}] the {w} {v}.", "The {w} {v} and the {w} {v}.", "The {i} [is|was] [new|important|here|better than before|the talk of the day|missing|next].", "[A|The|My|Our|Their] {i} and [a|the] {i}.", "We [talked|read|heard|thought|learned] about the {i} and the {i}.", "News: {i}, {i} and {i}.", "{n} [knows|tells|asks|reads|writes] [a lot |]about the {i}.",
    "[What|How] about the {i}?", "The {i}, the {i} and the {i}.", "[In|At|With|Without|After|Before] the {i} the {w} {v}.", "{n} said that the {w} {v}.", "{n} [likes|needs|wants|has] a {i}.", "[Have you seen|Where is|Do you know|Tell me about] the {i}?", "{i}, {i}, {i}", "Every {i} needs a {i}.", "There is a {i} [in|near|for] the {i}.", "{w} {v}", "The {i} of {n} is [in {t}|here|gone].", "[More|Less|Too much|No] {i} this year.", "This {i} [costs {a} euros|is {a} years old|comes from {t}].", "[First|Then|Later|Soon] {n} {v}.", "Because of the {i}, the {w} {v}.", "I [dreamed|wrote a letter|know a lot] about the {i}.",
)  # fmt: skip


def _many(thing: str) -> str:
    """The plural of a regular word, for the tokens of it: violins, bees, cherries."""
    if not thing.isalpha() or not thing.islower() or thing.endswith(("s", "ing", "men")):
        return thing
    if thing.endswith("y") and thing[-2] not in "aeou":
        return f"{thing[:-1]}ies"
    return f"{thing}es" if thing.endswith(("x", "ch", "sh", "sco")) else f"{thing}s"


def about(rng: random.Random, subject: Subject, split: Split) -> str:
    """A sentence on a subject: a written one, or one put together from its words."""
    if split == "held_out" or rng.random() < 0.25:
        return expand(rng, subject.lines.pick(rng, split))
    text = expand(rng, rng.choice(_SAID))
    while "{i}" in text:
        thing = rng.choice(subject.things)
        text = text.replace("{i}", _many(thing) if rng.random() < 0.3 else thing, 1)
    while "{v}" in text:
        text = text.replace("{v}", rng.choice(subject.acts), 1)
    who = rng.choice(subject.who)
    text = text.replace("{W}", who[:1].upper() + who[1:]).replace("The {w}", "{w}")
    while "{w}" in text:
        text = (
            text.replace("the {w}", rng.choice(subject.who), 1)
            if "the {w}" in text
            else text.replace("{w}", rng.choice(subject.who), 1)
        )
    return text[:1].upper() + text[1:]


def _shown(rng: random.Random, labels: tuple[str, ...]) -> str:
    last = rng.choice((" or ", " or ", " or ", ", ", " / "))
    return ", ".join(labels[:-1]) + f"{last}{labels[-1]}" if len(labels) > 1 else labels[0]


# Behind the first of several texts in one conversation.
_NEXT = ("{x}", "{x}", "{x}", "And this? {x}", "Next: {x}", "{x} And that?", "Now this one: {x}", "What about this: {x}", "The same for: {x}", "Another: {x}")  # fmt: skip


@dataclass(frozen=True)
class _Task:
    """What is asked, the labels offered, and texts of any label."""

    asked: str
    labels: tuple[str, ...]
    keys: tuple[str, ...]
    noun: str
    text: Callable[[str], str]
    # Whether one conversation may go on with texts of other labels.
    more: bool = True


def _in_json(rng: random.Random, task: _Task) -> tuple[str, JsonObject]:
    key = rng.choice((*task.keys, *task.keys, "label", "class", "answer", "category", "result"))
    field: JsonObject = {"type": "string", "enum": list(task.labels)}
    if rng.random() < 0.15:
        field["description"] = f"The {task.noun}"
    schema: JsonObject = {
        "type": "object", "properties": {key: field}, "required": [key], "additionalProperties": False,
    }  # fmt: skip
    wanted: JsonObject = {"name": "label", "schema": schema, "strict": True}
    return key, {"type": "json_schema", "json_schema": wanted}


def _finished(rng: random.Random, task: _Task, label: str, split: Split) -> Conversation:
    """The label in a sentence, alone, or in JSON, as the request wants it.

    In training several texts often follow each other: the labels are read once, and each text
    is one more lesson in words.
    """
    kind = rng.random()
    form: JsonObject | None = None
    key = ""
    before: list[Turn] = []
    first = task.text(label)
    if kind < 0.25:
        key, form = _in_json(rng, task)
        user = first if rng.random() < 0.5 else _placed(rng, task.asked, first)
    elif kind < 0.5:
        system = expand(rng, _SYSTEM.pick(rng, split).replace("{o}", task.noun))
        before.append(Turn("system", system.replace("{l}", _shown(rng, task.labels))))
        user = first
    else:
        user = _placed(rng, task.asked, first)
    goes_on = task.more and split == "train" and rng.random() < 0.6
    told = [label]
    told += [rng.choice(task.labels) for _ in range(rng.randint(1, 6) if goes_on else 0)]
    turns = before
    for place, one in enumerate(told):
        if place:
            text = task.text(one)
            user = text if before else rng.choice(_NEXT).replace("{x}", text)
        said = toolbox.to_json({key: one}) if key else f"{one[0].upper()}{one[1:]}."
        turns = [*turns, Turn("user", user), Turn("assistant", said)]
    last = told[-1]
    check = (
        Check(json=turns[-1].content)
        if key
        else Check(all_of=(last,), none_of=tuple(one for one in task.labels if one != last))
    )
    return Conversation(SKILL, tuple(turns), check, response_format=form)


def _choice(rng: random.Random, labels: tuple[str, ...], noun: str, split: Split) -> str:
    asked = expand(rng, _CHOICE.pick(rng, split).replace("{o}", noun))
    return asked.replace("{c}", _shown(rng, labels))


def sentiment(rng: random.Random, split: Split) -> Conversation:
    """Positive, negative, or neither."""
    label = rng.choices(_FEELINGS, (42, 42, 16))[0]
    labels: tuple[str, ...] = (
        _FEELINGS if label == "neutral" or rng.random() < 0.4 else _FEELINGS[:2]
    )
    asked = expand(rng, _SENTIMENT.pick(rng, split))
    if "good or bad" in asked.lower() and "review" not in asked:
        asked = "Is this positive or negative?"
    if len(labels) == 3 or rng.random() < 0.15:
        shuffled = list(labels)
        rng.shuffle(shuffled)
        labels = tuple(shuffled)
        asked = (
            "Is this positive, negative or neutral?"
            if len(labels) == 3 and rng.random() < 0.4
            else _choice(rng, labels, "sentiment", split)
        )

    def text(feeling: str) -> str:
        form = feelings.FORMS[feeling]
        return _drawn(rng, form, lambda r: feelings.sentence(r, feeling, split), split)

    keys = ("sentiment", "polarity", "mood", "tone")
    return _finished(rng, _Task(asked, labels, keys, "sentiment", text), label, split)


def topic(rng: random.Random, split: Split) -> Conversation:
    """One of many topics, with two to six to choose from or none named."""
    subject = rng.choice(SUBJECTS if rng.random() < 0.6 else SUBJECTS[:10])
    chosen = [subject]
    for one in rng.sample(SUBJECTS, k=len(SUBJECTS)):
        if all(apart(one, other) for other in chosen):
            chosen.append(one)
    chosen = chosen[: rng.choice((2, 2, 3, 3, 4, 5, 6))]
    rng.shuffle(chosen)
    # Other words for a topic only where the words to choose from are shown.
    spoken = {one.names[0] if rng.random() < 0.7 else rng.choice(one.names): one for one in chosen}
    label = next(name for name, one in spoken.items() if one is subject)
    asked, closed = _choice(rng, tuple(spoken), "topic", split), True
    if rng.random() < 0.12 and label == subject.names[0] and label in _NAMED:
        asked, closed = expand(rng, _OPEN.pick(rng, split)), False

    def text(name: str) -> str:
        subject = spoken[name]
        return _drawn(rng, subject.lines, lambda r: about(r, subject, split), split)

    keys = ("topic", "subject", "category", "theme")
    task = _Task(asked, tuple(spoken), keys, "topic", text, closed)
    return _finished(rng, task, label, split)


# With no labels shown, the answer is one of those first taught.
_NAMED = frozenset(tuple(BY_NAME)[:10])


def sorting(rng: random.Random, split: Split) -> Conversation:
    """Spam or ham, what the writer wants, a language, a mood and so on."""
    one = rng.choices([kind for kind, _ in SORTINGS], [share for _, share in SORTINGS])[0]
    label = rng.choice(tuple(one.classes))
    others = [other for other in one.classes if other != label]
    if not one.whole:
        others = rng.sample(others, k=rng.randint(1, len(others)))
    shuffled = [label, *others]
    rng.shuffle(shuffled)
    labels = tuple(shuffled)
    asked = _choice(rng, labels, one.noun, split)

    def text(name: str) -> str:
        form = one.classes[name]
        return _drawn(rng, form, lambda r: expand(r, form.pick(r, split)), split)

    return _finished(rng, _Task(asked, labels, one.keys, one.noun, text), label, split)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    return rng.choices((sentiment, topic, sorting), (38, 38, 24))[0](rng, split)
