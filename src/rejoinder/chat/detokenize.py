"""Token ids become text as they come, the same text as decoding them all at once.

A tokenizer's decoder is a chain of steps over the tokens' strings. Each step known here is written
as a stage with `push` and `finish`, so nothing is decoded twice. Held back is only what a later
token could still change: half a character, or a run of `<0xNN>` tokens, which the tokenizers
library turns into text or into U+FFFD as a whole. Special tokens are not shown, but for those that
the reader of the text asks to see.

Steps that no chat model has (CTC, WordPiece...) are refused when the model is loaded.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol

import msgspec
import tokenizers

from rejoinder.chat.spelling import AtFirst, Each, Spelling, Step, StripFront
from rejoinder.errors import UnsupportedModel


class Stage(Protocol):
    """One step of the chain: a token's string in, strings out."""

    def push(self, piece: str) -> Iterable[str]: ...

    def finish(self) -> Iterable[str]: ...


class Detokenizer:
    """One choice's text."""

    def __init__(self, piece_of: Callable[[int], str | None], stages: Sequence[Stage]) -> None:
        self._piece_of = piece_of
        self._stages = stages

    def push(self, token_ids: Sequence[int]) -> str:
        """What these tokens add, as far as nothing that follows can change it."""
        pieces = [piece for one in token_ids if (piece := self._piece_of(one)) is not None]
        for stage in self._stages:
            pieces = [out for piece in pieces for out in stage.push(piece)]
        return "".join(pieces)

    def finish(self) -> str:
        """What was held back: nothing follows any more."""
        pieces: list[str] = []
        for stage in self._stages:
            pieces = [out for piece in pieces for out in stage.push(piece)]
            pieces.extend(stage.finish())
        return "".join(pieces)


class Decoding:
    """A tokenizer's decoder, read once; makes a Detokenizer per choice."""

    def __init__(self, tokenizer: tokenizers.Tokenizer, *, shown_ids: Collection[int] = ()) -> None:
        """shown_ids: special tokens that are text here like any other."""
        self._tokenizer = tokenizer
        self._special_ids = frozenset(
            token_id
            for token_id, token in tokenizer.get_added_tokens_decoder().items()
            if token.special and token_id not in shown_ids
        )
        # Looked up once: asking the library for a string costs more than all stages together.
        self._pieces: dict[int, str | None] = {}
        self._followed = tuple(_followed(tokenizer))
        self._spelled: dict[int, bytes] = {}

    def detokenizer(self, *, goes_on: bool = False) -> Detokenizer:
        """goes_on: the text has begun before, so its first token is none."""
        return Detokenizer(self._piece_of, [one.stage(goes_on) for one in self._followed])

    def spelling(self, *, goes_on: bool = False) -> Spelling:
        """The same text, as each token's own bytes."""
        steps = [one.spells(goes_on) for one in self._followed]
        return Spelling(self._piece_of, steps, self._spelled)

    def literal_of(self, token_id: int) -> str:
        """A token's name in the vocabulary; empty for a row of padding."""
        return self._tokenizer.id_to_token(token_id) or ""

    def _piece_of(self, token_id: int) -> str | None:
        """A token's string; None for a special token, and for a row of padding of the model's
        output, which is no token."""
        try:
            return self._pieces[token_id]
        except KeyError:
            is_shown = token_id not in self._special_ids
            piece = self._tokenizer.id_to_token(token_id) if is_shown else None
            self._pieces[token_id] = piece
            return piece


class _Step(msgspec.Struct, frozen=True):
    """A step as tokenizer.json has it; which fields are there depends on the type."""

    type: str
    decoders: list[_Step] = []
    pattern: dict[str, str] = {}
    content: str = ""
    start: int = 0
    stop: int = 0
    replacement: str = "\u2581"
    prepend_scheme: str = "always"


