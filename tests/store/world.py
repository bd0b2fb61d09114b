"""A stored completion in one line, for the tests of the store."""

from __future__ import annotations

from rejoinder.store.completion_rows import Completion


def completion(
    completion_id: str,
    *,
    project: str = "default",
    created_s: int = 100,
    model: str = "mini",
    metadata: dict[str, str] | None = None,
    seed: int = 7,
    user: str = "",
    request: bytes = b'{"messages":[]}',
    response: bytes = b'{"choices":[]}',
) -> Completion:
    return Completion(
        id=completion_id,
        project=project,
        key_id="key_1",
        request_id="req_1",
        created_s=created_s,
        model=model,
        seed=seed,
        user=user,
        metadata=metadata or {},
        request=request,
        response=response,
    )
