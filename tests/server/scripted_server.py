"""A real server process for tests: the command's own `serve`, with a scripted engine.

Takes the names of settings and their values: `port 0 drain_timeout 5s`. The model `slow` says one
word, and the rest on SIGUSR1; every other says `Hello there`.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from rejoinder import settings
from rejoinder.chat.ask import Ask
from rejoinder.chat.delta import ChoiceFinished, FinishReason, TextDelta
from rejoinder.cli.serve import Built, serve
from rejoinder.errors import EngineFailed
from rejoinder.testing.scripted_engine import Line, ScriptedAnswer, ScriptedEngine, says


def script(ask: Ask) -> list[Line]:
    """What a model says follows from its name."""
    match ask.model:
        case "slow":
            return [TextDelta(0, "Once"), _on_signal(), *says(" upon a time")]
        case "broken":
            return [TextDelta(0, "Once"), EngineFailed("out of luck")]
        case "buggy":
            return [ValueError("a secret")]
    choices: list[Line] = [
        line for choice in range(ask.num_choices) for line in says("Hello", " there", choice=choice)
    ]
    if ask.max_tokens == 1:
        return [TextDelta(0, "Hello"), ChoiceFinished(0, FinishReason.LENGTH, 1)]
    return choices


def _on_signal() -> asyncio.Event:
    gate = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, gate.set)
    return gate


class NamedScripts(ScriptedEngine):
    """Chooses the script by the model's name."""

    async def ask(self, ask: Ask) -> ScriptedAnswer:
        self.scripts = (script(ask),)
        return await super().ask(ask)


NAMES = ("scripted", "slow", "broken", "buggy", "org/slashed")


def main() -> None:
    env = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    chosen = settings.load(
        {}, {f"REJOINDER_{name.upper()}": value for name, value in env.items()}, folder=Path("/")
    )
    serve(chosen, lambda *_: Built(NamedScripts(names=NAMES), lambda: None))


if __name__ == "__main__":
    main()
