"""Errors, events and the model list as they stand on the wire."""

from __future__ import annotations

import json

import pytest
from openai.types import Model

from rejoinder.errors import EngineFailed, InvalidValue, RequestError, UnknownModel
from rejoinder.wire import error_body, models, sse
from rejoinder.wire.models import ModelList, ModelObject


@pytest.mark.parametrize(
    ("error", "body"),
    [
        (
            InvalidValue(param="n", value=0, rule="it must be at least 1", hint="Try 1."),
            {
                "message": "`n` is 0, but it must be at least 1. Try 1.",
                "type": "invalid_request_error",
                "param": "n",
                "code": "invalid_value",
            },
        ),
        (
            EngineFailed("it broke"),
            {
                "message": "The engine could not finish this answer: it broke.",
                "type": "server_error",
                "param": None,
                "code": "engine_failed",
            },
        ),
    ],
)
def test_an_error_has_four_fields_and_its_hint_in_the_message(
    error: RequestError, body: dict[str, object]
) -> None:
    assert json.loads(error_body.encode(error)) == {"error": body}


def test_a_failed_stream_ends_with_an_error_for_data() -> None:
    frame = sse.error(UnknownModel(model="x", known=()))
    assert frame.startswith(b'data: {"error":{"message":')
    assert frame.endswith(b"}}\n\n")


def test_a_comment_stays_on_one_line() -> None:
    """A line break in it would begin an event."""
    assert sse.comment("keep\n\ndata: x") == b": keep data: x\n\n"


def test_models_are_what_the_official_client_reads() -> None:
    model = ModelObject(id="a/b", created=1, owned_by="rejoinder", max_model_len=2048)

    one = Model.model_validate(json.loads(models.encode(model)))
    assert (one.id, one.object, one.created, one.owned_by) == ("a/b", "model", 1, "rejoinder")
    listed = json.loads(models.encode(ModelList([model])))
    assert listed["object"] == "list"
    assert listed["data"][0]["max_model_len"] == 2048
