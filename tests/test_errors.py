"""The tree of errors is complete, drawn truly, and says what a program needs."""

from __future__ import annotations

import re

import pytest

from rejoinder import errors
from rejoinder.errors import RejoinderError, RequestError, SetupError


def _tree(root: type[RejoinderError]) -> list[type[RejoinderError]]:
    return [root] + [leaf for child in root.__subclasses__() for leaf in _tree(child)]


def test_the_drawing_shows_every_class_with_its_status_and_code() -> None:
    """A tree drawn in a docstring rots unless it is compared."""
    drawn = re.findall(r"^[ │├└─]*([A-Z]\w+)(?: +(\d{3})  (\w+)$)?", errors.__doc__ or "", re.M)
    rows = {name: (status, code) for name, status, code in drawn if hasattr(errors, name)}
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
