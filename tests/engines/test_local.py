"""An ask becomes the order it means, and the order's tokens the answer's text and facts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec
import pytest

from rejoinder.chat.ask import Ask, Message, Role, Tier, TierWanted
from rejoinder.chat.delta import ChoiceFinished, Delta, FinishReason, TextDelta
from rejoinder.engine.order import (
    Event,
    Fault,
    Faulted,
    Finish,
    Order,
    Sampled,
    Sampling,
    Started,
)
from rejoinder.engine.protocol import Load, Ready
from rejoinder.engines import local
from rejoinder.engines.local import LocalEngine
from rejoinder.engines.local_answer import LocalAnswer
from rejoinder.engines.supervisor import State, Supervisor
from rejoinder.errors import (
    BadModelFolder,
    ContextTooLong,
    EngineFailed,
    InvalidRequest,
    InvalidValue,
    QueueFull,
    RequestError,
)
from rejoinder.grammar.text import Grammar
from rejoinder.turns import Standing
from tests.chat import small

MAX_MODEL_LEN = 100


def ids(text: str) -> list[int]:
    return small.byte_level().encode(text, add_special_tokens=False).ids


VOCAB_SIZE = small.byte_level().get_vocab_size()
END = ids("<|im_end|>")[0]
HELLO = ids("hello")


class NoChecker:
    """For asks that need no grammar."""

    async def check(self, grammar: Grammar, *, param: str, standing: Standing) -> None:
        raise AssertionError("nobody wanted a grammar")

    def warm_up(self) -> None:
        pass

    async def stop(self) -> None:
        pass


class StubSupervisor:
    """Keeps the orders, and says what it is told to."""

    state = State.READY
    ready = Ready(
        vocab_size=VOCAB_SIZE + 60,  # rows of padding
        max_model_len=MAX_MODEL_LEN,
        num_blocks=9,
        block_tokens=4,
        kv_bytes=1000,
        fingerprint_parts=("stub",),
    )

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self.orders: list[Order] = []
        self.cancelled: list[str] = []
        self.cancelled_choices: list[int] = []
        self._events = events
        self.is_stopped = False

    def start(self) -> None:
        pass

    async def stop(self) -> None:
        self.is_stopped = True

    async def settled(self) -> None:
        pass

    def submit(self, order: Order) -> asyncio.Queue[Event]:
        self.orders.append(order)
        queue: asyncio.Queue[Event] = asyncio.Queue()
        for event in self._events:
            queue.put_nowait(event)
        return queue

    def num_orders(self, rank: int) -> int:
        return sum(order.rank <= rank for order in self.orders)

    def cancel(self, order_id: str) -> None:
        self.cancelled.append(order_id)

    def cancel_choice(self, order_id: str, choice: int) -> None:
        self.cancelled_choices.append(choice)


PLAIN = Ask(
    model="m",
    messages=(Message(role=Role.USER, content="hi"),),
    temperature=1.0,
    top_p=1.0,
    top_k=50,
    seed=7,
    num_choices=1,
    max_tokens=20,
    stop=(),
)


def ask(**changes: object) -> Ask:
    return msgspec.structs.replace(PLAIN, **changes)


def engine_for(folder: Path, stub: StubSupervisor) -> LocalEngine:
    load = Load(
        folder=str(folder),
        weights="f32",
        kv_cache="f16",
        kv_bytes=0,
        threads=1,
        max_model_len=None,
        max_sequences=8,
        token_budget=64,
    )
    return LocalEngine(
        load,
        name="m",
        created_unix_s=1,
        max_waiting=8,
        supervisor=cast("Supervisor", stub),
        checker=NoChecker(),
    )


async def engine_of(path: Path, stub: StubSupervisor) -> LocalEngine:
    folder = small.folder(path, small.byte_level(), generation={"eos_token_id": END})
    engine = engine_for(folder, stub)
    await engine.start()
    return engine


async def asked(path: Path, stub: StubSupervisor, wanted: Ask) -> LocalAnswer:
    return await (await engine_of(path, stub)).ask(wanted)


def order_of(path: Path, wanted: Ask) -> Order:
    stub = StubSupervisor()
    asyncio.run(asked(path, stub, wanted))
    (order,) = stub.orders
    return order


def refusal(path: Path, wanted: Ask) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        order_of(path, wanted)
    return caught.value


def said(
    token_ids: Sequence[int], *, choice: int = 0, finish: Finish | None = Finish.LENGTH
) -> list[Event]:
    """The tokens of one choice; the log-probability tells the place."""
    last = len(token_ids) - 1
    return [
        Sampled(
            order_id="1",
            choice=choice,
            position=place,
            token_id=token_id,
            logprob=-float(place),
            finish=finish if place == last else None,
            top_logprobs=((token_id, -float(place)), (HELLO[0], -50.0)),
        )
        for place, token_id in enumerate(token_ids)
    ]


def deltas(path: Path, events: Sequence[Event], **changes: object) -> list[Delta]:
    async def all_of_them() -> list[Delta]:
        answer = await asked(path, StubSupervisor(events), ask(**changes))
        return [delta async for delta in answer]

    return asyncio.run(asyncio.wait_for(all_of_them(), 10))


def text(read: Sequence[Delta], choice: int = 0) -> str:
    return "".join(one.text for one in read if isinstance(one, TextDelta) and one.choice == choice)


# Down


def test_asks_whose_prompts_are_made_side_by_side_do_not_overfill_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All found the queue empty, went to make their prompts, and all were then taken."""
    monkeypatch.setattr(local, "MAX_INLINE_CHARACTERS", 0)
    stub = StubSupervisor()

    async def story() -> list[LocalAnswer | BaseException]:
        engine = await engine_of(tmp_path, stub)
        asks = (engine.ask(ask()) for _ in range(20))
        return await asyncio.gather(*asks, return_exceptions=True)

    told = asyncio.run(story())

    assert len(stub.orders) == 16  # 8 that may run and 8 that may wait
    assert sum(isinstance(one, QueueFull) for one in told) == 4


