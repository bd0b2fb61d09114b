"""Prompts and answers in the log, for those who ask for them with `--log-content`.

Stands before an engine and looks on; where it is not wanted it is not there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import structlog

from rejoinder.chat.ask import Ask, Message, Tier
from rejoinder.chat.delta import CallDelta, CallStarted, Delta, TextDelta, ThoughtDelta
from rejoinder.engines.base import Answer, ChatEngine, ModelInfo, Prepared

# Of one text. A log is no archive, and some readers of logs cut lines.
MAX_CHARS = 20_000

Say = Callable[..., object]


class ContentLog:
    """Satisfies `ChatEngine`: the engine's, with a line for each answer."""

    def __init__(self, engine: ChatEngine) -> None:
        self._engine = engine
        self._say: Say = structlog.get_logger().bind().info

    def models(self) -> tuple[ModelInfo, ...]:
        return self._engine.models()

    def not_ready(self) -> tuple[str, ...]:
        return self._engine.not_ready()

    async def prepare(self, ask: Ask) -> Prepared:
        return _Prepared(await self._engine.prepare(ask), ask, self._say)

    async def start(self) -> None:
        await self._engine.start()

    async def stop(self) -> None:
        await self._engine.stop()


class _Prepared:
    """Satisfies `Prepared`."""

    def __init__(self, prepared: Prepared, ask: Ask, say: Say) -> None:
        self._prepared = prepared
        self._ask = ask
        self._say = say

    @property
    def num_prompt_tokens(self) -> int:
        return self._prepared.num_prompt_tokens

    @property
    def max_new_tokens(self) -> int:
        return self._prepared.max_new_tokens

    async def start(self, tier: Tier) -> Answer:
        return _Answer(await self._prepared.start(tier), self._ask, self._say)


class _Answer:
    """Satisfies `Answer`. The line is said when the answer is closed, whole or not."""

    def __init__(self, answer: Answer, ask: Ask, say: Say) -> None:
        self._answer = answer
        self._ask = ask
        self._say = say
        self._said = [_Said() for _ in range(ask.num_choices)]
        self._is_told = False

    @property
    def num_prompt_tokens(self) -> int:
        return self._answer.num_prompt_tokens

    @property
    def num_cached_tokens(self) -> int:
        return self._answer.num_cached_tokens

    @property
    def num_begun_tokens(self) -> int:
        return self._answer.num_begun_tokens

    @property
    def num_generated_tokens(self) -> int:
        return self._answer.num_generated_tokens

    @property
    def fingerprint(self) -> str:
        return self._answer.fingerprint

    async def __aiter__(self) -> AsyncIterator[Delta]:
        async for delta in self._answer:
            self._said[delta.choice].saw(delta)
            yield delta

    async def aclose(self) -> None:
        await self._answer.aclose()
        if not self._is_told:
            self._is_told = True
            self._say(
                "content", prompt=_prompt(self._ask), answer=[one.told() for one in self._said]
            )


class _Said:
    """By one choice."""

    def __init__(self) -> None:
        self._thoughts: list[str] = []
        self._texts: list[str] = []
        self._calls: list[tuple[str, list[str]]] = []

    def saw(self, delta: Delta) -> None:
        match delta:
            case TextDelta():
                self._texts.append(delta.text)
            case ThoughtDelta():
                self._thoughts.append(delta.text)
            case CallStarted():
                self._calls.append((delta.name, []))
            case CallDelta():
                self._calls[delta.index][1].append(delta.arguments)

    def told(self) -> dict[str, object]:
        told: dict[str, object] = {"content": _cut("".join(self._texts))}
        if self._thoughts:
            told["reasoning"] = _cut("".join(self._thoughts))
        if self._calls:
            told["calls"] = [
                {"name": name, "arguments": _cut("".join(pieces))} for name, pieces in self._calls
            ]
        return told


def _prompt(ask: Ask) -> object:
    if isinstance(ask.prompt, str):
        return _cut(ask.prompt)
    if ask.prompt is not None:
        return f"{len(ask.prompt)} token ids"
    return [_message(message) for message in ask.messages]


def _message(message: Message) -> dict[str, object]:
    told: dict[str, object] = {"role": message.role.value, "content": _cut(message.content or "")}
    if message.tool_calls:
        told["calls"] = [
            {"name": call.name, "arguments": _cut(call.arguments)} for call in message.tool_calls
        ]
    return told


def _cut(text: str) -> str:
    if len(text) <= MAX_CHARS:
        return text
    return f"{text[:MAX_CHARS]}... ({len(text) - MAX_CHARS} characters more)"
