"""The transcript: what is sent, that each column remembers its own answers, that all is shown."""

from __future__ import annotations

from tests.training.fake_api import JsonObject, message, serving
from training import transcript
from training.transcript import Said


def test_each_column_goes_on_with_its_own_answers() -> None:
    """Else the second answer would be to a conversation that never was."""
    asked: list[JsonObject] = []

    def script(path: str, body: JsonObject) -> JsonObject:
        asked.append(body)
        return message("cool" if body["temperature"] == 0 else "warm")

    with serving(script) as base_url:
        found = transcript.ask(base_url, "m", [("Hi", "And?")])

    assert found == [[Said("Hi", "cool", "warm"), Said("And?", "cool", "warm")]]
    assert [message["content"] for message in history(asked[1])] == ["Hi", "cool", "And?"]
    assert [message["content"] for message in history(asked[3])] == ["Hi", "warm", "And?"]
    assert (asked[3]["temperature"], asked[3]["seed"]) == (1, 1)


def history(body: JsonObject) -> list[dict[str, str]]:
    """The messages of a request."""
    messages = body["messages"]
    assert isinstance(messages, list)
    return messages


def test_there_are_thirty_lines_and_no_line_twice() -> None:
    """So many are promised."""
    lines = [line for opening in transcript.OPENINGS for line in opening]

    assert len(transcript.OPENINGS) == 30
    assert len(set(lines)) == len(lines)


def test_answers_are_shown_whole() -> None:
    """Signs of Markdown and line ends must neither break the table nor be lost."""
    said = Said("a | b", "one\ntwo", "<tool_call> *x*")

    page = transcript.markdown([[said], [Said("c", "", "d")]], "m")

    assert page.splitlines()[-2:] == [
        "| 1 | a \\| b | one<br>two | &lt;tool_call> \\*x\\* |",
        "| 2 | c | (nothing) | d |",
    ]
