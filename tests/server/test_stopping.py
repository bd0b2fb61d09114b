"""A real process on a real port: starting, signals, and what uvicorn's parser is kept from."""

from __future__ import annotations

import http.client
import json
import signal
import socket

import pytest

from rejoinder.errors import BadSetting
from rejoinder.server import run
from rejoinder.server.protocol import MAX_HEAD_BYTES
from tests.server.process import ServerProcess, serving


def words(response: http.client.HTTPResponse) -> str:
    """The rest of a stream."""
    return response.read().decode()


def until(response: http.client.HTTPResponse, text: str) -> str:
    said = ""
    while text not in said:
        line = response.readline()
        assert line, f"the stream ended: {said}"
        said += line.decode()
    return said


def test_a_signal_to_stop_lets_streams_finish_and_refuses_newcomers() -> None:
    with serving(drain_timeout="30s") as server:
        stream = server.post(model="slow", stream=True)
        until(stream, "Once")

        server.signal(signal.SIGTERM)
        while server.get("/ready").status == 200:  # the signal is on its way
            pass
        newcomer = server.post()
        refusal = json.load(newcomer)["error"]
        server.signal(signal.SIGUSR1)
        rest = words(stream)
        status, log = server.rest()

    assert (newcomer.status, refusal["code"]) == (503, "shutting_down")
    assert rest.endswith("data: [DONE]\n\n")
    assert status == 0
    assert "Traceback" not in log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stream_that_outlasts_the_drain_is_told_so_and_the_exit_is_clean(
    number: signal.Signals,
) -> None:
    with serving(drain_timeout="0s") as server:
        stream = server.post(model="slow", stream=True)
        until(stream, "Once")

        server.signal(number)
        rest = words(stream)
        status, log = server.rest()

    last = rest.split("\n\n")[-2].strip()
    assert json.loads(last.removeprefix("data: "))["error"]["code"] == "shutting_down"
    assert "[DONE]" not in rest
    assert status == 0
    assert "Traceback" not in log


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_second_signal_ends_the_process_at_once(number: signal.Signals, status: int) -> None:
    with serving(drain_timeout="1h") as server:
        stream = server.post(model="slow", stream=True)
        until(stream, "Once")
        server.signal(number)
        while server.get("/ready").status == 200:
            pass

        server.signal(number)

        assert server.rest()[0] == status


def test_an_idle_server_stops_at_once() -> None:
    with serving(drain_timeout="1h") as server:
        kept_open = server.connect()
        kept_open.request("GET", "/health")
        kept_open.getresponse().read()

        server.signal(signal.SIGTERM)

        assert server.rest()[0] == 0


def test_a_port_in_use_is_told_before_anything_is_loaded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(BadSetting, match=f"127.0.0.1:{port}.*in use"):
            run.bind("127.0.0.1", port)


def raw(server: ServerProcess, data: bytes) -> bytes:
    """Send bytes as they are; read to the end."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(data)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def test_the_parser_answers_in_the_apis_envelope() -> None:
    with serving() as server:
        garbage = raw(server, b"garbage\r\n\r\n")
        both = raw(
            server,
            b"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\n"
            b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        )
        # The byte too many is the last one, or closing with more unread would reset the connection.
        endless = raw(server, b"GET / HTTP/1.1\r\nx: ".ljust(MAX_HEAD_BYTES + 1, b"a"))

    for answer, status in ((garbage, b"400"), (both, b"400"), (endless, b"431")):
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 " + status), answer
        assert set(json.loads(body)["error"]) == {"message", "type", "param", "code"}


def test_a_body_over_the_limit_is_answered_while_it_is_still_being_sent() -> None:
    with serving(max_body="1MiB") as server:
        connection = server.connect()
        connection.request(
            "POST", "/v1/chat/completions", b"x" * 3 * 2**20, {"content-type": "application/json"}
        )

        response = connection.getresponse()
        assert json.load(response)["error"]["code"] == "request_too_large"


def test_the_welcome_can_be_pasted() -> None:
    with serving() as server:
        assert f"curl -s {server.base_url}/chat/completions" in server.said
        assert f"http://127.0.0.1:{server.port}/docs" in server.said


def test_a_log_for_programs_is_json_from_the_first_line_to_the_last() -> None:
    """What people are told stood among the lines, and no program could read the file."""
    with serving(log_format="json") as server:
        server.post().read()
        server.signal(signal.SIGTERM)
        _, log = server.rest()

    events = [json.loads(line)["event"] for line in (server.said + log).splitlines()]
    assert f"Ready on http://127.0.0.1:{server.port}" in events
    assert events[-1] == "draining"
