"""What the fake server keeps, and how it tells of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.conformance_suite.fake_answers import Bad


class FakeShelf:
    """Faults begin with `stored.`, but for `store`: nothing is kept."""

    def __init__(self, faults: frozenset[str]) -> None:
        self.faults = faults
        self._kept: dict[str, dict[str, Any]] = {}
        self._messages: dict[str, list[dict[str, Any]]] = {}

    def keep(self, request: dict[str, Any], whole: dict[str, Any]) -> None:
        if "store" in self.faults:
            return
        if request.get("stream") and "stored.stream" in self.faults:
            whole["choices"][0]["message"]["content"] = ""
        metadata = {} if "stored.metadata" in self.faults else request.get("metadata", {})
        self._kept[whole["id"]] = {**whole, "metadata": metadata}
        self._messages[whole["id"]] = request["messages"]

    def answer(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        """Raises Bad."""
        parts = urlsplit(path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        match method, parts.path.strip("/").split("/")[2:]:
            case "GET", []:
                return self._list(query)
            case "GET", [id] if id in self._kept:
                return self._kept[id]
            case "POST", [id] if id in self._kept:
                if "stored.update" not in self.faults:
                    self._kept[id]["metadata"] = json.loads(body)["metadata"]
                return self._kept[id]
            case "DELETE", [id] if id in self._kept:
                if "stored.delete" not in self.faults:
                    del self._kept[id]
                return {"object": "chat.completion.deleted", "id": id, "deleted": True}
            case "GET", [id, "messages"] if id in self._kept:
                return self._tell_messages(id, query)
        if "stored.unknown" in self.faults:
            return {"object": "chat.completion.deleted", "deleted": False}
        raise Bad("No such completion.", param="completion_id", status=404, code="not_found")

    def _list(self, query: dict[str, str]) -> dict[str, Any]:
        wanted = {n[9:-1]: v for n, v in query.items() if n.startswith("metadata[")}
        if "stored.list" in self.faults:
            wanted = {}
        found = [
            one
            for one in self._kept.values()
            if one["metadata"].items() >= wanted.items()
            and one["model"] == query.get("model", one["model"])
        ]
        return self._page(found, query)

    def _tell_messages(self, id: str, query: dict[str, str]) -> dict[str, Any]:
        kept = self._messages[id]
        if "stored.messages" in self.faults:
            kept = [message for message in kept if message["role"] != "system"]
        told = [{**message, "id": f"{id}-{index}"} for index, message in enumerate(kept)]
        return self._page(told, query)

    def _page(self, items: Sequence[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
        order, limit, after = (
            query.get("order", "asc"),
            query.get("limit", "20"),
            query.get("after"),
        )
        ids = [item["id"] for item in items]
        if "stored.limits" not in self.faults:
            for name, is_good in (
                ("order", order in ("asc", "desc")),
                ("limit", limit.isdigit()),
                ("after", after is None or after in ids),
            ):
                if not is_good:
                    raise Bad(f"`{name}` cannot have this value.", param=name)
        limit = limit if limit.isdigit() else "20"
        if order == "desc":
            items = items[::-1]
        if after in ids and "stored.pages" not in self.faults:
            items = items[[item["id"] for item in items].index(after) + 1 :]
        data = list(items[: int(limit)])
        return {
            "object": "list",
            "data": data,
            "first_id": data[0]["id"] if data else None,
            "last_id": data[-1]["id"] if data else None,
            "has_more": len(items) > int(limit),
        }
