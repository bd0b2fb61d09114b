"""What can be set, by whom, and the one order of precedence: flag, environment, file, default.

Knows nothing of click, HTTP or models. `settings_fields.py` is the whole list: flags, variables,
file keys and docs/settings.md are made from its fields, so none of them can lack one.

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
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from rejoinder import units
from rejoinder.accounts import default_limits, prices
from rejoinder.errors import BadSetting
from rejoinder.settings_fields import Hidden
from rejoinder.settings_fields import Settings as Settings

ENV_PREFIX = "REJOINDER_"
FILE_NAME = "rejoinder.toml"

# Variables that other parts of the package read and that are no settings of the server.
_OTHER_VARIABLES = frozenset({"REJOINDER_HOME", "REJOINDER_BASE_URL", "REJOINDER_CONFIG"})

DATABASE_FILE = "rejoinder.sqlite"


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
    is_secret: bool

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
        is_secret=about.extra["is_secret"],
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
    if home := env.get("REJOINDER_HOME"):
        values.setdefault("data_dir", home)
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


def data_folder(settings: Settings) -> Path:
    """Where files are kept; it need not be there yet."""
    named = settings.data_dir or platformdirs.user_data_dir("rejoinder", appauthor=False)
    return Path(named).expanduser().absolute()


def database_url(settings: Settings) -> str:
    """Holds a password, perhaps: not for people to see."""
    return settings.database or f"sqlite:///{data_folder(settings) / DATABASE_FILE}"


def database_file(settings: Settings) -> Path | None:
    """SQLite's; None where the database is another server's."""
    kind, _, path = database_url(settings).partition(":///")
    return Path(path) if kind == "sqlite" and path else None


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
    for name in values:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            meant = f"; `{close[0]}` is meant, perhaps" if close else ""
            raise BadSetting(
                setting=name,
                value=Hidden(),  # it may be a secret under a misspelt name
                rule=f"there is no setting of that name{meant}",
                source=path.name,
            )
    return values, path.name


def _converted(entry: Entry, value: object, source: str) -> object:
    try:
        parsed = _parsed(entry, value)
        return msgspec.convert(parsed, entry.value_type, strict=not isinstance(value, str))
    except (ValueError, msgspec.ValidationError):
        shown = Hidden() if entry.is_secret else value
        raise BadSetting(setting=entry.name, value=shown, rule=entry.rule, source=source) from None


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
    num_models = max(1, len(settings.models))
    _check_one_per_model("served_model_name", settings.served_model_name, num_models, sources)
    _check_one_per_model("tool_dialect", settings.tool_dialect, num_models, sources)
    _check_readable("limit", settings.limit, default_limits.parse, sources)
    _check_readable("prices", settings.prices, prices.parse, sources)


def _check_readable(
    field: str,
    texts: tuple[str, ...],
    parse: Callable[[Sequence[str]], object],
    sources: Mapping[str, str],
) -> None:
    """parse: raises ValueError, whose text is the rule that was broken."""
    for number in range(1, len(texts) + 1):
        try:
            parse(texts[:number])
        except ValueError as error:
            raise BadSetting(
                setting=field, value=texts[number - 1], rule=str(error), source=sources[field]
            ) from None


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
