"""Stored completions over HTTP, against both databases."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rejoinder.accounts.principal import Principal, Scope
from rejoinder.refusals import Forbidden
from rejoinder.server.access import Needs
from rejoinder.server.exchange import Exchange
from rejoinder.testing.scripted_engine import ScriptedCall, ScriptedEngine, does, says
from rejoinder.wire import stored, stored_messages
from rejoinder.wire.stored import ChatCompletionList, StoredChatCompletion
from tests.server.shelf import Shelf, app_over, with_shelf
from tests.server.world import HELLO, chat

TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}


def folded(frames: bytes) -> dict[str, Any]:
    """A stream's chunks as the answer they are the parts of."""
    chunks = [json.loads(line[6:]) for line in frames.splitlines() if line.startswith(b"data: {")]
    texts: dict[int, str] = {}
    reasons: dict[int, str] = {}
    for chunk in chunks:
        for choice in chunk["choices"]:
            index = choice["index"]
            texts[index] = texts.get(index, "") + (choice["delta"].get("content") or "")
            if choice["finish_reason"]:
                reasons[index] = choice["finish_reason"]
    return {"id": chunks[0]["id"], "texts": texts, "reasons": reasons}


def test_a_stored_answer_is_given_again(database_url: str) -> None:
    async def work(shelf: Shelf) -> tuple[Any, Any]:
        answer = await shelf.ask(metadata={"run": "7"}, temperature=0.5, user="u", seed=5)
        given = answer.json()
        return given, await shelf.get(f"/{given['id']}")

    given, told = with_shelf(database_url, work)

    assert {name: told[name] for name in given} == given
    beside = {name: value for name, value in told.items() if name not in given}
    assert beside.pop("request_id").startswith("req_")
    assert beside == {
        "metadata": {"run": "7"},
        "seed": 5,
        "temperature": 0.5,
        "top_p": None,
        "presence_penalty": None,
        "frequency_penalty": None,
        "tools": None,
        "tool_choice": None,
        "response_format": None,
        "input_user": "u",
    }
    msgspec.convert(told, StoredChatCompletion)


def test_a_seed_that_was_drawn_is_told(sqlite_url: str) -> None:
    async def work(shelf: Shelf) -> tuple[str, Any]:
        answer = await shelf.ask()
        return answer.headers["x-rejoinder-seed"], await shelf.get(f"/{answer.json()['id']}")

    seed, told = with_shelf(sqlite_url, work)

    assert str(told["seed"]) == seed


@pytest.mark.parametrize("seed", [-1, 2**63, 2**64 - 1])
def test_any_seed_can_be_stored(database_url: str, seed: int) -> None:
    """The databases' numbers are signed."""

    async def work(shelf: Shelf) -> Any:  # noqa: ANN401
        return await shelf.get(f"/{await shelf.stored(seed=seed)}")

    assert with_shelf(database_url, work)["seed"] == seed


def test_a_streamed_answer_is_stored_whole(database_url: str) -> None:
    """Choices, texts, usage and why each ended."""
    script = [*says("One", " two", choice=0), *says("Three", choice=1)]

    async def work(shelf: Shelf) -> tuple[dict[str, Any], Any]:
        stream = await shelf.ask(stream=True, n=2)
        assert stream.body.endswith(b"data: [DONE]\n\n")
        said = folded(stream.body)
        return said, await shelf.get(f"/{said['id']}")

    said, told = with_shelf(database_url, work, ScriptedEngine(script))

    assert told["object"] == "chat.completion"
    assert {c["index"]: c["message"]["content"] for c in told["choices"]} == said["texts"]
    assert {c["index"]: c["finish_reason"] for c in told["choices"]} == said["reasons"]
    # 7 of the prompt; the words, and one token that ends each choice.
    assert told["usage"]["total_tokens"] == 7 + 3 + 2


