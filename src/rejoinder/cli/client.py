"""A small client of the API over the standard library: one request, its answer as it comes.

Raises `SetupError` for what a person must fix, with a hint.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Generator, Iterator
from typing import Literal, NamedTuple, TypedDict
from urllib.parse import urlsplit

from rejoinder import __version__
from rejoinder.errors import SetupError

# A cold model may read a long prompt for minutes before its first word.
TIMEOUT_S = 600.0

_KEY_HINT = "A key is given by `--api-key`, or by OPENAI_API_KEY."


class Said(TypedDict):
    """One message of the conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


class Piece(NamedTuple):
    """More of an answer, or of what the model thinks before it."""

    text: str
    is_thought: bool = False


class Client:
    """base_url: with its `/v1`, as everywhere."""

    def __init__(self, base_url: str, *, api_key: str | None) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SetupError(
                f"`{base_url}` is no address of a server.",
                hint="It looks like `http://127.0.0.1:8484/v1`.",
            )
        self.base_url = base_url.rstrip("/")
        self._is_secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._path = parts.path.rstrip("/")
        self._headers = {"user-agent": f"rejoinder/{__version__}"}
        if api_key:
            self._headers["authorization"] = f"Bearer {api_key}"

    def models(self) -> list[str]:
        """Names that can be asked."""
        connection, response = self._send("GET", "/models", None)
        try:
            body = json.loads(response.read())
            return [str(model["id"]) for model in body["data"]]
        except (ValueError, KeyError, TypeError) as error:
            raise SetupError(f"{self.base_url}/models answered with no list of models.") from error
        finally:
            connection.close()

    def stream(self, request: dict[str, object]) -> Generator[Piece, None, None]:
        """The answer, piece by piece. Closing the generator closes the connection, which
        tells the server to stop."""
        body = json.dumps({**request, "stream": True}).encode()
        connection, response = self._send("POST", "/chat/completions", body)
        try:
            yield from _pieces(response)
        except (OSError, http.client.HTTPException) as error:
            raise SetupError(f"The connection to {self.base_url} broke: {error}.") from error
        finally:
            connection.close()

    def whole(self, body: bytes) -> bytes:
        """The answer to a request that wants no stream, as it came."""
        connection, response = self._send("POST", "/chat/completions", body)
        try:
            return response.read()
        except (OSError, http.client.HTTPException) as error:
            raise SetupError(f"The connection to {self.base_url} broke: {error}.") from error
        finally:
            connection.close()

    def _send(
        self, method: str, path: str, body: bytes | None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        kind = http.client.HTTPSConnection if self._is_secure else http.client.HTTPConnection
        connection = kind(self._host, self._port, timeout=TIMEOUT_S)
        headers = dict(self._headers)
        if body is not None:
            headers["content-type"] = "application/json"
        try:
            connection.request(method, self._path + path, body=body, headers=headers)
            response = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise SetupError(
                f"No server answers at {self.base_url}: {error}.",
                hint="`rejoinder serve` starts one; `--base-url` names another.",
            ) from error
        if response.status != 200:
            text = response.read()
            connection.close()
            hint = _KEY_HINT if response.status == http.client.UNAUTHORIZED else None
            raise SetupError(f"{_message(text)} (status {response.status})", hint=hint)
        return connection, response


def _pieces(response: http.client.HTTPResponse) -> Iterator[Piece]:
    is_done = False
    for line in response:
        if not line.startswith(b"data:"):
            continue  # comments and the empty lines between events
        data = line[5:].strip()
        if data == b"[DONE]":
            is_done = True
            break
        chunk = json.loads(data)
        if "error" in chunk:
            raise SetupError(_message(data))
        for choice in chunk.get("choices", ()):
            delta = choice["delta"]
            # Servers name it either way, and some both.
            if thought := delta.get("reasoning_content") or delta.get("reasoning"):
                yield Piece(thought, is_thought=True)
            if text := delta.get("content"):
                yield Piece(text)
    if not is_done:
        raise SetupError("The server ended its answer half-way.")


def _message(body: bytes) -> str:
    """What an error body says, or as much of a strange one as fits a line."""
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return body[:200].decode(errors="replace") or "The server gave no reason."
