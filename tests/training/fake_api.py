"""A server with the Chat Completions API that answers from a function, on a port of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

JsonObject = dict[str, object]
# Told the path below /v1/ and the body; a whole answer, or a status for an error.
Script = Callable[[str, JsonObject], JsonObject | int]


def message(content: str | None = None, *calls: tuple[str, str]) -> JsonObject:
    """An answer of POST /v1/chat/completions. Each call is a name and arguments."""
    said: JsonObject = {"role": "assistant", "content": content}
    if calls:
        said["tool_calls"] = [
            {"id": name, "type": "function", "function": {"name": name, "arguments": arguments}}
            for name, arguments in calls
        ]
    return {"choices": [{"index": 0, "message": said}]}


def text(*choices: str, logprobs: dict[str, list[float]] | None = None) -> JsonObject:
    """An answer of POST /v1/completions. logprobs: of each choice's tokens, none if not given."""
    made = []
    for i, choice in enumerate(choices):
        values = (logprobs or {}).get(choice, [])
        tokens = [choice] if len(values) == 1 else list(choice)
        shown = {"tokens": tokens[: len(values)], "token_logprobs": values}
        made.append({"index": i, "text": choice, "logprobs": shown})
    return {"choices": made}


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The base URL, while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({"data": [{"id": "fake"}]})

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            self._answer(script(self.path.removeprefix("/v1/"), body))

        def _answer(self, answer: JsonObject | int) -> None:
            status = answer if isinstance(answer, int) else 200
            told = json.dumps({"error": "no"} if isinstance(answer, int) else answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
