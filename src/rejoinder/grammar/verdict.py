"""What the checker and the child that compiles for it say to each other.

Each message is a frame: four bytes of length (big-endian), then that many bytes of msgpack.
"""

from __future__ import annotations

from typing import Literal

import msgspec

# A grammar holds a client's schemas and what the dialect puts around them, many times over where
# there are many tools.
MAX_FRAME_BYTES = 16 * 2**20

HEADER_BYTES = 4


class Setup(msgspec.Struct, frozen=True, tag="setup"):
    """The first message to a child. folder: of the model. compile_s: of processor time, for one
    grammar; a child that takes longer ends itself. memory_bytes: what a grammar may take."""

    folder: str
    vocab_size: int
    compile_s: float
    memory_bytes: int


class Try(msgspec.Struct, frozen=True, tag="try"):
    """Compile a grammar's text, and walk a few steps into it."""

    text: str


ToChild = Setup | Try


class Verdict(msgspec.Struct, frozen=True, tag="verdict"):
    """good; bad: it cannot be read; heavy: it takes too much. detail: what is wrong with a bad one,
    or what of a heavy one is too much. limit: whose or which limit a heavy one passes."""

    kind: Literal["good", "bad", "heavy"]
    detail: str = ""
    limit: str = ""


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The tokenizer is there. why_not: the reason where it cannot be used."""

    why_not: str = ""


FromChild = Verdict | Ready

_encoder = msgspec.msgpack.Encoder()
to_child_decoder = msgspec.msgpack.Decoder(ToChild)
from_child_decoder = msgspec.msgpack.Decoder(FromChild)


def frame(message: ToChild | FromChild) -> bytes:
    """As it goes over the socket."""
    body = _encoder.encode(message)
    return len(body).to_bytes(HEADER_BYTES, "big") + body


def body_length(header: bytes) -> int:
    """Raises ValueError where no honest peer would send it."""
    length = int.from_bytes(header, "big")
    if length > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {length} bytes is longer than {MAX_FRAME_BYTES}")
    return length
