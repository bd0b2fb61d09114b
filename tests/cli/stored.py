"""Stored completions, put into a database as a server would."""

from __future__ import annotations

import json
from typing import Any

from rejoinder.store import completions
from rejoinder.store.completion_rows import Completion
from tests.store.databases import connected

HI: list[dict[str, Any]] = [{"role": "user", "content": "Hi"}]


def choice(text: str | None = "Hello", reason: str = "stop", **message: object) -> dict[str, Any]:
    return {
        "index": 0,
        "message": {"role": "assistant", "content": text, "refusal": None, **message},
        "logprobs": None,
        "finish_reason": reason,
    }


def answer(*choices: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "mini",
        "choices": [{**one, "index": index} for index, one in enumerate(choices or (choice(),))],
        "usage": {
            "prompt_tokens": 7,
            "completion_tokens": 3,
            "total_tokens": 10,
            "prompt_tokens_details": {"cached_tokens": 0},
        },
        "system_fingerprint": "fp_1",
        **changes,
    }


def completion(
    completion_id: str = "chatcmpl-1",
    *,
    response: dict[str, Any] | None = None,
    project: str = "default",
    model: str = "mini",
    created_s: int = 1_700_000_000,
    seed: int = 5,
    metadata: dict[str, str] | None = None,
    **request: object,
) -> Completion:
    body = {"model": model, "messages": HI, "store": True, **request}
    return Completion(
        id=completion_id,
        project=project,
        key_id="",
        request_id="req_1",
        created_s=created_s,
        model=model,
        seed=seed,
        user="",
        metadata=metadata or {},
        request=json.dumps(body).encode(),
        response=json.dumps(response or answer(id=completion_id)).encode(),
    )


def put(url: str, *kept: Completion) -> None:
    with connected(url) as connection:
        for one in kept:
            completions.put(connection, one)