def test_nobody_is_refused_because_of_those_that_wait_behind(tmp_path: Path) -> None:
    """A priority request must not be turned away because a queue is full of flex ones."""
    stub = StubSupervisor()

    async def story() -> dict[Tier, int]:
        engine = await engine_of(tmp_path, stub)
        prepared = [await engine.prepare(ask(tier=TierWanted.FLEX)) for _ in range(20)]
        taken = dict.fromkeys(Tier, 0)
        for tier in (Tier.FLEX, Tier.DEFAULT, Tier.PRIORITY, Tier.SCALE):
            for one in prepared[:17]:
                with contextlib.suppress(QueueFull):
                    await one.start(tier)
                    taken[tier] += 1
        return taken

    # Each has the 16 places of the queue, but for those that better tiers have taken.
    assert asyncio.run(story()) == {
        Tier.FLEX: 16,
        Tier.DEFAULT: 16,
        Tier.PRIORITY: 16,
        Tier.SCALE: 0,
    }


def test_a_full_queue_refuses_before_the_prompt_is_made(tmp_path: Path) -> None:
    """Who leaves the tier to the server may yet be served by the scale tier."""
    stub = StubSupervisor()

    async def story() -> list[TierWanted]:
        engine = await engine_of(tmp_path, stub)
        for _ in range(16):
            await engine.ask(ask())
        refused = []
        for wanted in TierWanted:
            try:
                await engine.prepare(ask(tier=wanted))
            except QueueFull:
                refused.append(wanted)
        return refused

    assert asyncio.run(story()) == [TierWanted.DEFAULT, TierWanted.FLEX]


def test_every_parameter_reaches_the_order(tmp_path: Path) -> None:
    order = order_of(
        tmp_path,
        ask(
            temperature=0.5,
            top_p=0.25,
            top_k=3,
            seed=11,
            num_choices=2,
            max_tokens=9,
            min_p=0.125,
            frequency_penalty=-1.0,
            presence_penalty=2.0,
            repetition_penalty=1.5,
            logit_bias=((5, -100.0), (6, 1.5)),
            wants_logprobs=True,
            num_top_logprobs=4,
            min_tokens=2,
            tenant="t",
        ),
    )
    assert order.sampling == Sampling(
        temperature=0.5,
        top_p=0.25,
        top_k=3,
        seed=11,
        min_p=0.125,
        frequency_penalty=-1.0,
        presence_penalty=2.0,
        repetition_penalty=1.5,
        logit_bias=((5, -100.0), (6, 1.5)),
    )
    assert (order.max_tokens, order.num_choices, order.min_tokens) == (9, 2, 2)
    assert (order.wants_logprobs, order.num_top_logprobs) == (True, 4)
    assert order.stop_ids == {END}
    assert order.cache_scope == "t"


