"""The command, over real sockets: what it prints, writes, and ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rejoinder.cli.commands import group
from rejoinder.conformance.suite import ROWS, choose
from rejoinder.conformance.transport import HttpTransport, NoAnswer
from rejoinder.errors import SetupError
from tests.conformance_suite.fake_server import FakeServer
from tests.conformance_suite.over_http import serving


def conformance(*words: str, **variables: str) -> Result:
    env = {"OPENAI_BASE_URL": None, "OPENAI_API_KEY": None, "COLUMNS": "120", **variables}
    return CliRunner().invoke(group, ["conformance", *words], env=env)


def test_a_table_a_file_and_status_0_where_nothing_is_ignored_or_wrong(tmp_path: Path) -> None:
    file = tmp_path / "results.json"

    with serving(FakeServer("usage.no_null")) as server:
        done = conformance(
            "--base-url", server.base_url, "--only", "stream_options", "--json", str(file)
        )

    assert done.exit_code == 0, done.output
    assert "stream_options.include_usage        partly    other chunks have no" in done.stdout
    assert "fake: 2 honoured, 1 partly (" in done.stdout
    written = json.loads(file.read_text())
    assert written["counts"] == {"honoured": 2, "partly": 1}
    assert written["rows"][0] == {
        "row": "stream_options.include_usage",
        "section": "Streams",
        "promise": "`include_usage` adds a last chunk with usage and no choices; all others have "
        "`usage: null`",
        "source": "OpenAPI 2.3.0, ChatCompletionStreamOptions.include_usage",
        "verdict": "partly",
        "reason": "other chunks have no `usage: null`",
    }


def test_status_1_where_something_is_ignored() -> None:
    with serving(FakeServer("n")) as server:
        done = conformance("--base-url", server.base_url, "--only", "n", "--skip", "n.usage")

    assert done.exit_code == 1
    assert "1 came" in done.stdout
    assert "n.usage" not in done.stdout


def test_the_address_and_the_key_come_from_the_usual_variables() -> None:
    with serving(FakeServer(key="secret")) as server:
        done = conformance(
            "--only", "auth", OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY="secret"
        )

    assert "1 honoured (" in done.stdout


def test_another_model_can_be_asked() -> None:
    with serving(FakeServer()) as server:
        done = conformance("--base-url", server.base_url, "--only", "n.limits", "-m", "other")

    assert "other: 1 honoured" in done.stdout


def test_the_rows_can_be_listed() -> None:
    lines = conformance("--list", COLUMNS="1000").stdout.splitlines()

    assert [line.split()[0] for line in lines] == [row.id for row in ROWS]


def test_a_row_that_does_not_exist_is_told() -> None:
    with pytest.raises(SetupError, match="There is no row `stops`"):
        choose(("stops",))


def test_no_server_is_told_with_what_to_do() -> None:
    done = conformance("--base-url", "http://127.0.0.1:1/v1")

    assert isinstance(done.exception, SetupError)
    assert "No server answers at http://127.0.0.1:1/v1" in done.exception.message
    assert done.exception.hint is not None
    assert "`rejoinder serve` starts one" in done.exception.hint


@pytest.mark.parametrize("url", ["127.0.0.1:8484", "ftp://x/v1", "http://[", "http://x:port/v1"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(SetupError, match="is no address of a server"):
        HttpTransport(url, api_key=None, timeout_s=1)


def test_a_server_that_says_when_to_come_again_is_asked_again() -> None:
    with serving(FakeServer(), num_busy=2) as server:
        transport = HttpTransport(server.base_url, api_key=None, timeout_s=10)

        assert transport.send("GET", "/models").status == 200
        assert transport.num_requests == 3


def test_an_answer_that_does_not_come_ends_its_row_and_not_the_run() -> None:
    with serving(FakeServer(), hangs=True) as server:
        transport = HttpTransport(server.base_url, api_key=None, timeout_s=0.05)
        with pytest.raises(NoAnswer, match=r"no answer within 0\.05 s"):
            transport.send("POST", "/chat/completions", b"{}")
        done = conformance(
            "--base-url", server.base_url, "--only", "n", "--skip", "n.limits", "--timeout", "0.05"
        )

    assert done.exit_code == 1
    assert done.stdout.count("no answer within 0.05 s") == 3


def test_a_server_that_answers_no_more_is_not_asked_for_hours() -> None:
    """It took half an hour to be told of a server that hung."""
    with serving(FakeServer(), hangs=True) as server:
        done = conformance(
            "--base-url", server.base_url, "--only", "stop", "--only", "n", "--timeout", "0.05"
        )

    assert "4 untested, 4 wrong" in done.stdout
    assert done.stdout.count("the server has stopped answering") == 4
