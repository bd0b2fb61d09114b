"""Sorting texts into classes: good or bad, a topic, true or false, spam, a kind of sentence.

Held out: whole ways of saying things, some ways of asking, 10 % of the words in them.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names, toolbox
from training.corpus.conversation import Check, Conversation, Turn
from training.corpus.grammar import Phrasings, expand, ways

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import JsonObject, Split

SKILL = "classify"

_GOOD = ways(
    "I [love|like|adore|really like|enjoy] [this|the|my new] {x}[.|!]", "[What a|Such a] [great|good|lovely|wonderful|beautiful|nice] {x}[.|!]", "The {x} [is|was] [great|good|excellent|wonderful|perfect|fantastic|very nice|amazing][.|!]",
    "[Best|Nicest|Finest] {x} [ever|I ever had|of my life][.|!]", "I am [happy|pleased|delighted|so glad|very satisfied] with [the|this|my] {x}.", "[Works|It works|The {x} works] [well|very well|perfectly|like a dream].", "[Thank you|Thanks] for the [great|good|lovely] {x}[.|!]",
    "[The staff|Everybody|Our host] was [kind|friendly|helpful|lovely] and the {x} was [good|fresh|clean|tasty].", "I [would buy|will buy|can only recommend|recommend] [this|the] {x}[ again|].", "[Five stars|Ten points] for [this|the] {x}.", "It [made me smile|made my day|is a joy|is so much fun].",
    "The {x} [came on time|arrived early|is better than expected|was worth every cent|fits well].", "[So|Very|Really] [good|nice|tasty|helpful|comfortable].", "My [children|friends|parents] [love|enjoy] the {x}.",
    held_out=("A truly brilliant {x}, well done!", "I could not be happier with this {x}.", "This {x} is simply lovely."),
)  # fmt: skip
_BAD = ways(
    "I [hate|dislike|regret|do not like|cannot stand] [this|the|my new] {x}[.|!]", "[What a|Such a] [bad|terrible|awful|poor|horrible|boring] {x}[.|!]", "The {x} [is|was] [bad|terrible|awful|broken|useless|horrible|too slow|dirty|disappointing][.|!]",
    "[Worst|Ugliest|Poorest] {x} [ever|I ever had|of my life][.|!]", "I am [angry|unhappy|disappointed|annoyed|not satisfied] [with|about] [the|this|my] {x}.", "[Does not work|It never works|The {x} stopped working] [at all|after a day|].", "I want my money back for [the|this] {x}[.|!]",
    "[The staff|Everybody|Our host] was [rude|unfriendly|slow] and the {x} was [bad|cold|dirty|late].", "I would [never|not] [buy|take|recommend] [this|the] {x} again.", "[One star|No points] for [this|the] {x}.", "It [made me sad|ruined my day|is a waste of money|gave me a headache].",
    "The {x} [came too late|arrived broken|is worse than expected|was far too expensive|fell apart].", "[So|Very|Really] [bad|ugly|boring|rude|uncomfortable].", "My [children|friends|parents] [hate|are afraid of] the {x}.",
    held_out=("A truly dreadful {x}, shame on you!", "I could not be more annoyed by this {x}.", "This {x} is simply awful."),
)  # fmt: skip
_NEUTRAL = ways(
    "The {x} is [on the table|in the box|next to the door|in the kitchen|here].", "[I|We] [have|bought|saw|need] a {x}.", "The {x} [arrives|leaves|opens|starts] at [nine|ten|noon|five].", "[He|She|They] [put|placed|left] the {x} [on the floor|in the room|outside].", "There is a {x} in [the room|the street|the shop].",
    "It is a {x}.", "[The|This] {x} [weighs two kilos|has four parts|is made of wood|comes from the north].", "[Yesterday|Today|On Monday] we talked about the {x}.",
    held_out=("A {x} lies under the chair.", "They sell a {x} in that shop."),
)  # fmt: skip
_SENTIMENT = ways(
    "[Is this|Is the text|Is it] [positive or negative|positive, negative or neutral|good or bad]?", "[What is|Tell me|Give me] the sentiment[ of this|]?", "[Classify|Judge|Rate|Label] [this|the sentiment|the text|this review][ as positive or negative|].", "[Positive or negative|Good or bad]?", "Sentiment?", "[How does|What does] [the writer|the author|this person] feel[ here|]?",
    "[Does this sound|Would you call this|Is the review] [positive or negative|good or bad]?", "[Decide|Say] whether [this|it|the text] is positive or negative.",
    held_out=("Which sentiment has this text?", "Would you say that this is positive or negative?"),
)  # fmt: skip

_TOPICS: dict[str, Phrasings] = {
    "sports": ways("[The team|Our club|{n}] [won|lost] the [match|game|race|final][ {a} to {b}|].", "[The player|The goalkeeper|The runner|{n}] [scored|was injured|broke the record|trained hard].", "[The stadium|The league|The coach|The referee] [is full|begins in May|changed the rules|is new].", "[Football|Tennis|Basketball|Swimming] is [fun|on television|played on Sunday].", held_out=("{n} kicked the ball into the goal.", "The coach of the tennis team is happy.")),
    "weather": ways("[It|Tomorrow it] will [rain|snow|be sunny|be windy][ in {t}|].", "[Heavy|Light] [rain|snow|wind|fog] [is expected|came down|all day]in the [north|south|hills].".replace("]in", "] in"), "[The temperature|The storm|The sun|The frost] [rises to {a} degrees|moves north|comes back|stays].", "[A cold|A hot|A wet|A dry] [day|week|summer|winter] [in {t}|lies ahead].", held_out=("Clouds and showers over {t} tonight.", "A storm with hail reached {t}.")),
    "food": ways("[Cook|Boil|Bake|Fry] the [rice|potatoes|pasta|eggs|bread] for {a} minutes.", "[Add|Mix in|Stir in] [salt|butter|sugar|two eggs|some cheese][ and onions|].", "The [soup|cake|pizza|sauce|salad] [tastes good|needs salt|is ready|was served with bread].", "[{n}|The chef|The cook] [made|baked|ate] a [cake|pie|soup|pizza].", held_out=("{n} stirred the tomato soup.", "The bread is in the oven with butter.")),
    "money": ways("[The bank|The company|{n}] [lent|lost|earned|paid] {a} [million|thousand|euros].", "[Prices|Shares|Taxes|Wages|Rents] [rose|fell|went up|went down] by {a} percent.", "[The loan|The budget|The profit|The debt] is [higher|lower] [this year|than before].", "[Invest|Save|Spend] [your money|your savings] [wisely|now].", held_out=("The shares of the bank fell.", "{n} paid the tax on the profit.")),
    "music": ways("[The band|The singer|The choir|{n}] [plays|sang|recorded|wrote] [a new song|an album|the guitar|a melody].", "[The concert|The opera|The album|The orchestra] [was sold out|starts at {a}|came out|begins].", "[The guitar|The piano|The drum|The violin] [is out of tune|sounds lovely|was loud].", held_out=("{n} hums the melody of the song.", "The orchestra tuned its violins.")),
    "travel": ways("[We|They|{n}] [flew|drove|sailed|took the train] to {t}.", "[The hotel|The flight|The train|The airport] [in {t}|to {t}] [is full|is late|was cheap|was booked].", "[Pack|Bring] your [passport|suitcase|ticket|bags][ for {t}|].", "[The tourists|The guests|The passengers] [visited|left|reached] {t}.", held_out=("The passengers boarded the plane to {t}.", "Our suitcase got lost on the way to {t}.")),
    "health": ways("[The doctor|The nurse|The dentist|{n}] [gave|took|ordered] [a pill|the medicine|a blood test|an X-ray].", "[My|His|Her] [head|tooth|back|knee] [hurts|aches|is swollen].", "[Wash your hands|Drink water|Sleep well|Rest in bed] [to stay healthy|when you are ill].", "[The patient|The hospital|The clinic] [has a fever|is full|feels better|needs rest].", held_out=("{n} has a fever and a cough.", "The nurse put a bandage on the knee.")),
    "computers": ways("[The program|The server|The laptop|The app] [crashed|needs an update|is slow|was installed].", "[Click|Press|Type] [the button|enter|your password|the link].", "[The code|The website|The file|The database] [has a bug|is offline|was deleted|was saved].", "[{n}|The programmer] [wrote|fixed|tested] the [code|script|software].", held_out=("{n} found a bug in the software.", "Restart the laptop after the update.")),
    "animals": ways("[The dog|The cat|A horse|The parrot] [barked|slept|ran|was fed][ at {n}|].", "[Lions|Wolves|Whales|Owls] [hunt|sleep|live|sing] [at night|in groups|far away].", "[The zoo|The farm|The vet] [has a new tiger|has {a} cows|looked at the rabbit].", "[A bird|A fox|A bear] [built a nest|ate a mouse|came out of the forest].", held_out=("The rabbit hid from the fox.", "{n} fed the horse and the goats.")),
    "school": ways("[The teacher|The pupil|{n}] [wrote|passed|failed|marked] the [test|exam|essay].", "[The class|The students|The pupils] [learn|study|read] [history|maths|grammar|science].", "[Homework|The lesson|The lecture] [is due|starts at {a}|was hard|was easy].", held_out=("{n} did the homework for the maths lesson.", "The students wait for the exam.")),
}  # fmt: skip
_TOPIC = ways(
    "[What is|Tell me|Name|Give me] the topic[ of this| of this text|]?", "[What|Which topic] is [this|the text|it] about?", "[Topic|Subject|Category]?", "[Classify|Label|Sort] [this|the text] by topic.", "[Is this about|Choose] {c}?", "[Which|What] [class|category|label] [fits|is right|does this belong to]: {c}?", "[Choose|Pick] [one|the right one|the topic]: {c}.", "[Topics|Labels|Classes]: {c}.",
    held_out=("Into which of these does it belong: {c}?", "Say which topic fits: {c}."),
)  # fmt: skip
_KINDS = ("positive", "negative", "neutral")


def _placed(rng: random.Random, asked: str, text: str) -> str:
    quoted = rng.choice((text, f'"{text}"', f"'{text}'", text))
    return rng.choice(
        (
            f"{asked} {quoted}",
            f"{quoted} {asked}",
            f"{asked}\n{quoted}",
            f"{asked.rstrip('?.')}: {quoted}",
        )
    )


def _text(rng: random.Random, split: Split, form: Phrasings) -> str:
    text = expand(rng, form.pick(rng, split))
    for slot, value in (
        ("x", lexicon.noun(rng, split) if rng.random() < 0.6 else toolbox.a_word(rng, split)),
        ("n", names.person(rng, split)), ("t", names.town(rng, split)),
        ("a", str(rng.randint(3, 60))), ("b", str(rng.randint(0, 9))),
    ):  # fmt: skip
        text = text.replace("{" + slot + "}", value)
    return text.lower() if rng.random() < 0.06 else text


def _finished(
    rng: random.Random, asked: str, text: str, label: str, labels: tuple[str, ...]
) -> Conversation:
    """The label in a sentence, alone, or in JSON, as the request wants it."""
    kind = rng.random()
    if kind < 0.25:
        key = rng.choice(
            (
                "label",
                "sentiment" if label in _KINDS else "topic",
                "class",
                "answer",
                "category",
                "result",
            )
        )
        answer = toolbox.to_json({key: label})
        schema: JsonObject = {
            "type": "object", "properties": {key: {"type": "string", "enum": list(labels)}},
            "required": [key], "additionalProperties": False,
        }  # fmt: skip
        wanted: JsonObject = {"name": "label", "schema": schema, "strict": True}
        user = text if rng.random() < 0.5 else _placed(rng, asked, text)
        return Conversation(
            SKILL, (Turn("user", user), Turn("assistant", answer)), Check(json=answer),
            response_format={"type": "json_schema", "json_schema": wanted},
        )  # fmt: skip
    check = Check(all_of=(label,), none_of=tuple(one for one in labels if one != label))
    said = f"{label.capitalize()}."
    if kind < 0.5:
        system = expand(rng, rng.choice((
            "[Classify|Label|Sort] [each message|the text|what the user writes] as {l}.", "You [label|classify|sort] texts as {l}.", "[Answer|Reply] with one of these: {l}.", "Is the [message|text] {l}?", "Say whether the [message|text] is {l}.",
            "Labels: {l}. Answer with the right one[ only|].", "Choose the best label: {l}.",
        )))  # fmt: skip
        shown = ", ".join(labels[:-1]) + f" or {labels[-1]}"
        return Conversation(
            SKILL,
            (
                Turn("system", system.replace("{l}", shown)),
                Turn("user", text),
                Turn("assistant", said),
            ),
            check,
        )
    return Conversation(
        SKILL, (Turn("user", _placed(rng, asked, text)), Turn("assistant", said)), check
    )


def sentiment(rng: random.Random, split: Split) -> Conversation:
    """Positive, negative, or neither."""
    label = rng.choices(_KINDS, (45, 45, 10))[0]
    form = {"positive": _GOOD, "negative": _BAD, "neutral": _NEUTRAL}[label]
    asked = expand(rng, _SENTIMENT.pick(rng, split))
    labels = _KINDS if label == "neutral" or rng.random() < 0.4 else _KINDS[:2]
    if label == "neutral":
        asked = "Is this positive, negative or neutral?"
    return _finished(rng, asked, _text(rng, split, form), label, labels)


def topic(rng: random.Random, split: Split) -> Conversation:
    """One of ten topics, with two to five to choose from or none named."""
    label = rng.choice(tuple(_TOPICS))
    others = [one for one in _TOPICS if one != label]
    labels = [label, *rng.sample(others, k=rng.choice((1, 2, 3, 4)))]
    rng.shuffle(labels)
    shown = ", ".join(labels[:-1]) + f" or {labels[-1]}"
    asked = expand(rng, _TOPIC.pick(rng, split)).replace("{c}", shown)
    return _finished(rng, asked, _text(rng, split, _TOPICS[label]), label, tuple(labels))


_SPAM = ways(
    "[Win|You won|Claim|Get] [a free|a new|your free] {x} [now|today][!|!!!|]", "[Click here|Call now|Act now|Send money] [to win|for] a {x}[!|!!]", "[Cheap|Free|Secret] {x} for [everyone|you], [buy now|limited offer|only today][!|]", "[Dear winner|Congratulations], [your {x} is waiting|you have won a {x}][!|]",
    held_out=("Last chance to grab your free {x}!!!",),
)  # fmt: skip
_HAM = ways(
    "[Hi|Hello|Dear] {n}, [can we meet on Monday|the {x} is ready|see you in {t}|thanks for the {x}][?|.]", "[Could|Can] you bring the {x} [tomorrow|to the meeting|on Friday]?", "[Mum|Dad|{n}] [asks|wants to know] [about the {x}|when you come home].", "[The meeting|Lunch|The lesson] is at {a}[, see you there|].",
    held_out=("{n}, do you still have my {x}?",),
)  # fmt: skip


def spam(rng: random.Random, split: Split) -> Conversation:
    """Spam or not."""
    label = rng.choice(("spam", "ham"))
    asked = expand(
        rng,
        rng.choice(
            (
                "[Is this|Is it|Is the mail] spam or ham?",
                "Spam or ham?",
                "[Classify|Label] [this|the mail] as spam or ham.",
            )
        ),
    )
    return _finished(
        rng, asked, _text(rng, split, _SPAM if label == "spam" else _HAM), label, ("spam", "ham")
    )


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    return rng.choices((sentiment, topic, spam), (45, 45, 10))[0](rng, split)
