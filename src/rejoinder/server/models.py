"""GET /v1/models and GET /v1/models/{model}: exactly what can be asked."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from rejoinder.engines.base import ChatEngine, ModelInfo
from rejoinder.errors import UnknownModel
from rejoinder.wire import models as wire
from rejoinder.wire.models import ModelList, ModelObject


class Models:
    """The handlers; each is a Starlette endpoint."""

    def __init__(self, engine: ChatEngine) -> None:
        self._engine = engine

    async def list(self, _: Request) -> Response:
        return _json(ModelList([_object(model) for model in self._engine.models()]))

    async def retrieve(self, request: Request) -> Response:
        """A name may hold slashes; the server in front has already turned %2F into one."""
        name = request.path_params["model"]
        models = self._engine.models()
        for model in models:
            if model.name == name:
                return _json(_object(model))
        raise UnknownModel(model=name, known=tuple(model.name for model in models))


def _object(model: ModelInfo) -> ModelObject:
    return ModelObject(
        id=model.name,
        created=model.created_unix_s,
        owned_by=model.owned_by,
        max_model_len=model.max_model_len,
    )


def _json(body: ModelObject | ModelList) -> Response:
    return Response(wire.encode(body), media_type="application/json")
