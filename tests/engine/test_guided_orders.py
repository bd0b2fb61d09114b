"""Orders with grammars and budgets for thoughts, through the whole engine.

`Script` is a grammar to be read by eye: what may follow is written down for every token said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from rejoinder.engine.core import Engine
from rejoinder.engine.model import Logits
from rejoinder.engine.order import (
    Ended,
    Ending,
    Event,
    Fault,
    Faulted,
    Finish,
    Order,
    Progress,
    Sampled,
    Started,
    Thought,
)
from rejoinder.engine.step import Step
from rejoinder.grammar.matcher import Grammars
from rejoinder.grammar.text import Grammar, LarkPart
from rejoinder.testing.fake_constraints import ENDS, FakeConstraints
from rejoinder.testing.fake_model import FakeModel
from rejoinder.testing.orders import Answer, answer_to, order, random_order, resumed, run_to_end
from rejoinder.testing.slow_executor import HeldExecutor, SlowExecutor
from rejoinder.testing.tiny_tokenizer import tokenizer_json

VOCAB = 24
END = 0
MANY = frozenset(range(10, 24))
AT_ONCE = SlowExecutor(Random(0), max_looks=0)

# What may follow so many tokens: a run that must, a set of which one may, or nothing. With END in
# it, the answer may end there.
Place = tuple[int, ...] | frozenset[int]


class Script:
    """One choice's way along a script."""

    def __init__(self, places: Sequence[Place], fault_at: int | None) -> None:
        self._places = places
        self._fault_at = fault_at
        self._num_said = 0
        self.fault = ""

    @property
    def _place(self) -> Place:
        return self._places[self._num_said] if self._num_said < len(self._places) else frozenset()

    @property
    def is_complete(self) -> bool:
        return self._num_said >= len(self._places) or END in self._place

    @property
    def is_exhausted(self) -> bool:
        return self._num_said >= len(self._places)

    def forced(self) -> tuple[int, ...]:
        return self._place if isinstance(self._place, tuple) else ()

    def allows(self, token_id: int) -> bool:
        return token_id in self._place

    def say(self, token_id: int) -> None:
        place = self._place
        if token_id not in (place[:1] if isinstance(place, tuple) else place):
            self.fault = f"{token_id} was said"
        self._num_said += 1
        if self._num_said == self._fault_at:
            self.fault = "it is too hard"

    def mask(self) -> NDArray[np.uint32]:
        return np.array([sum(1 << each for each in self._place if each != END)], np.uint32)


class Scripts:
    """Grammars by name."""

    def __init__(
        self, scripts: Mapping[str, Sequence[Place]], *, fault_at: int | None = None
    ) -> None:
        self._scripts = scripts
        self._fault_at = fault_at
        self.num_masks: list[int] = []  # of each call

    def ends(self, stop_ids: frozenset[int]) -> tuple[int, ...]:
        return (END,)

    def begin(self, grammar: str) -> Script:
        if grammar not in self._scripts:
            raise ValueError(f"there is no {grammar}")
        return Script(self._scripts[grammar], self._fault_at)

    def take(self, grammar: str) -> Script | None:
        return None

    def stock(self, grammar: str) -> None:
        pass

    def masks(self, constraints: Sequence[object]) -> NDArray[np.uint32]:
        self.num_masks.append(len(constraints))
        return np.stack([each.mask() for each in constraints if isinstance(each, Script)])


class Recorder(FakeModel):
    """A fake model that keeps how many tokens each step had."""

    def __init__(self) -> None:
        super().__init__(vocab_size=VOCAB)
        self.num_tokens: list[int] = []

    def run(self, step: Step) -> Logits:
        self.num_tokens.append(step.num_tokens)
        return super().run(step)


