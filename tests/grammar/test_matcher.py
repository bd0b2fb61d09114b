"""What llguidance allows and forces, as the engine sees it, on a vocabulary to be read by eye."""

from __future__ import annotations

import json
from pathlib import Path

import llguidance
import pytest

from rejoinder.engine.masking import ids_of
from rejoinder.grammar import matcher
from rejoinder.grammar.matcher import Grammars, Matcher
from rejoinder.grammar.text import Grammar, LarkPart
from rejoinder.testing.tiny_tokenizer import tokenizer_json

# Ids 0 to 6 are characters, 7 is `ab`, 8 is `abc`, 9 is `de`; then two control tokens. The model
# has more rows than tokens.
CHARACTERS = "abcdef "
MERGES = (("a", "b"), ("ab", "c"), ("d", "e"))
END, MARK = 10, 11
VOCAB = 40
TOKENIZER = tokenizer_json(CHARACTERS, MERGES, ("<end>", "<mark>"))


def grammars(**more: object) -> Grammars:
    return Grammars(TOKENIZER, vocab_size=VOCAB, end_ids=(END,), threads=1, **more)  # type: ignore[arg-type]


def begun(rule: str, **more: object) -> tuple[Grammars, Matcher]:
    made = grammars(**more)
    return made, made.begin(lark(rule))


def lark(rule: str) -> str:
    return Grammar(LarkPart(f"start: {rule}")).text


def allowed(made: Grammars, *matchers: Matcher) -> list[list[int]]:
    return [ids_of(mask, VOCAB).tolist() for mask in made.masks(matchers)]


def test_what_may_follow_are_the_tokens_that_the_grammar_takes() -> None:
    made, one = begun("/[ab]+c/")

    assert one.forced() == ()
    assert allowed(made, one) == [[0, 1, 7, 8]]
    assert not one.is_complete


def test_masks_of_several_choices_are_told_apart() -> None:
    made, one = begun("/[ab]+c/")
    _, other = begun("/[def]+/")
    one.say(7)
    one.forced()

    assert allowed(made, other, one) == [[3, 4, 5, 9], [0, 1, 2, 7, 8]]


def test_what_is_forced_is_tokenized_as_the_model_would_write_it() -> None:
    """Letter by letter would be what no model was trained on."""
    _, one = begun('"abcde" /[ab]+/')

    assert one.forced() == (8, 9)
    one.say(8)
    assert one.forced() == (9,)
    one.say(9)
    assert one.forced() == ()


def test_a_run_that_is_half_said_goes_on_as_it_began() -> None:
    """However often and wherever it is asked in between, by whoever."""
    made, one = begun('"abcdef" "abcde" /[ab]+/')
    whole = one.forced()
    said = []
    for token_id in whole:
        assert one.forced()[0] == token_id
        one.say(token_id)
        said.append(token_id)
        again = made.begin(lark('"abcdef" "abcde" /[ab]+/'))
        for each in said:
            again.forced()
            again.say(each)
        assert again.forced() == one.forced()


def test_the_end_is_no_word_of_the_grammar() -> None:
    made, one = begun("/a[ab]*/")
    one.say(0)
    one.forced()

    assert one.is_complete
    assert not one.is_exhausted
    assert allowed(made, one) == [[0, 1, 7]]  # not 10


def test_where_nothing_can_follow_it_is_exhausted() -> None:
    _, one = begun('"a"')
    one.say(0)

    assert one.forced() == ()
    assert one.is_complete
    assert one.is_exhausted
    assert one.fault == ""


def test_a_forced_run_is_not_complete_before_its_last_token() -> None:
    _, one = begun('"abcde"')
    one.forced()
    one.say(8)

    assert one.forced() == (9,)
    assert not one.is_complete
    assert not one.is_exhausted


def test_an_empty_answer_is_complete_from_the_beginning() -> None:
    made, one = begun('""')

    assert one.forced() == ()
    assert one.is_complete
    assert allowed(made, one) == [[]]


def test_a_control_token_is_a_word_where_the_grammar_names_it() -> None:
    made, one = begun(f"/[ab]+/ <[{MARK}]> <[{END}]>")
    one.say(0)
    one.forced()
    assert allowed(made, one) == [[0, 1, 7, MARK]]
    one.say(MARK)

    assert one.forced() == (END,)
    assert not one.is_complete
    one.say(END)
    assert one.forced() == ()
    assert one.is_exhausted


