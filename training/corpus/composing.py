"""Tools nobody has seen: names, descriptions and parameters composed from verbs, objects and slots.

Held out: 12 % of the composed tool names, 12 % of the parameter names, some frames of sentences.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import lexicon, names
from training.corpus.grammar import expand, is_held_out
from training.corpus.toolbox import (
    HELD_OUT_PERCENT,
    NAMED,
    NAMED_HELD_OUT,
    ODD,
    SLOTS,
    Drawn,
    Slot,
    human,
)

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import JsonObject, Split


@dataclass(frozen=True)
class Parameter:
    """One parameter of one tool. `human` is what a person would call it."""

    key: str
    slot: Slot
    schema: JsonObject
    required: bool
    human: str


@dataclass(frozen=True)
class Tool:
    """A tool as the API describes it, and how people ask for it."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    asked: tuple[str, ...]
    # What a composed tool does to what; empty for a tool of the tables.
    verb: str = ""
    noun: str = ""

    def schema(self) -> JsonObject:
        """As a request has it."""
        function: JsonObject = {"name": self.name}
        if self.description:
            function["description"] = self.description
        if self.parameters:
            parameters: JsonObject = {
                "type": "object",
                "properties": {p.key: p.schema for p in self.parameters},
            }
            if required := [p.key for p in self.parameters if p.required]:
                parameters["required"] = required
            function["parameters"] = parameters
        return {"type": "function", "function": function}


# Verbs that may mean the same stand in one line: of two tools for one object, only one is of a line.
_VERB_LINES: tuple[tuple[tuple[str, str, str, str], ...], ...] = (
    # name, description, how people say it, what is done then
    (("get", "Gets", "get|show me|give me|fetch|let me see|bring me|pull up", "fetched|shown"),
     ("find", "Finds", "find|look for|search for|find me", "found"),
     ("list", "Lists", "list|show me all|list all", "listed"),
     ("check", "Checks", "check|have a look at|inspect|examine", "checked"),
     ("lookup", "Looks up", "look up|tell me about", "looked up"),
     ("track", "Tracks", "track|follow", "tracked"),
     ("verify", "Verifies", "verify|confirm", "verified")),
    (("create", "Creates", "create|make|set up|generate", "created|made|set up"),
     ("add", "Adds", "add|put in|insert|enter", "added|put in"),
     ("order", "Orders", "order|I want to order", "ordered"),
     ("buy", "Buys", "buy|purchase|pay for", "bought"),
     ("book", "Books", "book|reserve", "booked|reserved"),
     ("schedule", "Plans", "schedule|plan", "scheduled|planned"),
     ("register", "Registers", "register|sign up", "registered")),
    (("delete", "Deletes", "delete|remove|erase|get rid of", "deleted|removed|erased"),
     ("cancel", "Cancels", "cancel|call off", "cancelled|called off"),
     ("stop", "Stops", "stop|end|halt", "stopped|ended|halted"),
     ("close", "Closes", "close|shut", "closed|shut"),
     ("disable", "Disables", "disable|switch off|turn off", "disabled|switched off"),
     ("block", "Blocks", "block", "blocked"),
     ("reject", "Rejects", "reject|refuse|turn down", "rejected|refused")),
    (("update", "Changes", "update|change|edit|modify", "updated|changed|edited"),
     ("move", "Moves", "move|shift", "moved"),
     ("rename", "Renames", "rename", "renamed"),
     ("replace", "Replaces", "replace|swap", "replaced"),
     ("repair", "Repairs", "repair|fix", "repaired|fixed"),
     ("reset", "Resets", "reset|restore", "reset")),
    (("open", "Opens", "open", "opened"), ("start", "Starts", "start|begin|launch", "started|launched"),
     ("enable", "Enables", "enable|switch on|turn on|activate", "enabled|switched on"), ("resume", "Resumes", "resume|continue", "resumed")),
    (("send", "Sends", "send|send out", "sent|sent out"), ("share", "Shares", "share", "shared"),
     ("publish", "Publishes", "publish|release", "published"), ("export", "Exports", "export|download", "exported"), ("forward", "Forwards", "forward|pass on", "forwarded")),
    (("print", "Prints", "print|print out", "printed"),), (("save", "Saves", "save|store|keep", "saved|stored|kept"),),
    (("lock", "Locks", "lock|lock up", "locked"),), (("count", "Counts", "count", "counted"),),
    (("rate", "Rates", "rate|grade", "rated|graded"),), (("sell", "Sells", "sell", "sold"),),
    (("archive", "Archives", "archive", "archived"),), (("approve", "Approves", "approve|accept", "approved|accepted"),),
    (("copy", "Copies", "copy|duplicate|clone", "copied|duplicated"),), (("assign", "Assigns", "assign", "assigned"),),
    (("compare", "Compares", "compare", "compared"),), (("clean", "Cleans", "clean|clean up", "cleaned"),),
    (("pause", "Pauses", "pause|put on hold", "paused|held"),), (("upload", "Uploads", "upload", "uploaded"),),
    (("renew", "Renews", "renew|extend", "renewed|extended"),), (("merge", "Merges", "merge|combine", "merged|combined"),),
    (("invite", "Invites", "invite", "invited"),), (("return", "Returns", "return|send back|give back", "returned|sent back"),),
    (("measure", "Measures", "measure", "measured"),), (("test", "Tests", "test|try out", "tested|tried out"),),
    (("sort", "Sorts", "sort", "sorted|arranged"),), (("paint", "Paints", "paint", "painted"),),
    (("report", "Reports", "report", "reported"),), (("mute", "Mutes", "mute", "muted"),),
)  # fmt: skip
_VERBS = tuple(
    (verb, place) for place, line in enumerate(_VERB_LINES) for verb in line
)  # the verb and the line it stands in
_OBJECT_NAMES = """
    invoice ticket order parcel meeting event note task user account booking room table flight
    hotel recipe song playlist photo album report file folder document contact message reminder
    alarm timer lamp door window heater device sensor camera robot vehicle taxi bike ride trip
    route map weather forecast price product item cart coupon payment refund subscription invoice
    review comment post poll survey test exam course lesson student teacher patient doctor
    appointment prescription claim policy contract loan card transfer budget expense salary job
    candidate employee shift project issue branch release server backup database record query
    log metric dashboard key token password group channel team guest menu dish drink garden plant
    tree animal pet shipment warehouse shelf label stamp book page chapter word game score player
    match league
"""
OBJECTS = tuple(dict.fromkeys(_OBJECT_NAMES.split()))

