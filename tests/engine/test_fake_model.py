"""The fake model notices what a real one would silently get wrong."""

from __future__ import annotations

import numpy as np
import pytest

from rejoinder.engine.step import BlockCopy, Piece, Step
from rejoinder.testing.fake_model import FakeModel


def piece(
    *ids: int, start: int = 0, blocks: tuple[int, ...] = (0, 1), logits: bool = True
) -> Piece:
    return Piece(token_ids=ids, start=start, block_ids=blocks, wants_logits=logits)


def test_logits_do_not_depend_on_cuts_neighbours_or_block_numbers() -> None:
    whole = FakeModel().run(Step((piece(1, 2, 3, 4, 5),)))

    cut = FakeModel()
    assert cut.run(Step((piece(1, 2, blocks=(7, 3), logits=False),))).shape == (0, 32)
    rest = cut.run(Step((piece(9, 8), piece(3, 4, 5, start=2, blocks=(7, 3)))))

    assert np.array_equal(rest[1], whole[0])


def test_logits_depend_on_every_token_and_on_its_kind() -> None:
    def after(*pieces: Piece) -> bytes:
        return bytes(FakeModel().run(Step(pieces))[-1].data)

    told_apart = {
        after(piece(1, 2, 3, 4)),
        after(piece(2, 1, 3, 4)),
        after(piece(1, 2, 3, 5)),
        after(piece(1, 2, 3), piece(4, start=3)),
        after(piece(1, 2), piece(3, start=2), piece(4, start=3)),
    }
    assert len(told_apart) == 5


def test_a_copied_block_reads_as_the_original() -> None:
    model = FakeModel()
    model.run(Step((piece(1, 2, 3),)))
    copies = (BlockCopy(source=0, target=4),)
    both = model.run(Step((piece(4, start=3), piece(4, start=3, blocks=(4, 5))), copies))

    assert np.array_equal(both[0], both[1])


def test_it_fails_when_told_to() -> None:
    model = FakeModel(fail_on_calls={2})
    model.run(Step((piece(1, 2),)))

    with pytest.raises(RuntimeError, match="call 2 was told to fail"):
        model.run(Step((piece(3, start=2),)))


@pytest.mark.parametrize(
    ("complaint", "step"),
    [
        ("without pieces", Step(())),
        ("without tokens", Step((piece(),))),
        ("no token 32", Step((piece(1, 32),))),
        ("beyond the block table", Step((piece(1, 2, 3, 4, 5, blocks=(3,)),))),
        ("twice in a table", Step((piece(1, 2, blocks=(3, 3)),))),
        ("position 2 follows on -1", Step((piece(1, 2, start=2, blocks=(3,)),))),
        ("a segment follows a row", Step((piece(1), piece(2, 3, start=1)))),
        ("written twice", Step((piece(1, 2), piece(1, 2)))),
        ("shared and written", Step((piece(1, 2), piece(1, 2, start=4, blocks=(0, 2))))),
        ("two copies into one", Step((piece(1, 2),), (BlockCopy(3, 5), BlockCopy(4, 5)))),
        ("a copy of a copy", Step((piece(1, 2),), (BlockCopy(3, 4), BlockCopy(4, 5)))),
    ],
)
def test_misuse_is_noticed(complaint: str, step: Step) -> None:
    with pytest.raises(AssertionError, match=complaint):
        FakeModel().run(step)


def test_a_block_table_that_leads_to_old_words_is_noticed() -> None:
    model = FakeModel()
    model.run(Step((piece(1, 2, 3, 4, 5, blocks=(0, 1)), piece(1, 2, 3, 4, 5, blocks=(2, 3)))))

    # Position 4 is where it should be, but the four before are another sequence's last ones.
    with pytest.raises(AssertionError, match="stale or empty"):
        model.run(Step((piece(6, start=5, blocks=(7, 1)),)))
