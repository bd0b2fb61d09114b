"""Tokens of a tokenizer that nobody has shown us, learnt through `logit_bias` alone.

A bias of 100 on an id makes it the only choice, so an answer of three tokens shows its text three
times over. A ban of many ids changes an answer just when its first token is among them, so halving
the ids finds the id of the token that the model itself chose. And where two tokens are lifted far
above all others, the difference of their biases at which one overtakes the other is the difference
of their logits, to within 1: an instrument fine enough to weigh a penalty.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, permutations
from typing import NamedTuple

from rejoinder.conformance.probe import Messages, Probe
from rejoinder.conformance.replies import Rejected, Untestable

# Letters, digits and frequent pieces in the vocabularies of GPT-2's, Llama's and later tokenizers;
# several hundred ids exist in any of them.
CANDIDATES = (40, 45, 50, 60, 72, 80, 300, 305, 310, 320, 350, 400, 450, 500, 600, 700)
NUM_PIECES = 5
# Ranges are tried as 0..255, 256..511, 512..1023 and so on: a frequent token has a low id nearly
# everywhere, and a range beyond a small vocabulary may be refused.
FIRST_RANGE = 256
MAX_IDS = 65_536
# Two tokens lifted by this much are far above the rest, whose logits lie within tens of theirs.
LIFT = 50
REACH = 40
MAX_PAIRS = 8


class Piece(NamedTuple):
    """An id, and the text it puts into an answer (without spaces, which some decoders trim)."""

    id: int
    text: str


class Forced(NamedTuple):
    """What forcing each candidate gave: the pieces that came alone, and how many changed the
    answer at all."""

    pieces: list[Piece]
    num_changed: int
    num_taken: int


def biased(probe: Probe, biases: dict[int, int]) -> dict[str, int | float]:
    """As `logit_bias` takes them: integers, unless this server takes only fractions."""
    kind = float if integers_refused(probe) else int
    return {str(id): kind(bias) for id, bias in biases.items()}


def integers_refused(probe: Probe) -> str:
    """What a server says to a bias that is an integer, where it takes one with a fraction."""
    return probe.once("integers", lambda: _integers_refused(probe))


def _integers_refused(probe: Probe) -> str:
    error = probe.rejection(max_tokens=1, logit_bias={"40": 1})
    if error is None or probe.rejection(max_tokens=1, logit_bias={"40": 1.0}) is not None:
        return ""
    return error.summary


def bare(text: str) -> str:
    return "".join(text.split())


def force(probe: Probe) -> Forced:
    """Raises Rejected where biases are refused altogether."""
    return probe.once("force", lambda: _force(probe))


def _force(probe: Probe) -> Forced:
    plain = bare(probe.tell(temperature=0, max_tokens=3).text)
    pieces: list[Piece] = []
    num_changed = num_taken = 0
    for id in CANDIDATES:
        try:
            answer = probe.tell(temperature=0, max_tokens=3, logit_bias=biased(probe, {id: 100}))
        except Rejected as error:
            if num_taken == 0 and id == CANDIDATES[2]:
                raise
            if not error.is_refusal:
                raise
            continue  # perhaps only beyond this vocabulary
        num_taken += 1
        text = bare(answer.text)
        num_changed += text != plain
        one = text[: len(text) // 3]
        if one and text == one * 3 and "\ufffd" not in one and text != plain:
            if one not in {piece.text for piece in pieces}:
                pieces.append(Piece(id, one))
            if len(pieces) == NUM_PIECES:
                break
    return Forced(pieces, num_changed, num_taken)


def chosen_id(probe: Probe, messages: Messages) -> int | None:
    """The id of the first token of the greedy answer, found by banning ranges of ids and halving.

    None where no ban changes the answer.
    """
    plain = probe.chat(messages=messages, temperature=0, max_tokens=1).text

    def changes(first: int, end: int) -> bool:
        ban = biased(probe, dict.fromkeys(range(first, end), -100))
        answer = probe.chat(messages=messages, temperature=0, max_tokens=1, logit_bias=ban)
        return answer.text != plain

    first, end = 0, FIRST_RANGE
    while True:
        try:
            if changes(first, end):
                break
            first, end = end, 2 * end
        except Rejected as error:
            if first == 0 or not error.is_refusal:
                raise
            end = (first + end) // 2  # beyond a small vocabulary: up to its end, then
        if end > MAX_IDS or end <= first:
            return None
    while end - first > 1:
        middle = (first + end) // 2
        if changes(first, middle):
            end = middle
        else:
            first = middle
    return first


class Balance:
    """Two tokens far above all others, b lifted by `x` more than a. Answers are read as a and b."""

    def __init__(self, probe: Probe, a: Piece, b: Piece) -> None:
        self._probe = probe
        self._a, self._b = a, b

    def run(self, x: int, num_tokens: int, **parameters: object) -> str:
        """As `aab`. Raises Untestable where anything else was said."""
        bias = biased(self._probe, {self._a.id: LIFT, self._b.id: LIFT + x})
        answer = self._probe.tell(
            temperature=0, max_tokens=num_tokens, logit_bias=bias, **parameters
        )
        text, said = bare(answer.text), ""
        while text:
            for letter, piece in (("a", self._a), ("b", self._b)):
                if text.startswith(piece.text):
                    said += letter
                    text = text[len(piece.text) :]
                    break
            else:
                raise Untestable("two tokens lifted by a bias of 50 were not the only ones chosen")
        if len(said) != num_tokens:
            raise Untestable("two tokens lifted by a bias of 50 did not fill the answer")
        return said

    def last(self, is_so: Callable[[int], bool]) -> int | None:
        """The largest x within reach for which it is so, if it is so below some x and not above."""
        low, high = -REACH, REACH
        if not is_so(low) or is_so(high):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if is_so(middle):
                low = middle
            else:
                high = middle
        return low


class Edge(NamedTuple):
    """x: the answer is `aa`; for x + 1 to `until` it is `ab`. A penalty of p on what was said moves
    this edge down by p."""

    balance: Balance
    x: int
    until: int


def edge(probe: Probe, pieces: list[Piece]) -> Edge:
    """Two tokens, the first of which would rather not be said twice, by at least 1.

    Raises Untestable where no pair is such.
    """
    for a, b in islice(permutations(_with_different_letters(pieces), 2), MAX_PAIRS):
        found = _edge_of(Balance(probe, a, b))
        if found is not None:
            return found
    raise Untestable("no two tokens were found to weigh the penalty with")


def _edge_of(balance: Balance) -> Edge | None:
    until = balance.last(lambda x: balance.run(x, 1) == "a")
    if until is None or balance.run(until, 2) != "ab":
        return None
    x = balance.last(lambda x: balance.run(x, 2) == "aa")
    return Edge(balance, x, until) if x is not None else None


def _with_different_letters(pieces: list[Piece]) -> list[Piece]:
    """So that an answer can be read back without doubt."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.text[0] not in {one.text[0] for one in kept}:
            kept.append(piece)
    return kept
