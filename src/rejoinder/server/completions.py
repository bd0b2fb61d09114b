"""POST /v1/completions, for clients that still use it: a prompt, or several, to go on with.

Each prompt is an ask of its own and all are answered side by side. Choices are numbered through:
those of the first prompt, then those of the second.
"""

from __future__ import annotations

from collections.abc import Callable

from rejoinder import ids
from rejoinder.chat import from_wire
from rejoinder.server.answering import Reading
from rejoinder.wire.collect import Heading
from rejoinder.wire.completion_request import decode_completion
from rejoinder.wire.completion_to_wire import CompletionAssembler, CompletionChunkWriter


class CompletionsReader:
    """A `Read`."""

    def __init__(self, *, is_strict: bool, default_top_k: int) -> None:
        self._is_strict = is_strict
        self._default_top_k = default_top_k

    def __call__(self, body: bytes, draw_seed: Callable[[], int]) -> Reading:
        request = decode_completion(body, strict=self._is_strict)
        asks = from_wire.read_completion(
            request, draw_seed=draw_seed, default_top_k=self._default_top_k
        )
        shape = request.shape
        num_choices = sum(ask.num_choices for ask in asks)

        def chunks(heading: Heading) -> CompletionChunkWriter:
            return CompletionChunkWriter(heading, num_choices=num_choices, shape=shape)

        def whole(heading: Heading) -> CompletionAssembler:
            return CompletionAssembler(heading, num_choices=num_choices, shape=shape)

        return Reading(
            asks=asks,
            id=ids.older_completion_id(),
            wants_stream=request.wants_stream,
            unknown_parameters=request.unknown_parameters,
            chunks=chunks,
            whole=whole,
        )
