"""Text to token ids: the tokenizers library, with one promise added.

Text that a client wrote never becomes a control token, even where it spells one. Ordinary text is
encoded exactly as Hugging Face's tokenizer would. Where a client's text spells an added token, the
section it stands in (up to the next genuine control token) is encoded by a copy of the tokenizer
that has no added tokens, so that it is read as the letters it is.

Knows nothing of templates and messages; which letters are a client's, `Disguise` tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec
import tokenizers

from rejoinder.chat.detokenize import Decoding, Detokenizer
from rejoinder.chat.disguise import Disguise
from rejoinder.chat.literals import Literals
from rejoinder.chat.witness import Witness
from rejoinder.errors import BadModelFolder


class Tokenizer:
    """A tokenizer.json. Owns no state that encoding changes; safe to use from several threads."""

    def __init__(self, tokenizer: tokenizers.Tokenizer) -> None:
        # Some files ask for padding or truncation, which is training's business.
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._decoding = Decoding(tokenizer)
        self.literals = Literals(tokenizer.get_added_tokens_decoder())
        self._plain = _without_added_tokens(tokenizer, self.literals.protected_ids)
        self._plain_inside = _without_first_prefix(self._plain)

    @classmethod
    def from_file(cls, path: Path) -> Tokenizer:
        """Raises BadModelFolder where the file is missing or no tokenizer."""
        if not path.is_file():
            raise BadModelFolder(
                f"{path.parent} has no {path.name}.", hint="Give a folder in Hugging Face's form."
            )
        try:
            return cls(tokenizers.Tokenizer.from_file(str(path)))
        except Exception as error:  # the library raises Exception itself, and nothing narrower
            if type(error) is not Exception:
                raise
            raise BadModelFolder(f"{path} is no tokenizer: {error}.") from error

    @property
    def vocab_size(self) -> int:
        """Ids the tokenizer knows. The model's output may have more rows: padding."""
        return self._tokenizer.get_vocab_size(with_added_tokens=True)

    def token_to_id(self, token: str) -> int | None:
        return self._tokenizer.token_to_id(token)

    def added_id(self, literal: str) -> int | None:
        """Of the added token that is spelled so; None where there is none."""
        token_id = self._tokenizer.token_to_id(literal)
        return token_id if token_id in self.literals.protected_ids else None

    def opening(self) -> str:
        """The token the tokenizer itself puts before a text; empty where it puts none."""
        token_ids = self._tokenizer.encode("", add_special_tokens=True).ids
        return self._tokenizer.id_to_token(token_ids[0]) or "" if token_ids else ""

    def knows(self, token_id: int) -> bool:
        """Whether there is such a token. A row of padding of the model's output is none."""
        return self._tokenizer.id_to_token(token_id) is not None

    def detokenizer(self, *, goes_on: bool = False) -> Detokenizer:
        """A fresh one: each choice needs its own. goes_on: its text has begun before."""
        return self._decoding.detokenizer(goes_on=goes_on)

    def decoding(self, *, shown_ids: Collection[int]) -> Decoding:
        """Its decoder, made anew to show these special tokens too."""
        return Decoding(self._tokenizer, shown_ids=shown_ids)

    def witness(self, *, goes_on: bool = False) -> Witness:
        """A fresh one, for a choice with such a detokenizer."""
        return Witness(self._decoding.spelling(goes_on=goes_on), self._decoding.literal_of)

    def decode(self, token_ids: Sequence[int]) -> str:
        """The text of all of them, without control tokens."""
        detokenizer = self.detokenizer()
        return detokenizer.push(token_ids) + detokenizer.finish()

    def encode(self, text: str) -> list[int]:
        """As Hugging Face does: control tokens in the text are control tokens. Adds none."""
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def encode_prompt(self, text: str) -> list[int]:
        """Of a whole prompt that a program wrote: with what the tokenizer itself adds to a text."""
        return self._tokenizer.encode(text, add_special_tokens=True).ids

    def encode_disguised(self, text: str, disguise: Disguise) -> list[int]:
        """Of a text in which a client's letters are disguised: they are never control tokens."""
        shown = disguise.lift(text)

        def is_genuine(start: int, end: int) -> bool:
            return shown[start:end] == text[start:end]

        genuine: list[tuple[int, int]] = []
        forged: list[tuple[int, int]] = []
        for span in self.literals.find(shown, is_genuine=is_genuine):
            (genuine if is_genuine(*span) else forged).append(span)
        if not forged:
            return self.encode(shown)
        token_ids: list[int] = []
        for start, end, is_plain in _sections(shown, genuine, forged, self.literals):
            if not is_plain:
                token_ids += self.encode(shown[start:end])
            elif start == 0:
                token_ids += self._plain.encode(shown[start:end], add_special_tokens=False).ids
            else:
                inside = self._plain_inside
                token_ids += inside.encode(shown[start:end], add_special_tokens=False).ids
        return token_ids

    def count_literals(self, text: str) -> Counter[str]:
        """How often each added token's literal stands in a text."""
        return Counter(text[start:end] for start, end in self.literals.find(text))


