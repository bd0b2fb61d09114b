"""Model folders with random weights, for tests and benchmarks: the right shape, no sense.

The numbers come from the raw bits of PCG64, which numpy promises never to change (NEP 19), and
from exact arithmetic on them. So a seed names the same model on every machine, for good.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.openvino.checkpoint import INDEX_NAME, SINGLE_NAME
from rejoinder.engine.openvino.config import CONFIG_NAME, ConfigFile, shape_of

FileType = Literal["F32", "F16", "BF16"]

# 45 million parameters: seconds to measure, and large enough that Python's side does not count.
MEDIUM_CONFIG: Mapping[str, object] = {
    "architectures": ["Qwen2ForCausalLM"],
    "num_hidden_layers": 10,
    "hidden_size": 512,
    "num_attention_heads": 8,
    "num_key_value_heads": 2,
    "intermediate_size": 2048,
    "vocab_size": 8192,
    "max_position_embeddings": 8192,
    "tie_word_embeddings": True,
    "rope_theta": 1_000_000.0,
}


def write_random_model(
    folder: Path,
    config: Mapping[str, object],
    *,
    seed: int,
    dtype: FileType = "F32",
    num_files: int = 1,
) -> None:
    """Write `config.json` and safetensors for it. The folder is made where it is missing.

    config: as in a published `config.json`. num_files: more than one writes shards and an index.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG_NAME).write_bytes(msgspec.json.encode(config))
    shape = shape_of(msgspec.convert(dict(config), ConfigFile), where="the random model's config")
    bits = np.random.PCG64(seed)
    tensors = list(shape.tensors().items())
    if num_files == 1:
        _write_file(folder / SINGLE_NAME, tensors, bits, dtype)
        return
    weight_map: dict[str, str] = {}
    share = math.ceil(len(tensors) / num_files)
    for number in range(num_files):
        part = tensors[number * share : (number + 1) * share]
        name = f"model-{number + 1:05}-of-{num_files:05}.safetensors"
        _write_file(folder / name, part, bits, dtype)
        weight_map |= {tensor: name for tensor, _ in part}
    (folder / INDEX_NAME).write_bytes(msgspec.json.encode({"weight_map": weight_map}))


def _write_file(
    path: Path, tensors: Sequence[tuple[str, tuple[int, ...]]], bits: np.random.PCG64, dtype: str
) -> None:
    item = 4 if dtype == "F32" else 2
    # transformers refuses a file that does not say where it came from.
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    offset = 0
    for name, dims in tensors:
        end = offset + math.prod(dims) * item
        header[name] = {"dtype": dtype, "shape": dims, "data_offsets": (offset, end)}
        offset = end
    encoded = msgspec.json.encode(header)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(encoded)))
        file.write(encoded)
        for name, dims in tensors:
            numbers = random_tensor(name, dims, bits)
            if dtype == "BF16":
                file.write((numbers.view(np.uint32) >> np.uint32(16)).astype("<u2").tobytes())
            else:
                file.write(numbers.astype("<f4" if dtype == "F32" else "<f2").tobytes())


def random_tensor(name: str, dims: tuple[int, ...], bits: np.random.PCG64) -> NDArray[np.float32]:
    """Numbers of a trained model's size: products keep their inputs' scale, norms are near 1."""
    items = math.prod(dims)
    raw = bits.random_raw(-(-items // 2)).view(np.uint32)[:items]
    uniform = (raw >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-23) - np.float32(1.0)
    if len(dims) == 1:
        numbers = uniform * np.float32(0.125)
        return numbers + np.float32(1.0) if name.endswith("norm.weight") else numbers
    # A uniform number in -1..1 has variance 1/3. Rounded to a power of two: exact everywhere.
    spread = 2.0 ** round(math.log2(math.sqrt(3.0 / dims[1])))
    return (uniform * np.float32(spread)).reshape(dims)
