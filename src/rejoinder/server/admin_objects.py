"""Keys and projects as the admin API shows them; the command shows them so, too."""

from __future__ import annotations

from msgspec import UNSET

from rejoinder.accounts.limits import Limit
from rejoinder.accounts.records import Key, Project
from rejoinder.wire.admin import KeyObject, LimitObject, ProjectObject, SecretObject


def key_object(key: Key, *, secret: str | None = None) -> KeyObject:
    """As the API shows a key; the command shows it so, too."""
    return KeyObject(
        id=key.id,
        name=key.name,
        project=key.project,
        scopes=sorted(key.scopes),
        models=None if key.models is None else sorted(key.models),
        tiers=["auto", *sorted(key.tiers)],
        limits=[_limit_object(limit) for limit in key.limits],
        created_at=key.created_s,
        expires_at=key.expires_s,
        revoked_at=key.revoked_s,
        last_used_at=key.last_used_s,
        redacted_value=key.secrets[0].shown if key.secrets else "",
        secrets=[
            SecretObject(
                redacted_value=one.shown, created_at=one.created_s, expires_at=one.expires_s
            )
            for one in key.secrets
        ],
        value=UNSET if secret is None else secret,
    )


def project_object(project: Project) -> ProjectObject:
    """As the API shows a project."""
    return ProjectObject(
        id=project.id,
        name=project.name,
        created_at=project.created_s,
        status="archived" if project.is_archived else "active",
        limits=[_limit_object(limit) for limit in project.limits],
    )


def _limit_object(limit: Limit) -> LimitObject:
    return LimitObject(
        measure=limit.measure.value,
        period=limit.period.value,
        amount=limit.amount,
        model=limit.model,
    )
