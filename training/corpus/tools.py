"""Calling tools: which one, with what, two at once; and what to say to their results.

Three skills share one kind of session: `tools` ends with a call, `results` with the answer to
what a tool returned, `declining` with words where no call is right. Held out: see toolbox.py
and known_tools.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training.corpus import arithmetic, explain, facts, identity, names, smalltalk, toolbox, words
from training.corpus.conversation import Call, Check, Conversation, Turn
from training.corpus.facts import upper_first
from training.corpus.grammar import expand, say
from training.corpus.known_tools import Known, known
from training.corpus.toolbox import (
    TEXT,
    Drawn,
    Parameter,
    Tool,
    composed,
    draw_for,
    listed,
    to_json,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.corpus.conversation import Split

NEUTRAL = (
    "You are a helpful assistant.", "You are a helpful assistant", "You are an assistant.",
    "Use the tools.", "You can use tools.", "Help the user.", "Be helpful.", "Be brief.",
    "You are a helpful assistant. Use the tools when they help.", "You are a friendly assistant.",
)  # fmt: skip
NO_TOOL = "I have no tool for that."
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
# Questions that the model answers by itself become calls when one of these is there.
_ANSWERING = frozenset(("calculate", "add", "define", "web_search", "translate", "get_time"))


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


def offer(rng: random.Random, split: Split) -> Offered:
    """A tool of the table or a composed one."""
    if rng.random() < 0.42:
        tool, row = known(rng, split)
        return Offered(tool, row)
    return Offered(composed(rng, split), None)


def offers(rng: random.Random, split: Split) -> list[Offered]:
    """Up to eight tools, no two alike. Few most of the time: they cost tokens."""
    wanted = rng.choices(range(1, 9), (34, 30, 20, 9, 3, 2, 1, 1))[0]
    found: dict[str, Offered] = {}
    taken: set[str] = set()
    while len(found) < wanted:
        # What is not called may be anything that training may see.
        one = offer(rng, split if not found else "train")
        if one.tool.name not in taken and one.kind not in found:
            found[one.kind] = one
            taken.add(one.tool.name)
    return list(found.values())


def _clause(rng: random.Random, one: Parameter, drawn: Drawn, slot: str) -> str:
    if drawn.value is True and rng.random() < 0.5:
        return one.human
    if drawn.value is False and rng.random() < 0.5:
        return f"not {one.human}"
    phrase = rng.choice(one.slot.phrases)
    if "{k}" not in phrase and one.key not in one.slot.keys and rng.random() < 0.85:
        phrase = rng.choice(toolbox.ODD.phrases[:3])
    return phrase.replace("{k}", one.human).replace("{v}", "{" + slot + "}")


def _finished(rng: random.Random, text: str, *, open_end: bool) -> str:
    first = text.replace("[", "").split("|")[0].split(" ")[0].lower().rstrip("'s")
    if first in _QUESTIONS:
        return f"{text}?"
    return text if open_end or rng.random() < 0.55 else f"{text}."


# What an order begins with, so that it can be put more politely.
_ORDERS = frozenset(
    """add ask book bring build buy call cancel change check close convert copy count create delete drive edit erase
    fetch file find follow get give halt keep launch lead let list lock look make mail message move navigate note open
    order pay phone play plan print purchase put query rate read remind remove report reserve run save say schedule
    search sell send set share show start stop store switch take tell text track transfer translate turn update write
    accept approve archive begin end""".split()
)
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
        text = _finished(rng, text, open_end=_ends_in_words(text, tool, values))
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
    text = _finished(rng, template, open_end=True)
    said = upper_first(say(rng, text, p0=listed([one.said for one in drawn])))
    return [
        Request(
            said, Call(tool.name, to_json({required[0].key: one.value})), {required[0].key: one}
        )
        for one in drawn
    ]


_FIELDS = (
    "status",
    "price",
    "id",
    "name",
    "owner",
    "count",
    "total",
    "date",
    "place",
    "result",
    "score",
    "size",
    "colour",
    "level",
    "room",
    "code",
    "time",
    "type",
)
_STATES = (
    "open",
    "closed",
    "ready",
    "late",
    "active",
    "full",
    "empty",
    "new",
    "sent",
    "lost",
    "paid",
    "pending",
)
_ERRORS = (
    "not found",
    "no connection",
    "timeout",
    "access denied",
    "unknown {k}",
    "invalid {k}",
    "server busy",
    "the {k} is missing",
    "{x} does not exist",
    "nothing there",
    "out of paper",
    "limit reached",
)


def _field(rng: random.Random, split: Split, key: str) -> object:
    if key in ("status", "result", "type", "level"):
        return rng.choice(_STATES) if rng.random() < 0.6 else toolbox.a_word(rng, split)
    if key in ("name", "owner"):
        return names.person(rng, split)
    if key == "place":
        return names.town(rng, split)
    if key == "colour":
        return names.pick(rng, names.COLOURS, split)
    if key in ("date", "time", "code", "price"):
        slot = {
            "date": toolbox.DATE,
            "time": toolbox.TIME,
            "code": toolbox.CODE,
            "price": toolbox.DECIMAL,
        }[key]
        return slot.draw(rng, split).value
    return toolbox.number(rng, 0, rng.choice((99, 999)), split)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _weather(rng: random.Random, split: Split, where: object) -> tuple[str, str, tuple[str, ...]]:
    degrees = toolbox.number(rng, 0, 39, split)
    if rng.random() < 0.25:
        told: dict[str, object] = {"location": where} if rng.random() < 0.5 else {}
        told["temperature"] = str(degrees) if rng.random() < 0.3 else degrees
        if rng.random() < 0.5:
            told["unit"] = rng.choice(("celsius", "C", "c", None))
        plain = rng.choice((f"{degrees}°C", f"{degrees} degrees", f"{degrees}", f"{degrees}C"))
        text = to_json(told) if rng.random() < 0.7 else plain
        return text, f"It is {degrees} degrees in {where}.", (str(degrees), str(where))
    sky = rng.choice(("sunny", "cloudy", "rainy", "windy", "foggy", "snowy", "clear", "stormy"))
    kind = rng.random()
    if kind < 0.3:
        text = rng.choice(
            (
                f"{degrees} degrees, {sky}",
                f"{sky}, {degrees} degrees",
                f"{degrees}°C and {sky}",
                f"{sky} {degrees}°C",
            )
        )
    else:
        value: dict[str, object] = {
            rng.choice(("temperature", "temp", "degrees", "temp_c")): degrees
        }
        value[rng.choice(("condition", "sky", "weather", "conditions", "description"))] = sky
        if kind < 0.5:
            value = dict(reversed(value.items()))
        if kind > 0.75:
            value = {rng.choice(("city", "location", "place")): where, **value}
        text = to_json(value)
    return text, f"It is {degrees} degrees and {sky} in {where}.", (str(degrees), sky, str(where))


def result(
    rng: random.Random, split: Split, offered: Offered, request: Request
) -> tuple[str, str, tuple[str, ...]]:
    """What the tool returns, what to say then, and what that must hold."""
    kind = rng.random()
    values = [
        _plain(drawn.value)
        for drawn in request.values.values()
        if isinstance(drawn.value, str | int)
    ]
    if kind < 0.15:
        keys = [p.human for p in offered.tool.parameters] or ["request"]
        error = (
            rng.choice(_ERRORS)
            .replace("{k}", rng.choice(keys))
            .replace("{x}", rng.choice([*values, names.invented(rng, split)]))
        )
        text = rng.choice(
            (
                to_json({"error": error}),
                f"Error: {error}",
                to_json({"ok": False, "error": error}),
                to_json({"error": {"message": error}}),
                f"error: {error}",
                to_json({"status": "error", "message": error}),
            )
        )
        return text, f"That did not work: {error}.", (error,)
    if offered.kind == "get_weather" and rng.random() < 0.85:
        return _weather(rng, split, next(iter(request.values.values())).value)
    if kind < 0.3:
        text = rng.choice(
            (
                '{"ok": true}',
                '{"status": "ok"}',
                "done",
                "ok",
                "OK",
                '{"success": true}',
                "success",
                '"ok"',
                "null",
                '{"done": true}',
            )
        )
        return text, "Done.", ("done",)
    if kind < 0.45:
        made = [
            toolbox.a_word(rng, split) if rng.random() < 0.5 else names.person(rng, split)
            for _ in range(rng.randint(0, 4))
        ]
        text = (
            to_json(made)
            if rng.random() < 0.6
            else to_json({rng.choice(("items", "results", "found", "list", "data")): made})
        )
        return (
            text,
            f"I found {listed(made)}." if made else "I found nothing.",
            tuple(made) or ("nothing",),
        )
    if kind < 0.58:
        key = rng.choice(_FIELDS)
        value = _field(rng, split, key)
        text = rng.choice((f"The {key} is {value}.", f"{key}: {value}", f"{key} = {value}"))
        return text, f"The {key} is {value}.", (_plain(value),)
    if kind < 0.66:
        plain = str(_field(rng, split, rng.choice(_FIELDS)))
        return plain, f"The result is {plain}.", (plain,)
    if kind < 0.72:
        told = toolbox.text(rng, split)
        return (
            to_json({rng.choice(("text", "content", "message", "answer", "output")): told}),
            f"It says: {told}",
            (told,),
        )
    fields = {}
    for key in rng.sample(_FIELDS, k=rng.choice((1, 1, 2, 2, 3))):
        named = (
            names.invented(rng, split).lower()
            if rng.random() < 0.08
            else f"{rng.choice(_FIELDS)}_{key}"
            if rng.random() < 0.1
            else key
        )
        fields[named] = _field(rng, split, key)
    answer = (
        upper_first(listed([f"the {toolbox.human(k)} is {_plain(v)}" for k, v in fields.items()]))
        + "."
    )
    return to_json(fields), answer, tuple(_plain(v) for v in fields.values())


@dataclass
class Session:
    """A conversation with tools while it is written. Each part appends turns and sets the check."""

    rng: random.Random
    split: Split
    offered: list[Offered]
    turns: list[Turn]
    check: Check

    def pick(self) -> Offered:
        """The tool to call. In evaluation the first is the one of the held-out side."""
        return self.offered[0] if self.split == "held_out" else self.rng.choice(self.offered)

    def call(self) -> list[tuple[Offered, Request]]:
        """One call, sometimes two."""
        rng, first = self.rng, self.pick()
        both = ask_both(rng, self.split, first) if rng.random() < 0.12 else []
        made = [(first, request) for request in both]
        if not made:
            made = [(first, ask(rng, self.split, first))]
        if not both and rng.random() < 0.14:
            other = (
                first if rng.random() < 0.6 and first.tool.parameters else rng.choice(self.offered)
            )
            second = ask(rng, self.split, other)
            if second.call not in (made[0][1].call, replace(made[0][1].call, arguments="{}")):
                made.append((other, second))
        said = made[0][1].said
        if len(made) > 1 and not both:
            low = made[1][1].said
            low = low if low[:2] in ("I ", "I'") else low[:1].lower() + low[1:]
            said = (
                said.rstrip(".?!")
                + rng.choice((" and ", " and also ", ", and ", ". Then ", " and then ", "; "))
                + low
            )
        calls = tuple(request.call for _, request in made)
        content = "I will look." if rng.random() < 0.04 else ""
        thought = "I need " + " and ".join(dict.fromkeys(c.name for c in calls)) + "."
        self.turns += [Turn("user", said), Turn("assistant", content, calls, thought)]
        self.check = Check(calls=calls)
        return made

    def answer(self) -> None:
        """A call, what came of it, and the answer."""
        answers: list[str] = []
        wanted: list[str] = []
        made = self.call()
        for offered, request in made:
            text, said, parts = result(self.rng, self.split, offered, request)
            self.turns.append(Turn("tool", text))
            answers.append(said)
            wanted += parts
        self.turns.append(Turn("assistant", " ".join(answers), thought="I have the result."))
        self.check = Check(all_of=tuple(dict.fromkeys(wanted)))

    def chat(self) -> None:
        """What needs no tool."""
        makers = [smalltalk.make, smalltalk.make, identity.make]
        if not any(one.kind in _ANSWERING for one in self.offered):
            makers += [facts.make, arithmetic.make, words.make, explain.make]
        made = self.rng.choice(makers)(self.rng, self.split)
        self.turns += [made.turns[0], replace(made.turns[1], thought="I need no tool.")]
        self.check = made.check

    def decline(self) -> None:
        """A wish for a tool that is not there."""
        here = {one.kind for one in self.offered} | {one.tool.name for one in self.offered}
        while True:
            other = offer(self.rng, self.split)
            if not {other.kind, other.tool.name} & (here | _ANSWERING):
                break
        request = ask(self.rng, self.split, other)
        self.turns += [
            Turn("user", request.said),
            Turn("assistant", NO_TOOL, thought="No tool fits."),
        ]
        self.check = Check(any_of=("no tool", "cannot"))

    def ask_back(self) -> bool:
        """A wish that lacks a required value: ask for it. False where no tool allows that."""
        rng = self.rng
        # With more values in the sentence it is hard to see which one is not there.
        most = 1 if rng.random() < 0.75 else 2
        able = [
            one
            for one in self.offered
            if 1 <= sum(p.required for p in one.tool.parameters) <= most
            and (one.row is None or (one.row.wish and len(one.row.required) == 1))
        ]
        if self.split == "held_out":
            able = [one for one in able if one is self.offered[0]]
        if not able:
            return False
        one = rng.choice(able)
        lacking = rng.choice([p for p in one.tool.parameters if p.required])
        if one.row:
            said = say(rng, _finished(rng, one.row.wish, open_end=False))
        else:
            said = ask(rng, self.split, one, leave_out=lacking.key).said
        self.turns += [
            Turn("user", said),
            Turn(
                "assistant",
                f"Please tell me the {lacking.human}.",
                thought=f"The {lacking.human} is missing.",
            ),
        ]
        self.check = Check(all_of=(lacking.human,))
        if self.split == "train" and one.row and rng.random() < 0.5:
            drawn = draw_for(rng, lacking, self.split)
            call = Call(one.tool.name, to_json({lacking.key: drawn.value}))
            self.turns += [
                Turn("user", drawn.said),
                Turn("assistant", "", (call,), f"I need {call.name}."),
            ]
            self.check = Check(calls=(call,))
        return True

    def wordless(self) -> None:
        """Any case in which no call is right."""
        kind = self.rng.random()
        if kind < 0.2 and self.ask_back():
            return
        (self.chat if kind < 0.45 else self.decline)()


def without_thoughts(turns: Sequence[Turn], *, keep_last: bool) -> tuple[Turn, ...]:
    """Thoughts only after the last user's message, and there only if asked for."""
    last = max((i for i, turn in enumerate(turns) if turn.role == "user"), default=-1)
    return tuple(
        turn if keep_last and i > last else replace(turn, thought="")
        for i, turn in enumerate(turns)
    )


