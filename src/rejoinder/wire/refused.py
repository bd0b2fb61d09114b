"""What the API has and this server does not honour yet, and what nobody has.

The first is refused by name unless it is null; the second is taken out and named to the caller.
Works on plain decoded JSON, and only on requests that the typed decoder did not take: an ordinary
request never comes here. docs/compatibility.md lists the same names, and a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from rejoinder.errors import UnsupportedParameter
from rejoinder.wire.extensions import EXTENSIONS, HINTS, asks_for_nothing
from rejoinder.wire.messages import BY_ROLE, FunctionCall, ToolCall
from rejoinder.wire.parameters import StreamOptions

# Of chat, in the API's documents.
PARAMETERS = frozenset(
    {
        "audio",
        "moderation",
        "prediction",
        "prompt_cache_options",
        "prompt_cache_retention",
        "reasoning_effort",
        "verbosity",
        "web_search_options",
    }
)
# Of the older completions, in the API's documents.
COMPLETION_PARAMETERS = frozenset({"suffix"})
MESSAGE_FIELDS = frozenset({"audio", "function_call", "refusal"})
ROLES = frozenset({"function"})
PART_TYPES = frozenset({"file", "image_url", "input_audio", "refusal"})
PART_FIELDS = frozenset({"prompt_cache_breakpoint"})
TOOL_CALL_TYPES = frozenset({"custom"})
RESPONSE_FORMATS = frozenset({"json_object", "json_schema"})
SERVICE_TIERS = frozenset({"fast", "flex", "priority", "scale"})
MODALITIES = frozenset({"audio"})
TOOL_CHOICES = frozenset({"required"})

# A warning must fit in a header, whatever a client made up.
MAX_NAMES = 32
MAX_NAME_CHARACTERS = 64

_FIELDS_OF_ROLE = {
    role: frozenset({"role", *struct.__struct_fields__}) for role, struct in BY_ROLE.items()
}
# A field that only another role has: refused where it stands, never dropped.
_FIELDS_OF_ANY_ROLE = frozenset().union(*_FIELDS_OF_ROLE.values())


class Sieve:
    """Takes one request's refused and unknown names out of its plain JSON, in place.

    Raises UnsupportedParameter for the first refused one. What has a wrong type is left alone: the
    typed decoder words that better.
    """

    refused: ClassVar[frozenset[str]]
    hints: ClassVar[dict[str, str]] = {}

    def __init__(self, known_parameters: frozenset[str]) -> None:
        self._known = known_parameters
        self._unknown: set[str] = set()
        self.first_unknown: str | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """Sorted; printable ASCII, so that they can stand in a header."""
        names = sorted({_printable(name) for name in self._unknown})
        return tuple(names[:MAX_NAMES])

    def request(self, body: dict[str, Any]) -> None:
        for name in EXTENSIONS:
            if name in body and name not in self._known and asks_for_nothing(name, body[name]):
                del body[name]
        self._fields(
            body,
            "",
            known=self._known,
            refused=self.refused | EXTENSIONS.keys(),
            hint_for={**HINTS, **self.hints},
        )
        options = body.get("stream_options")
        if isinstance(options, dict):
            known = frozenset(StreamOptions.__struct_fields__)
            self._fields(options, "stream_options.", known=known)
        self._values(body)

    def _values(self, body: dict[str, Any]) -> None:
        """What only this route's requests hold."""

    def _fields(
        self,
        holder: dict[str, Any],
        where: str,
        *,
        known: frozenset[str],
        refused: frozenset[str] = frozenset(),
        hint_for: dict[str, str] | None = None,
    ) -> None:
        for name in [name for name in holder if name not in known]:
            if name not in refused:
                self._unknown.add(_without_indices(where) + name)
                self.first_unknown = self.first_unknown or where + _printable(name)
            elif holder[name] is not None:
                raise UnsupportedParameter(param=where + name, hint=(hint_for or {}).get(name))
            del holder[name]


