"""Runs the application under uvicorn, and stops it gracefully.

The first signal to stop closes nothing: the socket goes on accepting, so that a client that comes
now reads a 503 and not a refused connection, while answers under way finish. The second ends the
process at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator

import structlog
import uvicorn
from starlette.types import ASGIApp

from rejoinder.engines.base import ChatEngine
from rejoinder.errors import BadSetting
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.protocol import HttpProtocol

_log = structlog.get_logger()

# Longer than the 60 s for which proxies keep idle connections to us, lest they use one just closed.
KEEP_ALIVE_S = 75

# After the drain only last frames are still being sent.
LAST_FRAMES_S = 10

# Runs while the server does, and may call what it is given to stop it.
Beside = Callable[[Callable[[], None]], Coroutine[None, None, None]]


def bind(host: str, port: int) -> socket.socket:
    """Take the address before anything slow begins. Raises `BadSetting` if it cannot be had."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, number)
        try:
            if os.name == "posix":  # elsewhere the option lets two servers share a port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(2048)  # uvicorn does it again; until then clients wait, not fail
        except OSError:
            listener.close()
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadSetting(
            setting="host and port",
            value=f"{host}:{port}",
            rule=f"it cannot be listened on: {reason}",
            source="the settings",
        ) from None
    return listener


def run(
    app: ASGIApp,
    *,
    engine: ChatEngine,
    backing: Backing,
    lifecycle: Lifecycle,
    listener: socket.socket,
    drain_timeout_s: float,
    beside: Beside,
) -> None:
    """Serve until a signal, or until `beside` says so. Returns after a graceful stop."""
    config = uvicorn.Config(
        app,
        http=HttpProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing here depends on who says to be whom
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=LAST_FRAMES_S,
    )
    server = _Server(config)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(server, engine, backing, lifecycle, listener, drain_timeout_s, beside))


class _Server(uvicorn.Server):
    """Leaves signals to us: uvicorn stops accepting at the first, and ends by raising it again."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(
    server: _Server,
    engine: ChatEngine,
    backing: Backing,
    lifecycle: Lifecycle,
    listener: socket.socket,
    drain_timeout_s: float,
    beside: Beside,
) -> None:
    stop = asyncio.Event()
    with _signals(stop):
        try:
            await engine.start()  # returns at once; the database is opened while it loads
            backing.check_models([model.name for model in engine.models()])
            await backing.start()
            async with asyncio.TaskGroup() as tasks:
                companion = tasks.create_task(beside(stop.set))
                serving = tasks.create_task(server.serve(sockets=[listener]))
                await stop.wait()
                _log.info("draining", num_under_way=lifecycle.num_under_way)
                await lifecycle.drain(timeout_s=drain_timeout_s)
                companion.cancel()
                server.should_exit = True
                await serving
        finally:
            try:
                await engine.stop()
            finally:
                await backing.stop()


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """The first SIGINT or SIGTERM sets `stop`; the second ends the process at once."""
    loop = asyncio.get_running_loop()

    def on_signal(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)  # as a shell reports death by a signal; workers notice it
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, on_signal, number)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
