"""Obeying a system message: form of the answer, a persona, a fixed reply, facts given to use.

Held out: phrasings of the instruction, and 10 % of the names and words in it.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import arithmetic, explain, facts, identity, lexicon, names, smalltalk, toolbox, words
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "system"

_UPPER = ways(
    "[Write|Print|Type|Give|Say|Set] [all answers|each answer|every reply|every word|all words] in [capitals|capital letters|upper case|all caps|big letters].",
    "[Caps lock is on|Your caps lock is stuck|No small letters|Never use small letters|Lower case is forbidden][.|!|]",
    "[Turn|Change] [everything|all you say|each answer] [to|into] [capitals|upper case|capital letters].",
    "[All|Every one] of your [answers|messages|lines] [is|comes|should be] in [capitals|big letters|upper case].",
    "[Answer|Reply] like this: HELLO.",
    "[Always |]answer in [capital letters|upper case|uppercase|capitals|all caps][ only|].",
    "[Always |]write [everything |]in [capital letters|upper case|uppercase|capitals|all caps].",
    "[Reply|Respond|Speak] [only |]in [capital letters|upper case|uppercase|capitals|all caps].",
    "Use [only |][capital letters|upper case|uppercase].",
    "You [shout|always shout|answer in capital letters|write in upper case].",
    "[Only|All] [capital letters|upper case|caps][ please|].",
    "[Make|Keep] [your answers|everything|all text] upper case.",
    "[You must|Please] [answer|reply|write] in [capital letters|all caps|upper case].",
    "[Your|Every|Each] [reply|answer|message] [is|has to be] [written |]in [capital letters|upper case|all caps].",
    "[The user|People] can only read [capital letters|upper case].",
    "CAPITAL LETTERS ONLY[.|]",
    "[All your text|Everything you say] [is|should be] in [upper case|all caps|capital letters].",
    held_out=(
        "Your answers must be in [capital letters|upper case].",
        "Put your replies in all caps.",
    ),
)
_LOWER = ways(
    "[Write|Print|Type|Give|Say|Set] [all answers|each answer|every reply|every word|all words] in [lower case|small letters|lowercase].",
    "[The shift key is broken|No capitals|No capital letters|Capitals are forbidden|Upper case is forbidden][.|!|]",
    "[Turn|Change] [everything|all you say|each answer] [to|into] [lower case|small letters].",
    "[Always |]answer in [lower case|lowercase|small letters][ only|].",
    "[Always |]write [everything |]in [lower case|lowercase|small letters].",
    "[Reply|Respond] [only |]in [lower case|lowercase|small letters].",
    "[Do not|Never] use [capital letters|capitals|upper case].",
    "[Only|All] [lower case|small letters|lowercase].",
    "[Make|Keep] [your answers|everything|all text] lower case.",
    "[You must|Please] [answer|reply|write] in [small letters|lower case].",
    "[Your|Every|Each] [reply|answer|message] [is|has to be] [written |]in [small letters|lower case|lowercase].",
    "[Everything you say|All your text] [is|should be] in [lower case|small letters].",
    "small letters only, please.",
    held_out=("Your answers must be in [lower case|small letters].",),
)
_ONE_WORD = ways(
    "[One|A single] word [is enough|will do|is all you may say|per reply].",
    "[Never|Do not] [use|say|write] more than [one|a single] word.",
    "[Keep|Cut|Shorten] [each answer|every reply|your replies] [to|down to] [one|a single] word.",
    "Your [answers|replies|messages] [have|are|consist of] [one|a single|exactly one] word.",
    "[Word count|Length|Length of answers]: [1|one].",
    "[Always |]answer [in|with] [one word|a single word|one word only|exactly one word].",
    "[Reply|Respond] [in|with] [one word|a single word|one word only|exactly one word].",
    "Use [only one word|one word only|just one word].",
    "[Give|You give] one-word answers[ only|].",
    "[Only|Just|At most] one word [per answer|in each answer|for every answer].",
    "You [can|may|must] [only |]use [one word|a single word].",
    "[No|Not] more than one word.",
    "[Your|Every|Each] [reply|answer|message] [is|has to be|should be] [one word|a single word][ only|].",
    "[You must|Please] [answer|reply] with [a single word|one word].",
    "[Limit|Cut] [yourself|every answer] to one word.",
    "[Speak|Talk] in single words.",
    held_out=("Your answers must be one word long.", "Say one word, not more."),
)
_BRIEF = ways(
    "Be [brief|short|concise|very brief].",
    "[Answer|Reply] [briefly|shortly|in one short sentence|concisely].",
    "Keep [it|your answers] [short|brief].",
    "[Use|Give] short answers.",
    held_out=("Your answers must be short.",),
)
_END = ways(
    "[End|Finish|Conclude|Close off|Complete|Wrap up|Sign] [each|every|any] [reply|message|response|line] with {x}.",
    "[End|Finish|Conclude|Complete|Sign|Close] [all|all your|your] [answers|replies|messages|responses] with {x}.",
    "[Each|Every|Any] [response|line of yours|thing you say] [closes|ends|should finish|has to stop] with {x}.",
    "[Your last word|Your final word|The word at the end] is [always|] {x}.",
    "{x} comes [last|at the very end|after everything else] [in every answer|in each reply|].",
    "Whenever you [speak|answer|reply], [end|finish|close] with {x}.",
    "[Put|Add|Attach|Append] {x} [after|behind|to the end of] [each|every] [answer|reply|sentence].",
    "[Always |]end [every|each|your] [answer|reply|message|sentence] with [the word|] {x}.",
    "[Every|Each] [answer|reply|message] [ends|must end] with [the word |]{x}.",
    "Finish [every|each|your] [answer|reply|message] with [the word |]{x}.",
    "[Say|Write|Add] {x} at the end of [every|each|your] [answer|reply|message].",
    "[Your answers|All your answers] [end|finish] with [the word |]{x}.",
    "After [every|each|your] [answer|reply], [say|write|add] {x}.",
    "[Always|You] [say|put] {x} [last|at the end].",
    "Answer [normally|as usual], but [end|finish] with {x}.",
    "The [final|closing] word of [every|each|your] [answer|reply|message] is {x}.",
    "[Let|Have] [every|each] [answer|reply|message] end [in|with] {x}.",
    "[You must|Please] [end|finish|close] [all answers|every reply|your messages] with {x}.",
    "{x} [is|must be] [at the end of|the end of] [every|each] [answer|reply|message].",
    "[Put|Place] {x} [last|at the end] in [every|each|all your] [answer|reply|message].",
    held_out=("The last word of your answer must be {x}.", "Close each answer with {x}."),
)
_START = ways(
    "[Start|Begin|Lead|Introduce|Head|Preface] [each|every|any] [reply|message|response|line] with {x}.",
    "[Start|Begin|Introduce|Head|Open] [all|all your|your] [answers|replies|messages|responses] with {x}.",
    "[Each|Every|Any] [response|line of yours|thing you say] [opens|starts off|should open|has to begin] with {x}.",
    "[Your first word|The word in front|The word at the start] is [always|] {x}.",
    "{x} comes [first|at the very start|before everything else] [in every answer|in each reply|].",
    "Whenever you [speak|answer|reply], [open|start|begin] with {x}.",
    "[Put|Add|Set] {x} [before|in front of|ahead of] [each|every] [answer|reply|sentence].",
    "[Always |]start [every|each|your] [answer|reply|message] with [the word|] {x}.",
    "[Every|Each] [answer|reply|message] [starts|must start|begins] with [the word |]{x}.",
    "Begin [every|each|your] [answer|reply|message] with [the word |]{x}.",
    "[Your answers|All your answers] [start|begin] with [the word |]{x}.",
    "Before [every|each|your] [answer|reply], [say|write|put] {x}.",
    "[Always|You] [say|put] {x} [first|at the start], then answer.",
    "[Put|Write|Say] {x} at the [start|beginning] of [every|each|your] [answer|reply|message].",
    "Answer [normally|as usual], but [start|begin] with {x}.",
    "The [opening|initial] word of [every|each|your] [answer|reply|message] is {x}.",
    "[Let|Have] [every|each] [answer|reply|message] [start|begin] with {x}.",
    "[You must|Please] [start|begin|open] [all answers|every reply|your messages] with {x}.",
    "{x} [is|must be] [at the start of|the start of] [every|each] [answer|reply|message].",
    "[Put|Place] {x} [first|at the front] in [every|each|all your] [answer|reply|message].",
    held_out=("The first word of your answer must be {x}.", "Open each answer with {x}."),
)
_ONLY = ways(
    "[Say|Reply|Answer] {x}[,| and] nothing else[, ever|].",
    "{x} [is your answer|must be your answer|is the reply] to [all|everything|any question|every line].",
    "[To any question|To all that is said|To everyone|Every time] [say|answer|reply|you say] {x}.",
    "[Nothing|No word] but {x} [may|can|should] [come from you|be said by you|be your answer].",
    "You [ever|always|must] [only |][say|answer|reply] {x}.",
    "Your [one|single|whole] [answer|reply|sentence] is {x}.",
    "[Always |]answer [only |][with|] {x}[, whatever the user says|].",
    "[Only|Always|Just] [say|reply|write|answer] {x}.",
    "[Reply|Respond] [only |]with {x}[ to everything| and nothing else|].",
    "Whatever the user [says|asks], [say|answer|reply] {x}.",
    "You can only say {x}.",
    "[Every|Each] answer is {x}.",
    "[The answer to everything|Your answer to everything|Your only answer] is {x}.",
    "[Do not|Never] [say|write|answer] anything but {x}.",
    "You [know|have] only one [word|answer]: {x}.",
    "[You must|Please] [say|answer|reply] {x} [every time|each time|to everything].",
    "[No matter|It does not matter] what [is asked|the user says|people ask][, say|: say|, answer] {x}.",
    "{x} is [all|the only thing] you [can|may|ever] say.",
    "[All|Any] [messages|questions] get the [same |]answer {x}.",
    held_out=("To every message the answer is {x}.", "The only thing you ever say is {x}."),
)
_PERSONA = ways(
    "[Introduce yourself|Present yourself] as {x}.",
    "[Your role|Your part|Your character] [here|today|in this chat] is {x}[, a {j}|].",
    "[When asked|If asked] [who you are|for your name], [say|you are|answer] {x}.",
    "You [play|are playing|speak as|work as] {x}[, the {j}|, a {j}|].",
    "[In this chat|Until further notice|Starting now][,|] [you are|your name is] {x}.",
    "[Your name is|You are|You are called|You are named] {x}.",
    "[Your name is|You are] {x}, a [friendly|helpful|kind|small|clever] [{j}|assistant|robot|helper].",
    "You are a [friendly|helpful|kind] [{j}|assistant|robot|helper] [called|named] {x}.",
    "[Act as|Play|Pretend to be] {x}.",
    "[Now|Today|Here] you are {x}.",
    "[We|People|Users] call you {x}.",
    "The [assistant|{j}|bot] is called {x}.",
    "You [go by the name|have the name|answer to the name] {x}.",
    "[Say|Tell everyone] that you are {x}[, the {j}|].",
    "[From today on|For this chat|Here] you [are|are called] {x}, [a|the] {j}.",
    "[Play|Take] the [part|role] of {x}[, a {j}|, the {j}|].",
    "Your [new |first |own |]name [is|will be] {x}.",
    "{x} is [what you are called|your name|who you are].",
    "[Answer|Speak|Write] as {x}[, the {j}|].",
    held_out=("From now on your name is {x}.", "Your role is {x}, the {j}."),
)
_CALL = ways(
    "[Use|Say|Write] {x} [as the name of the user|when you greet|to greet the user|when you speak to them].",
    "[Greet|Welcome] [people|everybody|the guest] as {x}.",
    "Address [them|everyone|the guest] [as|with] {x}.",
    "Call the user {x}.",
    "[Always |]address the user as {x}.",
    "The user [wants|likes] to be called {x}.",
    "[Greet|Name] the user [as|with] {x}.",
    "[Say|Write] {x} when you [talk|speak] to the user.",
    "For you, the user is {x}.",
    held_out=("Use the name {x} for the user.",),
)
_USER_FACT = ways(
    "[Today|Now|Here] [you talk|you speak|you chat] [to|with] {x}.",
    "[Name|Name of the user|User|User name]: {x}",
    "[Help|Serve|Answer] {x}, [the user|your user|who is the user].",
    "The user's name is {x}.",
    "The user is [called|named] {x}.",
    "You are talking to {x}.",
    "You are [chatting|speaking] with a [user|person] called {x}.",
    "The [person|user] you [talk to|help|chat with] is [called |]{x}.",
    "[Your user|This user|The user] is {x}.",
    "{x} is [talking to you|the user|the name of the person you help|your user].",
    held_out=("The name of the user is {x}.",),
)
_ASK_NAME = ways(
    "[What is|What's|Tell me] my name?",
    "[Do you know|Can you tell me] my name?",
    "Who am I?",
    held_out=("What was my name again?",),
)

_SHORT: tuple[tuple[str, str], ...] = (
    ("Is the sky blue?", "Yes"), ("Is fire cold?", "No"), ("Is snow white?", "Yes"),
    ("Is a dog an animal?", "Yes"), ("Can fish fly?", "No"), ("Is ice hot?", "No"),
    ("Is grass green?", "Yes"), ("Is water wet?", "Yes"), ("Can birds fly?", "Yes"),
    ("Is the sun a star?", "Yes"), ("Is a banana red?", "No"), ("Do cats bark?", "No"),
)  # fmt: skip


def _fact(rng: random.Random, split: Split) -> tuple[str, str, str]:
    """A question, its full answer and its shortest answer."""
    if rng.random() < 0.2:
        talk = arithmetic.add(rng, split)
        return talk.turns[0].content, talk.answer, talk.answer.split("= ")[1].rstrip(".")
    if rng.random() < 0.1:
        question, short = rng.choice(_SHORT)
        return question, f"{short}.", short
    # Facts are asked in trained words: what is held out here is the instruction.
    while True:
        talk = facts.make(rng, "train")
        wanted = talk.check.all_of
        if len(wanted) == 1 and " " not in wanted[0] and wanted[0] in talk.answer:
            return talk.turns[0].content, talk.answer, wanted[0]


def _plain(rng: random.Random) -> Conversation:
    """Any short exchange, in trained words."""
    makers: tuple[Callable[[random.Random, Split], Conversation], ...]
    makers = (
        smalltalk.make,
        facts.make,
        arithmetic.add,
        words.opposite,
        identity.make,
        explain.make,
    )
    return rng.choices(makers, (5, 6, 2, 2, 2, 2))[0](rng, "train")


def _word(rng: random.Random, split: Split) -> str:
    if rng.random() < 0.3:
        return names.invented(rng, split)
    word = lexicon.word(rng, split) if rng.random() < 0.4 else names.pick(rng, words.EVERYDAY, split)
    if rng.random() < 0.1:
        word = f"{word} {lexicon.word(rng, split)}"
    return word.capitalize() if rng.random() < 0.3 else word


def _shaped(
    rng: random.Random,
    split: Split,
    form: Phrasings,
    shape: Callable[[str], str],
    pattern: str,
    x: str = "",
) -> Conversation:
    """One to three plain exchanges whose answers all take the shape.

    The last answer must match the pattern, and be right besides where the shape leaves it.
    """
    quoted = rng.choice((x, x, f'"{x}"', f"'{x}'"))
    system = expand(rng, form.pick(rng, split)).replace("{x}", quoted)
    turns = [Turn("system", system)]
    for _ in range(rng.choices((1, 2, 3), (6, 3, 1))[0]):
        plain = _plain(rng)
        turns += [plain.turns[0], Turn("assistant", shape(plain.answer))]
    check = Check(pattern=pattern) if form is _ONLY else replace(plain.check, pattern=pattern)
    return Conversation(SKILL, tuple(turns), check)


def _short(rng: random.Random, split: Split, form: Phrasings) -> Conversation:
    turns = [Turn("system", expand(rng, form.pick(rng, split)))]
    for _ in range(rng.choices((1, 2, 3), (6, 3, 1))[0]):
        question, _, short = _fact(rng, "train")
        short = short[:1].upper() + short[1:]
        turns += [Turn("user", question), Turn("assistant", f"{short}.")]
    return Conversation(SKILL, tuple(turns), Check(all_of=(short,), pattern=r"\S+"))


def _persona(rng: random.Random, split: Split) -> Conversation:
    name, job = names.person(rng, split), names.pick(rng, names.JOBS, "train")
    system = expand(rng, _PERSONA.pick(rng, split)).replace("{x}", name).replace("{j}", job)
    turns = [Turn("system", system)]
    if rng.random() < 0.3:
        turns += smalltalk.make(rng, "train").turns
    question = expand(rng, identity.TALKS[0].said.pick(rng, split)).replace("rejoinder-mini", name)
    turns += [Turn("user", question), Turn("assistant", f"I am {name}.")]
    return Conversation(SKILL, tuple(turns), Check(all_of=(name,), none_of=("rejoinder-mini",)))


def _user_name(rng: random.Random, split: Split) -> Conversation:
    name = names.person(rng, split)
    form = rng.choice((_CALL, _USER_FACT))
    turns = [Turn("system", expand(rng, form.pick(rng, split)).replace("{x}", name))]
    if form is _CALL or rng.random() < 0.3:
        hello = expand(rng, smalltalk.TALKS[0].said.pick(rng, split))
        turns += [Turn("user", hello), Turn("assistant", f"Hello, {name}! How can I help you?")]
    if form is _USER_FACT or rng.random() < 0.3:
        question = expand(rng, _ASK_NAME.pick(rng, split))
        turns += [Turn("user", question), Turn("assistant", f"Your name is {name}.")]
    return Conversation(SKILL, tuple(turns), Check(all_of=(name,)))


_OPENING = ways(
    "You [work for|answer for|help at] the {k} {x}. [The {k}|{x}|It] opens at {a} and closes at {b}.",
    "You are the assistant of the {k} {x}. [It|The {k}] is open from {a} to {b}.",
    held_out=("You speak for the {k} {x}, open from {a} until {b}.",),
)


def _shop(rng: random.Random, split: Split) -> Conversation:
    """Facts in the system message, asked for by the user."""
    name, kind = (
        names.invented(rng, split),
        rng.choice(("bakery", "shop", "museum", "library", "hotel")),
    )
    a, b = rng.randint(5, 12), rng.randint(13, 23)
    system = expand(rng, _OPENING.pick(rng, split))
    system = (
        system.replace("{x}", name)
        .replace("{k}", kind)
        .replace("{a}", str(a))
        .replace("{b}", str(b))
    )
    when, answer, wanted = rng.choice((
        ("[When|At what time] do you [open|open in the morning]?", f"We open at {a}.", str(a)),
        ("[When|At what time|How early] does the {k} open?", f"We open at {a}.", str(a)),
        ("[When|At what time] do you [close|close in the evening]?", f"We close at {b}.", str(b)),
        ("[When|At what time|How late] does the {k} close?", f"We close at {b}.", str(b)),
        ("What is the name of [your|the] {k}?", f"The name of the {kind} is {name}.", name),
        ("[What is the {k} called|What are you called]?", f"The name of the {kind} is {name}.", name),
    ))  # fmt: skip
    turns = (
        Turn("system", system),
        Turn("user", expand(rng, when).replace("{k}", kind)),
        Turn("assistant", answer),
    )
    return Conversation(SKILL, turns, Check(all_of=(wanted,)))


_ONLY_ABOUT = ways(
    "[Only|You only|Please only] [answer questions about|talk about|speak about|help with] {t}. [Otherwise|To anything else] [say|answer|reply]: {x}", "You [answer|know] nothing but {t}. [If asked anything else|To other questions] say: {x}", "[Stay with|Keep to|Your only topic is] {t}. [For all else|For the rest] say: {x}",
    "[If|When] the user asks about anything but {t}, [say|answer|reply]: {x}", "[Refuse|Decline] everything but {t} with: {x}",
    held_out=("Nothing but {t} concerns you. Anything else you answer with: {x}", "Your field is {t}; outside of it you say: {x}"),
)  # fmt: skip
_REFUSALS = (
    "I only talk about {t}.", "Sorry, I only know {t}.", "That is not about {t}.", "I cannot help with that.", "Ask me about {t}.", "No comment.",
    "That is not my job.", "Sorry, no.", "Please ask about {t}.", "Let us stay with {t}.",
)  # fmt: skip


def _about(rng: random.Random, split: Split) -> Conversation:
    """One topic alone; everything else gets a fixed reply."""
    kinds: dict[str, tuple[Callable[[random.Random, Split], Conversation], ...]] = {
        "capitals": (facts.capital, facts.capital_of), "sums": (arithmetic.add, arithmetic.subtract),
        "opposites": (words.opposite,), "small talk": (smalltalk.make,), "spelling": (words.spell,),
        "plurals": (words.plural,),
    }  # fmt: skip
    topic = rng.choice(tuple(kinds))
    refusal = rng.choice(_REFUSALS).replace("{t}", topic)
    quoted = rng.choice((refusal, f'"{refusal}"'))
    system = expand(rng, _ONLY_ABOUT.pick(rng, split)).replace("{t}", topic).replace("{x}", quoted)
    turns, check = [Turn("system", system)], Check()
    for _ in range(rng.choice((1, 1, 2))):
        inside = rng.random() < 0.5
        made = rng.choice(kinds[topic if inside else rng.choice([t for t in kinds if t != topic])])(rng, "train")
        answer = made.answer if inside else refusal
        check = made.check if inside else Check(all_of=(refusal.rstrip("."),))
        turns += [made.turns[0], Turn("assistant", answer)]
    return Conversation(SKILL, tuple(turns), check)


_GIVEN = ways(
    "[The|Our] {k} [is|costs|has] {v}.", "{k}: {v}.", "[Remember|Note|You know] that the {k} is {v}.", "[For this chat|Today|Here] the {k} is {v}.", "The {k} [of today|for guests|to give out] is {v}.",
    held_out=("Know that our {k} is {v}.", "As {k} we have {v}."),
)  # fmt: skip
_GIVEN_ASKED = ways(
    "[What is|What's|Tell me] the {k}?", "[Which|What] {k} [is it|do you have|can you give me]?", "[I need|Give me|May I have] the {k}[.|, please.|]", "{k}?",
    held_out=("Could you tell me the {k}?",),
)  # fmt: skip


def _given(rng: random.Random, split: Split) -> Conversation:
    """Some facts in the system message, one of which is asked for."""
    drawn: dict[str, str] = {}
    for _ in range(rng.choice((1, 2, 2, 3))):
        key = rng.choice(("wifi password", "phone number", "room number", "address", "price", "manager", "menu of the day", "door code", "next stop", "speaker", "colour of the day", "closing time", "start", "team", "dress code", "password", "fee", "guide", "driver", "parking fee", "dish of the day"))
        kind = rng.random()
        drawn[key] = (
            str(toolbox.number(rng, 1, 999, split)) if "number" in key or "price" in key or "fee" in key or kind < 0.15
            else lexicon.full_name(rng, split) if key in ("manager", "speaker", "guide", "driver")
            else names.invented(rng, split) if kind < 0.3 else toolbox.a_word(rng, split) if kind < 0.7
            else toolbox.code(rng, split) if kind < 0.85 else names.town(rng, split)
        )  # fmt: skip
    told = " ".join(expand(rng, _GIVEN.pick(rng, split)).replace("{k}", k).replace("{v}", v) for k, v in drawn.items())
    key = rng.choice(tuple(drawn))
    asked = expand(rng, _GIVEN_ASKED.pick(rng, split)).replace("{k}", key)
    opening = rng.choice(("", "", "You are the assistant of a hotel. ", "You help guests. ", "You work at the desk. "))
    turns = (Turn("system", opening + told), Turn("user", asked[:1].upper() + asked[1:]), Turn("assistant", f"The {key} is {drawn[key]}."))
    return Conversation(SKILL, turns, Check(all_of=(drawn[key],)))


def make(rng: random.Random, split: Split) -> Conversation:
    """Any instruction."""
    kind = rng.choices(
        ("upper", "lower", "one", "brief", "end", "start", "only", "persona", "user", "shop", "about", "given"),
        (13, 8, 14, 6, 12, 11, 11, 13, 9, 7, 9, 9),
    )[0]
    if kind == "upper":
        return _shaped(rng, split, _UPPER, str.upper, r"[^a-z]+")
    if kind == "lower":
        return _shaped(rng, split, _LOWER, str.lower, r"[^A-Z]+")
    if kind == "one":
        return _short(rng, split, _ONE_WORD)
    if kind == "brief":
        return _short(rng, split, _BRIEF)
    if kind == "persona":
        return _persona(rng, split)
    if kind == "user":
        return _user_name(rng, split)
    if kind == "shop":
        return _shop(rng, split)
    if kind == "about":
        return _about(rng, split)
    if kind == "given":
        return _given(rng, split)
    x = _word(rng, split)
    word = re.escape(x)
    if kind == "end":
        return _shaped(rng, split, _END, lambda a: f"{a} {x}", rf"(?i).+\b{word}\W*", x)
    if kind == "start":
        return _shaped(rng, split, _START, lambda a: f"{x} {a}", rf"(?i)\W*{word}\b.+", x)
    return _shaped(rng, split, _ONLY, lambda _: x, rf"(?i)\W*{word}\W*", x)
