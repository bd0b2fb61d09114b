"""Which paths answer, how, and that every refusal has the API's envelope."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import pytest
import structlog

from rejoinder import __version__, log
from rejoinder.errors import EngineFailed, ModelLoading, QueueFull, RejoinderError
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import CHAT, app_of, body_of, call, chat

USAGE = {
    "prompt_tokens": 7,
    "completion_tokens": 3,
    "total_tokens": 10,
    "prompt_tokens_details": {"cached_tokens": 5, "audio_tokens": 0},
    "completion_tokens_details": {
        "reasoning_tokens": 0,
        "audio_tokens": 0,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
    },
}


@pytest.mark.parametrize(
    "path",
    [CHAT, "/chat/completions", f"{CHAT}/", "//v1//chat/completions"],
)
def test_chat_answers_under_every_base_url_people_use(path: str) -> None:
    reply = call(app_of(), "POST", path, body_of())

    assert reply.status == 200
    assert reply.json()["choices"][0]["message"]["content"] == "Hello there"


def test_a_whole_answer_says_what_the_api_says() -> None:
    body = chat(app_of(ScriptedEngine(num_cached_tokens=5))).json()

    assert body.pop("id").startswith("chatcmpl-")
    assert body == {
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "scripted",
        "system_fingerprint": "fp_scripted",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Hello there", "refusal": None},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": USAGE,
    }


def test_every_answer_names_its_request_its_version_and_its_time() -> None:
    headers = chat(app_of(), {"x-request-id": "mine-1"}, seed=5).headers

    assert headers["x-request-id"] == "mine-1"
    assert headers["openai-version"] == "2020-10-01"
    assert headers["openai-processing-ms"] == "0"  # a clock that stands still
    assert headers["x-rejoinder-seed"] == "5"


@pytest.mark.parametrize("given", ["", "a" * 129, "caf\u00e9", "tab\there"])
def test_a_request_id_that_is_not_sane_is_replaced(given: str) -> None:
    assert chat(app_of(), {"x-request-id": given}).headers["x-request-id"].startswith("req_")


def test_the_seed_that_was_drawn_is_told_so_that_the_answer_can_be_had_again() -> None:
    engine = ScriptedEngine()

    reply = chat(app_of(engine))

    assert reply.headers["x-rejoinder-seed"] == str(engine.asks[0].seed)


def test_unknown_parameters_are_named_in_a_header_that_cannot_be_split() -> None:
    body = body_of(**{"colour": "red", "x\r\nset-cookie: a": 1})

    reply = call(app_of(), "POST", CHAT, body)

    warning = reply.headers["x-rejoinder-warning"]
    assert reply.status == 200
    assert warning.startswith("unknown parameters ignored: colour, ")
    assert "\r" not in warning
    assert "\n" not in warning


def test_a_strict_server_refuses_what_nobody_defines() -> None:
    reply = chat(app_of(strict=True), colour="red")

    assert reply.status == 400
    assert (reply.error["code"], reply.error["param"]) == ("unknown_parameter", "colour")
    assert chat(app_of(strict=True)).status == 200


@pytest.mark.parametrize(("sent", "meant"), [({}, 7), ({"top_k": 3}, 3), ({"top_k": -1}, 0)])
def test_the_default_of_top_k_can_be_set(sent: dict[str, Any], meant: int) -> None:
    engine = ScriptedEngine()

    chat(app_of(engine, default_top_k=7), **sent)

    assert engine.asks[0].top_k == meant


def test_models_are_listed_and_found_by_names_with_slashes() -> None:
    app = app_of(ScriptedEngine(names=("org/one", "two")))

    listed = call(app, "GET", "/v1/models").json()
    found = call(app, "GET", "/models/org/one").json()  # the server has decoded %2F

    assert [model["id"] for model in listed["data"]] == ["org/one", "two"]
    assert found == listed["data"][0]


@pytest.mark.parametrize("path", ["/health", "/healthz", "/livez", "/v1/health"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_says_that_the_process_turns_even_without_a_model(method: str, path: str) -> None:
    assert call(app_of(ScriptedEngine(reasons=("Loading.",))), method, path).status == 200


@pytest.mark.parametrize("path", ["/ready", "/readyz"])
def test_readiness_gives_the_engines_reasons(path: str) -> None:
    engine = ScriptedEngine(reasons=("The model `a` is still loading.",))
    app = app_of(engine)

    before = call(app, "GET", path)
    engine.reasons = ()
    after = call(app, "GET", path)

    assert (before.status, after.status) == (503, 200)
    assert before.json()["reasons"] == ["The model `a` is still loading."]


def test_version_and_greeting_say_what_this_is() -> None:
    assert call(app_of(), "GET", "/version").json()["version"] == __version__
    assert __version__ in call(app_of(), "GET", "/").body.decode()


def test_metrics_count_requests_and_tokens() -> None:
    app = app_of()
    chat(app)
    chat(app)
    call(app, "GET", "/secret/path")

    page = call(app, "GET", "/metrics").body.decode()

    assert 'rejoinder_requests_total{route="/chat/completions",status="200"} 2.0' in page
    assert 'rejoinder_requests_total{route="none",status="404"} 1.0' in page
    assert 'rejoinder_prompt_tokens_total{model="scripted"} 14.0' in page
    assert 'rejoinder_generation_tokens_total{model="scripted"} 6.0' in page
    assert 'rejoinder_time_to_first_token_seconds_count{model="scripted"} 2.0' in page
    assert 'rejoinder_inter_token_latency_seconds_count{model="scripted"} 2.0' in page
    assert "rejoinder_num_requests_running 0.0" in page
    assert "rejoinder_num_requests_waiting 0.0" in page


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code"),
    [
        ("POST", CHAT, b"{", {}, 400, "invalid_json"),
        ("POST", CHAT, b"", {}, 400, "invalid_json"),
        ("POST", CHAT, b"{}", {}, 400, "missing_required_parameter"),
        ("POST", CHAT, body_of(model=3), {}, 400, "invalid_type"),
        ("POST", CHAT, body_of(temperature=9), {}, 400, "invalid_value"),
        ("POST", CHAT, body_of(model="other"), {}, 404, "model_not_found"),
        ("GET", CHAT, b"", {}, 405, "method_not_allowed"),
        ("DELETE", "/v1/models", b"", {}, 405, "method_not_allowed"),
        ("OPTIONS", CHAT, b"", {}, 405, "method_not_allowed"),
        ("GET", "/v1/nothing", b"", {}, 404, "not_found"),
        ("GET", "/docs/../app.py", b"", {}, 404, "not_found"),
        ("GET", "/docs/README.md", b"", {}, 404, "not_found"),
        ("GET", "/v1/models/other", b"", {}, 404, "model_not_found"),
        ("POST", CHAT, b"x" * 1001, {}, 413, "request_too_large"),
        ("POST", CHAT, body_of(), {"content-type": "text/plain"}, 415, "unsupported_media_type"),
        ("POST", CHAT, body_of(), {"content-encoding": "gzip"}, 415, "unsupported_media_type"),
        ("POST", CHAT, body_of(), {"origin": "http://evil"}, 415, "unsupported_media_type"),
        ("GET", "/v1/models", b"", {"host": "evil.example"}, 421, "host_not_allowed"),
    ],
)
def test_every_refusal_has_the_apis_envelope(
    method: str, path: str, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    reply = call(app_of(max_body_bytes=1000), method, path, body, headers)

    assert reply.error["code"] == code
    assert reply.status == status
    assert reply.headers["x-request-id"].startswith("req_")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ModelLoading(model="scripted"), 503),
        (QueueFull(num_waiting=3, max_waiting=2), 429),
        (EngineFailed("it broke"), 500),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_refusing_engine_is_an_http_error_also_where_a_stream_is_wanted(
    error: RejoinderError, status: int, stream: bool
) -> None:
    reply = chat(app_of(ScriptedEngine(refuse=error)), stream=stream)

    assert reply.status == status
    assert reply.error["message"].startswith(error.message)
    if status in (429, 503):
        assert reply.headers["retry-after"] == "1"


def test_a_wrong_method_is_told_the_right_ones() -> None:
    assert call(app_of(), "GET", CHAT).headers["allow"] == "POST"
    assert call(app_of(), "POST", "/v1/models").headers["allow"] == "GET, HEAD"


def test_our_own_mistakes_show_an_id_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reply = chat(app_of(ScriptedEngine([RuntimeError("secret path /root")])))

    assert reply.status == 500
    assert "secret" not in reply.body.decode()
    assert reply.headers["x-request-id"] in reply.error["message"]
    assert "secret path /root" in capsys.readouterr().out  # the log, which tests leave on stdout


def test_a_body_too_large_is_refused_before_it_has_all_arrived() -> None:
    parts = [b"x" * 600, b"x" * 600, b"x" * 600]

    reply = call(app_of(max_body_bytes=1000), "POST", CHAT, parts)

    assert reply.status == 413
    assert reply.num_read == 2


def test_a_body_declared_too_large_is_not_read_at_all() -> None:
    reply = call(app_of(max_body_bytes=1000), "POST", CHAT, b"x", {"content-length": "1001"})

    assert reply.status == 413
    assert reply.num_read == 0


def test_a_body_may_come_in_pieces_and_be_exactly_as_long_as_allowed() -> None:
    body = body_of()

    reply = call(app_of(max_body_bytes=len(body)), "POST", CHAT, [body[:9], body[9:]])

    assert reply.status == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8484", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8484", 200),
        ("127.0.0.1.evil.example", 421),
        ("evil.example:8484", 421),
        ("localhost@evil.example", 421),
        ("evil.example?localhost", 421),
    ],
)
def test_on_loopback_only_loopback_names_are_answered(host: str, status: int) -> None:
    """Without this a stranger's page can have its own name resolve to 127.0.0.1."""
    assert call(app_of(), "GET", "/v1/models", headers={"host": host}).status == status


