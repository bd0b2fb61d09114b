"""The OpenAPI document holds together and promises what the decoder does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rejoinder.wire.completion_request import decode_completion
from rejoinder.wire.openapi import document
from rejoinder.wire.request import decode

DOCUMENT = document("1.2.3")


def _walk(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON
    yield key, value
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _walk(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _walk(part, key)


def test_every_reference_leads_somewhere() -> None:
    references = [value for key, value in _walk(DOCUMENT) if key == "$ref"]
    assert references
    for reference in references:
        part: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]


def test_every_route_is_there_with_an_operation_of_its_own() -> None:
    assert list(DOCUMENT["paths"]) == [
        "/v1/chat/completions",
        "/v1/chat/completions/{completion_id}",
        "/v1/chat/completions/{completion_id}/messages",
        "/v1/completions",
        "/v1/models",
        "/v1/models/{model}",
        "/v1/usage",
        "/v1/organization/usage/completions",
        "/v1/admin/keys",
        "/v1/admin/keys/{key_id}",
        "/v1/admin/keys/{key_id}/rotate",
        "/v1/admin/keys/{key_id}/revoke",
        "/v1/admin/projects",
        "/v1/admin/projects/{project_id}",
        "/v1/admin/projects/{project_id}/archive",
        "/health",
        "/ready",
        "/metrics",
        "/version",
    ]
    operations = [one for path in DOCUMENT["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert all("200" in one["responses"] for one in operations)
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            parameters = operation.get("parameters", [])
            named = [one["name"] for one in parameters if one["in"] == "path"]
            assert all(f"{{{name}}}" in path for name in named)
            assert path.count("{") == len(named)


def test_it_is_of_the_version_it_says() -> None:
    """3.1 has JSON Schema's own words: no `nullable`, no boolean `exclusiveMinimum`."""
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["info"]["version"] == "1.2.3"
    assert not any(key in {"nullable", "$defs", "definitions"} for key, _ in _walk(DOCUMENT))


def test_every_response_says_what_it_is() -> None:
    assert all(one["description"] for one in DOCUMENT["components"]["responses"].values())
    for path in DOCUMENT["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                assert "$ref" in response or response["description"]


def test_limits_show_in_the_schema_of_the_request() -> None:
    fields = DOCUMENT["components"]["schemas"]["CreateChatCompletionRequest"]["properties"]

    def limits(name: str) -> dict[str, Any]:
        found: dict[str, Any] = fields[name].get("anyOf", [fields[name]])[0]
        return found

    assert (limits("temperature")["minimum"], limits("temperature")["maximum"]) == (0, 2)
    assert (limits("n")["minimum"], limits("n")["maximum"]) == (1, 128)
    assert (limits("seed")["minimum"], limits("seed")["maximum"]) == (-(2**63), 2**64 - 1)
    assert limits("messages")["maxItems"] == 2048
    assert (limits("frequency_penalty")["minimum"], limits("top_logprobs")["maximum"]) == (-2, 20)
    bias = limits("logit_bias")
    assert bias["maxProperties"] == 1024
    assert (bias["additionalProperties"]["minimum"], bias["type"]) == (-100, "object")
    assert limits("metadata")["additionalProperties"]["maxLength"] == 512
    assert limits("tools")["maxItems"] == 128


def test_what_a_tool_may_be_shows_in_its_schema() -> None:
    function = DOCUMENT["components"]["schemas"]["FunctionDefinition"]
    assert function["required"] == ["name"]
    assert function["properties"]["name"]["pattern"] == "^[a-zA-Z0-9_-]{1,64}$"
    assert function["properties"]["parameters"]["type"] == ["object", "null"]
    kinds = DOCUMENT["components"]["schemas"]["CreateChatCompletionRequest"]["properties"]["tools"]
    assert set(kinds["anyOf"][0]["items"]["discriminator"]["mapping"]) == {"function", "custom"}


def test_a_prompt_is_of_one_of_four_kinds() -> None:
    schema = DOCUMENT["components"]["schemas"]["CreateCompletionRequest"]["properties"]["prompt"]
    assert [one["type"] for one in schema["oneOf"]] == ["string", "array", "array", "array"]


def test_unknown_names_are_forbidden_only_where_they_are_refused_and_not_warned_of() -> None:
    closed = {
        name
        for name, schema in DOCUMENT["components"]["schemas"].items()
        if schema.get("additionalProperties") is False
    }

    assert closed == {
        "UpdateChatCompletionRequest",
        "CreateKey",
        "UpdateKey",
        "RotateKey",
        "CreateProject",
        "UpdateProject",
        "LimitObject",
    }
    assert not any(key == "unknown_parameters" for key, _ in _walk(DOCUMENT))


def test_every_status_of_an_error_is_described() -> None:
    from rejoinder import errors, refusals

    assert refusals.Unauthorized.status == 401  # its errors are known, too
    told = DOCUMENT["paths"]["/v1/completions"]["post"]["responses"]
    classes = [errors.RequestError]
    for one in classes:
        classes += one.__subclasses__()
    assert {str(one.status) for one in classes} <= set(told)


def _example(path: str) -> bytes:
    import msgspec

    content = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]
    return msgspec.json.encode(content["application/json"]["example"])


def test_a_list_of_stored_completions_says_what_may_be_asked() -> None:
    (listed,) = [DOCUMENT["paths"]["/v1/chat/completions"]["get"]]
    schemas = {one["name"]: one["schema"] for one in listed["parameters"]}

    assert list(schemas) == ["model", "metadata", "order", "limit", "after"]
    assert (schemas["limit"]["minimum"], schemas["limit"]["maximum"]) == (1, 100)
    assert schemas["order"] == {"type": "string", "enum": ["asc", "desc"], "default": "asc"}
    assert schemas["metadata"]["maxProperties"] == 16


def test_a_key_is_asked_for_where_it_is() -> None:
    """And nowhere else: machines ask for health without one."""
    open_to_all = {
        path
        for path, methods in DOCUMENT["paths"].items()
        for operation in methods.values()
        if operation.get("security") == []
    }

    assert DOCUMENT["security"] == [{"key": []}, {}]
    assert open_to_all == {"/health", "/ready", "/version"}


def test_the_example_of_a_request_is_one() -> None:
    assert decode(_example("/v1/chat/completions")).model == "rejoinder-mini"
    assert decode_completion(_example("/v1/completions")).model == "rejoinder-mini"