def engine_with(
    script: Sequence[Place], *, model: FakeModel | None = None, fault_at: int | None = None
) -> Engine:
    return Engine(
        model or FakeModel(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=Scripts({"g": script}, fault_at=fault_at),
        compiling=AT_ONCE,
    )


def steps_of(engine: Engine, *orders: Order) -> list[list[Event]]:
    for each in orders:
        engine.add(each)
    steps = []
    while engine.has_work or engine.num_preparing:
        engine.wait_until_ready()
        steps.append(engine.step())
        engine.check()
    engine.check_idle()
    return steps


def said_in(steps: list[list[Event]]) -> list[list[int]]:
    return [[each.token_id for each in events if isinstance(each, Sampled)] for events in steps]


def with_facts(asked: Order, **facts: object) -> Order:
    return msgspec.structs.replace(asked, **facts)


def with_sampling(asked: Order, **parameters: object) -> Order:
    return with_facts(asked, sampling=msgspec.structs.replace(asked.sampling, **parameters))


def in_words(script: Sequence[Place]) -> list[Place]:
    """A run is written at its first place; here at each, what is left of it."""
    places: list[Place] = []
    for place in script:
        if isinstance(place, tuple):
            places += [place[index:] for index in range(len(place))]
        else:
            places.append(place)
    return places


# Grammars


def test_what_must_be_said_is_said_at_once_and_computed_along_with_the_next() -> None:
    model = Recorder()
    script = in_words([MANY, (3, 4, 5), MANY])
    steps = steps_of(
        engine_with(script, model=model), order(grammar="g", stop_ids=(END,), max_tokens=9)
    )
    first, second = said_in(steps)[0], said_in(steps)[1]

    assert first[1:] == [3, 4, 5]
    assert {first[0], second[0]} <= MANY
    assert second[1:] == [END]  # nothing can follow
    assert model.num_tokens == [3, 4]
    assert steps[1][-1] == Ended("a", Ending.FINISHED)


def test_with_log_probabilities_it_is_said_a_token_a_step_and_is_the_same() -> None:
    script = in_words([MANY, (3, 4, 5), MANY])
    asked = order(grammar="g", stop_ids=(END,), max_tokens=9)
    at_once = answer_to(asked, run_to_end(engine_with(script), asked))
    facts = with_facts(asked, wants_logprobs=True, num_top_logprobs=2)
    steps = steps_of(engine_with(script), facts)

    assert [len(each) for each in said_in(steps)] == [1] * 6
    singly = answer_to(facts, [event for events in steps for event in events])
    assert singly.token_ids() == at_once.token_ids()
    for event in singly.choices[0]:
        assert event.logprob is not None
        assert event.logprob < 0  # the model's own: it had other choices
        assert len(event.top_logprobs) == 2


def test_masks_are_made_for_those_who_draw_and_for_no_others() -> None:
    scripts = Scripts({"g": in_words([MANY, (3, 4), MANY]), "h": in_words([(3, 4), MANY])})
    engine = Engine(
        FakeModel(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=scripts,
        compiling=AT_ONCE,
    )
    run_to_end(engine, order("a", grammar="g"), order("b"), order("c", grammar="h"))

    # c must say its first token; then both draw their last but one.
    assert scripts.num_masks == [1, 2]


def test_an_answer_that_may_end_ends_when_the_model_says_so() -> None:
    """A bias makes it want to as soon as it may."""
    script = in_words([MANY, MANY, MANY | {END}, MANY])
    asked = with_sampling(
        order(grammar="g", stop_ids=(END,), max_tokens=9), logit_bias=((END, 90.0),)
    )
    (said,) = answer_to(asked, run_to_end(engine_with(script), asked)).choices

    assert [each.token_id == END for each in said] == [False, False, True]
    assert said[-1].finish is Finish.STOP


def test_it_goes_on_while_ends_are_no_stop_ids_or_come_too_early() -> None:
    script = in_words([MANY, MANY | {END}, MANY | {END}])
    for asked in (
        order(grammar="g", max_tokens=9),
        with_facts(order(grammar="g", stop_ids=(END,), max_tokens=9), min_tokens=9),
        with_sampling(
            order(grammar="g", stop_ids=(END,), max_tokens=9), logit_bias=((END, -100.0),)
        ),
    ):
        (said,) = answer_to(asked, run_to_end(engine_with(script), asked)).choices
        # Until nothing else can be said.
        assert [each.token_id == END for each in said] == [False, False, False, True]
        assert said[-1].finish is Finish.STOP


def test_an_end_is_said_where_a_mask_turns_out_to_be_empty() -> None:
    script: list[Place] = [frozenset({END})]
    asked = order(grammar="g", max_tokens=9)
    (said,) = answer_to(asked, run_to_end(engine_with(script), asked)).choices

    assert [(each.token_id, each.finish) for each in said] == [(END, Finish.STOP)]


def test_a_place_where_nothing_may_follow_and_which_is_no_end_fails_the_choice() -> None:
    stuck: list[Place] = [MANY, frozenset()]
    answer = answer_to(order(), run_to_end(engine_with(stuck), order(grammar="g")))

    assert len(answer.token_ids()) == 1
    assert answer.ended == Ended("a", Ending.FINISHED)
    assert answer.faults == (off_grammar("no token of this model can follow"),)


def test_a_stop_id_that_is_a_word_ends_a_choice_only_where_the_grammar_allows_it() -> None:
    script = in_words([MANY - {12}, MANY - {12}, (12, 13)])
    asked = with_sampling(
        order(grammar="g", stop_ids=(12,), max_tokens=9), logit_bias=((12, 90.0),)
    )
    (said,) = answer_to(asked, run_to_end(engine_with(script), asked)).choices

    assert len(said) == 3
    assert (said[-1].token_id, said[-1].finish) == (12, Finish.STOP)


def test_an_answer_that_is_cut_by_its_length_says_so_in_the_middle_of_a_run() -> None:
    asked = order(grammar="g", max_tokens=3)
    (said,) = answer_to(asked, run_to_end(engine_with(in_words([MANY, (3, 4, 5)])), asked)).choices

    assert [each.token_id for each in said[1:]] == [3, 4]
    assert [each.finish for each in said] == [None, None, Finish.LENGTH]


@pytest.mark.parametrize("wants_logprobs", [False, True])
@pytest.mark.parametrize(
    "facts",
    [
        {"logit_bias": ((4, -100.0),)},
        {"logit_bias": ((9, 100.0), (3, 100.0))},
    ],
)
def test_what_must_be_said_and_is_ruled_out_fails_the_choice(
    facts: dict[str, object], wants_logprobs: bool
) -> None:
    asked = with_facts(order(grammar="g", max_tokens=9), wants_logprobs=wants_logprobs)
    asked = with_sampling(asked, **facts)
    events = run_to_end(engine_with(in_words([(3, 4, 5)])), asked, order("b"))

    answer = answer_to(asked, events)
    assert answer.token_ids() == [3]
    (faulted,) = answer.faults
    assert faulted.fault is Fault.RULED_OUT
    assert "token 4, which alone the order's grammar" in faulted.detail
    assert answer_to(order("b"), events).ended == Ended("b", Ending.FINISHED)


def test_biases_that_leave_nothing_of_what_is_allowed_fail_the_choice_by_name() -> None:
    asked = with_sampling(order(grammar="g"), logit_bias=tuple((each, -100.0) for each in MANY))
    answer = answer_to(asked, run_to_end(engine_with([MANY]), asked))

    why = "logit_bias, min_tokens and the model rule out every token that the grammar allows"
    assert answer.faults == (Faulted("a", 0, Fault.RULED_OUT, why),)


class Narrow(FakeModel):
    """Says nothing of MANY."""

    def run(self, step: Step) -> Logits:
        logits = super().run(step)
        logits[:, sorted(MANY)] = -np.inf
        return logits


@pytest.mark.parametrize(
    ("biases", "fault"), [((), Fault.OFF_GRAMMAR), (((3, -100.0),), Fault.RULED_OUT)]
)
def test_who_is_to_blame_where_nothing_is_left(
    biases: tuple[tuple[int, float], ...], fault: Fault
) -> None:
    """What the order does not rule out is not the client's to mend."""
    asked = with_sampling(order(grammar="g"), logit_bias=biases)
    engine = Engine(
        Narrow(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=Scripts({"g": [MANY | {3} if biases else MANY]}),
        compiling=AT_ONCE,
    )
    (faulted,) = answer_to(asked, run_to_end(engine, asked)).faults

    assert faulted.fault is fault


def test_choices_follow_the_grammar_each_on_its_own() -> None:
    script = in_words([MANY, (3, 4), MANY])
    asked = order(grammar="g", num_choices=3, max_tokens=9, stop_ids=(END,))
    answer = answer_to(asked, run_to_end(engine_with(script), asked))

    firsts = {said[0].token_id for said in answer.choices}
    assert len(firsts) > 1
    for said in answer.choices:
        assert [each.token_id for each in said[1:3]] == [3, 4]
        assert [each.token_id for each in said[4:]] == [END]


def off_grammar(why: str, choice: int = 0) -> Faulted:
    return Faulted("a", choice, Fault.OFF_GRAMMAR, f"the grammar cannot be followed: {why}")


@pytest.mark.parametrize("wants_logprobs", [False, True])
def test_a_choice_that_is_stopped_early_or_late_changes_nothing_of_its_sibling(
    wants_logprobs: bool,
) -> None:
    """Choice 0 fails after its third token, unless a stop string is found in it before. Its
    sibling once failed with it, but only where the stop was heard of too late."""
    script = in_words([MANY, (3, 4, 5)])
    asked = with_facts(
        order(grammar="g", num_choices=2, max_tokens=9), wants_logprobs=wants_logprobs
    )
    heard = []
    for cancel_after in (1, 2, 9):
        engine = engine_with(script, fault_at=3)
        engine.add(asked)
        events: list[Event] = []
        while engine.has_work:
            events += engine.step()
            engine.check()
            answer = answer_to(asked, events)
            if answer.ended is None and len(answer.choices[0]) == cancel_after:
                engine.cancel_choice("a", 0)
        heard.append(answer_to(asked, events))

    assert [each.ended for each in heard] == [Ended("a", Ending.FINISHED)] * 3
    assert [each.choices[1] for each in heard] == [heard[0].choices[1]] * 3
    assert [1 in each.faulted for each in heard] == [True] * 3
    assert heard[2].faults == (off_grammar("it is too hard"), off_grammar("it is too hard", 1))


def test_a_grammar_that_fails_in_the_middle_fails_its_order_and_no_other() -> None:
    script = in_words([MANY] * 9)
    orders = [order("a", grammar="g", max_tokens=9), order("b", max_tokens=9)]
    events = run_to_end(engine_with(script, fault_at=3), *orders)

    answer = answer_to(orders[0], events)
    assert answer.ended == Ended("a", Ending.FINISHED)
    assert answer.faults == (off_grammar("it is too hard"),)
    assert len(answer.token_ids()) == 2
    assert answer_to(orders[1], events).ended == Ended("b", Ending.FINISHED)


class FarEnds(Scripts):
    """Names an end that masks have no place for."""

    def ends(self, stop_ids: frozenset[int]) -> tuple[int, ...]:
        return (END, 99)


def test_a_mistake_in_drawing_ends_a_choice_and_not_the_worker(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It took the worker with it and, sent again, the next one."""
    engine = Engine(
        FakeModel(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=FarEnds({"g": [MANY | {END}]}),
        compiling=AT_ONCE,
    )
    orders = order("a", grammar="g", stop_ids=(99,)), order("b")
    for each in orders:
        engine.add(each)
    events: list[Event] = []
    while engine.has_work:
        events += engine.step()
    engine.check_idle()

    (faulted,) = answer_to(orders[0], events).faults
    assert faulted.fault is Fault.MISTAKE
    assert faulted.detail.startswith("the engine failed with IndexError: ")
    (line,) = caplog.records
    assert (line.message, line.__dict__["order_ids"]) == ("Choice 0 failed", ["a"])
    assert len(answer_to(orders[1], events).token_ids()) == 4


def test_masks_that_cannot_be_made_fail_those_who_need_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(Scripts):
        def masks(self, constraints: Sequence[object]) -> NDArray[np.uint32]:
            raise MemoryError("no memory")

    engine = Engine(
        FakeModel(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=Broken({"g": [MANY]}),
    )
    events = run_to_end(engine, order("a", grammar="g"), order("b"))

    faults = answer_to(order("a"), events).faults
    assert faults == (off_grammar("what it allows could not be computed"),)
    assert answer_to(order("b"), events).ended == Ended("b", Ending.FINISHED)
    assert "What 1 grammars allow could not be computed" in caplog.text


def test_a_grammar_for_a_model_without_a_tokenizer_fails_at_the_door() -> None:
    engine = Engine(FakeModel(vocab_size=VOCAB), token_budget=64, max_sequences=8)
    events = run_to_end(engine, order("a", grammar="g"))

    assert events == [
        Ended(
            "a",
            Ending.FAILED,
            "this model has no tokenizer that a grammar can be followed with",
        )
    ]


# While a grammar is being made ready


def held_engine(script: Sequence[Place] = ()) -> tuple[Engine, HeldExecutor]:
    held = HeldExecutor()
    engine = Engine(
        FakeModel(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=Scripts({"g": script or [MANY] * 9}),
        compiling=held,
    )
    return engine, held


def test_an_order_waits_for_its_grammar_and_others_go_on() -> None:
    engine, held = held_engine()
    engine.add(order("a", grammar="g", max_tokens=2))
    assert not engine.has_work
    assert (engine.num_preparing, engine.num_waiting) == (1, 1)

    engine.add(order("b", max_tokens=2))
    events = engine.step() + engine.step()
    assert {event.order_id for event in events} == {"b"}
    assert not engine.has_work
    engine.check()

    woken: list[str] = []
    engine.when_ready(lambda: woken.append("now"))
    held.work()
    assert engine.has_work
    assert woken
    events = run_to_end(engine)
    assert [type(event) for event in events] == [Started, Sampled, Sampled, Ended]


def test_grammars_are_compiled_by_rank_and_for_their_owners_in_turn() -> None:
    """They were in the order they came: `priority` waited for all of flex before it."""
    compiled: list[str] = []

    class Noting(Scripts):
        def begin(self, grammar: str) -> Script:
            compiled.append(grammar)
            return super().begin(grammar)

    held = HeldExecutor()
    engine = Engine(
        FakeModel(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=Noting({each: [MANY] for each in "abcxy"}),
        compiling=held,
    )
    for each in "abc":
        engine.add(with_facts(order(each, grammar=each), rank=3, owner="flooding"))
    engine.add(with_facts(order("x", grammar="x"), rank=3, owner="other"))
    engine.add(with_facts(order("y", grammar="y"), rank=0, owner="flooding"))
    held.work()
    run_to_end(engine)

    assert "".join(compiled) == "yaxbc"


def test_an_order_that_waits_can_be_cancelled_whole_or_by_choices() -> None:
    engine, held = held_engine()
    for each in "abc":
        engine.add(order(each, grammar="g", num_choices=2, max_tokens=2))
    engine.cancel("a")
    engine.cancel_choice("b", 0)
    engine.cancel_choice("c", 0)
    engine.cancel_choice("c", 1)
    assert engine.step() == [Ended("a", Ending.CANCELLED), Ended("c", Ending.FINISHED)]
    assert engine.num_preparing == 1

    held.work()
    answer = answer_to(order("b", num_choices=2), run_to_end(engine))
    assert [len(said) for said in answer.choices] == [0, 2]


def test_a_grammar_that_cannot_be_compiled_fails_its_order() -> None:
    engine, held = held_engine()
    engine.add(order("a", grammar="another", num_choices=2))
    engine.add(order("b", grammar="g"))
    held.work()
    events = run_to_end(engine)

    assert events[0] == Ended("a", Ending.FAILED, "there is no another")
    assert answer_to(order("b"), events).ended == Ended("b", Ending.FINISHED)


def test_who_has_waited_stands_behind_those_who_came_meanwhile() -> None:
    """Those running are always the oldest there are: an order arrives when it can be served."""
    engine, held = held_engine()
    engine.add(order("a", grammar="g"))
    engine.add(order("b"))
    held.work()
    engine.step()

    assert [each.order.order_id for each in engine._scheduler.running] == ["b", "a"]


def test_one_that_was_made_ready_beforehand_does_not_wait() -> None:
    held = HeldExecutor()
    engine = Engine(
        FakeModel(vocab_size=VOCAB),
        token_budget=64,
        max_sequences=8,
        constraints=FakeConstraints(VOCAB, stocks=True),
        compiling=held,
    )
    engine.add(order(grammar="3"))
    held.work()
    first = answer_to(order(), run_to_end(engine))
    engine.add(order(grammar="3"))

    assert engine.num_preparing == 0
    assert answer_to(order(), run_to_end(engine)) == first


def test_what_does_not_follow_the_grammar_cannot_be_resumed() -> None:
    asked = order(grammar="g", max_tokens=9, resume=(Progress((3, 9)),))
    answer = answer_to(asked, run_to_end(engine_with(in_words([(3, 4, 5)])), asked))

    assert answer.ended == Ended("a", Ending.FAILED, "the grammar cannot be followed: 9 was said")


# Thoughts


def thinking(thought: Thought, **facts: object) -> Order:
    return with_facts(order(max_tokens=12), thought=thought, **facts)


def answered(asked: Order, script: Sequence[Place] = ()) -> Answer:
    return answer_to(asked, run_to_end(engine_with(script), asked))


def test_a_thought_is_closed_when_its_budget_is_used_up() -> None:
    asked = thinking(Thought(closes=(20, 21), max_tokens=3))
    free = answered(order(max_tokens=12)).token_ids()
    assert 20 not in free[:3]

    assert answered(asked).token_ids()[:5] == [*free[:3], 20, 21]


def test_a_budget_of_nothing_closes_a_thought_before_it_begins() -> None:
    said = answered(thinking(Thought(closes=(20, 21), max_tokens=0))).token_ids()
    assert said[:2] == [20, 21]
    assert len(said) == 12


def test_a_thought_that_the_model_opens_is_closed_too() -> None:
    free = answered(order(max_tokens=12)).token_ids()
    opens = (free[2],)
    assert opens[0] not in free[:2]
    asked = thinking(Thought(opens=opens, closes=(20,), max_tokens=1))

    assert answered(asked).token_ids()[:5] == [*free[:4], 20]


def test_the_closing_tokens_come_with_log_probabilities_of_their_own() -> None:
    thought = Thought(closes=(20, 21), max_tokens=2)
    with_them = answered(thinking(thought, wants_logprobs=True))

    assert with_them.token_ids() == answered(thinking(thought)).token_ids()
    assert all(event.logprob is not None for event in with_them.choices[0])


def test_every_choice_has_a_budget_of_its_own() -> None:
    asked = thinking(Thought(closes=(20,), max_tokens=2), num_choices=3)
    answer = answered(asked)

    assert [said[2].token_id for said in answer.choices] == [20, 20, 20]
    assert len({said[0].token_id for said in answer.choices}) > 1


def test_where_the_grammar_does_not_let_a_thought_be_closed_it_is_followed() -> None:
    """The thought is closed where the grammar does: it may end after its third token."""
    script = in_words([MANY - {20}, MANY - {20}, (5, 6), MANY, MANY])
    asked = thinking(Thought(closes=(20,), max_tokens=1), grammar="g")
    said = answered(asked, script).token_ids()

    assert said[2:5] == [5, 6, 20]
    assert 20 not in said[:2]


@pytest.mark.parametrize("wants_logprobs", [False, True])
def test_an_answer_by_a_grammar_follows_a_thought_that_was_closed(wants_logprobs: bool) -> None:
    """With real grammars: free text, then a control token, then what has to be."""
    made = Grammars(
        tokenizer_json("abcdefgh", (("a", "b"),), ("</think>", "<end>")),
        vocab_size=VOCAB,
        end_ids=(10,),
        threads=1,
    )
    grammar = Grammar(LarkPart('start: /[a-h]*/ <[9]> ("abc" | "hed")')).text
    engine = Engine(FakeModel(vocab_size=VOCAB), token_budget=64, max_sequences=8, constraints=made)
    asked = thinking(
        Thought(closes=(9,), max_tokens=4),
        grammar=grammar,
        stop_ids=frozenset({10}),
        num_choices=3,
        wants_logprobs=wants_logprobs,
    )
    asked = with_sampling(asked, logit_bias=((9, -9.0),))
    for said in answer_to(asked, run_to_end(engine, asked)).choices:
        token_ids = [each.token_id for each in said]
        assert max(token_ids[:4]) < 9
        assert token_ids[4] == 9
        assert token_ids[5:] in ([8, 2, 10], [0, 1, 2, 10], [7, 4, 3, 10])


def test_a_thought_that_may_not_be_closed_fails_the_choice() -> None:
    asked = with_sampling(thinking(Thought(closes=(20,), max_tokens=1)), logit_bias=((20, -100.0),))
    answer = answered(asked)

    assert len(answer.token_ids()) == 1
    (faulted,) = answer.faults
    assert faulted.fault is Fault.RULED_OUT
    assert "its budget for thoughts leaves" in faulted.detail


@pytest.mark.parametrize(
    ("thought", "why"),
    [
        (Thought(closes=(), max_tokens=3), "there is no closing thoughts with"),
        (Thought(closes=(3,), max_tokens=-1), "there is no closing thoughts with"),
        (Thought(closes=(VOCAB,), max_tokens=3), "what opens and closes thoughts has ids outside"),
        (
            Thought(closes=(3,), opens=(-1,), max_tokens=3),
            "what opens and closes thoughts has ids outside",
        ),
    ],
)
def test_what_nobody_can_close_fails_at_the_door(thought: Thought, why: str) -> None:
    answer = answered(thinking(thought))
    assert answer.ended is not None
    assert answer.ended.ending is Ending.FAILED
    assert answer.ended.detail.startswith(why)


# Both, whatever happens


@pytest.mark.parametrize("seed", range(60))
def test_an_answer_is_the_same_when_its_worker_dies_after_any_token(seed: int) -> None:
    """In the middle of a run, at its ends, before an end; in company and with little memory."""
    rng = Random(seed)
    asked = random_order(
        "a",
        rng,
        vocab_size=VOCAB,
        max_tokens=(12,),
        grammars=tuple(map(str, range(20))),
        ends=ENDS,
    )
    asked = with_facts(asked, num_choices=1 + seed % 2, grammar=asked.grammar or str(seed))

    def engine(**more: int) -> Engine:
        return Engine(
            FakeModel(vocab_size=VOCAB, num_blocks=more.get("num_blocks", 64)),
            token_budget=more.get("token_budget", 512),
            max_sequences=4,
            constraints=FakeConstraints(VOCAB),
        )

    events = run_to_end(engine(), asked)
    whole = answer_to(asked, events)
    for cut in range(len(events)):
        before = answer_to(asked, events[:cut])
        if before.ended is not None:
            continue
        again = resumed(asked, before)
        others = order("b", max_tokens=9), order("c", (1,), grammar="5", max_tokens=9)
        after = answer_to(again, run_to_end(engine(num_blocks=9, token_budget=5), again, *others))
        joined = tuple(a + b for a, b in zip(before.choices, after.choices, strict=True))
        assert joined == whole.choices
        assert set(before.faults + after.faults) == set(whole.faults)
        assert after.ended == whole.ended


@pytest.mark.parametrize("seed", range(40))
def test_log_probabilities_change_no_token(seed: int) -> None:
    asked = random_order(
        "a",
        Random(seed),
        vocab_size=VOCAB,
        grammars=tuple(f"{each} fuel 9" for each in range(20)),
        ends=ENDS,
    )
    asked = with_facts(asked, num_choices=1)
    told = []
    for wants_logprobs in (False, True):
        engine = Engine(
            FakeModel(vocab_size=VOCAB),
            token_budget=64,
            max_sequences=4,
            constraints=FakeConstraints(VOCAB),
        )
        one = with_facts(asked, wants_logprobs=wants_logprobs)
        answer = answer_to(one, run_to_end(engine, one))
        finish = [each.finish for each in answer.choices[0]]
        told.append((answer.token_ids(), finish, answer.faults, answer.ended))
    assert told[0] == told[1]