def _session(rng: random.Random, split: Split, skill: str) -> Conversation:
    session = Session(rng, split, offers(rng, split), [], Check())
    before = rng.choices((0, 1, 2, 3), (40, 32, 20, 8) if split == "train" else (70, 30, 0, 0))[0]
    for _ in range(before):
        rng.choices((session.answer, session.chat, session.wordless), (62, 14, 24))[0]()
    {"tools": session.call, "results": session.answer, "declining": session.wordless}[skill]()
    thinking = rng.random() < 0.14
    turns = without_thoughts(session.turns, keep_last=thinking)
    if rng.random() < 0.25:
        turns = (Turn("system", rng.choice(NEUTRAL)), *turns)
    shown = [one.tool.schema() for one in session.offered]
    rng.shuffle(shown)
    return Conversation(skill, turns, session.check, tools=tuple(shown), thinking=thinking)


def make_call(rng: random.Random, split: Split) -> Conversation:
    """A session that ends with a call."""
    return _session(rng, split, "tools")


def make_result(rng: random.Random, split: Split) -> Conversation:
    """A session that ends with the answer to a result."""
    return _session(rng, split, "results")


def make_none(rng: random.Random, split: Split) -> Conversation:
    """A session that ends without a call."""
    return _session(rng, split, "declining")
