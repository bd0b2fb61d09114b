"""Secrets: what they are made of, how they are known again, and how little of them is shown."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from rejoinder.accounts import keys
from rejoinder.accounts.principal import Principal, Scope
from rejoinder.accounts.view import Held, Problem, View
from rejoinder.refusals import InvalidKey

SECRET = keys.new_secret()
SOMEBODY = Principal(key_id="key_a", scopes=frozenset({Scope.READ}))


def test_a_secret_holds_256_bits_and_its_checksum() -> None:
    assert keys.FORM.fullmatch(SECRET)
    assert len(SECRET) == 3 + 43 + 6
    assert 62**42 < 2**256 < 62**43
    assert keys.is_well_formed(SECRET)


def test_a_scanner_needs_nothing_but_the_letters() -> None:
    """By hand: CRC-32 of the first 46 letters, in base 62 with digits, capitals, small letters."""
    assert keys.is_well_formed("rj-" + "0" * 43 + "1rPhAR")


@pytest.mark.parametrize("place", [3, 20, 45, 46, 51])
def test_one_wrong_letter_is_noticed(place: int) -> None:
    wrong = "A" if SECRET[place] != "A" else "B"

    assert not keys.is_well_formed(SECRET[:place] + wrong + SECRET[place + 1 :])


@pytest.mark.parametrize("text", ["", "rj-", SECRET[:-1], SECRET + "A", "sk" + SECRET[2:]])
def test_other_texts_are_no_keys(text: str) -> None:
    assert not keys.is_well_formed(text)


def test_no_two_secrets_are_alike() -> None:
    assert len({keys.new_secret() for _ in range(1000)}) == 1000


def test_small_numbers_fill_all_the_letters() -> None:
    """A number with leading zeros must not make a shorter key."""
    assert keys._base62(0, 4) == "0000"
    assert keys._base62(61, 4) == "000z"
    assert keys._base62(62, 4) == "0010"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("", ""),
        ("password", "********"),
        ("x" * 15, "*" * 15),
        ("sk-1234567890abcdef", "sk-***cdef"),
        (SECRET, f"rj-***{SECRET[-4:]}"),
    ],
)
def test_an_error_repeats_seven_letters_of_a_key_at_most(sent: str, told: str) -> None:
    assert keys.hinted(sent) == told


def test_a_digest_is_of_any_text() -> None:
    assert len(keys.digest("\udc80 and \x00")) == 32


def work_of(view: View, secret: str) -> list[tuple[str, int]]:
    """Every line of Python that is run to find out whose a secret is."""
    lines: list[tuple[str, int]] = []

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 -- sys.settrace's own
        if event == "line":
            lines.append((frame.f_code.co_name, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        view.principal_of(secret, now_s=0)
    except InvalidKey:
        pass
    finally:
        sys.settrace(before)
    return lines


def test_a_wrong_key_costs_the_same_however_much_of_it_is_right() -> None:
    """Counted, not timed: the lines that run, and the comparisons, which take constant time."""
    view = View(has_keys=True, secrets=[Held(keys.digest(SECRET), SOMEBODY)])

    works = []
    for num_right in range(len(SECRET)):
        wrong = "".join("A" if letter != "A" else "B" for letter in SECRET[num_right:])
        works.append(work_of(view, SECRET[:num_right] + wrong))

    assert all(work == works[0] for work in works)
    assert [name for name, _ in works[0]].count("digest") == 1


def test_no_secret_is_kept() -> None:
    """What is kept is its digest."""
    view = View(has_keys=True, secrets=[Held(keys.digest(SECRET), SOMEBODY)])

    assert view.principal_of(SECRET, now_s=0) is SOMEBODY
    assert SECRET not in repr(vars(view))
    assert SECRET[3:] not in repr(vars(view))


def test_what_is_known_and_opens_nothing_says_why() -> None:
    digest = keys.digest(SECRET)
    revoked = View(has_keys=True, secrets=[Held(digest, SOMEBODY, Problem.REVOKED)])
    ends = View(has_keys=True, secrets=[Held(digest, SOMEBODY, expires_s=10)])

    assert ends.principal_of(SECRET, now_s=9) is SOMEBODY
    with pytest.raises(InvalidKey, match="expired"):
        ends.principal_of(SECRET, now_s=10)
    with pytest.raises(InvalidKey, match="revoked"):
        revoked.principal_of(SECRET, now_s=0)
    with pytest.raises(InvalidKey, match="No such key"):
        revoked.principal_of(keys.new_secret(), now_s=0)
