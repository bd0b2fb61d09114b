"""Arguments one by one, each between tags: `<parameter=city>\\nOslo\\n</parameter>`."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rejoinder.chat.ask import Tool, ToolKind
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import (
    MAX_NAME_CHARS,
    CallRead,
    Element,
    Raw,
    is_raw,
    words,
)
from rejoinder.chat.dialects.json_call import INPUT, arguments_part, read_arguments
from rejoinder.chat.dialects.json_text import Out, copy_value, escaped
from rejoinder.chat.dialects.reader import (
    SPACE,
    CutShort,
    Reader,
    Reading,
    Stops,
    Unreadable,
    ignore,
)
from rejoinder.chat.dialects.rules import ANY, Pieces, Rules, holds, pattern_of
from rejoinder.chat.dialects.tag_schema import (
    ALL_TYPES,
    Parameter,
    Parameters,
    is_only_text,
    parameters_of,
    told,
    type_of,
)

_FEW_SPACES = r"[ \t\r\n]{0,8}"  # as the reader's
_OTHER_NAME = "/[A-Za-z_][A-Za-z0-9_.-]{0,63}/"
_ANY_TEXT = Parameter("", False, frozenset({"string"}), text=ANY)
_ANY_JSON = Parameter("", False)


@dataclass(frozen=True, slots=True)
class TagArguments(Element):
    """before a parameter's name, between it and the value, after the value.

    Strings stand as they are, anything else as JSON (`tag_schema.py`). between_json: between the
    name and a value in JSON, where the family tells the two apart.

    What no tags can hold stands in their place: a JSON object, after `opens_json` and before
    `closes_json`; `{}` and, on the next line, the text of a custom tool with a grammar.
    """

    before: str
    between: str
    after: str
    between_json: str = ""
    opens_json: str = ""
    closes_json: str = ""

    takes_arguments = True

    # To the grammar.

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        if is_raw(tool):
            return ("{}\n", *Raw().pieces(rules, tool))
        parameters = parameters_of(tool, are_told_apart=bool(self.between_json))
        if parameters is None:
            return (self.opens_json, rules.part("tool", arguments_part(tool)), self.closes_json)
        pieces: Pieces = ()
        for each in parameters.named:
            one = (self.before + each.name, *self._value(rules, each))
            pieces = (*pieces, *(one if each.is_required else (rules.maybe(one),)))
        if parameters.others is not None:
            taken = [pattern_of(each.name) for each in parameters.named]
            name = f"{_OTHER_NAME} & ~/({'|'.join(taken)})/" if taken else _OTHER_NAME
            value = self._value(rules, parameters.others)
            pieces = (*pieces, rules.many((self.before, rules.terminal("NAME", name), *value)))
        return pieces

    def _value(self, rules: Rules, parameter: Parameter) -> Pieces:
        if parameter.text is None:
            assert parameter.json is not None
            value = rules.part("value", parameter.json)
            betweens = [(each,) for each in self.betweens_json(parameter.types)]
            between = rules.choice(betweens) if betweens[1:] else betweens[0][0]
            return (between, value, self.after)
        ending = self.after
        if rules.is_token(ending.lstrip()):
            # What is free may end with the newline that comes before it: the parser takes one away.
            ending = ending.lstrip()
        inside = parameter.text
        if not rules.is_token(ending):
            closing = f"~/{holds(_FEW_SPACES.join(map(pattern_of, words(ending))))}/"
            inside = f"({inside}) & {closing}"
        return (self.between, *rules.free_until(ending, inside))

    def betweens_json(self, types: frozenset[str]) -> tuple[str, ...]:
        """What may stand between a name and a value in JSON that has one of the types."""
        return (self.between_json or self.between,)

    # From text.

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        opening = Stops([_words(reader, self.before)])
        tool = call.tool
        parameters = (parameters_of(tool) if tool else None) or Parameters(())
        is_first = True
        while True:
            yield from reader.skip(SPACE)
            if stop := (yield from reader.comes(opening)):
                reader.take(stop.num_chars)
                yield from self._read_one(reader, call, parameters, is_first=is_first)
                is_first = False
            elif is_first and (yield from self._is_json(reader)):
                yield from read_arguments(reader, call)
                if not call.has_text:
                    yield from reader.expect_words(_words(reader, self.closes_json))
                return
            else:
                break
        if is_first:
            yield from self._expect_closing(reader, call)
            call.begin()
        elif reader.is_within(opening):
            reader.take(reader.num_waiting)
        if not call.is_custom:
            call.give("{}" if is_first else "}")
        call.end()

    def _expect_closing(self, reader: Reader, call: CallRead) -> Reading[None]:
        """Without any arguments what follows must show that it is a call."""
        if call.closing and not (yield from reader.comes(Stops([call.closing[:1]]))):
            texts = (_words(reader, self.before), _words(reader, self.opens_json))
            stops = Stops([call.closing[:1], *filter(None, texts)])
            raise CutShort if reader.is_within(stops) else Unreadable

    def _is_json(self, reader: Reader) -> Reading[bool]:
        """Whether a JSON object comes, and nothing else; past what opens it."""
        opens = _words(reader, self.opens_json)
        if opens and (stop := (yield from reader.comes(Stops([opens])))):
            reader.take(stop.num_chars)
            yield from reader.skip(SPACE)
        return (yield from reader.ahead(1)) == "{"

    def _read_one(
        self, reader: Reader, call: CallRead, parameters: Parameters, *, is_first: bool
    ) -> Reading[None]:
        """Read a parameter, of which the tag has been opened."""
        texts = [self.between, *(self.betweens_json(ALL_TYPES) if self.between_json else ())]
        name, which = yield from _read_name(reader, Stops([_words(reader, each) for each in texts]))
        call.begin()
        if call.is_custom:
            out = call.give if name == INPUT else ignore
            yield from self._read_text(reader, lambda text: out(reader.unsigned(text)))
            return
        call.give(("{" if is_first else ", ") + json.dumps(name, ensure_ascii=False) + ": ")
        parameter = parameters.of(name)
        if self.between_json:
            parameter = _ANY_JSON if which else _ANY_TEXT
        if is_only_text(parameter):
            call.give('"')
            yield from self._read_text(reader, lambda text: call.give(_quoted(reader, text)))
            call.give('"')
            return
        held: list[str] = []
        yield from self._read_text(reader, held.append, is_json=parameter.text is None)
        call.give(told(reader.unsigned("".join(held)), parameter))

    def _read_text(self, reader: Reader, out: Out, *, is_json: bool = False) -> Reading[None]:
        """Read to the closing tag. One newline after the opening and one before the closing are the
        family's, if it writes them. is_json: what looks like a tag inside JSON is none."""
        if self.between.endswith("\n") and (yield from reader.ahead(1)) == "\n":
            reader.take(1)
        kept = ""

        def give(text: str, _: int) -> None:
            nonlocal kept
            text = kept + text
            kept = "\n" if self.after.startswith("\n") and text.endswith("\n") else ""
            out(text[: len(text) - len(kept)])

        if is_json:
            give((yield from _read_json(reader)), 0)
        stop = yield from reader.until(Stops([_words(reader, self.after)]), give)
        if stop is None:
            out(kept)
            raise CutShort
        reader.take(stop.num_chars)

    def write(self, call: WrittenCall, index: int) -> str:
        if is_raw(call.tool):
            return "{}\n" + call.arguments
        if call.tool.kind is ToolKind.CUSTOM:
            return self._written(INPUT, call.arguments)
        members = json.loads(call.arguments)
        return "".join(self._written(name, value) for name, value in members.items())

    def _written(self, name: str, value: object) -> str:
        if isinstance(value, str):
            return self.before + name + self.between + value + self.after
        between = self.betweens_json(type_of(value))[0]
        return self.before + name + between + json.dumps(value, ensure_ascii=False) + self.after


def _read_name(reader: Reader, stops: Stops) -> Reading[tuple[str, int]]:
    """A parameter's name, and which of the stops follows it."""
    pieces: list[str] = []

    def give(text: str, _: int) -> None:
        pieces.append(text)
        if sum(map(len, pieces)) > MAX_NAME_CHARS:
            raise Unreadable

    stop = yield from reader.until(stops, give)
    if stop is None:
        raise CutShort
    reader.take(stop.num_chars)
    return reader.unsigned("".join(pieces)).strip(), stop.which


def _read_json(reader: Reader) -> Reading[str]:
    """JSON that may hold what looks like a tag; or else the beginning of what is none."""
    pieces: list[str] = []
    reader.mark()
    yield from reader.skip(SPACE)
    if (yield from reader.ahead(1)) not in ("{", "[", '"'):
        return reader.unwind()[0]
    try:
        yield from copy_value(reader, pieces.append)
    except CutShort:
        raise
    except Unreadable:
        return reader.unwind()[0]
    reader.commit()
    return "".join(pieces)


def _words(reader: Reader, text: str) -> tuple[str, ...]:
    return words(reader.signed(text))


def _quoted(reader: Reader, text: str) -> str:
    return escaped(reader.unsigned(text))
