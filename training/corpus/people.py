"""Other people that a user tells of: what each is like, and questions for one of two.

Held out: names, towns, jobs and things of the split, and some sentences.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import names, values
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, noisy, ways
from training.corpus.memories_near import OTHERS, PETS, RELATIVES
from training.corpus.memory import REMEMBER, number, plural, upper_first

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

NOT_TOLD = "I don't know. You have not told me that."


@dataclass(frozen=True)
class Trait:
    """Something a person is or does. `{w}` is who, `{x}` what; `said` may follow a name or `and`."""

    said: Phrasings
    asked: Phrasings
    answer: str
    value: Callable[[random.Random, Split], str]
    who: str


def _plays(rng: random.Random, split: Split) -> str:
    if rng.random() < 0.5:
        return f"the {names.pick(rng, values.INSTRUMENTS, split)}"
    return names.pick(rng, _GAMES, split)


_GAMES = (
    "tennis", "chess", "golf", "hockey", "cricket", "rugby", "football", "squash", "bridge", "poker", "darts", "handball",
    "basketball", "baseball", "badminton", "volleyball", "snooker", "cards", "dominoes", "billiards", "polo", "bingo",
)  # fmt: skip
_TRAITS = (
    Trait(
        ways("lives in {x}", "[has a flat|has a house|has a room|is at home|stays] in {x}", "[is|comes] from {x}", "moved to {x}", "[calls {x} home|grew up in {x}]", held_out=("is settled in {x}", "has made a home in {x}")),
        ways("Where does {w} live?", "[In which|In what] [city|town|place] [does {w} live|is {w} at home]?", "[Which|What] [city|town] [is {w} from|does {w} come from|does {w} live in]?", "[Do you know|Tell me|Can you tell me] where {w} lives[?|]", "Where is {w} [from|at home]?", "{w} lives where?", held_out=("Where is the home of {w}?", "What place does {w} live in?")),
        "{W} lives in {x}.", names.town, "[Who lives in {x}?|Who is from {x}?|Whose home is {x}?]",
    ),
    Trait(
        ways("is {x} years old", "is {x}", "[turned|is aged] {x}", "[was born {x} years ago|has lived for {x} years]", "is [already|only|now] {x}[ years old|]", held_out=("has seen {x} birthdays", "is {x} years of age")),
        ways("How old is {w}?", "What [age is|is the age of] {w}?", "[Tell me|Do you know|Can you say] how old {w} is[?|]", "[And|So] how old is {w}?", "{w} is how old?", held_out=("How many years old is {w}?", "What did I say about the age of {w}?")),
        "{W} is {x} years old.", number(2, 99), "[Who is {x}|Who is {x} years old|Whose age is {x}]?",
    ),
    Trait(
        ways("is {a} {x}", "works as {a} {x}", "[has a job|earns a living|is employed|found work] as {a} {x}", "[became|trained as] {a} {x}", "is {a} {x} [by trade|by profession]", held_out=("goes to work as {a} {x}", "is paid to be {a} {x}")),
        ways("What [is|was] the job of {w}?", "What does {w} [do|work as|do for a living|do for work]?", "[Which|What] job does {w} [have|do]?", "[Tell me|Do you know] what {w} does[ for a living|][?|]", "As what does {w} work?", held_out=("What is {w} by profession?", "What work does {w} do?")),
        "{W} is {a} {x}.", values.job, "[Who is {a} {x}|Who works as {a} {x}]?",
    ),
    Trait(
        ways("likes {x}", "[loves|enjoys|is fond of|is into|is a fan of] {x}", "[spends every Sunday on|is good at|is mad about] {x}", "has {x} as a hobby", held_out=("is keen on {x}", "is happy with {x}")),
        ways("What does {w} [like|love|enjoy]?", "[What is|What's] the hobby of {w}?", "[Tell me|Do you know] what {w} likes[?|]", "What is {w} [fond of|good at|mad about|into]?", "{w} likes what?", held_out=("What is {w} keen on?", "What hobby does {w} have?")),
        "{W} likes {x}.", values.pastime, "[Who likes|Who loves|Who enjoys] {x}?",
    ),
    Trait(
        ways("plays {x}", "[can play|learned to play|is learning to play] {x}", "[plays|practises] {x} [every day|on Sundays|at school]", held_out=("is out playing {x} a lot", "will play {x} any time")),
        ways("What does {w} play?", "[Which game or instrument|What game|What instrument] does {w} play?", "[Tell me|Do you know] what {w} plays[?|]", "{w} plays what?", "What can {w} play?", held_out=("What is it that {w} plays?",)),
        "{W} plays {x}.", _plays, "[Who plays|Who can play] {x}?",
    ),
    Trait(
        ways("has a {k} called {x}", "has a {k}, {x}", "[keeps|owns] a {k} named {x}", "has a {k} whose name is {x}", held_out=("bought a {k} and called it {x}",)),
        ways("What is the name of the {k} of {w}?", "What is the {k} of {w} called?", "[Which|What] name does the {k} of {w} have?", "How did {w} name the {k}?", held_out=("Can you name the {k} that {w} has?",)),
        "The {k} of {w} is called {x}.", names.pet, "Who has a {k} called {x}?",
    ),
    Trait(
        ways("speaks {x}", "[can speak|understands|knows|is fluent in] {x}", "[grew up with|learned] {x}[ at school|]", held_out=("gets along in {x}",)),
        ways("[What|Which] [language|languages] does {w} [speak|know]?", "What does {w} speak?", "[Tell me|Do you know] [what|which language] {w} speaks[?|]", held_out=("In what language can I talk to {w}?",)),
        "{W} speaks {x}.", lambda rng, split: names.pick(rng, values.LANGUAGES, split), "[Who speaks|Who knows] {x}?",
    ),
    Trait(
        ways("studies {x}", "is a student of {x}", "[learns|is studying|took a course in] {x}", held_out=("sits in lectures on {x}",)),
        ways("What does {w} study?", "[Which|What] subject does {w} [study|learn]?", "[Tell me|Do you know] what {w} studies[?|]", held_out=("What are the lectures of {w} about?",)),
        "{W} studies {x}.", lambda rng, split: names.pick(rng, values.SUBJECTS, split), "Who [studies|learns] {x}?",
    ),
    Trait(
        ways("drives {a} {x}", "[owns|bought|has] {a} {x} [to drive|for the road]", held_out=("is often seen in {a} {x}, which is the car,",)),
        ways("What does {w} drive?", "[Which|What] car does {w} [drive|have]?", "[Tell me|Do you know] what {w} drives[?|]", held_out=("What vehicle does {w} have?",)),
        "{W} drives {a} {x}.", values.car, "Who drives {a} {x}?",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class _Person:
    name: str
    relation: str

    def asked(self, rng: random.Random) -> tuple[str, str]:
        """How a question calls the person, and how the answer does."""
        if self.relation and rng.random() < 0.5:
            return f"my {self.relation}", f"your {self.relation}"
        return self.name, self.name


def _filled(text: str, trait_value: str, kind: str, who: str, subject: str) -> str:
    article = "an" if trait_value[:1].lower() in "aeiou" else "a"
    text = text.replace("{a}", article).replace("{k}", kind).replace("{w}", who)
    return text.replace("{W}", upper_first(subject)).replace("{x}", trait_value)


def _is_new(rng: random.Random, split: Split) -> Split:
    return "held_out" if split == "held_out" and rng.random() < 0.5 else "train"


def _told(
    rng: random.Random, split: Split, person: _Person, facts: list[tuple[Trait, str, str]]
) -> str:
    """One to three sentences about a person."""
    said = [
        _filled(expand(rng, trait.said.pick(rng, _is_new(rng, split))), value, kind, "", "")
        for trait, value, kind in facts
    ]
    if person.relation:
        start = rng.choice((
            f"My {person.relation} {person.name}", f"{person.name}, my {person.relation},", f"My {person.relation}, {person.name},",
            f"My {person.relation} is called {person.name} and", f"I have {'an' if person.relation[0] in 'aeiou' else 'a'} {person.relation}, {person.name}, who", f"{person.name} is my {person.relation} and",
        ))  # fmt: skip
    else:
        start = rng.choice((person.name, person.name, f"A certain {person.name}"))
    if len(said) == 1:
        return f"{start} {said[0]}."
    if rng.random() < 0.5:
        return f"{start} {', '.join(said[:-1])} and {said[-1]}."
    again = rng.choice((person.name, f"My {person.relation}" if person.relation else person.name))
    return f"{start} {said[0]}." + "".join(f" {again} {text}." for text in said[1:])


def people(rng: random.Random, split: Split) -> Conversation:
    """One or two people are told of; one thing about one of them is asked for."""
    relations = [*rng.sample((*RELATIVES, *OTHERS), 2)]
    persons: list[_Person] = []
    for i in range(rng.choice((1, 2, 2, 2, 3)) if rng.random() < 0.8 else 1):
        name = names.person(rng, split)
        if all(name != p.name for p in persons):
            persons.append(_Person(name, relations[i] if i < 2 and rng.random() < 0.7 else ""))
    kind = rng.choice(PETS)
    shared = rng.sample(_TRAITS, rng.choice((1, 1, 2, 2, 3)) + 1)
    missing = shared.pop()
    told = {
        person: [(trait, trait.value(rng, split), kind) for trait in rng.sample(shared, rng.randint(1, len(shared)))]
        for person in persons
    }  # fmt: skip
    texts = [_told(rng, split, person, told[person]) for person in persons]
    turns: list[Turn] = []
    if rng.random() < 0.6:
        turns += [Turn("user", " ".join(texts)), Turn("assistant", REMEMBER)]
    else:
        for text in texts:
            turns += [Turn("user", text), Turn("assistant", REMEMBER)]
    check = Check()
    for _ in range(rng.choice((1, 1, 2, 3))):
        person = rng.choice(persons)
        who, subject = person.asked(rng)
        trait, value, _ = rng.choice(told[person])
        what = rng.random()
        owners = [p for p in persons if any(t is trait and v == value for t, v, _ in told[p])]
        if what < 0.11:
            # The thing was told of somebody else or of nobody.
            lacking = [
                t for t in (missing, *shared) if all(t is not known for known, _, _ in told[person])
            ]
            question = _filled(
                rng.choice(lacking).asked.pick(rng, _is_new(rng, split)), "", kind, who, ""
            )
            answer, check = NOT_TOLD, Check(any_of=("don't know", "not told me"))
        elif what < 0.21 and len(owners) == 1:
            question = _filled(trait.who, value, kind, "", "")
            answer = _filled(trait.answer, value, kind, person.name, person.name)
            check = Check(all_of=(person.name,))
        elif what < 0.29 and person.relation:
            question = rng.choice(
                (
                    f"What is my {person.relation}'s name?",
                    f"What is my {person.relation} called?",
                    f"Who is my {person.relation}?",
                )
            )
            answer, check = (
                f"Your {person.relation}'s name is {person.name}.",
                Check(all_of=(person.name,)),
            )
        elif what < 0.35 and person.relation:
            question, answer = f"Who is {person.name}?", f"{person.name} is your {person.relation}."
            check = Check(all_of=(person.relation,))
        elif what < 0.38:
            other = names.person(rng, split)
            if any(other == p.name for p in persons):
                continue
            question = _filled(trait.asked.pick(rng, _is_new(rng, split)), "", kind, other, "")
            answer, check = NOT_TOLD, Check(any_of=("don't know", "not told me"))
        else:
            question = _filled(trait.asked.pick(rng, _is_new(rng, split)), "", kind, who, "")
            answer = _filled(trait.answer, value, kind, subject, subject)
            check = Check(all_of=(value,))
        turns += [
            Turn("user", noisy(rng, upper_first(expand(rng, question)))),
            Turn("assistant", answer),
        ]
    if not turns[-1].content or turns[-1].role != "assistant" or check == Check():
        return people(rng, split)
    return Conversation("recall", tuple(turns), check)


_COUNT = ways(
    "How many {k} do I have?",
    "[Tell me|Do you know|Can you say] how many {k} I have[?|]",
    "[What is|Tell me] the number of my {k}[?|.]",
    "[Count|Can you count] my {k}[.|?]",
    "I have how many {k}?",
    held_out=("To how many {k} does that come?", "How large is the number of my {k}?"),
)
_WHO = ways(
    "[Who are|What are the names of|Name|List|Tell me] my {k}[?|.]",
    "What are my {k} called?",
    "[Which|What] names do my {k} have?",
    "[Do you know|Can you list|Can you name] my {k}?",
    "[All|The names of] my {k}, please.",
    held_out=("How are my {k} called?", "Say the names of all my {k}."),
)
_GROUP = ways(
    "My {k} are [called |]{x}[.|]", "I have {n} {k}[:|,] {x}[.|]", "[The names of my {k}|My {n} {k}] are {x}[.|]", "{x} are my {k}[.|]", "I have {n} {k} called {x}[.|]", "[These are|Meet|Let me introduce] my {k}[:|] {x}[.|]", held_out=("As {k} I have {x}.", "With me are my {k} {x}."),
)  # fmt: skip


def group(rng: random.Random, split: Split) -> Conversation:
    """Some relatives, friends or pets by name: who they are and how many."""
    one = rng.choice(
        (
            *PETS[:8],
            "sister",
            "brother",
            "son",
            "daughter",
            "friend",
            "cousin",
            "aunt",
            "uncle",
            "child",
            "teacher",
            "neighbour",
            "guest",
            "colleague",
        )
    )
    kind = plural(one)
    kind = {"mouses": "mice", "goldfishes": "goldfish"}.get(kind, kind)
    called = tuple(
        dict.fromkeys(names.person(rng, split) for _ in range(rng.choice((2, 2, 3, 3, 4))))
    )
    if len(called) < 2:
        return group(rng, split)
    listed = f"{', '.join(called[:-1])} and {called[-1]}"
    count = ("two", "three", "four")[len(called) - 2]

    def said(form: Phrasings) -> str:
        text = expand(rng, form.pick(rng, _is_new(rng, split))).replace("{n}", count)
        return upper_first(text.replace("{k}", kind)).replace("{x}", listed)

    turns = [Turn("user", said(_GROUP)), Turn("assistant", REMEMBER)]
    if rng.random() < 0.5:
        turns += [
            Turn("user", noisy(rng, said(_WHO))),
            Turn("assistant", f"Your {kind} are {listed}."),
        ]
        check = Check(all_of=called)
    else:
        turns += [
            Turn("user", noisy(rng, said(_COUNT))),
            Turn("assistant", f"You have {len(called)} {kind}."),
        ]
        check = Check(all_of=(str(len(called)),))
    return Conversation("recall", tuple(turns), check)
