"""Where chat templates run: they come with a model's files and are not trusted.

Jinja's immutable sandbox keeps them from Python's insides. What it does not bound is work: loops,
doubled strings, wide formats. Here every loop, joined string and product is charged to a budget of
the rendering, so a template can be wrong but cannot hang or fill the server. The behaviour is
otherwise that of Hugging Face's `apply_chat_template`: the same options, filters and functions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from datetime import datetime

import jinja2
import jinja2.ext
import jinja2.filters
import jinja2.meta
import jinja2.nodes
import jinja2.parser
import jinja2.runtime
import jinja2.sandbox
from jinja2.visitor import NodeTransformer

# Ours: about 2 s of a template's loops. A template that looks at every message for each message
# passes 1,400 messages; one that looks at each a few times, any number a request may have.
MAX_STEPS = 2_000_000
# Ours, in proportion: a call takes as long as several passes of a loop, and longer where a macro
# writes a schema inside a schema, which small ones can ask for without end. Appending holds memory.
STEPS_PER_CALL = 40
STEPS_PER_APPEND = 50
# Ours: as much text as the largest body holds, with room for the template's own.
MAX_CHARACTERS = 32 * 2**20
# Ours: the widest padding or longest repetition any real template asks for is below a hundred.
MAX_NUMBER = 100_000

# Ours: a step of the budget also pays for this much text, which bounds what a rendering can hold.
CHARACTERS_PER_STEP = 16

_BUDGET = "_rejoinder_budget"
_WIDE = re.compile(r"\d{5,}|\*")
_WORD = re.compile(r"[\w$-]{1,64}", re.ASCII)

# What can go wrong while foreign code runs in the sandbox. RecursionError: it calls itself.
FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    MemoryError,
    TypeError,
    ValueError,
)


class TooMuchWork(jinja2.TemplateRuntimeError):
    """The rendering's budget is spent."""


class Refusal(jinja2.TemplateRuntimeError):
    """The template itself said no, by `raise_exception`."""


class Budget:
    """What one rendering may still do."""

    def __init__(self) -> None:
        self._num_steps = MAX_STEPS

    def charge(self, num_steps: int) -> None:
        self._num_steps -= num_steps
        if self._num_steps < 0:
            raise TooMuchWork(f"it takes more than {MAX_STEPS} steps")


class Program:
    """A compiled template. Compiling raises one of FAULTS where the source is none.

    names: what it reads of the values it is given (some of them it may also set itself).
    words: its own short constants and the attributes that it asks for: `type`, `json_schema`.
    compared: by name, the words that it compares a value with.
    """

    def __init__(self, source: str, *, today: Callable[[], datetime]) -> None:
        environment = _environment(today)
        self._template = environment.from_string(source)
        parsed = environment.parse(source)
        self.words = frozenset(_words(parsed))
        self.compared = _compared(parsed)
        # Last: it computes what is constant, and puts the results in the place of what was written.
        read = jinja2.meta.find_undeclared_variables(parsed)
        self.names = frozenset(read - environment.globals.keys())

    def render(self, values: Mapping[str, object]) -> str:
        """Raises one of FAULTS."""
        pieces = []
        num_left = MAX_CHARACTERS
        for piece in self._template.generate({**values, _BUDGET: Budget()}):
            num_left -= len(piece)
            if num_left < 0:
                raise TooMuchWork(f"it writes more than {MAX_CHARACTERS} characters")
            pieces.append(piece)
        return "".join(pieces)


def _words(parsed: jinja2.nodes.Template) -> Iterator[str]:
    for constant in parsed.find_all(jinja2.nodes.Const):
        if isinstance(constant.value, str) and _WORD.fullmatch(constant.value):
            yield constant.value
    for attribute in parsed.find_all(jinja2.nodes.Getattr):
        yield attribute.attr


def _compared(parsed: jinja2.nodes.Template) -> dict[str, tuple[str, ...]]:
    """Of `effort == "low"`, `"low" == effort | lower`, `effort in ["low", "high"]`."""
    found: dict[str, dict[str, None]] = {}
    for comparison in parsed.find_all(jinja2.nodes.Compare):
        sides = [comparison.expr, *(operand.expr for operand in comparison.ops)]
        words = [
            constant.value
            for side in sides
            for constant in [side, *getattr(side, "items", ())]
            if isinstance(constant, jinja2.nodes.Const) and isinstance(constant.value, str)
        ]
        for side in sides:
            while isinstance(side, jinja2.nodes.Filter) and side.node is not None:
                side = side.node
            if isinstance(side, jinja2.nodes.Name):
                found.setdefault(side.name, {}).update(dict.fromkeys(words))
    return {name: tuple(words) for name, words in found.items()}


