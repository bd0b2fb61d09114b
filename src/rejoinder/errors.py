"""Every error this project raises on purpose, in one tree.

    RejoinderError
    ├── RequestError                  something is wrong with one request; has an HTTP status
    │   ├── InvalidRequest            400  the request cannot be what was meant
    │   │   ├── InvalidJson           400  invalid_json
    │   │   ├── WrongType             400  invalid_type
    │   │   ├── InvalidValue          400  invalid_value
    │   │   ├── MissingParameter      400  missing_required_parameter
    │   │   ├── UnsupportedParameter  400  unsupported_parameter
    │   │   ├── UnknownParameter      400  unknown_parameter
    │   │   ├── ContextTooLong        400  context_length_exceeded
    │   │   ├── InvalidSchema         400  invalid_json_schema
    │   │   ├── InvalidGrammar        400  invalid_grammar
    │   │   ├── GrammarTooComplex     400  grammar_too_complex
    │   │   ├── UnknownModel          404  model_not_found
    │   │   ├── UnknownPath           404  not_found
    │   │   ├── WrongMethod           405  method_not_allowed
    │   │   ├── BodyTooLarge          413  request_too_large
    │   │   ├── WrongMediaType        415  unsupported_media_type
    │   │   ├── WrongHost             421  host_not_allowed
    │   │   ├── HeadTooLarge          431  request_head_too_large
    │   │   └── BadHttp               400  bad_http
    │   ├── RateLimited               429  rate_limit_exceeded
    │   │   └── QueueFull             429  rate_limit_exceeded
    │   ├── Unavailable               503  not now; asking again later may work
    │   │   ├── ModelLoading          503  model_loading
    │   │   ├── ShuttingDown          503  shutting_down
    │   │   └── WaitedTooLong         503  server_overloaded
    │   └── Failed                    500  our fault
    │       ├── EngineFailed          500  engine_failed
    │       ├── TookTooLong           504  timeout
    │       └── InternalError         500  internal_error
    └── SetupError                    the server cannot start as it was asked to; never on the wire
        ├── BadSetting                a flag, variable or file entry with a bad value
        ├── BadModelFolder            a file is missing, unreadable or contradicts another
        ├── UnsupportedModel          a family, shape or data type the engine has no graph for
        └── ModelDoesNotFit           the weights or one full context exceed the memory there is

Three readers: a program (`code`), a person (`message`), and the person who must fix it (`hint`).
A class fixes its status, type and code; raising it supplies facts, not prose.
"""

from __future__ import annotations

import math
from typing import ClassVar

from rejoinder.shown import cut, shown

# What an honest guess is worth at least, and at most: a client told to wait for an hour gives up.
MIN_RETRY_S = 1.0
MAX_RETRY_S = 60.0


class RejoinderError(Exception):
    """The root. `message` says what happened; `hint`, where there is one, what to do about it."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message


class RequestError(RejoinderError):
    """Wrong with one request. `param` is the field's path, as `messages[2].content`."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "server_error"
    code: ClassVar[str] = "internal_error"

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        hint: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message, hint=hint)
        self.param = param
        self.headers = headers


class InvalidRequest(RequestError):
    """The request cannot be what was meant."""

    status = 400
    type = "invalid_request_error"
    code = "invalid_request"


class InvalidJson(InvalidRequest):
    """The body is not JSON."""

    code = "invalid_json"

    def __init__(self, detail: str) -> None:
        super().__init__(f"The body is not valid JSON: {detail}.")


class WrongType(InvalidRequest):
    """A field holds another type than it must."""

    code = "invalid_type"

    def __init__(self, *, param: str | None, expected: str, got: str) -> None:
        where = f"`{param}`" if param else "The body"
        super().__init__(f"{where} must be {expected}, but is {got}.", param=param)


class InvalidValue(InvalidRequest):
    """A field has the right type and a value that is not allowed."""

    code = "invalid_value"

    def __init__(self, *, param: str, value: object, rule: str, hint: str | None = None) -> None:
        super().__init__(f"`{param}` is {shown(value)}, but {rule}.", param=param, hint=hint)


class MissingParameter(InvalidRequest):
    """A required field is absent."""

    code = "missing_required_parameter"

    def __init__(self, *, param: str) -> None:
        super().__init__(f"`{param}` is required.", param=param)


class UnsupportedParameter(InvalidRequest):
    """The API defines this field and this server does not honour it yet."""

    code = "unsupported_parameter"

    def __init__(self, *, param: str, hint: str | None = None) -> None:
        super().__init__(f"`{param}` is not supported yet.", param=param, hint=hint)


