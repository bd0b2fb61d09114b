"""What may be changed of a stored completion: its metadata, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from rejoinder.wire import checks
from rejoinder.wire.read import Reader, UnknownNames
from rejoinder.wire.refused import PARAMETERS, Sieve
from rejoinder.wire.request import MAX_METADATA, CreateChatCompletionRequest


class UpdateChatCompletionRequest(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """The body of POST /v1/chat/completions/{completion_id}."""

    metadata: (
        Annotated[
            dict[str, Any],
            Meta(
                max_length=MAX_METADATA,
                description="All that it has from now on; null for none.",
                extra_json_schema={
                    "additionalProperties": {
                        "type": "string",
                        "maxLength": checks.MAX_METADATA_CHARACTERS,
                    },
                    "propertyNames": {"maxLength": checks.MAX_METADATA_KEY_CHARACTERS},
                },
            ),
        ]
        | None
    )


class UpdateRequest(UpdateChatCompletionRequest, frozen=True, kw_only=True):
    """A request that has the right shape. unknown_parameters: none, as they are refused."""

    unknown_parameters: UnknownNames = UnknownNames()

    @property
    def pairs(self) -> dict[str, str]:
        return self.metadata or {}


class UpdateSieve(Sieve):
    """An answer is what it was: what asked for it is refused, not unknown."""

    refused = (PARAMETERS | set(CreateChatCompletionRequest.__struct_fields__)) - {"metadata"}
    hints: ClassVar[dict[str, str]] = dict.fromkeys(
        refused, "Of a stored completion only `metadata` can be changed."
    )


_READER = Reader(UpdateRequest, UpdateSieve)


def decode_update(body: bytes) -> UpdateRequest:
    """Raises as `request.decode` does, and also for names that nobody knows: there is no answer to
    be had without them."""
    request = _READER.read(body, strict=True)
    if request.metadata is not None:
        checks.metadata(request.metadata)
    return request