class _Followed(msgspec.Struct, frozen=True):
    """A step that can be followed token by token: on text, and on bytes. Both are made per choice,
    given whether its text has begun before."""

    stage: Callable[[bool], Stage]
    spells: Callable[[bool], Step]


def _followed(tokenizer: tokenizers.Tokenizer) -> Iterable[_Followed]:
    if tokenizer.decoder is None:
        yield _Followed(
            lambda goes_on: _Words(has_begun=goes_on),
            lambda goes_on: AtFirst(bytes, lambda data: b" " + data, has_begun=goes_on),
        )
        return
    # What a pickle of it would hold, which is its part of tokenizer.json.
    config = tokenizer.decoder.__getstate__()
    assert isinstance(config, bytes)
    step = msgspec.json.decode(config, type=_Step)
    is_fused = False
    for one in step.decoders if step.type == "Sequence" else [step]:
        yield _follow(one, is_fused=is_fused)
        is_fused = is_fused or one.type in {"Fuse", "ByteLevel"}


def _follow(step: _Step, *, is_fused: bool) -> _Followed:
    """is_fused: the strings that reach this step are pieces of one, cut anywhere."""
    letter = step.content.encode()
    match step.type:
        case "ByteLevel" if not is_fused:
            return _Followed(
                lambda _: _ByteLevel(),
                lambda _: Each(lambda data: _bytes_of_letters(data.decode())),
            )
        case "ByteFallback" if not is_fused:
            return _Followed(lambda _: _ByteFallback(), lambda _: Each(_byte_or_text))
        case "Fuse":
            return _Followed(lambda _: _Same(), lambda _: Each(bytes))
        case "Replace" if "String" in step.pattern and not (
            is_fused and len(step.pattern["String"]) > 1
        ):
            old = step.pattern["String"]
            return _Followed(
                lambda _: _Replace(old, step.content), lambda _: _replaces(old, step.content)
            )
        case "Strip" if is_fused:
            # No tokenizer seen takes letters off the end; the text's last ones would be spelled.
            return _Followed(
                lambda goes_on: _StripWhole(step.content, 0 if goes_on else step.start, step.stop),
                lambda goes_on: StripFront(letter, 0 if goes_on else step.start),
            )
        case "Strip":
            return _Followed(
                lambda _: _StripEach(step.content, step.start, step.stop),
                lambda _: Each(lambda data: _stripped(data, letter, step.start, step.stop)),
            )
        case "Metaspace" if not is_fused:
            sign, drops = step.replacement, step.prepend_scheme != "never"
            return _Followed(
                lambda goes_on: _Metaspace(sign, prefix=drops and not goes_on),
                lambda goes_on: AtFirst(
                    _replaces(sign, "" if drops else " ").spell,
                    _replaces(sign, " ").spell,
                    has_begun=goes_on,
                ),
            )
    raise UnsupportedModel(
        f"The tokenizer's decoder has a step `{step.type}` that cannot be followed token by token."
    )


def _replaces(old: str, new: str) -> Each:
    old_bytes, new_bytes = old.encode(), new.encode()
    return Each(lambda data: data.replace(old_bytes, new_bytes))


def _stripped(data: bytes, letter: bytes, start: int, stop: int) -> bytes:
    for _ in range(start):
        data = data.removeprefix(letter)
    for _ in range(stop):
        data = data.removesuffix(letter)
    return data


def _byte_alphabet() -> dict[str, int]:
    """The character that stands for each byte in a byte-level vocabulary.

    Source: GPT-2's encoder.py. Bytes that print stand for themselves, the others for U+0100 and up.
    """
    printing = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printing]
    alphabet = {chr(byte): byte for byte in printing}
    return alphabet | {chr(0x100 + index): byte for index, byte in enumerate(others)}


_BYTE_OF = _byte_alphabet()


def _bytes_of_letters(piece: str) -> bytes:
    try:
        return bytes([_BYTE_OF[letter] for letter in piece])
    except KeyError:  # an added token, which is plain text
        return piece.encode()


