"""A model folder's text side: messages to prompt ids, ids back to text.

Joins template, dialect and tokenizer, and holds their promise between them: what a client wrote
never becomes a control token, whatever the template makes of it. Knows nothing of the model itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from rejoinder.chat.ask import Ask, Effort, Message
from rejoinder.chat.dialects.base import Thinking
from rejoinder.chat.dialects.detect import AUTO, speaking
from rejoinder.chat.disguise import Disguise
from rejoinder.chat.efforts import BUDGETS, Efforts, find, is_closed, is_open
from rejoinder.chat.model_folder import TextFiles, read_text_files
from rejoinder.chat.probe import USER
from rejoinder.chat.template import PLAIN, Options, Template
from rejoinder.chat.tokenizer import Tokenizer
from rejoinder.chat.turns import Voice
from rejoinder.clock import Clock, SystemClock
from rejoinder.errors import InvalidRequest, InvalidValue

_USUAL = Options()
_NO_EFFORTS = Efforts({effort: {} for effort in Effort}, can_stop=True, is_told_to_begin=False)


class Prompt(msgspec.Struct, frozen=True):
    """What a choice starts from, at least one id, and whether its text begins within a thought."""

    token_ids: tuple[int, ...]
    thinking: Thinking


class PromptMaker:
    """Satisfies what engines/local.py needs of text. Safe to use from several threads.

    stop_ids: the tokens that end an answer. digest: of everything that shapes a prompt. dialect:
    how the model writes calls and thoughts. spell: its markers, as the tokenizer has them. thinks:
    whether the model was taught to.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        template: Template,
        files: TextFiles,
        *,
        dialect: str = AUTO,
    ) -> None:
        """dialect: a name, or AUTO to have it found from the template. Raises BadSetting."""
        self.tokenizer = tokenizer
        self.stop_ids = _stop_ids(tokenizer, template, files)
        found = speaking(
            template, dialect, knows_token=lambda one: tokenizer.added_id(one) is not None
        )
        self.template = found.template
        self.dialect = found.dialect
        self.spell = self.dialect.spell(
            {marker: tokenizer.added_id(marker) for marker in self.dialect.markers}
        )
        self._thought = found.thought
        self._efforts = _NO_EFFORTS
        if found.thought is not None:
            self._efforts = find(
                lambda values: template.attempt((USER,), template.habits, values=values),
                template.variables,
                template.compared,
                found.thought,
            )
        self.digest = f"{files.digest} {self.dialect.name} {found.thought}"

    @classmethod
    def from_folder(
        cls, folder: Path, *, clock: Clock | None = None, dialect: str | None = None
    ) -> PromptMaker:
        """dialect: the name of one, None or `auto` to have it found. Raises BadModelFolder,
        UnsupportedModel or BadSetting. Takes up to seconds: call it in a thread."""
        tokenizer = Tokenizer.from_file(folder / "tokenizer.json")
        files = read_text_files(folder)
        specials = dict(files.specials)
        if files.template is None:
            specials["bos_token"] = tokenizer.opening()
        source = PLAIN if files.template is None else files.template
        template = Template(source, specials=specials, clock=clock or SystemClock())
        return cls(tokenizer, template, files, dialect=dialect or AUTO)

    @property
    def vocab_size(self) -> int:
        return self.tokenizer.vocab_size

    @property
    def thinks(self) -> bool:
        return self._thought is not None

    # Prompts that a program wrote

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

    # Prompts made of messages

    def prompt(self, ask: Ask, *, max_thought_tokens: int | None = None) -> Prompt:
        """max_thought_tokens: what the thought will be limited to, for templates that tell it.

        Raises InvalidRequest where the template refuses, or the model has nothing for a field.
        """
        if ask.prompt is not None:
            return Prompt(self.prompt_ids(ask.prompt), Thinking.NEVER)
        options = self._options(ask, max_thought_tokens)
        text, disguise = self._render(ask.messages, options)
        return Prompt(self._encode(text, disguise), self._thinking(text, ask))

    def token_ids(self, messages: Sequence[Message], options: Options = _USUAL) -> tuple[int, ...]:
        """The prompt. At least one id. Raises InvalidRequest where the template refuses."""
        return self._encode(*self._render(messages, options))

    def render(self, messages: Sequence[Message], options: Options = _USUAL) -> str:
        """The prompt as text."""
        text, disguise = self._render(messages, options)
        return text if disguise is None else disguise.lift(text)

    def _options(self, ask: Ask, max_thought_tokens: int | None) -> Options:
        fields: dict[str, tuple[str, object]] = {}
        if ask.effort is not None:
            if ask.effort is not Effort.NONE and not self.thinks:
                raise InvalidValue(
                    param="reasoning_effort",
                    value=ask.effort.value,
                    rule="this model does not think",
                    hint="`none` is what it does anyway.",
                )
            values = dict(self._efforts.values[ask.effort])
            if max_thought_tokens is not None:
                known = (one for one in BUDGETS if one in self.template.variables)
                values |= dict.fromkeys(known, max_thought_tokens)
            fields = {name: ("reasoning_effort", value) for name, value in values.items()}
        if ask.verbosity is not None:
            if "verbosity" in self.template.variables:
                fields["verbosity"] = ("verbosity", ask.verbosity)
            elif ask.verbosity != "medium":
                raise InvalidValue(
                    param="verbosity",
                    value=ask.verbosity,
                    rule="this model's chat template knows nothing of it",
                    hint="`medium` is what it does anyway.",
                )
        return Options(
            variables=ask.template_kwargs,
            adds_generation_prompt=ask.adds_generation_prompt,
            continues_final=ask.continues_final,
            tool_use=ask.tool_use,
            answer_format=ask.answer_format,
            fields=fields,
        )

    def _thinking(self, text: str, ask: Ask) -> Thinking:
        """text: the prompt, with a client's letters in disguise: it cannot forge a thought."""
        if self._thought is None:
            return Thinking.NEVER
        begun = ask.messages[-1].content or "" if ask.continues_final else ""
        if begun.strip():
            opens, closes = (text.rfind(mark.strip()) for mark in self._thought)
            in_message = max(opens, closes) >= len(text) - len(begun)
            is_thought = in_message and opens > closes
            return Thinking.OPENED if is_thought else Thinking.NEVER
        if is_open(text, self._thought):
            return Thinking.OPENED
        if is_closed(text, self._thought):
            return Thinking.NEVER
        if ask.effort is Effort.NONE and self._efforts.can_stop:
            return Thinking.NEVER
        return Thinking.NEVER if self._efforts.is_told_to_begin else Thinking.MAY

    def _encode(self, text: str, disguise: Disguise | None) -> tuple[int, ...]:
        if disguise is None:
            token_ids = self.tokenizer.encode(text)
        else:
            token_ids = self.tokenizer.encode_disguised(text, disguise)
        if not token_ids:
            raise InvalidRequest("The messages are an empty prompt.", param="messages")
        return tuple(token_ids)

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
            special_only = voice is not Voice.CLIENT
            return literals.cover(text, disguise.put, special_only=special_only)

        def be_wary(text: str, voice: Voice) -> str:
            if voice is Voice.CLIENT:
                return disguise.put(text)
            if voice is Voice.ASSISTANT:
                return literals.cover_around(text, disguise.put)
            return cover(text, voice)

        wary: str | None = None
        with contextlib.suppress(InvalidRequest):  # it wants letters as they are, as in some ids
            wary = disguise.found(self.template.render(messages, options, through=be_wary))
        if wary is not None and disguise.lift(wary) == plain:
            return wary, disguise
        # It looks at letters. Only those that spell control tokens are kept from it then.
        covered = plain
        if any(cover(text, voice) != text for text, voice in said):
            covered = disguise.found(self.template.render(messages, options, through=cover))
        if wary is None:
            return covered, disguise
        # A template can also put a control token together: out of pieces that stand side by side,
        # or by taking out what stood between. With all telling letters in disguise it cannot, so
        # it then writes its own and no others.
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
