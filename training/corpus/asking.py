"""Sentences that ask for a tool, and the calls they ask for."""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import toolbox
from training.corpus.conversation import Call
from training.corpus.facts import upper_first
from training.corpus.grammar import expand, say
from training.corpus.toolbox import TEXT, Drawn, Parameter, Tool, draw_for, listed, to_json

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split
    from training.corpus.tool_rows import Known

_QUESTIONS = (
    "what",
    "is",
    "how",
    "where",
    "which",
    "when",
    "will",
    "do",
    "does",
    "can",
    "could",
    "should",
    "who",
    "are",
)


@dataclass(frozen=True)
class Offered:
    """A tool of a session and, if it is of the table, its row."""

    tool: Tool
    row: Known | None

    @property
    def kind(self) -> str:
        """The row's first name, or the tool's."""
        return self.row.names[0] if self.row else self.tool.name


@dataclass(frozen=True)
class Request:
    """What a user asks, and the call it asks for."""

    said: str
    call: Call
    values: dict[str, Drawn]


def _clause(rng: random.Random, one: Parameter, drawn: Drawn, slot: str) -> str:
    if drawn.value is True and rng.random() < 0.5:
        return one.human
    if drawn.value is False and rng.random() < 0.5:
        return f"not {one.human}"
    phrase = rng.choice(one.slot.phrases)
    if "{k}" not in phrase and one.key not in one.slot.keys and rng.random() < 0.85:
        phrase = rng.choice(toolbox.ODD.phrases[:3])
    return phrase.replace("{k}", one.human).replace("{v}", "{" + slot + "}")


def finished(rng: random.Random, text: str, *, open_end: bool) -> str:
    """With a question mark, a full stop or nothing."""
    first = text.replace("[", "").split("|")[0].split(" ")[0].lower().rstrip("'s")
    if first in _QUESTIONS:
        return f"{text}?"
    return text if open_end or rng.random() < 0.55 else f"{text}."


# What an order begins with, so that it can be put more politely.
_WORDS_OF_ORDER = """
    add ask book bring build buy call cancel change check close convert copy count create delete drive edit erase
    fetch file find follow get give halt keep launch lead let list lock look make mail message move navigate note open
    order pay phone play plan print purchase put query rate read remind remove report reserve run save say schedule
    search sell send set share show start stop store switch take tell text track transfer translate turn update write
    accept approve archive begin end
"""
_ORDERS = frozenset(_WORDS_OF_ORDER.split())
_POLITELY = (
    "can you {x}?", "could you {x}?", "please {x}", "could you please {x}?", "would you {x}?", "I want you to {x}", "I need you to {x}", "I would like you to {x}",
    "you should {x}", "it is time to {x}", "I want to {x}", "I'd like to {x}", "we have to {x}", "will you {x}?", "go and {x}", "help me {x}", "somebody has to {x}",
    "my boss wants you to {x}", "are you able to {x}?", "do you think you can {x}?", "be so kind and {x}", "I was told to {x}", "next, {x}", "then {x}", "don't forget to {x}",
)  # fmt: skip


def _politely(rng: random.Random, text: str) -> str:
    """An order as a request, a wish or a question."""
    if text.split(" ")[0].lower() not in _ORDERS or "?" in text:
        return text
    asked = rng.choice(_POLITELY).replace("{x}", text[0].lower() + text[1:].rstrip("."))
    return upper_first(asked)


def ask(rng: random.Random, split: Split, offered: Offered, leave_out: str = "") -> Request:
    """A sentence that asks for this tool. `leave_out` is a parameter it does not give."""
    tool, row = offered.tool, offered.row
    values: dict[str, Drawn] = {}
    slots: dict[str, str | int] = {}
    template = rng.choice(tool.asked)
    clauses: list[tuple[str, Parameter]] = []
    required = [p for p in tool.parameters if p.required]
    for i, one in enumerate(tool.parameters):
        if one.key == leave_out or (not one.required and rng.random() < 0.5):
            continue
        drawn = draw_for(rng, one, split)
        values[one.key] = drawn
        slots[f"p{i}"] = drawn.said
        if row and one in required:
            template = template.replace("{" + str(required.index(one) + 1) + "}", f"{{p{i}}}")
        else:
            clauses.append((_clause(rng, one, drawn, f"p{i}"), one))
    # Text without quotes swallows what follows it.
    if len(clauses) > 1:
        rng.shuffle(clauses)
        clauses.sort(key=lambda pair: pair[1].slot is TEXT)
    text = template
    for place, (clause, _) in enumerate(clauses):
        joint = (
            rng.choice((" ", " ", " ", ", ", " and ")) if place else rng.choice((" ", " ", ", "))
        )
        text += clause if clause.startswith(":") else joint + clause
    text = expand(rng, text)
    if rng.random() < 0.25:
        text = _politely(rng, text)
    if not text.endswith("?"):
        text = finished(rng, text, open_end=_ends_in_words(text, tool, values))
    said = say(rng, text, **slots)
    arguments = {p.key: values[p.key].value for p in tool.parameters if p.key in values}
    return Request(
        upper_first(said) if rng.random() < 0.7 else said,
        Call(tool.name, to_json(arguments)),
        values,
    )


def _ends_in_words(text: str, tool: Tool, values: dict[str, Drawn]) -> bool:
    """Whether a full stop after the sentence would look like part of a value."""
    for i, one in enumerate(tool.parameters):
        if text.endswith(f"{{p{i}}}") and one.key in values:
            return not values[one.key].said.endswith(('"', "'")) and one.slot.type == "string"
    return False


def ask_both(rng: random.Random, split: Split, offered: Offered) -> list[Request]:
    """One sentence with two values of the only parameter: `the weather in Rome and Oslo`."""
    tool, row = offered.tool, offered.row
    required = [p for p in tool.parameters if p.required]
    if row is None or len(required) != 1 or required[0].schema.get("type") != "string":
        return []
    drawn = [draw_for(rng, required[0], split) for _ in range(rng.choice((2, 2, 2, 3)))]
    if len({one.said for one in drawn}) < len(drawn) or required[0].slot is TEXT:
        return []
    template = rng.choice(tool.asked).replace("{1}", "{p0}")
    text = finished(rng, template, open_end=True)
    said = upper_first(say(rng, text, p0=listed([one.said for one in drawn])))
    return [
        Request(
            said, Call(tool.name, to_json({required[0].key: one.value})), {required[0].key: one}
        )
        for one in drawn
    ]
