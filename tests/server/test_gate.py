"""Who is let in, who is told what, and what nobody is told."""

from __future__ import annotations

import io
import json

import pytest

from rejoinder import log
from rejoinder.accounts import keys
from rejoinder.accounts.principal import ANYBODY, Scope
from rejoinder.accounts.registry import Door
from tests.server.keyed import Keyed, with_keyed
from tests.server.world import CHAT, HELLO, Peer

MODELS = "/v1/models"
ADMIN = "/v1/admin/keys"
JSON = {"content-type": "application/json"}


def test_without_keys_anybody_on_this_machine_may_do_everything(sqlite_url: str) -> None:
    """Also with a key, as the official clients send one always."""

    async def work(server: Keyed) -> None:
        for secret in (None, "sk-none"):
            assert (await server.send("GET", MODELS, secret)).status == 200
            assert (await server.send("GET", ADMIN, secret)).status == 200

    with_keyed(sqlite_url, work)


def test_the_first_key_can_be_made_over_http_and_closes_the_door_at_once(sqlite_url: str) -> None:
    async def work(server: Keyed) -> None:
        made = await server.send("POST", ADMIN, None, {"name": "a", "scopes": ["admin"]}, JSON)
        assert made.status == 200
        assert (await server.send("GET", ADMIN)).status == 401
        assert (await server.send("GET", ADMIN, made.json()["value"])).status == 200

    with_keyed(sqlite_url, work)


def test_a_revoked_key_is_refused_by_the_next_request(sqlite_url: str) -> None:
    """On the node that was told; others look within half a second."""

    async def work(server: Keyed) -> None:
        admin = await server.secret(scopes=frozenset({Scope.ADMIN}))
        made = (await server.send("POST", ADMIN, admin, {"name": "a"}, JSON)).json()
        assert (await server.send("GET", MODELS, made["value"])).status == 200
        await server.send("POST", f"{ADMIN}/{made['id']}/revoke", admin, None, JSON)
        reply = await server.send("GET", MODELS, made["value"])
        assert (reply.status, reply.error["code"]) == (401, "invalid_api_key")

    with_keyed(sqlite_url, work)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("sk-1234567890abcdefghij", "sk-***ghij"), ("hunter2", "*******")],
)
def test_an_error_shows_seven_letters_of_a_key_at_most(
    sqlite_url: str, sent: str, shown: str
) -> None:
    async def work(server: Keyed) -> Peer:
        await server.secret()
        return await server.send("GET", MODELS, sent)

    error = with_keyed(sqlite_url, work).error
    assert f"Incorrect API key provided: {shown}." in error["message"]
    assert sent not in error["message"]


def test_nothing_is_shown_of_what_came_under_another_scheme(sqlite_url: str) -> None:
    async def work(server: Keyed) -> Peer:
        await server.secret()
        headers = {"authorization": "Basic dXNlcjpwYXNzd29yZA=="}
        return await server.send("GET", MODELS, headers=headers)

    assert "dXN" not in with_keyed(sqlite_url, work).body.decode()


def test_the_word_bearer_may_be_written_in_any_way(sqlite_url: str) -> None:
    """RFC 9110, 11.1: schemes have no case."""

    async def work(server: Keyed) -> None:
        secret = await server.secret()
        for word in ("Bearer", "bearer", "BEARER "):
            headers = {"authorization": f"{word} {secret}"}
            assert (await server.send("GET", MODELS, headers=headers)).status == 200

    with_keyed(sqlite_url, work)


def test_a_key_is_of_one_project(sqlite_url: str) -> None:
    async def work(server: Keyed) -> None:
        project = await server.office.create_project("team")
        secret = await server.secret(project=project.id)
        for named, status in ((project.id, 200), ("default", 401), ("team", 401), ("", 200)):
            headers = {"openai-project": named}
            reply = await server.send("GET", MODELS, secret, headers=headers)
            assert (named, reply.status) == (named, status)
        assert reply.status == 200

    with_keyed(sqlite_url, work)


