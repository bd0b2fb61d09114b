"""Several answers read as one: for a request with several prompts, each of which is an ask.

Satisfies `Answer`. Choices are numbered through: those of the first ask, then those of the second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import msgspec

from rejoinder.chat.ask import Ask, Tier
from rejoinder.chat.delta import Delta
from rejoinder.engines.base import Answer, ChatEngine, Prepared
from rejoinder.server.cut import end


async def prepare_all(engine: ChatEngine, asks: Sequence[Ask]) -> Prepared:
    """All asks understood, as one."""
    if len(asks) == 1:
        return await engine.prepare(asks[0])
    prepared = [await engine.prepare(ask) for ask in asks]
    return _AllPrepared(prepared, num_choices_each=asks[0].num_choices)


class _AllPrepared:
    """Satisfies `Prepared`."""

    def __init__(self, prepared: Sequence[Prepared], *, num_choices_each: int) -> None:
        self._prepared = prepared
        self._num_choices_each = num_choices_each
        self.num_prompt_tokens = sum(one.num_prompt_tokens for one in prepared)
        self.max_new_tokens = sum(one.max_new_tokens for one in prepared)

    async def start(self, tier: Tier) -> Answer:
        return await _start_all(self._prepared, tier, num_choices_each=self._num_choices_each)


async def _start_all(
    prepared: Sequence[Prepared], tier: Tier, *, num_choices_each: int
) -> SideBySide:
    """All begun, or none: what the engine raises for one closes those before it."""
    answers: list[Answer] = []
    try:
        for one in prepared:
            answers.append(await one.start(tier))  # noqa: PERF401 -- what was accepted is closed
    except BaseException:
        for answer in answers:
            await answer.aclose()
        raise
    return SideBySide(answers, num_choices_each=num_choices_each)


class SideBySide:
    """Answers under way at the same time, each with as many choices."""

    def __init__(self, answers: Sequence[Answer], *, num_choices_each: int) -> None:
        self._answers = answers
        self._num_choices_each = num_choices_each
        # None: one of the answers has been read to its end.
        self._heard: asyncio.Queue[Delta | Exception | None] = asyncio.Queue(maxsize=len(answers))
        self._readers: list[asyncio.Task[None]] = []

    @property
    def num_prompt_tokens(self) -> int:
        return sum(answer.num_prompt_tokens for answer in self._answers)

    @property
    def num_cached_tokens(self) -> int:
        return sum(answer.num_cached_tokens for answer in self._answers)

    @property
    def num_begun_tokens(self) -> int:
        return sum(answer.num_begun_tokens for answer in self._answers)

    @property
    def num_generated_tokens(self) -> int:
        return sum(answer.num_generated_tokens for answer in self._answers)

    @property
    def fingerprint(self) -> str:
        return self._answers[0].fingerprint

    async def __aiter__(self) -> AsyncIterator[Delta]:
        self._readers = [
            asyncio.create_task(self._read(answer, first_choice=index * self._num_choices_each))
            for index, answer in enumerate(self._answers)
        ]
        num_open = len(self._readers)
        while num_open:
            heard = await self._heard.get()
            if heard is None:
                num_open -= 1
            elif isinstance(heard, Exception):
                raise heard
            else:
                yield heard

    async def aclose(self) -> None:
        for reader in self._readers:
            await end(reader)
        for answer in self._answers:
            await answer.aclose()

    async def _read(self, answer: Answer, *, first_choice: int) -> None:
        try:
            async for delta in answer:
                numbered = msgspec.structs.replace(delta, choice=first_choice + delta.choice)
                await self._heard.put(numbered)
        except Exception as error:  # raised again where the deltas are read
            await self._heard.put(error)
        else:
            await self._heard.put(None)