class UnknownParameter(InvalidRequest):
    """Nobody defines this field, where such is refused: in a format, or as the server was told."""

    code = "unknown_parameter"

    def __init__(self, *, param: str, hint: str | None = None) -> None:
        super().__init__(f"`{param}` is no parameter of this API.", param=param, hint=hint)


class ContextTooLong(InvalidRequest):
    """The prompt and the room asked for do not fit in the model's context. `param`: what the prompt
    came from, `messages` or `prompt`. max_tokens: None for no limit. told: beside, as `tools`."""

    code = "context_length_exceeded"

    def __init__(
        self,
        *,
        num_prompt_tokens: int,
        max_tokens: int | None,
        limit_tokens: int,
        param: str = "messages",
        told: str = "",
    ) -> None:
        beside = f", with the {told} that the model is told," if told else ""
        have = "have" if (is_chat := param == "messages") else "has"
        names = "`max_completion_tokens` or `max_tokens`" if is_chat else "`max_tokens`"
        more = ", which leaves no room for an answer"
        if max_tokens is not None:
            more = f" and {max_tokens} more were asked for"
        super().__init__(
            f"This model's context holds {limit_tokens} tokens. The {param}{beside} {have} "
            f"{num_prompt_tokens}{more}.",
            param=param,
            hint=f"Shorten the {param}{f' or the {told}' if told else ''}"
            + (f" or lower {names}." if max_tokens is not None else "."),
        )


class InvalidSchema(InvalidRequest):
    """A JSON Schema that cannot be held to. param: the place in it, as `schema.properties.a.type`.
    problem: follows the place in a sentence, without its full stop."""

    code = "invalid_json_schema"

    def __init__(self, *, param: str, problem: str, hint: str | None = None) -> None:
        param = cut(param, 500)
        super().__init__(f"Invalid schema: `{param}` {problem}.", param=param, hint=hint)


class InvalidGrammar(InvalidRequest):
    """A regex, a list of choices or a grammar that cannot be read. detail: without a full stop."""

    code = "invalid_grammar"

    def __init__(self, *, param: str, detail: str, hint: str | None = None) -> None:
        super().__init__(f"`{param}` cannot be used: {cut(detail, 500)}.", param=param, hint=hint)


class GrammarTooComplex(InvalidRequest):
    """A schema or a grammar that takes more than one request may. limit: as `1 s to compile`, or
    whose it is: `the compiler`."""

    code = "grammar_too_complex"

    def __init__(self, *, param: str, limit: str, detail: str = "") -> None:
        param, said = cut(param, 500), f" ({cut(detail, 300)})" if detail else ""
        super().__init__(
            f"`{param}` is too complex: it passes the limit of {limit}{said}.",
            param=param,
            hint="Fewer alternatives, smaller bounds and shorter patterns make it simpler.",
        )


class UnknownModel(InvalidRequest):
    """No model of that name is served here."""

    status = 404
    code = "model_not_found"

    def __init__(self, *, model: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"The model `{model[:200]}` does not exist on this server.",
            param="model",
            hint="It serves " + ", ".join(f"`{name}`" for name in known) + "." if known else None,
        )


class UnknownPath(InvalidRequest):
    """No route has this path."""

    status = 404
    code = "not_found"

    def __init__(self, *, method: str, path: str) -> None:
        super().__init__(f"There is nothing at {method[:20]} {path[:200]}.")


class WrongMethod(InvalidRequest):
    """The path exists, but not for this method."""

    status = 405
    code = "method_not_allowed"

    def __init__(self, *, method: str, path: str, allowed: tuple[str, ...]) -> None:
        super().__init__(
            f"{path[:200]} does not take {method[:20]}; it takes {', '.join(allowed)}.",
            headers=(("allow", ", ".join(allowed)),),
        )


class BodyTooLarge(InvalidRequest):
    """The body is longer than the server reads."""

    status = 413
    code = "request_too_large"

    def __init__(self, *, limit_bytes: int) -> None:
        super().__init__(f"The body is longer than the {limit_bytes} bytes this server reads.")


class WrongMediaType(InvalidRequest):
    """The body is declared to be something other than plain JSON."""

    status = 415
    code = "unsupported_media_type"

    def __init__(self, *, header: str, value: str, expected: str) -> None:
        super().__init__(f"{header} is `{value[:100]}`, but must be {expected}.")


class WrongHost(InvalidRequest):
    """The request is addressed to a name that is not ours: DNS rebinding looks like this."""

    status = 421
    code = "host_not_allowed"

    def __init__(self, *, host: str) -> None:
        super().__init__(
            f"This server does not answer to the host `{host[:100]}`.",
            hint="`--allowed-hosts` names the hosts it answers to.",
        )


