"""The messages that a stored completion answered, read out of its request.

The request was checked when it came, by the rules of that day. It is read here without them, so
that what was stored stays readable.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from rejoinder.errors import InvalidValue
from rejoinder.wire.messages import TextPart
from rejoinder.wire.response import MadeCustom, MadeCustomCall, MadeFunction, MadeFunctionCall
from rejoinder.wire.stored_query import PageQuery

T = TypeVar("T")


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the request; its `id` is the completion's and its place. `content` is its
    text; where the request had an array of parts, `content_parts` has those of text. `refusal`
    joins those among the parts and the message's own. What only some roles have is there where the
    request had it."""

    id: str
    role: str
    content: str | None
    content_parts: list[TextPart] | None = None
    name: str | None = None
    refusal: str | None = None
    tool_calls: list[MadeFunctionCall | MadeCustomCall] | UnsetType = UNSET
    function_call: MadeFunction | UnsetType = UNSET
    tool_call_id: str | UnsetType = UNSET
    reasoning_content: str | UnsetType = UNSET


class _Part(msgspec.Struct):
    type: str
    text: str | None = None
    refusal: str | None = None


class _Call(msgspec.Struct):
    id: str
    function: MadeFunction | None = None
    custom: MadeCustom | None = None


class _Message(msgspec.Struct):
    role: str
    content: str | list[_Part] | None = None
    name: str | None = None
    refusal: str | None = None
    tool_calls: list[_Call] | None = None
    function_call: MadeFunction | None = None
    tool_call_id: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None


class _Request(msgspec.Struct):
    messages: list[msgspec.Raw]  # there may be a hundred thousand, of which a page has a few


_REQUEST = msgspec.json.Decoder(_Request)
_MESSAGE = msgspec.json.Decoder(_Message)


def page(completion_id: str, request: bytes, query: PageQuery) -> tuple[list[StoredMessage], bool]:
    """Those of a page, and whether others follow. request: the body as it came. Raises InvalidValue
    for an unknown `after`."""
    told = _REQUEST.decode(request).messages
    places = range(len(told)) if query.order == "asc" else range(len(told) - 1, -1, -1)
    ids = [f"{completion_id}-{place}" for place in places]
    start = 0
    if query.after is not None:
        if query.after not in ids:
            rule = "this completion has no message with this id"
            raise InvalidValue(param="after", value=query.after, rule=rule)
        start = ids.index(query.after) + 1
    end = start + query.limit
    page_of = zip(ids[start:end], places[start:end], strict=True)
    items = [_stored(id_, _MESSAGE.decode(told[place])) for id_, place in page_of]
    return items, len(ids) > end


def _stored(message_id: str, message: _Message) -> StoredMessage:
    parts = message.content if isinstance(message.content, list) else []
    refusals = [one.refusal for one in parts if one.refusal is not None]
    if message.refusal is not None:
        refusals.append(message.refusal)
    texts = [TextPart(one.text) for one in parts if one.text is not None]
    calls = [_made(call) for call in message.tool_calls or []]
    return StoredMessage(
        id=message_id,
        role=message.role,
        # Joined with nothing between, as the model was told it.
        content="".join(one.text for one in texts)
        if isinstance(message.content, list)
        else message.content,
        content_parts=texts if isinstance(message.content, list) else None,
        name=message.name,
        refusal="".join(refusals) if refusals else None,
        tool_calls=calls or UNSET,
        function_call=_or_unset(message.function_call),
        tool_call_id=_or_unset(message.tool_call_id),
        reasoning_content=message.reasoning_content or message.reasoning or UNSET,
    )


def _made(call: _Call) -> MadeFunctionCall | MadeCustomCall:
    if call.function is not None:
        return MadeFunctionCall(call.id, call.function)
    assert call.custom is not None, "a call without either was refused when it came"
    return MadeCustomCall(call.id, call.custom)


def _or_unset(value: T | None) -> T | UnsetType:
    return UNSET if value is None else value
