"""Keys and projects as people name them: by id, or by a name that no other has."""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.accounts.office import Office
from rejoinder.accounts.records import Key, Project
from rejoinder.errors import InvalidValue
from rejoinder.refusals import UnknownKey, UnknownProject
from rejoinder.store.key_rows import Page

# At a time; a list is read to its end.
PAGE = 1000


async def all_keys(office: Office, project: str | None = None) -> list[Key]:
    """Also those that open nothing any more. project: an id."""
    found: list[Key] = []
    more = True
    while more:
        page = Page(after=found[-1].id if found else None, limit=PAGE)
        keys, more = await office.keys(page, project=project)
        found += keys
    return found


async def all_projects(office: Office, *, with_archived: bool = True) -> list[Project]:
    found: list[Project] = []
    more = True
    while more:
        page = Page(after=found[-1].id if found else None, limit=PAGE)
        projects, more = await office.projects(page, with_archived=with_archived)
        found += projects
    return found


async def key_id(office: Office, text: str, *, param: str = "KEY") -> str:
    """Raises `UnknownKey`, and `InvalidValue` where several are called so."""
    try:
        return (await office.key(text)).id
    except UnknownKey:
        found = _called({key.id: key.name for key in await all_keys(office)}, text, param, "keys")
    if found is None:
        raise UnknownKey(key_id=text)
    return found


async def project_id(office: Office, text: str, *, param: str = "PROJECT") -> str:
    """Raises `UnknownProject`, and `InvalidValue` where it is one's id and another's name."""
    names = {one.id: one.name for one in await all_projects(office)}
    found = _called(names, text, param, "projects")
    if found is None:
        raise UnknownProject(project_id=text)
    return found


def _called(names: Mapping[str, str], text: str, param: str, kind: str) -> str | None:
    """names: by id."""
    ids = [one for one, name in names.items() if text in (one, name)]
    if len(ids) > 1:
        raise InvalidValue(
            param=param, value=text, rule=f"several {kind} are called so: {', '.join(ids)}"
        )
    return ids[0] if ids else None