def _environment(today: Callable[[], datetime]) -> jinja2.Environment:
    environment = _Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_Generation, jinja2.ext.loopcontrols],
    )
    filters = environment.filters
    for name in ("batch", "pprint", "random", "slice", "urlize", "wordwrap", "xmlattr"):
        del filters[name]  # no chat template needs them, and each can be made to do much work
    for name in ("center", "indent"):
        filters[name] = _with_small_numbers(filters[name])
    filters |= {
        "tojson": _to_json,
        "format": _format,
        "join": _join,
        "replace": _replace,
        _STEPS: _steps,
        _JOINED: _joined,
        _WRITTEN: _written,
    }
    del environment.globals["lipsum"]
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = lambda format: today().strftime(format)
    return environment


class _Environment(jinja2.sandbox.ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def _generate(
        self,
        source: jinja2.nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        return super()._generate(_Counting(self).visit(source), name, filename, defer_init)

    def call_binop(
        self, context: jinja2.runtime.Context, operator: str, left: object, right: object
    ) -> object:
        if operator == "%" and isinstance(left, str):
            _check_format(left)
        elif operator == "**":
            _check_numbers(left, right)
        elif operator == "*":
            for one, other in ((left, right), (right, left)):
                if isinstance(one, Sized) and isinstance(other, int):
                    _check_size(one, len(one) * other)
        elif operator == "+" and isinstance(left, Sized) and isinstance(right, Sized):
            _check_size(left, len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        # Some templates (Kimi-K2's) gather messages in lists of their own. Everything they are
        # given is made anew for each rendering, so nothing of ours can be changed.
        if isinstance(obj, list) and attr in {"append", "pop"}:
            return True
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> Callable[..., str] | None:
        wrapped = super().wrap_str_format(value)
        if wrapped is not None:
            _check_format(str(getattr(value, "__self__", "")))
        return wrapped

    def call(
        __self,
        __context: jinja2.runtime.Context,
        __obj: object,
        *args: object,
        **kwargs: object,
    ) -> object:
        owner = getattr(__obj, "__self__", None)
        # Macros that call themselves and loops over what they append to would never end.
        _budget(__context).charge(STEPS_PER_APPEND if isinstance(owner, list) else STEPS_PER_CALL)
        if isinstance(owner, str | bytes):
            _check_numbers(*args, *kwargs.values())
            name = getattr(__obj, "__name__", "")
            if name == "replace" and len(args) >= 2 and isinstance(owner, str):
                _check_replace(owner, args[0], args[1])
            elif name == "join" and args and isinstance(args[0], list | tuple):
                _check_length(sum(len(str(one)) + len(owner) for one in args[0]))
        return super().call(__context, __obj, *args, **kwargs)


_STEPS = "_rejoinder_steps"
_JOINED = "_rejoinder_joined"
_WRITTEN = "_rejoinder_written"


class _Counting(NodeTransformer):
    """Sends what every `for` goes through, every `~` and all that is written past the budget."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment

    def visit_For(self, node: jinja2.nodes.For) -> jinja2.nodes.Node:
        self.generic_visit(node)
        num_characters = sum(len(data.data) for data in node.find_all(jinja2.nodes.TemplateData))
        node.iter = self._filtered(node.iter, _STEPS, jinja2.nodes.Const(num_characters))
        return node

    def visit_Concat(self, node: jinja2.nodes.Concat) -> jinja2.nodes.Node:
        self.generic_visit(node)
        return self._filtered(jinja2.nodes.List(node.nodes, lineno=node.lineno), _JOINED)

    def visit_Output(self, node: jinja2.nodes.Output) -> jinja2.nodes.Node:
        self.generic_visit(node)
        node.nodes = [
            one if isinstance(one, jinja2.nodes.TemplateData) else self._filtered(one, _WRITTEN)
            for one in node.nodes
        ]
        return node

    def _filtered(
        self, node: jinja2.nodes.Node, name: str, *args: jinja2.nodes.Expr
    ) -> jinja2.nodes.Filter:
        assert isinstance(node, jinja2.nodes.Expr)
        filtered = jinja2.nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)
        filtered.set_environment(self._environment)
        return filtered


def _budget(context: jinja2.runtime.Context) -> Budget:
    budget = context.resolve(_BUDGET)
    assert isinstance(budget, Budget)
    return budget


@jinja2.pass_context
def _steps(context: jinja2.runtime.Context, items: object, num_characters: int) -> object:
    """num_characters: what the loop's body writes of itself each time."""
    budget = _budget(context)
    cost = 1 + num_characters // CHARACTERS_PER_STEP
    if isinstance(items, Sized):
        budget.charge(len(items) * cost)
        return items
    return _counted(items, budget, cost)


def _counted(items: object, budget: Budget, cost: int) -> Iterator[object]:
    for item in items:  # type: ignore[attr-defined]  # a TypeError here is the template's
        budget.charge(cost)
        yield item


@jinja2.pass_context
def _written(context: jinja2.runtime.Context, value: object) -> object:
    if isinstance(value, str):
        _budget(context).charge(1 + len(value) // CHARACTERS_PER_STEP)
    return value


@jinja2.pass_context
def _joined(context: jinja2.runtime.Context, items: list[object]) -> str:
    texts = [str(item) for item in items]
    _check_length(sum(map(len, texts)))
    return "".join(texts)


@jinja2.pass_environment
def _join(
    environment: jinja2.Environment,
    value: Iterable[object],
    d: str = "",
    attribute: str | int | None = None,
) -> str:
    items = [*value]
    if attribute is not None:
        items = [*map(jinja2.filters.make_attrgetter(environment, attribute), items)]
    texts = [str(item) for item in items]
    _check_length(sum(map(len, texts)) + len(texts) * len(d))
    return str(d).join(texts)


def _to_json(
    value: object,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    if indent is not None:
        _check_numbers(indent)
    return json.dumps(
        value,
        ensure_ascii=ensure_ascii,
        indent=indent,
        separators=separators,
        sort_keys=sort_keys,
        default=_as_list,
    )


def _as_list(value: object) -> list[object]:
    """Of what `map` and `select` make, which other makers of Jinja's templates have as lists."""
    if isinstance(value, Iterator):
        return [*value]
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _refuse(message: str) -> None:
    raise Refusal(message)


def _format(value: object, *args: object, **kwargs: object) -> str:
    text = str(value)
    _check_format(text)
    return text % (kwargs or args)


def _replace(value: object, old: object, new: object, count: int = -1) -> str:
    text, old_text, new_text = str(value), str(old), str(new)
    _check_replace(text, old_text, new_text)
    return text.replace(old_text, new_text, count)


def _with_small_numbers(filter_: Callable[..., object]) -> Callable[..., object]:
    def checked(value: object, *args: object, **kwargs: object) -> object:
        _check_numbers(*args, *kwargs.values())
        return filter_(value, *args, **kwargs)

    return checked


def _check_numbers(*values: object) -> None:
    if any(isinstance(one, int) and abs(one) > MAX_NUMBER for one in values):
        raise TooMuchWork(f"it asks for a number above {MAX_NUMBER}")


def _check_length(num_characters: int) -> None:
    if num_characters > MAX_CHARACTERS:
        raise TooMuchWork(f"it makes more than {MAX_CHARACTERS} characters")


def _check_size(kind: Sized, length: int) -> None:
    if isinstance(kind, str | bytes):
        _check_length(length)
    elif length > MAX_STEPS:  # an item takes eight times the room of a letter
        raise TooMuchWork(f"it makes a list of more than {MAX_STEPS}")


def _check_replace(text: str, old: object, new: object) -> None:
    if isinstance(old, str) and isinstance(new, str) and len(new) > len(old):
        _check_length(len(text) + text.count(old) * (len(new) - len(old)))


def _check_format(text: str) -> None:
    if _WIDE.search(text):
        raise TooMuchWork("it asks for a wide field")


class _Generation(jinja2.ext.Extension):
    """`{% generation %}`: marks the assistant's words for training. Here it only shows them."""

    tags = {"generation"}  # noqa: RUF012 - jinja's own declaration

    def parse(self, parser: jinja2.parser.Parser) -> list[jinja2.nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)
