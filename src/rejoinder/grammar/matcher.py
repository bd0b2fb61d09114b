"""Grammars of one model, on llguidance, and each choice's own way through one.

A choice's `Matcher` answers from the tokens said alone. Where bytes are forced, llguidance makes
tokens of all of them at once, as the model's tokenizer would. That run is kept until it is said to
its end: asked again half-way, llguidance would tokenize what is left, and might cut it otherwise.

Every choice compiles its grammar anew. A copy of a matcher (`deep_copy`) shares its lexer with the
original, and with it what a step may still cost: where one of them runs out, all do, and where that
is depends on all of them. Compiling takes a millisecond for an ordinary schema. A grammar that
comes again and again is compiled ahead.

Satisfies the protocols of `engine.constraint`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import llguidance
import msgspec
import numpy as np
from numpy.typing import NDArray

from rejoinder.grammar.compiler_words import told_midway
from rejoinder.grammar.limits import parser_limits
from rejoinder.grammar.masks import MaskMaker

# Of grammars seen lately, and with each perhaps one compiled ahead: for an ordinary schema some 0.1
# MB, for one that is as large as can be some 10.
MAX_GRAMMARS = 128
MAX_GRAMMARS_CHARS = 4 * 2**20

# While it is followed, llguidance tells the parser's state below the line that says what is wrong.
_DETAILS = "\n"


class CannotCompile(ValueError):
    """said: llguidance's words, which may be several lines where a regex is wrong."""

    def __init__(self, said: str) -> None:
        super().__init__(f"the grammar cannot be compiled: {_first_line(said)}")
        self.said = said


class Matcher:
    """One choice's way through a grammar. See `engine.constraint.Constraint`."""

    def __init__(self, matcher: llguidance.LLMatcher) -> None:
        self.matcher = matcher
        self._run: tuple[int, ...] = ()

    @property
    def fault(self) -> str:
        return told_midway(self.said)

    @property
    def said(self) -> str:
        """llguidance's own words where it has a fault."""
        return _first_line(self.matcher.get_error()) if self.matcher.is_error() else ""

    @property
    def is_complete(self) -> bool:
        return not self._run and bool(self.matcher.is_accepting())

    @property
    def is_exhausted(self) -> bool:
        return not self._run and self.matcher.is_stopped() and not self.matcher.is_error()

    def forced(self) -> tuple[int, ...]:
        if not self._run and not self.matcher.is_stopped():
            self._run = tuple(self.matcher.compute_ff_tokens())
        return self._run

    def allows(self, token_id: int) -> bool:
        return bool(self.matcher.validate_tokens([token_id]))

    def say(self, token_id: int) -> None:
        self.matcher.consume_token(token_id)
        self._run = self._run[1:] if self._run[:1] == (token_id,) else ()