def test_a_token_that_may_not_follow_is_a_fault_that_says_so_in_a_line() -> None:
    _, one = begun("/[ab]+/")
    one.say(5)

    assert one.fault == "a token was said that its grammar does not allow"
    assert "\n" not in one.fault
    assert not one.is_exhausted


def test_whether_a_single_token_may_follow_can_be_asked() -> None:
    _, one = begun(f"/[ab]+/ <[{MARK}]>")

    assert [each for each in range(VOCAB) if one.allows(each)] == [0, 1, 7]
    one.say(0)
    assert [each for each in range(VOCAB) if one.allows(each)] == [0, 1, 7, MARK]
    assert one.fault == ""


# Costs more fuel with some tokens than with others.
COSTLY = "/(.*a.{4}){2}[ab]{3,9}c/"


def num_steps(made: Grammars) -> int:
    """How many tokens are said before it runs out of what a step may cost; 40 at most."""
    one = made.begin(lark(COSTLY))
    for count in range(40):
        one.forced()
        made.masks([one])
        if one.fault:
            return count
        one.say((0, 1, 7, 3)[count % 4])
    return 40


@pytest.mark.parametrize(("fuel", "count"), [(100, 0), (200, 3), (300, 40)])
def test_where_it_runs_out_follows_from_what_was_said_and_not_from_who_came_before(
    fuel: int, count: int
) -> None:
    """Copies of one matcher share what a step may cost: when the first had run out after three
    tokens, all others had before their first, for as long as the grammar was remembered."""
    limits = llguidance.LLParserLimits(step_lexer_fuel=fuel, verbose_errors=False)
    made = grammars(limits=limits)

    assert [num_steps(made) for _ in range(3)] == [count] * 3
    assert num_steps(grammars(limits=limits)) == count
    made.stock(lark(COSTLY))
    made.stock(lark(COSTLY))
    assert num_steps(made) == count


def test_one_that_runs_out_has_a_fault_and_those_beside_it_have_none() -> None:
    limits = llguidance.LLParserLimits(step_lexer_fuel=100, verbose_errors=False)
    made, costly = begun(COSTLY, limits=limits)
    cheap = made.begin(lark('"a" | "b"'))
    masks = made.masks([costly, cheap])

    assert costly.fault == (
        "its grammar passes the limit of the compiler: its patterns make automata with too many "
        "states"
    )
    assert cheap.fault == ""
    assert ids_of(masks[1], VOCAB).tolist() == [0, 1]


def test_choices_go_their_own_ways() -> None:
    made, one = begun("/[ab]+c[de]+/")
    other = made.begin(lark("/[ab]+c[de]+/"))
    one.say(8)
    one.forced()

    assert allowed(made, one, other) == [[3, 4, 9], [0, 1, 7, 8]]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (lark("unheard_of"), "unheard_of"),
        (lark("<[99]>"), "the grammar cannot be compiled"),
        ("{", "the grammar cannot be compiled"),
        ("", "the grammar cannot be compiled"),
    ],
)
def test_what_is_no_grammar_is_refused_in_a_line(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as raised:
        grammars().begin(text)
    assert "\n" not in str(raised.value)


def test_a_grammar_that_comes_again_is_made_ready_for_the_next() -> None:
    made, text = grammars(), lark('"a" | "b"')
    made.stock(text)
    assert made.take(text) is None  # most never come again

    made.stock(text)
    ready = made.take(text)
    assert ready is not None
    assert allowed(made, ready) == [[0, 1]]
    assert made.take(text) is None


def test_what_is_ready_is_not_made_twice_and_what_cannot_be_made_is_left() -> None:
    made, text = grammars(), lark('"a" | "b"')
    for _ in range(3):
        made.stock(text)
        made.stock("{")
    ready = made._seen[text]
    made.stock(text)

    assert made._seen[text] is ready
    assert made.take("{") is None


def test_grammars_that_did_not_come_for_long_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matcher, "MAX_GRAMMARS", 2)
    made = grammars()
    first, second, third = (lark(f'"{letter}"') for letter in "abc")
    for text in (first, second, first, third):
        made.stock(text)

    assert list(made._seen) == [first, third]
    assert made.take(first) is not None


