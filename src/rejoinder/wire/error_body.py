"""The one shape that every error has on the wire."""

from __future__ import annotations

import msgspec

from rejoinder.errors import RequestError


class ErrorDetail(msgspec.Struct, frozen=True):
    """`message` is for people, `code` for programs; `param` is the path of the field at fault."""

    message: str
    type: str
    param: str | None
    code: str


class ErrorBody(msgspec.Struct, frozen=True):
    """The body of every response that is not a success."""

    error: ErrorDetail


_ENCODER = msgspec.json.Encoder()


def encode(error: RequestError) -> bytes:
    """The hint, where there is one, is the end of the message: the API has no field for it."""
    detail = ErrorDetail(message=str(error), type=error.type, param=error.param, code=error.code)
    return _ENCODER.encode(ErrorBody(detail))
