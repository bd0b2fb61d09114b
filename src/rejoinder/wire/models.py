"""What can be asked, as /v1/models tells it."""

from __future__ import annotations

from typing import Literal

import msgspec


class ModelObject(msgspec.Struct, frozen=True):
    """`max_model_len`: prompt and answer together, in tokens. Not in the API, but read by many
    clients under this name; 0 while the model is still loading."""

    id: str
    created: int
    owned_by: str
    max_model_len: int
    object: Literal["model"] = "model"


class ModelList(msgspec.Struct, frozen=True):
    """All of them."""

    data: list[ModelObject]
    object: Literal["list"] = "list"


_ENCODER = msgspec.json.Encoder()


def encode(body: ModelObject | ModelList) -> bytes:
    return _ENCODER.encode(body)
