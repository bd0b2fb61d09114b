"""What an answer's bytes hold besides its text, as the request asked for it."""

from __future__ import annotations

import msgspec


class Shape(msgspec.Struct, frozen=True):
    """has_running_usage: every chunk tells the usage so far. tells_tier: what served the request is
    told, as it spoke of it. has_legacy_calls: a call is told as `function_call`, and there is at
    most one."""

    has_logprobs: bool = False
    has_usage_chunk: bool = False
    has_running_usage: bool = False
    is_obfuscated: bool = False
    tells_tier: bool = False
    has_legacy_calls: bool = False


PLAIN = Shape()
