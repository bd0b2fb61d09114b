"""Bodies made to break something: every field with every kind of wrong value, nesting, odd JSON.

Whatever comes in, the answer is a success or a 400 that says why: never a fault of ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec
import pytest

from rejoinder.server.keeping import Kept
from rejoinder.wire.completion_request import CreateCompletionRequest
from rejoinder.wire.request import CreateChatCompletionRequest
from tests.server.world import CHAT, ObligingEngine, Peer, app_of, call

OLDER = "/v1/completions"
CHAT_BASE = '"model": "scripted", "messages": [{"role": "user", "content": "Hi"}]'
OLDER_BASE = '"model": "scripted", "prompt": "Hi"'

# As they stand in JSON, because some are none. The edges are those of 32 and 64 bits.
VALUES = (
    *("-1", "0", "1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808"),
    *("18446744073709551616", "-9223372036854775809", "1e308", "-1e308", "1e309", "-0.0", "1.5"),
    *(
        "NaN",
        "Infinity",
        "-Infinity",
        "1" * 5000,
        "null",
        "true",
        "false",
        '""',
        '"1"',
        '"\\u0000"',
    ),
    *('"\\ud800"', "[]", "[[]]", "[null]", '["a"]', "[1]", "[{}]", "{}", '{"": ""}', '{"a": {}}'),
    *('{"type": null}', '{"type": "text"}', '{"1": 1e308}', '{"1": null}', '{"-1": 1}', "[[[1]]]"),
)


class Forgetful:
    """Satisfies `Keeper`, for bodies that ask to be stored."""

    async def check_ready(self) -> None:
        pass

    async def keep(self, kept: Kept) -> None:
        pass


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "base", "fields"),
    [
        (CHAT, CHAT_BASE, msgspec.structs.fields(CreateChatCompletionRequest)),
        (OLDER, OLDER_BASE, msgspec.structs.fields(CreateCompletionRequest)),
    ],
    ids=["chat", "older"],
)
def test_every_field_takes_or_refuses_every_value(
    path: str, base: str, fields: tuple[msgspec.structs.FieldInfo, ...]
) -> None:
    app = app_of(ObligingEngine(), keeper=Forgetful())

    async def all_of_them() -> None:
        for field in fields:
            for value in VALUES:
                # The last of two counts, so this replaces the field where the base has it.
                body = f'{{{base}, "{field.name}": {value}}}'.encode()
                peer = await Peer(app, "POST", path, body).run()
                asked = f"{field.name}: {value[:40]}"
                assert peer.status in (200, 400), f"{asked}: {peer.status} {peer.body[:300]!r}"
                if peer.status != 200:
                    assert peer.error["message"], asked

    asyncio.run(all_of_them())


@pytest.mark.parametrize("depth", [10, 1000, 100_000])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
@pytest.mark.parametrize("field", ["messages", "metadata", "logit_bias", "stop", "colour"])
def test_nesting_is_an_error_of_the_client_at_any_depth(
    field: str, start: str, end: str, depth: int
) -> None:
    nested = start * depth + "1" + end * depth

    reply = call(app_of(), "POST", CHAT, f'{{{CHAT_BASE}, "{field}": {nested}}}'.encode())

    if field == "colour" and depth == 10:  # nobody's field may hold anything
        assert reply.status == 200
    else:
        assert reply.status == 400


def _function(schema: str) -> str:
    return '{"type": "function", "function": {"name": "f", "parameters": ' + schema + "}}"


def _named(schema: str) -> str:
    return '{"type": "json_schema", "json_schema": {"name": "n", "schema": ' + schema + "}}"


# Where a schema may stand, as text to be put around one.
SCHEMAS: list[Callable[[str], str]] = [
    lambda schema: f'"tools": [{_function(schema)}]',
    lambda schema: '"functions": [{"name": "f", "parameters": ' + schema + "}]",
    lambda schema: f'"response_format": {_named(schema)}',
    lambda schema: f'"guided_json": {schema}',
    lambda schema: '"structured_outputs": {"json": ' + schema + "}",
    # With a name that nobody knows a request is read in the slower way.
    lambda schema: f'"colour": 1, "tools": [{_function(schema)}]',
]


@pytest.mark.parametrize("around", SCHEMAS)
@pytest.mark.parametrize(
    "schema",
    [
        '{"a":' * 1000 + "1" + "}" * 1000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"properties": {"a":' * 300 + "{}" + "}}" * 300,
        "[" * 300 + "]" * 300,
        '{"a": "\\ud800"}',
        '{"type": "string", "minLength": 1e999}',
        '{"type": "string", "minLength": ' + "1" * 5000 + "}",
        '{"type": "nonsense"}',
        '{"$ref": "#/nowhere"}',
        "5",
    ],
    ids=lambda schema: schema[:20],
)
def test_no_schema_is_more_than_a_bad_request(around: Callable[[str], str], schema: str) -> None:
    reply = call(app_of(), "POST", CHAT, f"{{{CHAT_BASE}, {around(schema)}}}".encode())

    assert reply.status == 400
    assert reply.error["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"\x00",
        b"\xff\xfe{\x00}\x00",
        b'"model"',
        b"null",
        b"[]",
        b"1",
        b'{"model": "scripted"',
        b'{"model": "scripted",}',
        b"{'model': 'scripted'}",
        b'\xef\xbb\xbf{"model": "scripted"}',
        b'{"model": "\xff"}',
        b" " * 1000,
    ],
)
@pytest.mark.parametrize("path", [CHAT, OLDER])
def test_what_is_no_request_is_refused(path: str, body: bytes) -> None:
    reply = call(app_of(), "POST", path, body)

    assert reply.status == 400
    assert reply.error["message"]
