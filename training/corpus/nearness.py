"""Whether a sentence that a grammar put together is nearly one that is held out.

Many-branched phrasings meet a held-out line by chance; such a sentence is then not trained.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.grammar import Phrasings

# Words that say nothing of what a sentence is about, in the languages of the corpus.
_IDLE = frozenset(
    re.findall(
        r"\w+",
        """
        a an the and or but of to in on at for with from by is are was were be been am it its this that these those
        i you he she we they me my your our his her their him us them do does did not no so very will would can could
        has have had as if when there here one das ist der die ein wir ich le la est un je nous el es de il che di o e
        dit het een
        """,
    )
)
_KEPT: dict[int, tuple[frozenset[str], ...]] = {}


def _content(text: str) -> frozenset[str]:
    plain = re.sub(r"\{[a-z]\}", " ", text.lower())
    words = frozenset(re.findall(r"[^\W\d_]+", plain))
    return words - _IDLE or words


def near(text: str, form: Phrasings) -> bool:
    """Whether half of the words of the two are the same, for any held-out line of the form."""
    if id(form) not in _KEPT:
        _KEPT[id(form)] = tuple(_content(re.sub(r"[\[\]|]", " ", one)) for one in form.held_out)
    words = _content(text)
    return any(2 * len(words & kept) >= len(words | kept) for kept in _KEPT[id(form)])


def apart(rng: random.Random, form: Phrasings, draw: Callable[[random.Random], str]) -> str:
    """A drawn sentence that is not near a held-out one of this form."""
    for _ in range(20):
        text = draw(rng)
        if not near(text, form):
            return text
    return text
