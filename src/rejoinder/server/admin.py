"""Keys, projects and their limits over HTTP, for whoever has the scope `admin`.

What may be asked is `accounts`' business, what it looks like the wire's; here they are joined. All
of it works on the database, and raises `StoreDown` where that is down.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TypeVar

import msgspec
from msgspec import UNSET
from starlette.requests import Request
from starlette.responses import Response

from rejoinder.accounts import wishes
from rejoinder.accounts.limits import Limit, Measure, Period
from rejoinder.accounts.office import Office
from rejoinder.accounts.principal import DEFAULT_PROJECT, Scope
from rejoinder.accounts.view import DEFAULT_SCOPES, DEFAULT_TIERS
from rejoinder.accounts.wishes import KeyChange, NewKey, ProjectChange
from rejoinder.errors import InvalidValue
from rejoinder.server import exchange as exchanges
from rejoinder.server.access import Access
from rejoinder.server.admin_objects import key_object, project_object
from rejoinder.server.body import check_is_json, read_body
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.routes import Route
from rejoinder.store.key_rows import Page
from rejoinder.wire import admin as wire
from rejoinder.wire.admin import KeyList, KeyObject, LimitObject, ProjectList, ProjectObject

T = TypeVar("T", bound=msgspec.Struct)

_KEYS_QUERY = frozenset({"after", "limit", "project"})
_PROJECTS_QUERY = frozenset({"after", "limit", "include_archived"})


class _Bodies:
    """Reads them, as every route must."""

    def __init__(self, lifecycle: Lifecycle, *, max_body_bytes: int) -> None:
        self._lifecycle = lifecycle
        self._max_body_bytes = max_body_bytes

    async def read(self, request: Request, kind: type[T]) -> T:
        exchange = exchanges.of(request.scope)
        check_is_json(exchange)
        with self._lifecycle.answering() as cut:
            limit_bytes = self._max_body_bytes
            body = await read_body(request.receive, exchange, cut, limit_bytes=limit_bytes)
        return wire.read(body, kind)


class AdminKeys:
    """The handlers of keys; each is a Starlette endpoint."""

    def __init__(self, office: Office, lifecycle: Lifecycle, *, max_body_bytes: int) -> None:
        self._office = office
        self._bodies = _Bodies(lifecycle, max_body_bytes=max_body_bytes)

    async def list(self, request: Request) -> Response:
        query = wire.read_query(request.scope["query_string"], _KEYS_QUERY)
        page = Page(after=query.after, limit=query.limit)
        keys, more = await self._office.keys(page, project=query.project)
        return _json(
            KeyList(
                data=[key_object(key) for key in keys],
                first_id=keys[0].id if keys else None,
                last_id=keys[-1].id if keys else None,
                has_more=more,
            )
        )

    async def create(self, request: Request) -> Response:
        """The only answer that shows the secret."""
        body = await self._bodies.read(request, wire.CreateKey)
        wish = NewKey(
            name=body.name,
            project=DEFAULT_PROJECT if body.project is None else body.project,
            scopes=DEFAULT_SCOPES if body.scopes is None else wishes.scopes(body.scopes),
            models=wishes.models(body.models),
            tiers=DEFAULT_TIERS if body.tiers is None else wishes.tiers(body.tiers),
            limits=_limits(body.limits or ()),
            expires_s=body.expires_at,
        )
        key, secret = await self._office.create_key(wish)
        return _json(key_object(key, secret=secret))

    async def get(self, request: Request) -> Response:
        return _json(key_object(await self._office.key(request.path_params["key_id"])))

    async def update(self, request: Request) -> Response:
        body = await self._bodies.read(request, wire.UpdateKey)
        change = KeyChange(
            name=UNSET if body.name is None else body.name,
            scopes=UNSET if body.scopes is None else wishes.scopes(body.scopes),
            models=UNSET if body.models is UNSET else wishes.models(body.models),
            tiers=UNSET if body.tiers is None else wishes.tiers(body.tiers),
            limits=UNSET if body.limits is None else _limits(body.limits),
            expires_s=body.expires_at,
        )
        key = await self._office.change_key(request.path_params["key_id"], change)
        return _json(key_object(key))

    async def rotate(self, request: Request) -> Response:
        """Shows the new secret, once."""
        body = await self._bodies.read(request, wire.RotateKey)
        overlap_s = wishes.OVERLAP_S if body.overlap_seconds is None else body.overlap_seconds
        key, secret = await self._office.rotate_key(
            request.path_params["key_id"], overlap_s=overlap_s
        )
        return _json(key_object(key, secret=secret))

    async def revoke(self, request: Request) -> Response:
        await self._bodies.read(request, wire.Nothing)
        return _json(key_object(await self._office.revoke_key(request.path_params["key_id"])))


class AdminProjects:
    """The handlers of projects; each is a Starlette endpoint."""

    def __init__(self, office: Office, lifecycle: Lifecycle, *, max_body_bytes: int) -> None:
        self._office = office
        self._bodies = _Bodies(lifecycle, max_body_bytes=max_body_bytes)

    async def list(self, request: Request) -> Response:
        query = wire.read_query(request.scope["query_string"], _PROJECTS_QUERY)
        page = Page(after=query.after, limit=query.limit)
        projects, more = await self._office.projects(page, with_archived=query.include_archived)
        return _json(
            ProjectList(
                data=[project_object(project) for project in projects],
                first_id=projects[0].id if projects else None,
                last_id=projects[-1].id if projects else None,
                has_more=more,
            )
        )

    async def create(self, request: Request) -> Response:
        body = await self._bodies.read(request, wire.CreateProject)
        made = await self._office.create_project(body.name, limits=_limits(body.limits or ()))
        return _json(project_object(made))

    async def get(self, request: Request) -> Response:
        return _json(project_object(await self._office.project(request.path_params["project_id"])))

    async def update(self, request: Request) -> Response:
        body = await self._bodies.read(request, wire.UpdateProject)
        change = ProjectChange(
            name=UNSET if body.name is None else body.name,
            limits=UNSET if body.limits is None else _limits(body.limits),
        )
        project_id = request.path_params["project_id"]
        return _json(project_object(await self._office.change_project(project_id, change)))

    async def archive(self, request: Request) -> Response:
        await self._bodies.read(request, wire.Nothing)
        project_id = request.path_params["project_id"]
        return _json(project_object(await self._office.archive_project(project_id)))


def admin_routes(
    office: Office, *, access: Access, lifecycle: Lifecycle, max_body_bytes: int
) -> list[Route]:
    """All of them; some paths stand twice, with other methods."""
    keys = AdminKeys(office, lifecycle, max_body_bytes=max_body_bytes)
    projects = AdminProjects(office, lifecycle, max_body_bytes=max_body_bytes)
    admin = functools.partial(Route, access=access, needs=Scope.ADMIN)
    return [
        admin("/admin/keys", keys.list, methods=["GET"]),
        admin("/admin/keys", keys.create, methods=["POST"]),
        admin("/admin/keys/{key_id}", keys.get, methods=["GET"]),
        admin("/admin/keys/{key_id}", keys.update, methods=["POST"]),
        admin("/admin/keys/{key_id}/rotate", keys.rotate, methods=["POST"]),
        admin("/admin/keys/{key_id}/revoke", keys.revoke, methods=["POST"]),
        admin("/admin/projects", projects.list, methods=["GET"]),
        admin("/admin/projects", projects.create, methods=["POST"]),
        admin("/admin/projects/{project_id}", projects.get, methods=["GET"]),
        admin("/admin/projects/{project_id}", projects.update, methods=["POST"]),
        admin("/admin/projects/{project_id}/archive", projects.archive, methods=["POST"]),
    ]


def _limits(objects: Iterable[LimitObject]) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            measure=_word(f"limits[{place}].measure", one.measure, Measure),
            period=_word(f"limits[{place}].period", one.period, Period),
            amount=one.amount,
            model=one.model,
        )
        for place, one in enumerate(objects)
    )


E = TypeVar("E", Measure, Period)


def _word(param: str, word: str, choices: type[E]) -> E:
    if word not in list(choices):
        names = ", ".join(f"`{one}`" for one in choices)
        raise InvalidValue(param=param, value=word, rule=f"it must be one of {names}")
    return choices(word)


def _json(body: KeyObject | ProjectObject | KeyList | ProjectList) -> Response:
    # A secret must not stay in anybody's cache.
    headers = {"cache-control": "no-store"}
    return Response(wire.encode(body), media_type="application/json", headers=headers)
