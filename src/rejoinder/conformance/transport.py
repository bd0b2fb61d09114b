"""Requests and their whole answers over HTTP, with the standard library.

Every request has a connection of its own, so that several can be under way at once. An answer is
read to its end: what a check judges is what was said, and streams say it in order.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from rejoinder import __version__
from rejoinder.errors import SetupError

# An answer of the suite has a few hundred tokens; only a server gone wrong sends more than this.
MAX_BODY_BYTES = 16 * 2**20
# A server that is busy says when to come again; longer than this is not waited for.
MAX_RETRY_AFTER_S = 10.0
MAX_TRIES = 3
# After so many requests in a row without an answer nothing more is sent, or a run would last hours.
MAX_UNANSWERED = 4


class NoAnswer(Exception):
    """No whole answer came: the connection failed, or time ran out."""


class Gone(Exception):
    """Nothing is asked any more: the server has stopped answering."""


@dataclass(frozen=True)
class Reply:
    """headers: names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """What carries a request there and its answer back."""

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        api_key: str | None = None,
        is_patient: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """path: below the base URL. api_key: instead of the usual one. is_patient: a 429 that says
        when to come again is obeyed, within reason. headers: more than there are in any case.
        Raises NoAnswer, Gone."""
        ...


class HttpTransport:
    """base_url: with its `/v1`, as everywhere. timeout_s: for one whole answer."""

    def __init__(self, base_url: str, *, api_key: str | None, timeout_s: float) -> None:
        try:
            parts = urlsplit(base_url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SetupError(
                f"`{base_url}` is no address of a server.",
                hint="It looks like `http://127.0.0.1:8484/v1`.",
            )
        self.base_url = base_url.rstrip("/")
        self.num_requests = 0
        self._num_unanswered = 0
        self._kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._host, self._port, self._path = parts.hostname, port, parts.path.rstrip("/")
        self._api_key = api_key
        self._timeout_s = timeout_s

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        api_key: str | None = None,
        is_patient: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        said = {**(headers or {}), **self._headers(body, api_key or self._api_key)}
        for _ in range(MAX_TRIES - 1 if is_patient else 0):
            reply = self._send_once(method, path, body, said)
            wait_s = _retry_after_s(reply)
            if wait_s is None:
                return reply
            time.sleep(wait_s)
        return self._send_once(method, path, body, said)

    def _headers(self, body: bytes | None, api_key: str | None) -> dict[str, str]:
        headers = {"user-agent": f"rejoinder-conformance/{__version__}"}
        if api_key:
            headers["authorization"] = f"Bearer {api_key}"
        if body is not None:
            headers["content-type"] = "application/json"
        return headers

    def _send_once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        if self._num_unanswered >= MAX_UNANSWERED:
            raise Gone("the server has stopped answering")
        self.num_requests += 1
        connection = self._kind(self._host, self._port, timeout=self._timeout_s)
        try:
            connection.request(method, self._path + path, body=body, headers=dict(headers))
            response = connection.getresponse()
            reply = Reply(
                status=response.status,
                headers={name.lower(): value for name, value in response.getheaders()},
                body=self._read(response),
            )
            self._num_unanswered = 0
            return reply
        except TimeoutError as error:
            self._num_unanswered += 1
            raise NoAnswer(f"no answer within {self._timeout_s:g} s") from error
        except (OSError, http.client.HTTPException) as error:
            self._num_unanswered += 1
            raise NoAnswer(f"the connection failed: {error or type(error).__name__}") from error
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """The socket's own timeout is for one read; a stream that trickles is cut here."""
        deadline_s = time.monotonic() + self._timeout_s
        pieces: list[bytes] = []
        num_bytes = 0
        while piece := response.read1(65536):
            pieces.append(piece)
            num_bytes += len(piece)
            if num_bytes > MAX_BODY_BYTES:
                raise NoAnswer(f"an answer of more than {MAX_BODY_BYTES} bytes")
            if time.monotonic() > deadline_s:
                raise NoAnswer(f"no end of the answer within {self._timeout_s:g} s")
        return b"".join(pieces)


def _retry_after_s(reply: Reply) -> float | None:
    """How long to wait before the request is sent again; None where it is not."""
    if reply.status != 429:
        return None
    try:
        wait_s = float(reply.headers.get("retry-after", ""))
    except ValueError:
        return None
    return wait_s if 0 <= wait_s <= MAX_RETRY_AFTER_S else None