def test_calls_and_thoughts_of_a_stream_are_stored(sqlite_url: str) -> None:
    script = does(ScriptedCall("weather", ('{"city"', ': "Rome"}')), thoughts=("Hm",))

    async def work(shelf: Shelf) -> Any:  # noqa: ANN401
        stream = await shelf.ask(stream=True, tools=[TOOL])
        return await shelf.get(f"/{folded(stream.body)['id']}")

    told = with_shelf(sqlite_url, work, ScriptedEngine(script))

    (choice,) = told["choices"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["reasoning_content"] == "Hm"
    assert choice["message"]["content"] is None
    assert choice["message"]["tool_calls"] == [
        {
            "id": "call_00",
            "type": "function",
            "function": {"name": "weather", "arguments": '{"city": "Rome"}'},
        }
    ]
    assert told["tools"] == [TOOL]


@pytest.mark.parametrize("store", [False, None])
def test_what_is_not_to_be_stored_is_not(sqlite_url: str, store: bool | None) -> None:
    async def work(shelf: Shelf) -> tuple[int, list[str]]:
        answer = await shelf.ask(store=store)
        got = await shelf.send("GET", f"/{answer.json()['id']}")
        return got.status, await shelf.ids()

    assert with_shelf(sqlite_url, work) == (404, [])


def test_they_are_listed_in_order_and_paged(database_url: str) -> None:
    async def work(shelf: Shelf) -> None:
        stored = [await shelf.stored() for _ in range(5)]

        first = await shelf.get(limit=2)
        assert [one["id"] for one in first["data"]] == stored[:2]
        assert (first["first_id"], first["last_id"]) == (stored[0], stored[1])
        assert (first["object"], first["has_more"]) == ("list", True)
        msgspec.convert(first, ChatCompletionList)

        last = await shelf.get(limit=2, after=stored[2])
        assert [one["id"] for one in last["data"]] == stored[3:]
        assert last["has_more"] is False

        assert await shelf.ids(order="desc", after=stored[2]) == stored[1::-1]
        assert await shelf.get(after=stored[4]) == {
            "object": "list",
            "data": [],
            "first_id": None,
            "last_id": None,
            "has_more": False,
        }

    with_shelf(database_url, work)


def test_a_page_that_holds_too_much_ends_early(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without this a page of a hundred long conversations takes the memory of all."""
    monkeypatch.setattr("rejoinder.server.stored.STEP", 2)

    async def work(shelf: Shelf) -> None:
        made = [await shelf.stored() for _ in range(7)]
        assert await shelf.ids(limit=5) == made[:5]  # in steps of 2, 2 and 1

        monkeypatch.setattr("rejoinder.server.stored.MAX_PAGE_BYTES", 1)
        page = await shelf.get(limit=5, after=made[0])
        assert [one["id"] for one in page["data"]] == made[1:3]
        assert page["has_more"] is True
        assert await shelf.ids(limit=5, after=made[5]) == made[6:]

    with_shelf(database_url, work)


def test_they_are_found_by_model_and_by_all_of_their_metadata(database_url: str) -> None:
    async def work(shelf: Shelf) -> None:
        both = await shelf.stored(metadata={"a": "1", "b[c]": "2 & 3"})
        one = await shelf.stored(metadata={"a": "1"})
        other = await shelf.stored(model="org/other")

        assert await shelf.ids(model="scripted") == [both, one]
        assert await shelf.ids(model="org/other") == [other]
        assert await shelf.ids(model="none") == []
        assert await shelf.ids(**{"metadata[a]": "1"}) == [both, one]
        assert await shelf.ids(**{"metadata[a]": "1", "metadata[b[c]]": "2 & 3"}) == [both]
        assert await shelf.ids(**{"metadata[a]": "1", "model": "org/other"}) == []
        assert await shelf.ids(**{"metadata[a]": "2"}) == []

    with_shelf(database_url, work, ScriptedEngine(names=("scripted", "org/other")))


def test_metadata_may_hold_any_character(database_url: str) -> None:
    """PostgreSQL's texts hold no NUL, and SQLite's end at one where they are read in C."""
    metadata = {"nul\0": "a\0b", "empty": "", "\u20ac": "\U0001f600 % _"}

    async def work(shelf: Shelf) -> None:
        completion_id = await shelf.stored(metadata=metadata)

        assert (await shelf.get(f"/{completion_id}"))["metadata"] == metadata
        for name, value in metadata.items():
            assert await shelf.ids(**{f"metadata[{name}]": value}) == [completion_id]

    with_shelf(database_url, work)


@pytest.mark.parametrize(
    ("query", "param", "words"),
    [
        ({"limit": "0"}, "limit", "a whole number from 1 to 100"),
        ({"limit": "101"}, "limit", "a whole number from 1 to 100"),
        ({"limit": "1e1"}, "limit", "a whole number from 1 to 100"),
        ({"limit": "9" * 5000}, "limit", "a whole number from 1 to 100"),
        ({"limit": "\u0661"}, "limit", "a whole number from 1 to 100"),
        ({"order": "up"}, "order", "one of `asc`, `desc`"),
        ({"after": "chatcmpl-none"}, "after", "no stored completion has this id"),
        ({"after": ""}, "after", "no stored completion has this id"),
        ({"after": "\0"}, "after", "no stored completion has this id"),
        ({"model": "\0"}, "model", "no NUL character"),
        ({"metadata": "a"}, "metadata", "it is written `metadata[key]=value`"),
        ({"metadata[a]": "x" * 513}, "metadata[a]", "at most 512 characters, not 513"),
        ({f"metadata[{n}]": "" for n in range(17)}, "metadata", "16 times, not 17"),
        ({"before": "x"}, "before", "no parameter of this API"),
        ({"Limit": "1"}, "Limit", "no parameter of this API"),
        ({"metadata[" + "k" * 65 + "]": ""}, "metadata[" + "k" * 65, "no parameter"),
    ],
)
def test_a_bad_query_is_refused_by_name(
    sqlite_url: str, query: dict[str, Any], param: str, words: str
) -> None:
    async def work(shelf: Shelf) -> tuple[int, dict[str, str]]:
        reply = await shelf.send("GET", **query)
        return reply.status, reply.error

    status, error = with_shelf(sqlite_url, work)

    assert (status, error["param"]) == (400, param)
    assert words in error["message"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?limit=1&limit=2", "only once"),
        ("?metadata[a]=1&metadata[a]=2", "only once"),
        ("?model=%FF", "not UTF-8"),
        ("?" + "&".join(f"a{n}=" for n in range(99)), "more than 24 parameters"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(sqlite_url: str, query: str, words: str) -> None:
    async def work(shelf: Shelf) -> tuple[int, str]:
        reply = await shelf.send("GET", query)
        return reply.status, reply.error["message"]

    status, message = with_shelf(sqlite_url, work)

    assert status == 400
    assert words in message


def test_metadata_are_put_in_the_place_of_the_old(database_url: str) -> None:
    async def work(shelf: Shelf) -> None:
        completion_id = await shelf.stored(metadata={"a": "1", "b": "2"})

        body = json.dumps({"metadata": {"a": "3"}}).encode()
        updated = (await shelf.send("POST", f"/{completion_id}", body)).json()

        assert (updated["id"], updated["metadata"]) == (completion_id, {"a": "3"})
        assert await shelf.get(f"/{completion_id}") == updated
        assert await shelf.ids(**{"metadata[a]": "3"}) == [completion_id]
        assert await shelf.ids(**{"metadata[b]": "2"}) == []

        cleared = await shelf.send("POST", f"/{completion_id}", b'{"metadata": null}')
        assert cleared.json()["metadata"] == {}

    with_shelf(database_url, work)


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({}, "metadata", "missing_required_parameter"),
        ({"metadata": {"a": 1}}, "metadata.a", "invalid_type"),
        ({"metadata": dict.fromkeys(map(str, range(17)), "")}, "metadata", "invalid_value"),
        ({"metadata": {}, "model": "m"}, "model", "unsupported_parameter"),
        ({"metadata": {}, "colour": "red"}, "colour", "unknown_parameter"),
        ([], None, "invalid_type"),
    ],
)
def test_nothing_else_can_be_changed(
    sqlite_url: str, body: object, param: str | None, code: str
) -> None:
    async def work(shelf: Shelf) -> tuple[int, dict[str, str]]:
        completion_id = await shelf.stored()
        reply = await shelf.send("POST", f"/{completion_id}", json.dumps(body).encode())
        return reply.status, reply.error

    status, error = with_shelf(sqlite_url, work)

    assert (status, error["param"], error["code"]) == (400, param, code)


def test_what_is_deleted_is_gone_and_can_still_be_paged_after(database_url: str) -> None:
    async def work(shelf: Shelf) -> None:
        first, second, third = [await shelf.stored(metadata={"a": "1"}) for _ in range(3)]

        gone = await shelf.send("DELETE", f"/{second}")

        assert gone.json() == {
            "object": "chat.completion.deleted",
            "id": second,
            "deleted": True,
        }
        assert (await shelf.send("GET", f"/{second}")).status == 404
        assert (await shelf.send("DELETE", f"/{second}")).status == 404
        assert await shelf.ids(**{"metadata[a]": "1"}) == [first, third]
        assert await shelf.ids(after=second) == [third]

    with_shelf(database_url, work)


def test_nothing_of_what_is_deleted_stays_in_the_file(sqlite_url: str) -> None:
    """A deleted answer was to be gone; pages of a database outlive their rows."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    files = [path, Path(f"{path}-wal")]

    async def work(shelf: Shelf) -> tuple[bool, bool]:
        def is_there() -> bool:
            return any(b"a secret" in file.read_bytes() for file in files if file.exists())

        completion_id = await shelf.stored(messages=[{"role": "user", "content": "a secret " * 99}])
        was_there = is_there()
        await shelf.send("DELETE", f"/{completion_id}")
        return was_there, is_there()

    assert with_shelf(sqlite_url, work) == (True, False)


def test_its_messages_are_told_and_paged(database_url: str) -> None:
    messages = [
        {"role": "system", "content": "Be brief.", "name": "boss"},
        {
            "role": "user",
            "content": [{"type": "text", "text": "Hi "}, {"type": "text", "text": "you"}],
        },
        {
            "role": "assistant",
            "content": None,
            "reasoning": "Hm",
            "tool_calls": [{"id": "c1", "function": {"name": "f", "arguments": "{}"}}],
        },
        {"role": "tool", "content": "4", "tool_call_id": "c1"},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]},
    ]

    async def work(shelf: Shelf) -> None:
        completion_id = await shelf.stored(messages=messages)
        path = f"/{completion_id}/messages"

        page = await shelf.get(path)
        assert (page["object"], page["has_more"]) == ("list", False)
        assert [one.pop("id") for one in page["data"]] == [f"{completion_id}-{n}" for n in range(5)]
        nothing = {"content_parts": None, "name": None, "refusal": None}
        assert page["data"] == [
            {**nothing, "role": "system", "content": "Be brief.", "name": "boss"},
            {
                **nothing,
                "role": "user",
                "content": "Hi you",
                "content_parts": [{"type": "text", "text": "Hi "}, {"type": "text", "text": "you"}],
            },
            {
                **nothing,
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
                ],
                "reasoning_content": "Hm",
            },
            {**nothing, "role": "tool", "content": "4", "tool_call_id": "c1"},
            {
                **nothing,
                "role": "assistant",
                "content": "",
                "content_parts": [],
                "refusal": "No.",
            },
        ]

        assert await shelf.ids(path, limit=2, after=f"{completion_id}-1") == [
            f"{completion_id}-2",
            f"{completion_id}-3",
        ]
        assert await shelf.ids(path, order="desc", after=f"{completion_id}-1") == [
            f"{completion_id}-0"
        ]
        unknown = await shelf.send("GET", path, after=f"{completion_id}-9")
        assert (unknown.status, unknown.error["param"]) == (400, "after")

    with_shelf(database_url, work)


