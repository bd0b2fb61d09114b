"""Rules that no text ends: each way through them leads into them again.

A model that is held to such a rule writes until it is cut. The compiler does not look for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Reference(NamedTuple):
    """To a rule, in a line."""

    name: str
    line: int


# A rule's body. Signs are `(`, `)`, `|` and `?`, which says that what stands before it may be left
# out. Any other text ends of itself.
Pieces = Sequence["str | Reference"]


def endless(rules: Mapping[str, Pieces], *, root: str) -> tuple[str, ...]:
    """Rules that lead to one another and never out, of those that can be reached from the root;
    empty where every rule can end. Names that are no rules end of themselves.

    Raises ValueError where a group is closed that is not open, or open at the end.
    """
    ends = _Ends(rules)
    reached, waiting = {root: None} if root in rules else {}, [root]
    while waiting:
        for piece in rules.get(waiting.pop(), ()):
            if isinstance(piece, Reference) and piece.name in rules and piece.name not in reached:
                reached[piece.name] = None
                waiting.append(piece.name)
    way = [name for name in reached if not ends.can(name)]
    if not way:
        return ()
    # What cannot end needs something that cannot.
    name, passed = way[0], dict[str, int]()
    while name not in passed:
        passed[name] = len(passed)
        name = next(each for each in ends.needed[name] if not ends.can(each))
    return tuple(passed)[passed[name] :]


class _Ends:
    """A graph of what needs what: a sequence needs all that is in it, a choice one. What needs
    nothing more ends, and is taken from what needed it. Each edge is walked once."""

    def __init__(self, rules: Mapping[str, Pieces]) -> None:
        self._needs: list[int] = []
        self._users: list[list[int]] = []
        self.needed: dict[str, list[str]] = {}  # by rule: those that it cannot be without
        self._nodes = {name: self._node(1) for name in rules}
        for name, pieces in rules.items():
            self.needed[name] = []
            self._read(name, pieces)
        done = [node for node, needs in enumerate(self._needs) if needs == 0]
        for node in done:  # grows as it is walked
            for user in self._users[node]:
                self._needs[user] -= 1
                if self._needs[user] == 0:
                    done.append(user)

    def can(self, name: str) -> bool:
        return name not in self._nodes or self._needs[self._nodes[name]] <= 0

    def _node(self, needs: int) -> int:
        self._needs.append(needs)
        self._users.append([])
        return len(self._needs) - 1

    def _sequence(self, choice: int) -> int:
        node = self._node(0)
        self._users[node].append(choice)
        return node

    def _need(self, node: int | None, sequence: int) -> None:
        if node is not None:
            self._users[node].append(sequence)
            self._needs[sequence] += 1

    def _read(self, name: str, pieces: Pieces) -> None:
        choice = self._nodes[name]
        around: list[tuple[int, int]] = []
        sequence = self._sequence(choice)
        last: int | None = None  # which may yet turn out to be left out
        for place, piece in enumerate(pieces):
            if piece == "?":
                last = None
                continue
            self._need(last, sequence)
            last = None
            if isinstance(piece, Reference):
                last = self._nodes.get(piece.name)
                may_be_out = place + 1 < len(pieces) and pieces[place + 1] == "?"
                if last is not None and not may_be_out:
                    self.needed[name].append(piece.name)
            elif piece == "(":
                around.append((choice, sequence))
                choice = self._node(1)
                sequence = self._sequence(choice)
            elif piece == "|":
                sequence = self._sequence(choice)
            elif piece == ")":
                if not around:
                    raise ValueError("a group is closed that is not open")
                last = choice
                choice, sequence = around.pop()
        self._need(last, sequence)
        if around:
            raise ValueError("a group is not closed")
