"""How the next token is drawn: temperature, top_p, top_k, seeds."""

from __future__ import annotations

from rejoinder.conformance.checks.common import keeps_limits
from rejoinder.conformance.probe import Probe, differing
from rejoinder.conformance.replies import Answer, Rejected
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

section = Section("Sampling")

# The same answer six times over has a chance below 1e-9 at this temperature for any model that
# hesitates between two tokens at 16 places.
HOT = 2.0
NUM_ANSWERS = 6
NUM_TOKENS = 16


def _several(probe: Probe, **parameters: object) -> list[Answer]:
    return [probe.tell(max_tokens=NUM_TOKENS, **parameters) for _ in range(NUM_ANSWERS)]


@section.row("temperature.zero")
def repeats_itself(probe: Probe) -> Finding:
    """`temperature: 0` gives the same answer every time.

    Source: API reference, `temperature`: "lower values ... more focused and deterministic".
    """
    num = differing([answer.facts for answer in _several(probe, temperature=0)])
    return honoured() if num == 1 else wrong(f"{num} different answers of {NUM_ANSWERS}")


@section.row("temperature.zero_under_load", "temperature")
def repeats_itself_beside_others(probe: Probe) -> Finding:
    """`temperature: 0` gives the same answer while other requests are answered.

    Source: API reference, `temperature`; that neighbours change nothing goes without saying there.
    """
    alone = probe.greedy.facts
    num_other = sum(
        probe.under_load(lambda: probe.tell(temperature=0)).facts != alone for _ in range(2)
    )
    return _beside_others(num_other)


def _beside_others(num_other: int) -> Finding:
    if num_other:
        return partly(f"alone it does; beside others {num_other} of 2 differ")
    return honoured()


@section.row("temperature.effect")
def gets_wilder(probe: Probe) -> Finding:
    """A higher temperature makes answers more random, a tiny one hardly random at all.

    Source: API reference, `temperature`.
    """
    cold = differing([answer.facts for answer in _several(probe, temperature=0.001)])
    hot = differing([answer.facts for answer in _several(probe, temperature=HOT)])
    if hot == 1:
        return ignored(f"{NUM_ANSWERS} answers at temperature 2 are the same")
    if cold >= hot:
        return ignored(f"{cold} different answers at 0.001, {hot} at 2")
    return honoured(f"of {NUM_ANSWERS} answers {cold} differ at 0.001, {hot} at 2")


@section.row("temperature.default", "temperature")
def is_random_unless_told(probe: Probe) -> Finding:
    """Without a temperature it is 1: answers vary.

    Source: API reference, `temperature`: "Defaults to 1".
    """
    answers = [probe.tell(max_tokens=32) for _ in range(NUM_ANSWERS)]
    if differing([answer.facts for answer in answers]) == 1:
        return wrong(f"{NUM_ANSWERS} answers without one are the same")
    return honoured()


@section.row("temperature.limits")
def keeps_temperature_limits(probe: Probe) -> Finding:
    """A temperature below 0 or above 2 is refused.

    Source: OpenAPI 2.3.0, temperature: minimum 0, maximum 2.
    """
    return keeps_limits(probe, "temperature", 0.5, -0.1, 2.1)


@section.row("top_p.effect")
def cuts_the_tail(probe: Probe) -> Finding:
    """`top_p` near 0 leaves only the likeliest token, however high the temperature; 0 may be asked.

    Source: API reference, `top_p`; OpenAPI 2.3.0, minimum 0.
    """
    tiny = [probe.tell(temperature=HOT, top_p=1e-6, seed=seed).facts for seed in range(4)]
    if any(facts != probe.greedy.facts for facts in tiny):
        return ignored("at temperature 2 and top_p 0.000001 other tokens are drawn")
    zero = probe.rejection(messages=probe.story, top_p=0, max_tokens=1)
    if zero is not None:
        return partly(f"0 is refused: {zero.summary}")
    if probe.tell(temperature=HOT, top_p=0).facts != probe.greedy.facts:
        return partly("0 is taken for something else than the smallest share")
    return honoured()


@section.row("top_p.limits")
def keeps_top_p_limits(probe: Probe) -> Finding:
    """A top_p below 0 or above 1 is refused.

    Source: OpenAPI 2.3.0, top_p: minimum 0, maximum 1.
    """
    return keeps_limits(probe, "top_p", 0.5, -0.1, 1.1)


@section.row("top_k.effect")
def keeps_the_likeliest(probe: Probe) -> Finding:
    """`top_k: 1` leaves only the likeliest token, however high the temperature.

    Source: API reference with `top_k`: "also called greedy decoding".
    """
    answers = [probe.tell(temperature=HOT, top_k=1, seed=seed).facts for seed in range(4)]
    if any(facts != probe.greedy.facts for facts in answers):
        return ignored("at temperature 2 and top_k 1 other tokens are drawn")
    return honoured()


def _seeded(probe: Probe, seed: int, **parameters: object) -> Answer:
    return probe.tell(temperature=1.5, seed=seed, **parameters)


@section.row("seed.same")
def repeats_a_seed(probe: Probe) -> Finding:
    """The same seed and parameters give the same answer, another seed another.

    Source: OpenAPI 2.3.0, seed.
    """
    twice = [[_seeded(probe, seed).facts for _ in range(2)] for seed in (1, 2, 3, 4)]
    num_other = sum(first != second for first, second in twice)
    if num_other:
        return ignored(f"{num_other} of {len(twice)} answers with the same seed differ")
    if differing([first for first, _ in twice]) == 1:
        return ignored("different seeds give the same answer")
    return honoured()


@section.row("seed.under_load", "seed")
def repeats_a_seed_beside_others(probe: Probe) -> Finding:
    """A seed gives the same answer while other requests are answered.

    Source: OpenAPI 2.3.0, seed: "repeated requests ... should return the same result".
    """
    alone = _seeded(probe, 7).facts
    if _seeded(probe, 7).facts != alone:
        return ignored("not even alone")
    num_other = sum(probe.under_load(lambda: _seeded(probe, 7)).facts != alone for _ in range(2))
    return _beside_others(num_other)


@section.row("seed.choices", "seed", "n")
def repeats_choices(probe: Probe) -> Finding:
    """With a seed, choice i of `n: 2` is choice i of `n: 3`, and no choice copies another.

    Source: OpenAPI 2.3.0, seed and n; that more choices leave the first as they are is implied.
    """
    three, again = (_seeded(probe, 7, n=3).facts for _ in range(2))
    if len(three) != 3:
        return ignored("`n` is")
    if three != again:
        return ignored("three choices with the same seed differ from the same three")
    if differing(three) == 1:
        return wrong("three choices are the same at temperature 1.5")
    if _seeded(probe, 7, n=2).facts != three[:2]:
        return partly("the same `n` repeats itself, another has other choices")
    return honoured()


@section.row("seed.limits")
def takes_64_bits(probe: Probe) -> Finding:
    """A seed is an integer of 64 bits with a sign; what is not an integer is refused.

    Source: OpenAPI 2.3.0, seed: minimum and maximum.
    """
    refused_ones = []
    for seed in (-1, 2**53 - 1, 2**63 - 1):
        try:
            if _seeded(probe, seed, max_tokens=8).facts != _seeded(probe, seed, max_tokens=8).facts:
                return ignored(f"two answers with the seed {seed} differ")
        except Rejected as error:
            if not error.is_refusal:
                return wrong(f"{seed}: {error.summary}")
            refused_ones.append(str(seed))
    if refused_ones:
        return partly(f"refused: {', '.join(refused_ones)}")
    return keeps_limits(probe, "seed", 1, 1.5, "one")
