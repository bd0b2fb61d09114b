"""POST /v1/chat/completions: what its body means and what its answers look like."""

from __future__ import annotations

from collections.abc import Callable

from rejoinder import ids
from rejoinder.chat import from_wire
from rejoinder.server.answering import Reading
from rejoinder.wire.collect import Heading
from rejoinder.wire.request import decode
from rejoinder.wire.to_wire import Assembler, ChunkWriter


class ChatReader:
    """A `Read`."""

    def __init__(self, *, is_strict: bool, default_top_k: int) -> None:
        self._is_strict = is_strict
        self._default_top_k = default_top_k

    def __call__(self, body: bytes, draw_seed: Callable[[], int]) -> Reading:
        request = decode(body, strict=self._is_strict)
        ask = from_wire.read(request, draw_seed=draw_seed, default_top_k=self._default_top_k)
        shape, num_choices = request.shape, ask.num_choices

        def chunks(heading: Heading) -> ChunkWriter:
            return ChunkWriter(heading, num_choices=num_choices, shape=shape)

        def whole(heading: Heading) -> Assembler:
            return Assembler(heading, num_choices=num_choices, shape=shape)

        return Reading(
            asks=(ask,),
            id=ids.completion_id(),
            wants_stream=request.wants_stream,
            unknown_parameters=request.unknown_parameters,
            chunks=chunks,
            whole=whole,
        )
