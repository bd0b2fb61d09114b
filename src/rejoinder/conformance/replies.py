"""Answers, read strictly where the documents are strict: errors, whole answers, streams.

What is not as documented raises `Malformed`, which ends a row as wrong; `Rejected` is an answer
that is an error, and how honest a refusal it was follows from the names the row is about.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cached_property
from types import UnionType
from typing import NamedTuple

from rejoinder.conformance.transport import Reply
from rejoinder.conformance.verdict import Finding, refused, wrong

_MAX_SHOWN_CHARACTERS = 140
FINISH_REASONS = frozenset({"stop", "length", "tool_calls", "content_filter", "function_call"})
# Of the API's error object, and what they hold.
FIELDS: dict[str, tuple[type | UnionType, str]] = {
    "message": (str, "a string"),
    "type": (str, "a string"),
    "param": (str | None, "a string or null"),
    "code": (str | None, "a string or null"),
}


class Malformed(Exception):
    """An answer is not what the documents say an answer is."""


class Untestable(Exception):
    """What a check needs is not to be had from this server."""


def shown(text: object) -> str:
    """As much of a value as fits a table."""
    line = " ".join((text if isinstance(text, str) else json.dumps(text)).split())
    return line if len(line) <= _MAX_SHOWN_CHARACTERS else line[: _MAX_SHOWN_CHARACTERS - 3] + "..."


class Json:
    """A value in an answer, and where it stood."""

    def __init__(self, value: object, where: str = "") -> None:
        self.value = value
        self.where = where

    @classmethod
    def read(cls, data: bytes | str, what: str) -> Json:
        try:
            return cls(json.loads(data))
        except ValueError as error:
            raise Malformed(f"{what} is not JSON: {shown(_text(data))}") from error

    def get(self, *path: str | int) -> Json | None:
        """The value at a path; None where there is none, or null."""
        here: object = self.value
        for step in path:
            if isinstance(step, str) and isinstance(here, dict):
                here = here.get(step)
            elif isinstance(step, int) and isinstance(here, list) and step < len(here):
                here = here[step]
            else:
                return None
        return None if here is None else Json(here, self._path(*path))

    def has(self, key: str) -> bool:
        """Whether the key is there, null or not."""
        return isinstance(self.value, dict) and key in self.value

    def at(self, *path: str | int) -> Json:
        found = self.get(*path)
        if found is None:
            raise Malformed(f"`{self._path(*path)}` is missing")
        return found

    def string(self, *path: str | int) -> str:
        value = self.at(*path)
        if not isinstance(value.value, str):
            raise Malformed(f"`{value.where}` is {shown(value.value)}, not a string")
        return value.value

    def integer(self, *path: str | int) -> int:
        value = self.at(*path)
        if not isinstance(value.value, int) or isinstance(value.value, bool):
            raise Malformed(f"`{value.where}` is {shown(value.value)}, not an integer")
        return value.value

    def number(self, *path: str | int) -> float:
        value = self.at(*path)
        if not isinstance(value.value, int | float) or isinstance(value.value, bool):
            raise Malformed(f"`{value.where}` is {shown(value.value)}, not a number")
        if not math.isfinite(value.value):
            raise Malformed(f"`{value.where}` is {value.value}, which JSON does not have")
        return float(value.value)

    def items(self, *path: str | int) -> list[Json]:
        value = self.at(*path)
        if not isinstance(value.value, list):
            raise Malformed(f"`{value.where}` is {shown(value.value)}, not a list")
        return [Json(item, f"{value.where}[{i}]") for i, item in enumerate(value.value)]

    def _path(self, *path: str | int) -> str:
        where = self.where
        for step in path:
            where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else step
        return where or "the answer"


class Rejected(Exception):
    """The server answered with an error."""

    def __init__(self, reply: Reply) -> None:
        self.status = reply.status
        self.body = _text(reply.body)
        try:
            self.json: Json | None = Json(json.loads(reply.body))
        except ValueError:
            self.json = None
        super().__init__(self.summary)

    @property
    def message(self) -> str:
        """What the error says, in the API's envelope or any other."""
        said = self.json.get("error", "message") if self.json else None
        return said.value if said and isinstance(said.value, str) else self.body

    @property
    def summary(self) -> str:
        return shown(f"{self.status}: {self.message}")

    @property
    def is_refusal(self) -> bool:
        return 400 <= self.status < 500

    def names(self, *names: str) -> bool:
        """Whether the error says which of these fields it is about, in `param` or in its words."""
        param = self.json.get("error", "param") if self.json else None
        said = f"{param.value if param else ''} {self.body}"
        return any(re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", said) for name in names)

    def envelope_faults(self) -> list[str]:
        """What the API's error object has and this one has not."""
        if self.json is None:
            return ["the body is not JSON"]
        error = self.json.get("error")
        if error is None or not isinstance(error.value, dict):
            return ["there is no `error` object"]
        faults = [f"`error.{name}` is missing" for name in FIELDS if not error.has(name)]
        return faults + [
            f"`error.{name}` is {shown(error.value[name])}, not {what}"
            for name, (kind, what) in FIELDS.items()
            if error.has(name) and not isinstance(error.value[name], kind)
        ]

    def finding(self, names: tuple[str, ...]) -> Finding:
        """What a row about these fields ends in when it is answered like this."""
        if not self.is_refusal:
            return wrong(self.summary)
        if not self.names(*names):
            return wrong(f"an error that does not name `{names[0]}`: {self.summary}")
        return refused(self.summary)


def _text(data: bytes | str) -> str:
    return data if isinstance(data, str) else data.decode(errors="replace")


class Usage(NamedTuple):
    """As an answer counts it."""

    prompt: int
    completion: int
    total: int

    @classmethod
    def read(cls, usage: Json) -> Usage:
        return cls(
            usage.integer("prompt_tokens"),
            usage.integer("completion_tokens"),
            usage.integer("total_tokens"),
        )


@dataclass(frozen=True)
class Answer:
    """A whole answer. Its parts are read when they are asked for."""

    json: Json
    headers: dict[str, str]

    @cached_property
    def choices(self) -> list[Json]:
        """By index, which must be 0, 1, 2..."""
        choices = self.json.items("choices")
        by_index = sorted(choices, key=lambda choice: choice.integer("index"))
        indices = [choice.integer("index") for choice in by_index]
        if indices != list(range(len(indices))):
            raise Malformed(f"the choices have the indices {indices}")
        if not choices:
            raise Malformed("there are no choices")
        return by_index

    @property
    def texts(self) -> list[str]:
        return [_content(choice.at("message")) for choice in self.choices]

    @property
    def text(self) -> str:
        return self.texts[0]

    @property
    def finish(self) -> str:
        return self.choices[0].string("finish_reason")

    @property
    def usage(self) -> Usage:
        return Usage.read(self.json.at("usage"))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What two answers have in common when they are the same: texts and why they ended."""
        reasons = [choice.string("finish_reason") for choice in self.choices]
        return list(zip(self.texts, reasons, strict=True))


def _content(message: Json) -> str:
    """Null reads as no text: it is what a message of calls alone has."""
    content = message.get("content")
    if content is None:
        return ""
    if not isinstance(content.value, str):
        raise Malformed(f"`{content.where}` is {shown(content.value)}, not a string")
    return content.value


@dataclass(frozen=True)
class Stream:
    """A streamed answer. `chunks` are the JSON of its data, in order, without `[DONE]`."""

    chunks: list[Json]
    is_done: bool
    num_after_done: int
    content_type: str

    @classmethod
    def read(cls, reply: Reply) -> Stream:
        """Comments and fields other than `data` are skipped, as event streams say."""
        try:
            body = reply.body.decode()
        except UnicodeDecodeError as error:
            raise Malformed("the stream is not UTF-8") from error
        events: list[list[str]] = [[]]
        for line in re.split(r"\r\n|\n|\r", body):
            if not line:
                events.append([])
            elif line.startswith("data:"):
                events[-1].append(line[5:].removeprefix(" "))
        data = ["\n".join(lines) for lines in events if lines]
        is_done = "[DONE]" in data
        before = data[: data.index("[DONE]")] if is_done else data
        return cls(
            chunks=[Json.read(one, "a chunk") for one in before],
            is_done=is_done,
            num_after_done=len(data) - len(before) - 1 if is_done else 0,
            content_type=reply.headers.get("content-type", ""),
        )

    def deltas(self) -> list[tuple[int, Json]]:
        """Each choice of each chunk, with its index."""
        return [
            (choice.integer("index"), choice)
            for chunk in self.chunks
            for choice in chunk.items("choices")
        ]

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        """As `Answer.facts`, folded from the chunks."""
        if failed := [chunk for chunk in self.chunks if chunk.has("error")]:
            raise Malformed(f"the stream failed: {shown(failed[0].value)}")
        texts: dict[int, str] = {}
        reasons: dict[int, str] = {}
        for index, choice in self.deltas():
            texts[index] = texts.get(index, "") + _content(choice.at("delta"))
            if choice.get("finish_reason") is not None:
                reasons[index] = choice.string("finish_reason")
        return [(texts[index], reasons.get(index, "none")) for index in sorted(texts)]

    @property
    def text(self) -> str:
        return self.facts[0][0] if self.facts else ""
