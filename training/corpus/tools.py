"""Calling tools: which one, with what, two at once; and what to say to their results.

Three skills share one kind of session: `tools` ends with a call, `results` with the answer to
what a tool returned, `declining` with words where no call is right. Held out: see toolbox.py
and known_tools.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training.corpus import arithmetic, explain, facts, identity, smalltalk, words
from training.corpus.asking import Offered, Request, ask, ask_both, finished
from training.corpus.conversation import Call, Check, Conversation, Turn
from training.corpus.grammar import say
from training.corpus.known_tools import alike, known
from training.corpus.results import result
from training.corpus.toolbox import composed, draw_for, to_json

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
# Questions that the model answers by itself become calls when one of these is there.
_ANSWERING = frozenset(("calculate", "add", "define", "web_search", "translate", "get_time"))


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
        first = next(iter(found.values()), None)
        if first is not None and first.row is not None and rng.random() < 0.4:
            other = alike(rng, first.row)
            one = one if other is None else Offered(*other)
        if one.tool.name not in taken and one.kind not in found:
            found[one.kind] = one
            taken.add(one.tool.name)
    return list(found.values())


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
            said = say(rng, finished(rng, one.row.wish, open_end=False))
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
