"""Answers that are kept: told again, listed, tagged, deleted, with the messages they answered.

What is stored here carries a tag of its own, so that neither what others store nor an earlier run
is taken for it, and is deleted in the end.
"""

from __future__ import annotations

import contextlib
import functools
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode

from rejoinder.conformance.checks.common import error_faults, error_finding, must_be_refused
from rejoinder.conformance.probe import CHAT, Probe, user
from rejoinder.conformance.replies import Answer, Json, Rejected, shown
from rejoinder.conformance.row import Check, Section
from rejoinder.conformance.verdict import Finding, honoured, ignored, wrong

section = Section("Stored completions")

TAG = "conformance"


class _Lost(Exception):
    """What was stored is not to be had: a status that is no success."""


def _row(id: str) -> Callable[[Check], Check]:
    """A row about `store`, which ends as ignored where nothing was kept."""

    def note(check: Check) -> Check:
        @functools.wraps(check)
        def kept(probe: Probe) -> Finding:
            try:
                return check(probe)
            except _Lost as lost:
                return ignored(str(lost))

        return section.row(id, "store", "metadata")(kept)

    return note


class _Shelf:
    """What one check stores, found by a tag of its own."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self.tag = secrets.token_hex(8)
        self._ids: list[str] = []

    def store(self, **parameters: object) -> Answer:
        answer = self._probe.tell(
            temperature=0, store=True, metadata={TAG: self.tag}, max_tokens=8, **parameters
        )
        self._ids.append(answer.json.string("id"))
        return answer

    def stores(self, completion_id: str) -> None:
        """Noted, to be deleted."""
        self._ids.append(completion_id)

    def get(self, path: str = "", query: Mapping[str, object] | None = None) -> Json:
        """path: below /chat/completions."""
        return self._ask("GET", path + ("?" + urlencode(query) if query else ""))

    def post(self, path: str, body: dict[str, object]) -> Json:
        return self._ask("POST", path, json.dumps(body).encode())

    def delete(self, completion_id: str) -> Json:
        return self._ask("DELETE", "/" + completion_id)

    def tagged(self, **query: object) -> Json:
        """A page of what this check stored."""
        return self.get(query={f"metadata[{TAG}]": self.tag, **query})

    def is_there(self, completion_id: str) -> bool:
        return self._probe.transport.send("GET", f"{CHAT}/{completion_id}").status == 200

    def clear(self) -> None:
        for completion_id in self._ids:
            with contextlib.suppress(_Lost):
                self.delete(completion_id)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Json:
        reply = self._probe.transport.send(method, CHAT + path, body)
        if reply.status != 200:
            raise _Lost(f"{method} of what was stored: {Rejected(reply).summary}")
        return Json.read(reply.body, "what was stored")


@contextlib.contextmanager
def _shelf(probe: Probe) -> Iterator[_Shelf]:
    shelf = _Shelf(probe)
    try:
        yield shelf
    finally:
        shelf.clear()


def _ids(page: Json) -> list[str]:
    return [item.string("id") for item in page.items("data")]


@_row("stored.only")
def keeps_only_what_it_is_told_to(probe: Probe) -> Finding:
    """Only answers to `store: true` are kept; what is not kept is not found.

    Source: OpenAPI 2.3.0, getChatCompletion: only completions stored with `store` are returned.
    """
    with _shelf(probe) as shelf:
        kept = shelf.store().json.string("id")
        plain = probe.chat(max_tokens=1, store=False).json.string("id")
        if not shelf.is_there(kept):
            return ignored("an answer to `store: true` is not found")
        return wrong("an answer to `store: false` is kept") if shelf.is_there(plain) else honoured()


@_row("stored.metadata")
def tells_metadata(probe: Probe) -> Finding:
    """A stored answer is told with the `metadata` of its request.

    Source: OpenAPI 2.3.0, CreateChatCompletionResponse: metadata.
    """
    with _shelf(probe) as shelf:
        told = shelf.get("/" + shelf.store().json.string("id")).get("metadata")
        if told is None:
            return ignored("it has no `metadata`")
        return honoured() if told.value == {TAG: shelf.tag} else wrong(f"it is {shown(told.value)}")


@_row("stored.stream")
def keeps_streams(probe: Probe) -> Finding:
    """A streamed answer is kept whole: texts, why they ended, and usage.

    Source: OpenAPI 2.3.0, store, which is beside `stream` and says nothing of it.
    """
    with _shelf(probe) as shelf:
        stream = probe.stream(
            messages=probe.story, temperature=0, store=True, metadata={TAG: shelf.tag}
        )
        completion_id = stream.chunks[0].string("id")
        shelf.stores(completion_id)
        kept = Answer(shelf.get("/" + completion_id), {})
        if kept.json.string("object") != "chat.completion":
            return wrong(f"its object is `{kept.json.string('object')}`")
        if kept.facts != stream.facts:
            return wrong("what is kept is another answer")
        return honoured() if kept.usage.completion else wrong("its usage counts no tokens")


@_row("stored.list")
def lists(probe: Probe) -> Finding:
    """`GET /chat/completions` lists what is stored, filtered by `model` and `metadata[key]=value`.

    Source: OpenAPI 2.3.0, listChatCompletions and ChatCompletionList.
    """
    with _shelf(probe) as shelf, _shelf(probe) as other:
        stored = [shelf.store().json.string("id") for _ in range(2)]
        other.store()
        page = shelf.tagged()
        if page.string("object") != "list":
            return wrong(f"its object is `{page.string('object')}`")
        found = _ids(page)
        if sorted(found) != sorted(stored):
            return wrong(f"of 2 stored with a tag, a list by that tag has {len(found)}")
        if [page.string("first_id"), page.string("last_id")] != [found[0], found[-1]]:
            return wrong("`first_id` and `last_id` are not those of its items")
        if _ids(shelf.tagged(model="no-such-model")):
            return wrong("a list by another model has them, too")
        return (
            honoured()
            if _ids(shelf.tagged(model=probe.model)) == found
            else wrong("a list by their model does not have them")
        )


@_row("stored.pages")
def pages(probe: Probe) -> Finding:
    """`limit`, `after` and `order` page through the list, forwards and backwards.

    Source: OpenAPI 2.3.0, listChatCompletions: `asc` is the default.
    """
    with _shelf(probe) as shelf:
        stored = [shelf.store().json.string("id") for _ in range(3)]
        first = shelf.tagged(limit=2)
        if len(_ids(first)) != 2:
            return wrong(f"a page with the limit 2 has {len(_ids(first))}")
        rest = shelf.tagged(limit=2, after=first.string("last_id"))
        if [page.at("has_more").value for page in (first, rest)] != [True, False]:
            return wrong("`has_more` does not say which page is the last")
        if _ids(first) + _ids(rest) != stored:
            return wrong("two pages do not have all in the order they were stored")
        if _ids(shelf.tagged(order="desc")) != stored[::-1]:
            return wrong("`order=desc` does not turn them round")
        return honoured()


@_row("stored.update")
def updates(probe: Probe) -> Finding:
    """`POST /chat/completions/{id}` gives a stored answer other `metadata`.

    Source: OpenAPI 2.3.0, updateChatCompletion.
    """
    with _shelf(probe) as shelf:
        path = "/" + shelf.store().json.string("id")
        new = {"other": shelf.tag}
        if shelf.post(path, {"metadata": new}).at("metadata").value != new:
            return wrong("its answer tells other metadata")
        if shelf.get(path).at("metadata").value != new:
            return wrong("it is told with other metadata afterwards")
        by_new = _ids(shelf.get(query={"metadata[other]": shelf.tag}))
        if not by_new or _ids(shelf.tagged()):
            return wrong("it is not found by what it has, or by what it had")
        return honoured()


@_row("stored.delete")
def deletes(probe: Probe) -> Finding:
    """`DELETE /chat/completions/{id}` deletes a stored answer, which is not found any more.

    Source: OpenAPI 2.3.0, deleteChatCompletion and ChatCompletionDeleted.
    """
    with _shelf(probe) as shelf:
        completion_id = shelf.store().json.string("id")
        shelf.get("/" + completion_id)
        gone = shelf.delete(completion_id)
        said = (gone.string("object"), gone.string("id"), gone.at("deleted").value)
        if said != ("chat.completion.deleted", completion_id, True):
            return wrong(f"it says {shown(gone.value)}")
        if shelf.is_there(completion_id) or _ids(shelf.tagged()):
            return wrong("it is still there")
        return honoured()


@_row("stored.messages")
def tells_messages(probe: Probe) -> Finding:
    """`GET /chat/completions/{id}/messages` pages through the messages that were answered.

    Source: OpenAPI 2.3.0, getChatCompletionMessages and ChatCompletionMessageList.
    """
    with _shelf(probe) as shelf:
        asked = [{"role": "system", "content": "Speak plainly."}, *user("Hello!")]
        answer = probe.chat(messages=asked, max_tokens=1, store=True)
        completion_id = answer.json.string("id")
        shelf.stores(completion_id)
        page = shelf.get(f"/{completion_id}/messages")
        told = [
            {"role": message.string("role"), "content": message.string("content")}
            for message in page.items("data")
        ]
        if told != asked:
            return wrong(f"they are {shown(told)}")
        ids = _ids(page)
        rest = _ids(shelf.get(f"/{completion_id}/messages", {"limit": 1, "after": ids[0]}))
        return honoured() if rest == ids[1:] else wrong("`after` does not go on after a message")


@section.row("stored.limits", "order", "limit", "metadata")
def refuses_bad_queries(probe: Probe) -> Finding:
    """An `order` that is none, a `limit` that is no number and an `after` nobody knows are refused.

    Source: OpenAPI 2.3.0, listChatCompletions: an enum, an integer, an identifier.
    """
    if (reply := probe.transport.send("GET", CHAT)).status != 200:
        return ignored(f"there is no list: {Rejected(reply).summary}")
    for name, value in (("order", "sideways"), ("limit", "many"), ("after", "chatcmpl-none")):
        reply = probe.transport.send("GET", f"{CHAT}?{name}={value}")
        found = must_be_refused(Rejected(reply) if reply.status != 200 else None, name)
        if found.is_failing:
            return wrong(f"`{name}={value}`: {found.reason}")
    return honoured()


@section.row("stored.unknown", "completion_id")
def finds_nothing(probe: Probe) -> Finding:
    """A completion that is not stored is a 404 with an error object, whatever is done with it.

    Source: OpenAPI 2.3.0, getChatCompletion; the errors guide.
    """
    if (reply := probe.transport.send("GET", CHAT)).status != 200:
        return ignored(f"there is no list: {Rejected(reply).summary}")
    path = f"{CHAT}/chatcmpl-none"
    for method, where in (("GET", path), ("DELETE", path), ("GET", path + "/messages")):
        found = error_finding(error_faults(probe.transport.send(method, where), 404))
        if found.is_failing:
            return found
    return honoured()