def _sections(
    text: str, genuine: list[tuple[int, int]], forged: list[tuple[int, int]], literals: Literals
) -> Iterator[tuple[int, int, bool]]:
    """Cut a text into (start, end, is_plain). Plain ones hold something forged and nothing
    genuine; every other one but the first begins with a genuine token, as the library needs to
    know where text goes on and where it begins."""
    begin = 0  # of what is not handed out yet
    after = 0  # the last genuine token
    for start, end in [*genuine, (len(text), len(text))]:
        start, end = literals.with_swallowed(text, start, end)
        if any(after <= one < start for one, _ in forged):
            if begin < after:
                yield begin, after, False
            yield after, start, True
            begin = start
        after = end
    if begin < len(text):
        yield begin, len(text), False


def _without_added_tokens(
    tokenizer: tokenizers.Tokenizer, protected_ids: frozenset[int]
) -> tokenizers.Tokenizer:
    """A copy to which control tokens are letters. Shares the model, so it costs no memory."""
    plain = _copy(tokenizer, tokenizer.model)
    unknown = getattr(tokenizer.model, "unk_token", None)
    allowed = {tokenizer.token_to_id(unknown)} if unknown else set()
    contents = {one: tokenizer.id_to_token(one) or "" for one in protected_ids}
    spelled = {
        one
        for content in contents.values()
        for one in plain.encode(content, add_special_tokens=False).ids
        if one in protected_ids and one not in allowed
    }
    if not spelled:
        return plain
    # The model itself knows these words (Unigram's do, and whole-word look-ups): rename them there.
    config = msgspec.json.decode(tokenizer.to_str())
    hidden = {contents[one]: f"\U0010fffd{one}" for one in spelled}
    vocab = config["model"]["vocab"]
    if isinstance(vocab, dict):
        config["model"]["vocab"] = {hidden.get(word, word): one for word, one in vocab.items()}
    else:  # Unigram: a list of [word, score]
        config["model"]["vocab"] = [[hidden.get(word, word), score] for word, score in vocab]
    config["added_tokens"] = []
    config["post_processor"] = None
    return tokenizers.Tokenizer.from_str(msgspec.json.encode(config).decode())


def _without_first_prefix(plain: tokenizers.Tokenizer) -> tokenizers.Tokenizer:
    """A copy for sections that do not begin the text: a sign that is put before the first word of
    a text only (Metaspace's `first`) must not be put before theirs."""
    if plain.pre_tokenizer is None:
        return plain
    config = plain.pre_tokenizer.__getstate__()
    assert isinstance(config, bytes)
    changed = config.replace(b'"prepend_scheme":"first"', b'"prepend_scheme":"never"')
    if changed == config:
        return plain
    inside = _copy(plain, plain.model)
    changed_tokenizer = tokenizers.Tokenizer.from_str(
        '{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,'
        f'"pre_tokenizer":{changed.decode()},"post_processor":null,"decoder":null,'
        '"model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"}}'
    )
    assert changed_tokenizer.pre_tokenizer is not None
    inside.pre_tokenizer = changed_tokenizer.pre_tokenizer
    return inside


def _copy(tokenizer: tokenizers.Tokenizer, model: tokenizers.models.Model) -> tokenizers.Tokenizer:
    copy = tokenizers.Tokenizer(model)
    if tokenizer.normalizer is not None:
        copy.normalizer = tokenizer.normalizer
    if tokenizer.pre_tokenizer is not None:
        copy.pre_tokenizer = tokenizer.pre_tokenizer
    return copy
