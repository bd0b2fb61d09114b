"""A client's JSON Schema, checked by its places, and as the compiler is to have it.

What is wrong with it, what cannot be held to and what is too much is a 400 that names the keyword
and its place. What passes is certain: every answer that ends holds to it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from functools import partial
from typing import TypeAlias

import msgspec

from rejoinder.errors import GrammarTooComplex, InvalidRequest
from rejoinder.grammar.limits import MAX_KEPT_BYTES, MAX_LOWERED_BYTES
from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import read_schema
from rejoinder.grammar.schema_lower import Lowering
from rejoinder.grammar.schema_strict import check_strict
from rejoinder.turns import Threads, standing_now

# A schema's digest; whether its values must be objects; whether it was checked as a strict one; the
# field it came in where it was refused, as the refusal names it, and else nothing.
_Key: TypeAlias = "tuple[bytes, bool, bool, str]"

# Of one that is remembered, without its text.
_ENTRY_BYTES = 512


class _Kept:
    """What became of schemas, those used last. Several threads make prompts."""

    def __init__(self, max_bytes: int) -> None:
        self._kept: OrderedDict[_Key, bytes | InvalidRequest] = OrderedDict()
        self._left_bytes = max_bytes
        self._lock = threading.Lock()

    def get(self, key: _Key) -> bytes | InvalidRequest | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: _Key, outcome: bytes | InvalidRequest) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = outcome
            self._left_bytes -= _num_bytes(key, outcome)
            while self._left_bytes < 0:
                self._left_bytes += _num_bytes(*self._kept.popitem(last=False))


_outcomes = _Kept(MAX_KEPT_BYTES)

# One schema at a time: threads that all have much to do leave the event loop no turn, and a request
# with a hundred schemas must not keep another's only one waiting. In turn by rank and owner.
_lowerer = Threads(1, "lower schemas")


def check_schema(
    schema: msgspec.Raw, *, param: str, is_strict: bool = False, of_object: bool = False
) -> None:
    """Raises InvalidSchema or GrammarTooComplex.

    param: the field it came in, as `tools[0].function.parameters`. of_object: its values must be
    objects, as a function's arguments are. May take 100 ms where the schema is new, and as much for
    each that comes before it, by `standing_now`.
    """
    _outcome(schema, param=param, is_strict=is_strict, of_object=of_object)


def lowered(schema: msgspec.Raw, *, param: str = "schema", of_object: bool = False) -> bytes:
    """JSON text of what llguidance is to hold a model to. Raises, and waits, as `check_schema`."""
    return _outcome(schema, param=param, is_strict=False, of_object=of_object)


def _outcome(schema: msgspec.Raw, *, param: str, is_strict: bool, of_object: bool) -> bytes:
    text = bytes(schema)
    digest = hashlib.sha256(text).digest()
    known, refused = (digest, of_object, is_strict, ""), (digest, of_object, is_strict, param)
    outcome = _outcomes.get(known) or _outcomes.get(refused)
    if isinstance(outcome, bytes):
        return outcome
    if outcome is not None:
        raise _again(outcome)
    lower = partial(_lower, text, param=param, is_strict=is_strict, of_object=of_object)
    try:
        made = _lowerer.submit(lower, standing_now.get()).result()
    except InvalidRequest as error:
        _outcomes.put(refused, _again(error))
        raise
    _outcomes.put(known, made)
    if is_strict:  # parts ask for it without
        _outcomes.put((digest, of_object, False, ""), made)
    return made


def _lower(text: bytes, *, param: str, is_strict: bool, of_object: bool) -> bytes:
    document = Document(read_schema(text, param=param), param=param)
    if is_strict:
        check_strict(document)
    told = Lowering(document).run(of_object=of_object)
    made = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    if len(made) > MAX_LOWERED_BYTES:
        raise GrammarTooComplex(
            param=param, limit=f"{MAX_LOWERED_BYTES} bytes with its alternatives written out"
        )
    return made


def _again(error: InvalidRequest) -> InvalidRequest:
    """The same error without where it was raised, which would keep all that was read."""
    fresh = type(error).__new__(type(error), *error.args)
    fresh.__dict__.update(error.__dict__)
    return fresh


def _num_bytes(key: _Key, outcome: bytes | InvalidRequest) -> int:
    said = outcome if isinstance(outcome, bytes) else outcome.message
    return _ENTRY_BYTES + len(key[-1]) + len(said)
