"""What /openapi.json says, believed by a machine that makes requests from it.

Schemathesis makes requests that the document allows, and ones that it forbids: the same ones each
time. No answer may be a server error or one that the document does not have, and nothing that is
forbidden may be taken. What is allowed may still be refused, because some rules bind several fields
(`stream_options` wants `stream`); then the refusal must name the field.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import hypothesis
import msgspec
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck

from rejoinder.metrics import Metrics
from rejoinder.server.app import create_app
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings, database_url
from rejoinder.store import keys
from rejoinder.store.key_rows import KeyRow, ProjectRow, SecretRow
from rejoinder.wire.openapi import document
from rejoinder.wire.openapi_accounts import EXAMPLE_KEY, EXAMPLE_PROJECT
from rejoinder.wire.openapi_stored import EXAMPLE_ID
from tests.cli.stored import completion, put
from tests.server.world import ObligingEngine
from tests.store.databases import connected

# Making a request takes it about 50 ms; answering one takes us less than one.
NUM_REQUESTS = 50

DOCUMENT: Any = schemathesis.openapi.from_dict(document("1"))
OPERATIONS = [found.ok() for found in DOCUMENT.get_all_operations()]
PROJECT = ProjectRow(EXAMPLE_PROJECT, "website", 1, "[]", is_archived=False)
KEY = KeyRow(EXAMPLE_KEY, EXAMPLE_PROJECT, "ann's", ("read",), None, ("default",), "[]", 1)
ALLOWED, FORBIDDEN = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[str]:
    """A whole server with a store, in a thread of this process; its URL."""
    lifecycle, metrics = Lifecycle(), Metrics()
    listener = socket.create_server(("127.0.0.1", 0))
    is_ready = threading.Event()
    stopping: list[uvicorn.Server] = []

    async def serve() -> None:
        backing = Backing(settings, lifecycle=lifecycle, metrics=metrics)
        await backing.start()
        app = create_app(
            ObligingEngine(names=("rejoinder-mini",)),
            settings,
            backing=backing,
            lifecycle=lifecycle,
            metrics=metrics,
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        stopping.append(server)
        is_ready.set()
        await server.serve(sockets=[listener])
        await backing.stop()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert is_ready.wait(30)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopping[0].should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("data")
    return msgspec.convert({"data_dir": str(folder), "no_auth": True}, Settings)


@pytest.fixture(scope="module")
def base_url(settings: Settings) -> Iterator[str]:
    with served(settings) as url:
        yield url


@pytest.fixture
def with_examples(base_url: str, settings: Settings) -> str:
    """What the examples of the document name is there, whatever the test before deleted."""
    put(database_url(settings), completion(EXAMPLE_ID))
    with connected(database_url(settings)) as connection:
        keys.ensure_project(connection, PROJECT)
        if keys.get_key(connection, KEY.id) is None:
            keys.add_key(connection, KEY, SecretRow(b"digest", KEY.id, "rj-...", 1))
    return base_url


def try_requests(operation: Any, mode: Any, base_url: str) -> list[int]:  # noqa: ANN401
    """The status of each answer; raises for one that should not be."""
    statuses = []
    parameters = operation.definition.raw.get("parameters", [])
    examples = {one["name"]: one["example"] for one in parameters if one["in"] == "path"}

    @hypothesis.settings(
        max_examples=NUM_REQUESTS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:  # noqa: ANN401
        if mode is ALLOWED:  # one that is there; what is not there is found by other tests
            case.path_parameters.update(examples)
        response = case.call(base_url=base_url)
        case.validate_response(
            response, excluded_checks=[schemathesis.checks.positive_data_acceptance]
        )
        if mode is ALLOWED and response.status_code == 400:
            assert json.loads(response.content)["error"]["param"], response.content
        statuses.append(response.status_code)

    each()
    return statuses


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_what_the_document_allows_has_an_answer_that_it_has(
    operation: Any,  # noqa: ANN401
    with_examples: str,
) -> None:
    statuses = try_requests(operation, ALLOWED, with_examples)

    assert 200 in statuses, "no request was taken, so nothing was tried"


@pytest.mark.slow
@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.body], ids=lambda one: one.label
)
def test_what_the_document_forbids_is_refused_as_it_says(
    operation: Any,  # noqa: ANN401
    with_examples: str,
) -> None:
    statuses = try_requests(operation, FORBIDDEN, with_examples)

    # What an id may be is not said, so a strange one is of something that is not there.
    assert set(statuses) <= {400, 404, 415}
    assert 400 in statuses
