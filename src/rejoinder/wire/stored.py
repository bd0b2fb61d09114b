"""Stored completions as they are told: one, a page of them, one that is gone, its messages.

An answer is told again in the very bytes it was given in, with what was asked beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from rejoinder.wire.formats import ResponseFormat
from rejoinder.wire.response import ChatCompletion
from rejoinder.wire.stored_messages import StoredMessage
from rejoinder.wire.tools import ToolBody, ToolChoice


class StoredChatCompletion(ChatCompletion, frozen=True, kw_only=True):
    """A stored answer, as it was given, and beside it what it was asked with. `seed` is the one
    that was used, given or drawn; what else the request did not speak of is null. `input_user` is
    the request's `user`."""

    metadata: dict[str, str]
    request_id: str
    seed: int
    temperature: float | None
    top_p: float | None
    presence_penalty: float | None
    frequency_penalty: float | None
    tools: list[ToolBody] | None
    tool_choice: ToolChoice | None
    response_format: ResponseFormat | None
    input_user: str | None


class ChatCompletionList(msgspec.Struct, frozen=True, kw_only=True):
    """A page. The ids are null where it is empty; `last_id` given back as `after` asks for the
    next."""

    object: Literal["list"] = "list"
    data: list[StoredChatCompletion]
    first_id: str | None
    last_id: str | None
    has_more: bool


class ChatCompletionMessageList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the messages that were answered. The ids are null where it is empty."""

    object: Literal["list"] = "list"
    data: list[StoredMessage]
    first_id: str | None
    last_id: str | None
    has_more: bool


class ChatCompletionDeleted(msgspec.Struct, frozen=True, kw_only=True):
    """A stored completion that is no more."""

    object: Literal["chat.completion.deleted"] = "chat.completion.deleted"
    id: str
    deleted: Literal[True] = True


class _Asked(msgspec.Struct):
    """What is told of a request, as it came."""

    seed: msgspec.Raw = msgspec.Raw(b"null")
    temperature: msgspec.Raw = msgspec.Raw(b"null")
    top_p: msgspec.Raw = msgspec.Raw(b"null")
    presence_penalty: msgspec.Raw = msgspec.Raw(b"null")
    frequency_penalty: msgspec.Raw = msgspec.Raw(b"null")
    tools: msgspec.Raw = msgspec.Raw(b"null")
    tool_choice: msgspec.Raw = msgspec.Raw(b"null")
    response_format: msgspec.Raw = msgspec.Raw(b"null")
    user: msgspec.Raw = msgspec.Raw(b"null")


class _Page(msgspec.Struct, kw_only=True):
    """As the lists above, with items that are JSON already."""

    object: Literal["list"] = "list"
    data: Sequence[msgspec.Raw]
    first_id: str | None
    last_id: str | None
    has_more: bool


_ASKED = msgspec.json.Decoder(_Asked)
_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ENCODER = msgspec.json.Encoder()
_NULL = msgspec.Raw(b"null")


def completion(
    *, request: bytes, response: bytes, request_id: str, seed: int, metadata: Mapping[str, str]
) -> msgspec.Raw:
    """One, as JSON. request and response: the bodies as they were; seed: the one that was used."""
    asked = _ASKED.decode(request)
    told = _FIELDS.decode(response)
    for name in msgspec.structs.fields(_Asked):
        if name.name not in ("seed", "user"):
            told[name.name] = getattr(asked, name.name)
    told["seed"] = asked.seed if asked.seed != _NULL else _raw(seed)
    told["input_user"] = asked.user
    told["request_id"] = _raw(request_id)
    told["metadata"] = _raw(metadata)
    return _raw(told)


def page(items: Sequence[tuple[str, msgspec.Raw]], *, has_more: bool) -> bytes:
    """items: each with its id, in the order they are told."""
    return _ENCODER.encode(
        _Page(
            data=[item for _, item in items],
            first_id=items[0][0] if items else None,
            last_id=items[-1][0] if items else None,
            has_more=has_more,
        )
    )


def messages_page(messages: Sequence[StoredMessage], *, has_more: bool) -> bytes:
    return page([(message.id, _raw(message)) for message in messages], has_more=has_more)


def deleted(completion_id: str) -> bytes:
    return _ENCODER.encode(ChatCompletionDeleted(id=completion_id))


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(_ENCODER.encode(value))