# {V} is one of the verb's sayings, {n} the object, {d} what is done, {t} the tool's name.
_FRAMES = (
    "{V} [the|a|my] {n}", "{V} [the|a] {n}", "{V} [the|a|this|that|our|one] {n}", "{V} {n}", "{n}, {V} it",
    "{n} {V}", "[I want|I need|I'd like|I would like|We want|We need] [the|a|my] {n} {d}", "[The|My|A|Our|This] {n} [should|must|has to|needs to|is to|can] be {d}",
    "[Let's|Let us|Let me] {V} [the|a|my] {n}", "[It is time to|I have to|We should|You can|Time to|Go ahead and] {V} [the|a|my] {n}",
    "[Get|Have] [the|my|a] {n} {d}", "[The|My] {n} [is not|has not been|is still not] {d}, {V} it", "[There is|I have] [a|one] {n} to {V}",
    "[Is it possible|Would it be possible] to {V} [the|a|my] {n}", "[Use|Call|Run] {t}", "[Call|Run] the [tool|function] {t}",
    "[My boss|My wife|A customer|The client|My friend] [wants|needs] [the|a] {n} {d}", "{n} to be {d}", "[To do|Task|Job|Next]: {V} [the|a] {n}",
    "[You know what|Listen|Look|Right][,|:] {V} [the|a|my] {n}", "[Today|Now|This time] we {V} [the|a] {n}",
)  # fmt: skip
_FRAMES_HELD_OUT = (
    "[How about we|Why don't you] {V} [the|a] {n}", "[I am waiting for|I expect] [the|a] {n} to be {d}", "See that [the|my] {n} gets {d}",
)  # fmt: skip


def held_out_key(key: str) -> bool:
    """Whether training never has a parameter of this name."""
    return is_held_out(f"param {key}", HELD_OUT_PERCENT)


def _noun(rng: random.Random, split: Split) -> str:
    """An object of the list, sometimes any thing."""
    if rng.random() < 0.15:
        noun = lexicon.noun(rng, split)
        if noun.isascii() and noun.isalpha() and noun.islower() and 2 < len(noun) < 12:
            return noun
    return rng.choice(OBJECTS)


def _unheard(rng: random.Random, split: Split) -> str:
    """A name nobody has, in small letters that the name of a tool may hold."""
    while True:
        name = names.invented(rng, split).lower()
        if name.isascii():
            return name


