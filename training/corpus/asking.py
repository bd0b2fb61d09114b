"""Sentences that ask for a tool, and the calls they ask for."""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import composing, names, toolbox
from training.corpus.composing import (
    A_BEFORE_VOWEL,
    Parameter,
    Tool,
    draw_for,
    nullable,
    phrase_for,
)
from training.corpus.conversation import Call
from training.corpus.facts import upper_first
from training.corpus.grammar import expand, say
from training.corpus.toolbox import TEXT, Drawn, listed, to_json

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split
    from training.corpus.tool_rows import Known

_QUESTIONS = (
    "what", "is", "how", "where", "which", "when", "will", "do", "does", "can", "could", "should", "who", "are", "did", "has",
    "have", "would", "why", "whose", "any", "am", "shall", "may",
)  # fmt: skip


_LIKE_A_QUESTION = re.compile(r"Have (?!you|we|they|I )|Do (a|an|the|not|it|this|some|my)\b")


@dataclass(frozen=True)
class Offered:
    """A tool of a session and, if it is of the table, its row."""

    tool: Tool
    row: Known | None

    @property
    def kind(self) -> str:
        """The row's first name, or the tool's."""
        return self.row.names[0] if self.row else self.tool.name

    @property
    def names(self) -> frozenset[str]:
        """Names under which the same tool may be offered."""
        tool, row = self.tool, self.row
        plain = f"{tool.verb}_{tool.noun}" if tool.verb else tool.name
        return frozenset((*(row.names if row and row.asked else ()), tool.name, plain))


@dataclass(frozen=True)
class Request:
    """What a user asks, and the call it asks for."""

    said: str
    call: Call
    values: dict[str, Drawn]


def finished(rng: random.Random, text: str, *, open_end: bool) -> str:
    """With a question mark, a full stop or nothing."""
    first = text.replace("[", "").split("|")[0].split(" ")[0].lower().rstrip("'s")
    # "Have them bring it" is an order, "Have you any news" a question.
    if first in _QUESTIONS and not _LIKE_A_QUESTION.match(text):
        return text if text.endswith("?") else f"{text}?"
    return text if open_end or rng.random() < 0.55 else f"{text}."


# What an order begins with, so that it can be put more politely.
_WORDS_OF_ORDER = """
    add ask book bring build buy call cancel change check close convert copy count create delete drive edit erase
    fetch file find follow get give halt keep launch lead let list lock look make mail message move navigate note open
    order pay phone play plan print purchase put query rate read remind remove report reserve run save say schedule
    search sell send set share show start stop store switch take tell text track transfer translate turn update write
    accept approve archive begin end compute calculate google dial ring email guide display define roll throw wake
    subtract work solve execute exchange reschedule dim heat warm cool skip pick choose spin unlock shop ship
    describe record jot post announce arrange
"""
_ORDERS = composing.ORDERS | frozenset(_WORDS_OF_ORDER.split())
_POLITELY = (
    "can you {x}?", "could you {x}?", "please {x}", "could you please {x}?", "would you {x}?", "I want you to {x}", "I need you to {x}", "I would like you to {x}",
    "you should {x}", "it is time to {x}", "I want to {x}", "I'd like to {x}", "we have to {x}", "will you {x}?", "go and {x}", "help me {x}", "somebody has to {x}",
    "my boss wants you to {x}", "are you able to {x}?", "do you think you can {x}?", "be so kind and {x}", "I was told to {x}", "next, {x}", "then {x}", "don't forget to {x}",
    "would you mind to {x}?", "if you can, {x}", "try to {x}", "I'd love you to {x}", "your task is to {x}", "kindly {x}", "let me {x}", "may I ask you to {x}?",
    "when you have time, {x}", "quickly {x}", "now {x}", "first, {x}", "it would be great to {x}", "my plan is to {x}", "what I need is to {x}",
)  # fmt: skip


def _politely(rng: random.Random, text: str) -> str:
    """An order as a request, a wish or a question."""
    if text.split(" ")[0].lower() not in _ORDERS or "?" in text:
        return text
    asked = rng.choice(_POLITELY).replace("{x}", text[0].lower() + text[1:].rstrip("."))
    return upper_first(asked)


