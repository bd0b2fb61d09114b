"""Tensors of a model folder, as float32 rows: the safetensors format, read by hand.

By hand because numpy has no bfloat16, so the format's own library cannot hand it over without
PyTorch. The format is an 8-byte little-endian length, that many bytes of JSON, then raw data
(https://github.com/huggingface/safetensors#format). Files are mapped, never read whole; pickled
weights (`.bin`, `.pt`) are not opened at all.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.openvino.files import plain_file, read_small
from rejoinder.errors import BadModelFolder, UnsupportedModel

SINGLE_NAME = "model.safetensors"
INDEX_NAME = "model.safetensors.index.json"

# The safetensors library's own limit (MAX_HEADER_SIZE).
MAX_HEADER_BYTES = 100_000_000
# A name and a file per tensor: Llama 3.1 405B's index is 100 KB.
MAX_INDEX_BYTES = 16 * 2**20

ITEM_BYTES = {"F32": 4, "F16": 2, "BF16": 2}

Array = NDArray[np.float32]

# Rows are handed over in pieces of about this many numbers, so that what is quantised stays near
# the processor and a large matrix is never held twice in float32.
CHUNK_ITEMS = 2**20


class TensorEntry(msgspec.Struct, frozen=True):
    """One tensor in a file's header."""

    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