def some_key(rng: random.Random, slot: Slot, split: Split) -> str:
    """A parameter's name: of the slot's, sometimes with a prefix, sometimes invented.

    In evaluation half of the names are held out, half are any trained ones.
    """
    side: Split = "held_out" if split == "held_out" and rng.random() < 0.5 else "train"
    for _ in range(60):
        # Plain names are few and trained; those kept out are all prefixed or invented.
        kind = rng.random() * (0.24 if side == "held_out" else 1)
        if not slot.keys or kind < 0.06:
            key = _unheard(rng, side)
        elif kind < 0.2:
            key = f"{rng.choice(OBJECTS)}_{rng.choice(slot.keys)}"
        elif kind < 0.24:
            first, *others = f"{rng.choice(OBJECTS)}_{rng.choice(slot.keys)}".split("_")
            key = first + "".join(part.capitalize() for part in others)
        else:
            key = rng.choice(slot.keys)
        if held_out_key(key) == (side == "held_out"):
            return key
    return _unheard(rng, side)


_SCHEMAS: dict[str, JsonObject] = {
    "string": {"type": "string"}, "integer": {"type": "integer"}, "number": {"type": "number"},
    "boolean": {"type": "boolean"},
}  # fmt: skip


def describe(rng: random.Random, schema: JsonObject, name: str, slot: Slot) -> JsonObject:
    """The schema, sometimes with a description, which may name an example that is not to be used."""
    kind = rng.random()
    if kind < 0.1:
        schema["description"] = expand(rng, f"[The|A] {name}[| to use| of it]")
    elif kind < 0.17 and slot.type in ("string", "integer", "number"):
        example = slot.draw(rng, "train").value
        told = expand(rng, f"[The {name}|{name.capitalize()}][,| such as| e.g.| like]")
        schema["description"] = f"{told} {example}"
    return schema


def parameter(rng: random.Random, slot: Slot, split: Split, *, required: bool) -> Parameter:
    """A parameter of this kind. Enums, lists and objects are given a schema of their own."""
    key = some_key(rng, slot, split)
    schema = _SCHEMAS.get(slot.type) or slot.draw(rng, split).schema
    assert schema is not None
    schema = dict(schema)
    if rng.random() < 0.04:
        # As schemas are written where every parameter has to be required.
        if slot.type in ("string", "integer", "number"):
            schema["type"] = [slot.type, "null"]
        elif isinstance(values := schema.get("enum"), list):
            schema.update(type=["string", "null"], enum=[*values, None])
    schema = describe(rng, schema, human(key), slot)
    return Parameter(key, slot, schema, required, human(key))


def nullable(one: Parameter) -> bool:
    """Whether null may be given for it."""
    return isinstance(one.schema.get("type"), list)


def draw_for(rng: random.Random, wanted: Parameter, split: Split) -> Drawn:
    """A value that fits the parameter's schema, which an enum, a list or an object narrows."""
    if nullable(wanted) and rng.random() < 0.2:
        return Drawn(None, rng.choice(("none", "null", "nothing")))
    enum = wanted.schema.get("enum")
    if isinstance(enum, list):
        value = rng.choice([one for one in enum if one is not None])
        return Drawn(value, value)
    plain = {k: v for k, v in wanted.schema.items() if k != "description"}
    for _ in range(1000):
        drawn = wanted.slot.draw(rng, split)
        if drawn.schema is None or drawn.schema == plain:
            return drawn
    raise AssertionError(wanted)


def phrase_for(
    rng: random.Random, one: Parameter, drawn: Drawn, split: Split, *, named: bool, known: bool
) -> str:
    """How a sentence gives this value: `{k}` is the parameter's name, `{v}` the value.

    The name is said where `named`. The ways of a `known` tool are its own and tell enough.
    """
    if drawn.value is True and rng.random() < 0.5:
        return rng.choice(("{k}", "{k}", "make it {k}", "it is {k}"))
    if drawn.value is False and rng.random() < 0.5:
        return rng.choice(("not {k}", "not {k}", "it is not {k}", "without {k}"))
    if drawn.value is None:
        return rng.choice(
            ("{k}: {v}", "no {k}", "without a {k}", "with no {k}", "{k} {v}", "leave the {k} empty")
        )
    apart = split == "held_out" and rng.random() < 0.25
    phrases = one.slot.held_out if apart and one.slot.held_out else one.slot.phrases
    phrase = rng.choice(phrases)
    # A name that the value does not suggest has to be said, or nobody could know it.
    unlike = not known and one.key not in one.slot.keys and rng.random() < 0.85
    if "{k}" not in phrase and (named or unlike):
        phrase = rng.choice(NAMED_HELD_OUT if apart else NAMED)
    return phrase


