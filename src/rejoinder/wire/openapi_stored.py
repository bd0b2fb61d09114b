"""Stored completions in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from rejoinder.wire.checks import MAX_METADATA_CHARACTERS, MAX_METADATA_KEY_CHARACTERS
from rejoinder.wire.openapi_parts import body, in_path, in_query, ok, operation
from rejoinder.wire.request import MAX_METADATA
from rejoinder.wire.stored import (
    ChatCompletionDeleted,
    ChatCompletionList,
    ChatCompletionMessageList,
    StoredChatCompletion,
)
from rejoinder.wire.stored_query import DEFAULT_LIMIT, DEFAULT_ORDER, MAX_LIMIT
from rejoinder.wire.stored_update import UpdateChatCompletionRequest

STORED_TYPES = (
    StoredChatCompletion,
    ChatCompletionList,
    ChatCompletionMessageList,
    ChatCompletionDeleted,
    UpdateChatCompletionRequest,
)
EXAMPLE_ID = "chatcmpl-1"

_TAG = "Stored completions"
_ID = in_path("completion_id", "As its answer said.", EXAMPLE_ID)


def stored_paths() -> dict[str, dict[str, Any]]:
    """By path, without the POST that makes completions."""
    one = "/v1/chat/completions/{completion_id}"
    return {
        "/v1/chat/completions": {"get": _list()},
        one: {"get": _retrieve(), "post": _update(), "delete": _delete()},
        one + "/messages": {"get": _messages()},
    }


def _list() -> dict[str, Any]:
    metadata = {
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": MAX_METADATA_CHARACTERS},
        "propertyNames": {"maxLength": MAX_METADATA_KEY_CHARACTERS},
        "maxProperties": MAX_METADATA,
    }
    return operation(
        "listChatCompletions",
        _TAG,
        "List stored completions",
        description="The key's project's only, by the time they were made.",
        parameters=[
            in_query("model", "Only this model's.", {"type": "string"}),
            in_query(
                "metadata",
                "Only those that have all of these, written `metadata[key]=value`.",
                metadata,
                style="deepObject",
                explode=True,
            ),
            *_paging("a completion"),
        ],
        told=ok("A page of them.", "ChatCompletionList"),
        refusals=("400",),
    )


def _retrieve() -> dict[str, Any]:
    return operation(
        "getChatCompletion",
        _TAG,
        "Tell a stored completion again",
        parameters=[_ID],
        told=ok("As it was answered, with what was asked.", "StoredChatCompletion"),
        refusals=("400", "404"),
    )


def _update() -> dict[str, Any]:
    return operation(
        "updateChatCompletion",
        _TAG,
        "Give a stored completion other metadata",
        parameters=[_ID],
        request=body("UpdateChatCompletionRequest", {"metadata": {"reviewed": "yes"}}),
        told=ok("As it now is.", "StoredChatCompletion"),
        refusals=("400", "404", "413", "415"),
    )


def _delete() -> dict[str, Any]:
    return operation(
        "deleteChatCompletion",
        _TAG,
        "Delete a stored completion",
        parameters=[_ID],
        told=ok("It is no more.", "ChatCompletionDeleted"),
        refusals=("400", "404"),
    )


def _messages() -> dict[str, Any]:
    return operation(
        "getChatCompletionMessages",
        _TAG,
        "List the messages that a stored completion answered",
        parameters=[_ID, *_paging("a message")],
        told=ok("A page of them.", "ChatCompletionMessageList"),
        refusals=("400", "404"),
    )


def _paging(item: str) -> list[dict[str, Any]]:
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    order = {"type": "string", "enum": ["asc", "desc"], "default": DEFAULT_ORDER}
    return [
        in_query("order", "The oldest first, or the newest.", order),
        in_query("limit", "At most so many.", limit),
        in_query("after", f"The id of {item}: those that follow it.", {"type": "string"}),
    ]