# Said before a wish; it has no part in the call.
_ASIDES = (
    "I am in a hurry.", "It was a long day.", "I hope you are well.", "This is important.", "I have a job for you.", "Nothing works today.",
    "We are planning something.", "My boss asked me.", "I am at work.", "I have guests tonight.", "Good that you are here.", "One more thing.",
    "Thanks for the help so far.", "I know you are busy.", "I forgot my glasses.", "It is a nice morning.", "We talked about it yesterday.",
)  # fmt: skip
_ASIDES_WITH_NAMES = (
    "I am {p}.", "{p} asked me for this.", "I come from {t}.", "{p} from {t} says hello.", "I have {n} minutes.", "My dog {p} is hungry.",
    "We are {n} here.", "I just met {p}.", "It is for the {w} club.", "{p} and {q} are with me.", "I am {n} years old.", "I like {w}.",
)  # fmt: skip


def _aside(rng: random.Random, split: Split, tool: Tool, values: dict[str, Drawn]) -> str:
    """A sentence before the wish. Names and numbers only where no parameter could take them."""
    if len(values) < len(tool.parameters) or rng.random() < 0.4:
        return rng.choice(_ASIDES)
    said = rng.choice(_ASIDES_WITH_NAMES)
    for slot, value in (
        ("{p}", names.person(rng, split)), ("{q}", names.person(rng, split)), ("{t}", names.town(rng, split)),
        ("{n}", str(toolbox.number(rng, 2, 99, split))), ("{w}", toolbox.a_word(rng, split)),
    ):  # fmt: skip
        said = said.replace(slot, value)
    return said


def ask(
    rng: random.Random,
    split: Split,
    offered: Offered,
    *,
    leave_out: str = "",
    fixed: dict[str, Drawn] | None = None,
) -> Request:
    """A sentence that asks for this tool.

    `leave_out` is a parameter it does not give; `fixed` are values that are known already.
    """
    tool, row = offered.tool, offered.row
    fixed = fixed or {}
    values: dict[str, Drawn] = {}
    slots: dict[str, str | int] = {}
    template = rng.choice(tool.asked)
    clauses: list[tuple[str, Parameter]] = []
    required = [p for p in tool.parameters if p.required]
    for i, one in enumerate(tool.parameters):
        given = one.key in fixed
        if one.key == leave_out or (not one.required and not given and rng.random() < 0.55):
            continue
        if nullable(one) and one.required and not given and rng.random() < 0.6:
            # Nothing is said of it, but the schema wants it written.
            values[one.key] = Drawn(None, "")
            continue
        drawn = fixed[one.key] if given else draw_for(rng, one, split)
        values[one.key] = drawn
        slots[f"p{i}"] = drawn.said
        if row and one in required:
            template = template.replace("{" + str(required.index(one) + 1) + "}", f"{{p{i}}}")
        else:
            # Where one value is missing, what is there has to be told by its name.
            phrase = phrase_for(
                rng, one, drawn, split, named=bool(leave_out), known=row is not None
            )
            if given:
                # `with my id`, but `in my town`.
                plain = [way for way in one.slot.phrases if "{k}" not in way and ":" not in way]
                phrase = (
                    "with {v}" if one.human in drawn.said else rng.choice(plain or ["with {v}"])
                )
            # Names are filled in with the values, so that no slip changes them.
            slots[f"k{i}"] = one.human
            said = phrase.replace("{k}", f"{{k{i}}}").replace("{v}", f"{{p{i}}}")
            clauses.append((said, one))
    # Text without quotes swallows what follows it.
    if len(clauses) > 1:
        rng.shuffle(clauses)
        clauses.sort(key=lambda pair: pair[1].slot is TEXT)
    text = template
    for place, (clause, _) in enumerate(clauses):
        joints = (" ", " ", " ", ", ", " and ") if place else (" ", " ", " ", ", ", ": ")
        joint = "" if clause.startswith(":") else rng.choice(joints)
        text += (" " if clause.startswith("and ") else joint) + clause
    text = A_BEFORE_VOWEL.sub(r"\1n ", expand(rng, text))
    if rng.random() < 0.25:
        text = _politely(rng, text)
    if not text.endswith("?"):
        text = finished(rng, text, open_end=_ends_in_words(text, tool, values))
    said = say(rng, text, **slots)
    said = upper_first(said) if rng.random() < 0.7 else said
    if rng.random() < 0.03:
        said = f"{_aside(rng, split, tool, values)} {upper_first(said)}"
    return Request(said, call_of(tool, values), values)


def call_of(tool: Tool, values: dict[str, Drawn]) -> Call:
    """The call with these values, in the order of the schema."""
    arguments = {p.key: values[p.key].value for p in tool.parameters if p.key in values}
    return Call(tool.name, to_json(arguments))


def _ends_in_words(text: str, tool: Tool, values: dict[str, Drawn]) -> bool:
    """Whether a full stop after the sentence would look like part of a value."""
    for i, one in enumerate(tool.parameters):
        if text.endswith(f"{{p{i}}}") and one.key in values:
            return not values[one.key].said.endswith(('"', "'")) and one.slot.type == "string"
    return False


