"""What tools return, and what to say then: values, lists, texts, errors, the weather."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import names, toolbox
from training.corpus.facts import upper_first
from training.corpus.toolbox import listed, to_json

if TYPE_CHECKING:
    import random

    from training.corpus.asking import Offered, Request
    from training.corpus.conversation import Split

_FIELDS = (
    "status",
    "price",
    "id",
    "name",
    "owner",
    "count",
    "total",
    "date",
    "place",
    "result",
    "score",
    "size",
    "colour",
    "level",
    "room",
    "code",
    "time",
    "type",
)
_STATES = (
    "open",
    "closed",
    "ready",
    "late",
    "active",
    "full",
    "empty",
    "new",
    "sent",
    "lost",
    "paid",
    "pending",
)
_ERRORS = (
    "not found",
    "no connection",
    "timeout",
    "access denied",
    "unknown {k}",
    "invalid {k}",
    "server busy",
    "the {k} is missing",
    "{x} does not exist",
    "nothing there",
    "out of paper",
    "limit reached",
)


def _field(rng: random.Random, split: Split, key: str) -> object:
    if key in ("status", "result", "type", "level"):
        return rng.choice(_STATES) if rng.random() < 0.6 else toolbox.a_word(rng, split)
    if key in ("name", "owner"):
        return names.person(rng, split)
    if key == "place":
        return names.town(rng, split)
    if key == "colour":
        return names.pick(rng, names.COLOURS, split)
    if key in ("date", "time", "code", "price"):
        slot = {
            "date": toolbox.DATE,
            "time": toolbox.TIME,
            "code": toolbox.CODE,
            "price": toolbox.DECIMAL,
        }[key]
        return slot.draw(rng, split).value
    return toolbox.number(rng, 0, rng.choice((99, 999)), split)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# A sky in one word: as it is, and what there is.
_SKIES = (
    "sunny", "cloudy", "rainy", "windy", "foggy", "snowy", "clear", "stormy", "dry", "warm", "cold",
)  # fmt: skip
_FALLS = ("snow", "rain", "fog", "wind", "hail", "sunshine", "thunder", "sleet", "drizzle", "ice")


def _sky(rng: random.Random, where: object) -> tuple[str, str, tuple[str, ...]]:
    """The weather without a number: `sunny`, `rain in Oslo`."""
    words, verb = (_SKIES, "It is") if rng.random() < 0.5 else (_FALLS, "There is")
    one = rng.choice(words)
    plain = rng.choice((one, f"{one} in {where}", f"{one} in {where}", f"{one}.", one.capitalize()))
    key = rng.choice(("weather", "sky", "condition", "conditions", "description", "forecast"))
    told: dict[str, object] = {key: one}
    if rng.random() < 0.3:
        told = {rng.choice(("city", "location", "place")): where, **told}
    return rng.choice((plain, to_json(told))), f"{verb} {one} in {where}.", (one, str(where))


def _weather(rng: random.Random, split: Split, where: object) -> tuple[str, str, tuple[str, ...]]:
    if rng.random() < 0.4:
        return _sky(rng, where)
    degrees = toolbox.number(rng, 0, 39, split)
    if rng.random() < 0.25:
        told: dict[str, object] = {"location": where} if rng.random() < 0.5 else {}
        told["temperature"] = str(degrees) if rng.random() < 0.3 else degrees
        if rng.random() < 0.5:
            told["unit"] = rng.choice(("celsius", "C", "c", None))
        plain = rng.choice((f"{degrees}°C", f"{degrees} degrees", f"{degrees}", f"{degrees}C"))
        text = to_json(told) if rng.random() < 0.7 else plain
        return text, f"It is {degrees} degrees in {where}.", (str(degrees), str(where))
    sky = rng.choice(("sunny", "cloudy", "rainy", "windy", "foggy", "snowy", "clear", "stormy"))
    kind = rng.random()
    if kind < 0.3:
        text = rng.choice(
            (
                f"{degrees} degrees, {sky}",
                f"{sky}, {degrees} degrees",
                f"{degrees}°C and {sky}",
                f"{sky} {degrees}°C",
            )
        )
    else:
        value: dict[str, object] = {
            rng.choice(("temperature", "temp", "degrees", "temp_c")): degrees
        }
        value[rng.choice(("condition", "sky", "weather", "conditions", "description"))] = sky
        if kind < 0.5:
            value = dict(reversed(value.items()))
        if kind > 0.75:
            value = {rng.choice(("city", "location", "place")): where, **value}
        text = to_json(value)
    return text, f"It is {degrees} degrees and {sky} in {where}.", (str(degrees), sky, str(where))


def result(
    rng: random.Random, split: Split, offered: Offered, request: Request
) -> tuple[str, str, tuple[str, ...]]:
    """What the tool returns, what to say then, and what that must hold."""
    kind = rng.random()
    values = [
        _plain(drawn.value)
        for drawn in request.values.values()
        if isinstance(drawn.value, str | int)
    ]
    if kind < 0.15:
        keys = [p.human for p in offered.tool.parameters] or ["request"]
        error = (
            rng.choice(_ERRORS)
            .replace("{k}", rng.choice(keys))
            .replace("{x}", rng.choice([*values, names.invented(rng, split)]))
        )
        text = rng.choice(
            (
                to_json({"error": error}),
                f"Error: {error}",
                to_json({"ok": False, "error": error}),
                to_json({"error": {"message": error}}),
                f"error: {error}",
                to_json({"status": "error", "message": error}),
            )
        )
        return text, f"That did not work: {error}.", (error,)
    if offered.kind == "get_weather" and rng.random() < 0.85:
        return _weather(rng, split, next(iter(request.values.values())).value)
    if kind < 0.3:
        text = rng.choice(
            (
                '{"ok": true}',
                '{"status": "ok"}',
                "done",
                "ok",
                "OK",
                '{"success": true}',
                "success",
                '"ok"',
                "null",
                '{"done": true}',
            )
        )
        return text, "Done.", ("done",)
    if kind < 0.45:
        made = [
            toolbox.a_word(rng, split) if rng.random() < 0.5 else names.person(rng, split)
            for _ in range(rng.randint(0, 4))
        ]
        text = (
            to_json(made)
            if rng.random() < 0.6
            else to_json({rng.choice(("items", "results", "found", "list", "data")): made})
        )
        return (
            text,
            f"I found {listed(made)}." if made else "I found nothing.",
            tuple(made) or ("nothing",),
        )
    if kind < 0.58:
        key = rng.choice(_FIELDS)
        value = _field(rng, split, key)
        text = rng.choice((f"The {key} is {value}.", f"{key}: {value}", f"{key} = {value}"))
        return text, f"The {key} is {value}.", (_plain(value),)
    if kind < 0.66:
        plain = str(_field(rng, split, rng.choice(_FIELDS)))
        return plain, f"The result is {plain}.", (plain,)
    if kind < 0.72:
        told = toolbox.text(rng, split)
        return (
            to_json({rng.choice(("text", "content", "message", "answer", "output")): told}),
            f"It says: {told}",
            (told,),
        )
    fields = {}
    for key in rng.sample(_FIELDS, k=rng.choice((1, 1, 2, 2, 3))):
        named = (
            names.invented(rng, split).lower()
            if rng.random() < 0.08
            else f"{rng.choice(_FIELDS)}_{key}"
            if rng.random() < 0.1
            else key
        )
        fields[named] = _field(rng, split, key)
    answer = (
        upper_first(listed([f"the {toolbox.human(k)} is {_plain(v)}" for k, v in fields.items()]))
        + "."
    )
    return to_json(fields), answer, tuple(_plain(v) for v in fields.values())
