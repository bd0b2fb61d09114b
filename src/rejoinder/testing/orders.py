"""Orders to try an engine with, and a way to read what it answered.

For tests that run a whole engine, whatever model is under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import msgspec

from rejoinder.engine.core import Engine
from rejoinder.engine.order import (
    LEFTOVER_RANK,
    Ended,
    Event,
    Fault,
    Faulted,
    Finish,
    Order,
    Progress,
    Sampled,
    Sampling,
    Thought,
)


def order(
    order_id: str = "a",
    prompt: Iterable[int] = (1, 2, 3),
    *,
    max_tokens: int = 4,
    num_choices: int = 1,
    temperature: float = 1.0,
    stop_ids: Iterable[int] = (),
    resume: tuple[Progress, ...] = (),
    grammar: str = "",
    thought: Thought | None = None,
    rank: int = 0,
) -> Order:
    """A small order that draws from the whole distribution with seed 7."""
    return Order(
        order_id=order_id,
        prompt=tuple(prompt),
        sampling=Sampling(temperature=temperature, top_p=1.0, top_k=0, seed=7),
        max_tokens=max_tokens,
        num_choices=num_choices,
        stop_ids=frozenset(stop_ids),
        resume=resume,
        grammar=grammar,
        thought=thought,
        rank=rank,
    )


def random_order(
    order_id: str,
    rng: Random,
    *,
    vocab_size: int,
    prompt_lengths: tuple[int, ...] = (1, 2, 3, 4, 5, 7, 8, 9, 13, 17),
    max_tokens: tuple[int, ...] = (1, 2, 6, 12, 24),
    grammars: tuple[str, ...] = (),
    ends: tuple[int, ...] = (),
) -> Order:
    """Any order in up to 4 choices, of any rank and these lengths, with any of the parameters.

    The lengths given suit blocks of four tokens: around one, two and three tokens, where the
    rules are, and around whole blocks. grammars: what half of them may follow. ends: what ends an
    answer of this model; of these, some are stop ids where there is a grammar.
    """
    plain = Order(
        order_id=order_id,
        prompt=tuple(rng.randrange(vocab_size) for _ in range(rng.choice(prompt_lengths))),
        sampling=Sampling(
            temperature=rng.choice((0.0, 0.7, 1.0, 2.0)),
            top_p=rng.choice((1.0, 1.0, 0.9, 0.3)),
            top_k=rng.choice((0, 0, 3, 20)),
            seed=rng.getrandbits(64),
        ),
        max_tokens=rng.choice(max_tokens),
        num_choices=rng.choice((1, 1, 1, 2, 4)),
        stop_ids=frozenset(rng.sample(range(vocab_size), rng.choice((0, 1)))),
        wants_logprobs=rng.random() < 0.5,
    )
    more = Random(plain.sampling.seed)
    order = _with_more(plain, more, vocab_size)
    if more.random() < 0.3:
        order = msgspec.structs.replace(order, thought=_random_thought(more, vocab_size))
    if grammars and more.random() < 0.5:
        stop_ids = order.stop_ids.union(more.sample(ends, more.randint(0, len(ends))))
        order = msgspec.structs.replace(order, grammar=more.choice(grammars), stop_ids=stop_ids)
    rank = more.choice((0, 1, 2, 2, LEFTOVER_RANK, LEFTOVER_RANK))
    return msgspec.structs.replace(order, rank=rank)


def _random_thought(rng: Random, vocab_size: int) -> Thought:
    """A small one, which the prompt or any token may open, and a token or two close."""
    return Thought(
        opens=tuple(rng.sample(range(vocab_size), rng.choice((0, 0, 1, 2)))),
        closes=tuple(rng.choices(range(vocab_size), k=rng.choice((1, 2, 3)))),
        max_tokens=rng.choice((0, 1, 2, 5)),
    )


def _with_more(plain: Order, rng: Random, vocab_size: int) -> Order:
    """The order with any of the parameters that only change how a token is drawn or told.

    Each is left out half of the time or more.
    """
    sampling = msgspec.structs.replace(
        plain.sampling,
        min_p=rng.choice((0.0, 0.0, 0.02, 0.3)),
        frequency_penalty=rng.choice((0.0, 0.0, 0.4, -0.3, 2.0)),
        presence_penalty=rng.choice((0.0, 0.0, 0.7, -1.1)),
        repetition_penalty=rng.choice((1.0, 1.0, 1.2, 0.8)),
        # A stop id that is the only choice and too early would leave nothing to say.
        logit_bias=_random_bias(rng, vocab_size, never_forced=plain.stop_ids),
    )
    return msgspec.structs.replace(
        plain,
        sampling=sampling,
        num_top_logprobs=rng.choice((0, 0, 1, 5, 20)),
        min_tokens=rng.choice((0, 0, 0, 3, 9)),
    )


def _random_bias(
    rng: Random, vocab_size: int, *, never_forced: frozenset[int]
) -> tuple[tuple[int, float], ...]:
    """None, or some small ones, or bans, or now and then a few tokens that alone may be said."""
    ids = rng.sample(range(vocab_size), rng.choice((0, 0, 0, 2, 5)))
    kind = rng.choice(("small", "small", "ban", "force"))
    if kind == "small":
        return tuple((token_id, rng.uniform(-3, 3)) for token_id in ids)
    bias = -100.0 if kind == "ban" else 100.0
    return tuple((token_id, bias) for token_id in ids if bias < 0 or token_id not in never_forced)


def entwined(
    orders: Iterable[Order], rng: Random, *, scopes: tuple[str | None, ...]
) -> list[Order]:
    """The same orders, with prompts that begin as earlier ones do, and in these scopes at random.

    What two prompts have in common may be nothing, all, or anything in between. No prompt changes
    its length.
    """
    made: list[Order] = []
    for each in orders:
        prompt = each.prompt
        if made and rng.random() < 0.8:
            earlier = rng.choice(made).prompt[: rng.randint(0, len(prompt))]
            prompt = earlier + prompt[len(earlier) :]
        scope = rng.choice(scopes)
        made.append(msgspec.structs.replace(each, prompt=prompt, cache_scope=scope))
    return made


class Answer(msgspec.Struct, frozen=True):
    """All an engine said about one order. faults: by rising choice."""

    choices: tuple[tuple[Sampled, ...], ...]
    ended: Ended | None
    faults: tuple[Faulted, ...] = ()

    @property
    def faulted(self) -> frozenset[int]:
        """The choices that met a fault."""
        return frozenset(each.choice for each in self.faults)

    def token_ids(self, choice: int = 0) -> list[int]:
        return [said.token_id for said in self.choices[choice]]


def answer_to(order: Order, events: Iterable[Event]) -> Answer:
    """What these events say about the order; asserts that every end came last and once."""
    choices: list[list[Sampled]] = [[] for _ in range(order.num_choices)]
    faults: dict[int, Faulted] = {}
    ended: Ended | None = None
    for event in events:
        if event.order_id != order.order_id:
            continue
        assert ended is None, f"said after the end: {event}"
        if isinstance(event, Ended):
            ended = event
        elif isinstance(event, Sampled | Faulted):
            assert event.choice not in faults, f"said after the choice's fault: {event}"
            if isinstance(event, Faulted):
                faults[event.choice] = event
            else:
                choices[event.choice].append(event)
    said = tuple(tuple(each) for each in choices)
    return Answer(said, ended, tuple(faults[choice] for choice in sorted(faults)))


def resumed(order: Order, answer: Answer) -> Order:
    """The order as it is sent again after this much of its answer arrived."""
    earlier = order.resume or (Progress(),) * order.num_choices
    progress = (
        Progress(
            token_ids=before.token_ids + tuple(event.token_id for event in said),
            finish=Finish.STOP
            if choice in answer.faulted
            else (said[-1].finish if said else before.finish),
        )
        for choice, (before, said) in enumerate(zip(earlier, answer.choices, strict=True))
    )
    return msgspec.structs.replace(order, resume=tuple(progress))


def run_to_end(engine: Engine, *orders: Order) -> list[Event]:
    """Add the orders and step until nothing is left, checking everything after every step.

    A fault that is a mistake of the engine's is one here too.
    """
    for each in orders:
        engine.add(each)
    events: list[Event] = []
    while engine.has_work or engine.num_preparing:
        if not engine.has_work:
            engine.wait_until_ready()
        events += engine.step()
        engine.check()
    engine.check_idle()
    for event in events:
        assert not isinstance(event, Faulted) or event.fault is not Fault.MISTAKE, event.detail
    return events
