"""A client's JSON Schema, checked by its places, and as the compiler is to have it.

What is wrong with it, what cannot be held to and what is too much is a 400 that names the keyword
and its place. What passes is certain: every answer that ends holds to it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock

import msgspec

from rejoinder.grammar.limits import MAX_CACHED_SCHEMAS
from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import read_schema
from rejoinder.grammar.schema_lower import Lowering
from rejoinder.grammar.schema_strict import check_strict

# By the schema's text and whether it is of an object. Long requests are read in threads.
_lowered: OrderedDict[tuple[bytes, bool], bytes] = OrderedDict()
_lock = Lock()


def check_schema(
    schema: msgspec.Raw, *, param: str, is_strict: bool = False, of_object: bool = False
) -> None:
    """Raises InvalidSchema or GrammarTooComplex.

    param: the field it came in, as `tools[0].function.parameters`. of_object: its values must be
    objects, as a function's arguments are.
    """
    if is_strict:
        check_strict(read_schema(bytes(schema), param=param), param=param)
    lowered(schema, param=param, of_object=of_object)


def lowered(schema: msgspec.Raw, *, param: str = "schema", of_object: bool = False) -> bytes:
    """JSON text of what llguidance is to hold a model to. Raises as `check_schema`."""
    key = (bytes(schema), of_object)
    with _lock:
        if key in _lowered:
            _lowered.move_to_end(key)
            return _lowered[key]
    document = Document(read_schema(key[0], param=param), param=param)
    told = Lowering(document).run(of_object=of_object)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    with _lock:
        _lowered[key] = text
        while len(_lowered) > MAX_CACHED_SCHEMAS:
            _lowered.popitem(last=False)
    return text
