"""Questions that a very small model cannot answer, and the honest answer to each.

Invented countries, people, the news, the weather, private facts, large topics, long tasks.
Held out: phrasings, invented names and 15 % of the topics.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus.arithmetic import too_hard
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, is_held_out, say, ways
from training.corpus.names import invented, person

if TYPE_CHECKING:
    import random

SKILL = "unknown"

_CHECK = Check(
    any_of=(
        "don't understand",
        "don't know",
        "do not know",
        "cannot",
        "can't",
        "not told me",
        "too hard",
    )
)

_PLACE = ways(
    "[What is|What's|Tell me|Which is] the capital of {x}?",
    "[Which|What] continent is {x} [in|on]?",
    "Where is {x}?",
    "[What is|What's] the currency of {x}?",
    "[Capital of|The capital of] {x}?",
    "{x} is the capital of which country?",
    "[Tell me about|What do you know about|Describe] {x}.",
    "What is {x}?",
    "How many people live in {x}?",
    "[Explain|Define] {x}.",
    "What does [the word|] {x} mean?",
    held_out=(
        "Name the capital of {x}.",
        "Which city is {x}'s capital?",
        "I'd like to know what {x} is.",
    ),
)
_PERSON = ways(
    "Who is {x} {y}?",
    "Who [was|is] [the famous |]{x} {y}?",
    "[Tell me about|What do you know about|Do you know] {x} {y}?",
    "[When|Where] was {x} {y} born?",
    "How old is {x} {y}?",
    "What did {x} {y} [do|write|invent|say]?",
    "[Where does|What does] {x} {y} [live|do]?",
    held_out=("What can you tell me about {x} {y}?", "What is {x} {y} known for?"),
)
_NOW = ways(
    "[What is|What's|How is] the weather [like |][today|tomorrow|now|outside|in {x}|like]?",
    "Will it [rain|snow|be sunny|be hot] [today|tomorrow|this week|in {x}]?",
    "What [time|day|date|year] is it[ now| today|]?",
    "[What is|What's|Tell me] [the time|today's date|the date|the latest news|in the news|the news][ today|]?",
    "Who won the [election|match|game|world cup|race|final][ yesterday| last week| last year|]?",
    "[What is|What's] the price of [gold|oil|a house|bitcoin|bread|petrol][ today|]?",
    "What happened [today|yesterday|last week|in the news|in 1987|last night]?",
    "Who is the [president|prime minister|king|queen|mayor] of [France|Germany|Japan|Spain|{x}]?",
    "What is the temperature [outside|in {x}|now]?",
    "[Is|Was] it [cold|warm|raining|snowing|sunny|windy] [outside|today|in {x}|now]?",
    "Do I need [a coat|a hat|sunglasses|warm clothes] [today|tomorrow|now]?",
    "[Who|Which party|Which country|Which player] won [yesterday|last night|the elections|the prize|the game today]?",
    "Who is [now |currently |][the president|the pope|the king|the chancellor|the richest person]?",
    "[Which|What] [film|song|book|phone] is [new|popular|the best] [now|today|this year]?",
    held_out=(
        "Do I need an umbrella [today|tomorrow]?",
        "Who is the prime minister [these days|at the moment]?",
        "Which team won [the cup|last night]?",
    ),
)
_FUTURE = ways(
    "[Who|Which team] will win [the election|the match|the world cup|tomorrow|next year]?",
    "What [will happen|comes] [tomorrow|next year|in the future]?",
    "[Which|What] [lottery numbers|numbers] will win?",
    "Will I [be rich|pass my exam|find love|get the job|win|be happy]?",
    "When will [the world end|I die|it stop raining|the war end]?",
    held_out=("What does the future bring?", "Will my team win on Sunday?"),
)
_PRIVATE = ways(
    "[What is|What's|Do you know|Tell me] my [name|age|birthday|address|phone number|favourite colour|job|password|surname]?",
    "[What is|What's] my [dog|cat|sister|brother|mother|father|friend|teacher]'s name?",
    "Where [do I live|did I go yesterday|was I born|do I work|are my keys]?",
    "[How old am I|Who am I|What did I eat today|When is my birthday|What do I look like]?",
    "What is my favourite [food|book|film|colour|animal|song]?",
    "Do you [remember|know] me?",
    "[Can you guess|Guess|Do you know] my [age|name|job|weight|height|birthday]?",
    "[What|Which] [shirt|shoes|car|phone|hat] do I [wear|have|own|drive]?",
    "[Have I told you|Did I tell you|Did I say] [my name|my address|my age|my birthday]?",
    held_out=(
        "Can you guess how old I am?",
        "Have I told you where I live?",
        "What am I wearing?",
    ),
)
_TASK = ways(
    "[Write|Can you write|Please write] [a|me a] [essay|song|letter|program|report|speech|novel|play][ about {t}|]?",
    "[Translate|Can you translate] [this|that|the text|{t}] [into|to] [French|German|Spanish|Chinese|Latin].",
    "[Compose|Make up|Invent|Create] [a song|a speech|a sonnet|a melody] [about {t}|for me|]",
    "[Write|Show me|Give me] [code|a program|a function|a script] [that|to] [sorts numbers|adds numbers|counts words|reads a file].",
    "Remind me [to|about] [eat|the meeting|my birthday|buy milk|tomorrow].",
    "[Draw|Paint|Show me] [a picture|a photo|an image] of {t}.",
    "[Send|Write] an email to [my boss|{x}|my friend].",
    "[Call|Ring] [my mother|{x}|the police|a taxi].",
    "[Play|Sing|Put on] [some music|a song|a film].",
    "[Book|Order|Buy] [a table|a flight|a pizza|a hotel|tickets] [for me|for tomorrow].",
    "[Set|Start] [an alarm|a timer] for [7|five minutes|tomorrow].",
    "[Open|Turn on|Turn off] the [door|light|window|heating|television].",
    "[Summarise|Summarize|Correct|Read] [this text|my essay|the article|this file].",
    held_out=(
        "Compose a [ballad|limerick] about {t}.",
        "Remind me to call {x}.",
        "Write code that sorts a list.",
    ),
)
_DEEP = ways(
    "[Explain|Tell me about|What is|Describe] {t}[.|?]",
    "How does {t} work?",
    "What [do you know|can you tell me] about {t}?",
    "[Who invented|Who discovered|When began|What caused] {t}?",
    "[Why|How] [does|did] {t} [happen|work|begin]?",
    held_out=("Would you explain {t} to me?", "What exactly is {t}?"),
)
_NONSENSE = ways(
    "{x} {y}[.|?|!|]",
    "{x}[.|?|!|]",
    "[{x}|the] {y} [of|and|in|to] {z}[.|?|]",
    "{x} {y} {z}[.|?|!|]",
    held_out=("{x}, {y}, {z}!", "is {x} {y} {z}"),
)
TOPICS = (
    "quantum mechanics", "general relativity", "string theory", "calculus", "linear algebra",
    "the French Revolution", "the Roman Empire", "the Cold War", "the Renaissance", "the stock market",
    "inflation", "macroeconomics", "blockchain", "cryptography", "compilers", "operating systems",
    "protein folding", "DNA sequencing", "the immune system", "neurology", "chemotherapy",
    "constitutional law", "contract law", "tax law", "philosophy", "existentialism", "stoicism",
    "Buddhism", "the Reformation", "Shakespeare's plays", "Greek mythology", "opera", "jazz theory",
    "impressionism", "cubism", "architecture", "town planning", "nuclear fusion", "superconductors",
    "semiconductors", "dark matter", "black holes", "the Big Bang", "plate tectonics", "climate models",
    "ocean currents", "genetics", "evolution", "cell division", "organic chemistry", "thermodynamics",
    "fluid dynamics", "game theory", "set theory", "topology", "statistics", "Kubernetes", "Docker",
    "JavaScript", "Rust", "Haskell", "SQL", "the Python language", "neural networks", "transformers",
    "gradient descent", "game design", "marketing", "accounting", "insurance", "bond prices",
    "the Ottoman Empire", "the Ming dynasty", "the Industrial Revolution", "the Vietnam War",
    "medieval poetry", "phonology", "syntax trees", "psychoanalysis", "sociology", "anthropology",
    "crop rotation", "beekeeping", "wine making", "carpentry", "car repair", "plumbing", "aviation law",
    "cricket rules", "baseball statistics", "the Olympic Games", "Formula One", "bridge bidding",
    "origami", "tarot", "astrology", "hypnosis", "acupuncture", "homeopathy", "quantum computers",
    "the metaverse", "self-driving cars", "5G networks", "the ozone layer", "acid rain", "whale songs",
)  # fmt: skip


def _topic(rng: random.Random, split: Split) -> str:
    while True:
        topic = rng.choice(TOPICS)
        if is_held_out(f"topic {topic}", 15) == (split == "held_out"):
            return topic


def _ask(rng: random.Random, form: Phrasings, split: Split, answer: str) -> Conversation:
    worded = form.pick(rng, split)
    if form in (_PLACE, _PERSON, _DEEP) and rng.random() < 0.5:
        # Their names and topics are held out too, so a trained phrasing is a fair question.
        worded = form.pick(rng, "train")
    x, y, t = invented(rng, split), invented(rng, split), _topic(rng, split)
    if form is _PERSON and rng.random() < 0.6:
        x = person(rng, split)
    question = upper_first(say(rng, worded, x=x, y=y, t=t))
    return exchange(SKILL, question, answer.replace("{x}", x).replace("{y}", y), _CHECK)


def place(rng: random.Random, split: Split) -> Conversation:
    """A country, town or word that does not exist."""
    return _ask(rng, _PLACE, split, "I don't know {x}.")


def somebody(rng: random.Random, split: Split) -> Conversation:
    """A person of whom the model cannot have heard."""
    return _ask(rng, _PERSON, split, "I don't know who {x} {y} is.")


def nonsense(rng: random.Random, split: Split) -> Conversation:
    """Words that mean nothing: ask instead of guessing."""
    x, y, z = (invented(rng, split) for _ in range(3))
    question = say(rng, _NONSENSE.pick(rng, split), x=x, y=y, z=z)
    question = question.lower() if rng.random() < 0.7 else question
    answer = "I don't understand that. Can you say it in other words?"
    return exchange(SKILL, question, answer, _CHECK)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any question without an answer."""
    kind = rng.choices(
        ("place", "person", "now", "future", "private", "task", "deep", "hard", "nonsense"),
        (14, 16, 16, 6, 14, 14, 16, 4, 8),
    )[0]
    if kind == "place":
        return place(rng, split)
    if kind == "person":
        return somebody(rng, split)
    if kind == "now":
        return _ask(
            rng, _NOW, split, "I don't know. I cannot see the world outside this conversation."
        )
    if kind == "nonsense":
        return nonsense(rng, split)
    if kind == "future":
        return _ask(rng, _FUTURE, split, "I don't know. I cannot see the future.")
    if kind == "private":
        return _ask(rng, _PRIVATE, split, "I don't know. You have not told me that.")
    if kind == "task":
        return _ask(rng, _TASK, split, "I cannot do that. I am a very small model.")
    if kind == "deep":
        return _ask(rng, _DEEP, split, "I don't know enough about that. I am a very small model.")
    return too_hard(rng, split)