_ALSO = (
    " and ", " and then ", ", then ", " and also ", ", and another ", " and one more ", ". Then the same ", ", and again ",
)  # fmt: skip


def ask_both(rng: random.Random, split: Split, offered: Offered) -> list[Request]:
    """One sentence with two values of the only parameter: `the weather in Rome and Oslo`."""
    tool, row = offered.tool, offered.row
    if len([p for p in tool.parameters if p.required]) != 1:
        return []
    one = next(p for p in tool.parameters if p.required)
    # The type of one that may be null is a list.
    count = rng.choice((2, 2, 2, 3)) if row else 2
    if one.schema.get("type") not in ("string", "integer", "number") or one.slot is TEXT:
        return []
    drawn = [draw_for(rng, one, split) for _ in range(count)]
    if len({d.said for d in drawn}) < len(drawn) or any(" " in d.said for d in drawn):
        return []
    template = rng.choice(tool.asked)
    if row:
        text, saying = template.replace("{1}", "{p0}"), listed([d.said for d in drawn])
    else:
        phrase = phrase_for(rng, one, drawn[0], split, named=True, known=False)
        phrase = phrase.replace("{k}", one.human)
        again = phrase.replace("{v}", "{p1}")
        text = f"{template} {phrase.replace('{v}', '{p0}')}{rng.choice(_ALSO)}{again}"
        saying = drawn[0].said
    text = finished(rng, expand(rng, text), open_end=True)
    said = upper_first(say(rng, text, p0=saying, p1=drawn[-1].said))
    made = [{one.key: each} for each in drawn]
    return [Request(said, call_of(tool, values), values) for values in made]


_FOLLOWING = (
    "[And|What about|How about|Now] {v}[?|]", "[And|What about|How about] [for|with] {v}?", "[The same|Same] for {v}[.|, please|]", "[Do it|Again] for {v}[ too| as well|][.|]",
    "{v}[?| too| as well|, please]", "[Also|Then] {v}[.|, please|]", "[Sorry|No|Oh][,|] I meant {v}[.|]", "[Not that one|Wrong one], {v}[.|!|]", "[I want|I need] {v}[ too| as well| also]",
)  # fmt: skip
_FOLLOWING_PLACE = ("And in {v}?", "And in {v}?", "What about in {v}?", "And [over |]in {v}?")
_FOLLOWING_HELD_OUT = ("And then {v}?", "Would you do {v} next?", "Next one: {v}")
_CHANGED = (
    "[The same|Same|Again|Once more|One more][,|] [but |only |just |]with {k} {v}[.|]", "[Change|Set|Make] the {k} [to |]{v}[ this time| and do it again|][.|]", "[Again|Once more], {k} {v}[ this time|][.|]",
    "[No|Sorry|Oh|Wait], {k} {v}[.|]", "I meant {k} {v}[.|]", "[Sorry|Oh no], the {k} [should be|is|must be] {v}[.|]", "[Do it|Try] again with {v} as {k}[.|]", "[And|And now|What about] with {k} {v}?",
    "[The same|All the same|Everything the same] [but|except] {k} {v}[.|]", "The {k} was wrong, [take|use] {v}[.|]",
)  # fmt: skip
_CHANGED_HELD_OUT = (
    "Repeat that, the {k} being {v}",
    "Only the {k} changes, to {v}",
    "And once with {v} for the {k}",
)


def ask_again(
    rng: random.Random, split: Split, offered: Offered, before: Request
) -> Request | None:
    """A sentence that means the call before it with one other value, if it has one that can change."""
    able = [
        p
        for p in offered.tool.parameters
        if p.key in before.values and p.schema.get("type") in ("string", "integer", "number")
    ]
    if not able:
        return None
    one = rng.choice(able)
    drawn = draw_for(rng, one, split)
    if drawn.value == before.values[one.key].value:
        return None
    ways: tuple[str, ...]
    if len(before.values) > 1:
        ways = _CHANGED_HELD_OUT if split == "held_out" else _CHANGED
    elif split == "held_out":
        ways = _FOLLOWING_HELD_OUT
    elif one.slot is toolbox.PLACE and rng.random() < 0.5:
        ways = _FOLLOWING_PLACE
    else:
        ways = _FOLLOWING
    text = rng.choice(ways).replace("{k}", one.human)
    values = {**before.values, one.key: drawn}
    return Request(say(rng, text, v=drawn.said), call_of(offered.tool, values), values)
