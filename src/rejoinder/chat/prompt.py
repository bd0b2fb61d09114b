"""A model folder's text side: messages to prompt ids, ids back to text.

Joins template and tokenizer, and holds their promise between them: what a client wrote never
becomes a control token, whatever the template makes of it. Knows nothing of the model itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rejoinder.chat.ask import Message
from rejoinder.chat.choice_text import ChoiceText
from rejoinder.chat.disguise import Disguise
from rejoinder.chat.model_folder import TextFiles, read_text_files
from rejoinder.chat.template import PLAIN, Options, Template
from rejoinder.chat.tokenizer import Tokenizer
from rejoinder.chat.turns import Voice
from rejoinder.clock import Clock, SystemClock
from rejoinder.errors import InvalidRequest, InvalidValue

_USUAL = Options()


class PromptMaker:
    """Satisfies what engines/local.py needs of text. Safe to use from several threads.

    stop_ids: the tokens that end an answer. digest: of everything that shapes a prompt.
    """

    def __init__(self, tokenizer: Tokenizer, template: Template, files: TextFiles) -> None:
        self.tokenizer = tokenizer
        self.template = template
        self.digest = files.digest
        self.stop_ids = _stop_ids(tokenizer, template, files)

    @classmethod
    def from_folder(cls, folder: Path, *, clock: Clock | None = None) -> PromptMaker:
        """Raises BadModelFolder or UnsupportedModel. Takes up to seconds: call it in a thread."""
        tokenizer = Tokenizer.from_file(folder / "tokenizer.json")
        files = read_text_files(folder)
        specials = dict(files.specials)
        if files.template is None:
            specials["bos_token"] = tokenizer.opening()
        source = PLAIN if files.template is None else files.template
        template = Template(source, specials=specials, clock=clock or SystemClock())
        return cls(tokenizer, template, files)

    @property
    def vocab_size(self) -> int:
        return self.tokenizer.vocab_size

    def choice_text(
        self, stop: tuple[str, ...], *, goes_on: bool = False, has_facts: bool = False
    ) -> ChoiceText:
        """A fresh one. goes_on: with the prompt's text, which an answer does not."""
        witness = self.tokenizer.witness(goes_on=goes_on) if has_facts else None
        return ChoiceText(self.tokenizer.detokenizer(goes_on=goes_on), stop, witness)

    def prompt_ids(self, prompt: str | tuple[int, ...]) -> tuple[int, ...]:
        """Of a whole prompt that a program wrote, control tokens and all. At least one id."""
        if isinstance(prompt, str):
            token_ids = tuple(self.tokenizer.encode_prompt(prompt))
            if not token_ids:
                raise InvalidRequest("The prompt is empty.", param="prompt")
            return token_ids
        for token_id in prompt:
            if not self.tokenizer.knows(token_id):
                raise InvalidValue(
                    param="prompt", value=token_id, rule="this model has no token of that id"
                )
        return prompt

    def prompt_text(self, prompt: str | tuple[int, ...]) -> str:
        """As the client wrote it, or what its tokens spell."""
        return prompt if isinstance(prompt, str) else self.tokenizer.decode(prompt)

    def token_ids(self, messages: Sequence[Message], options: Options = _USUAL) -> tuple[int, ...]:
        """The prompt. At least one id. Raises InvalidRequest where the template refuses."""
        text, disguise = self._render(messages, options)
        if disguise is None:
            token_ids = self.tokenizer.encode(text)
        else:
            token_ids = self.tokenizer.encode_disguised(text, disguise)
        if not token_ids:
            raise InvalidRequest("The messages are an empty prompt.", param="messages")
        return tuple(token_ids)

    def render(self, messages: Sequence[Message], options: Options = _USUAL) -> str:
        """The prompt as text."""
        text, disguise = self._render(messages, options)
        return text if disguise is None else disguise.lift(text)

    def _render(self, messages: Sequence[Message], options: Options) -> tuple[str, Disguise | None]:
        """The prompt, with a client's letters in disguise where they spell control tokens."""
        said: list[tuple[str, Voice]] = []

        def note(text: str, voice: Voice) -> str:
            said.append((text, voice))
            return text

        plain = self.template.render(messages, options, through=note)
        literals = self.tokenizer.literals
        if not any(literals.may_spell(text) for text, _ in said):
            return plain, None
        disguise = Disguise(literals.letters, [plain, *(text for text, _ in said)])

        def cover(text: str, voice: Voice) -> str:
            # The assistant's own words may hold what it is trained to say: thoughts, calls.
            return literals.cover(text, disguise.put, special_only=voice is not Voice.CLIENT)

        def be_wary(text: str, voice: Voice) -> str:
            if voice is Voice.CLIENT:
                return disguise.put(text)
            if voice is Voice.ASSISTANT:
                return literals.cover_around(text, disguise.put)
            return cover(text, voice)

        covered = plain
        if any(cover(text, voice) != text for text, voice in said):
            covered = disguise.found(self.template.render(messages, options, through=cover))
        # A template can also put a control token together: out of pieces that stand side by side,
        # or by taking out what stood between. With all telling letters in disguise it cannot, so
        # it then writes its own and no others.
        try:
            wary = disguise.found(self.template.render(messages, options, through=be_wary))
        except InvalidRequest:  # it wants letters as they are
            return covered, disguise
        own = self.tokenizer.count_literals(wary)
        is_safe = self.tokenizer.count_literals(covered) <= own
        return (covered if is_safe else wary), disguise


def _stop_ids(tokenizer: Tokenizer, template: Template, files: TextFiles) -> frozenset[int]:
    """What the files say ends an answer, and what the template writes at the end of one."""
    stop_ids = set(files.eos_token_ids)
    eos = files.specials.get("eos_token")
    if eos and (eos_id := tokenizer.token_to_id(eos)) is not None:
        stop_ids.add(eos_id)
    # A list of several was made by someone who thought of turns. (In gpt-oss a turn's end is also
    # the end of its thoughts: stopping there would cut the answer off.)
    if len(files.eos_token_ids) < 2:
        turn_end = template.turn_end().lstrip()
        span = next(tokenizer.literals.find(turn_end), None)
        literal = turn_end[: span[1]] if span and span[0] == 0 else ""
        if literal in tokenizer.literals.special:
            token_id = tokenizer.token_to_id(literal)
            if token_id is not None:
                stop_ids.add(token_id)
    return frozenset(stop_ids)
