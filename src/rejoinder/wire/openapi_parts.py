"""Pieces that the OpenAPI document is put together from: references, responses, parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

REF = "#/components/schemas/{name}"

# Every status an error can have, by the name of the response that describes it.
ERRORS = {
    "400": ("InvalidRequest", "The request cannot be what was meant; `param` names the field."),
    "401": ("Unauthorized", "The server asks for a key; this is none of its own."),
    "403": ("Forbidden", "The key is not for this: its scopes, models or service tiers."),
    "404": ("NotFound", "No such thing, or not this key's to see, or nothing at this path."),
    "405": ("WrongMethod", "The path takes other methods; the header `Allow` lists them."),
    "413": ("BodyTooLarge", "The body is longer than the server reads."),
    "415": ("WrongMediaType", "The body is declared to be something other than plain JSON."),
    "421": ("WrongHost", "The request is addressed to a host this server does not answer to."),
    "422": ("KeyReused", "The `Idempotency-Key` was used before for another body."),
    "429": ("RateLimited", "A limit is reached, or as many wait as may: see `Retry-After`."),
    "431": ("HeadTooLarge", "The request line and headers are longer than the server reads."),
    "500": ("Failed", "The server's own fault. Its log has the details under the request's id."),
    "503": ("Unavailable", "Not now: loading, waited too long, shutting down, or no store."),
    "504": ("TookTooLong", "The answer was not finished within the server's limit of time."),
}
EXAMPLE_ERROR = {
    "error": {
        "message": "`temperature` is 2.5, but it must be at most 2.",
        "type": "invalid_request_error",
        "param": "temperature",
        "code": "invalid_value",
    }
}
# Whatever is asked: a key that is missing or not for this, a host that is not ours, a store that is
# not there.
EVERYWHERE = ("401", "403", "421", "431", "500", "503")


def ok(description: str, name: str) -> dict[str, Any]:
    return {"description": description, "content": content(name)}


def errors(*statuses: str) -> dict[str, Any]:
    """References to the responses of these statuses, in their order."""
    return {one: {"$ref": f"#/components/responses/{ERRORS[one][0]}"} for one in sorted(statuses)}


def content(name: str, example: object = None) -> dict[str, Any]:
    """JSON of a type."""
    told: dict[str, Any] = {"schema": ref(name)}
    if example is not None:
        told["example"] = example
    return {"application/json": told}


def body(name: str, example: object) -> dict[str, Any]:
    """What must be sent."""
    return {"required": True, "content": content(name, example)}


def ref(name: str) -> dict[str, str]:
    return {"$ref": REF.format(name=name)}


def in_path(name: str, description: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
        "example": example,
    }


def in_query(name: str, description: str, schema: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


def operation(
    operation_id: str,
    tag: str,
    summary: str,
    *,
    told: dict[str, Any],
    refusals: Sequence[str] = (),
    parameters: Sequence[dict[str, Any]] = (),
    request: dict[str, Any] | None = None,
    description: str = "",
) -> dict[str, Any]:
    """One that asks for a key. told: its answer with status 200. refusals: the statuses of errors
    besides those that anything may have."""
    made: dict[str, Any] = {"operationId": operation_id, "tags": [tag], "summary": summary}
    if description:
        made["description"] = description
    if parameters:
        made["parameters"] = list(parameters)
    if request is not None:
        made["requestBody"] = request
    made["responses"] = {"200": told, **errors(*EVERYWHERE, *refusals)}
    return made
