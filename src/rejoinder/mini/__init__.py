"""The bundled model: an ordinary Hugging Face folder that happens to be a package.

README.md beside this file is its card. `training/` at the root of the repository made it.
"""

from __future__ import annotations

from pathlib import Path

NAME = "rejoinder-mini"
FOLDER = Path(__file__).parent

# For keys and values, where nothing else is asked for: five full contexts, or 32 answers at once
# of 320 tokens, prompts included. What is free would allow 400 MB, and in time all of it is used,
# by prompts that are kept. docs/decisions/0110.
KV_BYTES = 32 * 2**20
