"""Bytes become a request of one type: in one typed call, or slowly where something is amiss."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec
from msgspec import inspect

from rejoinder.errors import UnknownParameter, WrongType
from rejoinder.wire.explain import explain, kind_of, not_json
from rejoinder.wire.known import with_raws
from rejoinder.wire.refused import Sieve


class UnknownNames(tuple[str, ...]):
    """A type of our own, as nothing in JSON becomes one: no client can fill in the field."""

    __slots__ = ()


T = TypeVar("T", bound=msgspec.Struct)


class Reader(Generic[T]):
    """Of one route's requests; T has a field `unknown_parameters: UnknownNames`."""

    def __init__(self, type_: type[T], sieve: type[Sieve]) -> None:
        self._type = type_
        self._info = inspect.type_info(type_)
        self._sieve = sieve
        self._known = frozenset(type_.__struct_fields__) - {"unknown_parameters"}
        self._decoder = msgspec.json.Decoder(type_)

    def read(self, body: bytes, *, strict: bool) -> T:
        """Raises an InvalidRequest."""
        try:
            return self._decoder.decode(body)
        except msgspec.ValidationError as error:
            return self._read_slowly(body, error, strict=strict)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise not_json(error, body) from None

    def _read_slowly(self, body: bytes, error: msgspec.ValidationError, *, strict: bool) -> T:
        """Of a request that the decoder would not take: without its unknown names, or raise."""
        try:
            plain = msgspec.json.decode(body)
        except msgspec.ValidationError:  # a number that no type holds
            raise explain(error, None) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as not_plain:
            raise not_json(not_plain, body) from None
        if not isinstance(plain, dict):
            raise WrongType(param=None, expected="an object", got=kind_of(plain))
        sieve = self._sieve(self._info, self._known)
        sieve.request(plain)
        if strict and sieve.first_unknown is not None:
            raise UnknownParameter(param=sieve.first_unknown)
        try:
            request = msgspec.convert(with_raws(plain, self._info, body), self._type)
        except msgspec.ValidationError as still:
            raise explain(still, plain) from None
        if not sieve.unknown:
            return request
        return msgspec.structs.replace(request, unknown_parameters=UnknownNames(sieve.unknown))
