"""/v1/admin: keys, projects and limits over HTTP, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from rejoinder.accounts.principal import Scope
from tests.server.keyed import Keyed, with_keyed
from tests.server.world import Peer

KEYS = "/v1/admin/keys"
PROJECTS = "/v1/admin/projects"
JSON = {"content-type": "application/json"}
TOKENS = {"measure": "tokens", "period": "minute", "amount": 1000}


class Admin:
    """A client with the right key."""

    def __init__(self, server: Keyed, secret: str) -> None:
        self._server = server
        self._secret = secret

    async def send(self, method: str, path: str, body: object = None) -> Peer:
        return await self._server.send(method, path, self._secret, body, JSON)

    async def get(self, path: str) -> Any:  # noqa: ANN401 -- JSON
        reply = await self.send("GET", path)
        assert reply.status == 200, reply.body
        return reply.json()

    async def post(self, path: str, **body: object) -> Any:  # noqa: ANN401 -- JSON
        reply = await self.send("POST", path, body)
        assert reply.status == 200, reply.body
        assert reply.headers["cache-control"] == "no-store"
        return reply.json()


async def admin_of(server: Keyed) -> Admin:
    return Admin(server, await server.secret(name="admin", scopes=frozenset({Scope.ADMIN})))


def test_a_key_shows_its_secret_once(database_url: str) -> None:
    async def work(server: Keyed) -> None:
        admin = await admin_of(server)
        made = await admin.post(KEYS, name="bob")
        value = made.pop("value")
        assert made == {
            "object": "api_key",
            "id": made["id"],
            "name": "bob",
            "project": "default",
            "scopes": ["inference", "read"],
            "models": None,
            "tiers": ["auto", "default", "flex"],
            "limits": [],
            "created_at": 1_700_000_000,
            "expires_at": None,
            "revoked_at": None,
            "last_used_at": None,
            "redacted_value": f"{value[:7]}...{value[-4:]}",
            "secrets": [
                {
                    "object": "api_key.secret",
                    "redacted_value": f"{value[:7]}...{value[-4:]}",
                    "created_at": 1_700_000_000,
                    "expires_at": None,
                }
            ],
        }
        assert await admin.get(f"{KEYS}/{made['id']}") == made
        assert (await server.send("GET", "/v1/models", value)).status == 200

    with_keyed(database_url, work)


def test_a_key_is_all_that_it_was_asked_to_be(database_url: str) -> None:
    wish = {
        "scopes": ["read"],
        "models": ["a", "b"],
        "tiers": ["auto", "priority"],
        "limits": [TOKENS, {"measure": "requests", "period": "day", "amount": 5, "model": "a"}],
        "expires_at": 1_700_000_100,
    }

    async def work(server: Keyed) -> None:
        admin = await admin_of(server)
        project = await admin.post(PROJECTS, name="team")
        made = await admin.post(KEYS, name="bob", project=project["id"], **wish)
        assert {name: made[name] for name in wish} == wish
        assert made["project"] == project["id"]

    with_keyed(database_url, work)


def test_a_key_is_changed_rotated_and_revoked(database_url: str) -> None:
    async def work(server: Keyed) -> None:
        admin = await admin_of(server)
        made = await admin.post(KEYS, name="bob", models=["a"], expires_at=1_700_000_100)
        at = f"{KEYS}/{made['id']}"

        changed = await admin.post(at, name="rob", models=None, limits=[TOKENS])
        assert (changed["name"], changed["models"], changed["limits"]) == ("rob", None, [TOKENS])
        assert changed["expires_at"] == 1_700_000_100, "what is not sent stays"
        assert (await admin.post(at, expires_at=None))["expires_at"] is None

        rotated = await admin.post(f"{at}/rotate", overlap_seconds=60)
        assert rotated["value"] != made["value"]
        assert [one["expires_at"] for one in rotated["secrets"]] == [None, 1_700_000_060]
        for secret in (made["value"], rotated["value"]):
            assert (await server.send("GET", "/v1/models", secret)).status == 200

        revoked = await admin.post(f"{at}/revoke")
        assert revoked["revoked_at"] == 1_700_000_000
        for secret in (made["value"], rotated["value"]):
            assert (await server.send("GET", "/v1/models", secret)).status == 401

    with_keyed(database_url, work)


def test_rotation_overlaps_by_a_day_where_nobody_says(sqlite_url: str) -> None:
    async def work(server: Keyed) -> None:
        admin = await admin_of(server)
        made = await admin.post(KEYS, name="bob")
        rotated = await admin.post(f"{KEYS}/{made['id']}/rotate")
        assert rotated["secrets"][1]["expires_at"] == 1_700_000_000 + 86_400

    with_keyed(sqlite_url, work)


def test_lists_are_paged_as_openais(database_url: str) -> None:
    async def work(server: Keyed) -> None:
        admin = await admin_of(server)
        for name in ("a", "b", "c"):
            server.clock.advance(1)
            await admin.post(KEYS, name=name)
        first = await admin.get(f"{KEYS}?limit=2")
        assert [key["name"] for key in first["data"]] == ["admin", "a"]
        assert first["first_id"] == first["data"][0]["id"]
        assert first["last_id"] == first["data"][1]["id"]
        assert (first["object"], first["has_more"]) == ("list", True)
        assert not any("value" in key for key in first["data"])
        rest = await admin.get(f"{KEYS}?after={first['last_id']}")
        assert [key["name"] for key in rest["data"]] == ["b", "c"]
        assert rest["has_more"] is False
        empty = await admin.get(f"{KEYS}?after={rest['last_id']}")
        assert empty == {
            "object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False
        }  # fmt: skip

    with_keyed(database_url, work)


def test_projects_are_made_changed_and_archived(database_url: str) -> None:
    async def work(server: Keyed) -> None:
        admin = await admin_of(server)
        server.clock.advance(1)
        made = await admin.post(PROJECTS, name="team", limits=[TOKENS])
        assert made == {
            "object": "project",
            "id": made["id"],
            "name": "team",
            "created_at": 1_700_000_001,
            "status": "active",
            "limits": [TOKENS],
        }
        at = f"{PROJECTS}/{made['id']}"
        assert await admin.get(at) == made
        changed = await admin.post(at, name="crew", limits=[])
        assert (changed["name"], changed["limits"]) == ("crew", [])
        assert (await admin.post(f"{at}/archive"))["status"] == "archived"
        listed = await admin.get(PROJECTS)
        assert [one["name"] for one in listed["data"]] == ["default"]
        everything = await admin.get(f"{PROJECTS}?include_archived=true")
        assert [one["name"] for one in everything["data"]] == ["default", "crew"]

    with_keyed(database_url, work)


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({}, "name", "missing_required_parameter"),
        ({"name": 7}, "name", "invalid_type"),
        ({"name": ""}, "name", "invalid_value"),
        ({"name": "a", "projet": "x"}, "projet", "unknown_parameter"),
        ({"name": "a", "project": "proj_none"}, "project", "invalid_value"),
        ({"name": "a", "scopes": []}, "scopes", "invalid_value"),
        ({"name": "a", "scopes": ["root"]}, "scopes", "invalid_value"),
        ({"name": "a", "scopes": "admin"}, "scopes", "invalid_type"),
        ({"name": "a", "models": []}, "models", "invalid_value"),
        ({"name": "a", "models": [""]}, "models", "invalid_value"),
        ({"name": "a", "tiers": ["gold"]}, "tiers", "invalid_value"),
        ({"name": "a", "expires_at": 5}, "expires_at", "invalid_value"),
        ({"name": "a", "limits": [{}]}, "limits[0].measure", "missing_required_parameter"),
        (
            {"name": "a", "limits": [{**TOKENS, "modell": "x"}]},
            "limits[0].modell",
            "unknown_parameter",
        ),
        (
            {"name": "a", "limits": [{**TOKENS, "measure": "words"}]},
            "limits[0].measure",
            "invalid_value",
        ),
        (
            {"name": "a", "limits": [{**TOKENS, "period": "now"}]},
            "limits[0].period",
            "invalid_value",
        ),
        ({"name": "a", "limits": [{**TOKENS, "amount": -1}]}, "limits[0].amount", "invalid_value"),
        ({"name": "a", "limits": [{**TOKENS, "amount": 1.5}]}, "limits[0].amount", "invalid_type"),
        ({"name": "a", "limits": [TOKENS, TOKENS]}, "limits[1]", "invalid_value"),
        ([], None, "invalid_type"),
    ],
)  # fmt: skip
def test_bad_input_is_told_by_its_field(
    sqlite_url: str, body: object, param: str | None, code: str
) -> None:
    async def work(server: Keyed) -> Peer:
        return await (await admin_of(server)).send("POST", KEYS, body)

    reply = with_keyed(sqlite_url, work)
    assert (reply.status, reply.error["param"], reply.error["code"]) == (400, param, code)


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("limit=1&limit=2", "limit"),
        ("after=%00", "after"),
        ("order=desc", "order"),
        ("include_archived=true", "include_archived"),
    ],
)
def test_a_bad_query_is_told_by_its_name(sqlite_url: str, query: str, param: str) -> None:
    async def work(server: Keyed) -> Peer:
        return await (await admin_of(server)).send("GET", f"{KEYS}?{query}")

    reply = with_keyed(sqlite_url, work)
    assert (reply.status, reply.error["param"]) == (400, param)


@pytest.mark.parametrize("path", [f"{KEYS}?after=key_none", f"{PROJECTS}?after=proj_none"])
def test_a_cursor_that_is_no_id_is_told_as_a_wrong_parameter(sqlite_url: str, path: str) -> None:
    """As in lists of stored completions."""

    async def work(server: Keyed) -> Peer:
        return await (await admin_of(server)).send("GET", path)

    reply = with_keyed(sqlite_url, work)
    assert (reply.status, reply.error["param"]) == (400, "after")


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", f"{KEYS}/key_none", "key_not_found"),
        ("POST", f"{KEYS}/key_none", "key_not_found"),
        ("POST", f"{KEYS}/key_none/rotate", "key_not_found"),
        ("POST", f"{KEYS}/key_none/revoke", "key_not_found"),
        ("GET", f"{KEYS}?project=proj_none", "project_not_found"),
        ("GET", f"{PROJECTS}/proj_none", "project_not_found"),
        ("POST", f"{PROJECTS}/proj_none", "project_not_found"),
        ("POST", f"{PROJECTS}/proj_none/archive", "project_not_found"),
    ],
)
def test_what_is_not_there_is_404(sqlite_url: str, method: str, path: str, code: str) -> None:
    async def work(server: Keyed) -> Peer:
        return await (await admin_of(server)).send(method, path, {} if method == "POST" else None)

    reply = with_keyed(sqlite_url, work)
    assert (reply.status, reply.error["code"]) == (404, code)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"{KEYS}/a\0b", None, 404),
        ("POST", f"{KEYS}/a\0b", {"name": "x"}, 404),
        ("POST", f"{KEYS}/a\0b/revoke", {}, 404),
        ("POST", f"{KEYS}/a\0b/rotate", {}, 404),
        ("GET", f"{KEYS}?after=a%00", None, 400),
        ("GET", f"{KEYS}?project=a%00", None, 400),
        ("POST", KEYS, {"name": "x", "project": "\0"}, 400),
        ("POST", KEYS, {"name": "\0"}, 400),
        ("GET", f"{PROJECTS}/\0", None, 404),
        ("POST", f"{PROJECTS}/\0", {"name": "x"}, 404),
        ("POST", f"{PROJECTS}/\0/archive", {}, 404),
        ("GET", f"{PROJECTS}?after=%00", None, 400),
    ],
)
def test_an_id_with_a_nul_is_nobodys(
    database_url: str, method: str, path: str, body: object, status: int
) -> None:
    """PostgreSQL's texts hold none: asked for one, it was a 500."""

    async def work(server: Keyed) -> Peer:
        admin = await admin_of(server)
        return await admin.send(method, path, body)

    reply = with_keyed(database_url, work)

    assert reply.status == status, reply.body


def test_a_revoked_key_cannot_be_changed(sqlite_url: str) -> None:
    async def work(server: Keyed) -> None:
        admin = await admin_of(server)
        made = await admin.post(KEYS, name="bob")
        await admin.post(f"{KEYS}/{made['id']}/revoke")
        for path in ("", "/rotate"):
            reply = await admin.send("POST", f"{KEYS}/{made['id']}{path}", {})
            assert (reply.status, reply.error["param"]) == (400, "key_id")

    with_keyed(sqlite_url, work)


def test_other_methods_are_told_which_there_are(sqlite_url: str) -> None:
    async def work(server: Keyed) -> Peer:
        return await (await admin_of(server)).send("DELETE", KEYS)

    reply = with_keyed(sqlite_url, work)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, POST")