class HeadTooLarge(InvalidRequest):
    """The request line and headers are longer than the server reads."""

    status = 431
    code = "request_head_too_large"

    def __init__(self, *, limit_bytes: int) -> None:
        super().__init__(f"The request's head is longer than {limit_bytes} bytes.")


class BadHttp(InvalidRequest):
    """The bytes are not a request."""

    code = "bad_http"

    def __init__(self) -> None:
        super().__init__("The bytes received are not an HTTP/1.1 request.")


def retry_after(wait_s: float) -> tuple[tuple[str, str], ...]:
    """The headers that say when to ask again: whole seconds for everybody, milliseconds for the
    official clients, which look for those first."""
    wait_s = min(max(wait_s, MIN_RETRY_S), MAX_RETRY_S)
    return (
        ("retry-after", str(math.ceil(wait_s))),
        ("retry-after-ms", str(math.ceil(wait_s * 1000))),
    )


class RateLimited(RequestError):
    """More was asked than is taken. `type` says of what, as OpenAI's does: `requests`, `tokens`."""

    status = 429
    type = "requests"
    code = "rate_limit_exceeded"


class QueueFull(RateLimited):
    """More requests wait than the server is willing to hold."""

    def __init__(
        self, *, num_waiting: int, max_waiting: int, retry_after_s: float = MIN_RETRY_S
    ) -> None:
        super().__init__(
            f"{num_waiting} requests are waiting, and this server holds at most {max_waiting}.",
            hint="Ask again when the header `Retry-After` says.",
            headers=retry_after(retry_after_s),
        )
        self.num_waiting = num_waiting
        self.max_waiting = max_waiting


class Unavailable(RequestError):
    """Not now; asking again later may work."""

    status = 503
    type = "server_error"
    code = "unavailable"


class ModelLoading(Unavailable):
    """The model is still being loaded, or is being loaded again after a fault."""

    code = "model_loading"

    def __init__(self, *, model: str) -> None:
        super().__init__(
            f"The model `{model}` is still loading.",
            hint="GET /ready says when it is done.",
            headers=retry_after(MIN_RETRY_S),
        )


class ShuttingDown(Unavailable):
    """The server finishes what is under way and takes nothing new."""

    code = "shutting_down"

    def __init__(self) -> None:
        super().__init__("The server is shutting down.", headers=retry_after(MIN_RETRY_S))


class WaitedTooLong(Unavailable):
    """Nothing was said yet when the time a request may wait had passed."""

    code = "server_overloaded"

    def __init__(self, *, max_wait_s: float, retry_after_s: float = MIN_RETRY_S) -> None:
        super().__init__(
            f"The request waited for {max_wait_s:g} s without a first token, the longest this "
            "server lets one wait.",
            hint="`--max-wait` changes it.",
            headers=retry_after(retry_after_s),
        )


class Failed(RequestError):
    """Our fault, not the caller's."""


class EngineFailed(Failed):
    """The engine gave up on this one order."""

    code = "engine_failed"

    def __init__(self, detail: str) -> None:
        super().__init__(f"The engine could not finish this answer: {detail}.")


class TookTooLong(Failed):
    """The answer was not whole when the time for it had passed."""

    status = 504
    code = "timeout"

    def __init__(self, *, timeout_s: float) -> None:
        super().__init__(
            f"The answer took longer than {timeout_s:g} s, which is all that this server gives "
            "one.",
            hint="Ask for fewer tokens; `--request-timeout` changes the limit.",
            # The same question would take as long again: the official clients would ask it thrice.
            headers=(("x-should-retry", "false"),),
        )


class InternalError(Failed):
    """Something we did not foresee. Says nothing but an id to look for in the log."""

    code = "internal_error"

    def __init__(self, *, request_id: str) -> None:
        super().__init__(f"The server made a mistake. Its log has the details under {request_id}.")


class SetupError(RejoinderError):
    """The server cannot start as it was asked to."""


class BadSetting(SetupError):
    """A setting has a value it cannot have. `source` is the flag, variable or file it came from."""

    def __init__(self, *, setting: str, value: object, rule: str, source: str) -> None:
        super().__init__(f"{setting} is {shown(value)} (from {source}), but {rule}.")


class BadModelFolder(SetupError):
    """A model folder lacks a file, or a file in it cannot be used."""


class UnsupportedModel(SetupError):
    """The engine has no graph for this model."""


class ModelDoesNotFit(SetupError):
    """The model, or one full context of it, needs more memory than there is."""

    def __init__(self, *, needed_bytes: int, free_bytes: int, what: str, hint: str) -> None:
        super().__init__(
            f"{what} needs {needed_bytes / 2**20:,.0f} MiB of memory "
            f"and {free_bytes / 2**20:,.0f} MiB are free.",
            hint=hint,
        )
