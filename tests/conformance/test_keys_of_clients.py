"""Keys as the official client meets them: what it raises, and what it can still do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from click.testing import CliRunner
from openai import OpenAI

from rejoinder.cli.commands import group
from tests.server.process import ServerProcess, serving


def made(home: Path, *words: str) -> str:
    """The secret of a new key."""
    typed = ["keys", "create", "a key", *words, "--data-dir", str(home)]
    result = CliRunner().invoke(group, typed, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def secret(home: Path) -> str:
    return made(home)


@pytest.fixture(scope="module")
def server(home: Path, secret: str) -> Iterator[ServerProcess]:
    with serving(home=home) as server:
        yield server


def client(server: ServerProcess, key: str, project: str | None = None) -> OpenAI:
    return OpenAI(base_url=server.base_url, api_key=key, project=project, max_retries=0)


def ask(client: OpenAI) -> str | None:
    with client:
        answer = client.chat.completions.create(
            model="scripted", messages=[{"role": "user", "content": "Hi"}]
        )
    return answer.choices[0].message.content


def test_the_right_key_gets_answers(server: ServerProcess, secret: str) -> None:
    assert ask(client(server, secret)) == "Hello there"
    assert ask(client(server, secret, project="default")) == "Hello there"


def test_a_wrong_key_is_an_authentication_error(server: ServerProcess) -> None:
    with pytest.raises(openai.AuthenticationError) as caught:
        ask(client(server, "sk-wrong-wrong-wrong"))

    assert caught.value.code == "invalid_api_key"
    assert caught.value.response.headers["www-authenticate"] == "Bearer"
    assert "sk-***rong" in caught.value.message


def test_another_project_is_an_authentication_error(server: ServerProcess, secret: str) -> None:
    with pytest.raises(openai.AuthenticationError) as caught:
        ask(client(server, secret, project="proj_other"))

    assert caught.value.code == "mismatched_project"


def test_a_key_that_may_only_read_is_denied_answers(home: Path, server: ServerProcess) -> None:
    key = made(home, "--scope", "read")
    while True:  # the server looks by itself
        try:
            with client(server, key) as reader:
                assert next(model.id for model in reader.models.list()) == "scripted"
            break
        except openai.AuthenticationError:
            continue

    with pytest.raises(openai.PermissionDeniedError) as caught:
        ask(client(server, key))
    assert caught.value.code == "insufficient_permissions"


def test_a_stream_is_refused_before_it_begins(server: ServerProcess) -> None:
    with client(server, "sk-wrong") as stranger, pytest.raises(openai.AuthenticationError):
        stranger.chat.completions.create(
            model="scripted", messages=[{"role": "user", "content": "Hi"}], stream=True
        )
