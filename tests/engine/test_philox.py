"""The random number of a token: its authors' known answers, and that it never changes."""

from __future__ import annotations

import numpy as np
import pytest

from rejoinder.engine.philox import philox4x32, uniform


@pytest.mark.parametrize(
    ("counter", "key", "output"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),  # noqa: E501
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),  # noqa: E501
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),  # noqa: E501
    ],
)  # fmt: skip
def test_philox_gives_its_authors_known_answers(counter: str, key: str, output: str) -> None:
    """From `kat_vectors` of Random123, by the authors of the paper."""
    c0, c1, c2, c3 = (int(word, 16) for word in counter.split())
    k0, k1 = (int(word, 16) for word in key.split())

    assert philox4x32((c0, c1, c2, c3), (k0, k1)) == tuple(int(w, 16) for w in output.split())


def test_the_random_number_is_fixed_for_ever() -> None:
    """A change here would change every seeded answer anyone has kept."""
    assert uniform(0, 0, 0) == ((0x6627E8D5 >> 5) * 2**26 + (0xE169C58D >> 6)) / 2**53
    assert [uniform(7, 0, 0), uniform(7, 1, 0), uniform(7, 0, 1), uniform(2**64 - 1, 0, 0)] == [
        0.9545971285563127,
        0.4950397921482874,
        0.4069604038840833,
        0.447822034978262,
    ]


def test_random_numbers_are_uniform_over_seeds_choices_and_positions() -> None:
    """Chi-square over 64 bins, 63 degrees: 103.4 is exceeded once in a thousand by chance."""
    for draws in (
        [uniform(seed, 0, 0) for seed in range(6400)],
        [uniform(9, choice, 0) for choice in range(6400)],
        [uniform(9, 0, position) for position in range(6400)],
    ):
        counts = np.histogram(draws, bins=64, range=(0, 1))[0]
        assert ((counts - 100.0) ** 2 / 100.0).sum() < 103.4