@pytest.mark.parametrize("asks_nobody", [False, True])
def test_without_keys_a_project_that_cannot_be_is_told(sqlite_url: str, asks_nobody: bool) -> None:
    async def work(server: Keyed) -> None:
        for named in ("", "default"):
            reply = await server.send("GET", MODELS, headers={"openai-project": named})
            assert "x-rejoinder-warning" not in reply.headers
        reply = await server.send("GET", MODELS, headers={"openai-project": "proj_x"})
        assert reply.status == 200
        assert "OpenAI-Project ignored" in reply.headers["x-rejoinder-warning"]

    with_keyed(sqlite_url, work, asks_nobody=asks_nobody)


def test_an_organization_is_told_to_be_none(sqlite_url: str) -> None:
    """The official clients send it where they are told one."""

    async def work(server: Keyed) -> Peer:
        secret = await server.secret()
        return await server.send("GET", MODELS, secret, headers={"openai-organization": "org-x"})

    reply = with_keyed(sqlite_url, work)
    assert reply.status == 200
    assert "no organizations" in reply.headers["x-rejoinder-warning"]


def test_with_no_auth_nobody_is_asked_though_there_are_keys(sqlite_url: str) -> None:
    async def work(server: Keyed) -> None:
        await server.secret()
        assert server.registry.door is Door.KEYS
        for secret in (None, "sk-whatever"):
            assert (await server.send("POST", CHAT, secret, HELLO, JSON)).status == 200

    with_keyed(sqlite_url, work, asks_nobody=True, is_public=True)


def test_with_no_auth_strangers_make_no_keys(sqlite_url: str) -> None:
    """One made today would open the server on the day when keys are asked for again."""

    async def work(server: Keyed) -> Peer:
        return await server.send("POST", ADMIN, None, {"name": "mine", "scopes": ["admin"]}, JSON)

    reply = with_keyed(sqlite_url, work, asks_nobody=True, is_public=True)
    assert reply.status == 403
    assert "`--no-auth`" in reply.error["message"]
    assert with_keyed(sqlite_url, work, asks_nobody=True, is_public=False).status == 200


def test_while_keys_cannot_be_read_everything_is_put_off(sqlite_url: str) -> None:
    async def work(server: Keyed) -> None:
        for secret in (None, "sk-x"):
            reply = await server.send("POST", CHAT, secret, HELLO, JSON)
            assert (reply.status, reply.error["code"]) == (503, "store_unavailable")
            assert reply.headers["retry-after"] == "1"
        assert (await server.send("GET", "/health")).status == 200

    with_keyed(sqlite_url, work, has_looked=False)


def test_a_page_of_a_stranger_cannot_revoke(sqlite_url: str) -> None:
    """Without keys a page could send a form, which browsers do without asking."""

    async def work(server: Keyed) -> Peer:
        headers = {"origin": "https://evil.example", "content-type": "text/plain"}
        return await server.send("POST", f"{ADMIN}/key_x/revoke", headers=headers)

    assert with_keyed(sqlite_url, work).status == 415


def test_no_answer_and_no_log_line_holds_a_secret(sqlite_url: str) -> None:
    said = io.StringIO()
    log.configure(level="debug", log_format="json", stream=said)

    async def work(server: Keyed) -> list[str]:
        secret = await server.secret(scopes=frozenset(Scope))
        await server.send("GET", MODELS, secret)
        await server.send("GET", ADMIN, secret)
        await server.send("GET", "/nothing", secret)
        await server.send("POST", CHAT, secret, {"model": 7}, JSON)
        unknown = keys.new_secret()
        await server.send("GET", MODELS, unknown)
        rotated = await server.send("GET", ADMIN, secret)
        return [secret, unknown, rotated.body.decode()]

    *secrets, listed = with_keyed(sqlite_url, work)
    assert said.getvalue().count('"event":"request"') == 6
    for secret in secrets:
        assert secret[3:] not in said.getvalue()
        assert secret not in listed
    assert json.loads(listed)["data"][0]["redacted_value"].startswith("rj-")


def test_anybody_is_of_the_project_default() -> None:
    assert (ANYBODY.project, ANYBODY.key_id) == ("default", "")
