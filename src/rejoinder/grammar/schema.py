"""A client's JSON Schema, checked by its places, and as the compiler is to have it.

What is wrong with it, what cannot be held to and what is too much is a 400 that names the keyword
and its place. What passes is certain: every answer that ends holds to it.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict

import msgspec

from rejoinder.errors import GrammarTooComplex
from rejoinder.grammar.limits import MAX_KEPT_BYTES, MAX_LOWERED_BYTES
from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import read_schema
from rejoinder.grammar.schema_lower import Lowering
from rejoinder.grammar.schema_strict import check_strict


class _Kept:
    """Texts by what they were made of, those used last. Several threads make prompts."""

    def __init__(self, max_bytes: int) -> None:
        self._texts: OrderedDict[tuple[bytes, bool], bytes] = OrderedDict()
        self._left_bytes = max_bytes
        self._lock = threading.Lock()

    def get(self, key: tuple[bytes, bool]) -> bytes | None:
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def put(self, key: tuple[bytes, bool], text: bytes) -> None:
        with self._lock:
            if key in self._texts:
                return
            self._texts[key] = text
            self._left_bytes -= len(key[0]) + len(text)
            while self._left_bytes < 0:
                (old, _), gone = self._texts.popitem(last=False)
                self._left_bytes += len(old) + len(gone)


_lowered = _Kept(MAX_KEPT_BYTES)


def check_schema(
    schema: msgspec.Raw, *, param: str, is_strict: bool = False, of_object: bool = False
) -> None:
    """Raises InvalidSchema or GrammarTooComplex.

    param: the field it came in, as `tools[0].function.parameters`. of_object: its values must be
    objects, as a function's arguments are.
    """
    if is_strict:
        check_strict(Document(read_schema(bytes(schema), param=param), param=param))
    lowered(schema, param=param, of_object=of_object)


def lowered(schema: msgspec.Raw, *, param: str = "schema", of_object: bool = False) -> bytes:
    """JSON text of what llguidance is to hold a model to. Raises as `check_schema`."""
    key = (bytes(schema), of_object)
    kept = _lowered.get(key)
    if kept is not None:
        return kept
    document = Document(read_schema(key[0], param=param), param=param)
    told = Lowering(document).run(of_object=of_object)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > MAX_LOWERED_BYTES:
        raise GrammarTooComplex(
            param=param, limit=f"{MAX_LOWERED_BYTES} bytes with its alternatives written out"
        )
    _lowered.put(key, text)
    return text
