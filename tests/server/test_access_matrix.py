"""Every route, with every kind of credential. The routes are the application's own, so that one
added tomorrow is in here."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from rejoinder.accounts import keys
from rejoinder.accounts.principal import Scope
from rejoinder.metrics import Metrics
from rejoinder.server.access import NUMBERS, Needs, Open
from rejoinder.server.app import create_app
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.routes import Route
from rejoinder.settings import Settings
from rejoinder.store.key_rows import Page
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.keyed import Keyed, routes_of, with_keyed
from tests.server.world import Peer

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
HIDDEN = "/v1/no/such/thing"
ALL = Page(after=None, limit=100)


async def no_key(server: Keyed) -> dict[str, str]:
    await server.secret()
    return {}


def malformed(value: str) -> Callable[[Keyed], Awaitable[dict[str, str]]]:
    async def headers(server: Keyed) -> dict[str, str]:
        secret = await server.secret(scopes=frozenset(Scope))
        return {"authorization": value.replace("SECRET", secret)}

    return headers


async def unknown(server: Keyed) -> dict[str, str]:
    await server.secret()
    return {"authorization": f"Bearer {keys.new_secret()}"}


async def revoked(server: Keyed) -> dict[str, str]:
    secret = await server.secret(scopes=frozenset(Scope))
    found, _ = await server.office.keys(ALL)
    await server.office.revoke_key(found[0].id)
    return {"authorization": f"Bearer {secret}"}


async def expired(server: Keyed) -> dict[str, str]:
    ends_s = server.clock.unix_s() + 1
    secret = await server.secret(scopes=frozenset(Scope), expires_s=ends_s)
    server.clock.advance(1)
    return {"authorization": f"Bearer {secret}"}


async def rotated_out(server: Keyed) -> dict[str, str]:
    secret = await server.secret(scopes=frozenset(Scope))
    found, _ = await server.office.keys(ALL)
    await server.office.rotate_key(found[0].id, overlap_s=0)
    return {"authorization": f"Bearer {secret}"}


async def of_an_archived_project(server: Keyed) -> dict[str, str]:
    project = await server.office.create_project("gone")
    secret = await server.secret(scopes=frozenset(Scope), project=project.id)
    await server.office.archive_project(project.id)
    return {"authorization": f"Bearer {secret}"}


async def of_another_project_than_named(server: Keyed) -> dict[str, str]:
    secret = await server.secret(scopes=frozenset(Scope))
    return {"authorization": f"Bearer {secret}", "openai-project": "proj_other"}


def elsewhere(name: str) -> Callable[[Keyed], Awaitable[dict[str, str]]]:
    """A good key in a place that is not looked at."""

    async def headers(server: Keyed) -> dict[str, str]:
        return {name: await server.secret(scopes=frozenset(Scope))}

    return headers


REFUSED = {
    "none": no_key,
    "empty": malformed(""),
    "scheme alone": malformed("Bearer"),
    "no scheme": malformed("SECRET"),
    "another scheme": malformed("Basic SECRET"),
    "two keys": malformed("Bearer SECRET SECRET"),
    "a letter more": malformed("Bearer SECRETx"),
    "a quoted key": malformed('Bearer "SECRET"'),
    "a comma list": malformed("Bearer x, Bearer SECRET"),
    "not ASCII": malformed("Bearer SECRET\xe9"),
    "SQL": malformed("Bearer ' or '1'='1"),
    "very long": malformed("Bearer " + "x" * 50_000),
    "unknown": unknown,
    "revoked": revoked,
    "expired": expired,
    "rotated out": rotated_out,
    "of an archived project": of_an_archived_project,
    "of another project": of_another_project_than_named,
    "as x-api-key": elsewhere("x-api-key"),
    "as api-key": elsewhere("api-key"),
    "as a cookie": elsewhere("cookie"),
    "as proxy-authorization": elsewhere("proxy-authorization"),
}


def path_of(route: Route) -> str:
    return "/v1" + re.sub(r"\{[^}]+\}", "x", route.path)


def is_public(route: Route) -> bool:
    return route.needs is Open.TO_ALL


async def all_answers(
    server: Keyed, headers: dict[str, str], routes: list[Route]
) -> dict[tuple[str, str], Peer]:
    paths = [HIDDEN, *dict.fromkeys(path_of(route) for route in routes)]
    return {
        (method, path): await server.send(method, path, headers=headers)
        for path in paths
        for method in METHODS
    }


@pytest.mark.parametrize("credential", REFUSED)
def test_every_route_refuses_who_has_no_valid_key(sqlite_url: str, credential: str) -> None:
    """Whatever the method, so that strangers do not learn what there is."""

    async def work(server: Keyed) -> dict[tuple[str, str], Peer]:
        headers = await REFUSED[credential](server)
        hidden = [route for route in server.routes if not is_public(route)]
        assert len(hidden) > 15
        return await all_answers(server, headers, hidden)

    replies = with_keyed(sqlite_url, work)
    assert {at: reply.status for at, reply in replies.items() if reply.status != 401} == {}
    code = "mismatched_project" if credential == "of another project" else "invalid_api_key"
    for reply in replies.values():
        assert reply.error["code"] == code
        assert reply.headers["www-authenticate"] == "Bearer"


def test_the_routes_here_are_those_of_the_server_that_people_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Without this a route could be wired there and be missing here."""

    def told(routes: list[Route]) -> set[tuple[str, str, Needs]]:
        return {(one.path, method, one.needs) for one in routes for method in one.methods or ()}

    settings = Settings(database=sqlite_url, data_dir=str(tmp_path))
    backing = Backing(settings, lifecycle=Lifecycle(), metrics=Metrics())
    app = create_app(ScriptedEngine(), settings, access=backing.access, others=backing.routes)

    async def work(server: Keyed) -> list[Route]:
        return server.routes

    assert told(routes_of(app)) == told(with_keyed(sqlite_url, work))


