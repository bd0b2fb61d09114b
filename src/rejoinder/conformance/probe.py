"""One server and one model, asked in the ways that every check needs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar, cast

from rejoinder.conformance.replies import (
    Answer,
    Json,
    Malformed,
    Rejected,
    Stream,
    Untestable,
)
from rejoinder.conformance.transport import NoAnswer, Reply, Transport

CHAT = "/chat/completions"
# Asked in turn until one gets an answer long enough to work with.
STORIES = (
    "Tell me about the sea, please, and at length.",
    "Count from one to thirty in words.",
    "Write a long poem about a river.",
)
# Long enough that chance repeats none of it, short enough to be cheap anywhere.
NUM_TOKENS = 24
# Enough to fill the steps of a small server, and no more than its neighbours would send.
NUM_NEIGHBOURS = 4

# What a request holds as `messages`.
Messages = Sequence[Mapping[str, object]]

T = TypeVar("T")


def user(text: str) -> list[dict[str, object]]:
    return [{"role": "user", "content": text}]


class Probe:
    """Asks, and remembers what several checks need."""

    def __init__(self, transport: Transport, model: str, *, limited_key: str | None = None) -> None:
        """limited_key: with a limit that a few requests reach."""
        self.transport = transport
        self.limited_key = limited_key
        self.model = model
        self._learnt: dict[str, object] = {}

    # ---------------------------------------------------------------- asking

    def post(
        self,
        body: dict[str, object],
        *,
        path: str = CHAT,
        api_key: str | None = None,
        is_patient: bool = True,
    ) -> Reply:
        """The answer as it came, whatever its status. api_key and is_patient: as of `Transport`."""
        content = json.dumps(body).encode()
        return self.transport.send("POST", path, content, api_key=api_key, is_patient=is_patient)

    def body(self, **parameters: object) -> dict[str, object]:
        """A request; `max_tokens` is asked for by the name this server takes."""
        given = dict(parameters)
        limit = given.pop("max_tokens", NUM_TOKENS)
        if limit is not None:
            given.setdefault(self.limit_name, limit)
        return {"model": self.model, "messages": user(STORIES[0]), **given}

    def chat(self, **parameters: object) -> Answer:
        """Raises Rejected where the answer is an error."""
        return self.chat_raw(self.body(**parameters))

    def chat_raw(self, body: dict[str, object]) -> Answer:
        reply = self.post(body)
        if reply.status != 200:
            raise Rejected(reply)
        answer = Answer(Json.read(reply.body, "the answer"), dict(reply.headers))
        if answer.json.get("error") is not None:
            raise Malformed("an error with the status 200")
        return answer

    def stream(self, **parameters: object) -> Stream:
        reply = self.post(self.body(stream=True, **parameters))
        if reply.status != 200:
            raise Rejected(reply)
        return Stream.read(reply)

    def rejection(self, **parameters: object) -> Rejected | None:
        """The error that this request gets; None where it is answered."""
        return self.rejection_raw(self.body(**parameters))

    def rejection_raw(self, body: dict[str, object]) -> Rejected | None:
        try:
            self.chat_raw(body)
        except Rejected as error:
            return error
        return None

    # ------------------------------------------------------- what many need

    @cached_property
    def limit_name(self) -> str:
        """`max_tokens`, unless the server refuses it by name for its successor."""
        request = {"model": self.model, "messages": user("Hi"), "max_tokens": 1}
        reply = self.post(request)
        if reply.status != 200 and Rejected(reply).names("max_completion_tokens"):
            return "max_completion_tokens"
        return "max_tokens"

    @cached_property
    def story(self) -> Messages:
        """A conversation whose likeliest answer is long enough to work with."""
        for text in STORIES:
            if len(self.chat(messages=user(text), temperature=0).text) >= 12:
                return user(text)
        raise Untestable("the model's answers are too short to work with")

    @cached_property
    def greedy(self) -> Answer:
        """Its answer at temperature 0, where that repeats itself."""
        first, second = (self.chat(messages=self.story, temperature=0) for _ in range(2))
        if first.facts != second.facts:
            raise Untestable("answers at temperature 0 differ, so nothing can be compared")
        return first

    def is_greedy(self, facts: list[tuple[str, str]]) -> bool:
        """Whether this is the greedy answer. Before a difference is blamed on what was asked, the
        plain question is asked again: some servers do not repeat themselves for long."""
        if facts == self.greedy.facts:
            return True
        for _ in range(NUM_NEIGHBOURS):
            if self.tell(temperature=0).facts != self.greedy.facts:
                raise Untestable("answers at temperature 0 differ, so nothing can be compared")
        return False

    def once(self, what: str, learn: Callable[[], T]) -> T:
        """What several checks have to learn first, learnt once. Errors are not kept."""
        if what not in self._learnt:
            self._learnt[what] = learn()
        return cast("T", self._learnt[what])

    def tell(self, **parameters: object) -> Answer:
        """The story, with these parameters."""
        return self.chat(messages=self.story, **parameters)

    def prompt_tokens(self, messages: Messages, **parameters: object) -> int:
        answer = self.chat(messages=messages, max_tokens=1, temperature=0, **parameters)
        return answer.usage.prompt

    def under_load(self, ask: Callable[[], T]) -> T:
        """What is answered while others are, too: other prompts, lengths and temperatures."""
        with ThreadPoolExecutor(NUM_NEIGHBOURS + 1) as pool:
            neighbours = [
                pool.submit(
                    self.chat,
                    messages=user(f"{i} " * (10 * i + 1) + STORIES[i % len(STORIES)]),
                    temperature=1,
                    max_tokens=NUM_TOKENS + 8 * i,
                )
                for i in range(NUM_NEIGHBOURS)
            ]
            mine = pool.submit(ask)
            for neighbour in neighbours:
                with contextlib.suppress(Rejected, Malformed, NoAnswer):
                    neighbour.result()
            return mine.result()


def differing(values: Iterable[T]) -> int:
    """How many different values there are."""
    seen: list[T] = []
    for value in values:
        if value not in seen:
            seen.append(value)
    return len(seen)
