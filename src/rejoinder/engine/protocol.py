"""What the server and a worker say to each other over their socket.

Each message is a frame: four bytes of length (big-endian), then that many bytes of msgpack.
No pickle: a frame can only ever become one of the structs below.
"""

from __future__ import annotations

import struct
from typing import Literal

import msgspec

from rejoinder.engine.order import Event, Order

_LENGTH = struct.Struct(">I")

# A frame holds at most an order with a full context or a step's tokens. The longest contexts in
# use (about a million tokens, 5 bytes each in msgpack) are far below; more means a lost frame edge.
MAX_FRAME_BYTES = 64 * 2**20


class Load(msgspec.Struct, frozen=True, tag="load"):
    """First message to a worker. kv_bytes 0: size the KV memory from what the machine has free.

    prefix_cache: whether a prompt starts from what earlier ones of its scope have computed.
    """

    folder: str
    weights: Literal["int8", "int4", "f16", "f32"]
    kv_cache: Literal["f16", "u8"]
    kv_bytes: int
    threads: int | None
    max_model_len: int | None
    max_sequences: int
    token_budget: int
    prefix_cache: bool = True


class Submit(msgspec.Struct, frozen=True, tag="submit"):
    order: Order


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """End a whole order, or with `choice` only that one of its choices."""

    order_id: str
    choice: int | None = None


class Ping(msgspec.Struct, frozen=True, tag="ping"):
    """Answered by a `Pong` at once, also while a step runs: a frozen process does not answer."""


ToWorker = Load | Submit | Cancel | Ping


class Loading(msgspec.Struct, frozen=True, tag="loading"):
    """How far loading has come; `fraction` from 0 to 1 within the whole."""

    stage: str
    fraction: float


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The model is loaded. max_model_len: the most tokens one sequence can have here.

    fingerprint_parts: everything below the chat layer that can change a token. why_no_grammars: why
    orders with a grammar fail on this model; empty where they do not.
    """

    vocab_size: int
    max_model_len: int
    num_blocks: int
    block_tokens: int
    kv_bytes: int
    fingerprint_parts: tuple[str, ...]
    why_no_grammars: str = ""


class CannotLoad(msgspec.Struct, frozen=True, tag="cannot_load"):
    """The model cannot be served as asked; trying again would not help."""

    error: str
    message: str
    hint: str | None = None


class Gauges(msgspec.Struct, frozen=True):
    """The engine's state after a step, for metrics.

    num_free_blocks: held by no sequence. num_cached_blocks: held or not, they have a prompt in them
    for those to come. num_query_tokens: prompt tokens of all orders begun since the worker started;
    num_hit_tokens: those of them that an earlier prompt had computed.
    """

    num_running: int
    num_waiting: int
    num_free_blocks: int
    num_cached_blocks: int = 0
    num_query_tokens: int = 0
    num_hit_tokens: int = 0


class Happened(msgspec.Struct, frozen=True, tag="happened"):
    """All events of one step in one frame."""

    events: tuple[Event, ...]
    gauges: Gauges


class Logged(msgspec.Struct, frozen=True, tag="logged"):
    """A line for the log. level: as `logging`'s. order_ids: of those it is about."""

    level: int
    logger: str
    message: str
    exception: str = ""
    order_ids: tuple[str, ...] = ()


class Pong(msgspec.Struct, frozen=True, tag="pong"):
    pass


FromWorker = Loading | Ready | CannotLoad | Happened | Logged | Pong

_encoder = msgspec.msgpack.Encoder()
to_worker_decoder = msgspec.msgpack.Decoder(ToWorker)
from_worker_decoder = msgspec.msgpack.Decoder(FromWorker)


def frame(message: ToWorker | FromWorker) -> bytes:
    """The message as it goes over the socket."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


HEADER_BYTES = _LENGTH.size


def body_length(header: bytes) -> int:
    """How many bytes follow a header. Raises ValueError where no honest peer would send it."""
    (length,) = _LENGTH.unpack(header)
    if length > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {length} bytes is longer than {MAX_FRAME_BYTES}")
    return int(length)