def test_no_limit_means_what_the_context_still_holds(tmp_path: Path) -> None:
    order = order_of(tmp_path, ask(max_tokens=None))
    assert len(order.prompt) + order.max_tokens == MAX_MODEL_LEN


def test_stop_ids_of_the_client_are_added_and_the_models_own_can_be_ignored(
    tmp_path: Path,
) -> None:
    assert order_of(tmp_path, ask(stop_token_ids=(5, 6))).stop_ids == {5, 6, END}
    assert order_of(tmp_path, ask(stop_token_ids=(5,), ignores_end=True)).stop_ids == {5}
    assert order_of(tmp_path, ask(ignores_end=True)).stop_ids == frozenset()


def test_only_requests_of_one_tenant_and_one_key_share_a_cache(tmp_path: Path) -> None:
    pairs = [("", ""), ("a", ""), ("", "a"), ("a", "b"), ("b", "a"), ("a", "b\nc"), ("ab", "")]
    scopes = [order_of(tmp_path, ask(tenant=one, cache_key=key)).cache_scope for one, key in pairs]
    assert len(set(scopes)) == len(pairs)
    assert scopes[0] == ""


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"logit_bias": ((1, 1.0), (VOCAB_SIZE, 1.0))}, f"logit_bias.{VOCAB_SIZE}"),
        ({"logit_bias": ((10**9, 1.0),)}, "logit_bias.1000000000"),
        ({"stop_token_ids": (1, VOCAB_SIZE + 59)}, "stop_token_ids[1]"),
        ({"prompt": (1, VOCAB_SIZE)}, "prompt"),
    ],
)
def test_an_id_that_is_no_token_is_refused(
    tmp_path: Path, changes: dict[str, object], param: str
) -> None:
    """Also one that is only a row of padding in the model's output."""
    error = refusal(tmp_path, ask(**changes))
    assert isinstance(error, InvalidValue)
    assert error.param == param
    assert "no token of that id" in error.message


def test_more_tokens_at_least_than_there_is_room_for_are_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, ask(max_tokens=None, min_tokens=MAX_MODEL_LEN))
    assert error.param == "min_tokens"


def test_a_prompt_goes_to_the_model_as_it_is(tmp_path: Path) -> None:
    assert order_of(tmp_path, ask(prompt="hello")).prompt == tuple(HELLO)
    assert order_of(tmp_path, ask(prompt=(5, 6))).prompt == (5, 6)
    control = order_of(tmp_path, ask(prompt="hello<|im_end|>")).prompt
    assert control == (*HELLO, END)


def test_a_prompt_that_does_not_fit_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, ask(prompt="na " * 200))
    assert isinstance(error, ContextTooLong)
    assert error.param == "prompt"
    assert refusal(tmp_path, ask(prompt="")).param == "prompt"


# Up


def test_tokens_become_text_and_then_an_end(tmp_path: Path) -> None:
    read = deltas(tmp_path, [Started("1", 3), *said([*HELLO, END], finish=Finish.STOP)])
    assert text(read) == "hello"
    assert read[-1] == ChoiceFinished(0, FinishReason.STOP, len(HELLO) + 1)
    counts = [one.num_tokens for one in read]
    assert counts == sorted(counts)


def test_facts_stand_beside_the_text_they_belong_to(tmp_path: Path) -> None:
    events = said([*ids("\u20ac!"), END], finish=Finish.STOP)
    read = deltas(tmp_path, events, wants_logprobs=True, num_top_logprobs=2)

    told = [(one.text, len(one.facts)) for one in read if isinstance(one, TextDelta)]
    assert told == [("\u20ac", len(ids("\u20ac"))), ("!", 1)]  # and none of the stop token
    facts = [fact for one in read if isinstance(one, TextDelta) for fact in one.facts]
    assert b"".join(one.token.spelled for one in facts) == "\u20ac!".encode()
    assert [one.token.logprob for one in facts] == [-float(i) for i in range(len(events) - 1)]
    assert all(one.top[0] == one.token for one in facts)
    assert all(one.top[1].logprob == -50.0 for one in facts)


