"""What is known of each token, kept until the text it belongs to is shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from rejoinder.chat.content_map import ContentMap
from rejoinder.chat.delta import LikelyToken, TokenFacts
from rejoinder.chat.spelling import Spelling


class _Seen:
    """A token that was said. left: what it spells and is not made yet. start and end: its place
    among the characters made, as far as that is known."""

    __slots__ = ("end", "facts", "left", "start")

    def __init__(self, facts: TokenFacts) -> None:
        self.facts = facts
        self.left = facts.token.spelled
        self.start: int | None = None
        self.end: int | None = None


class Witness:
    """One choice's. Told what each token spells and what of it was made and shown, it deals the
    characters out to the tokens.

    A token is told of when all its text is shown. Where a stop string cuts the text, a token that
    is partly shown is told of, and one that is not shown at all is not. A character that several
    tokens spell belongs to each of them; a token without text to the place where it stands.
    """

    def __init__(self, spelling: Spelling, literal_of: Callable[[int], str]) -> None:
        """literal_of: a token's name in the vocabulary, for those that spell nothing."""
        self._spelling = spelling
        self._literal_of = literal_of
        self._unmade: deque[_Seen] = deque()
        self._untold: deque[_Seen] = deque()
        self._num_made = 0
        self._num_shown = 0

    def said(
        self, token_id: int, logprob: float, top: Sequence[tuple[int, float]], *, made: str
    ) -> None:
        """made: what the detokenizer then handed out."""
        self._unmade.append(self._see(token_id, logprob, top))
        self._make(made)

    def marked(
        self, token_id: int, logprob: float, top: Sequence[tuple[int, float]], *, made: str
    ) -> None:
        """A marker was said, which counts as one character. made: what stands before it and was
        held back until now; nothing is any more."""
        self._make(made)
        self._settle(self._num_made)
        seen = self._see(token_id, logprob, top)
        seen.start = self._num_made
        self._num_made += 1
        seen.end = self._num_made

    def ended(self, *, made: str) -> None:
        """The detokenizer has nothing any more after this."""
        self._make(made)
        self._settle(self._num_made)

    def shown(self, text: str) -> None:
        self._num_shown += len(text)

    def take(self, *, is_cut: bool) -> tuple[TokenFacts, ...]:
        """Of the tokens that are all shown. is_cut: nothing more will be shown."""
        told = []
        while self._untold and self._is_shown(self._untold[0], in_part=is_cut):
            told.append(self._untold.popleft().facts)
        if is_cut:
            self._untold.clear()
        return tuple(told)

    def take_content(self, content: ContentMap, *, is_cut: bool) -> tuple[TokenFacts, ...]:
        """Where only some of what is made is content: of the tokens that hold any, those whose
        characters are all decided on. Others are forgotten. is_cut: the content ends here, for now
        at least, so that a token is told of by what is known of it."""
        self._num_shown = content.num_decided
        told = []
        while self._untold and self._is_shown(self._untold[0], in_part=is_cut):
            seen = self._untold.popleft()
            end = self._num_shown if seen.end is None else min(seen.end, self._num_shown)
            # A token that made nothing has an end and no start.
            if content.has_any(end if seen.start is None else seen.start, end):
                told.append(seen.facts)
        return tuple(told)

    def _see(self, token_id: int, logprob: float, top: Sequence[tuple[int, float]]) -> _Seen:
        seen = _Seen(
            TokenFacts(
                self._likely(token_id, logprob),
                tuple(self._likely(one, its_logprob) for one, its_logprob in top),
            )
        )
        self._spelling.push(token_id)
        self._untold.append(seen)
        return seen

    def _is_shown(self, seen: _Seen, *, in_part: bool) -> bool:
        if seen.end is not None and seen.end <= self._num_shown:
            return True
        return in_part and seen.start is not None and seen.start < self._num_shown

    def _likely(self, token_id: int, logprob: float) -> LikelyToken:
        spelled = self._spelling.spell(token_id)
        text = spelled.decode(errors="backslashreplace") or self._literal_of(token_id)
        return LikelyToken(text, spelled, logprob)

    def _make(self, text: str) -> None:
        data = text.encode()
        first = self._num_made
        self._num_made += len(text)
        # Nothing to compare while a run of bytes is held back, which a model can make long.
        if data and not b"".join(one.left for one in self._unmade).startswith(data):
            # Bytes that are no UTF-8 came out as U+FFFD: which sign is whose cannot be told, except
            # that the newest token's text is the last.
            last = self._unmade[-1] if self._unmade else None
            if last is not None and last.left and data.endswith(last.left) and last.start is None:
                last.start = self._num_made - _num_begun(last.left)
            self._settle(first)
            return
        at = 0
        while self._unmade:
            seen = self._unmade[0]
            part = data[at : at + len(seen.left)]
            if part and seen.start is None:
                # Also where the character was begun by the token before.
                seen.start = first + _num_begun(data[: at + 1]) - 1
            seen.left = seen.left[len(part) :]
            at += len(part)
            if seen.left:
                break
            seen.end = first + _num_begun(data[:at])
            self._unmade.popleft()

    def _settle(self, start: int) -> None:
        """Whatever is left of the tokens, its place ends here."""
        for seen in self._unmade:
            seen.start = start if seen.start is None else seen.start
            seen.end = self._num_made
        self._unmade.clear()


def _num_begun(data: bytes) -> int:
    """How many characters begin in some UTF-8."""
    return sum(byte & 0xC0 != 0x80 for byte in data)
