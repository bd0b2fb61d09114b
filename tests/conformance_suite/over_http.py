"""The fake server behind a socket, with ways to fail that only sockets have."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.conformance_suite.fake_server import FakeServer


class Server(ThreadingHTTPServer):
    """num_busy: how many requests are first told to come again."""

    daemon_threads = True

    def __init__(self, fake: FakeServer, *, num_busy: int, hangs: bool) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fake = fake
        self.num_busy = num_busy
        self.hangs = hangs
        self.stopped = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.server.num_busy:
            self.server.num_busy -= 1
            self.send_response(429)
            self.send_header("retry-after", "0")
            self.end_headers()
            return
        if self.server.hangs and self.command == "POST":
            self.server.stopped.wait()
            return
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        reply = self.server.fake.send(
            self.command, self.path.removeprefix("/v1"), body, api_key=key or None
        )
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what the tests print is theirs."""


@contextlib.contextmanager
def serving(fake: FakeServer, *, num_busy: int = 0, hangs: bool = False) -> Iterator[Server]:
    with Server(fake, num_busy=num_busy, hangs=hangs) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()
