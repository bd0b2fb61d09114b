"""Keys and projects as they are, with their meaning, made from what the tables hold."""

from __future__ import annotations

import functools

import msgspec

from rejoinder.accounts.limits import Limit
from rejoinder.accounts.principal import DEFAULT_PROJECT, Principal, Scope
from rejoinder.chat.ask import Tier
from rejoinder.store.key_rows import KeyFound, ProjectRow, SecretRow

_LIMITS = msgspec.json.Decoder(tuple[Limit, ...])


class Project(msgspec.Struct, frozen=True):
    """Whose data is seen together. created_s: Unix time."""

    id: str
    name: str
    created_s: int
    limits: tuple[Limit, ...] = ()
    is_archived: bool = False


class Secret(msgspec.Struct, frozen=True):
    """What is known of one of a key's secrets: not itself. shown: for its owner to know it by."""

    shown: str
    created_s: int
    expires_s: int | None = None

    def is_over(self, now_s: int) -> bool:
        return self.expires_s is not None and self.expires_s <= now_s


class Key(msgspec.Struct, frozen=True):
    """Its id stays; its secrets, the newest first, come and go. Times are Unix times."""

    id: str
    name: str
    project: str
    scopes: frozenset[Scope]
    models: frozenset[str] | None
    tiers: frozenset[Tier]
    limits: tuple[Limit, ...]
    created_s: int
    expires_s: int | None
    revoked_s: int | None
    last_used_s: int | None
    secrets: tuple[Secret, ...]

    @property
    def principal(self) -> Principal:
        """Whoever shows one of its secrets."""
        return Principal(
            key_id=self.id,
            key_name=self.name,
            project=self.project,
            scopes=self.scopes,
            models=self.models,
            tiers=self.tiers,
        )


def default_project(*, created_s: int) -> Project:
    """The one that always is."""
    return Project(id=DEFAULT_PROJECT, name=DEFAULT_PROJECT, created_s=created_s)


def project_of(row: ProjectRow) -> Project:
    """Raises msgspec.ValidationError for what a newer program wrote and this one does not know."""
    return Project(
        id=row.id,
        name=row.name,
        created_s=row.created_s,
        limits=_limits(row.limits),
        is_archived=row.is_archived,
    )


def row_of(project: Project) -> ProjectRow:
    return ProjectRow(
        id=project.id,
        name=project.name,
        created_s=project.created_s,
        limits=limits_as_json(project.limits),
        is_archived=project.is_archived,
    )


def key_of(found: KeyFound) -> Key:
    """Raises as `project_of`."""
    row = found.key
    return Key(
        id=row.id,
        name=row.name,
        project=row.project,
        scopes=_scopes(row.scopes),
        models=_models(row.models),
        tiers=_tiers(row.tiers),
        limits=_limits(row.limits),
        created_s=row.created_s,
        expires_s=row.expires_s,
        revoked_s=row.revoked_s,
        last_used_s=row.last_used_s,
        secrets=tuple(secret_of(secret) for secret in found.secrets),
    )


def secret_of(row: SecretRow) -> Secret:
    return Secret(shown=row.shown, created_s=row.created_s, expires_s=row.expires_s)


def limits_as_json(limits: tuple[Limit, ...]) -> str:
    return msgspec.json.encode(limits).decode()


# All keys are read again whenever one was changed, and thousands have the same few of these.


@functools.lru_cache(maxsize=1024)
def _scopes(words: tuple[str, ...]) -> frozenset[Scope]:
    return msgspec.convert(words, frozenset[Scope])


@functools.lru_cache(maxsize=1024)
def _tiers(words: tuple[str, ...]) -> frozenset[Tier]:
    return msgspec.convert(words, frozenset[Tier])


@functools.lru_cache(maxsize=1024)
def _models(names: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


@functools.lru_cache(maxsize=1024)
def _limits(text: str) -> tuple[Limit, ...]:
    return _LIMITS.decode(text)
