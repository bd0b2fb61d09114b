"""String formats, as regexes for the whole string.

Each is narrower than its standard where validators differ or where a real value is never so: no
leap seconds, no 29 February in the wrong year, labels of hosts without doubled hyphens, numbers of
a bounded length. What they match passes the `jsonschema` library and `jsonschema-rs` alike.
"""

from __future__ import annotations

_YEAR = r"(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_FOURTH = r"(?:0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR = rf"(?:[0-9]{{2}}{_FOURTH}|{_FOURTH}00)"
_DATE = (
    rf"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP_YEAR}-02-29)"
)
# Microseconds are the most that Python's datetime holds.
_TIME = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+\-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_COUNT = "[0-9]{1,6}"
_CLOCK = rf"T(?:{_COUNT}H(?:{_COUNT}M(?:{_COUNT}S)?)?|{_COUNT}M(?:{_COUNT}S)?|{_COUNT}S)"
_DAYS = rf"(?:{_COUNT}Y(?:{_COUNT}M(?:{_COUNT}D)?)?|{_COUNT}M(?:{_COUNT}D)?|{_COUNT}D)"

# At most 62 characters, of the 63 that a label may have; so 4 and a top one stay below 253.
_LABEL = r"[A-Za-z0-9]{1,20}(?:-[A-Za-z0-9]{1,20}){0,2}"
_TOP_LABEL = r"[A-Za-z][A-Za-z0-9]{0,20}"
_HOST = rf"(?:{_LABEL}\.){{0,3}}{_TOP_LABEL}"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?\^_`{|}~\-]{1,20}"
_EMAIL = rf"{_ATOM}(?:\.{_ATOM}){{0,2}}@(?:{_LABEL}\.){{1,3}}[A-Za-z]{{2,20}}"

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"(?:{_BYTE}\.){{3}}{_BYTE}"
_H = "[0-9a-fA-F]{1,4}"
_IPV6 = "|".join(
    (
        f"(?:{_H}:){{7}}{_H}",
        f"(?:{_H}:){{1,7}}:",
        *(f"(?:{_H}:){{1,{8 - n}}}(?::{_H}){{1,{n - 1}}}" for n in range(2, 8)),
        f":(?::{_H}){{1,7}}",
        "::",
    )
)

_PERCENT = "%[0-9A-Fa-f]{2}"
_PCHAR = rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@\-]|{_PERCENT})"
_SEGMENT_CHAR = rf"(?:[A-Za-z0-9._~!$&'()*+,;=@\-]|{_PERCENT})"
_TAIL = rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
_URI = (
    r"[A-Za-z][A-Za-z0-9+.\-]{0,15}:"
    rf"(?://(?:(?:{_HOST}|{_IPV4})(?::[0-9]{{1,4}})?(?:/{_PCHAR}*)*|/{_PCHAR}+(?:/{_PCHAR}*)*)"
    rf"|{_PCHAR}+(?:/{_PCHAR}*)*){_TAIL}"
)
_RELATIVE = rf"/?{_SEGMENT_CHAR}+(?:/{_PCHAR}*)*{_TAIL}"

_POINTER = r"(?:/(?:[^~/]|~[01])*)*"
_VARIABLE = r"[A-Za-z0-9_]{1,20}\*?"
_TEMPLATE = (
    rf"(?:[A-Za-z0-9._~!$&()*+,;=:@/?#\-]|{_PERCENT}"
    rf"|\{{[+#./;?&]?{_VARIABLE}(?:,{_VARIABLE})*\}})*"
)
# Of all regexes those without a group in a group, references, lookaround and odd sets.
_RX_ATOM = (
    r"(?:[A-Za-z0-9 _,:;@/<>=!%&~#\-]|\\[dDwWsS.*+?()|{}\^$/\[\]\\\-]|\."
    r"|\[\^?(?:a-z|A-Z|0-9|\\[dws]|[_ .,:;@/#%+])+\])"
)
_RX_PIECE = rf"{_RX_ATOM}(?:[*+?]|\{{[0-9]{{1,2}}\}})?"
_RX_GROUP = rf"\((?:\?:)?(?:{_RX_PIECE})+(?:\|(?:{_RX_PIECE})+)*\)(?:[*+?]|\{{[0-9]{{1,2}}\}})?"
_REGEX = rf"\^?(?:{_RX_PIECE}|{_RX_GROUP})+(?:\|(?:{_RX_PIECE}|{_RX_GROUP})+)*\$?"

FORMATS: dict[str, str] = {
    "date-time": f"{_DATE}T{_TIME}",
    "date": _DATE,
    "time": _TIME,
    "duration": rf"P(?:{_DAYS}(?:{_CLOCK})?|{_CLOCK}|{_COUNT}W)",
    "email": _EMAIL,
    "idn-email": _EMAIL,
    "hostname": _HOST,
    "idn-hostname": _HOST,
    "ipv4": _IPV4,
    "ipv6": _IPV6,
    "uuid": "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}",
    "uri": _URI,
    "iri": _URI,
    "uri-reference": f"{_URI}|{_RELATIVE}",
    "iri-reference": f"{_URI}|{_RELATIVE}",
    "uri-template": _TEMPLATE,
    "json-pointer": _POINTER,
    "relative-json-pointer": rf"(?:0|[1-9]{{1,3}})(?:#|{_POINTER})",
    "regex": _REGEX,
}