class ChatSieve(Sieve):
    """Of requests to /v1/chat/completions."""

    refused = PARAMETERS | {"prompt"}
    hints: ClassVar[dict[str, str]] = {
        "prompt": "A prompt goes to `/v1/completions`; here there are `messages`."
    }

    def _values(self, body: dict[str, Any]) -> None:
        for index, message in _objects(body.get("messages")):
            self._message(message, f"messages[{index}].")
        for name in ("tools", "functions"):
            if isinstance(body.get(name), list) and body[name]:
                raise UnsupportedParameter(param=name)
        for name in ("tool_choice", "function_call"):
            choice = body.get(name)
            if isinstance(choice, dict) or (isinstance(choice, str) and choice in TOOL_CHOICES):
                raise UnsupportedParameter(param=name, hint="There are no tools to call.")
        format_ = body.get("response_format")
        if isinstance(format_, dict):
            kind = format_.get("type")
            if isinstance(kind, str) and kind in RESPONSE_FORMATS:
                raise UnsupportedParameter(
                    param="response_format.type", hint=f"It is `{kind}`; only `text` is."
                )
            self._fields(format_, "response_format.", known=frozenset({"type"}))
        tier = body.get("service_tier")
        if isinstance(tier, str) and tier in SERVICE_TIERS:
            raise UnsupportedParameter(
                param="service_tier", hint=f"It is `{tier}`; only `auto` and `default` are."
            )
        modalities = body.get("modalities")
        if isinstance(modalities, list) and any(one in modalities for one in MODALITIES):
            raise UnsupportedParameter(param="modalities", hint="Only `text` is.")

    def _message(self, message: dict[str, Any], where: str) -> None:
        role = message.get("role")
        if isinstance(role, str) and role in ROLES:
            raise UnsupportedParameter(
                param=where + "role", hint=f"It is `{role}`; its successor is the role `tool`."
            )
        known = _FIELDS_OF_ROLE.get(role) if isinstance(role, str) else None
        if known is None:
            return
        misplaced = _FIELDS_OF_ANY_ROLE - known
        self._fields(
            message,
            where,
            known=known,
            refused=MESSAGE_FIELDS | misplaced,
            hint_for=dict.fromkeys(misplaced, f"A message with the role `{role}` has none."),
        )
        for index, part in _objects(message.get("content")):
            self._part(part, f"{where}content[{index}].")
        for index, call in _objects(message.get("tool_calls")):
            self._tool_call(call, f"{where}tool_calls[{index}].")

    def _part(self, part: dict[str, Any], where: str) -> None:
        kind = part.get("type")
        if isinstance(kind, str) and kind in PART_TYPES:
            raise UnsupportedParameter(
                param=where + "type", hint=f"It is `{kind}`; only `text` parts are read."
            )
        if kind == "text":
            self._fields(part, where, known=frozenset({"type", "text"}), refused=PART_FIELDS)

    def _tool_call(self, call: dict[str, Any], where: str) -> None:
        kind = call.get("type")
        if isinstance(kind, str) and kind in TOOL_CALL_TYPES:
            raise UnsupportedParameter(
                param=where + "type", hint=f"It is `{kind}`; only `function` calls are read."
            )
        self._fields(call, where, known=frozenset(ToolCall.__struct_fields__))
        function = call.get("function")
        if isinstance(function, dict):
            known = frozenset(FunctionCall.__struct_fields__)
            self._fields(function, where + "function.", known=known)


def _objects(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects in a list, with their places; nothing where it is none."""
    if isinstance(value, list):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, dict))


def _without_indices(where: str) -> str:
    """`messages[3].content[1].` -> `messages[].content[].`: the warning names kinds, not places."""
    return "[]".join(piece.partition("]")[2] or piece for piece in where.split("["))


def _printable(name: str) -> str:
    shown = "".join(letter if " " < letter <= "~" else "?" for letter in name)
    return shown if len(shown) <= MAX_NAME_CHARACTERS else shown[: MAX_NAME_CHARACTERS - 3] + "..."
