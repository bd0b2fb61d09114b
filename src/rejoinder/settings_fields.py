"""The list of settings: one struct, each field with its default, its help and its rule.

What is done with them is `settings.py`'s business. A field marked `is_secret` is never shown: not
in an error, not in a log, not in a traceback.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=1)]
Bytes = Annotated[int, Meta(ge=1)]
# Less than one answer may take: who writes `10` means another unit.
StoreBytes = Annotated[int, Meta(ge=2**20)]
Seconds = Annotated[float, Meta(ge=0)]
Budget = Annotated[int, Meta(ge=0, le=2**31 - 1)]
# What an HTTP header carries unchanged; commas separate the items of a list.
API_KEY_PATTERN = r"\A[!-+\--~]{8,256}\Z"
_BUDGET_RULE = "it must be a whole number from 0 to 2147483647"


def _about(help_text: str, rule: str, *, is_secret: bool = False) -> Meta:
    """Attach to a field what people read: the help, and the rule an error quotes."""
    return Meta(description=help_text, extra={"rule": rule, "is_secret": is_secret})


class Hidden:
    """Stands where a secret would be shown."""

    def __repr__(self) -> str:
        return "(not shown)"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default. Empty and None mean that the server decides."""

    def __repr__(self) -> str:
        """Without secrets: tracebacks and logs show this."""
        shown = [
            f"{field.name}={Hidden() if _is_secret(field) else getattr(self, field.name)!r}"
            for field in msgspec.structs.fields(type(self))
        ]
        return f"Settings({', '.join(shown)})"

    models: Annotated[
        tuple[str, ...],
        _about(
            "Model folders to serve, in order; none: the bundled `rejoinder-mini`.",
            "it must be a list of folders",
        ),
    ] = ()
    served_model_name: Annotated[
        tuple[str, ...],
        _about(
            "Name that clients use, one per model in the same order; none: the folder's name.",
            "it must be a list of names, one per model",
        ),
    ] = ()
    tool_dialect: Annotated[
        tuple[str, ...],
        _about(
            "How each model writes tool calls and thoughts, one name per model in the same order; "
            "`auto`, or none: found from its chat template. docs/dialects.md lists the names.",
            "it must be a list of dialects' names, one per model",
        ),
    ] = ()
    host: Annotated[
        str, _about("Address to listen on.", "it must be an address of this machine")
    ] = "127.0.0.1"
    port: Annotated[
        Annotated[int, Meta(ge=0, le=65535)],
        _about(
            "Port to listen on; 0 takes a free one.", "it must be a whole number from 0 to 65535"
        ),
    ] = 8484
    api_key: Annotated[
        tuple[Annotated[str, Meta(pattern=API_KEY_PATTERN)], ...],
        _about(
            "Key to ask for, beside those that `rejoinder keys` made, of the project `default` and "
            "for answers and reading. Other users of this machine see flags; the variable they do "
            "not.",
            "each must have 8 to 256 printable ASCII characters, without spaces and commas",
            is_secret=True,
        ),
    ] = ()
    no_auth: Annotated[
        bool,
        _about(
            "Ask nobody for a key, also where other machines can reach the address.",
            "it must be true or false",
        ),
    ] = False
    data_dir: Annotated[
        str,
        _about(
            "Folder for what is remembered; none: REJOINDER_HOME, or else `rejoinder` in the "
            "user's folder for data.",
            "it must be a folder",
        ),
    ] = ""
    database: Annotated[
        str,
        _about(
            "Where keys, stored answers and usage are: `postgresql://user:password@host/name`, "
            "which several servers may share, or `sqlite:///file`; none: `rejoinder.sqlite` in the "
            "folder for data.",
            "it must be a URL like `sqlite:////folder/file` or `postgresql://user@host/name`",
            is_secret=True,
        ),
    ] = ""
    completions_max_age_s: Annotated[
        Seconds,
        _about(
            "How long stored completions are kept; 0: until they are deleted.",
            "it must be a time like `720h`",
        ),
    ] = 0.0
    completions_max_bytes: Annotated[
        StoreBytes | None,
        _about(
            "Room for stored completions, the oldest of which go when it is full; none: all there "
            "is.",
            "it must be a size of at least 1MiB, like `10GiB`; without a unit it is in bytes",
        ),
    ] = None
    limit: Annotated[
        tuple[str, ...],
        _about(
            "Limits: `tokens/minute=10000` of each key that was given no other, and of all "
            "requests without one; `MODEL:requests/day=500` of all for a model. docs/limits.md "
            "says which there are.",
            "it must be a list of limits like `tokens/minute=10000` or `MODEL:requests/day=500`",
        ),
    ] = ()
    prices: Annotated[
        tuple[str, ...],
        _about(
            "What models cost, for budgets and usage: `MODEL=0.15/0.075/0.60`, in dollars per "
            "million tokens of input, cached input and output; none: nothing.",
            "it must be a list of prices like `MODEL=0.15/0.075/0.60`",
        ),
    ] = ()
    # As long as most answers are; what they do not need is given back at their end.
    reserve_tokens: Annotated[
        Count,
        _about(
            "Tokens that limits hold back for an answer whose request sets no limit, until it has "
            "ended.",
            "it must be a whole number of at least 1",
        ),
    ] = 1_024
    allowed_hosts: Annotated[
        tuple[str, ...],
        _about(
            "Host names a request may be addressed to; `*` is any. None: on a loopback address "
            "only its own names, which keeps web pages of strangers out; otherwise any.",
            "it must be a list of host names",
        ),
    ] = ()
    cors_origins: Annotated[
        tuple[str, ...],
        _about(
            "Origins whose web pages may call this server, as `https://app.example`; `*` is any.",
            "it must be a list of origins",
        ),
    ] = ()
    max_body_bytes: Annotated[
        Bytes, _about("Largest request body read.", "it must be a size like `20MiB`")
    ] = 20 * 2**20
    threads: Annotated[
        Count | None,
        _about(
            "Processor threads per model; none: one per physical core.",
            "it must be a whole number of at least 1",
        ),
    ] = None
    max_model_len: Annotated[
        Count | None,
        _about(
            "Tokens of prompt and answer together; none: what the model was made for.",
            "it must be a whole number of at least 1",
        ),
    ] = None
    weights: Annotated[
        Literal["int8", "int4", "f16", "f32"],
        _about("How weights are held in memory.", "it must be one of int8, int4, f16, f32"),
    ] = "int8"
    kv_cache: Annotated[
        Literal["f16", "u8"],
        _about("How keys and values are held in memory.", "it must be one of f16, u8"),
    ] = "f16"
    kv_memory_bytes: Annotated[
        Bytes | None,
        _about(
            "Memory for keys and values; none: 32 MiB for the bundled model, else sized from what "
            "is free.",
            "it must be a size like `2GiB`",
        ),
    ] = None
    max_sequences: Annotated[
        Count,
        _about("Answers generated at once, per model.", "it must be a whole number of at least 1"),
    ] = 64
    max_waiting: Annotated[
        Annotated[int, Meta(ge=0)],
        _about(
            "Requests of a service tier and better ones that may wait before the next is refused.",
            "it must be a whole number of at least 0",
        ),
    ] = 512
    token_budget: Annotated[
        Annotated[int, Meta(ge=2)],
        _about("Tokens in one step of the engine.", "it must be a whole number of at least 2"),
    ] = 512
    prefix_cache: Annotated[
        bool,
        _about(
            "Keep what prompts computed for later prompts that begin alike.",
            "it must be true or false",
        ),
    ] = True
    strict: Annotated[
        bool,
        _about(
            "Refuse requests with fields that nobody defines, instead of naming them in the "
            "answer's header `x-rejoinder-warning`.",
            "it must be true or false",
        ),
    ] = False
    # One of the API's documents has this default; the others have no `top_k`.
    default_top_k: Annotated[
        Annotated[int, Meta(ge=0, le=2**31 - 1)],
        _about(
            "`top_k` of requests that give none; 0: no limit.",
            "it must be a whole number from 0 to 2147483647",
        ),
    ] = 50
    # Each four times the one before; what is left of the usual contexts still holds an answer.
    thinking_budget_minimal: Annotated[
        Budget, _about("Most tokens of thought with the effort `minimal`.", _BUDGET_RULE)
    ] = 256
    thinking_budget_low: Annotated[
        Budget, _about("Most tokens of thought with the effort `low`.", _BUDGET_RULE)
    ] = 1_024
    thinking_budget_medium: Annotated[
        Budget, _about("Most tokens of thought with the effort `medium`.", _BUDGET_RULE)
    ] = 4_096
    thinking_budget_high: Annotated[
        Budget, _about("Most tokens of thought with the effort `high`.", _BUDGET_RULE)
    ] = 16_384
    max_wait_s: Annotated[
        Seconds,
        _about(
            "How long a request may wait for its first token before it is refused (503); 0: for "
            "ever. The headers of a stream wait with it.",
            "it must be a time like `30s`",
        ),
    ] = 0.0
    request_timeout_s: Annotated[
        Seconds,
        _about(
            "How long an answer may take as a whole before it is given up (504); 0: for ever.",
            "it must be a time like `10m`",
        ),
    ] = 0.0
    drain_timeout_s: Annotated[
        Seconds,
        _about(
            "How long answers under way may go on after a signal to stop.",
            "it must be a time like `30s`",
        ),
    ] = 30.0
    # nginx drops a silent upstream after 60 s by default (proxy_read_timeout); a quarter leaves
    # room for two lost writes.
    sse_ping_interval_s: Annotated[
        Seconds,
        _about(
            "A stream silent for this long carries a comment, so that nothing between cuts it; "
            "0: never.",
            "it must be a time like `15s`",
        ),
    ] = 15.0
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        _about("Least important line logged.", "it must be one of debug, info, warning, error"),
    ] = "info"
    log_format: Annotated[
        Literal["auto", "text", "json"],
        _about(
            "How lines are logged; auto: text on a terminal, JSON elsewhere.",
            "it must be one of auto, text, json",
        ),
    ] = "auto"
    log_content: Annotated[
        bool,
        _about(
            "Log prompts and answers too, a line for each answer. Without it no line holds what "
            "anybody said.",
            "it must be true or false",
        ),
    ] = False


def _is_secret(field: msgspec.structs.FieldInfo) -> bool:
    return bool(field.type.__metadata__[-1].extra["is_secret"])