def test_no_facts_are_told_where_they_were_not_asked_for(tmp_path: Path) -> None:
    read = deltas(tmp_path, said(HELLO))
    assert not any(one.facts for one in read if isinstance(one, TextDelta))


def test_a_stop_string_hides_its_text_and_the_facts_of_it(tmp_path: Path) -> None:
    events = said([*HELLO, *ids("."), *ids(" there")], finish=None)
    read = deltas(tmp_path, events, wants_logprobs=True, stop=(".",))
    assert text(read) == "hello"
    facts = [fact for one in read if isinstance(one, TextDelta) for fact in one.facts]
    assert b"".join(one.token.spelled for one in facts) == b"hello"
    assert read[-1] == ChoiceFinished(0, FinishReason.STOP, len(HELLO) + 1)


def test_an_end_that_is_ignored_is_a_token_that_shows_nothing(tmp_path: Path) -> None:
    events = said([*HELLO, END, *HELLO])
    read = deltas(tmp_path, events, wants_logprobs=True, ignores_end=True)
    assert text(read) == "hellohello"
    facts = [fact.token for one in read if isinstance(one, TextDelta) for fact in one.facts]
    assert facts[len(HELLO)].text == "<|im_end|>"
    assert b"".join(one.spelled for one in facts) == b"hellohello"


def test_a_stop_token_of_the_client_is_not_shown(tmp_path: Path) -> None:
    dot = ids(".")
    read = deltas(tmp_path, said([*HELLO, *dot], finish=Finish.STOP), stop_token_ids=tuple(dot))
    assert text(read) == "hello"
    assert read[-1] == ChoiceFinished(0, FinishReason.STOP, len(HELLO) + 1)


@pytest.mark.parametrize(("prompt", "shown"), [("say", "say"), (tuple(ids("na na")), "na na")])
def test_an_echo_begins_each_choice_with_its_prompt(
    tmp_path: Path, prompt: object, shown: str
) -> None:
    events = [*said(HELLO, choice=1), *said(HELLO, choice=0)]
    read = deltas(tmp_path, events, prompt=prompt, echoes=True, num_choices=2, stop=("say",))
    assert [text(read, choice) for choice in (0, 1)] == [shown + "hello"] * 2


def test_only_the_first_start_tells_what_was_cached(tmp_path: Path) -> None:
    """A worker that takes over finds another cache; the client was served from the first."""

    async def story() -> int:
        events = [Started("1", 3), *said(HELLO[:1], finish=None), Started("1", 0), *said(HELLO)]
        answer = await asked(tmp_path, StubSupervisor(events), ask())
        async for _ in answer:
            pass
        return answer.num_cached_tokens

    assert asyncio.run(story()) == 3


# A choice that cannot go on


def left(path: Path, events: Sequence[Event], **changes: object) -> LocalAnswer:
    """An answer whose client left when all that is there had been read."""

    async def whole() -> LocalAnswer:
        answer = await asked(path, StubSupervisor(events), ask(**changes))

        async def read() -> None:
            async for _ in answer:
                pass

        reading = asyncio.create_task(read())
        for _ in range(20):
            await asyncio.sleep(0)
        reading.cancel()
        await asyncio.wait([reading])
        await answer.aclose()
        return answer

    return asyncio.run(whole())


def test_tokens_held_back_when_the_client_leaves_were_generated(tmp_path: Path) -> None:
    """Nobody was told of them, so nobody paid."""
    held = ids("hello wor")
    answer = left(tmp_path, [Started("1", 3), *said(held, finish=None)], stop=("hello world",))

    assert answer.num_generated_tokens == len(held) > 1
    assert (answer.num_begun_tokens, answer.num_cached_tokens) == (answer.num_prompt_tokens, 3)