@pytest.mark.parametrize("needed", Scope)
def test_every_route_refuses_a_key_without_its_scope(sqlite_url: str, needed: Scope) -> None:
    async def work(server: Keyed) -> None:
        secret = await server.secret(scopes=frozenset(Scope) - {needed})
        for route in [one for one in server.routes if one.needs is needed]:
            for method in sorted(route.methods or ()):
                reply = await server.send(method, path_of(route), secret)
                at = (method, route.path)
                assert (at, reply.status) == (at, 403)
                assert reply.error["code"] == "insufficient_permissions"
                assert f"`{needed}`" in reply.error["message"]

    with_keyed(sqlite_url, work)


def test_every_route_takes_a_key_with_its_scope(sqlite_url: str) -> None:
    async def work(server: Keyed) -> None:
        for route in server.routes:
            for scopes in enough(route):
                secret = await server.secret(scopes=scopes)
                for method in sorted(route.methods or ()):
                    headers = {"content-type": "application/json"}
                    reply = await server.send(method, path_of(route), secret, {}, headers)
                    at = (method, route.path, reply.body)
                    assert reply.status not in (401, 403), at
                    assert reply.status < 500, at

    with_keyed(sqlite_url, work)


def enough(route: Route) -> list[frozenset[Scope]]:
    if isinstance(route.needs, Open):
        return [frozenset()]
    needed = {route.needs} if isinstance(route.needs, Scope) else route.needs
    return [frozenset({scope}) for scope in needed]


def test_numbers_are_for_who_reads_and_who_manages_and_nobody_else(sqlite_url: str) -> None:
    """A key that was made to manage was refused everybody's usage, which it was promised. What was
    said stays with `read`."""

    async def work(server: Keyed) -> None:
        shown = {"/v1/usage", "/v1/organization/usage/completions", "/v1/metrics"}
        assert {path_of(one) for one in server.routes if one.needs == NUMBERS} == shown
        admin = await server.secret(scopes=frozenset({Scope.ADMIN}))
        inference = await server.secret(scopes=frozenset({Scope.INFERENCE}))
        for path in shown:
            query = "" if path.endswith("metrics") else "?start_time=1"
            assert (await server.send("GET", path + query, admin)).status == 200
            refused = await server.send("GET", path + query, inference)
            assert (refused.status, refused.error["code"]) == (403, "insufficient_permissions")
            assert "`read` or `admin`" in refused.error["message"]
        for path in ("/v1/chat/completions", "/v1/chat/completions/chatcmpl-x"):
            assert (await server.send("GET", path, admin)).status == 403

    with_keyed(sqlite_url, work)


def test_what_says_nothing_of_anybody_needs_no_key(sqlite_url: str) -> None:
    """By name: what is open to all is a decision, not a default."""

    async def work(server: Keyed) -> None:
        await server.secret()
        public = [route for route in server.routes if is_public(route)]
        assert {route.path for route in public} == {
            "/", "/health", "/healthz", "/livez", "/ready", "/readyz", "/version",
            "/openapi.json", "/docs", "/docs/{name}",
        }  # fmt: skip
        for route in public:
            reply = await server.send("GET", path_of(route))
            assert reply.status in (200, 404), route.path

    with_keyed(sqlite_url, work)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/admin/keys/", "//v1//admin//keys", "/admin/keys", "/v1/v1/admin/keys",
        "/v1/admin/keys/.", "/v1/health/../admin/keys", "/v1/admin/keys?x=/health",
        "/V1/ADMIN/KEYS", "/v1/docs/../admin/keys", "/v1/admin/keys;a=b", "/v1/admin%2Fkeys",
        "/v1/admin/keys#/health",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "127.0.0.1?/health"},
        {"host": "127.0.0.1/health#"},
        {"x-forwarded-for": "127.0.0.1"},
        {"x-forwarded-host": "localhost", "x-forwarded-path": "/health"},
        {"x-original-url": "/health", "x-rewrite-url": "/health"},
        {"x-http-method-override": "OPTIONS"},
        {"access-control-request-method": "GET", "origin": "https://page.example"},
    ],
    ids=lambda headers: ",".join(headers) or "plain",
)
def test_no_spelling_of_a_request_passes_without_a_key(
    sqlite_url: str, path: str, headers: dict[str, str]
) -> None:
    """Peers were passed by with a question mark in the host's name."""

    async def work(server: Keyed) -> Peer:
        await server.secret(scopes=frozenset(Scope))
        return await server.send("GET", path, headers=headers)

    reply = with_keyed(sqlite_url, work)
    assert reply.status in (401, 421)


def test_a_browsers_question_comes_before_the_key(sqlite_url: str) -> None:
    """Browsers send no key with it: the answer says no more than that the page may ask."""

    async def work(server: Keyed) -> list[Peer]:
        await server.secret()
        headers = {"origin": "https://page.example", "access-control-request-method": "POST"}
        return [
            await server.send("OPTIONS", path_of(route), headers=headers) for route in server.routes
        ]

    for reply in with_keyed(sqlite_url, work):
        assert (reply.status, reply.body) == (204, b"")
