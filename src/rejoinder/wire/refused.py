"""What the API has and this server does not honour yet, and what nobody has.

The first is refused by name unless it is null; the second is taken out and named to the caller. In
what says a format nothing is taken out: the answer would be another than was asked for.
Works on plain decoded JSON, and only on requests that the typed decoder did not take: an ordinary
request never comes here. docs/compatibility.md lists the same names, and a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import msgspec
from msgspec import inspect

from rejoinder.errors import UnknownParameter, UnsupportedParameter
from rejoinder.wire.extensions import (
    EXTENSIONS,
    HINTS,
    STRUCTURED_EXTENSIONS,
    asks_for_nothing,
)
from rejoinder.wire.formats import (
    JsonObjectFormat,
    JsonSchemaDefinition,
    JsonSchemaFormat,
    StructuredOutputs,
    TextFormat,
)
from rejoinder.wire.known import Holder, holders
from rejoinder.wire.messages import BY_ROLE, AssistantMessage, TextPart
from rejoinder.wire.tools import GrammarDefinition, GrammarInput, TextInput

# Of chat, in the API's documents.
PARAMETERS = frozenset(
    {
        "audio",
        "moderation",
        "prediction",
        "prompt_cache_options",
        "prompt_cache_retention",
        "web_search_options",
    }
)
# Of the older completions, in the API's documents.
COMPLETION_PARAMETERS = frozenset({"suffix"})
MESSAGE_FIELDS = frozenset({"audio"})
PART_TYPES = frozenset({"file", "image_url", "input_audio"})
PART_FIELDS = frozenset({"prompt_cache_breakpoint"})
MODALITIES = frozenset({"audio"})
EFFORTS = frozenset({"max", "xhigh"})

# A warning must fit in a header, whatever a client made up.
MAX_NAMES = 32
MAX_NAME_CHARACTERS = 64

# A field that only another role has: refused where it stands, never dropped.
_FIELDS_OF_ANY_ROLE = frozenset({"role"}).union(
    *(struct.__struct_fields__ for struct in BY_ROLE.values())
)
_ROLE_OF: dict[type[msgspec.Struct], str] = {struct: role for role, struct in BY_ROLE.items()}
# Objects that say what an answer must be, or a tool's input.
_FORMATS: frozenset[type[msgspec.Struct]] = frozenset(
    {
        TextFormat,
        JsonObjectFormat,
        JsonSchemaFormat,
        JsonSchemaDefinition,
        StructuredOutputs,
        TextInput,
        GrammarInput,
        GrammarDefinition,
    }
)
_OF_SCHEMAS = (
    "Of the formats only `json_schema` has a schema: "
    '`{"type": "json_schema", "json_schema": {"name": ..., "schema": ...}}`.'
)
# Names that stand a step too far out, or with a type that does not read them.
_FORMAT_HINTS: Mapping[type[msgspec.Struct], Mapping[str, str]] = {
    TextFormat: dict.fromkeys(("schema", "json_schema"), _OF_SCHEMAS),
    JsonObjectFormat: dict.fromkeys(("schema", "json_schema"), _OF_SCHEMAS),
    JsonSchemaFormat: {
        name: f"It goes into `json_schema`: `response_format.json_schema.{name}`."
        for name in JsonSchemaDefinition.__struct_fields__
    },
}


class Sieve:
    """Takes one request's refused and unknown names out of its plain JSON, in place.

    Raises UnsupportedParameter for the first refused one. What has a wrong type is left alone: the
    typed decoder words that better.
    """

    refused: ClassVar[frozenset[str]]
    hints: ClassVar[dict[str, str]] = {}

    def __init__(self, type_: inspect.Type, known_parameters: frozenset[str]) -> None:
        """type_: the request's. known_parameters: its fields that a client may fill in."""
        self._type = type_
        self._known = known_parameters
        self._unknown: set[str] = set()
        self.first_unknown: str | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """Sorted; printable ASCII, so that they can stand in a header."""
        names = sorted({_printable(name) for name in self._unknown})
        return tuple(names[:MAX_NAMES])

    def request(self, body: dict[str, Any]) -> None:
        _drop_nothings(body, EXTENSIONS, self._known)
        for holder in holders(body, self._type):
            if not holder.where:
                self._fields(
                    body,
                    "",
                    known=self._known,
                    refused=self.refused | EXTENSIONS.keys(),
                    hint_for={**HINTS, **self.hints},
                )
            else:
                self._holder(holder)
        self._values(body)

    def _values(self, body: dict[str, Any]) -> None:
        """What only this route's requests hold."""

    def _holder(self, holder: Holder) -> None:
        """An object within the request."""
        refused: frozenset[str] = frozenset()
        hint_for: dict[str, str] = {}
        if role := _ROLE_OF.get(holder.type):
            misplaced = _FIELDS_OF_ANY_ROLE - holder.names
            refused |= misplaced
            hint_for = dict.fromkeys(misplaced, f"A message with the role `{role}` has none.")
        if holder.type is AssistantMessage:
            refused |= MESSAGE_FIELDS
        elif holder.type is TextPart:
            refused = PART_FIELDS
        elif holder.type is StructuredOutputs:
            _drop_nothings(holder.value, STRUCTURED_EXTENSIONS, holder.names)
            refused = frozenset(STRUCTURED_EXTENSIONS)
        self._fields(
            holder.value,
            holder.where,
            known=holder.names,
            refused=refused,
            hint_for=_FORMAT_HINTS.get(holder.type, hint_for),
            is_format=holder.type in _FORMATS,
        )

    def _fields(
        self,
        holder: dict[str, Any],
        where: str,
        *,
        known: frozenset[str],
        refused: frozenset[str],
        hint_for: Mapping[str, str],
        is_format: bool = False,
    ) -> None:
        for name in [name for name in holder if name not in known]:
            if name not in refused:
                if is_format and holder[name] is not None:
                    raise UnknownParameter(param=where + _printable(name), hint=hint_for.get(name))
                self._unknown.add(_without_indices(where) + name)
                self.first_unknown = self.first_unknown or where + _printable(name)
            elif holder[name] is not None:
                raise UnsupportedParameter(param=where + name, hint=hint_for.get(name))
            del holder[name]


class ChatSieve(Sieve):
    """Of requests to /v1/chat/completions."""

    refused = PARAMETERS | {"prompt"}
    hints: ClassVar[dict[str, str]] = {
        "prompt": "A prompt goes to `/v1/completions`; here there are `messages`."
    }

    def _values(self, body: dict[str, Any]) -> None:
        for index, message in _objects(body.get("messages")):
            for place, part in _objects(message.get("content")):
                kind = part.get("type")
                if isinstance(kind, str) and kind in PART_TYPES:
                    raise UnsupportedParameter(
                        param=f"messages[{index}].content[{place}].type",
                        hint=f"It is `{kind}`; only `text` parts are read.",
                    )
        modalities = body.get("modalities")
        if isinstance(modalities, list) and any(one in modalities for one in MODALITIES):
            raise UnsupportedParameter(param="modalities", hint="Only `text` is.")
        effort = body.get("reasoning_effort")
        if isinstance(effort, str) and effort in EFFORTS:
            raise UnsupportedParameter(
                param="reasoning_effort", hint=f"It is `{effort}`; `high` is the most there is."
            )


def _drop_nothings(
    holder: dict[str, Any], extensions: Mapping[str, tuple[object, ...]], known: frozenset[str]
) -> None:
    for name in extensions:
        if (
            name in holder
            and name not in known
            and asks_for_nothing(holder[name], extensions[name])
        ):
            del holder[name]


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
