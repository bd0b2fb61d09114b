"""A real server process for tests: the command's own `serve`, with a scripted engine.

Takes the names of settings and their values: `port 0 drain_timeout 5s`. The model `slow` says one
word, and the rest on SIGUSR1; `mute` never says any; `full` takes no more requests; `spelled` tells
a euro sign in two tokens; `caller` thinks, speaks, and calls what it may, each tool once; `writer`
writes JSON. Most say `Hello there`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from rejoinder import settings
from rejoinder.chat.ask import Ask, Calling, ToolKind
from rejoinder.chat.delta import ChoiceFinished, FinishReason, LikelyToken, TextDelta, TokenFacts
from rejoinder.cli.serve import Built, serve
from rejoinder.errors import EngineFailed, QueueFull
from rejoinder.testing.scripted_engine import (
    Line,
    ScriptedCall,
    ScriptedEngine,
    ScriptedPrepared,
    does,
    says,
)

EURO = (
    TokenFacts(LikelyToken("\\xe2\\x82", b"\xe2\x82", -0.5), (LikelyToken("$", b"$", -0.25),)),
    TokenFacts(LikelyToken("\\xac", b"\xac", 0.0)),
)


def script(ask: Ask) -> list[Line]:
    """What a model says follows from its name."""
    match ask.model:
        case "slow":
            return [TextDelta(0, "Once"), _on_signal(), *says(" upon a time")]
        case "broken":
            return [TextDelta(0, "Once"), EngineFailed("out of luck")]
        case "buggy":
            return [ValueError("a secret")]
        case "mute":
            return [asyncio.Event()]
        case "spelled":
            return [TextDelta(0, "\u20ac", facts=EURO, num_tokens=2), *says()]
        case "caller":
            return [line for choice in range(ask.num_choices) for line in _calling(ask, choice)]
        case "writer":
            return says('{"city"', ': "Rome"', "}")
    choices: list[Line] = [
        line for choice in range(ask.num_choices) for line in says("Hello", " there", choice=choice)
    ]
    if ask.max_tokens == 1:
        return [TextDelta(0, "Hello"), ChoiceFinished(0, FinishReason.LENGTH, 1)]
    return choices


def _calling(ask: Ask, choice: int) -> list[Line]:
    use = ask.tool_use
    calls = [
        ScriptedCall(tool.name, ("SELECT", " 1"), is_custom=True)
        if tool.kind is ToolKind.CUSTOM
        else ScriptedCall(tool.name, ('{"city"', ': "Rome"', "}"))
        for tool in use.tools
        if tool.name in use.callable
    ]
    texts = () if use.calling is Calling.MUST else ("Let me", " see.")
    return does(
        *(calls if use.is_parallel else calls[:1]),
        thoughts=("Where", " is it?"),
        texts=texts,
        choice=choice,
    )


def _on_signal() -> asyncio.Event:
    gate = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, gate.set)
    return gate


class NamedScripts(ScriptedEngine):
    """Chooses the script by the model's name."""

    async def prepare(self, ask: Ask) -> ScriptedPrepared:
        if ask.model == "full":
            raise QueueFull(num_waiting=9, max_waiting=9)
        self.scripts = (script(ask),)
        return await super().prepare(ask)


NAMES = (
    "scripted",
    "slow",
    "broken",
    "buggy",
    "mute",
    "full",
    "spelled",
    "caller",
    "writer",
    "org/slashed",
)


def main() -> None:
    given = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    env = {f"REJOINDER_{name.upper()}": value for name, value in given.items()}
    env["REJOINDER_HOME"] = os.environ["REJOINDER_HOME"]  # never the user's own
    chosen = settings.load({}, env, folder=Path("/"))
    serve(chosen, lambda *_: Built(NamedScripts(names=NAMES), lambda: None))


if __name__ == "__main__":
    main()
