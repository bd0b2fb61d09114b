"""What a value must be so that a schema does not hold, said as a schema again.

Of `not` and `if`. What cannot be turned round, as a pattern, is refused by its place.
"""

from __future__ import annotations

from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import Json, Path
from rejoinder.grammar.schema_keywords import EXCLUDED, IN_VALUE, SPEAKING

_OTHER_TYPES = {"null", "boolean", "integer", "number", "string", "array", "object"}
_BEYOND = {
    "minimum": "exclusiveMaximum",
    "maximum": "exclusiveMinimum",
    "exclusiveMinimum": "maximum",
    "exclusiveMaximum": "minimum",
}


class Negation:
    """Of schemas in one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def of(self, schema: Json, path: Path) -> Json:
        """Raises InvalidSchema."""
        if isinstance(schema, bool):
            return not schema
        assert isinstance(schema, dict)
        path = self._document.path_of(schema) or path
        options: list[Json] = []
        for word, value in schema.items():
            if word in SPEAKING:
                options += self._word(word, value, path)
        if not options:
            return False  # it says nothing, so it always holds
        return options[0] if len(options) == 1 else {"anyOf": options}

    def _word(self, word: str, value: Json, path: Path) -> list[Json]:
        at = (*path, word)
        if word == "type":
            return [self._type(value)]
        if word == "const":
            return [{EXCLUDED: [value]}]
        if word == "enum" and isinstance(value, list):
            return [{EXCLUDED: value}]
        if word in _BEYOND:
            return [{"type": "number", _BEYOND[word]: value}]
        if word == "required" and isinstance(value, list):
            return [{"type": "object", "properties": {str(name): False}} for name in value]
        if word == "properties" and isinstance(value, dict):
            return [
                {
                    "type": "object",
                    # Turned round when it is read: it may lead back here.
                    "properties": {name: {"not": inner}},
                    "required": [name],
                }
                for name, inner in value.items()
                if inner is not True and inner != {}
            ]
        if word == "anyOf" and isinstance(value, list):
            turned = [self.of(each, (*at, index)) for index, each in enumerate(value)]
            # One that always holds leaves nothing, whatever the others are.
            return [False if any(each is False for each in turned) else {"allOf": turned}]
        if word == "allOf" and isinstance(value, list):
            return [self.of(each, (*at, index)) for index, each in enumerate(value)]
        if word == "not":
            return [value]
        if word == "$ref":
            target = self._document.target(path)
            return [self.of(self._document.schemas[target], target)]
        if word in {"minLength", "minItems"} and isinstance(value, int | float) and value >= 1:
            kind = "string" if word == "minLength" else "array"
            return [{"type": kind, f"max{word[3:]}": value - 1}]
        if word in {"maxLength", "maxItems"} and isinstance(value, int | float):
            kind = "string" if word == "maxLength" else "array"
            return [{"type": kind, f"min{word[3:]}": value + 1}]
        if value is True and word in IN_VALUE:
            return []
        raise self._document.wrong(at, "cannot be held to under `not` or `if`")

    @staticmethod
    def _type(value: Json) -> Json:
        names = {str(name) for name in (value if isinstance(value, list) else [value])}
        if "number" in names:
            names.add("integer")
        left = _OTHER_TYPES - names
        if "integer" in names:
            left.discard("number")  # a number that is not whole: never written, which only narrows
        return {"type": [*sorted(left)]} if left else False