class IndexFile(msgspec.Struct, frozen=True):
    """`model.safetensors.index.json`: which file holds which tensor."""

    weight_map: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor, not yet read. `dtype` is the format's name for it; offsets count from the
    start of the file."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    data: mmap.mmap
    offset: int

    def rows(self) -> Iterator[tuple[int, Array]]:
        """(index of its first row, rows as float32 [n, last dimension]) until all were given.

        A vector is one row. Errors: BadModelFolder when a number is not finite, since it would
        make every answer nonsense much later and much less clearly.
        """
        width = self.shape[-1]
        num_rows = 1 if len(self.shape) == 1 else self.shape[0]
        step = max(1, CHUNK_ITEMS // width)
        item = ITEM_BYTES[self.dtype]
        for first in range(0, num_rows, step):
            count = min(step, num_rows - first)
            raw = self.data[
                self.offset + first * width * item : self.offset + (first + count) * width * item
            ]
            chunk = _to_f32(raw, self.dtype).reshape(count, width)
            if not np.isfinite(chunk).all():
                raise BadModelFolder(f"{self.name} holds a number that is not finite.")
            yield first, chunk

    def vector(self) -> Array:
        """A tensor of one dimension, whole."""
        return np.concatenate([chunk[0] for _, chunk in self.rows()])


def _to_f32(raw: bytes, dtype: str) -> Array:
    if dtype == "F32":
        return np.frombuffer(raw, dtype="<f4").astype(np.float32, copy=False)
    if dtype == "F16":
        return np.frombuffer(raw, dtype="<f2").astype(np.float32)
    # A bfloat16 is the upper half of a float32.
    widened = np.frombuffer(raw, dtype="<u2").astype(np.uint32) << np.uint32(16)
    return widened.view(np.float32)


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files of a folder, in the order of their names.

    Errors: BadModelFolder when there are none or the index names one that is not there.
    """
    if not folder.is_dir():
        raise BadModelFolder(f"{folder} is not a folder.")
    if (folder / SINGLE_NAME).exists() or not (folder / INDEX_NAME).exists():
        if not (folder / SINGLE_NAME).is_symlink() and not (folder / SINGLE_NAME).exists():
            raise BadModelFolder(
                f"{folder} has neither {SINGLE_NAME} nor {INDEX_NAME}.",
                hint="The engine reads safetensors only; pickled or GGUF weights are not opened.",
            )
        return [plain_file(folder, SINGLE_NAME)]
    return [plain_file(folder, name) for name in sorted(set(_index(folder).values()))]


def _index(folder: Path) -> dict[str, str]:
    raw = read_small(folder, INDEX_NAME, max_bytes=MAX_INDEX_BYTES)
    try:
        return msgspec.json.decode(raw, type=IndexFile).weight_map
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadModelFolder(f"{folder / INDEX_NAME} cannot be used: {error}.") from error


def open_tensors(folder: Path) -> dict[str, Tensor]:
    """Every tensor of the folder by name; nothing but headers is read.

    Errors: BadModelFolder when a header is malformed, a tensor's place or size is impossible, or
    two files hold the same name.
    """
    found: dict[str, Tensor] = {}
    for path in weight_files(folder):
        for tensor in _open_file(path):
            if tensor.name in found:
                raise BadModelFolder(f"{folder} holds {tensor.name} twice.")
            found[tensor.name] = tensor
    return found


def _open_file(path: Path) -> list[Tensor]:
    try:
        size = path.stat().st_size
        if size < 8:
            raise BadModelFolder(f"{path} has {size} bytes, too few for a header.")
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise BadModelFolder(f"{path} cannot be read: {error}.") from error
    header_bytes = int.from_bytes(data[:8], "little")
    if header_bytes > min(MAX_HEADER_BYTES, size - 8):
        raise BadModelFolder(
            f"{path} announces a header of {header_bytes} bytes and has {size} in all."
        )
    try:
        header = msgspec.json.decode(data[8 : 8 + header_bytes], type=dict[str, msgspec.Raw])
        header.pop("__metadata__", None)
        entries = {name: msgspec.json.decode(raw, type=TensorEntry) for name, raw in header.items()}
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadModelFolder(f"{path} has a header that cannot be used: {error}.") from error
    return [
        _tensor(path, name, entry, data=data, base=8 + header_bytes, size=size)
        for name, entry in entries.items()
    ]


def _tensor(
    path: Path, name: str, entry: TensorEntry, *, data: mmap.mmap, base: int, size: int
) -> Tensor:
    begin, end = entry.data_offsets
    if not 0 <= begin <= end <= size - base:
        raise BadModelFolder(
            f"{path} places {name[:100]} at bytes {begin} to {end}, outside its {size - base}."
        )
    items = 1
    for length in entry.shape:
        if length < 0:
            raise BadModelFolder(f"{path} gives {name[:100]} the shape {list(entry.shape)}.")
        items *= length
    # Other types are only an error where the graph needs the tensor; see check_tensors.
    item = ITEM_BYTES.get(entry.dtype)
    if item is not None and items * item != end - begin:
        raise BadModelFolder(
            f"{path} gives {name[:100]} {end - begin} bytes, but {entry.dtype} "
            f"{list(entry.shape)} takes {items * item}."
        )
    return Tensor(name, entry.dtype, entry.shape, data, base + begin)


def check_tensors(
    tensors: Mapping[str, Tensor], expected: Mapping[str, tuple[int, ...]], *, where: Path
) -> None:
    """Compare what a folder holds with what its config calls for.

    Errors: BadModelFolder for a missing tensor or another shape; UnsupportedModel for a data type
    we cannot read, and for tensors the graph would have no use for: leaving them out in silence
    would serve another model than the one in the folder.
    """
    for name, shape in expected.items():
        tensor = tensors.get(name)
        if tensor is None:
            raise BadModelFolder(f"{where} has no tensor {name}.")
        if tensor.shape != shape:
            raise BadModelFolder(
                f"{where} has {name} of shape {list(tensor.shape)}, "
                f"but its config makes it {list(shape)}."
            )
        if tensor.dtype not in ITEM_BYTES:
            raise UnsupportedModel(
                f"{where} has {name} in {tensor.dtype[:20]}; "
                f"the engine reads {', '.join(ITEM_BYTES)}."
            )
    # Old Llama files carry the rotary frequencies, which follow from the config; some tied models
    # carry the output matrix although it is the embedding table.
    unknown = sorted(
        name
        for name in tensors
        if name not in expected
        and not name.endswith(".rotary_emb.inv_freq")
        and name != "lm_head.weight"
    )
    if unknown:
        raise UnsupportedModel(
            f"{where} holds {len(unknown)} tensors this family does not have, first "
            f"{unknown[0][:100]}."
        )