def test_another_projects_completion_is_not_found(database_url: str) -> None:
    async def work(shelf: Shelf) -> None:
        theirs = await shelf.stored(project="theirs", metadata={"a": "1"})

        for method, path, body in (
            ("GET", f"/{theirs}", b""),
            ("POST", f"/{theirs}", b'{"metadata": {}}'),
            ("DELETE", f"/{theirs}", b""),
            ("GET", f"/{theirs}/messages", b""),
        ):
            reply = await shelf.send(method, path, body, project="ours")
            assert (reply.status, reply.error["code"]) == (404, "completion_not_found")
        assert await shelf.ids(project="ours") == []
        assert await shelf.ids(project="ours", **{"metadata[a]": "1"}) == []
        # Not even as a place to go on from.
        after = await shelf.send("GET", project="ours", after=theirs)
        assert (after.status, after.error["param"]) == (400, "after")

        assert (await shelf.get(f"/{theirs}", project="theirs"))["metadata"] == {"a": "1"}

    with_shelf(database_url, work)


@pytest.mark.parametrize("completion_id", ["chatcmpl-none", "\0", "%", "x" * 3000])
def test_an_unknown_id_is_not_found(database_url: str, completion_id: str) -> None:
    async def work(shelf: Shelf) -> tuple[int, dict[str, str]]:
        reply = await shelf.send("GET", f"/{completion_id}")
        return reply.status, reply.error

    status, error = with_shelf(database_url, work)

    assert (status, error["code"]) == (404, "completion_not_found")
    assert len(error["message"]) < 200


