"""The seam between the server and whoever answers: an Ask in, deltas out.

It sits at message level because a remote engine never shows its tokens.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

from rejoinder.chat.ask import Ask, Tier
from rejoinder.chat.delta import Delta


class ModelInfo(msgspec.Struct, frozen=True):
    """What /v1/models says of a model. max_model_len: prompt and answer together, in tokens."""

    name: str
    created_unix_s: int
    owned_by: str
    max_model_len: int


class Answer(Protocol):
    """An accepted ask. Iterate it to the end, or close it: `aclose` stops the generation."""

    @property
    def num_prompt_tokens(self) -> int: ...

    @property
    def num_cached_tokens(self) -> int:
        """How much of the prompt was there already; known once the first delta has come."""
        ...

    @property
    def num_begun_tokens(self) -> int:
        """Of the prompt's, those that the engine has begun on: none while the ask waits its turn.
        Those that were cached count too."""
        ...

    @property
    def num_generated_tokens(self) -> int:
        """Of all choices, also those that no delta has told of yet: what may be the beginning of a
        stop string or of a call is held back, and is final once the answer is closed."""
        ...

    @property
    def fingerprint(self) -> str: ...

    def __aiter__(self) -> AsyncIterator[Delta]:
        """Deltas of all choices as they come. Raises `EngineFailed` where the engine gave up, and
        `InvalidRequest` where it shows only now that what was asked for contradicts itself."""
        ...

    async def aclose(self) -> None:
        """Idempotent. After it nothing of this ask is computed any more."""
        ...


class Prepared(Protocol):
    """An ask that has been understood, down to its tokens, and can be begun. Holds nothing of the
    engine's: one that is never started need not be closed."""

    @property
    def num_prompt_tokens(self) -> int: ...

    @property
    def max_new_tokens(self) -> int:
        """Of all choices together: what the ask allows, or else what the context leaves."""
        ...

    async def start(self, tier: Tier) -> Answer:
        """Once. Raises `QueueFull`, `ModelLoading` or another RequestError before anything is
        generated."""
        ...


class ChatEngine(Protocol):
    """One model, or several."""

    def models(self) -> tuple[ModelInfo, ...]:
        """What can be asked, also while it is still loading."""
        ...

    def not_ready(self) -> tuple[str, ...]:
        """Reasons why asks are refused just now, a sentence each; empty when ready."""
        ...

    async def prepare(self, ask: Ask) -> Prepared:
        """Understand an ask, or raise `UnknownModel`, `ContextTooLong`, `ModelLoading`, `QueueFull`
        or another RequestError."""
        ...

    async def start(self) -> None:
        """Begin loading; returns at once."""
        ...

    async def stop(self) -> None:
        """End everything under way and release what is held."""
        ...
