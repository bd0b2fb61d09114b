"""The bundled model: an ordinary Hugging Face folder that happens to be a package.

README.md beside this file is its card. `training/` at the root of the repository made it.
"""

from __future__ import annotations

from pathlib import Path

NAME = "rejoinder-mini"
FOLDER = Path(__file__).parent
