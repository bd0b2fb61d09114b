"""Errors of keys, limits and the store: branches of the tree in `errors.py`.

InvalidRequest
├── Unauthorized                  401  invalid_api_key
│   ├── InvalidKey                401  invalid_api_key
│   └── MismatchedProject         401  mismatched_project
├── Forbidden                     403  insufficient_permissions
│   ├── TierNotAllowed            403  service_tier_not_allowed
│   ├── ModelNotAllowed           403  model_not_allowed
│   ├── ScopeMissing              403  insufficient_permissions
│   └── AdminClosed               403  insufficient_permissions
├── UnknownKey                    404  key_not_found
├── UnknownProject                404  project_not_found
├── UnknownCompletion             404  completion_not_found
└── KeyReused                     422  idempotency_key_reused
RateLimited
├── LimitReached                  429  rate_limit_exceeded
├── LimitTooLow                   429  rate_limit_exceeded
└── QuotaSpent                    429  insufficient_quota
Unavailable
└── StoreDown                     503  store_unavailable
    └── Unusable                  503  store_unavailable
SetupError
├── BadDatabase                   a URL nobody reads, or tables newer than this program
└── FolderInUse                   another server has the data folder
"""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.errors import (
    MIN_RETRY_S,
    InvalidRequest,
    RateLimited,
    SetupError,
    Unavailable,
    retry_after,
)

# Official clients try again by themselves, unless told not to.
_NO_RETRY = ("x-should-retry", "false")


def _wait(wait_s: float) -> tuple[tuple[str, str], ...]:
    """As `retry_after`, of a time that is known and no guess: who waits as told is admitted. Known
    to the microsecond; what floats add beyond that is none of it."""
    wait_us = round(wait_s * 1_000_000)
    return (
        ("retry-after", str(-(-wait_us // 1_000_000))),
        ("retry-after-ms", str(-(-wait_us // 1000))),
    )


class Unauthorized(InvalidRequest):
    """Nobody we know asks."""

    status = 401
    type = "invalid_request_error"
    code = "invalid_api_key"

    def __init__(self, message: str, *, param: str | None = None, hint: str | None = None) -> None:
        # RFC 6750, 3: without it a client need not know that a key would help.
        super().__init__(message, param=param, hint=hint, headers=(("www-authenticate", "Bearer"),))


class InvalidKey(Unauthorized):
    """What was sent is no key, or one no more. hinted: its first and last letters. problem: ends
    the sentence."""

    def __init__(self, *, hinted: str, problem: str, hint: str | None = None) -> None:
        super().__init__(f"Incorrect API key provided: {hinted}. {problem}", hint=hint)


class MismatchedProject(Unauthorized):
    """The request names a project, and the key is another's."""

    code = "mismatched_project"

    def __init__(self, *, named: str) -> None:
        super().__init__(
            f"The header `OpenAI-Project` is `{named[:100]}`, but the key is another project's.",
            hint="Leave the header out: the project follows from the key.",
        )


class Forbidden(InvalidRequest):
    """Somebody we know asks for what their key is not for."""

    status = 403
    type = "invalid_request_error"
    code = "insufficient_permissions"


class TierNotAllowed(Forbidden):
    """The key may not ask for this service tier."""

    code = "service_tier_not_allowed"

    def __init__(self, *, tier: str, hint: str) -> None:
        super().__init__(
            f"This key may not ask for the service tier `{tier}`.", param="service_tier", hint=hint
        )


class ModelNotAllowed(Forbidden):
    """The key is for other models."""

    code = "model_not_allowed"

    def __init__(self, *, model: str) -> None:
        super().__init__(f"This key is not for the model `{model[:200]}`.", param="model")


class ScopeMissing(Forbidden):
    """The key has not the scope that the route needs, or one of those of which it needs any."""

    def __init__(self, *, scopes: Sequence[str]) -> None:
        named = " or ".join(f"`{scope}`" for scope in scopes)
        super().__init__(
            f"This key has not the scope {named}, which this needs.",
            hint=f"`rejoinder keys create --scope {scopes[0]}` makes one that has.",
        )


class AdminClosed(Forbidden):
    """Nobody is asked for a key, and strangers may not make any."""

    def __init__(self) -> None:
        super().__init__(
            "With `--no-auth` keys, projects and limits cannot be managed over HTTP.",
            hint="`rejoinder keys` and `rejoinder projects` manage them on the server's machine.",
        )


class UnknownKey(InvalidRequest):
    """No key has the id."""

    status = 404
    code = "key_not_found"

    def __init__(self, *, key_id: str) -> None:
        super().__init__(f"There is no key `{key_id[:100]}`.", param="key_id")


class UnknownProject(InvalidRequest):
    """No project has the id."""

    status = 404
    code = "project_not_found"

    def __init__(self, *, project_id: str) -> None:
        super().__init__(f"There is no project `{project_id[:100]}`.", param="project_id")


class UnknownCompletion(InvalidRequest):
    """No stored completion of that id is the asking project's."""

    status = 404
    code = "completion_not_found"

    def __init__(self, *, completion_id: str) -> None:
        super().__init__(
            f"There is no stored completion `{completion_id[:100]}`.", param="completion_id"
        )


class LimitReached(RateLimited):
    """A limit of requests, tokens or concurrent requests. measure: `requests` or `tokens`."""

    def __init__(
        self,
        message: str,
        *,
        measure: str,
        retry_after_s: float,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """headers: what else is told of limits."""
        super().__init__(message, headers=(*_wait(retry_after_s), *headers))
        self.type = measure  # type: ignore[misc]  # as the API has it, one code with two types


class LimitTooLow(RateLimited):
    """Asks for more at once than a limit ever allows: waiting is of no use."""

    def __init__(
        self, message: str, *, measure: str, hint: str, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """measure and headers: as of `LimitReached`."""
        super().__init__(message, hint=hint, headers=(_NO_RETRY, *headers))
        self.type = measure  # type: ignore[misc]  # as the API has it, one code with two types


class QuotaSpent(RateLimited):
    """A month's tokens or money. Asking again soon will not help, as official clients are told."""

    status = 429
    type = "insufficient_quota"
    code = "insufficient_quota"

    def __init__(
        self,
        message: str,
        *,
        retry_after_s: float | None,
        hint: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """retry_after_s: None where a whole month's would not do. headers: as of `LimitReached`."""
        wait = () if retry_after_s is None else _wait(retry_after_s)
        super().__init__(message, hint=hint, headers=(*wait, _NO_RETRY, *headers))


class StoreDown(Unavailable):
    """What was asked for must be remembered, and just now nothing can be."""

    code = "store_unavailable"

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"The store cannot be used just now: {detail}.", headers=retry_after(MIN_RETRY_S)
        )


class KeyReused(InvalidRequest):
    """An `Idempotency-Key` that came before with another body."""

    status = 422
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "This `Idempotency-Key` was used before for another request.",
            hint="A key belongs to one body; a new request needs a new key.",
        )


class BadDatabase(SetupError):
    """The database cannot be used: a URL nobody reads, or tables newer than this program."""


class FolderInUse(SetupError):
    """Another server keeps its data in the folder."""

    def __init__(self, *, folder: str, holder: str) -> None:
        by = f"process {holder}" if holder else "another process"
        super().__init__(
            f"The data folder {folder} is in use by a server already, {by}.",
            hint="Give this one a folder of its own with `--data-dir`; servers that are to share "
            "keys and limits need one `--database postgresql://…`.",
        )
