"""Harmony, the form of gpt-oss: every section is a message to somebody, in a channel.

<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>commentary \
to=functions.get_weather <|constrain|>json<|message|>{"city": "Oslo"}<|call|>

Thoughts are in `analysis`, what is said before a call in `commentary`, the answer in `final`.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Name, Stop, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonArguments

_ARGUMENTS = (JsonArguments(), Stop("<|call|>"))


class Harmony(FormDialect):
    name = "harmony"
    markers = (
        "<|start|>",
        "<|end|>",
        "<|message|>",
        "<|channel|>",
        "<|constrain|>",
        "<|return|>",
        "<|call|>",
    )
    form = Form(
        thought=Fence("<|channel|>analysis<|message|>", "<|end|>"),
        contents=(
            Fence("<|channel|>commentary<|message|>", "<|end|>"),
            Fence(
                "<|channel|>final<|message|>",
                "<|return|>",
                others=("<|channel|>final <|constrain|>json<|message|>",),
                is_last=True,
                closed_by_stop=True,
            ),
        ),
        join="<|start|>assistant",
        dropped=("<|start|>assistant",),
        calls=Calls(
            call=(
                Text("<|channel|>commentary to=functions."),
                Name(),
                Text(" <|constrain|>json<|message|>"),
                *_ARGUMENTS,
            ),
            is_single=True,
        ),
        # As its chat template writes calls of earlier turns; and without saying that it is JSON.
        others=(
            Calls(
                call=(
                    Text(" to=functions."),
                    Name(),
                    Text("<|channel|>commentary json<|message|>"),
                    *_ARGUMENTS,
                ),
                is_single=True,
            ),
            Calls(
                call=(
                    Text("<|channel|>commentary to=functions."),
                    Name(),
                    Text("<|message|>"),
                    *_ARGUMENTS,
                ),
                is_single=True,
            ),
        ),
    )
