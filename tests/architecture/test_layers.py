"""Who may import whom: docs/architecture.md as a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "rejoinder"
MODULES = sorted(SRC.rglob("*.py"))

# A layer, and the parts of the package it may import beside itself. `errors`, `shown`, `ids`,
# `clock`, `log`, `turns` know nothing of any layer and are open to all.
MAY_IMPORT: dict[str, set[str]] = {
    "wire": {"chat.delta"},
    "grammar": set(),
    "chat": {"wire", "grammar"},
    "engine": {"grammar"},
    "engines": {"chat", "grammar", "engine", "metrics"},
    "store": set(),
    "accounts": {"chat.ask", "store"},
    "server": {"wire", "chat", "engines", "accounts", "store", "settings", "metrics"},
    "cli": {
        "chat.ask",
        "server",
        "engines",
        "engine.protocol",
        "settings",
        "mini",
        "metrics",
        "conformance",
        "accounts",
        "store",
    },
    # It judges any server, ours among them: nothing of ours may help it.
    "conformance": set(),
    "testing": {"chat", "grammar", "engine", "engines", "wire"},
    "mini": set(),
}
OPEN_TO_ALL = {"errors", "refusals", "shown", "ids", "clock", "log", "tracebacks", "turns", ""}

# Each library has one home, so that changing it changes one place.
HOMES: dict[str, tuple[str, ...]] = {
    "openvino": ("engine/openvino/",),
    "tokenizers": ("chat/",),
    "jinja2": ("chat/",),
    "llguidance": ("grammar/",),
    "jsonschema": (),  # the tests' judge of what a schema allows; nothing of ours may lean on it
    "safetensors": ("engine/openvino/",),
    "starlette": ("server/",),
    "uvicorn": ("server/",),
    "click": ("cli/",),
    "rich": ("cli/",),
    "psutil": ("engine/memory.py", "engine/openvino/machine.py"),
    "prometheus_client": ("metrics.py",),
    "structlog": ("log.py", "engines/", "server/"),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "psycopg": ("store/",),
    "platformdirs": ("settings.py",),
}

# Never: a pickle can run code, and so can these on a client's or a model's text.
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
FORBIDDEN_CALLS = {"eval", "exec"}

MAX_LINES = 450


def _name(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{_name(path)} imports relatively"
            yield node.module


def _within(part: str, allowed: set[str]) -> bool:
    return any(part == name or part.startswith(name + ".") for name in allowed if name)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_layer_imports_only_what_lies_below_it(path: Path) -> None:
    layer = path.relative_to(SRC).parts[0]
    if layer not in MAY_IMPORT:
        return  # the few files at the top: settings, metrics, errors...
    for module in _imports(path):
        if module.split(".")[0] != "rejoinder":
            continue
        part = module.removeprefix("rejoinder").removeprefix(".")
        own = part == layer or part.startswith(layer + ".")
        open_to_all = part in OPEN_TO_ALL
        assert own or open_to_all or _within(part, MAY_IMPORT[layer]), f"{layer} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_library_is_imported_only_in_its_home(path: Path) -> None:
    for module in _imports(path):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or _name(path).startswith(homes), f"{_name(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_that_runs_text_as_code_is_used(path: Path) -> None:
    assert not FORBIDDEN_IMPORTS & {module.split(".")[0] for module in _imports(path)}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, f"{_name(path)} calls {node.func.id}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_file_has_one_subject_and_says_which(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= MAX_LINES
    assert ast.get_docstring(ast.parse(text)), f"{_name(path)} does not say what it is for"


# What watches over the child that compiles clients' grammars, and the child itself.
IMPURE = {
    "grammar/checker.py",
    "grammar/compilers.py",
    "grammar/child.py",
    "grammar/places.py",
}


@pytest.mark.parametrize("layer", ["wire", "chat", "grammar", "engine"])
def test_the_pure_layers_know_no_asyncio_and_read_no_clock(layer: str) -> None:
    for path in (SRC / layer).rglob("*.py"):
        if _name(path) not in IMPURE:
            assert not {"asyncio", "time"} & set(_imports(path)), _name(path)
