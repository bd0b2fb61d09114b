"""Usage, keys and projects in the OpenAPI document."""

from __future__ import annotations

from typing import Any, get_args

from rejoinder.wire.admin import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    CreateKey,
    CreateProject,
    KeyList,
    KeyObject,
    ProjectList,
    ProjectObject,
    RotateKey,
    UpdateKey,
    UpdateProject,
)
from rejoinder.wire.openapi_parts import body, in_path, in_query, ok, operation
from rejoinder.wire.usage import Grouping, UsagePage

ACCOUNT_TYPES = (
    UsagePage,
    KeyObject,
    KeyList,
    CreateKey,
    UpdateKey,
    RotateKey,
    ProjectObject,
    ProjectList,
    CreateProject,
    UpdateProject,
)
EXAMPLE_KEY = "key_1"
EXAMPLE_PROJECT = "proj_1"

_ADMIN = "Administration"
_KEY = in_path("key_id", "A key's id, not its secret.", EXAMPLE_KEY)
_PROJECT = in_path("project_id", "A project's id.", EXAMPLE_PROJECT)
_REFUSED = ("400", "404")
_REFUSED_BODY = ("400", "404", "413", "415")


def account_paths() -> dict[str, dict[str, Any]]:
    """By path."""
    return {
        "/v1/usage": {"get": _usage("usage")},
        "/v1/organization/usage/completions": {"get": _usage("usageOfCompletions")},
        **_keys(),
        **_projects(),
    }


def _usage(operation_id: str) -> dict[str, Any]:
    time = {"type": "integer", "minimum": 0}
    names = [
        in_query(name, f"Only of these {what}; repeatable.", _texts())
        for name, what in (
            ("project_ids", "projects"),
            ("user_ids", "users"),
            ("api_key_ids", "keys"),
            ("models", "models"),
            ("service_tiers", "service tiers"),
            ("outcomes", "outcomes"),
        )
    ]
    return operation(
        operation_id,
        "Usage",
        "Tell what was used, by hour or day",
        description=(
            "In the shape of OpenAI's usage of completions, which is asked at either path. A key "
            "without the scope `admin` sees its own project's."
        ),
        parameters=[
            in_query("start_time", "Unix time in seconds.", time, required=True),
            in_query("end_time", "Up to this time; up to now.", time),
            in_query(
                "bucket_width",
                "By hour or by day.",
                {"type": "string", "enum": ["1h", "1d"], "default": "1d"},
            ),
            in_query("group_by", "Apart by these; repeatable.", _texts(list(get_args(Grouping)))),
            *names,
            in_query("batch", "Only of batches, which there are none of.", {"type": "boolean"}),
            in_query(
                "limit",
                "At most so many buckets: 168 hours or 31 days.",
                {"type": "integer", "minimum": 1, "maximum": 168},
            ),
            in_query("page", "The `next_page` of the page before.", {"type": "string"}),
        ],
        told=ok("A page of buckets.", "UsagePage"),
        refusals=("400",),
    )


def _keys() -> dict[str, dict[str, Any]]:
    example = {"name": "ann's laptop", "scopes": ["inference"]}
    return {
        "/v1/admin/keys": {
            "get": operation(
                "listKeys",
                _ADMIN,
                "List keys, without their secrets",
                parameters=[
                    *_paging("a key"),
                    in_query("project", "Only this project's.", {"type": "string"}),
                ],
                told=ok("A page of them.", "KeyList"),
                refusals=_REFUSED,
            ),
            "post": operation(
                "createKey",
                _ADMIN,
                "Make a key, and show its secret this once",
                request=body("CreateKey", example),
                told=ok("The key, with its secret as `value`.", "KeyObject"),
                refusals=_REFUSED_BODY,
            ),
        },
        "/v1/admin/keys/{key_id}": {
            "get": operation(
                "getKey",
                _ADMIN,
                "Show a key, without its secret",
                parameters=[_KEY],
                told=ok("The key.", "KeyObject"),
                refusals=_REFUSED,
            ),
            "post": operation(
                "updateKey",
                _ADMIN,
                "Change a key",
                description="What is not sent stays.",
                parameters=[_KEY],
                request=body("UpdateKey", {"name": "ann's new laptop"}),
                told=ok("As it now is.", "KeyObject"),
                refusals=_REFUSED_BODY,
            ),
        },
        "/v1/admin/keys/{key_id}/rotate": {
            "post": operation(
                "rotateKey",
                _ADMIN,
                "Give a key another secret, and show it this once",
                description="The one before goes on for a while, a day unless told otherwise.",
                parameters=[_KEY],
                request={**body("RotateKey", {"overlap_seconds": 3600}), "required": False},
                told=ok("The key, with its new secret as `value`.", "KeyObject"),
                refusals=_REFUSED_BODY,
            )
        },
        "/v1/admin/keys/{key_id}/revoke": {
            "post": operation(
                "revokeKey",
                _ADMIN,
                "End a key for good, everywhere within a second",
                parameters=[_KEY],
                told=ok("As it now is.", "KeyObject"),
                refusals=_REFUSED_BODY,
            )
        },
    }


def _projects() -> dict[str, dict[str, Any]]:
    return {
        "/v1/admin/projects": {
            "get": operation(
                "listProjects",
                _ADMIN,
                "List projects",
                parameters=[
                    *_paging("a project"),
                    in_query("include_archived", "Archived ones, too.", {"type": "boolean"}),
                ],
                told=ok("A page of them.", "ProjectList"),
                refusals=_REFUSED,
            ),
            "post": operation(
                "createProject",
                _ADMIN,
                "Make a project",
                request=body("CreateProject", {"name": "website"}),
                told=ok("The project.", "ProjectObject"),
                refusals=_REFUSED_BODY,
            ),
        },
        "/v1/admin/projects/{project_id}": {
            "get": operation(
                "getProject",
                _ADMIN,
                "Show a project",
                parameters=[_PROJECT],
                told=ok("The project.", "ProjectObject"),
                refusals=_REFUSED,
            ),
            "post": operation(
                "updateProject",
                _ADMIN,
                "Change a project",
                description="What is not sent stays.",
                parameters=[_PROJECT],
                request=body("UpdateProject", {"name": "shop"}),
                told=ok("As it now is.", "ProjectObject"),
                refusals=_REFUSED_BODY,
            ),
        },
        "/v1/admin/projects/{project_id}/archive": {
            "post": operation(
                "archiveProject",
                _ADMIN,
                "Archive a project: its keys open nothing any more",
                parameters=[_PROJECT],
                told=ok("As it now is.", "ProjectObject"),
                refusals=_REFUSED_BODY,
            )
        },
    }


def _paging(item: str) -> list[dict[str, Any]]:
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    return [
        in_query("limit", "At most so many.", limit),
        in_query("after", f"The id of {item}: those that follow it.", {"type": "string"}),
    ]


def _texts(choices: list[str] | None = None) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "string"}
    if choices is not None:
        item["enum"] = choices
    return {"type": "array", "items": item}
