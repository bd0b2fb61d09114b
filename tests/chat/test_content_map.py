"""Places in all that was read, and the content's own characters."""

from __future__ import annotations

from rejoinder.chat.content_map import ContentMap


def test_content_is_found_where_it_stands() -> None:
    """`ab`, three characters of something else, `cd`, of which `d` is told for itself."""
    content = ContentMap()
    content.add((0, 2), {})
    content.add((5, 6), {})
    content.add((6, 7), {})

    assert content.num_content == 4
    assert [content.place_of(character) for character in range(4)] == [0, 1, 5, 6]
    assert content.spans == [(0, 2), (5, 7)]


def test_a_marker_that_became_content_is_one_place_and_many_characters() -> None:
    """`a`, a marker spelled with three letters, `b`."""
    content = ContentMap()
    content.add((0, 3), {1: 3, 9: 5})

    assert content.num_content == 5
    assert [content.place_of(character) for character in range(5)] == [0, 1, 1, 1, 2]


def test_what_is_held_back_is_not_decided() -> None:
    content = ContentMap()
    content.add((2, 6), {})
    assert content.num_decided == 2
    content.shown(3)
    assert content.num_decided == 5
    content.pass_over(9)
    assert content.num_decided == 5
    content.shown(1)
    assert content.num_decided == 9


def test_content_between_two_places() -> None:
    content = ContentMap()
    content.add((2, 4), {})
    answers = {(0, 2): False, (1, 3): True, (3, 9): True, (4, 9): False}
    assert {span: content.has_any(*span) for span in answers} == answers


def test_at_one_place_it_is_asked_what_stands_before() -> None:
    content = ContentMap()
    content.add((2, 4), {})
    assert [content.has_any(place, place) for place in range(6)] == [
        True,  # the answer begins
        False,
        False,
        True,
        True,
        False,
    ]
    assert not ContentMap(begins=False).has_any(0, 0)
