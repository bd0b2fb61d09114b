"""What a real model answered and stored is answered again, byte by byte, also after a restart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openai import OpenAI

from rejoinder.cli.commands import group
from tests.server.process import ServerProcess, running

TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
ASKED: list[dict[str, Any]] = [
    {"messages": [{"role": "user", "content": "Tell me about the sea."}]},
    {
        "messages": [{"role": "user", "content": "Write a poem."}],
        "n": 3,
        "temperature": 1.3,
        "logprobs": True,
        "top_logprobs": 3,
        "frequency_penalty": 0.5,
    },
    {
        "messages": [{"role": "user", "content": "What is the weather in Rome?"}],
        "tools": [TOOL],
        "tool_choice": "required",
    },
    {
        "messages": [{"role": "user", "content": "Count to three."}],
        "response_format": {"type": "json_object"},
        "seed": -1,
        "stop": ["}"],
    },
]


def serve(home: Path) -> Any:  # noqa: ANN401 -- a context manager
    return running("rejoinder.cli", "serve", "--port", "0", "--log-level", "warning", home=home)


def store(server: ServerProcess) -> list[str]:
    """Each question once whole and once streamed."""
    with OpenAI(base_url=server.base_url, api_key="none") as client:
        for asked in ASKED:
            body: Any = {"model": "rejoinder-mini", "max_tokens": 48, **asked}
            client.chat.completions.create(**body, store=True)
            for _ in client.chat.completions.create(**body, store=True, stream=True):
                pass
        return [one.id for one in client.chat.completions.list(limit=3)]


def replayed(home: Path, server: ServerProcess, completion_id: str) -> tuple[int, str]:
    words = ["replay", "--data-dir", str(home), "--base-url", server.base_url, completion_id]
    done = CliRunner().invoke(group, words, catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.slow
def test_what_was_stored_is_answered_again(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        ids = store(server)
        for completion_id in ids:
            status, said = replayed(tmp_path, server, completion_id)
            assert status == 0, said
        assert len(ids) == 2 * len(ASKED)
    with serve(tmp_path) as server:
        for completion_id in ids:
            status, said = replayed(tmp_path, server, completion_id)
            assert status == 0, said
            assert "The fingerprint is the same" in said

    exported = CliRunner().invoke(
        group, ["completions", "export", "--data-dir", str(tmp_path)], catch_exceptions=False
    )
    lines = [json.loads(line) for line in exported.stdout.splitlines()]
    assert all(line["messages"][-1]["role"] == "assistant" for line in lines)
    assert sum("tools" in line for line in lines) == 2