def test_hosts_can_be_named_or_all_allowed() -> None:
    named = app_of(allowed_hosts=["ai.lan"])
    public = app_of(host="0.0.0.0", no_auth=True)

    assert call(named, "GET", "/health", headers={"host": "ai.lan:80"}).status == 200
    assert call(named, "GET", "/health", headers={"host": "localhost"}).status == 421
    assert call(public, "GET", "/health", headers={"host": "any.thing"}).status == 200


def test_no_page_of_a_stranger_is_told_that_it_may_read() -> None:
    reply = call(app_of(), "GET", "/v1/models", headers={"origin": "https://app.example"})

    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_a_page_that_was_named_may_ask_and_read() -> None:
    app = app_of(cors_origins=["https://app.example"])
    page = {"origin": "https://app.example"}

    preflight = call(
        app,
        "OPTIONS",
        CHAT,
        headers={
            **page,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,x-stainless-os",
        },
    )
    reply = chat(app, {**page, "content-type": "application/json"})
    stranger = call(app, "GET", "/v1/models", headers={"origin": "https://evil.example"})

    assert preflight.status == 204
    assert preflight.headers["access-control-allow-origin"] == "https://app.example"
    assert preflight.headers["access-control-allow-headers"] == "authorization,x-stainless-os"
    assert reply.headers["access-control-allow-origin"] == "https://app.example"
    assert "x-request-id" in reply.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in stranger.headers
    assert stranger.headers["vary"] == "origin"


def test_while_draining_chat_is_refused_and_health_is_not() -> None:
    lifecycle = Lifecycle()
    app = app_of(lifecycle=lifecycle)

    asyncio.run(lifecycle.drain(timeout_s=0))

    assert chat(app).error["code"] == "shutting_down"
    assert chat(app).status == 503
    assert call(app, "GET", "/ready").json()["reasons"] == ["The server is shutting down."]
    assert call(app, "GET", "/health").status == 200


def test_the_log_has_a_line_per_request_and_nothing_of_what_was_said() -> None:
    stream = io.StringIO()
    log.configure(level="info", log_format="json", stream=stream)
    chat(app_of(), {"x-request-id": "mine"}, messages=[{"role": "user", "content": "private"}])

    out = stream.getvalue()
    structlog.reset_defaults()
    line = json.loads(out)
    assert "private" not in out
    assert line["request_id"] == "mine"
    assert line["route"] == "/chat/completions"
    assert (line["status"], line["num_prompt_tokens"], line["num_completion_tokens"]) == (200, 7, 3)
