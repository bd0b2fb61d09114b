"""What a system message tells: who the assistant is, who the user is, some facts, its one topic.

What was not told is answered by saying so. Held out: ways of telling and asking, and 10 % of names,
words and numbers.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    facts,
    identity,
    lexicon,
    memory,
    names,
    order_ways,
    orders,
    smalltalk,
    toolbox,
    values,
    words,
)
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, noisy, ways
from training.corpus.memories_self import AGE, HOME, JOB, NAME
from training.corpus.memories_things import THE
from training.corpus.memory import upper_first
from training.corpus.order_ways import is_new
from training.corpus.people import NOT_TOLD
from training.corpus.shaping import plain

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "system"
NOT_GIVEN = "I don't know. I have not been told that."


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def among(rng: random.Random, split: Split, said: str) -> Turn:
    """A system message that says this, at times among other sentences."""
    parts = [said]
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        parts.insert(rng.randint(0, len(parts)), order_ways.neutral(rng, split))
    return Turn("system", " ".join(parts))


def wanted(rng: random.Random, split: Split, form: Phrasings, **slots: str) -> str:
    """A question with its slots filled, of which some in held-out words."""
    text = upper_first(noisy(rng, upper_first(expand(rng, form.pick(rng, is_new(rng, split))))))
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", value)
    return text


_JOB = ways(
    "[What is|What's] your [job|work|profession|trade]?",
    "What do you [do|do for a living|work as]?",
    "[What|Which] job do you have?",
    "[Tell me|Say] what you do[.|]",
    "[Do you have a job|Are you working|What are you by trade]?",
    held_out=("What line of work are you in?", "How do you earn your living?"),
)
_YES = ways(
    "Are you {x}?",
    "[You are|You're] {x}, [right|aren't you|yes]?",
    "Is your name {x}?",
    "[Am I talking to|Do I speak with|Is this] {x}?",
    "{x}, is that you?",
    held_out=("Could it be that you are {x}?", "Do they call you {x}?"),
)


def _bot_name(rng: random.Random, split: Split) -> str:
    kind = rng.random()
    if kind < 0.1:
        return lexicon.full_name(rng, split)
    if kind < 0.16:
        return f"{names.invented(rng, split)}{rng.choice(('Bot', ' Bot', '-' + str(rng.randint(2, 99)), ' ' + str(rng.randint(2, 99))))}"
    if kind < 0.22:
        return f"{rng.choice(('Captain', 'Doctor', 'Professor', 'Aunt', 'Uncle', 'Sir', 'King', 'Queen', 'Mr', 'Mrs'))} {names.person(rng, split)}"
    return names.pet(rng, split) if kind < 0.28 else names.person(rng, split)


def persona(rng: random.Random, split: Split) -> Conversation:
    """A name, at times a job, for the assistant; who it is, what it does, whether it is so called."""
    name, job = _bot_name(rng, split), values.job(rng, split)
    form = expand(rng, orders.PERSONA.pick(rng, split if rng.random() < 0.7 else "train"))
    has_job = "{j}" in form
    article = _article(job)
    said = form.replace("{a}", article).replace("{j}", job).replace("{x}", name)
    if not has_job and rng.random() < 0.3:
        said, has_job = (
            f"{said} {expand(rng, f'[You are {article} {job}|Your job: {job}|Your job is {job}|You work as {article} {job}].')}",
            True,
        )
    turns = [among(rng, split, upper_first(said))]
    if rng.random() < 0.25:
        turns += smalltalk.make(rng, "train").turns
    check = Check()
    for _ in range(rng.choice((1, 1, 1, 2))):
        kind = rng.random()
        if kind < 0.12 and has_job:
            turns += [
                Turn("user", wanted(rng, split, _JOB)),
                Turn("assistant", f"I am {article} {job}."),
            ]
            check = Check(all_of=(job,))
        elif kind < 0.2:
            right = rng.random() < 0.5
            asked = name if right else rng.choice((names.person(rng, split), "rejoinder-mini"))
            right = asked == name
            turns += [
                Turn("user", wanted(rng, split, _YES, x=asked)),
                Turn("assistant", f"{'Yes' if right else 'No'}, I am {name}."),
            ]
            check = Check(all_of=(name,), none_of=("no" if right else "yes",))
        else:
            question = noisy(rng, expand(rng, identity.TALKS[0].said.pick(rng, split))).replace(
                "rejoinder-mini", name
            )
            turns += [Turn("user", question), Turn("assistant", f"I am {name}.")]
            check = Check(all_of=(name,), none_of=("rejoinder-mini",))
    return Conversation(SKILL, tuple(turns), check)


_CARD: tuple[tuple[memory.Memory, Phrasings], ...] = (
    (HOME, ways("[lives in|is from|comes from|is at home in|writes from|stays in] {x}", held_out=("has a home in {x}",))),
    (AGE, ways("is {x} years old", "[turned|is aged] {x}", held_out=("is {x} years of age",))),
    (JOB, ways("is {a} {x}", "works as {a} {x}", "[has a job|is employed] as {a} {x}", held_out=("goes to work as {a} {x}",))),
)  # fmt: skip


def user_card(rng: random.Random, split: Split) -> Conversation:
    """Who the user is, told by the system message, asked by the user; the assistant stays who it is."""
    name = values.somebody(rng, split)
    greeted = rng.random() < 0.35
    form = orders.CALL if greeted else orders.USER_FACT
    said = [upper_first(expand(rng, form.pick(rng, split)).replace("{x}", name))]
    known: dict[memory.Memory, memory.Told] = {}
    for kind, how in rng.sample(_CARD, rng.choice((0, 1, 1, 2))) if not greeted else []:
        known[kind] = told = memory.draw(rng, split, kind)
        said.append(
            told.filled(
                f"{rng.choice(('The user', name, name.split()[0]))} {expand(rng, how.pick(rng, is_new(rng, split)))}."
            )
        )
    turns = [among(rng, split, " ".join(part if part[-1] in ".!" else f"{part}." for part in said))]
    check = Check()
    for _ in range(rng.choice((1, 1, 2))):
        kind_of = rng.random()
        if greeted and kind_of < 0.7:
            hello = noisy(rng, expand(rng, smalltalk.TALKS[0].said.pick(rng, is_new(rng, split))))
            turns += [Turn("user", hello), Turn("assistant", f"Hello, {name}! How can I help you?")]
            check = Check(all_of=(name,))
        elif kind_of < 0.12:
            question = expand(rng, identity.TALKS[0].said.pick(rng, "train"))
            turns += [Turn("user", question), Turn("assistant", identity.NAME)]
            check = Check(all_of=("rejoinder-mini",))
        elif kind_of < 0.5 and not greeted:
            asked = rng.choice([kind for kind, _ in _CARD])
            answer = known[asked].answer if asked in known else NOT_TOLD
            turns += [
                Turn("user", memory.question(rng, split, asked, "")),
                Turn("assistant", answer),
            ]
            check = (
                Check(all_of=(known[asked].value,))
                if asked in known
                else Check(any_of=("don't know", "not told me"))
            )
        else:
            question = (
                memory.question(rng, split, NAME, "")
                if rng.random() < 0.7
                else expand(rng, orders.ASK_NAME.pick(rng, split))
            )
            turns += [Turn("user", question), Turn("assistant", f"Your name is {name}.")]
            check = Check(all_of=(name,))
    return Conversation(SKILL, tuple(turns), check)


_ONLY_ABOUT = ways(
    "[Only|You only|Please only] [answer questions about|talk about|speak about|help with] {t}. [Otherwise|To anything else] [say|answer|reply]: {x}",
    "You [answer|know] nothing but {t}. [If asked anything else|To other questions] say: {x}",
    "[Stay with|Keep to|Your only topic is] {t}. [For all else|For the rest] say: {x}",
    "[If|When] the user asks about anything but {t}, [say|answer|reply]: {x}",
    "[Refuse|Decline] everything but {t} with: {x}",
    "[Your subject|Your topic|The topic|The subject here] is {t}. [Anything else|Every other question|What is not about it] [gets|is answered with|deserves]: {x}",
    "[You are here for|You help with|You are an expert on] {t} [only|alone]. [If it is about something else|When asked for other things|In other cases], [say|reply|answer]: {x}",
    "[Questions|Requests] about {t} [are fine|are allowed|you answer]. [All others|Others|Any other] [get|receive]: {x}",
    "[Say|Answer|Reply] {x} [unless|except when] [the user asks about|the question is about|it is about] {t}.",
    "{t}[, that is all you do|, nothing more| is all you talk about]. [To anything else|Else|Otherwise] [say|you say|reply]: {x}",
    "You are the {t} bot. [Not {t}? Then|If it is something else,] [say|reply|answer]: {x}",
    "[If|When] it is not about {t}, [say|answer|reply]: {x}",
    "{x} is [your answer|what you say|the reply] to [all that is not|whatever is not|anything that is not] about {t}.",
    "[Is it about {t}|Does it concern {t}]? [Then answer|Answer it]. [If not|Otherwise], [say|reply]: {x}",
    "[Help with|Answer|Take] {t}[, but only that| and that alone]. [The rest|Everything else|All else] [gets the reply|is answered|hears]: {x}",
    "[You were made|You were built|You exist] for {t}. [To other things|To the rest|For anything else] [you say|say|you reply]: {x}",
    "[Other topics than|Topics besides|All topics but] {t} [get|are answered with|are refused with]: {x}",
    "No [answers|help|talk] [except|but] on {t}; [say|reply] {x} [instead|then].",
    held_out=(
        "Nothing but {t} concerns you. Anything else you answer with: {x}",
        "Your field is {t}; outside of it you say: {x}",
        "Leave every subject but {t} alone and say then: {x}",
    ),
)
_NOT_ABOUT = ways(
    "[Do not|Never|Don't] [answer questions about|talk about|speak about|help with] {t}. [If asked|When asked|If it comes up], [say|answer|reply]: {x}",
    "[If|When] the user asks about {t}, [say|answer|reply]: {x}",
    "[Refuse|Decline] [questions about |]{t} with: {x}",
    "[Off limits|Forbidden]: {t}. [Say|Answer] then: {x}",
    "[You may talk about all but|Talk about anything except|Everything is fine but] {t}. [For that|To that|There] [say|you say|reply]: {x}",
    "[No|Never any] {t}[, please|]. [Say|Answer|Reply] [there|then|in that case]: {x}",
    "[If|When] {t} [comes up|is asked for|is the subject], [it is|reply|you say]: {x}",
    "{x} is [what you say to|your answer to|the reply to] [all|any] questions about {t}.",
    "[Skip|Avoid|Leave out] {t} and [say|answer] {x} [instead|there].",
    held_out=(
        "Stay away from {t}; if it is asked for, you say: {x}",
        "As soon as it is about {t} your answer is: {x}",
    ),
)
_REFUSALS = (
    "I only talk about {t}.",
    "Sorry, I only know {t}.",
    "That is not about {t}.",
    "I cannot help with that.",
    "Ask me about {t}.",
    "No comment.",
    "That is not my job.",
    "Sorry, no.",
    "Please ask about {t}.",
    "Let us stay with {t}.",
)
_REFUSALS_AGAINST = ("I cannot help with that.", "No comment.", "Sorry, no.", "I don't talk about {t}.", "Not about {t}, please.", "That is not my job.", "Ask me something else.")  # fmt: skip
_TOPICS: dict[str, tuple[Callable[[random.Random, Split], Conversation], ...]] = {
    "capitals": (facts.capital, facts.capital_of), "sums": (arithmetic.add, arithmetic.subtract),
    "opposites": (words.opposite,), "small talk": (smalltalk.make,), "spelling": (words.spell,),
    "plurals": (words.plural,), "rhymes": (words.rhyme,), "continents": (facts.continent,), "yourself": (identity.make,),
}  # fmt: skip


def _refusal(rng: random.Random, split: Split, topic: str, texts: tuple[str, ...]) -> str:
    kind = rng.random()
    if kind < 0.2:
        w, v = lexicon.word(rng, split), lexicon.word(rng, split)
        return upper_first(
            rng.choice(
                (
                    f"{w} {v}.",
                    f"Ask {names.person(rng, split)}.",
                    f"Sorry, {w}.",
                    f"{w}",
                    f"Only {w}.",
                )
            )
        )
    return rng.choice(texts).replace("{t}", topic)


def about(rng: random.Random, split: Split) -> Conversation:
    """One topic alone, or all but one; the rest gets a fixed reply."""
    topic = rng.choice([t for t in _TOPICS if t != "yourself"])
    against = rng.random() < 0.3
    refusal = _refusal(rng, split, topic, _REFUSALS_AGAINST if against else _REFUSALS)
    quoted = rng.choice((refusal, f'"{refusal}"'))
    system = (
        expand(rng, (_NOT_ABOUT if against else _ONLY_ABOUT).pick(rng, split))
        .replace("{t}", topic)
        .replace("{x}", quoted)
    )
    turns, check = (
        [
            among(rng, split, upper_first(system))
            if rng.random() < 0.3
            else Turn("system", upper_first(system))
        ],
        Check(),
    )
    for _ in range(rng.choice((1, 1, 2, 3))):
        inside = rng.random() < 0.5
        other = rng.choice([t for t in _TOPICS if t != topic])
        made = rng.choice(_TOPICS[topic if inside else other])(rng, "train")
        refused = inside if against else not inside
        turns += [made.turns[0], Turn("assistant", refusal if refused else made.answer)]
        check = Check(all_of=(refusal.rstrip("."),)) if refused else made.check
    return Conversation(SKILL, tuple(turns), check)


_GIVEN = ways(
    "[The|Our] {k} is {v}.",
    "{k}: {v}.",
    "[Remember|Note|You know] that the {k} is {v}.",
    "[For this chat|Today|Here] the {k} is {v}.",
    "The {k} [of today|for guests|to give out] is {v}.",
    "{v} is [the|our] {k}.",
    "[As|For] {k} [we use|take|give] {v}.",
    "{k} = {v}.",
    "[If asked for|When asked about|If they want] the {k}, [say|answer|it is] {v}.",
    "The {k}? {v}.",
    "[Guests|People|Visitors] ask for the {k}: it is {v}.",
    "[When|If] they want the {k}, tell them {v}.",
    "[Tell people|Everyone knows|It is decided|We agreed] that the {k} is {v}.",
    "We [chose|took|picked|set] {v} as [the |]{k}.",
    "{v} [serves|will do|stands] as {k}.",
    "[Notes|Your notes|Facts|Good to know]: the {k} is {v}.",
    "[This week|This month|At present] the {k} is {v}.",
    "The {k}, {v}, [is new|has changed|may be told to anyone].",
    held_out=("Know that our {k} is {v}.", "As {k} we have {v}.", "{v}, that is the {k}."),
)
_GIVEN_ASKED = ways(
    "[What is|What's|Tell me] the {k}?",
    "[Which|What] {k} [is it|do you have|can you give me]?",
    "[I need|Give me|May I have] the {k}[.|, please.|]",
    "{k}?",
    "[Do you know|Can you tell me|Can I get|Have you got] the {k}?",
    "[And|So] the {k}[ is|]?",
    "I [was told|heard] you know the {k}.",
    held_out=("Could you tell me the {k}?", "Would you let me have the {k}?"),
)
_KEYS = (
    "wifi password", "phone number", "room number", "address", "price", "manager", "menu of the day", "door code", "next stop", "speaker", "colour of the day", "closing time", "start", "team",
    "dress code", "password", "fee", "guide", "driver", "parking fee", "dish of the day", *THE.kinds,
)  # fmt: skip


def given(rng: random.Random, split: Split) -> Conversation:
    """Some facts in the system message, one of which is asked for, or one that was not told."""
    drawn: dict[str, str] = {}
    for _ in range(rng.choice((1, 2, 2, 3, 4)) + 1):
        key = lexicon.noun(rng, split) if rng.random() < 0.3 else rng.choice(_KEYS)
        drawn[key] = (
            str(toolbox.number(rng, 1, 999, split)) if "number" in key or "price" in key or "fee" in key
            else lexicon.full_name(rng, split) if key in ("manager", "speaker", "guide", "driver", "boss") else values.anything(rng, split)
        )  # fmt: skip
    lacking = drawn.popitem()[0] if len(drawn) > 1 else "name of the moon"
    told = " ".join(
        upper_first(expand(rng, _GIVEN.pick(rng, split)).replace("{k}", k)).replace("{v}", v)
        for k, v in drawn.items()
    )
    turns = [among(rng, split, told)]
    check = Check()
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.15:
            turns += [
                Turn("user", wanted(rng, split, _GIVEN_ASKED, k=lacking)),
                Turn("assistant", NOT_GIVEN),
            ]
            check = Check(any_of=("don't know", "not been told"))
        else:
            key = rng.choice(tuple(drawn))
            turns += [
                Turn("user", upper_first(wanted(rng, split, _GIVEN_ASKED, k=key))),
                Turn("assistant", f"The {key} is {drawn[key]}."),
            ]
            check = Check(all_of=(drawn[key],))
    return Conversation(SKILL, tuple(turns), check)


def as_told(rng: random.Random, split: Split) -> Conversation:
    """A system message with other things in it, and an ordinary exchange."""
    told = memory.statement(rng, split, memory.draw(rng, split, THE))
    made = plain(rng)
    return Conversation(SKILL, (Turn("system", f"{told.rstrip('.')}."), *made.turns), made.check)
