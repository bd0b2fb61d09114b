"""Facts of a house told by a system message - a shop, a museum - with questions about it.

What was not told is answered by saying so. Held out: ways of telling and asking, and 10 % of names,
words and numbers.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import facts, lexicon, memory, names, toolbox, values
from training.corpus.briefing import NOT_GIVEN, SKILL, among, wanted
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, ways
from training.corpus.memory import upper_first
from training.corpus.order_ways import is_new

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


@dataclass(frozen=True)
class _About:
    """Something a house has: how it is told, asked and answered. `{x}` is the value, `{k}` the house."""

    told: Phrasings
    asked: Phrasings
    answer: str
    value: Callable[[random.Random, Split], str]


def _time(low: int, high: int) -> Callable[[random.Random, Split], str]:
    def value(rng: random.Random, split: Split) -> str:
        hour = rng.randint(low, high)
        return rng.choice(
            (
                str(hour),
                str(hour),
                f"{hour}:{rng.choice(('00', '15', '30', '45'))}",
                f"{hour} o'clock",
            )
        )

    return value


def _money(rng: random.Random, split: Split) -> str:
    number = toolbox.number(rng, 1, 99, split)
    return rng.choice(
        (
            f"{number} euros",
            f"{number} dollars",
            f"{number} pounds",
            f"${number}",
            f"{number} francs",
            f"{number} crowns",
        )
    )


def _sold(rng: random.Random, split: Split) -> str:
    return (
        memory.plural(lexicon.noun(rng, split))
        if rng.random() < 0.7
        else names.pick(rng, names.FOODS, split)
    )


_HOUSE: dict[str, _About] = {
    "opens": _About(
        ways("[The {k} opens|It opens|We open|Doors open|Opening time is|Guests may come in] at {x}.", "[Opening|Open from|Opens|Doors]: {x}.", "From {x} on [the {k}|it] is open.", held_out=("You can come in from {x} on.", "Nobody gets in before {x}.")),
        ways("[When|At what time|What time] do you open[ in the morning| today|]?", "[When|At what time|How early] does the {k} open[ its doors|]?", "[What is|Tell me] your opening time?", "[From when|Since what hour] [is the {k}|are you] open?", "[When|At what time] can I come in?", held_out=("How early may I come?", "From what time on are you there?")),
        "We open at {x}.", _time(5, 11),
    ),
    "closes": _About(
        ways("[The {k} closes|It closes|We close|Doors close|Closing time is|We lock up] at {x}.", "[Closing|Closes|Open until]: {x}.", "[The {k}|It] is open until {x}.", held_out=("Everybody has to leave at {x}.", "After {x} the {k} is shut.")),
        ways("[When|At what time|What time] do you close[ in the evening| today|]?", "[When|At what time|How late] does the {k} close[ its doors|]?", "[What is|Tell me] your closing time?", "[Until when|How long|Till what hour] [is the {k}|are you] open?", "[When|At what time] must I leave?", held_out=("How late may I stay?", "Up to what time are you there?")),
        "We close at {x}.", _time(13, 23),
    ),
    "price": _About(
        ways("[A ticket|Entry|Admission|The ticket|Each visit|One ticket] costs {x}.", "[The price of a ticket|The entry fee|The price|The ticket price] is {x}.", "[Entry|Tickets|Price|Ticket]: {x}.", "[Guests|Visitors|You] pay {x}[ for a ticket| for entry| to get in|].", held_out=("For {x} you get a ticket.", "We ask {x} for entry.")),
        ways("[How much is|What is the price of|What does] [a ticket|the entry|one ticket]?", "[How much|What] do I [have to |]pay[ for a ticket| for entry|]?", "[What does|How much does] a ticket cost?", "[What is|Tell me] the [price|entry fee|ticket price]?", "[Ticket price|The price|Entry fee]?", held_out=("What would it cost me to get in?", "How expensive is a ticket?")),
        "A ticket costs {x}.", _money,
    ),
    "closed": _About(
        ways("[We are|The {k} is|It is] closed on {x}.", "[Closed|Day off|Closing day]: {x}.", "On {x} [we are closed|the {k} is closed|nobody is here|we stay at home].", "[Every day but {x} we are open|We open every day except {x}].", held_out=("{x} is our day of rest.", "Do not come on {x}, we are closed.")),
        ways("[On which day|On what day|When|Which day] are you closed?", "[Which|What] is your [day off|closing day]?", "[When|On which day] is the {k} closed?", "Is there a day when you are closed?", held_out=("What day is your day of rest?", "On which day should I not come?")),
        "We are closed on {x}.", lambda rng, split: f"{rng.choice(values.DAYS)}s",
    ),
    "place": _About(
        ways("[The {k}|It] is at {x}.", "[Our address is|You find us at|The {k} stands at|Visit us at|The house is at] {x}.", "[Address|Where]: {x}.", held_out=("Come and see us at {x}.", "Letters reach us at {x}.")),
        ways("Where [are you|is the {k}|can I find you|is it]?", "[What is|What's|Tell me] [your|the] address[ of the {k}|]?", "[At which address|In which street] [is the {k}|are you]?", "How do I find [you|the {k}]?", held_out=("Where should I go to see you?", "What street are you in?")),
        "You find us at {x}.", lexicon.address,
    ),
    "head": _About(
        ways("[The manager|The head of the {k}|The owner|The boss|The director] is {x}.", "{x} [runs|owns|leads|manages] [the {k}|it].", "[Manager|Owner|Boss|Head]: {x}.", held_out=("The {k} is run by {x}.", "Ask for {x}, who leads the {k}.")),
        ways("Who [runs|owns|leads|manages] the {k}?", "[Who is|What is the name of|Tell me the name of] the [manager|owner|boss|director|head]?", "Who is in charge?", "[Who is|Who's] your boss?", held_out=("By whom is the {k} run?", "Who leads this place?")),
        "The {k} is run by {x}.", lexicon.full_name,
    ),
    "phone": _About(
        ways("[The phone number is|Our phone number is|Call us at|You reach us at|Our number is] {x}.", "[Phone|Telephone|Tel.|Call]: {x}.", held_out=("Ring {x} to talk to us.", "Under {x} somebody picks up.")),
        ways("[What is|What's|Tell me] your [phone |telephone |]number?", "[How|At which number] can I [call|reach|ring] you?", "[Do you have|Give me] [a|your] phone number[?|.]", "[Which number|What number] do I call?", held_out=("What do I dial to talk to you?",)),
        "Our phone number is {x}.", values.phone,
    ),
    "sells": _About(
        ways("[We sell|The {k} is known for|We are known for|Our speciality is|We offer|You can get] {x}.", "[Speciality|On offer|For sale]: {x}.", "{x} [are what we sell|are what we offer].", held_out=("People come here for our {x}.", "With us you get {x}.")),
        ways("What [do you sell|do you offer|can I get|can I buy][ here| there|]?", "[What is|What's|Tell me] your speciality?", "What are you known for?", "What [does the {k} sell|can I get at the {k}]?", held_out=("What do people come to you for?", "What is there to buy?")),
        "We offer {x}.", _sold,
    ),
    "founded": _About(
        ways("[The {k} was founded|It was built|The {k} opened|We began|It was founded] in {x}.", "[Founded|Since|Built]: {x}.", "[Since {x} there is the {k}|We have been here since {x}].", held_out=("Our first day was in {x}.", "{x} was the year of our founding.")),
        ways("When was the {k} [founded|built|opened first]?", "[How old is|Since when is there] the {k}?", "[In which year|In what year] [did you begin|was the {k} founded|were you founded]?", "When did you begin?", held_out=("What was the year of your founding?",)),
        "The {k} was founded in {x}.", lambda rng, split: str(toolbox.number(rng, 1500, 2020, split)),
    ),
}  # fmt: skip
_KINDS = ("bakery", "shop", "museum", "library", "hotel", "cinema", "zoo", "pool", "theatre", "garage", "school", "gallery", "gym", "castle", "bookshop", "cafe", "restaurant", "market", "garden", "club", "farm", "studio", "clinic", "pharmacy", "station", "church", "factory", "bank", "salon", "bar")  # fmt: skip
_INTRO = ways(
    "You [work for|answer for|help at|are the voice of|are at the desk of] the {k} {x}.",
    "You are the [assistant|helper|bot|chatbot|information desk] of the {k} {x}.",
    "[The {k} is called|The name of the {k} is|Our {k} is called|Welcome guests of the {k}] {x}.",
    "[Answer|Help] [visitors|guests|customers|people] of the {k} {x}.",
    "{x} is a {k}.",
    "{x} is [a|our] {k} and you [help|answer] its [guests|visitors].",
    held_out=("You represent the {k} {x}.", "At the {k} {x} you answer the questions."),
)
_CALLED = ways(
    "What is the name of [your|the] {k}?",
    "[What is the {k} called|What are you called|How is the {k} called]?",
    "[Which|What] {k} is this?",
    "[Tell me|Say] the name of the {k}[.|]",
    held_out=("Under what name is the {k} known?", "For which {k} do you work?"),
)
_OPENING = ways(
    "[The {k}|It] opens at {a} and closes at {b}.", "[The {k}|It|{x}] is open from {a} to {b}.", "[We are open|Opening hours:|Hours:|Open] {a} to {b}.", "[Opening hours are|We are here] from {a} until {b}.", "[The doors open|We open] at {a} and close at {b}.",
    held_out=("You speak for the {k} {x}, open from {a} until {b}.", "Between {a} and {b} the {k} is open."),
)  # fmt: skip


def house(rng: random.Random, split: Split) -> Conversation:
    """Facts of a shop or museum; some of them asked for, some that were not told."""
    name, kind = (
        names.invented(rng, split) if rng.random() < 0.6 else lexicon.firm(rng, split),
        rng.choice(_KINDS),
    )
    if rng.random() < 0.2:
        name = (
            f"{lexicon.adjective(rng, split).capitalize()} {lexicon.noun(rng, split).capitalize()}"
        )
    drawn = {key: about.value(rng, split) for key, about in _HOUSE.items()}
    chosen = rng.sample(tuple(_HOUSE), rng.choice((1, 2, 2, 3, 4)))
    said = [expand(rng, _INTRO.pick(rng, is_new(rng, split)))]
    both = rng.random() < 0.35
    if both:
        chosen = [key for key in chosen if key not in ("opens", "closes")]
        hours = (
            expand(rng, _OPENING.pick(rng, split))
            .replace("{a}", drawn["opens"])
            .replace("{b}", drawn["closes"])
        )
        said = [hours] if "{x}," in hours else [*said, hours]
    said += [
        expand(rng, _HOUSE[key].told.pick(rng, is_new(rng, split))).replace("{x}", drawn[key])
        for key in chosen
    ]
    known = [*chosen, *(("opens", "closes") if both else ())]
    system = " ".join(upper_first(part.replace("{k}", kind).replace("{x}", name)) for part in said)
    turns = [among(rng, split, system)]
    check = Check()
    for _ in range(rng.choice((1, 1, 2, 3))):
        what = rng.random()
        if what < 0.12:
            question, answer = wanted(rng, split, _CALLED), f"The name of the {kind} is {name}."
            check = Check(all_of=(name,))
        elif what < 0.26:
            lacking = rng.choice([key for key in _HOUSE if key not in known])
            question, answer = wanted(rng, split, _HOUSE[lacking].asked), NOT_GIVEN
            check = Check(any_of=("don't know", "not been told"))
        elif what < 0.3:
            made = facts.make(rng, "train")
            question, answer, check = made.turns[0].content, made.answer, made.check
        else:
            key = rng.choice(known or ["opens"])
            if key not in known:
                continue
            question = wanted(rng, split, _HOUSE[key].asked)
            answer = _HOUSE[key].answer.replace("{x}", drawn[key])
            check = Check(all_of=(drawn[key],))
        turns += [
            Turn("user", question.replace("{k}", kind)),
            Turn("assistant", answer.replace("{k}", kind)),
        ]
    return Conversation(SKILL, tuple(turns), check) if len(turns) > 1 else house(rng, split)
