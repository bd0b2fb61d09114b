"""From a model folder to a model that runs; and what that will cost, and what to call it.

The only entry to this package: `load`, `estimate`, `digest`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openvino as ov

from rejoinder.engine.openvino import graph
from rejoinder.engine.openvino.checkpoint import (
    Tensor,
    check_tensors,
    open_tensors,
    weight_files,
)
from rejoinder.engine.openvino.config import (
    CONFIG_NAME,
    MAX_CONFIG_BYTES,
    DecoderShape,
    read_config,
)
from rejoinder.engine.openvino.constants import (
    WEIGHT_KINDS,
    Constants,
    WeightKind,
    matrix_bytes,
)
from rejoinder.engine.openvino.files import read_small
from rejoinder.engine.openvino.kv import (
    BLOCK_TOKENS,
    KV_PRECISIONS,
    KvCache,
    KvPrecision,
    block_bytes,
    read_layouts,
)
from rejoinder.engine.openvino.machine import instruction_set, usable_cores
from rejoinder.engine.openvino.runner import FingerprintParts, OpenVinoModel
from rejoinder.engine.step import Piece, Step
from rejoinder.errors import BadSetting, ModelDoesNotFit

# Called often while loading: the stage (`reading`, `compiling`, `warming up`) and how much of it
# is done, from 0 to 1.
ProgressCallback = Callable[[str, float], None]

# Files up to this size are hashed whole (0.05 s at 1.3 GB/s); larger ones by samples.
WHOLE_DIGEST_BYTES = 64 * 2**20
NUM_SAMPLES = 256
SAMPLE_BYTES = 64 * 2**10


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to keep a model in memory.

    Exactly one of kv_bytes (a budget) and num_blocks says how much room keys and values get.
    threads: None for every physical core this process may use. max_model_len: tokens of the
    longest sequence; None for what the model was made for.
    """

    weights: WeightKind = "int8"
    kv_precision: KvPrecision = "f16"
    kv_bytes: int | None = None
    num_blocks: int | None = None
    threads: int | None = None
    max_model_len: int | None = None


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """What a model will take, worked out from its config and headers alone.

    weights_bytes: the weights as the runtime will hold them, which is twice their size; beside
        them it takes some 50 to 100 MB for itself and for what a step holds in passing.
    kv_block_bytes: one block over all layers.
    max_model_len: the longest sequence it will hold, in tokens.
    """

    weights_bytes: int
    kv_block_bytes: int
    block_tokens: int
    max_model_len: int

    def kv_bytes(self, num_tokens: int) -> int:
        """What the keys and values of a sequence of so many tokens take."""
        return -(-num_tokens // self.block_tokens) * self.kv_block_bytes


def estimate(folder: Path, options: LoadOptions) -> MemoryNeed:
    """What `load` will need. Errors: BadModelFolder, UnsupportedModel, BadSetting, as `load`."""
    _check_kinds(options)
    shape, _ = _open(folder)
    return _need(shape, options)


def _open(folder: Path) -> tuple[DecoderShape, dict[str, Tensor]]:
    shape = read_config(folder)
    tensors = open_tensors(folder)
    check_tensors(tensors, shape.tensors(), where=folder)
    return shape, tensors


def _need(shape: DecoderShape, options: LoadOptions) -> MemoryNeed:
    max_model_len = _max_model_len(shape, options)
    total = 2 * max_model_len * shape.head_dim * 4  # the rotary tables
    for name, dims in shape.tensors().items():
        if len(dims) == 1:
            total += 4 * dims[0]
            continue
        is_table = name in {"model.embed_tokens.weight", "lm_head.weight"}
        size = matrix_bytes(options.weights, *dims, is_table=is_table)
        # Every matrix of a product is held twice: the runtime packs it for the processor and keeps
        # the original. A table that is only looked up is held once.
        only_looked_up = name == "model.embed_tokens.weight" and not shape.tied
        total += size if only_looked_up else 2 * size
    return MemoryNeed(total, block_bytes(shape, options.kv_precision), BLOCK_TOKENS, max_model_len)


def _max_model_len(shape: DecoderShape, options: LoadOptions) -> int:
    if options.max_model_len is None:
        return shape.max_positions
    if not 2 <= options.max_model_len <= shape.max_positions:
        raise BadSetting(
            setting="max_model_len",
            value=options.max_model_len,
            rule=f"this model holds 2 to {shape.max_positions} tokens",
            source="LoadOptions",
        )
    return options.max_model_len


def load(folder: Path, options: LoadOptions, progress: ProgressCallback) -> OpenVinoModel:
    """Read, make smaller, compile and warm up the model in `folder`.

    Errors: BadModelFolder, UnsupportedModel; BadSetting for options that cannot be; and
    ModelDoesNotFit when the room for keys and values holds no block at all (whether everything
    fits the machine is the caller's to ask, with `estimate`).
    """
    _check_kinds(options)
    shape, tensors = _open(folder)
    need = _need(shape, options)
    num_blocks = _num_blocks(options, need)
    threads = usable_cores() if options.threads is None else options.threads
    if threads < 1:
        raise BadSetting(
            setting="threads", value=threads, rule="it must be at least 1", source="LoadOptions"
        )
    fingerprint = _fingerprint(folder, options)

    expected = shape.tensors()
    total = sum(4 * _items(dims) for dims in expected.values())
    done = 0

    def count(num_bytes: int) -> None:
        nonlocal done
        done += num_bytes
        progress("reading", min(1.0, done / total))

    progress("reading", 0.0)
    constants = Constants(tensors, options.weights, count)
    model = graph.build(shape, constants, need.max_model_len)
    progress("compiling", 0.0)
    compiled = ov.Core().compile_model(model, "CPU", _settings(options, threads))
    del model, constants, tensors  # from here on the runtime's own copy is the only one
    progress("compiling", 1.0)
    cache = KvCache(read_layouts(compiled, shape.num_layers), num_blocks + 1)
    runner = OpenVinoModel(
        compiled,
        cache,
        vocab_size=shape.vocab,
        max_model_len=need.max_model_len,
        fingerprint=fingerprint,
    )
    progress("warming up", 0.0)
    # The first call packs every matrix for the processor; better now than in someone's answer.
    runner.run(Step((Piece((0, 0), 0, (num_blocks,), wants_logits=True),)))
    progress("warming up", 1.0)
    return runner


def _check_kinds(options: LoadOptions) -> None:
    """The types say as much, but options may have crossed a socket or come from a file."""
    for setting, value, known in [
        ("weights", options.weights, WEIGHT_KINDS),
        ("kv_precision", options.kv_precision, KV_PRECISIONS),
    ]:
        if value not in known:
            raise BadSetting(
                setting=setting,
                value=value,
                rule=f"it must be one of {', '.join(known)}",
                source="LoadOptions",
            )


def _items(dims: tuple[int, ...]) -> int:
    items = 1
    for length in dims:
        items *= length
    return items


def _num_blocks(options: LoadOptions, need: MemoryNeed) -> int:
    if (options.kv_bytes is None) == (options.num_blocks is None):
        raise BadSetting(
            setting="kv_bytes and num_blocks",
            value=(options.kv_bytes, options.num_blocks),
            rule="exactly one of them must be given",
            source="LoadOptions",
        )
    if options.num_blocks is not None:
        num_blocks = options.num_blocks
    else:
        # One more block is for padding.
        num_blocks = (options.kv_bytes or 0) // need.kv_block_bytes - 1
    if num_blocks < 1:
        raise ModelDoesNotFit(
            needed_bytes=2 * need.kv_block_bytes,
            free_bytes=max(0, options.kv_bytes or 0),
            what="The smallest memory for keys and values",
            hint="Give keys and values more room.",
        )
    return num_blocks


def _settings(options: LoadOptions, threads: int) -> dict[str, object]:
    settings: dict[str, object] = {
        # f32: the plugin would otherwise choose bf16 or f16 by processor.
        "INFERENCE_PRECISION_HINT": "f32",
        "NUM_STREAMS": 1,
        "INFERENCE_NUM_THREADS": threads,
        "KV_CACHE_PRECISION": options.kv_precision,
        # With int8 and int4 weights, activations are rounded to 8 bits in groups of this many, so
        # that products run on integers. The default of this release, pinned: it changes logits.
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": 32,
    }
    if options.kv_precision == "u8":
        # By channel (the default) a key's scale depends on its neighbours in the block, and the
        # logits with it on how the work was cut. See docs/exactness.md.
        settings["KEY_CACHE_QUANT_MODE"] = "BY_TOKEN"
    return settings


def digest(folder: Path, options: LoadOptions) -> str:
    """SHA-256 in hex over config, weights and how they are kept.

    A file of at most 64 MiB is hashed whole. Of a larger one: its size, its header and 256 evenly
    spread samples of 64 KiB, so that naming a 15 GB model costs 17 MB of reading. Two models that
    differ only between the samples would share a digest; no training does that.
    Errors: BadModelFolder.
    """
    total = hashlib.sha256(b"rejoinder model 1\0")
    total.update(f"{options.weights}\0{options.kv_precision}\0".encode())
    config = read_small(folder, CONFIG_NAME, max_bytes=MAX_CONFIG_BYTES)
    total.update(hashlib.sha256(config).digest())
    for path in weight_files(folder):
        total.update(_file_digest(path))
    return total.hexdigest()


def _file_digest(path: Path) -> bytes:
    found = hashlib.sha256()
    size = path.stat().st_size
    found.update(size.to_bytes(8, "little"))
    with path.open("rb") as file:
        if size <= WHOLE_DIGEST_BYTES:
            while chunk := file.read(2**20):
                found.update(chunk)
            return found.digest()
        header_bytes = min(int.from_bytes(file.read(8), "little"), size - 8)
        found.update(file.read(min(header_bytes, WHOLE_DIGEST_BYTES)))
        for index in range(NUM_SAMPLES):
            file.seek((size - SAMPLE_BYTES) * index // (NUM_SAMPLES - 1))
            found.update(file.read(SAMPLE_BYTES))
    return found.digest()


def _fingerprint(folder: Path, options: LoadOptions) -> FingerprintParts:
    core = ov.Core()
    capabilities = " ".join(sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")))
    return FingerprintParts(
        digest=digest(folder, options),
        weights=options.weights,
        kv_precision=options.kv_precision,
        runtime=f"openvino {ov.__version__}",
        device=f"{core.get_property('CPU', 'FULL_DEVICE_NAME')} ({capabilities})",
        instruction_set=instruction_set(),
    )


__all__ = ["LoadOptions", "MemoryNeed", "digest", "estimate", "load"]
