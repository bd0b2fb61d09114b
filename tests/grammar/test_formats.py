"""Formats let through only what validators take for one, and what people write as one."""

from __future__ import annotations

import json
import random

import jsonschema
import msgspec
import pytest

from rejoinder.grammar.formats import FORMATS
from rejoinder.grammar.parts import schema_part
from tests.grammar.sampling import accepts, matcher, sample

Judge = jsonschema.Draft202012Validator

REAL: dict[str, list[str]] = {
    "date-time": ["2024-05-06T07:08:09Z", "1999-12-31T23:59:59.123456+05:30"],
    "date": ["2024-02-29", "2000-02-29", "1900-02-28", "0001-01-01", "9999-12-31"],
    "time": ["07:08:09Z", "23:59:59.5-08:00"],
    "duration": ["P1Y2M3D", "PT36H", "P4W", "P1DT12H", "PT0S", "PT1H30M"],
    "email": ["ann.other+x@mail.example.org", "a@b-c.de"],
    "idn-email": ["ann@example.org"],
    "hostname": ["localhost", "www.example.org", "a-b.c1.io"],
    "idn-hostname": ["www.example.org"],
    "ipv4": ["127.0.0.1", "255.255.255.255", "0.0.0.0"],
    "ipv6": ["::1", "::", "fe80::1", "2001:db8:0:0:0:0:2:1", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000"],
    "uri": [
        "https://example.org/a/b?c=d&e#f",
        "http://127.0.0.1:8080/",
        "mailto:a@b.org",
        "urn:isbn:0451450523",
        "file:///tmp/x%20y",
    ],
    "uri-reference": ["/a/b?c", "a/b", "https://example.org", "x#y"],
    "iri": ["https://example.org/a"],
    "iri-reference": ["/a/b"],
    "uri-template": ["/users/{id}{?page,size*}", "https://x.org/{+path}"],
    "json-pointer": ["", "/a/b~1c/0", "/ü"],
    "relative-json-pointer": ["0", "1/a", "2#"],
    "regex": ["^[a-z]+$", "(ab|c)*d", "\\d{3}-\\w+", "a.b?"],
}
WRONG: dict[str, list[str]] = {
    "date-time": ["2024-05-06 07:08:09Z", "2024-05-06T07:08:60Z", "2024-05-06T07:08:09"],
    "date": ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "24-01-01", "0000-01-01"],
    "time": ["24:00:00Z", "07:08:09", "7:08:09Z"],
    "duration": ["P", "PT", "1D", "P1Y3D", "P1H"],
    "email": ["a", "a@", "@b.c", "a@b", "a b@c.de"],
    "ipv4": ["256.0.0.1", "1.2.3", "01.2.3.4"],
    "ipv6": ["1:2:3:4:5:6:7", ":::", "1::2::3", "12345::"],
    "uuid": ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400"],
    "uri": ["example.org", "//x", "http://a b"],
    "hostname": ["-a.b", "a..b", "a_b"],
    "json-pointer": ["a", "/~2"],
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_what_validators_take_for_it(name: str) -> None:
    schema = {"type": "string", "format": name}
    part = schema_part(msgspec.Raw(json.dumps(schema).encode()))
    judge = Judge(schema, format_checker=Judge.FORMAT_CHECKER)
    assert name in Judge.FORMAT_CHECKER.checkers
    for text in REAL[name]:
        assert accepts(part, json.dumps(text, ensure_ascii=False)), text
        assert judge.is_valid(text), text
    for text in WRONG.get(name, []):
        assert not accepts(part, json.dumps(text)), text
    drawn = random.Random(name)
    whole = matcher(part)
    for _ in range(25):
        answer = sample(whole.deep_copy(), drawn)
        assert answer is None or judge.is_valid(json.loads(answer)), answer