def test_a_completion_takes_no_query(sqlite_url: str) -> None:
    async def work(shelf: Shelf) -> list[int]:
        path = f"/{await shelf.stored()}"
        sent = [
            await shelf.send("GET", path, limit=1),
            await shelf.send("POST", path, b'{"metadata": {}}', limit=1),
            await shelf.send("DELETE", path, limit=1),
        ]
        return [reply.status for reply in sent]

    assert with_shelf(sqlite_url, work) == [400, 400, 400]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("", "GET, HEAD, POST"),
        ("/chatcmpl-1", "DELETE, GET, HEAD, POST"),
        ("/chatcmpl-1/messages", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_all_that_the_path_takes(
    sqlite_url: str, path: str, allowed: str
) -> None:
    async def work(shelf: Shelf) -> tuple[int, str]:
        reply = await shelf.send("PUT", path)
        return reply.status, reply.headers["allow"]

    assert with_shelf(sqlite_url, work) == (405, allowed)


def test_a_store_that_is_no_more_than_a_word_does_not_stop_other_requests() -> None:
    """A server without a store answers, and refuses to say that it stores."""
    from tests.server.world import app_of

    app = app_of()

    assert chat(app).status == 200
    refused = chat(app, store=True)
    assert (refused.status, refused.error["code"]) == (503, "store_unavailable")


class OnlyScope:
    """Satisfies `Access`: a key with one scope."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        if isinstance(needs, Scope) and needs is not self._scope:
            raise Forbidden("no")
        return Principal(scopes=frozenset({self._scope}))


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (Scope.READ, {"list", "retrieve", "messages"}),
        (Scope.INFERENCE, {"create", "update", "delete"}),
        (Scope.ADMIN, set()),
    ],
)
def test_seeing_needs_one_scope_and_changing_another(
    sqlite_url: str, scope: Scope, allowed: set[str]
) -> None:
    create = json.dumps({**HELLO, "store": True}).encode()
    requests = {
        "list": ("GET", "", b""),
        "retrieve": ("GET", "/x", b""),
        "messages": ("GET", "/x/messages", b""),
        "create": ("POST", "", create),
        "update": ("POST", "/x", b'{"metadata": {}}'),
        "delete": ("DELETE", "/x", b""),
    }

    async def work(shelf: Shelf) -> set[str]:
        limited = Shelf(
            app_over(shelf.database, shelf.engine, access=OnlyScope(scope)),
            shelf.database,
            shelf.engine,
        )
        return {
            name
            for name, (method, path, body) in requests.items()
            if (await limited.send(method, path, body)).status != 403
        }

    assert with_shelf(sqlite_url, work) == allowed


def test_a_wrong_method_needs_a_key_and_no_more(sqlite_url: str) -> None:
    """A path with two needs says what it takes to whoever has either."""

    async def work(shelf: Shelf) -> int:
        app = app_over(shelf.database, shelf.engine, access=OnlyScope(Scope.READ))
        return (await Shelf(app, shelf.database, shelf.engine).send("PUT")).status

    assert with_shelf(sqlite_url, work) == 405


@pytest.mark.parametrize("path", ["", "/messages"])
def test_a_long_request_is_read_while_others_are_answered(
    sqlite_url: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of 20 MiB let every stream stand still for up to 0.7 s."""
    threads: list[int] = []

    def noted(told: Callable[..., Any]) -> Callable[..., Any]:
        def tell(*given: Any, **named: Any) -> Any:  # noqa: ANN401
            threads.append(threading.get_ident())
            return told(*given, **named)

        return tell

    async def work(shelf: Shelf) -> None:
        completion_id = await shelf.stored()
        monkeypatch.setattr(stored, "completion", noted(stored.completion))
        monkeypatch.setattr(stored_messages, "page", noted(stored_messages.page))
        await shelf.get(f"/{completion_id}{path}")
        if not path:
            change = b'{"metadata": {"a": "b"}}'
            assert (await shelf.send("POST", f"/{completion_id}", change)).status == 200

    with_shelf(sqlite_url, work)

    assert len(threads) == (1 if path else 2)
    assert threading.get_ident() not in threads
