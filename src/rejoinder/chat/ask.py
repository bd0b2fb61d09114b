"""What is wanted, checked, in messages: nothing here is optional any more.

`from_wire.py` makes an Ask out of a request; a ChatEngine answers it.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    DEVELOPER = "developer"
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


class ToolKind(StrEnum):
    """FUNCTION takes JSON; CUSTOM takes text."""

    FUNCTION = "function"
    CUSTOM = "custom"


class Syntax(StrEnum):
    """How a custom tool's text is described."""

    TEXT = "text"  # any text
    REGEX = "regex"
    LARK = "lark"


class ToolCall(msgspec.Struct, frozen=True):
    """A call an earlier assistant message made. `arguments` is the JSON text it wrote, or of a
    custom tool the text it was given."""

    call_id: str
    name: str
    arguments: str
    kind: ToolKind = ToolKind.FUNCTION


class Tool(msgspec.Struct, frozen=True):
    """What the model may call. parameters: a JSON Schema of an object, or None for a function that
    takes nothing. syntax and definition: of a custom tool's text. param: the field a client gave
    its schema or its definition in, for errors."""

    name: str
    description: str = ""
    parameters: msgspec.Raw | None = None
    is_strict: bool = False
    kind: ToolKind = ToolKind.FUNCTION
    syntax: Syntax = Syntax.TEXT
    definition: str = ""
    param: str = "tools"


class Calling(StrEnum):
    """Whether the model calls."""

    NEVER = "none"
    MAY = "auto"
    MUST = "required"


class ToolUse(msgspec.Struct, frozen=True):
    """tools: all that the model is told of, in the client's order. callable: the names of those it
    may call here, at least one unless it never calls. is_parallel: it may make several calls."""

    tools: tuple[Tool, ...] = ()
    calling: Calling = Calling.NEVER
    callable: frozenset[str] = frozenset()
    is_parallel: bool = True


class FormatKind(StrEnum):
    """What an answer's text must be."""

    TEXT = "text"
    JSON_OBJECT = "json_object"
    JSON_SCHEMA = "json_schema"
    REGEX = "regex"
    CHOICE = "choice"
    LARK = "lark"


class AnswerFormat(msgspec.Struct, frozen=True):
    """name, description, schema and is_strict are of JSON_SCHEMA; pattern of REGEX; choices of
    CHOICE; definition of LARK. param: the field a client gave it in, for errors."""

    kind: FormatKind = FormatKind.TEXT
    name: str = ""
    description: str = ""
    schema: msgspec.Raw = msgspec.Raw(b"{}")
    is_strict: bool = False
    pattern: str = ""
    choices: tuple[str, ...] = ()
    definition: str = ""
    param: str = "response_format"


class Effort(StrEnum):
    """How long a model may think, by the API's words."""

    NONE = "none"
    MINIMAL = "minimal"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class TierWanted(StrEnum):
    """What a request asks for: by name, or as the server sees fit."""

    AUTO = "auto"
    DEFAULT = "default"
    FLEX = "flex"
    SCALE = "scale"
    PRIORITY = "priority"


class Tier(StrEnum):
    """What serves a request, first the one that waits for nobody."""

    PRIORITY = "priority"
    SCALE = "scale"
    DEFAULT = "default"
    FLEX = "flex"

    @property
    def rank(self) -> int:
        """0 is served first."""
        return list(Tier).index(self)


class Message(msgspec.Struct, frozen=True):
    """One message. Text parts have been joined; `content` is None only beside tool calls.

    reasoning: what an assistant thought before it; templates decide whether it is shown again.
    refusal, where a client hands one back, has become content.
    """

    role: Role
    content: str | None
    name: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    reasoning: str | None = None


class Ask(msgspec.Struct, frozen=True):
    """One checked request.

    max_tokens None: as many as the context still holds. seed: always set (drawn if not given).
    top_k 0: no limit. stop: up to 4 non-empty strings. prompt: for the older completions, which
    have text or token ids in the place of messages; None for chat. logit_bias: as clients write it,
    ids not yet compared with the vocabulary. template_kwargs: JSON, handed to the chat template.
    continues_final: the last message, an assistant's, is gone on with instead of answered.
    effort: None where the client did not speak of it. verbosity: as effort, in the API's words low,
    medium and high.
    tier: the service tier it asks for. stores: whether the answer is to be kept.
    tenant: whose request it is; caches are not shared between tenants. cache_key: groups requests
    that share a prompt. user and metadata are for the record only.
    """

    model: str
    messages: tuple[Message, ...]
    temperature: float
    top_p: float
    top_k: int
    seed: int
    num_choices: int
    max_tokens: int | None
    stop: tuple[str, ...]
    min_p: float = 0.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    repetition_penalty: float = 1.0
    logit_bias: tuple[tuple[int, float], ...] = ()
    wants_logprobs: bool = False
    num_top_logprobs: int = 0
    min_tokens: int = 0
    ignores_end: bool = False
    stop_token_ids: tuple[int, ...] = ()
    template_kwargs: msgspec.Raw = msgspec.Raw(b"{}")
    adds_generation_prompt: bool = True
    continues_final: bool = False
    prompt: str | tuple[int, ...] | None = None
    echoes: bool = False
    tool_use: ToolUse = ToolUse()
    answer_format: AnswerFormat = AnswerFormat()
    effort: Effort | None = None
    verbosity: str | None = None
    tier: TierWanted = TierWanted.AUTO
    stores: bool = False
    tenant: str = ""
    cache_key: str = ""
    user: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
