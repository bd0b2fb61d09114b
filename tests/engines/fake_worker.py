"""A worker process with a FakeModel, for the supervisor's tests: dies when and as it is told.

Run as the real one, by path. `Load.folder` names a folder with a `script.json`, a list with an
entry per life of the worker; the last is used again. Each may have
    die_at_call: kill itself at that call of the model
    die_on_token: kill itself when a prompt with this id is computed
    freeze_at_call: stop itself there (SIGSTOP), as a debugger would
    cannot_load: say so
    die_loading: kill itself before it is ready
    fail_at_call: raise what quotes the prompt, at that call of the model
    crash_loading: raise the same before it is ready
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from rejoinder.engine.core import Engine
from rejoinder.engine.model import Logits
from rejoinder.engine.protocol import Load, Ready
from rejoinder.engine.step import Step
from rejoinder.engine.worker import Connection, Worker
from rejoinder.errors import UnsupportedModel
from rejoinder.testing.fake_model import FakeModel

MAX_MODEL_LEN = 512
QUOTED = "canary-prompt-7f3a"


class DoomedModel(FakeModel):
    """A FakeModel that ends its process as the script of this life says."""

    def __init__(self, script: dict[str, int]) -> None:
        super().__init__(num_blocks=MAX_MODEL_LEN // 4 + 64, block_tokens=4)
        self._script = script

    def run(self, step: Step) -> Logits:
        call = self.num_calls + 1
        tokens = {token for piece in step.pieces for token in piece.token_ids}
        if call == self._script.get("die_at_call") or self._script.get("die_on_token") in tokens:
            os.kill(os.getpid(), signal.SIGKILL)
        if call == self._script.get("freeze_at_call"):
            os.kill(os.getpid(), signal.SIGSTOP)
        if call == self._script.get("fail_at_call"):
            raise ValueError(QUOTED)
        return super().run(step)


def next_life(folder: Path) -> dict[str, int]:
    lives = json.loads((folder / "script.json").read_text())
    count = folder / "lives"
    life = int(count.read_text()) if count.exists() else 0
    count.write_text(str(life + 1))
    script: dict[str, int] = lives[min(life, len(lives) - 1)]
    return script


def load(message: Load, progress: Callable[[str, float], None]) -> tuple[Engine, Ready]:
    script = next_life(Path(message.folder))
    progress("reading", 0.5)
    if script.get("die_loading"):
        os.kill(os.getpid(), signal.SIGKILL)
    if script.get("crash_loading"):
        raise KeyError(QUOTED)
    if script.get("cannot_load"):
        raise UnsupportedModel("This is no model.", hint="Try another.")
    model = DoomedModel(script)
    engine = Engine(model, token_budget=message.token_budget, max_sequences=message.max_sequences)
    ready = Ready(
        vocab_size=model.vocab_size,
        max_model_len=MAX_MODEL_LEN,
        num_blocks=model.num_blocks,
        block_tokens=model.block_tokens,
        kv_bytes=1000,
        fingerprint_parts=("fake",),
    )
    return engine, ready


if __name__ == "__main__":
    Worker(Connection(socket.socket(fileno=int(sys.argv[1]))), load).run()
