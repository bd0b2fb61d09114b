"""Calling tools: which one, with what, two at once; and what to say to their results.

Three skills share one kind of session: `tools` ends with a call, `results` with the answer to
what a tool returned, `declining` with words where no call is right. Held out: see toolbox.py
and known_tools.py.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training.corpus import arithmetic, explain, facts, identity, smalltalk, words
from training.corpus.asking import Offered, Request, ask, ask_again, ask_both, call_of
from training.corpus.composing import composed, draw_for
from training.corpus.conversation import Call, Check, Conversation, Turn
from training.corpus.grammar import say
from training.corpus.known_tools import alike, known, serves
from training.corpus.partly import ask_partly, can_lack
from training.corpus.references import ACKNOWLEDGED, reference
from training.corpus.results import result
from training.corpus.toolbox import to_json

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
_THEN = (
    " and ", " and also ", ", and ", ". Then ", " and then ", "; ", ". Also ", ", then ", ". After that ", " and as well ",
)  # fmt: skip
# How a user gives what was asked for.
_GIVEN = (
    "{v}", "{v}", "{v}", "It is {v}", "{k} {v}", "The {k} is {v}", "{k}: {v}", "{v}, please", "Take {v}", "Use {v}", "Oh, {v}", "I forgot: {v}", "Let it be {v}", "Sorry, {v}",
    "I want {v}", "{v} then", "Make it {v}", "{v} would be good", "Say {v}", "That is {v}", "I think {v}", "Well, {v}", "Of course, {v}", "Yes: {v}",
)  # fmt: skip
_GIVEN_HELD_OUT = ("{v}", "My choice is {v}", "Then let me say {v}", "I go with {v}")
_FROM_RESULT = (
    "the {k} you get", "that {k}", "the {k} it gives", "the {k} from there", "the {k} you find", "its {k}", "the {k} that comes back",
)  # fmt: skip
# Questions that the model answers by itself become calls when one of these is there.
_ANSWERING = frozenset(("calculate", "add", "define", "web_search", "translate", "get_time"))


def offer(rng: random.Random, split: Split) -> Offered:
    """A tool of the table or a composed one."""
    if rng.random() < 0.45:
        tool, row = known(rng, split)
        return Offered(tool, row)
    return Offered(composed(rng, split), None)


def near(rng: random.Random, split: Split, one: Offered) -> Offered | None:
    """Another tool that is easily taken for this one, if there is one."""
    if one.row is None:
        return Offered(composed(rng, split, near=one.tool), None)
    other = alike(rng, one.row, split)
    return None if other is None else Offered(*other)


def offers(rng: random.Random, split: Split) -> list[Offered]:
    """Up to eight tools, no two alike. Few most of the time: they cost tokens."""
    wanted = rng.choices(range(1, 9), (36, 32, 19, 8, 2, 1, 1, 1))[0]
    found: dict[str, Offered] = {}
    taken: set[str] = set()
    while len(found) < wanted:
        # What is not called may be anything that training may see.
        one = offer(rng, split if not found else "train")
        first = next(iter(found.values()), None)
        if first is not None and rng.random() < 0.4:
            one = near(rng, "train", first) or one
        if not one.names & taken and one.kind not in found:
            found[one.kind] = one
            taken |= one.names
    return list(found.values())


def _joined(rng: random.Random, one: str, other: str) -> str:
    """Two wishes in one message."""
    low = other if other[:2] in ("I ", "I'") else other[:1].lower() + other[1:]
    return one.rstrip(".?!") + rng.choice(_THEN) + low


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

    def wished(self, said: str, *calls: Call) -> None:
        """What the user says and the calls that answer it."""
        thought = "I need " + " and ".join(dict.fromkeys(c.name for c in calls)) + "."
        self.turns += [Turn("user", said), Turn("assistant", "", calls, thought)]
        self.check = Check(calls=calls)

    def call(self) -> list[tuple[Offered, Request]]:
        """One call, sometimes two."""
        rng, first = self.rng, self.pick()
        both = ask_both(rng, self.split, first) if rng.random() < 0.1 else []
        made = [(first, request) for request in both]
        if not made:
            made = [(first, ask(rng, self.split, first))]
        said = made[0][1].said
        for _ in range(0 if both else rng.choices((0, 1, 2), (86, 12, 2))[0]):
            same = rng.random() < 0.6 and first.tool.parameters
            other = first if same else rng.choice(self.offered)
            more = ask(rng, self.split, other)
            calls = [request.call for _, request in made]
            if more.call not in (*calls, replace(calls[0], arguments="{}")):
                made.append((other, more))
                said = _joined(rng, said, more.said)
        self.wished(said, *(request.call for _, request in made))
        return made

    def told(self, made: list[tuple[Offered, Request]]) -> None:
        """What came of the calls, and the answer."""
        answers: list[str] = []
        wanted: list[str] = []
        for offered, request in made:
            text, said, parts = result(self.rng, self.split, offered, request)
            self.turns.append(Turn("tool", text))
            answers.append(said)
            wanted += parts
        self.turns.append(Turn("assistant", " ".join(answers), thought="I have the result."))
        self.check = Check(all_of=tuple(dict.fromkeys(wanted)))

    def answer(self) -> None:
        """A call, what came of it, and the answer."""
        self.told(self.call())

    def again(self) -> None:
        """A call and its answer, then one that means the same with another value."""
        first = self.pick()
        request = ask(self.rng, self.split, first)
        second = ask_again(self.rng, self.split, first, request)
        if second is None:
            self.call()
            return
        self.wished(request.said, request.call)
        self.told([(first, request)])
        self.wished(second.said, second.call)

    def contrast(self) -> None:
        """The same tool with an optional value and without it, in two turns."""
        one = self.pick()
        for _ in range(2):
            request = ask(self.rng, self.split, one)
            self.wished(request.said, request.call)
            self.turns.append(Turn("tool", "ok"))
            self.turns.append(Turn("assistant", "Done.", thought="I have the result."))
        del self.turns[-2:]
        self.check = Check(calls=(request.call,))

    def remembered(self) -> None:
        """A fact the user tells, and later a call with it: `my sister`, `where I live`."""
        one = self.pick()
        fact = reference(self.rng, self.split, one)
        if fact is None:
            self.call()
            return
        key, drawn, told = fact
        request = ask(self.rng, self.split, one, fixed={key: drawn})
        self.turns += [
            Turn("user", told),
            Turn("assistant", ACKNOWLEDGED, thought="I need no tool."),
        ]
        if self.rng.random() < 0.2:
            self.chat()
        self.wished(request.said, request.call)

    def chained(self) -> None:
        """Two calls, the second with a value that the first returns."""
        rng, last = self.rng, self.pick()
        required = [p for p in last.tool.parameters if p.required]
        others = [one for one in self.offered if one is not last]
        if last.row or len(required) != 1 or not others:
            self.call()
            return
        wanted = required[0]
        if wanted.schema.get("type") not in ("string", "integer", "number"):
            self.call()
            return
        other = rng.choice(others)
        first = ask(rng, self.split, other)
        value = draw_for(rng, wanted, self.split)
        said = rng.choice(_FROM_RESULT).replace("{k}", wanted.human)
        second = ask(rng, self.split, last, fixed={wanted.key: replace(value, said=said)})
        found = {wanted.key: value.value}
        if rng.random() < 0.5:
            found["status"] = "ok"
        self.wished(_joined(rng, first.said, second.said), first.call)
        call = call_of(last.tool, {**second.values, wanted.key: value})
        self.turns.append(Turn("tool", to_json(found)))
        self.turns.append(Turn("assistant", "", (call,), f"I need {call.name}."))
        self.check = Check(calls=(call,))

    def chat(self) -> None:
        """What needs no tool."""
        makers = [smalltalk.make, smalltalk.make, identity.make]
        if not any(one.kind in _ANSWERING for one in self.offered):
            makers += [facts.make, arithmetic.make, words.make, explain.make]
        made = self.rng.choice(makers)(self.rng, self.split)
        self.turns += [made.turns[0], replace(made.turns[1], thought="I need no tool.")]
        self.check = made.check

    def decline(self) -> None:
        """A wish for a tool that is not there, though one like it may be."""
        here = {name for one in self.offered for name in one.names} | _ANSWERING
        able = {name for one in self.offered if one.row for name in serves(one.row)}
        other: Offered | None = None
        while other is None or other.names & here or (other.row and other.kind in able):
            wished = self.rng.random() < 0.3
            other = near(self.rng, self.split, self.rng.choice(self.offered)) if wished else None
            other = other or offer(self.rng, self.split)
        request = ask(self.rng, self.split, other)
        self.turns += [
            Turn("user", request.said),
            Turn("assistant", NO_TOOL, thought="No tool fits."),
        ]
        self.check = Check(any_of=("no tool", "cannot"))

    def listen(self) -> bool:
        """A fact the user tells that asks for nothing. False where no value could be told."""
        fact = reference(self.rng, self.split, self.pick())
        if fact is None:
            return False
        self.turns += [
            Turn("user", fact[2]),
            Turn("assistant", ACKNOWLEDGED, thought="I need no tool."),
        ]
        self.check = Check(all_of=("remember",))
        return True

    def ask_back(self, *, give: float = 0.5) -> bool:
        """A wish that lacks a required value: ask for it. False where no tool allows that.

        With this chance the value is given then, and called with.
        """
        rng = self.rng
        # With more values in the sentence it is hard to see which one is not there.
        most = 1 if rng.random() < 0.7 else 2
        able = [one for one in self.offered if can_lack(one, most)]
        if self.split == "held_out":
            able = [one for one in able if one is self.offered[0]]
        if not able:
            return False
        one = rng.choice(able)
        lacking, request = ask_partly(rng, self.split, one)
        said, values = request.said, request.values
        back = f"Please tell me the {lacking.human}."
        missing = f"The {lacking.human} is missing."
        self.turns += [Turn("user", said), Turn("assistant", back, thought=missing)]
        self.check = Check(all_of=(lacking.human,))
        if rng.random() < give:
            drawn = draw_for(rng, lacking, self.split)
            ways = _GIVEN_HELD_OUT if self.split == "held_out" else _GIVEN
            told = say(rng, rng.choice(ways).replace("{k}", lacking.human), v=drawn.said)
            self.wished(told, call_of(one.tool, {**values, lacking.key: drawn}))
        return True

    def given_later(self) -> None:
        """A wish that lacks a value, the question for it, the value, the call."""
        if not self.ask_back(give=1):
            self.call()

    def last_call(self) -> None:
        """What a session about calls ends with."""
        parts = (
            self.call, self.again, self.remembered, self.chained, self.given_later, self.contrast,
        )  # fmt: skip
        self.rng.choices(parts, (76, 6, 4, 1, 7, 6))[0]()

    def wordless(self) -> None:
        """Any case in which no call is right."""
        kind = self.rng.random()
        if kind < 0.2 and self.ask_back(give=0):
            return
        if 0.2 <= kind < 0.23 and self.listen():
            return
        (self.chat if kind < 0.45 else self.decline)()

    def before(self) -> None:
        """A part of the session before its last one."""
        kind = self.rng.random()
        if kind < 0.62:
            self.answer()
        elif kind < 0.74:
            self.chat()
        else:
            self.wordless()


def without_thoughts(turns: Sequence[Turn], *, keep_last: bool) -> tuple[Turn, ...]:
    """Thoughts only after the last user's message, and there only if asked for."""
    last = max((i for i, turn in enumerate(turns) if turn.role == "user"), default=-1)
    return tuple(
        turn if keep_last and i > last else replace(turn, thought="")
        for i, turn in enumerate(turns)
    )


def _session(rng: random.Random, split: Split, skill: str) -> Conversation:
    session = Session(rng, split, offers(rng, split), [], Check())
    before = rng.choices((0, 1, 2, 3), (46, 32, 16, 6) if split == "train" else (70, 30, 0, 0))[0]
    for _ in range(before):
        session.before()
    {"tools": session.last_call, "results": session.answer, "declining": session.wordless}[skill]()
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
