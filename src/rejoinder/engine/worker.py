"""The worker process: owns one model, takes orders from a socket, says back what happened.

Run as `python -m rejoinder.engine.worker FD`, where FD is its end of a Unix socket pair. Two
threads: one reads frames (and answers pings, so a frozen process is told from a busy one), one
steps the engine. When the other end closes, the server is gone, and so is the worker.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import queue
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from rejoinder.engine import worker_log
from rejoinder.engine.constraint import Constraints
from rejoinder.engine.core import Engine
from rejoinder.engine.fingerprint import engine_parts
from rejoinder.engine.protocol import (
    HEADER_BYTES,
    Cancel,
    CannotLoad,
    FromWorker,
    Gauges,
    Happened,
    Load,
    Loading,
    Ping,
    Pong,
    Ready,
    Submit,
    ToWorker,
    body_length,
    frame,
    to_worker_decoder,
)
from rejoinder.errors import SetupError

_log = logging.getLogger(__name__)

# Loads a model as told and says how it went: the engine and the facts for the server.
Loader = Callable[[Load, Callable[[str, float], None]], tuple[Engine, Ready]]


# What part of the whole a stage of loading is. Measured on a model of half a billion parameters on
# two busy cores: reading and quantising 4.3 s, compiling 1.0, the first call 2.8.
_SPANS = {"reading": (0.0, 0.53), "compiling": (0.53, 0.65), "warming up": (0.65, 1.0)}


class Connection:
    """The worker's end of the socket. Both threads write, so frames go out under a lock."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._lock = threading.Lock()

    def send(self, message: FromWorker) -> None:
        data = frame(message)
        with self._lock:
            self._sock.sendall(data)

    def receive(self) -> ToWorker | None:
        """The next message, or None when the other end has closed."""
        header = self._read(HEADER_BYTES)
        body = self._read(body_length(header)) if header else None
        return to_worker_decoder.decode(body) if body else None

    def _read(self, count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            try:
                got = self._sock.recv(count - len(parts))
            except ConnectionResetError:
                return None
            if not got:
                return None
            parts += got
        return bytes(parts)


class Worker:
    """Drains the inbox, steps the engine, reports; sleeps when there is nothing to do."""

    def __init__(self, connection: Connection, loader: Loader) -> None:
        self._connection = connection
        self._loader = loader
        self._inbox: queue.SimpleQueue[ToWorker | None] = queue.SimpleQueue()

    def run(self) -> None:
        worker_log.install(self._connection.send)
        threading.Thread(target=self._read, name="reader", daemon=True).start()
        first = self._inbox.get()
        if not isinstance(first, Load):
            return
        try:
            engine, ready = self._loader(first, self._report_loading)
        except SetupError as error:
            self._connection.send(CannotLoad(type(error).__name__, error.message, error.hint))
            return
        # What is ready is told to nobody: something in the inbox ends the wait, and `_serve` looks.
        engine.when_ready(lambda: self._inbox.put(None))
        self._connection.send(ready)
        self._serve(engine)

    def _read(self) -> None:
        while (message := self._connection.receive()) is not None:
            if isinstance(message, Ping):
                self._connection.send(Pong())
            else:
                self._inbox.put(message)
        # The server is gone: nobody can want what is being computed, and a step may take seconds.
        os._exit(0)

    def _report_loading(self, stage: str, fraction: float) -> None:
        begin, end = _SPANS.get(stage, (0.0, 1.0))
        self._connection.send(Loading(stage, begin + (end - begin) * fraction))

    def _serve(self, engine: Engine) -> None:
        while True:
            self._drain(engine, wait=not engine.has_work)
            events = engine.step()
            if not engine.has_work and not engine.num_preparing:
                engine.check_idle()
            if events:
                self._connection.send(Happened(tuple(events), _gauges(engine)))

    def _drain(self, engine: Engine, *, wait: bool) -> None:
        if wait:
            _apply(engine, self._inbox.get())
        while not self._inbox.empty():
            _apply(engine, self._inbox.get())


def _apply(engine: Engine, message: ToWorker | None) -> None:
    if isinstance(message, Submit):
        engine.add(message.order)
    elif isinstance(message, Cancel):
        if message.choice is None:
            engine.cancel(message.order_id)
        else:
            engine.cancel_choice(message.order_id, message.choice)


def _gauges(engine: Engine) -> Gauges:
    return Gauges(
        num_running=engine.num_running,
        num_waiting=engine.num_waiting,
        num_free_blocks=engine.num_free_blocks,
        num_cached_blocks=engine.num_cached_blocks,
        num_query_tokens=engine.num_query_tokens,
        num_hit_tokens=engine.num_hit_tokens,
    )


def load_openvino(load: Load, progress: Callable[[str, float], None]) -> tuple[Engine, Ready]:
    """The real loader: check that the model fits, build it, wrap an engine around it."""
    from rejoinder.engine import memory  # psutil and openvino only where a model is really loaded
    from rejoinder.engine.openvino.load import LoadOptions, estimate
    from rejoinder.engine.openvino.load import load as load_model
    from rejoinder.engine.openvino.machine import usable_cores

    folder = Path(load.folder)
    options = LoadOptions(
        weights=load.weights,
        kv_precision=load.kv_cache,
        threads=load.threads,
        max_model_len=load.max_model_len,
    )
    need = estimate(folder, options)
    kv_bytes = memory.kv_budget_bytes(
        free=memory.free_bytes(),
        weights_bytes=need.weights_bytes,
        block_bytes=need.kv_block_bytes,
        # One more than a full context: the runner keeps a block of its own.
        blocks_per_sequence=-(-need.max_model_len // need.block_tokens) + 1,
        max_sequences=load.max_sequences,
        asked_bytes=load.kv_bytes,
        name=folder.name,
    )
    model = load_model(folder, dataclasses.replace(options, kv_bytes=kv_bytes), progress)
    grammars, why_none = _grammars(folder, model.vocab_size, load.threads or usable_cores())
    engine = Engine(
        model,
        token_budget=load.token_budget,
        max_sequences=load.max_sequences,
        prefix_cache=load.prefix_cache,
        rehearses=load.prefix_cache,
        constraints=grammars,
    )
    ready = Ready(
        vocab_size=model.vocab_size,
        max_model_len=model.max_model_len,
        num_blocks=model.num_blocks,
        block_tokens=model.block_tokens,
        kv_bytes=kv_bytes,
        fingerprint_parts=(*dataclasses.astuple(model.fingerprint_parts()), *engine_parts()),
        why_no_grammars=why_none,
    )
    return engine, ready


def _grammars(folder: Path, vocab_size: int, threads: int) -> tuple[Constraints | None, str]:
    """Made while loading: later it would hold the interpreter, and all streams, for half a second.

    A model that no grammar can be followed with is served without.
    """
    from rejoinder.grammar.matcher import Grammars  # as above

    try:
        return Grammars.from_folder(folder, vocab_size=vocab_size, threads=threads), ""
    except ValueError as error:
        _log.warning("Grammars cannot be followed with the tokenizer in %s: %s", folder, error)
        return None, str(error)


def main() -> None:
    # The server decides when a worker ends: a Ctrl-C or a SIGTERM to the whole group must not cut
    # off answers that the server is still draining.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sock = socket.socket(fileno=int(sys.argv[1]))
    Worker(Connection(sock), load_openvino).run()


if __name__ == "__main__":
    main()