def test_long_grammars_make_room_for_each_other_but_not_for_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second, third = (lark(f'"{letter * 90}"') for letter in "abc")
    monkeypatch.setattr(matcher, "MAX_GRAMMARS_CHARS", 2 * len(first))
    made = grammars()
    for text in (first, second, third):
        made.stock(text)
    assert list(made._seen) == [second, third]

    longer = lark(f'"{"d" * 900}"')
    made.stock(longer)
    assert list(made._seen) == [longer]


def test_ends_are_control_tokens_and_what_the_files_name_and_no_words() -> None:
    made = Grammars(TOKENIZER, vocab_size=VOCAB, end_ids=(MARK, 5), threads=1)

    assert made.ends(frozenset({0, 5, END, MARK, 39, 99})) == (MARK, 5, END)
    assert made.ends(frozenset({0})) == (MARK,)
    assert made.ends(frozenset()) == (MARK,)


@pytest.mark.parametrize("end_ids", [(), (39,), (77,)])
def test_where_no_file_names_an_end_that_there_is_a_control_token_stands_for_it(
    end_ids: tuple[int, ...],
) -> None:
    made = Grammars(TOKENIZER, vocab_size=VOCAB, end_ids=end_ids, threads=1)
    assert made.ends(frozenset()) == (END,)


@pytest.mark.parametrize("beyond", [VOCAB, 64, 100, 2**33, -1])
def test_an_end_that_the_model_has_no_row_for_is_none(beyond: int) -> None:
    """Such a one was to be allowed in a mask that has no place for it, which killed the worker."""
    made = Grammars(TOKENIZER, vocab_size=VOCAB, end_ids=(beyond, END), threads=1)
    assert made.ends(frozenset({END, beyond})) == (END,)
    assert made.ends(frozenset({beyond})) == (END,)


def test_control_tokens_that_the_model_has_no_rows_for_are_left_out() -> None:
    """They were a reason to follow no grammar at all with such a model."""
    made = Grammars(TOKENIZER, vocab_size=MARK, end_ids=(END, MARK), threads=1)
    one = made.begin(lark("/[ab]+c/"))

    assert ids_of(made.masks([one])[0], MARK).tolist() == [0, 1, 7, 8]
    assert made.ends(frozenset({END, MARK})) == (END,)
    with pytest.raises(ValueError, match="vocab size too small"):
        Grammars(TOKENIZER, vocab_size=9, threads=1)  # a word is none that could be left out


def test_a_folder_is_read_as_it_is_in_hugging_faces_form(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(TOKENIZER)
    (tmp_path / "config.json").write_text('{"eos_token_id": 10}')
    made = Grammars.from_folder(tmp_path, vocab_size=VOCAB, threads=1)
    assert made.ends(frozenset()) == (END,)

    (tmp_path / "generation_config.json").write_text('{"eos_token_id": [11, 10]}')
    made = Grammars.from_folder(tmp_path, vocab_size=VOCAB, threads=1)
    assert made.ends(frozenset()) == (MARK,)


@pytest.mark.parametrize("text", [None, "", "{}", '{"model": {"type": "Unheard"}}', "[" * 9999])
def test_a_tokenizer_that_cannot_be_used_is_a_value_error(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "tokenizer.json").write_text(text)
    with pytest.raises(ValueError, match=r"."):
        Grammars.from_folder(tmp_path, vocab_size=VOCAB, threads=1)


def test_a_schema_is_followed_to_its_end() -> None:
    characters = '{}": ,abcd0123456789-' + "efghijklmnopqrstuvwxyz"
    text = tokenizer_json(characters, (('"', ":"),), ("<end>",))
    made = Grammars(text, vocab_size=64, threads=1)
    schema = {"type": "object", "properties": {"a": {"enum": ["b", "cd"]}}, "required": ["a"]}
    grammar = json.dumps({"grammars": [{"name": "main", "json_schema": schema}]})
    one = made.begin(grammar)
    said = []
    while not one.is_exhausted:
        run = one.forced()
        choices = [] if run else ids_of(made.masks([one])[0], 64).tolist()
        said.append(run[0] if run else choices[0])
        one.say(said[-1])
        one.forced()
    tokens = [*characters, '":']
    assert "".join(tokens[each] for each in said) == '{"a":"b"}'
