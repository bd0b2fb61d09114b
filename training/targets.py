"""What the bundled model should reach, and the tables that say what it does: shares with intervals.

Knows outcomes and the figures asked for; knows nothing of servers.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import thinking
from training.evaluate import SEED, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from training.corpus.conversation import Conversation

SUMS = "sums"
# The normal distribution's 97.5th percentile: an interval of 95 %.
Z = 1.959964
_CALL = re.compile(r"<tool_call>(.*?)</tool_call>", re.DOTALL)
_NAME = re.compile(r'\{"name": "([^"]*)"')

TITLES = {
    "smalltalk": "small talk", "identity": "who it is", "newcomer": "first lines of a newcomer",
    "recall": "recalling what it was told", "system": "obeying a system message",
    "arithmetic": "sums, differences, comparisons", "facts": "facts from tables",
    "words": "word games", "explain": "explanations", "unknown": "saying that it does not know",
    "tools": "calling tools", "results": "answering from a tool's result",
    "declining": "not calling: no tool fits, none is needed, a value is missing",
    "extraction": "answers in JSON under a schema",
    "thinking": "thinking first: sums, problems, letters, sorting",
    "classify": "classes of texts", "greetings": "greetings in other languages",
    "measures": "days and units", "rewriting": "rewriting and summarising",
    "lists": "lists and words in them", "oneliners": "lines of Python and shell",
    "repeating": "repeating", "stories": "stories and poems", "translating": "translating",
}  # fmt: skip


def held_out_sums(count: int) -> list[tuple[str, Conversation]]:
    """Sums and differences of two and three digits, with thinking; pairs never trained on."""
    made = []
    for i in range(count):
        rng = random.Random(f"held out/{SUMS}/{SEED}/{i}")
        made.append((SUMS, rng.choice((thinking.plus, thinking.minus))(rng, "held_out")))
    return made


@dataclass(frozen=True)
class Share:
    """So many of those asked."""

    right: int
    asked: int

    @property
    def percent(self) -> float:
        """0 to 100."""
        return 100 * self.right / self.asked

    def interval(self) -> tuple[float, float]:
        """In per cent, 95 % sure: Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212."""
        n, p = self.asked, self.right / self.asked
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)

    def cell(self) -> str:
        """For a table: `95.0 (88.8 to 97.9)`."""
        low, high = self.interval()
        return f"{self.percent:.1f} ({low:.1f} to {high:.1f})"


def _names(texts: Iterable[str]) -> Counter[str]:
    return Counter(name for text in texts for name in _NAME.findall(text)[:1])


def right_tools(outcome: Outcome) -> bool:
    """Whether the tools called are those wanted, each as often, whatever the arguments."""
    wanted = Counter(call.name for call in outcome.item.check.calls)
    calls = _CALL.findall(outcome.given)
    return _names(calls) == wanted and len(calls) == wanted.total()


def calls_nothing(outcome: Outcome) -> bool:
    """Whether there is no call, nor the beginning of one."""
    return "<tool_call>" not in outcome.given


def is_right(outcome: Outcome) -> bool:
    """Whether the whole answer is right."""
    return outcome.right


@dataclass(frozen=True)
class Target:
    """One figure asked for: of which skill, judged how, and the per cent to reach."""

    what: str
    skill: str
    percent: int
    judge: Callable[[Outcome], bool] = is_right


TARGETS = (
    Target("recall of stated facts", "recall", 95),
    Target("system messages obeyed", "system", 90),
    Target("facts in its tables", "facts", 95),
    Target("two- and three-digit sums and differences, thinking", SUMS, 95),
    Target("right tool", "tools", 97, right_tools),
    Target("whole call exact", "tools", 90),
    Target("no call when none is right", "declining", 95, calls_nothing),
    Target("extraction under an unseen schema, all fields exact", "extraction", 90),
    Target("classification", "classify", 95),
    Target("answering from a tool result", "results", 95),
    Target("unknown questions declined", "unknown", 90),
)


def share(outcomes: Iterable[Outcome], judge: Callable[[Outcome], bool] = is_right) -> Share:
    """How many pass. Raises ZeroDivisionError later where there are none."""
    judged = [judge(outcome) for outcome in outcomes]
    return Share(sum(judged), len(judged))


def of_skill(outcomes: Sequence[Outcome], skill: str) -> list[Outcome]:
    """Those of one skill."""
    return [outcome for outcome in outcomes if outcome.skill == skill]


def is_held(outcomes: Iterable[Outcome]) -> bool:
    """Whether a grammar holds any of these answers: it does where there are tools or a form."""
    return any(outcome.item.tools or outcome.item.response_format for outcome in outcomes)


def _markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    lines = [
        "| " + " | ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)) + " |"
        for row in (header, *rows)
    ]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


def skills_table(
    held: Sequence[Outcome], free: Sequence[Outcome], familiar: Sequence[Outcome] = ()
) -> str:
    """Right of each skill, with grammar and without; one figure where no grammar is at work.

    held: answers as clients get them; free: without grammar, of the skills that have one; familiar:
    answers to new questions made of trained words, which what is held out is to be set against.
    """
    skills = list(dict.fromkeys(outcome.skill for outcome in held))
    rows = []
    for skill in skills:
        ours, bare = of_skill(held, skill), of_skill(free, skill)
        cells = [share(ours).cell(), share(bare).cell() if bare else ""]
        if familiar:
            cells.append(f"{share(of_skill(familiar, skill)).percent:.1f}")
        rows.append([TITLES.get(skill, skill), str(len(ours)), *cells])
    total = ["**all**", str(len(held)), share(held).cell(), ""]
    header = ["Skill", "Asked", "Right, %", "Without grammar, %"]
    if familiar:
        total.append(f"{share(familiar).percent:.1f}")
        header.append("In trained words, %")
    return _markdown(header, [*rows, total])


def reached(
    held: Sequence[Outcome], free: Sequence[Outcome]
) -> list[tuple[Target, Share, Share | None]]:
    """Each target of which something was asked: the share with grammar, and without where asked."""
    found = []
    for target in TARGETS:
        ours, bare = of_skill(held, target.skill), of_skill(free, target.skill)
        if ours:
            without = share(bare, target.judge) if bare else None
            found.append((target, share(ours, target.judge), without))
    return found


def targets_table(held: Sequence[Outcome], free: Sequence[Outcome]) -> str:
    """What should be reached and what is."""
    rows = [
        [
            target.what,
            str(target.percent),
            ours.cell(),
            "yes" if ours.percent >= target.percent else "no",
            bare.cell() if bare else "",
            str(ours.asked),
        ]
        for target, ours, bare in reached(held, free)
    ]
    header = ("Targets", "Target, %", "Reached, %", "Met", "Without grammar, %", "Asked")
    return _markdown(header, rows)


def summary(
    held: Sequence[Outcome], free: Sequence[Outcome], familiar: Sequence[Outcome] = ()
) -> str:
    """One line of JSON: right and asked per skill, in the order of the columns, and per target."""

    def counts(outcomes: Sequence[Outcome]) -> dict[str, list[int]]:
        skills = dict.fromkeys(outcome.skill for outcome in outcomes)
        shares = {skill: share(of_skill(outcomes, skill)) for skill in skills}
        return {skill: [one.right, one.asked] for skill, one in shares.items()}

    targets = {
        target.what: [ours.right, ours.asked, target.percent]
        for target, ours, _ in reached(held, free)
    }
    columns = {"held": counts(held), "free": counts(free), "familiar": counts(familiar)}
    return json.dumps({**columns, "targets": targets})
