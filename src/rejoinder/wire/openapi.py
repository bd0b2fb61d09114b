"""The server described in OpenAPI 3.1, made from the structs that read and write its bytes.

Written out here is only what no struct tells: routes, statuses, examples. The limits come from the
structs, so the document cannot promise what the decoder refuses.
"""

from __future__ import annotations

from typing import Any

import msgspec

from rejoinder.chat.delta import ChoiceFinished, Delta, FinishReason, TextDelta
from rejoinder.wire.chunk import ChatChunk
from rejoinder.wire.collect import ChunkStream, Heading
from rejoinder.wire.completion_request import CreateCompletionRequest
from rejoinder.wire.completion_response import Completion, CompletionChunk
from rejoinder.wire.completion_to_wire import CompletionChunkWriter
from rejoinder.wire.error_body import ErrorBody
from rejoinder.wire.models import ModelList, ModelObject
from rejoinder.wire.openapi_accounts import ACCOUNT_TYPES, account_paths
from rejoinder.wire.openapi_parts import (
    ERRORS,
    EVERYWHERE,
    EXAMPLE_ERROR,
    REF,
    content,
    errors,
    ok,
    ref,
)
from rejoinder.wire.openapi_stored import STORED_TYPES, stored_paths
from rejoinder.wire.request import CreateChatCompletionRequest
from rejoinder.wire.response import ChatCompletion
from rejoinder.wire.status import Health, NotReady, Version
from rejoinder.wire.to_wire import ChunkWriter

_TYPES = (
    CreateChatCompletionRequest,
    ChatCompletion,
    ChatChunk,
    CreateCompletionRequest,
    Completion,
    CompletionChunk,
    ErrorBody,
    ModelList,
    ModelObject,
    Health,
    NotReady,
    Version,
    *STORED_TYPES,
    *ACCOUNT_TYPES,
)


# Bodies in which a name that nobody defines is refused, strict or not.
_CLOSED = frozenset(
    {
        "UpdateChatCompletionRequest",
        "CreateKey",
        "UpdateKey",
        "RotateKey",
        "CreateProject",
        "UpdateProject",
        "LimitObject",
    }
)


def document(version: str) -> dict[str, Any]:
    """version: the server's own."""
    _, schemas = msgspec.json.schema_components(_TYPES, ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rejoinder",
            "version": version,
            "summary": "The Chat Completions API from your own machine.",
            "description": (
                "Every path under `/v1` is also served without it. What is not honoured is refused "
                "by name with the code `unsupported_parameter`; names that no document of the API "
                "has are listed in the response header `x-rejoinder-warning`, or refused with the "
                "code `unknown_parameter` where the server was told to be strict. Null is the same "
                "as not sent. Where the server asks for keys, each is for a project and sees "
                "nothing of others'."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "Chat", "description": "Answers."},
            {"name": "Stored completions", "description": "Answers that were to be kept."},
            {"name": "Models", "description": "What can be asked."},
            {"name": "Usage", "description": "What was used."},
            {"name": "Administration", "description": "Keys and projects."},
            {"name": "Server", "description": "How it is."},
        ],
        "security": [{"key": []}, {}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Where the server asks for one.",
                }
            },
            "schemas": {
                name: schema if name in _CLOSED else _open(schema)
                for name, schema in schemas.items()
            },
            "responses": {
                name: {
                    "description": description,
                    "content": content("ErrorBody", EXAMPLE_ERROR if status == "400" else None),
                }
                for status, (name, description) in ERRORS.items()
            },
        },
    }