def _byte_or_text(data: bytes) -> bytes:
    byte = _byte_named(data.decode())
    return data if byte is None else bytes([byte])


class _ByteLevel:
    """Strings of the byte alphabet become UTF-8; what is no UTF-8 becomes U+FFFD."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, piece: str) -> Iterable[str]:
        text = self._decoder.decode(_bytes_of_letters(piece))
        return (text,) if text else ()

    def finish(self) -> Iterable[str]:
        return (self._decoder.decode(b"", final=True),)


class _ByteFallback:
    """A run of `<0xNN>` becomes the text its bytes spell, or as many U+FFFD as it has bytes."""

    def __init__(self) -> None:
        self._run = bytearray()

    def push(self, piece: str) -> Iterable[str]:
        byte = _byte_named(piece)
        if byte is not None:
            self._run.append(byte)
            return ()
        return (*self.finish(), piece) if self._run else (piece,)

    def finish(self) -> Iterable[str]:
        run = bytes(self._run)
        self._run.clear()
        try:
            return (run.decode(),) if run else ()
        except UnicodeDecodeError:
            return ("\ufffd" * len(run),)


def _byte_named(piece: str) -> int | None:
    if len(piece) != 6 or not piece.startswith("<0x") or not piece.endswith(">"):
        return None
    try:
        return bytes.fromhex(piece[3:5])[0]
    except (ValueError, IndexError):
        return None


class _Same:
    """Hands everything through; `Fuse` is this, since the strings are joined anyway."""

    def push(self, piece: str) -> Iterable[str]:
        return (piece,)

    def finish(self) -> Iterable[str]:
        return ()


class _Replace(_Same):
    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new

    def push(self, piece: str) -> Iterable[str]:
        return (piece.replace(self._old, self._new),)


class _Metaspace(_Same):
    """The sign for a space becomes one, but not in the first token where one was put before it."""

    def __init__(self, sign: str, *, prefix: bool) -> None:
        self._sign = sign
        self._drops_sign = prefix

    def push(self, piece: str) -> Iterable[str]:
        space = "" if self._drops_sign else " "
        self._drops_sign = False
        return (piece.replace(self._sign, space),)


class _StripEach(_Same):
    """Takes up to `start` and `stop` letters off the ends of every token."""

    def __init__(self, letter: str, start: int, stop: int) -> None:
        self._letter, self._start, self._stop = letter, start, stop

    def push(self, piece: str) -> Iterable[str]:
        first = _num_leading(piece, self._letter, self._start)
        last = _num_leading(piece[::-1], self._letter, self._stop)
        return (piece[first : max(first, len(piece) - last)],)


class _StripWhole:
    """Takes up to `start` and `stop` letters off the ends of the whole text."""

    def __init__(self, letter: str, start: int, stop: int) -> None:
        self._letter, self._start, self._stop = letter, start, stop
        self._held = ""

    def push(self, piece: str) -> Iterable[str]:
        num_dropped = _num_leading(piece, self._letter, self._start)
        if num_dropped < len(piece):
            self._start = 0
        else:
            self._start -= num_dropped
        text = self._held + piece[num_dropped:]
        num_held = _num_leading(text[::-1], self._letter, self._stop)
        self._held = text[len(text) - num_held :]
        return (text[: len(text) - num_held],)

    def finish(self) -> Iterable[str]:
        return ()


class _Words:
    """No decoder at all: the library joins the tokens with spaces."""

    def __init__(self, *, has_begun: bool) -> None:
        self._has_begun = has_begun

    def push(self, piece: str) -> Iterable[str]:
        text = " " + piece if self._has_begun else piece
        self._has_begun = True
        return (text,)

    def finish(self) -> Iterable[str]:
        return ()


def _num_leading(text: str, letter: str, limit: int) -> int:
    count = 0
    while count < min(limit, len(text)) and text[count] == letter:
        count += 1
    return count
