"""A question about a text that is given, of which one sentence has the answer."""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import expand, ways
from training.corpus.sentences import put, sentence, slots

if TYPE_CHECKING:
    import random

_ASK = ways(
    "{x} {q}", "{q} {x}", "[Read|Text|Note|Read this]: {x} {q}", "{x}\n{q}", "{q}\n{x}", "[Answer|Tell me|Say]: {q} {x}", "[From|In] this text: {x} {q}", "{x}\n\n{q}", "Passage: {x}\nAsked: {q}", "Question: {q} Passage: {x}", "[Read the text and answer|Answer from the text|Use the text]. {x} {q}", "{x} [Now tell me|Now|Tell me|Then]: {q}", "[I read|They say|It says|I heard|I was told]: {x} {q}", "[Look at this|Look|Listen|This is what I know]: {x} {q}", "\"{x}\" {q}", "{q} \"{x}\"", "[Context|Story|Message|News]: {x} {q}", "[Someone wrote|My friend wrote|The paper writes]: {x} {q}",
    held_out=("Here is a text: {x} My question: {q}", "{x} So, {q}", "Given what follows, {q} {x}", "{x} With that in mind: {q}"),
)  # fmt: skip
# What is told, what is asked, the answer, and which slot it must hold.
_QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("{n} bought a {x} in {t}", "[Who|Who was it that] bought [the|a] {x}?", "{n} bought it.", "n"),
    ("{n} bought a {x} in {t}", "What did {n} buy?", "{n} bought a {x}.", "x"),
    ("{n} bought a {x} in {t}", "Where did {n} buy [the {x}|it]?", "{n} bought it in {t}.", "t"),
    ("{n} went to {t} on {d}", "Where did {n} go?", "{n} went to {t}.", "t"),
    ("{n} went to {t} on {d}", "When did {n} go[ to {t}|]?", "{n} went on {d}.", "d"),
    ("{n} went to {t} on {d}", "Who went to {t}?", "{n} went there.", "n"),
    ("{n} met {m} near the {x}", "Who met {m}?", "{n} met {m}.", "n"),
    ("{n} met {m} near the {x}", "[Who|Whom] did {n} meet?", "{n} met {m}.", "m"),
    ("{n} met {m} near the {x}", "Where did [they|{n} and {m}] meet?", "They met near the {x}.", "x"),
    ("The {x} of {n} costs {a} euros", "[What does|How much does] the {x} cost?", "It costs {a} euros.", "a"),
    ("The {x} of {n} costs {a} euros", "Whose {x} is it?", "It is the {x} of {n}.", "n"),
    ("{n} has a {x} and {m} has a {y}", "Who has [a|the] {y}?", "{m} has it.", "m"),
    ("{n} has a {x} and {m} has a {y}", "Who has [a|the] {x}?", "{n} has it.", "n"),
    ("{n} has a {x} and {m} has a {y}", "What does {n} have?", "{n} has a {x}.", "x"),
    ("{n} has a {x} and {m} has a {y}", "What does {m} have?", "{m} has a {y}.", "y"),
    ("{n} is a {j} and lives in {t}", "[What is the job of {n}|What does {n} do]?", "{n} is a {j}.", "j"),
    ("{n} is a {j} and lives in {t}", "Where does {n} live?", "{n} lives in {t}.", "t"),
    ("{n} is a {j} and lives in {t}", "Who lives in {t}?", "{n} lives there.", "n"),
    ("{n} saw {a} birds on the {x}", "How many birds did {n} see?", "{n} saw {a} birds.", "a"),
    ("{n} put the {x} behind the {y}", "Where is the {x}[ now|]?", "It is behind the {y}.", "y"),
    ("{n} put the {x} behind the {y}", "Who put the {x} [there|behind the {y}]?", "{n} put it there.", "n"),
    ("{n} gave the {x} to {m}", "Who has the {x}[ now|]?", "{m} has it.", "m"),
    ("{n} gave the {x} to {m}", "Who gave the {x} to {m}?", "{n} gave it.", "n"),
    ("{n} gave the {x} to {m}", "What did {n} give [to {m}|away]?", "{n} gave the {x}.", "x"),
    ("{n} is older than {m}", "Who is [older|the older one]?", "{n} is older.", "n"),
    ("{n} is older than {m}", "Who is [younger|the younger one]?", "{m} is younger.", "m"),
    ("{n} is taller than {m}", "Who is [taller|the taller one]?", "{n} is taller.", "n"),
    ("{n} is taller than {m}", "Who is [shorter|smaller]?", "{m} is shorter.", "m"),
    ("The train to {t} leaves at {h} on {d}", "When does the train[ to {t}|] leave?", "It leaves at {h}.", "h"),
    ("The train to {t} leaves at {h} on {d}", "[On which day|Which day] does the train[ to {t}|] leave?", "It leaves on {d}.", "d"),
    ("The train to {t} leaves at {h} on {d}", "Where does the train go?", "It goes to {t}.", "t"),
    ("{n} paid {a} euros for the {x}", "How much did {n} pay[ for the {x}|]?", "{n} paid {a} euros.", "a"),
    ("{n} paid {a} euros for the {x}", "What did {n} pay for?", "{n} paid for the {x}.", "x"),
    ("{n} found a {x} under the {y}", "What did {n} find?", "{n} found a {x}.", "x"),
    ("{n} found a {x} under the {y}", "Where was the {x}?", "It was under the {y}.", "y"),
    ("{n} found a {x} under the {y}", "Who found the {x}?", "{n} found it.", "n"),
    ("{n} is {a} years old and likes {m}", "How old is {n}?", "{n} is {a} years old.", "a"),
    ("{n} is {a} years old and likes {m}", "Whom does {n} like?", "{n} likes {m}.", "m"),
    ("{n} has lost the {x} in {t}", "What [has {n} lost|did {n} lose]?", "{n} lost the {x}.", "x"),
    ("{n} has lost the {x} in {t}", "Where did {n} lose the {x}?", "{n} lost it in {t}.", "t"),
    ("The {j} lent the {x} to {n}", "Who lent the {x} to {n}?", "The {j} lent it.", "j"),
    ("The {j} lent the {x} to {n}", "Who has the {x}[ now|]?", "{n} has it.", "n"),
    ("{n} comes from {t} but works with {m}", "Where does {n} come from?", "{n} comes from {t}.", "t"),
    ("{n} comes from {t} but works with {m}", "[Who|Whom] does {n} work with?", "{n} works with {m}.", "m"),
    ("The meeting with {n} is on {d} at {h}", "When is the meeting?", "It is on {d} at {h}.", "d"),
    ("The meeting with {n} is on {d} at {h}", "[Who|Whom] is the meeting with?", "It is with {n}.", "n"),
    ("{n} wants a {x} for the birthday", "What does {n} want?", "{n} wants a {x}.", "x"),
    ("{n} wants a {x} for the birthday", "Who wants a {x}?", "{n} wants it.", "n"),
    ("{n} sent {a} letters to {m}", "How many letters did {n} send?", "{n} sent {a} letters.", "a"),
    ("{n} sent {a} letters to {m}", "Who got letters?", "{m} got them.", "m"),
)  # fmt: skip


def reading(rng: random.Random, split: Split) -> Conversation:
    """One sentence that tells it, some others around it, and the question."""
    told, asked, answer, wanted = rng.choice(_QUESTIONS)
    values = slots(rng, split)
    texts = [f"{told}.", *(sentence(rng, split)[0] for _ in range(rng.choice((0, 1, 1, 2))))]
    rng.shuffle(texts)
    asked, text = put(expand(rng, asked), values), put(" ".join(texts), values)
    if rng.random() < 0.15:
        asked = asked.lower() if rng.random() < 0.3 else asked[:1].lower() + asked[1:]
    question = expand(rng, _ASK.pick(rng, split)).replace("{q}", asked).replace("{x}", text)
    answer = upper_first(put(answer, values))
    return exchange("rewriting", question, answer, Check(all_of=(values[wanted],)))
