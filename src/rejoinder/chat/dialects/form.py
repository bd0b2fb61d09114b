"""How a family writes an answer, as data. `formed.py` makes a dialect of it.

An answer is a thought, content and calls, each of which may be missing. For most families:

    Form(
        thought=Fence("<think>", "</think>", inside="\\n", after="\\n\\n"),
        calls=Calls(
            call=(Text("<tool_call>\\n"), JsonCall(), Text("\\n</tool_call>")),
            lead="\\n",
            between="\\n",
        ),
    )

is `<think>\\n…\\n</think>\\n\\n…\\n<tool_call>\\n{…}\\n</tool_call>\\n<tool_call>…`. To describe a
family:

1. *Thoughts*: what opens and closes them, the newlines inside and after.
2. *Content* stands free for most. Where it has markers of its own (Harmony's channels), each kind
   of content is a `Fence` in `contents`; `join` is what stands between two sections.
3. *Calls*: what one call is made of (`elements.py`, `json_call.py`, `tag_arguments.py`), what
   stands before the first, between two and after the last. The first thing written of calls
   (`opens`, or the first `Text` of a call) must be a marker that content will not hold by chance.
   With a `Bare` call there need be none; but then the first of `others` must have one, for answers
   that might be taken for a call.
4. *Other ways* in which calls were seen, by models that nothing held to the grammar, go into
   `others`: they are only read.
5. *A custom tool with a grammar of its own* is given text that JSON cannot hold. `JsonCall` and
   `JsonArguments` have a place for it, `{}` and the text on the next line, which the first marker
   of the call's end closes if it is one token, or else the end of the answer.
6. `markers` lists all that may be single tokens. In every text of a form they are found by
   themselves, longest first.

Then add the dialect to the list in `catalogue.py` and to the harness's in `tests/chat/dialects/`,
which asks of it all that is promised.

Space. What is written is exact, and forced by the grammar. What is read may have any space, or
none, between words and markers. What a reader of the answer does not see: newlines around a
thought, and all space right before a call, between calls, and after them.
"""

from __future__ import annotations

from dataclasses import dataclass

from rejoinder.chat.dialects.elements import Bare, Element, Text
from rejoinder.grammar.text import Part


@dataclass(frozen=True, slots=True)
class Fence:
    """What stands around a thought, or around content.

    inside: newlines that the family writes after the opening and before the closing. after: what it
    writes between the closing and what follows. others: what opens the same too, read only.
    closed_by_stop: the closing is a stop token, see `elements.Stop`.
    """

    opens: str
    closes: str
    inside: str = ""
    after: str = ""
    others: tuple[str, ...] = ()
    closed_by_stop: bool = False


@dataclass(frozen=True, slots=True)
class Calls:
    """How calls are written.

    call: one. opens, between, closes: around all calls of an answer, and between two. lead: between
    content and the calls. is_single: the family makes one call in an answer, never more.
    """

    call: tuple[Element, ...]
    opens: str = ""
    between: str = ""
    closes: str = ""
    lead: str = ""
    is_single: bool = False

    @property
    def opening(self) -> str:
        """The first thing written of them."""
        return self.opens or self.call_opening

    @property
    def is_bare(self) -> bool:
        """Whether nothing but how they begin tells them from content."""
        return isinstance(self.call[0], Bare)

    def may_seem(self, answer: Part | None) -> bool:
        """Whether content in this form could begin as they do."""
        first = self.call[0]
        return answer is not None and isinstance(first, Bare) and first.may_seem(answer)

    @property
    def call_opening(self) -> str:
        """What one call begins with; empty for a call without a marker."""
        first = self.call[0]
        return first.text if isinstance(first, Text) else ""


@dataclass(frozen=True, slots=True)
class Form:
    """See above.

    contents: empty where content stands free; else the kinds of content, of which the last is what
    an answer ends with. join: between two sections. dropped: texts that mean nothing where a
    section may begin, as `join`.
    """

    calls: Calls | None = None
    thought: Fence | None = None
    contents: tuple[Fence, ...] = ()
    join: str = ""
    others: tuple[Calls, ...] = ()
    dropped: tuple[str, ...] = ()
