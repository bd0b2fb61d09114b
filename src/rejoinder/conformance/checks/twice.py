"""Requests that come twice with one `Idempotency-Key`, as clients send that lost their connection.

The API's documents do not promise it; the draft standard and those who take such keys do. A server
that knows nothing of it is not blamed: one that takes the key must mean it.
"""

from __future__ import annotations

import json
import secrets
from concurrent.futures import ThreadPoolExecutor

from rejoinder.conformance.probe import CHAT, Probe
from rejoinder.conformance.replies import Answer, Json, Rejected, Stream
from rejoinder.conformance.row import Section
from rejoinder.conformance.transport import Reply
from rejoinder.conformance.verdict import Finding, honoured, untested, wrong

section = Section("Requests that come twice")


def _key() -> str:
    return f"conformance-{secrets.token_hex(12)}"


def _ask(probe: Probe, key: str, **parameters: object) -> Reply:
    body = probe.body(temperature=1, max_tokens=8, **parameters)
    headers = {"idempotency-key": key}
    return probe.transport.send("POST", CHAT, json.dumps(body).encode(), headers=headers)


def _id(reply: Reply) -> str:
    if reply.status != 200:
        raise Rejected(reply)
    return Answer(Json.read(reply.body, "the answer"), {}).json.string("id")


def _data(reply: Reply) -> list[bytes]:
    """What a stream says, without comments that kept it alive."""
    return [line for line in reply.body.splitlines() if line.startswith(b"data:")]


def _takes_keys(probe: Probe) -> bool:
    def learn() -> bool:
        key = _key()
        return _id(_ask(probe, key)) == _id(_ask(probe, key))

    return probe.once("idempotency", learn)


@section.row("idempotency.same", "idempotency")
def answers_once(probe: Probe) -> Finding:
    """The same key and body get the same answer again.

    Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.6: "respond with the result of
    the previously completed operation".
    """
    if not _takes_keys(probe):
        return untested("the header has no effect, and the API's documents do not promise one")
    key = _key()
    first, second = _ask(probe, key), _ask(probe, key)
    if first.body != second.body:
        return wrong("the second answer has other bytes")
    if _id(_ask(probe, _key())) == _id(first):
        return wrong("another key got the same answer")
    return honoured()


@section.row("idempotency.stream", "idempotency")
def streams_once(probe: Probe) -> Finding:
    """A stream that is asked for again is the same stream.

    Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.6.
    """
    if not _takes_keys(probe):
        return untested("the header has no effect")
    key = _key()
    replies = [_ask(probe, key, stream=True) for _ in range(2)]
    for reply in replies:
        if reply.status != 200:
            raise Rejected(reply)
        Stream.read(reply)
    first, second = (_data(reply) for reply in replies)
    return honoured() if first == second else wrong("the second stream is another")


@section.row("idempotency.other", "idempotency")
def refuses_another_body(probe: Probe) -> Finding:
    """A key that comes with another body is refused.

    Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.7: "422 Unprocessable Content".
    """
    if not _takes_keys(probe):
        return untested("the header has no effect")
    key = _key()
    _id(_ask(probe, key))
    other = _ask(probe, key, user="another")
    if other.status == 200:
        return wrong("another body was answered")
    return honoured() if 400 <= other.status < 500 else wrong(f"it got the status {other.status}")


@section.row("idempotency.together", "idempotency")
def answers_once_together(probe: Probe) -> Finding:
    """Two requests at once with one key get one answer, or one of them is told of the conflict.

    Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.7: "409 Conflict".
    """
    if not _takes_keys(probe):
        return untested("the header has no effect")
    key = _key()
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(_ask, probe, key) for _ in range(2)]
        replies = [one.result() for one in asked]
    ids = {_id(reply) for reply in replies if reply.status != 409}
    return honoured() if len(ids) == 1 else wrong(f"{len(ids)} answers were made")
