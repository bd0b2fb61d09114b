"""The tree of errors is complete, drawn truly, and says what a program needs."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

import rejoinder.store.servers  # noqa: F401 -- has a branch of the tree
from rejoinder import errors, refusals
from rejoinder.errors import RejoinderError, RequestError, SetupError


def _tree(root: type[RejoinderError]) -> list[type[RejoinderError]]:
    return [root] + [leaf for child in root.__subclasses__() for leaf in _tree(child)]


def test_the_drawing_shows_every_class_with_its_status_and_code() -> None:
    """A tree drawn in a docstring rots unless it is compared."""
    drawing = f"{errors.__doc__}\n{refusals.__doc__}"
    drawn = re.findall(r"^[ │├└─]*([A-Z]\w+)(?: +(\d{3})  (\w+)$)?", drawing, re.M)
    rows = {name: (status, code) for name, status, code in reversed(drawn)}
    for cls in _tree(RejoinderError):
        assert cls.__name__ in rows, f"{cls.__name__} is not in the drawing"
        status, code = rows[cls.__name__]
        if status and issubclass(cls, RequestError):
            assert (int(status), code) == (cls.status, cls.code)


@pytest.mark.parametrize("cls", _tree(RequestError), ids=lambda cls: cls.__name__)
def test_client_errors_are_4xx_and_ours_are_5xx(cls: type[RequestError]) -> None:
    is_clients = issubclass(cls, errors.InvalidRequest | errors.RateLimited)
    assert cls.status // 100 == (4 if is_clients else 5)
    assert (cls.type == "invalid_request_error") == issubclass(cls, errors.InvalidRequest)


def test_setup_errors_have_no_status_because_no_client_sees_them() -> None:
    assert not any(issubclass(cls, RequestError) for cls in _tree(SetupError))


def test_a_long_value_is_cut_in_the_message() -> None:
    error = errors.InvalidValue(param="seed", value="9" * 10_000, rule="must be a number")
    assert len(error.message) < 200


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "true"),
        (None, "null"),
        (0.5, "0.5"),
        ("it's", '"it\'s"'),
        ("\u00e9\n", '"\u00e9\\n"'),
        ([1, {"a": None}], '[1,{"a":null}]'),
        (msgspec.Raw(b'{"type": "strin"}'), '{"type": "strin"}'),
        (float("inf"), "inf"),
        ("\ud800", r"'\ud800'"),
        (Path("a") / "b", "a/b"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_a_value_is_shown_as_json_has_it(value: object, said: str) -> None:
    """Python's words were shown to whoever had sent JSON: `True`, `None`, `msgspec.Raw(b...)`."""
    error = errors.InvalidValue(param="p", value=value, rule="it must not")
    assert error.message == f"`p` is {said}, but it must not."


def test_a_setting_is_shown_as_it_was_given() -> None:
    error = errors.BadSetting(setting="port", value="http", rule="it must be 1", source="--port")
    assert error.message == 'port is "http" (from --port), but it must be 1.'


def test_a_value_nested_too_deeply_to_be_shown_says_so() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    error = errors.InvalidValue(param="p", value=value, rule="it must not")
    assert error.message == "`p` is nested too deeply, but it must not."


def test_a_context_error_names_all_three_numbers() -> None:
    error = errors.ContextTooLong(num_prompt_tokens=7, max_tokens=5, limit_tokens=10)
    assert all(number in error.message for number in ("7", "5", "10"))
    assert error.param == "messages"


def test_a_prompt_made_long_by_tools_says_so() -> None:
    error = errors.ContextTooLong(
        num_prompt_tokens=12, max_tokens=None, limit_tokens=10, told="tools and the format"
    )
    assert "The messages, with the tools and the format that the model is told, have 12" in (
        error.message
    )
    assert error.hint == "Shorten the messages or the tools and the format."


def test_a_context_error_asks_to_lower_a_limit_only_where_one_was_given() -> None:
    """It said that 1 more token was asked for, of people who had named no limit."""
    error = errors.ContextTooLong(num_prompt_tokens=12, max_tokens=None, limit_tokens=10)
    assert "12" in error.message
    assert "asked for" not in error.message
    assert "lower" not in (error.hint or "")
