"""What an ask wants of a choice's text: as a dialect is told, and as the grammar that holds it.

Knows asks, dialects and grammars; nothing of workers. What cannot be honoured together is refused
here, by name.
"""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.chat.ask import AnswerFormat, Ask, Calling, FormatKind, Syntax, ToolKind
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
            return parts.pattern_part(wanted.pattern)
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
    return None if answer is None else _alone(answer)


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
            param="ignore_eos", value=True, rule=f"with `{cause}` the answer ends where that does"
        )
    if ask.min_tokens:
        raise InvalidValue(
            param="min_tokens",
            value=ask.min_tokens,
            rule=f"with `{cause}` the answer ends where that does",
        )
    if ask.continues_final and ask.answer_format.kind is not FormatKind.TEXT:
        raise InvalidValue(
            param="continue_final_message",
            value=True,
            rule=f"with `{cause}` the answer is held to it from its first character, and cannot go "
            "on with another",
        )


def check_possible(ask: Ask, why_no_grammars: str) -> None:
    """Raise UnsupportedParameter where a grammar is needed and the model can follow none."""
    cause = _cause(ask)
    if why_no_grammars and cause is not None:
        raise UnsupportedParameter(
            param=cause,
            hint=f"With this model's tokenizer no answer can be held to a form: {why_no_grammars}.",
        )


def to_try(ask: Ask, wants: Wants, grammar: Grammar) -> Iterator[tuple[Grammar, str]]:
    """What has to be tried before the grammar is followed, and the field to blame for each.

    Where several fields have a part in it, those that can be tried alone come first, so that a
    fault of the whole is one of the rest.
    """
    for tool in wants.tools:
        if tool.kind is ToolKind.CUSTOM and tool.syntax is not Syntax.TEXT:
            is_regex = tool.syntax is Syntax.REGEX
            make = parts.pattern_part if is_regex else parts.lark_part
            yield _alone(make(tool.definition)), tool.param
    if wants.answer is None:
        yield grammar, wants.tools[0].param if len(wants.tools) == 1 else "tools"
        return
    if wants.tools:
        yield _alone(wants.answer), ask.answer_format.param
    yield grammar, "tools" if wants.tools else ask.answer_format.param


def _alone(part: Part) -> Grammar:
    return Grammar(LarkPart(f"start: @{_ANSWER}"), ((_ANSWER, part),))


def _cause(ask: Ask) -> str | None:
    """The field that makes a grammar necessary."""
    if ask.answer_format.kind is not FormatKind.TEXT:
        return ask.answer_format.param
    return "tools" if ask.tool_use.calling is not Calling.NEVER else None
