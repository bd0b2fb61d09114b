"""What the type of a request cannot say: parameters that need others, and names within objects.

Works on decoded requests; an ordinary one passes with a few comparisons with None.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from rejoinder.errors import InvalidValue, UnsupportedParameter, WrongType
from rejoinder.wire.explain import kind_of
from rejoinder.wire.parameters import MAX_BIAS, MAX_SEED, MIN_SEED, GenerationParameters

# The API documents: keys of 64 characters, values of 512.
MAX_METADATA_KEY_CHARACTERS = 64
MAX_METADATA_CHARACTERS = 512
# Ours: what a template is handed is also walked through by it. Real ones take flags and words.
MAX_TEMPLATE_KWARGS_BYTES = 16_384
MAX_TEMPLATE_KWARGS_DEPTH = 8

# PostgreSQL holds no text with one.
NUL = "\x00"
NO_NUL = "it must hold no NUL character"

_TOKEN_ID = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)


def generation(request: GenerationParameters) -> None:
    """Raises InvalidValue or WrongType. Of what chat and the older completions share."""
    if request.seed is not None and not MIN_SEED <= request.seed <= MAX_SEED:
        raise InvalidValue(
            param="seed", value=request.seed, rule=f"it must be {MIN_SEED} to {MAX_SEED}"
        )
    if request.logit_bias is not None:
        _logit_bias(request.logit_bias)
    for_the_record("user", request.user)
    options = request.stream_options
    if options is None:
        return
    if request.stream is not True:
        raise InvalidValue(
            param="stream_options",
            value={k: v for k, v in msgspec.to_builtins(options).items() if v is not None},
            rule="it may only be set where `stream` is true",
        )
    if options.continuous_usage_stats and not options.include_usage:
        raise InvalidValue(
            param="stream_options.continuous_usage_stats",
            value=True,
            rule="it may only be set where `stream_options.include_usage` is true",
        )


def top_logprobs(num_top: int | None, *, logprobs: bool | None) -> None:
    """The API documents: `logprobs` must be true where `top_logprobs` is used."""
    if num_top is not None and logprobs is not True:
        raise InvalidValue(
            param="top_logprobs",
            value=num_top,
            rule="it may only be set where `logprobs` is true",
        )


def metadata(pairs: dict[str, Any]) -> None:
    for key, value in pairs.items():
        param = _inside("metadata", key)
        if not isinstance(value, str):
            raise WrongType(param=param, expected="a string", got=kind_of(value))
        if len(key) > MAX_METADATA_KEY_CHARACTERS:
            raise InvalidValue(
                param=param,
                value=value,
                rule=f"its name must have at most {MAX_METADATA_KEY_CHARACTERS} characters, "
                f"not {len(key)}",
            )
        if len(value) > MAX_METADATA_CHARACTERS:
            raise InvalidValue(
                param=param,
                value=value,
                rule=f"it must have at most {MAX_METADATA_CHARACTERS} characters, not {len(value)}",
            )


def for_the_record(name: str, value: str | None) -> None:
    """Of a text that is kept as it is."""
    if value is not None and NUL in value:
        raise InvalidValue(param=name, value=value, rule=NO_NUL)


def continuation(*, continues: bool | None, adds_prompt: bool | None) -> None:
    """As in other servers: an answer goes on with a message or begins one."""
    if continues and adds_prompt:
        raise InvalidValue(
            param="add_generation_prompt",
            value=adds_prompt,
            rule="it cannot be true where `continue_final_message` is",
        )


def template_kwargs(values: dict[str, Any]) -> None:
    """Which names the template reads is not known here."""
    for name, value in values.items():
        param = _inside("chat_template_kwargs", name)
        if not _VARIABLE.fullmatch(name):
            raise InvalidValue(
                param=param,
                value=value,
                rule="its name must be a letter and up to 63 more letters, digits and underscores",
            )
        if _depth(value) > MAX_TEMPLATE_KWARGS_DEPTH:
            raise InvalidValue(
                param=param,
                value=value,
                rule=f"it must be nested at most {MAX_TEMPLATE_KWARGS_DEPTH} deep",
            )
    num_bytes = len(msgspec.json.encode(values))
    if num_bytes > MAX_TEMPLATE_KWARGS_BYTES:
        raise InvalidValue(
            param="chat_template_kwargs",
            value=values,
            rule=f"it must have at most {MAX_TEMPLATE_KWARGS_BYTES} bytes, not {num_bytes}",
        )


def best_of(best: int | None, *, num_choices: int) -> None:
    """More answers than are shown, the best of which are chosen: not built."""
    if best is not None and best != num_choices:
        raise UnsupportedParameter(param="best_of", hint="It may only be the same as `n`.")


def _logit_bias(biases: dict[str, Any]) -> None:
    for key, value in biases.items():
        param = _inside("logit_bias", key)
        if not _TOKEN_ID.fullmatch(key):
            raise InvalidValue(
                param=param, value=value, rule="its name must be a token id, as `42`"
            )
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WrongType(param=param, expected="a number", got=kind_of(value))
        if not -MAX_BIAS <= value <= MAX_BIAS:
            raise InvalidValue(
                param=param, value=value, rule=f"it must be {-MAX_BIAS} to {MAX_BIAS}"
            )


def _inside(field: str, name: str) -> str:
    """The path of an entry; an error must not hand a megabyte back."""
    return f"{field}.{name if len(name) <= 64 else name[:61] + '...'}"


def _depth(value: object) -> int:
    """How deep plain JSON is nested. The decoder has bounded it, so this can call itself."""
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
