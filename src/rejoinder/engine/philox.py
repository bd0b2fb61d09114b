"""The random number of a token: a hash of (seed, choice, position), so anyone can draw it again."""

from __future__ import annotations

_MASK = 0xFFFFFFFF


def uniform(seed: int, choice: int, position: int) -> float:
    """A number in [0, 1) with 53 bits: the same for the same three numbers, always.

    Philox4x32-10 with the seed as key and (position, choice) as counter, 64 bits each, low word
    first; the first two words of output make the number as in MT19937's genrand_res53.
    """
    first, second, _, _ = philox4x32(
        (position & _MASK, position >> 32, choice & _MASK, choice >> 32),
        (seed & _MASK, seed >> 32),
    )
    return ((first >> 5) * 2.0**26 + (second >> 6)) / 2.0**53


def philox4x32(
    counter: tuple[int, int, int, int], key: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Ten rounds of Philox4x32: four well mixed 32-bit words.

    Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011;
    multipliers and key increments as there.
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        even = 0xD2511F53 * c0
        odd = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (
            (odd >> 32) ^ c1 ^ k0,
            odd & _MASK,
            (even >> 32) ^ c3 ^ k1,
            even & _MASK,
        )
        k0 = (k0 + 0x9E3779B9) & _MASK
        k1 = (k1 + 0xBB67AE85) & _MASK
    return c0, c1, c2, c3
