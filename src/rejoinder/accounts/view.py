"""All keys and projects at one moment, ready to be asked. A newer view takes its place whole.

Made in a thread of the database from what its tables held.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from rejoinder.accounts import keys
from rejoinder.accounts.limits import Limit, OwnedLimit
from rejoinder.accounts.principal import DEFAULT_PROJECT, Principal, Scope
from rejoinder.accounts.records import Key, Project, key_of, project_of
from rejoinder.chat.ask import Tier
from rejoinder.refusals import InvalidKey
from rejoinder.store.key_rows import Everything, KeyFound, SecretRow

# What keys may do that were not told.
DEFAULT_SCOPES = frozenset({Scope.INFERENCE, Scope.READ})
# Asked for by name; `auto` may be asked for by all.
DEFAULT_TIERS = frozenset({Tier.DEFAULT, Tier.FLEX})


class Problem(StrEnum):
    """Why a secret that is known opens nothing."""

    REVOKED = "It was revoked."
    EXPIRED = "It has expired."
    ROTATED = "It was replaced by a newer one."
    ARCHIVED = "Its project was archived."
    UNREADABLE = "A newer version of this program made it."


class Held(msgspec.Struct, frozen=True):
    """One secret, and who shows it. expires_s: 0 for never; from then on `at_the_end` is the
    problem."""

    digest: bytes
    principal: Principal
    problem: Problem | None = None
    expires_s: int = 0
    at_the_end: Problem = Problem.EXPIRED


# Compared with where nothing is held, so that there is always one comparison. Nobody knows a secret
# of this digest.
_NOTHING = Held(digest=bytes(32), principal=Principal(scopes=frozenset()))


class View:
    """secrets: by digest. limits: by whose they are, as `key:ID`."""

    def __init__(
        self,
        *,
        version: int = 0,
        has_keys: bool = False,
        secrets: Sequence[Held] = (),
        limits: Mapping[str, tuple[Limit, ...]] | None = None,
    ) -> None:
        self.version = version
        self.has_keys = has_keys
        self._secrets = {held.digest: held for held in secrets}
        self._limits = limits or {}
        self._limits_found: dict[tuple[str, str, str], tuple[OwnedLimit, ...]] = {}

    def principal_of(self, secret: str, *, now_s: int) -> Principal:
        """Raises `InvalidKey`.

        The work is the same for every secret that opens nothing, however much of it is right: one
        digest, one look-up by it, one comparison.
        """
        digest = keys.digest(secret)
        held = self._secrets.get(digest, _NOTHING)
        if not hmac.compare_digest(held.digest, digest):
            raise InvalidKey(hinted=keys.hinted(secret), problem="No such key is known here.")
        if held.problem is not None:
            raise InvalidKey(hinted=keys.hinted(secret), problem=held.problem)
        if held.expires_s and held.expires_s <= now_s:
            raise InvalidKey(hinted=keys.hinted(secret), problem=held.at_the_end)
        return held.principal

    def limits_of(self, principal: Principal, model: str) -> tuple[OwnedLimit, ...]:
        """Of the key and its project, those that concern the model."""
        asked = (principal.key_id, principal.project, model)
        found = self._limits_found.get(asked)
        if found is None:
            owners = (f"key:{principal.key_id}", f"project:{principal.project}")
            found = tuple(
                OwnedLimit(owner=owner, limit=limit)
                for owner in owners
                for limit in self._limits.get(owner, ())
                if limit.model in ("", model)
            )
            self._limits_found[asked] = found
        return found


def by_hand(secrets: Sequence[str]) -> tuple[Held, ...]:
    """Keys of the settings, known by their places in the list: a name made from the secret would
    let whoever reads logs try guesses at it."""
    return tuple(
        Held(
            digest=keys.digest(secret),
            principal=Principal(
                key_id=f"key_setting_{number}",
                key_name=f"api_key {number}",
                project=DEFAULT_PROJECT,
                scopes=DEFAULT_SCOPES,
                tiers=DEFAULT_TIERS,
            ),
        )
        for number, secret in enumerate(secrets, start=1)
    )


def view_of(everything: Everything, *, by_hand: Sequence[Held] = ()) -> View:
    """What cannot be read, as a newer program wrote it, opens nothing."""
    projects, limits = {}, {}
    for row in everything.projects:
        try:
            project = project_of(row)
        except msgspec.ValidationError:
            project = Project(id=row.id, name=row.name, created_s=row.created_s, is_archived=True)
        projects[project.id] = project
        limits[f"project:{project.id}"] = project.limits
    secrets_of: dict[str, list[SecretRow]] = {}
    for secret in everything.secrets:
        secrets_of.setdefault(secret.key_id, []).append(secret)
    held: list[Held] = []
    for key_row in everything.keys:
        secrets = secrets_of.get(key_row.id, [])
        try:
            key = key_of(KeyFound(key_row, ()))
        except msgspec.ValidationError:
            nobody = Principal(key_id=key_row.id, scopes=frozenset())
            held += [Held(one.digest, nobody, Problem.UNREADABLE) for one in secrets]
            continue
        limits[f"key:{key.id}"] = key.limits
        is_archived = key.project in projects and projects[key.project].is_archived
        principal = key.principal
        held += [_held(key, principal, secret, is_archived=is_archived) for secret in secrets]
    return View(
        version=everything.version,
        has_keys=bool(everything.keys) or bool(by_hand),
        secrets=(*held, *by_hand),
        limits=limits,
    )


def _held(key: Key, principal: Principal, secret: SecretRow, *, is_archived: bool) -> Held:
    problem = None
    if key.revoked_s is not None:
        problem = Problem.REVOKED
    elif is_archived:
        problem = Problem.ARCHIVED
    ends = [at_s for at_s in (key.expires_s, secret.expires_s) if at_s is not None]
    is_replaced = secret.expires_s is not None and secret.expires_s == min(ends)
    return Held(
        digest=secret.digest,
        principal=principal,
        problem=problem,
        expires_s=min(ends, default=0),
        at_the_end=Problem.ROTATED if is_replaced else Problem.EXPIRED,
    )
