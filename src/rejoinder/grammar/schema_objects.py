"""Objects, as llguidance is to have them.

It writes listed properties once each and in order, then others, whose names it may repeat; a reader
takes the last. So what counts different names is held to where the names are listed, or where one
is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rejoinder.grammar.schema_json import Json, Path
from rejoinder.grammar.schema_merge import constrains, listed
from rejoinder.grammar.schema_shapes import NEVER, Conj, Shape

if TYPE_CHECKING:
    from rejoinder.grammar.schema_lower import Lowering

# Alternatives that a count of listed properties is written out as.
MAX_COUNTED = 64


def object_schema(lowering: Lowering, shape: Shape, depth: int) -> list[Json]:
    """Alternatives; none where there is no such object. Raises InvalidSchema."""
    if not constrains(shape, "object"):
        if lowering.anything is True:
            return [{"type": "object"}]
        return [{"type": "object", "additionalProperties": lowering.anything}]
    known = listed(lowering.document, shape)
    required = set(shape.required)
    patterned = {regex: conj for _, regex, conj in shape.patterned}
    rest: Conj | None = shape.rest
    if rest is None and shape.lists_properties and not patterned:
        rest = (NEVER,)
    if shape.names:
        known, patterned, rest = _named(lowering, shape, known, patterned, rest)
    properties: dict[str, Json] = {}
    for name, conj in known.items():
        schema = lowering.lower(conj, depth + 1)
        if schema is False and name in required:
            if why := lowering.shapes.never(conj):
                lowering.contradicts(*why)
            return []
        properties[name] = schema
    others = lowering.lower(rest or (), depth + 1)
    patterns = {regex: lowering.lower(conj, depth + 1) for regex, conj in patterned.items()}
    is_closed = others is False and all(schema is False for schema in patterns.values())
    if is_closed:
        properties = {name: schema for name, schema in properties.items() if schema is not False}
    told: dict[str, Json] = {"type": "object"}
    if properties:
        told["properties"] = properties
    if patterns:
        told["patternProperties"] = {f"^(?:{regex})$": schema for regex, schema in patterns.items()}
    if others is not True:
        told["additionalProperties"] = others
    if required:
        told["required"] = [name for name in known if name in required]
    return _counted(lowering, shape, told, properties, required, is_closed=is_closed)


def _counted(
    lowering: Lowering,
    shape: Shape,
    told: dict[str, Json],
    properties: dict[str, Json],
    required: set[str],
    *,
    is_closed: bool,
) -> list[Json]:
    """With its least and most numbers of properties."""
    least, most = lowering.counts(shape, "Properties", shape.min_properties, shape.max_properties)
    if most is not None and max(least, len(required)) > most:
        return []
    least = 0 if least <= len(required) else least
    if is_closed:
        if least > len(properties):
            lowering.contradicts(*_too_few(lowering, shape, least, len(properties)))
            return []
        if most is not None and most >= len(properties):
            most = None
    if not least and most is None:
        return [told]
    optional = [name for name in properties if name not in required]
    if not optional:
        return _counted_rest(lowering, shape, told, least, most)
    if most is not None and most == len(required):
        # Nothing but what is required.
        kept: dict[str, Json] = {name: properties[name] for name in properties if name in required}
        return [
            {**told, "properties": kept, "patternProperties": {}, "additionalProperties": False}
        ]
    if most is not None or least != len(required) + 1 or len(optional) > MAX_COUNTED:
        word = "maxProperties" if most is not None else "minProperties"
        raise lowering.document.wrong(
            (*shape.path, word),
            "is not supported beside optional properties, but for one property more than are "
            "required, or none",
        )
    return _one_more(told, properties, optional, is_closed=is_closed)


def _too_few(lowering: Lowering, shape: Shape, least: int, most: int) -> tuple[Path, str]:
    """Where, and why there is no such object."""
    some = f"{most or 'no'} {'properties' if most > 1 else 'property'}"
    why = f"only {some} can be there" if most else f"{some} can be there"
    if shape.lists_properties and shape.rest is None and not shape.names:
        # A validator would take others; see `schema_lower.py`.
        why = f"{some} can be named, and others need `additionalProperties`"
    told = lowering.document.schemas.get(shape.path)
    if isinstance(told, dict) and "minProperties" in told:
        return (*shape.path, "minProperties"), f"is {least}, but {why}"
    return shape.path, f"must have {least} properties by what holds with it, but {why}"


def _one_more(
    told: dict[str, Json], properties: dict[str, Json], optional: list[str], *, is_closed: bool
) -> list[Json]:
    """One alternative for each optional property that may be the first there is."""
    found: list[Json] = []
    names = told.get("required")
    required = names if isinstance(names, list) else []
    for index, name in enumerate(optional):
        gone = optional[:index]
        # Where other names may come, one that is gone must not come among them.
        kept: dict[str, Json] = {
            each: False if each in gone else schema
            for each, schema in properties.items()
            if not (is_closed and each in gone)
        }
        found.append({**told, "properties": kept, "required": [*required, name]})
    return found


def _counted_rest(
    lowering: Lowering, shape: Shape, told: dict[str, Json], least: int, most: int | None
) -> list[Json]:
    """Where only names that are not listed are counted: more than one could be the same name."""
    if least > len(shape.required) + 1:
        raise lowering.document.wrong(
            (*shape.path, "minProperties"),
            "is not supported for more than one property without a name of its own",
        )
    if least:
        told["minProperties"] = least
    if most is not None:
        told["maxProperties"] = most
    return [told]


def _named(
    lowering: Lowering,
    shape: Shape,
    known: dict[str, Conj],
    patterned: dict[str, Conj],
    rest: Conj | None,
) -> tuple[dict[str, Conj], dict[str, Conj], Conj | None]:
    """As told, with `propertyNames`."""
    names = lowering.merge(lowering.closure(shape.names))
    path = (*shape.path, "propertyNames")
    if names.groups or names.excluded:
        raise lowering.document.wrong(
            path, "is supported with `enum`, `const`, `pattern`, `format` and lengths only"
        )
    if "string" not in names.types:
        return dict.fromkeys(known, (NEVER,)), {}, (NEVER,)
    regexes = [*names.patterns]
    if names.min_length or names.max_length is not None:
        most = "" if names.max_length is None else names.max_length
        regexes.append(f"(?s:.){{{names.min_length},{most}}}")

    def fits(name: str) -> bool:
        is_listed = names.values is None or name in names.values
        return is_listed and all(lowering.document.matches(regex, name) for regex in regexes)

    found = {name: conj if fits(name) else (NEVER,) for name, conj in known.items()}
    if rest == (NEVER,) and not patterned:
        return found, {}, rest
    if patterned:
        raise lowering.document.wrong(path, "is not supported beside `patternProperties`")
    if names.values is not None:
        for name in names.values:
            if isinstance(name, str) and name not in found and fits(name):
                found[name] = rest or ()
        return found, {}, (NEVER,)
    if not regexes:
        return known, patterned, rest
    if len(regexes) > 1:
        raise lowering.document.wrong(path, "is supported with one pattern, format or length only")
    return found, {regexes[0]: rest or ()}, (NEVER,)
