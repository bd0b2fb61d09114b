"""Makes the readers of a model's answers: what its tokenizer and its dialect are to one choice."""

from __future__ import annotations

from collections.abc import Callable

from rejoinder import ids
from rejoinder.chat.ask import ToolKind
from rejoinder.chat.choice_text import ChoiceText
from rejoinder.chat.detokenize import Decoding
from rejoinder.chat.dialects.base import Dialect, Spell, Thinking, Wants
from rejoinder.chat.reader import DialectReader, PlainReader, Reader, Sign
from rejoinder.chat.thought_count import ThoughtMarks
from rejoinder.chat.tokenizer import Tokenizer
from rejoinder.chat.witness import Witness

NOTHING = Wants()  # but free content


class Readers:
    """One model's."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        dialect: Dialect,
        spell: Spell,
        *,
        draw_call_id: Callable[[], str] = ids.call_id,
    ) -> None:
        self._tokenizer = tokenizer
        self._dialect = dialect
        self._spell = spell
        self._draw_call_id = draw_call_id
        # With it special tokens that are markers are text: the parser sees them.
        self._decoding = tokenizer.decoding(shown_ids=frozenset(spell.signs))
        self._signs = {
            token_id: Sign(character, spell.unsign(character), _made(self._decoding, token_id))
            for token_id, character in spell.signs.items()
        }
        self._marks = _marks(dialect, spell)

    def reader(
        self,
        choice: int,
        wants: Wants = NOTHING,
        *,
        stop: tuple[str, ...] = (),
        goes_on: bool = False,
        has_facts: bool = False,
    ) -> Reader:
        """A fresh one. goes_on: with the prompt's text, which an answer does not. has_facts: tells
        of the content's tokens."""
        if self._dialect.is_plain(wants):
            return self.plain(choice, stop=stop, goes_on=goes_on, has_facts=has_facts)
        custom = (tool.name for tool in wants.tools if tool.kind is ToolKind.CUSTOM)
        return DialectReader(
            choice,
            detokenizer=self._decoding.detokenizer(goes_on=goes_on),
            signs=self._signs,
            parser=self._dialect.parser(wants, self._spell),
            stop=stop,
            witness=self._witness(goes_on=goes_on) if has_facts else None,
            marks=None if wants.thinking is Thinking.NEVER else self._marks,
            is_opened=wants.thinking is Thinking.OPENED,
            custom_tools=frozenset(custom),
            draw_call_id=self._draw_call_id,
        )

    def plain(
        self, choice: int, *, stop: tuple[str, ...], goes_on: bool, has_facts: bool
    ) -> PlainReader:
        """Of text that is in no dialect."""
        witness = self._tokenizer.witness(goes_on=goes_on) if has_facts else None
        detokenizer = self._tokenizer.detokenizer(goes_on=goes_on)
        return PlainReader(choice, ChoiceText(detokenizer, stop, witness))

    def _witness(self, *, goes_on: bool) -> Witness:
        return Witness(self._decoding.spelling(goes_on=goes_on), self._decoding.literal_of)


def _made(decoding: Decoding, token_id: int) -> str:
    """What becomes of a marker in the midst of a text. A space before it is not the marker's."""
    detokenizer = decoding.detokenizer(goes_on=True)
    return (detokenizer.push((token_id,)) + detokenizer.finish()).removeprefix(" ")


def _marks(dialect: Dialect, spell: Spell) -> ThoughtMarks | None:
    if dialect.thought is None:
        return None
    opens, closes = dialect.thought
    return ThoughtMarks(_signed(opens, spell), _signed(closes, spell))


def _signed(text: str, spell: Spell) -> str:
    """As the parser is shown it: what opens a thought may be several markers in a row."""
    for marker in sorted(spell.ids, key=len, reverse=True):
        text = text.replace(marker, spell.sign(marker))
    return text