def _paths() -> dict[str, Any]:
    stored = stored_paths()
    return {
        "/v1/chat/completions": {"post": _chat(), **stored.pop("/v1/chat/completions")},
        **stored,
        "/v1/completions": {"post": _completions()},
        "/v1/models": {
            "get": {
                "operationId": "listModels",
                "tags": ["Models"],
                "summary": "List the models that can be asked",
                "responses": {"200": ok("The list.", "ModelList"), **errors(*EVERYWHERE)},
            }
        },
        "/v1/models/{model}": {
            "get": {
                "operationId": "retrieveModel",
                "tags": ["Models"],
                "summary": "Describe one model",
                "parameters": [
                    {
                        "name": "model",
                        "in": "path",
                        "required": True,
                        "description": "Slashes may stand as they are or as `%2F`.",
                        "schema": {"type": "string"},
                        "example": "rejoinder-mini",
                    }
                ],
                "responses": {
                    "200": ok("The model.", "ModelObject"),
                    **errors("404", *EVERYWHERE),
                },
            }
        },
        **account_paths(),
        "/health": {
            "get": {
                "operationId": "health",
                "security": [],
                "tags": ["Server"],
                "summary": "Tell that the process turns",
                "responses": {"200": ok("It does.", "Health")},
            }
        },
        "/ready": {
            "get": {
                "operationId": "ready",
                "security": [],
                "tags": ["Server"],
                "summary": "Tell whether a chat request would be taken now",
                "responses": {
                    "200": ok("It would.", "Health"),
                    "503": {
                        "description": "Not yet, or no longer: why, a sentence each.",
                        "content": content("NotReady"),
                    },
                },
            }
        },
        "/metrics": {
            "get": {
                "operationId": "metrics",
                "tags": ["Server"],
                "summary": "Count what happened, for Prometheus",
                "responses": {
                    "200": {
                        "description": "The text format of Prometheus.",
                        "content": {"text/plain": {"schema": {"type": "string"}}},
                    }
                },
            }
        },
        "/version": {
            "get": {
                "operationId": "version",
                "security": [],
                "tags": ["Server"],
                "summary": "Tell which server this is",
                "responses": {"200": ok("Name and version.", "Version")},
            }
        },
    }


def _chat() -> dict[str, Any]:
    example = {
        "model": "rejoinder-mini",
        "messages": [{"role": "user", "content": "Say hello."}],
        "temperature": 0.7,
        "seed": 7,
    }
    return {
        "operationId": "createChatCompletion",
        "tags": ["Chat"],
        "summary": "Answer a conversation",
        "description": (
            "With `stream: true` the answer is server-sent events, each a `ChatChunk` in a line "
            "that begins with `data: `, and the last `data: [DONE]`. Lines that begin with a colon "
            "are comments that keep the connection open. The deltas of a choice, joined piece by "
            "piece, are the message of the answer not streamed. A stream that fails ends with "
            '`data: {"error": {...}}` and without `[DONE]`. The header `x-rejoinder-seed` tells '
            "the seed that was used; given back as `seed` it gives the same answer. With "
            "`store: true` the answer's last byte is sent when it is kept. A request that is sent "
            "again with the same `Idempotency-Key` is answered once."
        ),
        "requestBody": {
            "required": True,
            "content": content("CreateChatCompletionRequest", example),
        },
        "responses": {
            "200": {
                "description": "The answer, or the stream of its chunks.",
                "content": {
                    **content("ChatCompletion"),
                    "text/event-stream": {
                        "schema": ref("ChatChunk"),
                        "example": _example_stream(
                            ChunkWriter(_heading("chatcmpl-1"), num_choices=1)
                        ),
                    },
                },
            },
            **errors(*ERRORS),
        },
    }


def _completions() -> dict[str, Any]:
    example = {"model": "rejoinder-mini", "prompt": "Once upon a time", "max_tokens": 20}
    writer = CompletionChunkWriter(_heading("cmpl-1"), num_choices=1)
    return {
        "operationId": "createCompletion",
        "tags": ["Chat"],
        "summary": "Go on with a prompt",
        "description": (
            "The API's older way, for clients that still use it. No chat template is applied, and "
            "control tokens in a prompt are control tokens. Several prompts have as many choices "
            "each, numbered through, and seeds that follow each other. Streams are as those of "
            "`/v1/chat/completions`, of `CompletionChunk`."
        ),
        "requestBody": {"required": True, "content": content("CreateCompletionRequest", example)},
        "responses": {
            "200": {
                "description": "The answer, or the stream of its chunks.",
                "content": {
                    **content("Completion"),
                    "text/event-stream": {
                        "schema": ref("CompletionChunk"),
                        "example": _example_stream(writer),
                    },
                },
            },
            **errors(*ERRORS),
        },
    }


def _heading(answer_id: str) -> Heading:
    return Heading(
        id=answer_id, created=1_700_000_000, model="rejoinder-mini", system_fingerprint="fp_1"
    )


def _example_stream(writer: ChunkStream) -> str:
    said: tuple[Delta, ...] = (
        TextDelta(0, "Hello!"),
        ChoiceFinished(0, FinishReason.STOP, num_tokens=3),
    )
    return b"".join([*map(writer.push, said), writer.finish(num_prompt_tokens=9)]).decode()


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    """Without `additionalProperties: false`: names nobody defines are warned of, not refused."""
    is_closed = schema.get("additionalProperties") is False
    return {k: v for k, v in schema.items() if not (is_closed and k == "additionalProperties")}
