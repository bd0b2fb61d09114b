"""The files of a model folder that say how it is talked to, in Hugging Face's form.

Read leniently: these files have grown over years and hold much that is not ours. What is used here
is checked; everything else is not looked at.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

from rejoinder.errors import BadModelFolder

T = TypeVar("T")

# As templates name them. `additional_special_tokens`, a list, no template was seen to use.
_SPECIALS = (
    "bos_token",
    "eos_token",
    "unk_token",
    "sep_token",
    "pad_token",
    "cls_token",
    "mask_token",
)


class _Token(msgspec.Struct, frozen=True):
    content: str


class _NamedTemplate(msgspec.Struct, frozen=True):
    name: str
    template: str


class _TokenizerConfig(msgspec.Struct, frozen=True):
    chat_template: str | list[_NamedTemplate] | None = None
    bos_token: str | _Token | None = None
    eos_token: str | _Token | None = None
    unk_token: str | _Token | None = None
    sep_token: str | _Token | None = None
    pad_token: str | _Token | None = None
    cls_token: str | _Token | None = None
    mask_token: str | _Token | None = None


class _GenerationConfig(msgspec.Struct, frozen=True):
    eos_token_id: int | list[int] | None = None


class TextFiles(msgspec.Struct, frozen=True):
    """What was found. template: None where the folder has none. digest: of all these files."""

    template: str | None
    specials: dict[str, str]
    eos_token_ids: tuple[int, ...]
    digest: str


def read_text_files(folder: Path) -> TextFiles:
    """Raises BadModelFolder where a file is there and cannot be read."""
    config = _read(folder / "tokenizer_config.json", _TokenizerConfig)
    older = _read(folder / "special_tokens_map.json", _TokenizerConfig)
    generation = _read(folder / "generation_config.json", _GenerationConfig)
    eos = generation.eos_token_id
    specials = {
        name: token if isinstance(token, str) else token.content
        for name in _SPECIALS
        if (token := getattr(config, name) or getattr(older, name)) is not None
    }
    return TextFiles(
        template=_template(folder, config),
        specials=specials,
        eos_token_ids=() if eos is None else (eos,) if isinstance(eos, int) else tuple(eos),
        digest=_digest(folder),
    )


def _template(folder: Path, config: _TokenizerConfig) -> str | None:
    """A file of its own wins, as in Hugging Face's library."""
    path = folder / "chat_template.jinja"
    if path.is_file():
        return _text(path)
    named = config.chat_template
    if named is None or isinstance(named, str):
        return named
    templates = {one.name: one.template for one in named}
    return templates.get("default") or (named[0].template if named else None)


def _read(path: Path, type_: type[T]) -> T:
    if not path.is_file():
        return type_()
    try:
        return msgspec.json.decode(_text(path), type=type_)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadModelFolder(f"{path} cannot be used: {error}.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadModelFolder(f"{path} cannot be read: {error}.") from error


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (
        "tokenizer.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "generation_config.json",
        "chat_template.jinja",
    ):
        path = folder / name
        data = path.read_bytes() if path.is_file() else b""
        digest.update(f"{name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()
