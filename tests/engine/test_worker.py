"""A real worker process, spoken to over its socket: what the server's side would see."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Raw
from tokenizers import Tokenizer

from rejoinder import mini
from rejoinder.engine.openvino.random_model import write_random_model
from rejoinder.engine.order import Ended, Ending, Event, Order, Sampled, Sampling
from rejoinder.engine.protocol import (
    HEADER_BYTES,
    FromWorker,
    Happened,
    Load,
    Ready,
    Submit,
    ToWorker,
    body_length,
    frame,
    from_worker_decoder,
)
from rejoinder.grammar.parts import object_part, schema_part
from rejoinder.grammar.text import Grammar, LarkPart

MINI_END = 2
JSON_OBJECT = Grammar(LarkPart("start: @answer"), (("answer", object_part()),)).text
TINY: dict[str, object] = {
    "architectures": ["Qwen2ForCausalLM"],
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "max_position_embeddings": 128,
    "tie_word_embeddings": True,
}


class Peer:
    """The server's end."""

    def __init__(self, folder: Path) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rejoinder.engine.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
            )
        self._sock = ours
        self._sock.settimeout(60)
        self.send(
            Load(
                folder=str(folder),
                weights="int8",
                kv_cache="f16",
                kv_bytes=8 * 2**20,
                threads=1,
                max_model_len=None,
                max_sequences=4,
                token_budget=64,
            )
        )

    def send(self, message: ToWorker) -> None:
        self._sock.sendall(frame(message))

    def ready(self) -> Ready:
        while not isinstance(message := self._receive(), Ready):
            pass
        return message

    def events(self) -> Iterator[Event]:
        while True:
            message = self._receive()
            if isinstance(message, Happened):
                yield from message.events

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self._sock.close()
        assert self._process.wait(30) == 0  # it leaves when it is left

    def _receive(self) -> FromWorker:
        body = self._read(body_length(self._read(HEADER_BYTES)))
        message: FromWorker = from_worker_decoder.decode(body)
        return message

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            got = self._sock.recv(count - len(data))
            assert got, "the worker is gone"
            data += got
        return data


def order(order_id: str, grammar: str) -> Order:
    return Order(
        order_id=order_id,
        prompt=(5, 6, 7),
        sampling=Sampling(temperature=1.0, top_p=1.0, top_k=0, seed=3),
        max_tokens=60,
        stop_ids=frozenset({MINI_END}),
        grammar=grammar,
    )


def answer(peer: Peer, order_id: str) -> tuple[list[int], Ended]:
    said = []
    for event in peer.events():
        if event.order_id != order_id:
            continue
        if isinstance(event, Sampled):
            said.append(event.token_id)
        if isinstance(event, Ended):
            return said, event
    raise AssertionError("never ended")


@pytest.mark.slow
def test_a_worker_with_nothing_else_to_do_wakes_when_a_grammar_is_ready() -> None:
    """It sleeps on its inbox, into which nobody puts anything meanwhile."""
    tokenizer = Tokenizer.from_file(str(mini.FOLDER / "tokenizer.json"))
    schema = b"""{"type": "object", "properties": {"a": {"enum": ["so", "no"]}}, "required": ["a"],
        "additionalProperties": false}"""
    grammar = Grammar(LarkPart("start: @answer"), (("answer", schema_part(Raw(schema))),)).text
    with Peer(mini.FOLDER) as peer:
        assert peer.ready().why_no_grammars == ""
        for count in range(3):  # compiled, compiled and stocked, taken from the stock
            peer.send(Submit(order(str(count), grammar)))
            said, ended = answer(peer, str(count))
            assert ended == Ended(str(count), Ending.FINISHED)
            assert said[-1] == MINI_END
            assert json.loads(tokenizer.decode(said[:-1]))["a"] in ("so", "no")

        peer.send(Submit(order("bad", "{")))
        assert answer(peer, "bad")[1].detail.startswith("the grammar cannot be compiled")


@pytest.mark.slow
def test_a_model_without_a_tokenizer_is_served_and_says_why_it_follows_no_grammar(
    tmp_path: Path,
) -> None:
    write_random_model(tmp_path, TINY, seed=1)
    with Peer(tmp_path) as peer:
        assert peer.ready().why_no_grammars.startswith("tokenizer.json cannot be read")

        peer.send(Submit(order("free", "")))
        assert answer(peer, "free")[1].ending is Ending.FINISHED
        peer.send(Submit(order("bound", JSON_OBJECT)))
        assert answer(peer, "bound")[1].detail == (
            "this model has no tokenizer that a grammar can be followed with"
        )
