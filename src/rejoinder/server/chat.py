"""POST /v1/chat/completions: what its body means and what its answers look like."""

from __future__ import annotations

from rejoinder import ids
from rejoinder.chat import from_wire
from rejoinder.server.answering import Reading
from rejoinder.wire import request as wire_request
from rejoinder.wire.to_wire import Assembler, ChunkWriter, Heading


class ChatReader:
    """A `Read`."""

    def __init__(self, *, is_strict: bool, default_top_k: int) -> None:
        self._is_strict = is_strict
        self._default_top_k = default_top_k

    def __call__(self, body: bytes) -> Reading:
        request = wire_request.decode(body)
        ask = from_wire.read(request, draw_seed=ids.seed)

        def chunks(heading: Heading) -> ChunkWriter:
            return ChunkWriter(heading, num_choices=ask.num_choices, shape=request.shape)

        def whole(heading: Heading) -> Assembler:
            return Assembler(heading, num_choices=ask.num_choices, shape=request.shape)

        return Reading(
            asks=(ask,),
            id=ids.completion_id(),
            wants_stream=request.wants_stream,
            unknown_parameters=request.unknown_parameters,
            chunks=chunks,
            whole=whole,
        )