class Grammars:
    """A model's grammars. See `engine.constraint.Constraints`. Any thread may use any of it."""

    def __init__(
        self,
        tokenizer: str,
        *,
        vocab_size: int,
        end_ids: Sequence[int] = (),
        threads: int | None = None,
        limits: llguidance.LLParserLimits | None = None,
    ) -> None:
        """tokenizer: a tokenizer.json. vocab_size: of the model's output, with padding. end_ids:
        what ends an answer by the model's files, the usual one first. threads: to compute masks in.

        Holds the interpreter for half a second with 150,000 tokens, so it is to be made before
        anything is served. Raises ValueError for a tokenizer that llguidance cannot follow.
        """
        tokenizer, control_ids = _with_rows(tokenizer, vocab_size)
        # What the files name need not be among the model's rows.
        named_ids = [each for each in (*end_ids, *control_ids) if 0 <= each < vocab_size]
        self._tokenizer = _tokenizer(tokenizer, vocab_size, named_ids)
        self._main_end = self._tokenizer.eos_token
        self._end_ids = frozenset((self._main_end, *named_ids))
        self._limits = limits if limits is not None else parser_limits()
        self._lock = threading.Lock()  # of the two below
        # By text, last asked for last. None: has come once, and may never come again.
        self._seen: OrderedDict[str, Matcher | None] = OrderedDict()
        self._num_chars = 0
        self._maker = MaskMaker(vocab_size=vocab_size, end_id=self._main_end, threads=threads)

    @classmethod
    def from_folder(cls, folder: Path, *, vocab_size: int, threads: int | None = None) -> Grammars:
        """Of a model in Hugging Face's form. Raises ValueError, also where files are missing."""
        try:
            tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
        except OSError as error:
            raise ValueError(f"tokenizer.json cannot be read: {error}") from error
        return cls(tokenizer, vocab_size=vocab_size, end_ids=_end_ids(folder), threads=threads)

    def ends(self, stop_ids: frozenset[int]) -> tuple[int, ...]:
        found = [each for each in stop_ids if each in self._end_ids]
        found.sort(key=lambda token_id: (token_id != self._main_end, token_id))
        return tuple(found) or (self._main_end,)

    def begin(self, grammar: str) -> Matcher:
        matcher = llguidance.LLMatcher(self._tokenizer, grammar, log_level=0, limits=self._limits)
        if matcher.is_error():
            raise CannotCompile(matcher.get_error())
        made = Matcher(matcher)
        made.forced()  # here already, since the first question may take a millisecond
        return made

    def take(self, grammar: str) -> Matcher | None:
        with self._lock:
            matcher = self._seen.get(grammar)
            if matcher is not None:
                self._seen[grammar] = None
            return matcher

    def stock(self, grammar: str) -> None:
        with self._lock:
            has_come_before = grammar in self._seen
            is_there = self._seen.get(grammar) is not None
            self._note(grammar)
        if has_come_before and not is_there:
            try:
                matcher = self.begin(grammar)
            except ValueError:
                return  # who asked for it hears why
            with self._lock:
                if grammar in self._seen:
                    self._seen[grammar] = matcher

    def masks(self, constraints: Sequence[object]) -> NDArray[np.uint32]:
        """constraints: matchers of ours."""
        return self._maker.masks([_ours(each).matcher for each in constraints])

    def _note(self, grammar: str) -> None:
        """It was asked for. Those asked for longest ago are forgotten, but not this one."""
        if grammar not in self._seen:
            self._seen[grammar] = None
            self._num_chars += len(grammar)
        self._seen.move_to_end(grammar)
        while len(self._seen) > 1 and (
            len(self._seen) > MAX_GRAMMARS or self._num_chars > MAX_GRAMMARS_CHARS
        ):
            forgotten, _ = self._seen.popitem(last=False)
            self._num_chars -= len(forgotten)


def _tokenizer(text: str, vocab_size: int, end_ids: Sequence[int]) -> llguidance.LLTokenizer:
    """With the first of these that is one of its tokens as the end; where none is, with what
    llguidance takes, since something must stand for the end."""
    for end_id in (*end_ids, None):
        try:
            # In two calls: each holds the interpreter, and in between a ping can be answered.
            bare = llguidance.LLTokenizer(text, n_vocab=vocab_size, eos_token=end_id, slices=[])
            return bare.with_slices(llguidance.LLTokenizer.general_slices())
        except ValueError as error:
            if "EOS token" not in str(error):
                raise
    raise ValueError("llguidance finds no end in the tokenizer")


class _Added(msgspec.Struct, frozen=True):
    id: int
    special: bool = False


_added_decoder = msgspec.json.Decoder(_Added)


def _with_rows(text: str, vocab_size: int) -> tuple[str, list[int]]:
    """The tokenizer without the added tokens that the model has no rows for, and the control tokens
    of the others. It cannot say the former, and llguidance takes no tokenizer that has them."""
    try:
        document = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        raw = document.get("added_tokens", msgspec.Raw(b"[]"))
        every = msgspec.json.decode(raw, type=list[msgspec.Raw] | None) or []
        added = [(_added_decoder.decode(each), each) for each in every]
    except msgspec.DecodeError as error:
        raise ValueError(f"tokenizer.json cannot be used: {error}") from error
    kept = [(each, written) for each, written in added if each.id < vocab_size]
    if len(kept) < len(added):
        left = msgspec.json.encode([written for _, written in kept])
        text = msgspec.json.encode({**document, "added_tokens": msgspec.Raw(left)}).decode()
    return text, [each.id for each, _ in kept if each.special]


class _Config(msgspec.Struct, frozen=True):
    eos_token_id: int | list[int] | None = None


def _end_ids(folder: Path) -> tuple[int, ...]:
    """What the files say ends an answer. Read leniently: the chat layer judges these files."""
    for name in ("generation_config.json", "config.json"):
        try:
            found = msgspec.json.decode((folder / name).read_bytes(), type=_Config).eos_token_id
        except (OSError, msgspec.DecodeError):
            continue
        if found is not None:
            return (found,) if isinstance(found, int) else tuple(found)
    return ()


def _ours(constraint: object) -> Matcher:
    assert isinstance(constraint, Matcher)
    return constraint


def _first_line(text: str) -> str:
    return text.split(_DETAILS, 1)[0]
