"""A tool that is a form: whatever a text tells of a person or a thing is filled in by a call.

So clients ask who want an object and not a deed: the tool is named after the object, and the text
wishes for nothing. Held out: some names of forms, and what `extraction` and `tools` hold out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import composing, described, tools
from training.corpus.conversation import Call, Check, Conversation, Split, Turn
from training.corpus.toolbox import to_json

if TYPE_CHECKING:
    import random

SKILL = "tools"
# Of the sessions that end with a call; in the last 3.7 million tokens of version 2 it was 0.3.
SHARE = 0.09

_PERSON = (
    "Person", "User", "Customer", "UserInfo", "PersonInfo", "Contact", "Profile", "Human",
    "Employee", "Guest", "Patient", "UserDetails", "person", "user", "PersonData",
)  # fmt: skip
_THING = (
    "Item", "Thing", "Product", "Article", "Entry", "Record", "ItemInfo", "Offer", "Info", "Data",
    "Result", "Order", "item", "product", "ProductData",
)  # fmt: skip
_HELD_OUT = {True: ("Visitor", "MemberCard", "Tenant"), False: ("Exhibit", "StockEntry", "Parcel")}
_DEEDS = (*("{x}",) * 4, "extract_{x}", "save_{x}", "record_{x}", "add_{x}", "fill_{x}")
# `Correctly extracted` is how instructor describes a model that has no docstring.
_TOLD = (
    "", "", "Correctly extracted `{x}` with all the required parameters with correct types",
    "Correctly extracted `{x}` with all the required parameters", "Extract the {x}.",
    "{x} in a text", "What is known of the {x}.", "The fields of {x}.", "Save the {x}.",
)  # fmt: skip


def form(rng: random.Random, split: Split) -> Conversation:
    """A text, and the form that takes it in."""
    person = rng.random() < 0.65
    while True:
        text, value, fields, optional = described.describe(rng, split, person=person, most=3)
        # A key that is trained in answers may be held out where it is a tool's parameter.
        if split == "held_out" or not any(map(composing.held_out_key, fields)):
            break
    schema = described.object_of(rng, fields, optional)
    kinds = _HELD_OUT[person] if split == "held_out" else _PERSON if person else _THING
    noun = rng.choice(kinds)
    deed = rng.choice(_DEEDS)
    name = deed.replace("{x}", noun if deed == "{x}" else noun.lower())
    tool: dict[str, object] = {
        "type": "function",
        "function": {
            "name": name,
            "description": rng.choice(_TOLD).replace("{x}", noun),
            "parameters": schema,
        },
    }
    call = Call(name, to_json({key: value[key] for key in fields if key in value}))
    turns = [Turn("user", text), Turn("assistant", "", (call,))]
    if rng.random() < 0.15:
        turns.insert(0, Turn("system", rng.choice(tools.NEUTRAL)))
    others = [one.tool.schema() for one in tools.offers(rng, split)] if rng.random() < 0.2 else []
    shown = [tool, *others[:2]]
    rng.shuffle(shown)
    return Conversation(SKILL, tuple(turns), Check(calls=(call,)), tools=tuple(shown))


def make_call(rng: random.Random, split: Split) -> Conversation:
    """A session that ends with a call, now and then with one that fills in a form."""
    return (form if rng.random() < SHARE else tools.make_call)(rng, split)
