"""`rejoinder projects`: whose keys, stored answers and limits belong together."""

from __future__ import annotations

import click
from msgspec import UNSET

from rejoinder.accounts import limit_text
from rejoinder.accounts.office import Office
from rejoinder.accounts.principal import DEFAULT_PROJECT
from rejoinder.accounts.records import Project
from rejoinder.accounts.wishes import ProjectChange
from rejoinder.cli import columns, database, named
from rejoinder.cli.keys import as_text, json_option, parsed_limits, with_office
from rejoinder.errors import SetupError
from rejoinder.server.admin_objects import project_object

_limit_option = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="LIMIT",
    help="As `tokens/day=1000000`, `usd/month=25` or `MODEL:requests/day=5`; repeatable.",
)


@click.group(name="projects")
def command() -> None:
    """Make, list, change and archive projects.

    PROJECT is a project's id or name. The project `default` is always there.
    """


@command.command(name="create")
@click.argument("name")
@_limit_option
@json_option
@database.options
def create(name: str, limits: tuple[str, ...], as_json: bool, **where: str | None) -> None:
    """Make a project."""

    async def work(office: Office) -> Project:
        return await office.create_project(name, limits=parsed_limits(limits))

    _tell(with_office(where, work, makes=True), as_json=as_json)


@command.command(name="ls")
@click.option("--all", "with_archived", is_flag=True, help="Also those that were archived.")
@json_option
@database.options
def ls(with_archived: bool, as_json: bool, **where: str | None) -> None:
    """List projects."""
    found = with_office(
        where, lambda office: named.all_projects(office, with_archived=with_archived)
    )
    if as_json:
        click.echo(as_text([project_object(project) for project in found]))
        return
    columns.show(
        ("id", "name", "state", "created", "limits"),
        [
            (
                project.id,
                project.name,
                "archived" if project.is_archived else "active",
                columns.when(project.created_s),
                ", ".join(limit_text.shown(limit) for limit in project.limits),
            )
            for project in found
        ],
    )


@command.command(name="set")
@click.argument("project", metavar="PROJECT")
@click.option("--name", help="Another name.")
@_limit_option
@click.option("--no-limits", is_flag=True, help="Without any limit of its own.")
@json_option
@database.options
def set_(
    project: str,
    name: str | None,
    limits: tuple[str, ...],
    no_limits: bool,
    as_json: bool,
    **where: str | None,
) -> None:
    """Change a project; what is not named stays. Limits given replace all there were."""
    if limits and no_limits:
        raise SetupError("`--limit` and `--no-limits` exclude each other.")

    async def work(office: Office) -> Project:
        change = ProjectChange(
            name=UNSET if name is None else name,
            limits=parsed_limits(limits) if limits or no_limits else UNSET,
        )
        return await office.change_project(await named.project_id(office, project), change)

    # The project `default` can be limited before there is anything else.
    _tell(with_office(where, work, makes=True), as_json=as_json)


@command.command(name="archive")
@click.argument("project", metavar="PROJECT")
@json_option
@database.options
def archive(project: str, as_json: bool, **where: str | None) -> None:
    """Have a project's keys open nothing any more, for ever. What it stored stays."""

    async def work(office: Office) -> Project:
        project_id = await named.project_id(office, project)
        if project_id == DEFAULT_PROJECT:
            raise SetupError(f"The project `{DEFAULT_PROJECT}` cannot be archived.")
        return await office.archive_project(project_id)

    _tell(with_office(where, work), as_json=as_json)


def _tell(project: Project, *, as_json: bool) -> None:
    if as_json:
        click.echo(as_text(project_object(project)))
        return
    for name, value in (
        ("id", project.id),
        ("name", project.name),
        ("state", "archived" if project.is_archived else "active"),
        ("created", columns.when(project.created_s)),
        ("limits", ", ".join(limit_text.shown(limit) for limit in project.limits) or "none"),
    ):
        click.echo(f"{name:<10} {value}")
