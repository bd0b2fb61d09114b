"""What can be set, by whom, and the one order of precedence: flag, environment, file, default.

Knows nothing of click, HTTP or models. One struct is the whole list: flags, variables, file keys
and docs/settings.md are made from its fields, so none of them can lack one.

The name outside is the field's name less its unit, because a value outside carries its own:
`drain_timeout_s` is `--drain-timeout 2m`, `REJOINDER_DRAIN_TIMEOUT=2m` and `drain_timeout = "2m"`.
What is on unless turned off has a flag to turn it off: `--no-prefix-cache`, `prefix_cache = false`.
"""

from __future__ import annotations

import difflib
import ipaddress
import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from rejoinder import units
from rejoinder.errors import BadSetting

ENV_PREFIX = "REJOINDER_"
FILE_NAME = "rejoinder.toml"

# Variables that other parts of the package read and that are no settings of the server.
_OTHER_VARIABLES = frozenset({"REJOINDER_HOME", "REJOINDER_BASE_URL", "REJOINDER_CONFIG"})

Count = Annotated[int, Meta(ge=1)]
Bytes = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(ge=0)]
Budget = Annotated[int, Meta(ge=0, le=2**31 - 1)]
_BUDGET_RULE = "it must be a whole number from 0 to 2147483647"


