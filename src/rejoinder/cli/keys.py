"""`rejoinder keys`: who may ask. Works on the database itself, so that a first key can be made."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import click
import msgspec
from msgspec import UNSET

from rejoinder import units
from rejoinder.accounts import limit_text, wishes
from rejoinder.accounts.limits import Limit
from rejoinder.accounts.office import Office
from rejoinder.accounts.principal import DEFAULT_PROJECT
from rejoinder.accounts.records import Key
from rejoinder.accounts.view import DEFAULT_SCOPES, DEFAULT_TIERS
from rejoinder.accounts.wishes import KeyChange, NewKey
from rejoinder.cli import columns, database, named
from rejoinder.clock import SystemClock
from rejoinder.errors import InvalidValue, SetupError
from rejoinder.server.admin_objects import key_object

T = TypeVar("T")

_limit_option = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="LIMIT",
    help="As `tokens/minute=10000`, `concurrent=4` or `MODEL:requests/day=5`; repeatable.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")


@click.group(name="keys")
def command() -> None:
    """Make, list, rotate and revoke keys.

    KEY is a key's id, or its name where no other key has it. A server that runs hears of changes
    within a second.
    """


@command.command(name="create")
@click.argument("name")
@click.option("--project", default=DEFAULT_PROJECT, help="Project's id or name. [default]")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="SCOPE",
    help="inference, read or admin; repeatable. [inference and read]",
)
@click.option(
    "--model", "models", multiple=True, metavar="MODEL", help="Only this; repeatable. [all]"
)
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    metavar="TIER",
    help="Service tier it may ask for by name; repeatable. [auto, default and flex]",
)
@_limit_option
@click.option("--expires", metavar="TIME", help="From now, as `30d`. [never]")
@json_option
@database.options
def create(
    name: str,
    project: str,
    scopes: tuple[str, ...],
    models: tuple[str, ...],
    tiers: tuple[str, ...],
    limits: tuple[str, ...],
    expires: str | None,
    as_json: bool,
    **where: str | None,
) -> None:
    """Make a key and show it, this once."""

    async def work(office: Office) -> tuple[Key, str]:
        wish = NewKey(
            name=name,
            project=await named.project_id(office, project, param="--project"),
            scopes=wishes.scopes(scopes) if scopes else DEFAULT_SCOPES,
            models=wishes.models(models or None),
            tiers=wishes.tiers(tiers) if tiers else DEFAULT_TIERS,
            limits=parsed_limits(limits),
            expires_s=None if expires is None else _end_s(expires),
        )
        return await office.create_key(wish)

    _tell_secret(*with_office(where, work, makes=True), as_json=as_json)


@command.command(name="ls")
@click.option("--project", help="Only this project's.")
@click.option("--all", "with_revoked", is_flag=True, help="Also those that open nothing any more.")
@json_option
@database.options
def ls(project: str | None, with_revoked: bool, as_json: bool, **where: str | None) -> None:
    """List keys, without their secrets."""

    async def work(office: Office) -> tuple[list[Key], frozenset[str]]:
        only = project and await named.project_id(office, project, param="--project")
        return await named.all_keys(office, only), await _archived(office)

    found, archived = with_office(where, work)
    now_s = int(time.time())
    shown = [key for key in found if with_revoked or _state(key, now_s, archived) == "active"]
    if as_json:
        click.echo(as_text([key_object(key) for key in shown]))
        return
    columns.show(
        ("id", "name", "project", "scopes", "shown", "state", "expires", "last used", "limits"),
        [
            (
                key.id,
                key.name,
                key.project,
                ",".join(sorted(key.scopes)),
                key.secrets[0].shown if key.secrets else "",
                _state(key, now_s, archived),
                columns.when(key.expires_s),
                columns.when(key.last_used_s),
                ",".join(limit_text.shown(limit) for limit in key.limits),
            )
            for key in shown
        ],
    )


@command.command(name="show")
@click.argument("key", metavar="KEY")
@json_option
@database.options
def show(key: str, as_json: bool, **where: str | None) -> None:
    """Show all about a key but its secret."""

    async def work(office: Office) -> Key:
        return await office.key(await named.key_id(office, key))

    _tell(*_with_archived(where, work), as_json=as_json)


@command.command(name="set")
@click.argument("key", metavar="KEY")
@click.option("--name", help="Another name.")
@click.option("--scope", "scopes", multiple=True, metavar="SCOPE", help="These instead.")
@click.option("--model", "models", multiple=True, metavar="MODEL", help="These instead; `*`: all.")
@click.option("--tier", "tiers", multiple=True, metavar="TIER", help="These instead.")
@_limit_option
@click.option("--no-limits", is_flag=True, help="Without any limit of its own.")
@click.option("--expires", metavar="TIME", help="From now, as `30d`, or `never`.")
@json_option
@database.options
def set_(
    key: str,
    name: str | None,
    scopes: tuple[str, ...],
    models: tuple[str, ...],
    tiers: tuple[str, ...],
    limits: tuple[str, ...],
    no_limits: bool,
    expires: str | None,
    as_json: bool,
    **where: str | None,
) -> None:
    """Change a key; what is not named stays. Limits given replace all there were."""
    if limits and no_limits:
        raise SetupError("`--limit` and `--no-limits` exclude each other.")
    ends_s = None
    if expires is not None and expires != "never":
        ends_s = _end_s(expires)

    async def work(office: Office) -> Key:
        change = KeyChange(
            name=UNSET if name is None else name,
            scopes=wishes.scopes(scopes) if scopes else UNSET,
            models=UNSET if not models else wishes.models(None if models == ("*",) else models),
            tiers=wishes.tiers(tiers) if tiers else UNSET,
            limits=parsed_limits(limits) if limits or no_limits else UNSET,
            expires_s=UNSET if expires is None else ends_s,
        )
        return await office.change_key(await named.key_id(office, key), change)

    _tell(*_with_archived(where, work), as_json=as_json)


@command.command(name="rotate")
@click.argument("key", metavar="KEY")
@click.option(
    "--overlap",
    default="24h",
    metavar="TIME",
    help="How long the secret before may still be used. [24h]",
)
@json_option
@database.options
def rotate(key: str, overlap: str, as_json: bool, **where: str | None) -> None:
    """Make a key's new secret and show it, this once."""
    overlap_s = _duration(overlap)
    if overlap_s > wishes.MAX_OVERLAP_S:
        raise SetupError(
            f"`--overlap` is `{overlap[:100]}`, but may be {wishes.MAX_OVERLAP_S // 86_400}d at "
            "most.",
            hint="It is how long the secret before may still be used; `0` ends it now.",
        )

    async def work(office: Office) -> tuple[Key, str]:
        return await office.rotate_key(await named.key_id(office, key), overlap_s=overlap_s)

    _tell_secret(*with_office(where, work), as_json=as_json)


