"""Asks with little in them, for what is made of messages."""

from __future__ import annotations

import msgspec

from rejoinder.chat.ask import Ask, Message

_PLAIN = Ask(
    model="m",
    messages=(),
    temperature=1.0,
    top_p=1.0,
    top_k=0,
    seed=1,
    num_choices=1,
    max_tokens=None,
    stop=(),
)


def ask(*messages: Message, **more: object) -> Ask:
    """A request for an answer to some messages."""
    return msgspec.structs.replace(_PLAIN, messages=messages, **more)
