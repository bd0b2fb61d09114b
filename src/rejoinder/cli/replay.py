"""`rejoinder replay`: asks a server again what was asked before, and compares the answers."""

from __future__ import annotations

import json
import os
import sys

import click
import msgspec

from rejoinder.cli import database
from rejoinder.cli.chat import DEFAULT_BASE_URL
from rejoinder.cli.client import Client
from rejoinder.cli.completions import get
from rejoinder.cli.differences import differences
from rejoinder.store.completion_rows import Completion

# An answer that differs from its middle on differs in each of its log-probabilities.
MAX_SHOWN = 10


@click.command(name="replay")
@click.argument("completion_id", metavar="ID")
@click.option("--base-url", help="Server. [REJOINDER_BASE_URL, OPENAI_BASE_URL; the local one]")
@click.option("--api-key", help="Key, where the server asks for one. [OPENAI_API_KEY]")
@database.options
def command(
    completion_id: str, base_url: str | None, api_key: str | None, **where: str | None
) -> None:
    """Ask again for a stored answer, and tell whether it is the same.

    The request is found in the database and sent to the server once more, with the seed that was
    used, not streamed and not stored. Ends with status 0 where choices and usage are the same byte
    by byte, ids of calls and the part of the prompt that was cached excepted; else with 1, and says
    what differs.
    """
    env = os.environ
    url = base_url or env.get("REJOINDER_BASE_URL") or env.get("OPENAI_BASE_URL")
    client = Client(url or DEFAULT_BASE_URL, api_key=api_key or env.get("OPENAI_API_KEY"))
    chosen = database.chosen(where["database"], where["data_dir"], where["config"])
    stored = database.with_database(chosen, lambda opened: get(opened, completion_id))
    now = client.whole(request_again(stored))
    found = differences(stored.response, now)
    print_verdict(stored, now, found)
    sys.exit(1 if found else 0)


def request_again(stored: Completion) -> bytes:
    """The body as it came, but for four fields; their texts are not read, so that all of it is what
    it was."""
    fields = msgspec.json.decode(stored.request, type=dict[str, msgspec.Raw])
    fields.pop("stream", None)
    fields.pop("stream_options", None)
    fields["store"] = msgspec.Raw(b"false")
    fields["seed"] = msgspec.Raw(b"%d" % stored.seed)
    return msgspec.json.encode(fields)


def print_verdict(stored: Completion, now: bytes, found: list[str]) -> None:
    answer = json.loads(now)
    before, after = (
        one.get("system_fingerprint") or "none" for one in (json.loads(stored.response), answer)
    )
    places = "1 place" if len(found) == 1 else f"{len(found)} places"
    said = f"differs in {places}" if found else "is the same, byte by byte"
    tokens = answer["usage"]["completion_tokens"]
    click.echo(f"{stored.id}, asked again with the seed {stored.seed}, {said} ({tokens} tokens).")
    if before == after:
        click.echo(f"The fingerprint is the same: {after}.")
    else:
        click.echo(f"The fingerprint differs: {before} then, {after} now.")
    for line in found[:MAX_SHOWN]:
        click.echo(f"  {line}")
    if len(found) > MAX_SHOWN:
        click.echo(f"  and {len(found) - MAX_SHOWN} more")
    if found and before != after:
        click.echo(
            "Another fingerprint is another model, machine or version, and promises nothing."
        )
    elif found:
        click.echo(
            "The same fingerprint promises the same answer: this is a fault worth reporting."
        )
