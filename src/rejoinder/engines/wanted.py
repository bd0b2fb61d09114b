"""What an ask wants of a choice's text: as a dialect is told, and as the grammar that holds it.

Knows asks, dialects and grammars; nothing of workers. What cannot be honoured together is refused
here, by name.
"""

from __future__ import annotations

from rejoinder.chat.ask import AnswerFormat, Ask, Calling, FormatKind
from rejoinder.chat.dialects.base import Dialect, Spell, Thinking, Wants
from rejoinder.errors import InvalidValue, UnsupportedParameter
from rejoinder.grammar import parts
from rejoinder.grammar.text import Grammar, LarkPart, Part

_ANSWER = "answer"


def wants_of(ask: Ask, thinking: Thinking) -> Wants:
    """thinking: as the prompt leaves it."""
    use = ask.tool_use
    may_call = use.calling is not Calling.NEVER
    return Wants(
        tools=tuple(tool for tool in use.tools if may_call and tool.name in use.callable),
        must_call=use.calling is Calling.MUST,
        is_parallel=use.is_parallel,
        answer=answer_part(ask.answer_format),
        thinking=thinking,
        shunned=() if may_call else use.tools,
    )


def answer_part(wanted: AnswerFormat) -> Part | None:
    """None where any text will do."""
    match wanted.kind:
        case FormatKind.TEXT:
            return None
        case FormatKind.JSON_OBJECT:
            return parts.object_part()
        case FormatKind.JSON_SCHEMA:
            return parts.schema_part(wanted.schema)
        case FormatKind.REGEX:
            return parts.regex_part(wanted.pattern)
        case FormatKind.CHOICE:
            return parts.choice_part(wanted.choices)
        case FormatKind.LARK:
            return parts.lark_part(wanted.definition)


def grammar_of(wants: Wants, dialect: Dialect, spell: Spell) -> Grammar | None:
    """What holds a choice of a chat to its wants; None where it may say anything at all."""
    if not wants.tools and wants.answer is None and not wants.shunned:
        return None
    return dialect.grammar(wants, spell)


def bare_grammar(answer: Part | None) -> Grammar | None:
    """Of text that is the answer and nothing else, in no dialect."""
    return None if answer is None else Grammar(LarkPart(f"start: @{_ANSWER}"), ((_ANSWER, answer),))


def check_together(ask: Ask) -> None:
    """Raise InvalidValue for what a grammar leaves no room for.

    A grammar says where the answer ends: it cannot go on until some number of tokens is reached.
    And it is followed from its beginning: what a client has begun, it knows nothing of. One that
    only keeps calls out of free text does neither.
    """
    cause = _cause(ask)
    if cause is None:
        return
    if ask.ignores_end:
        raise InvalidValue(
            param="ignore_eos", value=True, rule=f"with {cause} the answer ends where that does"
        )
    if ask.min_tokens:
        raise InvalidValue(
            param="min_tokens",
            value=ask.min_tokens,
            rule=f"with {cause} the answer ends where that does",
        )
    if ask.continues_final and ask.answer_format.kind is not FormatKind.TEXT:
        raise InvalidValue(
            param="continue_final_message",
            value=True,
            rule=f"with {cause} the answer is held to it from its first character, and cannot go "
            "on with another",
        )


def check_possible(ask: Ask, why_no_grammars: str) -> None:
    """Raise UnsupportedParameter where a grammar is needed and the model can follow none."""
    if why_no_grammars and _cause(ask) is not None:
        raise UnsupportedParameter(
            param=grammar_param(ask),
            hint=f"With this model's tokenizer no answer can be held to a form: {why_no_grammars}.",
        )


def grammar_param(ask: Ask) -> str:
    """The field that a grammar is made of, for errors about the whole of it."""
    is_free = ask.answer_format.kind is FormatKind.TEXT
    return "tools" if is_free else ask.answer_format.param


def _cause(ask: Ask) -> str | None:
    if ask.answer_format.kind is not FormatKind.TEXT:
        return f"`{ask.answer_format.param}`"
    return "`tools`" if ask.tool_use.calling is not Calling.NEVER else None
