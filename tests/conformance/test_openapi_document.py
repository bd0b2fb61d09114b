"""What /openapi.json says, believed by a machine that makes requests from it.

Schemathesis makes requests that the document allows, and ones that it forbids: the same ones each
time. No answer may be a server error or one that the document does not have, and nothing that is
forbidden may be taken. What is allowed may still be refused, because some rules bind several fields
(`stream_options` wants `stream`); then the refusal must name the field.
"""

from __future__ import annotations

import json
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from starlette.types import Receive, Scope, Send

from tests.server.world import ObligingEngine, app_of

# Making a request takes it about 50 ms; answering one takes us less than one.
NUM_REQUESTS = 50


SERVER = app_of(ObligingEngine(names=("rejoinder-mini",)), allowed_hosts=["*"])


async def served(scope: Scope, receive: Receive, send: Send) -> None:
    """Without the start and the stop that schemathesis gives an application for each request."""
    if scope["type"] == "lifespan":
        raise NotImplementedError
    await SERVER(scope, receive, send)


DOCUMENT: Any = schemathesis.openapi.from_asgi("/openapi.json", served)
OPERATIONS = [found.ok() for found in DOCUMENT.get_all_operations()]
ALLOWED, FORBIDDEN = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


def try_requests(operation: Any, mode: Any) -> list[int]:  # noqa: ANN401 -- schemathesis' own
    """The status of each answer; raises for one that should not be."""
    statuses = []

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
        response = case.call()
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
def test_what_the_document_allows_has_an_answer_that_it_has(operation: Any) -> None:  # noqa: ANN401
    statuses = try_requests(operation, ALLOWED)

    assert 200 in statuses, "no request was taken, so nothing was tried"


@pytest.mark.slow
@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.method == "post"], ids=lambda one: one.label
)
def test_what_the_document_forbids_is_refused_as_it_says(operation: Any) -> None:  # noqa: ANN401
    statuses = try_requests(operation, FORBIDDEN)

    assert set(statuses) <= {400, 415}
    assert 400 in statuses