@command.command(name="revoke")
@click.argument("key", metavar="KEY")
@json_option
@database.options
def revoke(key: str, as_json: bool, **where: str | None) -> None:
    """Have a key open nothing any more, for ever."""

    async def work(office: Office) -> Key:
        return await office.revoke_key(await named.key_id(office, key))

    _tell(*_with_archived(where, work), as_json=as_json)


def with_office(
    where: dict[str, str | None], work: Callable[[Office], Awaitable[T]], *, makes: bool = False
) -> T:
    """where: what `database.options` were given. makes: as `with_database`."""
    chosen = database.chosen(where["database"], where["data_dir"], where["config"])
    return database.with_database(
        chosen, lambda opened: work(Office(opened, clock=SystemClock())), makes=makes
    )


def _with_archived(
    where: dict[str, str | None], work: Callable[[Office], Awaitable[Key]]
) -> tuple[Key, frozenset[str]]:
    """What `work` returns, and which projects are archived."""

    async def whole(office: Office) -> tuple[Key, frozenset[str]]:
        return await work(office), await _archived(office)

    return with_office(where, whole)


def parsed_limits(texts: Iterable[str]) -> tuple[Limit, ...]:
    """Raises InvalidValue."""
    limits = []
    for text in texts:
        try:
            limits.append(limit_text.parse(text))
        except ValueError as error:
            raise InvalidValue(param="--limit", value=text, rule=str(error)) from None
    return tuple(limits)


def as_text(shown: msgspec.Struct | list[msgspec.Struct]) -> str:
    """JSON, for programs and for people."""
    return msgspec.json.format(msgspec.json.encode(shown), indent=2).decode()


async def _archived(office: Office) -> frozenset[str]:
    """The ids of projects whose keys open nothing."""
    projects = await named.all_projects(office)
    return frozenset(project.id for project in projects if project.is_archived)


def _duration(text: str) -> float:
    try:
        return units.duration_s(text)
    except ValueError:
        raise SetupError(
            f"`{text[:100]}` is no length of time.", hint="It looks like `90m`, `24h` or `30d`."
        ) from None


def _end_s(text: str) -> int:
    """A Unix time, of a length of time from now on."""
    duration_s, now_s = _duration(text), time.time()
    if not 1 <= duration_s <= wishes.MAX_UNIX_S - now_s:
        raise SetupError(
            f"`--expires` is `{text[:100]}`, but must be a time from now on, from 1s to the year "
            "9999.",
            hint="`rejoinder keys revoke` ends a key now.",
        )
    return int(now_s + duration_s)


def _state(key: Key, now_s: int, archived: frozenset[str]) -> str:
    """archived: ids of projects."""
    if key.revoked_s is not None:
        return "revoked"
    if key.project in archived:
        return "archived"
    if key.expires_s is not None and key.expires_s <= now_s:
        return "expired"
    return "active"


def _tell_secret(key: Key, secret: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(as_text(key_object(key, secret=secret)))
        return
    click.echo(secret)
    for old in key.secrets[1:]:
        if old.expires_s is not None and not old.is_over(int(time.time())):
            click.echo(
                f"The one before, {old.shown}, ends {columns.when(old.expires_s)}.", err=True
            )
    click.echo(f"This is the key {key.id} ({key.name}). It is shown this once.", err=True)


def _tell(key: Key, archived: frozenset[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(as_text(key_object(key)))
        return
    now_s = int(time.time())
    facts = [
        ("id", key.id),
        ("name", key.name),
        ("project", key.project),
        ("state", _state(key, now_s, archived)),
        ("scopes", ", ".join(sorted(key.scopes))),
        ("models", "all" if key.models is None else ", ".join(sorted(key.models))),
        ("tiers", ", ".join(["auto", *sorted(key.tiers)])),
        ("limits", ", ".join(limit_text.shown(limit) for limit in key.limits) or "none"),
        ("created", columns.when(key.created_s)),
        ("expires", columns.when(key.expires_s)),
        ("revoked", columns.when(key.revoked_s)),
        ("last used", columns.when(key.last_used_s)),
    ]
    for secret in key.secrets:
        end = "" if secret.expires_s is None else f", until {columns.when(secret.expires_s)}"
        facts.append(("secret", f"{secret.shown} since {columns.when(secret.created_s)}{end}"))
    for name, value in facts:
        click.echo(f"{name:<10} {value}")