def _about(help_text: str, rule: str) -> Meta:
    """Attach to a field what people read: the help, and the rule an error quotes."""
    return Meta(description=help_text, extra={"rule": rule})


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default. Empty and None mean that the server decides."""

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
    no_auth: Annotated[
        bool,
        _about(
            "Allow an address that other machines can reach, although no keys are checked.",
            "it must be true or false",
        ),
    ] = False
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
            "Memory for keys and values; none: sized from what is free.",
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
            "Requests that may wait before the next one is refused.",
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


class Entry(msgspec.Struct, frozen=True):
    """One setting as people meet it. `flag`, where it takes no value, is the one that changes the
    default: `--strict`, and `--no-prefix-cache`."""

    field: str
    name: str
    flag: str
    variable: str
    help: str
    rule: str
    default: object
    value_type: object
    choices: tuple[str, ...]

    @property
    def is_flag(self) -> bool:
        return isinstance(self.default, bool)

    @property
    def is_list(self) -> bool:
        return isinstance(self.default, tuple)


def entries() -> tuple[Entry, ...]:
    """Every setting, in the order of the struct."""
    return tuple(_entry(field) for field in msgspec.structs.fields(Settings))


def _entry(field: msgspec.structs.FieldInfo) -> Entry:
    value_type, about = field.type.__origin__, field.type.__metadata__[-1]
    parts = (value_type, *getattr(value_type, "__args__", ()))
    choices = next((p.__args__ for p in parts if getattr(p, "__origin__", None) is Literal), ())
    name = field.name.removesuffix("_bytes").removesuffix("_s")
    is_on = field.default is True
    return Entry(
        field=field.name,
        name=name,
        flag=("--no-" if is_on else "--") + name.replace("_", "-"),
        variable=ENV_PREFIX + name.upper(),
        help=about.description + (" The flag turns it off." if is_on else ""),
        rule=about.extra["rule"],
        default=field.default,
        value_type=field.type,
        choices=choices,
    )


def load(
    flags: Mapping[str, object], env: Mapping[str, str], *, folder: Path, config: str | None = None
) -> Settings:
    """Settle every setting, or raise `BadSetting`.

    flags: by field name, absent where not given. config: the file's path; None: `rejoinder.toml`
    in `folder`, if there is one.
    """
    values: dict[str, object] = {}
    sources: dict[str, str] = {}
    file_values, file_source = _read_file(env, folder=folder, config=config)
    for entry in entries():
        found = _find(entry, flags, env, file_values, file_source)
        if found is not None:
            value, source = found
            values[entry.field] = _converted(entry, value, source)
            sources[entry.field] = source
    settings = Settings(**values)  # type: ignore[arg-type]
    _check_together(settings, sources)
    return settings


def unknown_variables(env: Mapping[str, str]) -> tuple[str, ...]:
    """Variables that look meant for us and are not read by anyone."""
    known = {entry.variable for entry in entries()} | _OTHER_VARIABLES
    return tuple(
        name
        for name in sorted(env)
        if name.startswith(ENV_PREFIX) and name not in known and not _from_kubernetes(name)
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address. A name we would have to look up is not."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _find(
    entry: Entry,
    flags: Mapping[str, object],
    env: Mapping[str, str],
    file_values: Mapping[str, object],
    file_source: str,
) -> tuple[object, str] | None:
    if flags.get(entry.field) is not None:
        source = "the command line" if entry.field == "models" else entry.flag
        return flags[entry.field], source
    variable = env.get(entry.variable, "")
    if variable and not variable.startswith("tcp://"):
        # Kubernetes sets REJOINDER_PORT=tcp://... in every pod beside a Service called "rejoinder".
        return variable, entry.variable
    if entry.name in file_values:
        return file_values[entry.name], file_source
    return None


def _from_kubernetes(name: str) -> bool:
    return re.match(ENV_PREFIX + r"(SERVICE_|PORT_\d)", name) is not None


def _read_file(
    env: Mapping[str, str], *, folder: Path, config: str | None
) -> tuple[Mapping[str, object], str]:
    named = config or env.get("REJOINDER_CONFIG") or None
    source = "--config" if config else "REJOINDER_CONFIG"
    path = folder / (named or FILE_NAME)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if named is None:
            return {}, ""
        raise BadSetting(
            setting="config", value=named, rule="there is no such file", source=source
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(
            setting="config",
            value=str(path),
            rule=f"it cannot be read: {error}",
            source=source if named else "the current folder",
        ) from None
    known = [entry.name for entry in entries()]
    for name, value in values.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            meant = f"; `{close[0]}` is meant, perhaps" if close else ""
            raise BadSetting(
                setting=name,
                value=value,
                rule=f"there is no setting of that name{meant}",
                source=path.name,
            )
    return values, path.name


def _converted(entry: Entry, value: object, source: str) -> object:
    try:
        parsed = _parsed(entry, value)
        return msgspec.convert(parsed, entry.value_type, strict=not isinstance(value, str))
    except (ValueError, msgspec.ValidationError):
        raise BadSetting(setting=entry.name, value=value, rule=entry.rule, source=source) from None


def _parsed(entry: Entry, value: object) -> object:
    """The value less what only people write: units, commas between items."""
    if isinstance(value, bool) and not entry.is_flag:
        raise ValueError("a truth is no number")
    if entry.is_list:
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, list | tuple):
            raise ValueError("not a list")
        return [item.strip() if isinstance(item, str) else item for item in items if item != ""]
    if isinstance(value, str) and entry.field.endswith("_bytes"):
        return units.size_bytes(value)
    if isinstance(value, str) and entry.field.endswith("_s"):
        return units.duration_s(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a time that passes")
    return value


def _check_together(settings: Settings, sources: Mapping[str, str]) -> None:
    if not is_loopback(settings.host) and not settings.no_auth:
        raise BadSetting(
            setting="host",
            value=settings.host,
            rule="other machines can reach that address and this server checks no keys yet. "
            "`--no-auth` says that this is meant",
            source=sources["host"],
        )
    num_models = max(1, len(settings.models))
    _check_one_per_model("served_model_name", settings.served_model_name, num_models, sources)
    _check_one_per_model("tool_dialect", settings.tool_dialect, num_models, sources)


def _check_one_per_model(
    field: str, names: tuple[str, ...], num_models: int, sources: Mapping[str, str]
) -> None:
    if len(names) not in (0, num_models):
        raise BadSetting(
            setting=field,
            value=",".join(names),
            rule=f"there must be one name per model, and {num_models} will be served",
            source=sources[field],
        )


def shown_default(entry: Entry) -> str:
    """A default as people would write it."""
    value = entry.default
    if value is None or value == ():
        return ""
    if entry.field.endswith("_bytes") and isinstance(value, int):
        return f"{value // 2**20}MiB"
    if entry.field.endswith("_s") and isinstance(value, float):
        return f"{value:g}s"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