def _styled(rng: random.Random, verb: str, noun: str) -> str:
    style = rng.random()
    if style < 0.64:
        return f"{verb}_{noun}"
    if style < 0.74:
        return f"{noun}_{verb}"
    if style < 0.86:
        return verb + noun.capitalize()
    if style < 0.92:
        return f"{noun}-{verb}"
    if style < 0.95:
        return f"{verb}_{noun}_{rng.choice(('v2', 'tool', 'now', 'api', 'by_id'))}"
    return f"{rng.choice(('do', 'my', 'app', 'shop', 'api', 'run'))}_{verb}_{noun}"


A_BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeiou])")


def _description(rng: random.Random, verb: str, does: str, noun: str) -> str:
    return A_BEFORE_VOWEL.sub(r"\1n ", _described(rng, verb, does, noun))


def _described(rng: random.Random, verb: str, does: str, noun: str) -> str:
    kind = rng.random()
    if kind < 0.25:
        return ""
    if kind < 0.75:
        article = rng.choice(("a ", "the ", "")) if verb != "list" else ""
        return f"{does} {article}{noun}."
    said = expand(
        rng,
        "[{V} a {n}|{V} {n}|Use this to {v} a {n}.|{D} the {n} of the user|Function to {v} a {n}|{D} one {n}.|Lets you {v} a {n}|{D} {n}s]",
    )
    return (
        said.replace("{V}", verb.capitalize())
        .replace("{v}", verb)
        .replace("{D}", does)
        .replace("{n}", noun)
    )


ORDERS = frozenset(
    way.split(" ")[0] for verb, _ in _VERBS for way in verb[2].split("|")
)  # what an order begins with
_BY_VERB = {verb[0]: (verb, place) for verb, place in _VERBS}


def _drawn_name(
    rng: random.Random, split: Split, near: Tool | None
) -> tuple[tuple[str, str, str, str], str]:
    """A verb and an object of this side, close to another tool's if one is given."""
    while True:
        verb, place = rng.choice(_VERBS)
        odd = rng.random() < 0.1
        noun = _unheard(rng, split) if odd else _noun(rng, split)
        if near is not None and rng.random() < 0.65:
            noun, odd = near.noun, near.noun not in OBJECTS
            if _BY_VERB[near.verb][1] == place:
                continue
        elif near is not None:
            verb, place = _BY_VERB[near.verb]
            if noun == near.noun:
                continue
        held = is_held_out(f"tool {verb[0]} {noun}", HELD_OUT_PERCENT)
        if odd or held == (split == "held_out"):
            return verb, noun


def composed(rng: random.Random, split: Split, *, most: int = 4, near: Tool | None = None) -> Tool:
    """A tool nobody has seen, on this side of the split. `near` is one to be taken for it."""
    (verb, does, said, done), noun = _drawn_name(rng, split, near)
    name = _styled(rng, verb, noun)
    count = rng.choices((0, 1, 2, 3, 4), (6, 52, 30, 10, 2))[0]
    slots = [slot for slot, _ in SLOTS]
    weights = [weight for _, weight in SLOTS]
    made: dict[str, Parameter] = {}
    for i in range(min(count, most)):
        slot = ODD if rng.random() < 0.04 else rng.choices(slots, weights)[0]
        one = parameter(rng, slot, split, required=i == 0 or rng.random() < 0.45)
        # Two slots of one kind could not be told apart in a sentence.
        if one.key not in made and id(slot) not in [id(p.slot) for p in made.values()]:
            made[one.key] = one
    frames: tuple[str, ...]
    if split == "held_out" and rng.random() < 0.25:
        frames = _FRAMES_HELD_OUT
    else:
        # Plain orders are most of what people write.
        frames = _FRAMES[:3] if rng.random() < 0.65 else tuple(rng.sample(_FRAMES, 3))
    asked = tuple(
        frame.replace("{V}", f"[{verb}|{said}]")
        .replace("{d}", f"[{done}]")
        .replace("{n}", noun)
        .replace("{t}", name)
        for frame in frames
    )
    return Tool(name, _description(rng, verb, does, noun), tuple(made.values()), asked, verb, noun)
