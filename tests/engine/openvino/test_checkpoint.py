"""Reading safetensors: right numbers from right files, clean errors from wrong ones."""

from __future__ import annotations

import struct
from pathlib import Path

import msgspec
import numpy as np
import pytest

from rejoinder.engine.openvino.checkpoint import check_tensors, open_tensors
from rejoinder.engine.openvino.random_model import write_random_model
from rejoinder.errors import BadModelFolder, UnsupportedModel


def write(folder: Path, header: object, data: bytes, name: str = "model.safetensors") -> None:
    raw = header if isinstance(header, bytes) else msgspec.json.encode(header)
    (folder / name).write_bytes(struct.pack("<Q", len(raw)) + raw + data)


def entry(dtype: str, shape: list[int], begin: int, end: int) -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def test_the_three_types_are_read_as_float32(tmp_path: Path) -> None:
    """numpy has no bfloat16: its sixteen bits are the upper half of a float32."""
    numbers = np.array([[1.0, -2.5], [0.15625, 65504.0]], np.float32)
    halves = numbers.astype("<f2").tobytes()
    uppers = (numbers.view(np.uint32) >> 16).astype("<u2").tobytes()
    header = {
        "__metadata__": {"format": "pt"},
        "a": entry("F32", [2, 2], 0, 16),
        "b": entry("F16", [2, 2], 16, 24),
        "c": entry("BF16", [2, 2], 24, 32),
        "d": entry("BF16", [4], 24, 32),
    }
    write(tmp_path, header, numbers.tobytes() + halves + uppers)
    tensors = open_tensors(tmp_path)
    for name in "ab":
        assert np.array_equal(np.concatenate([rows for _, rows in tensors[name].rows()]), numbers)
    # 65504 has more digits than a bfloat16; the others are exact.
    cut = np.array([1.0, -2.5, 0.15625, 65280.0], np.float32)
    assert np.array_equal(tensors["d"].vector(), cut)
    assert np.array_equal(np.concatenate([rows for _, rows in tensors["c"].rows()]).ravel(), cut)


def test_shards_hold_what_one_file_holds(tmp_path: Path) -> None:
    """Models above a few GB are published in several files with an index."""
    config = {
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": 8,
        "intermediate_size": 8,
        "max_position_embeddings": 64,
        "num_attention_heads": 1,
        "num_hidden_layers": 1,
        "vocab_size": 8,
    }
    write_random_model(tmp_path / "one", config, seed=1)
    write_random_model(tmp_path / "three", config, seed=1, num_files=3)
    one, three = open_tensors(tmp_path / "one"), open_tensors(tmp_path / "three")
    assert one.keys() == three.keys()
    for name, tensor in one.items():
        assert np.array_equal(tensor.vector(), three[name].vector())
    (tmp_path / "three" / "model-00002-of-00003.safetensors").unlink()
    with pytest.raises(BadModelFolder, match="model-00002-of-00003"):
        open_tensors(tmp_path / "three")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"", "cannot be used"),
        (b"[1]", "cannot be used"),
        (b"{" * 50_000, "cannot be used"),
        (b"\xff" * 20, "cannot be used"),
        ({"a": 1}, "cannot be used"),
        ({"a": {"dtype": "F32"}}, "cannot be used"),
        ({"a": entry("F32", [1], 0, 2**70)}, "cannot be used|outside"),
        ({"a": entry("F32", [2], 0, 8)}, "outside its 4"),
        ({"a": entry("F32", [1], -4, 0)}, "outside"),
        ({"a": entry("F32", [1], 4, 0)}, "outside"),
        ({"a": entry("F32", [2], 0, 4)}, "takes 8"),
        ({"a": entry("F32", [-1], 0, 4)}, "shape"),
    ],
)
def test_a_broken_header_is_a_clean_error(tmp_path: Path, header: object, said: str) -> None:
    """A file from a stranger must not crash the server or read beyond its end."""
    write(tmp_path, header, b"\0" * 4)
    with pytest.raises(BadModelFolder, match=said):
        open_tensors(tmp_path)


@pytest.mark.parametrize("raw", [b"", b"1234567", struct.pack("<Q", 2**63) + b"{}"])
def test_a_broken_file_is_a_clean_error(tmp_path: Path, raw: bytes) -> None:
    """A download that was cut short is the commonest of these."""
    (tmp_path / "model.safetensors").write_bytes(raw)
    with pytest.raises(BadModelFolder, match="header"):
        open_tensors(tmp_path)


def test_pickled_weights_are_not_opened(tmp_path: Path) -> None:
    """A pickle runs code when it is read."""
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(BadModelFolder, match="safetensors only"):
        open_tensors(tmp_path)


def test_a_number_that_is_not_finite_is_found_while_reading(tmp_path: Path) -> None:
    """It would spread through the cache to every answer, much later."""
    write(tmp_path, {"a": entry("F32", [1], 0, 4)}, np.float32(np.nan).tobytes())
    with pytest.raises(BadModelFolder, match="a holds a number that is not finite"):
        open_tensors(tmp_path)["a"].vector()


def test_links_and_paths_do_not_leave_the_folder(tmp_path: Path) -> None:
    """A downloaded folder must not have us read another file of the machine."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"x" * 100)
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.safetensors").symlink_to(secret)
    with pytest.raises(BadModelFolder, match="link"):
        open_tensors(model)
    (model / "model.safetensors").unlink()
    for name in ["../secret", str(secret), ".."]:
        index = {"weight_map": {"a": name}}
        (model / "model.safetensors.index.json").write_bytes(msgspec.json.encode(index))
        with pytest.raises(BadModelFolder, match="outside the folder"):
            open_tensors(model)


def test_the_download_cache_of_hugging_face_may_link_to_its_blobs(tmp_path: Path) -> None:
    """That is how `huggingface_hub` stores every model."""
    blobs, snapshot = tmp_path / "blobs", tmp_path / "snapshots" / "abc"
    blobs.mkdir()
    snapshot.mkdir(parents=True)
    write(blobs, {"a": entry("F32", [1], 0, 4)}, np.float32(3.0).tobytes(), name="0123")
    (snapshot / "model.safetensors").symlink_to(Path("../../blobs/0123"))
    assert open_tensors(snapshot)["a"].vector() == [3.0]


def test_tensors_must_be_those_the_config_calls_for(tmp_path: Path) -> None:
    """A missing, misshapen, unreadable or surplus tensor means another model than was asked for."""
    header = {"a": entry("F32", [1], 0, 4), "b": entry("I32", [1], 0, 4)}
    write(tmp_path, header, b"\0" * 4)
    tensors = open_tensors(tmp_path)
    with pytest.raises(BadModelFolder, match="no tensor c"):
        check_tensors(tensors, {"a": (1,), "c": (1,)}, where=tmp_path)
    with pytest.raises(BadModelFolder, match=r"a of shape \[1\], but its config makes it \[2, 3\]"):
        check_tensors(tensors, {"a": (2, 3)}, where=tmp_path)
    with pytest.raises(UnsupportedModel, match="b in I32"):
        check_tensors(tensors, {"a": (1,), "b": (1,)}, where=tmp_path)
    with pytest.raises(UnsupportedModel, match="1 tensors this family does not have, first b"):
        check_tensors(tensors, {"a": (1,)}, where=tmp_path)