def test_what_nobody_came_to_read_was_generated_too(tmp_path: Path) -> None:
    async def scene() -> LocalAnswer:
        events = [Started("1", 3), *said(HELLO, finish=None), *said(HELLO[:1], finish=None)]
        answer = await asked(tmp_path, StubSupervisor(events), ask())
        await answer.aclose()
        await answer.aclose()
        return answer

    answer = asyncio.run(scene())

    assert answer.num_generated_tokens == len(HELLO) + 1
    assert (answer.num_begun_tokens, answer.num_cached_tokens) == (answer.num_prompt_tokens, 3)


def test_a_prompt_that_waits_its_turn_has_not_been_begun(tmp_path: Path) -> None:
    answer = left(tmp_path, [])

    assert (answer.num_begun_tokens, answer.num_generated_tokens) == (0, 0)


def read_to_the_error(
    path: Path, stub: StubSupervisor, **changes: object
) -> tuple[list[Delta], RequestError | None]:
    """What was said, and the error that ended it."""

    async def story() -> tuple[list[Delta], RequestError | None]:
        answer = await asked(path, stub, ask(**changes))
        read: list[Delta] = []
        try:
            async for delta in answer:
                read.append(delta)  # noqa: PERF401 - a list made at once is lost with the error
        except RequestError as error:
            return read, error
        return read, None

    return asyncio.run(asyncio.wait_for(story(), 10))


def faulted(choice: int, fault: Fault) -> Faulted:
    return Faulted("1", choice, fault, f"choice {choice} cannot")


def test_a_choice_that_cannot_go_on_is_told_when_its_siblings_are_through(tmp_path: Path) -> None:
    events = [
        *said(HELLO, choice=0, finish=None),
        faulted(0, Fault.OFF_GRAMMAR),
        *said(HELLO, choice=1),
    ]
    stub = StubSupervisor(events)
    read, error = read_to_the_error(tmp_path, stub, num_choices=2)

    assert text(read, 1) == "hello"
    assert isinstance(read[-1], ChoiceFinished)
    assert isinstance(error, EngineFailed)
    assert "choice 0 cannot" in error.message
    assert stub.cancelled == ["1"]


def test_a_fault_behind_a_stop_string_is_nobodys(tmp_path: Path) -> None:
    """Whether the worker hears of the stop before it comes to the fault is a matter of time."""
    events = [
        *said([*HELLO, *ids(".")], finish=None),
        faulted(0, Fault.RULED_OUT),
        *said(HELLO, choice=1),
    ]
    read, error = read_to_the_error(tmp_path, StubSupervisor(events), num_choices=2, stop=(".",))

    assert error is None
    assert (text(read, 0), text(read, 1)) == ("hello", "hello")


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_faults_that_of_the_first_choice_is_told(tmp_path: Path, first: int) -> None:
    both = [faulted(0, Fault.RULED_OUT), faulted(1, Fault.OFF_GRAMMAR)]
    events = [both[first], both[1 - first]]
    _, error = read_to_the_error(
        tmp_path, StubSupervisor(events), num_choices=2, logit_bias=((5, 100.0),)
    )

    assert isinstance(error, InvalidValue)


@pytest.mark.parametrize(
    ("changes", "param", "message"),
    [
        (
            {"logit_bias": ((5, 100.0), (7, -2.5))},
            "logit_bias",
            '`logit_bias` is {"5":100.0,"7":-2.5}, but the answer came to where that leaves no '
            "token to say.",
        ),
        ({"min_tokens": 3}, "min_tokens", "`min_tokens` is 3, but the answer came to where"),
    ],
)
def test_what_the_request_rules_out_itself_is_the_requests_fault(
    tmp_path: Path, changes: dict[str, object], param: str, message: str
) -> None:
    """It was told as a failure of the engine, which clients ask for again."""
    stub = StubSupervisor([faulted(0, Fault.RULED_OUT)])
    _, error = read_to_the_error(tmp_path, stub, **changes)

    assert isinstance(error, InvalidValue)
    assert error.status == 400
    assert error.param == param
    assert error.message.startswith(message)


def test_a_folder_whose_text_cannot_be_read_leaves_no_worker(tmp_path: Path) -> None:
    """The worker starts before the text is read."""
    stub = StubSupervisor()
    with pytest.raises(BadModelFolder):
        asyncio.run(engine_for(tmp_path, stub).start())
    assert stub.is_stopped
