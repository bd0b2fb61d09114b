"""What can end: a schema that needs itself inside itself has no value, however deep it goes.

llguidance would follow such a schema for ever. So of a lowered schema all that cannot end is cut
away, and what needs it goes with it.
"""

from __future__ import annotations

from rejoinder.grammar.schema_json import Json


def pruned(root: Json, bodies: dict[str, Json]) -> dict[str, Json] | None:
    """The root with the definitions that it needs, or None where it has no value."""
    ends: set[str] = set()
    grew = True
    while grew:
        grew = False
        for name in reversed(bodies):  # what is named later is mostly further in
            if name not in ends and _cut(bodies[name], ends) is not False:
                ends.add(name)
                grew = True
    schema = _cut(root, ends)
    if schema is False:
        return None
    defs: dict[str, Json] = {}
    waiting = [schema]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, dict):
            continue
        if "$ref" in each and (name := _target(each)) not in defs:
            defs[name] = _cut(bodies[name], ends)
            waiting.append(defs[name])
        waiting += _inner(each)
    told = schema if isinstance(schema, dict) else {}
    return (
        {**told, "$defs": {name: defs[name] for name in bodies if name in defs}} if defs else told
    )


def depth(schema: dict[str, Json]) -> int:
    """How many schemas deep llguidance goes to read a lowered one: each definition is read where it
    is first named."""
    found = schema.get("$defs")
    defs = found if isinstance(found, dict) else {}
    seen: set[str] = set()
    deepest = 0
    waiting: list[tuple[Json, int]] = [(schema, 1)]
    while waiting:
        each, level = waiting.pop()
        if not isinstance(each, dict):
            continue
        deepest = max(deepest, level)
        inner = _inner(each)
        if "$ref" in each and (name := _target(each)) not in seen:
            seen.add(name)
            inner.append(defs[name])
        waiting += [(one, level + 1) for one in reversed(inner)]
    return deepest


def _inner(schema: dict[str, Json]) -> list[Json]:
    """The schemas in a lowered one."""
    found: list[Json] = []
    for word in ("anyOf", "prefixItems"):
        if isinstance(several := schema.get(word), list):
            found += several
    for word in ("properties", "patternProperties"):
        if isinstance(named := schema.get(word), dict):
            found += named.values()
    return [*found, schema.get("additionalProperties"), schema.get("items")]


def _target(schema: dict[str, Json]) -> str:
    return str(schema["$ref"]).removeprefix("#/$defs/")


def _cut(schema: Json, ends: set[str]) -> Json:
    """The schema without what cannot end; False where it cannot."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return schema if _target(schema) in ends else False
    if isinstance(options := schema.get("anyOf"), list):
        left = [cut for each in options if (cut := _cut(each, ends)) is not False]
        if not left:
            return False
        return left[0] if len(left) == 1 else {"anyOf": left}
    if schema.get("type") == "object":
        return _cut_object(schema, ends)
    if schema.get("type") == "array":
        return _cut_array(schema, ends)
    return schema


def _cut_object(schema: dict[str, Json], ends: set[str]) -> Json:
    told = dict(schema)
    required = told.get("required")
    needed = required if isinstance(required, list) else []
    for word in ("properties", "patternProperties"):
        if isinstance(inner := told.get(word), dict):
            told[word] = {name: _cut(each, ends) for name, each in inner.items()}
    if "additionalProperties" in told:
        told["additionalProperties"] = _cut(told["additionalProperties"], ends)
    properties = told.get("properties")
    known = properties if isinstance(properties, dict) else {}
    if any(known.get(str(name)) is False for name in needed):
        return False
    return told


def _cut_array(schema: dict[str, Json], ends: set[str]) -> Json:
    told = dict(schema)
    least = told.get("minItems", 0)
    needed = least if isinstance(least, int) else 0
    prefix = told.get("prefixItems")
    written = prefix if isinstance(prefix, list) else []
    written = [_cut(each, ends) for each in written]
    if "items" in told:
        told["items"] = _cut(told["items"], ends)
    if False in written:
        stop = written.index(False)
        if needed > stop:
            return False
        written = written[:stop]
        told |= {"maxItems": stop, "items": False}
    if prefix is not None:
        told["prefixItems"] = written
    if told.get("items") is False and needed > len(written):
        return False
    return told
