"""What a person sees who opens the server in a browser: a greeting, and the API's documentation.

Everything comes from this package and the pages forbid themselves to load from elsewhere, so they
work on a machine with no network and tell nobody that they were read.
"""

from __future__ import annotations

import functools
import hashlib
from importlib import resources

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from rejoinder import __version__
from rejoinder.errors import UnknownPath
from rejoinder.wire import openapi

_STATIC = resources.files("rejoinder.server") / "static" / "swagger"

# Name in the URL to media type: also the list of what may be asked for, so no path is ever joined.
_FILES = {
    "docs.css": "text/css; charset=utf-8",
    "docs.html": "text/html; charset=utf-8",
    "docs.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
}

_PAGE_HEADERS = {
    # Swagger UI draws its icons from data: URLs and sets styles of elements.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    # Kept, and asked about each time: an upgrade shows at once and costs a 304 otherwise.
    "cache-control": "no-cache",
}

_GREETING = f"""\
This is Rejoinder {__version__}, a server for the Chat Completions API.

    POST /v1/chat/completions    ask a model
    POST /v1/completions         the same, the older way
    GET  /v1/models              the models there are
    GET  /docs                   the API, to read and to try
    GET  /openapi.json           the API, for programs
    GET  /health /ready /metrics /version
"""


async def greeting(request: Request) -> Response:
    return _unless_known(request, _GREETING.encode(), "text/plain; charset=utf-8")


async def openapi_json(request: Request) -> Response:
    return _unless_known(request, _openapi_document(), "application/json")


async def docs(request: Request) -> Response:
    return _unless_known(request, _static("docs.html"), _FILES["docs.html"])


async def docs_file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise UnknownPath(method=request.method, path=f"/docs/{name}")
    return _unless_known(request, _static(name), _FILES[name])


def _unless_known(request: Request, body: bytes, media_type: str) -> Response:
    """The content, or 304 for a browser that still has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**_PAGE_HEADERS, "etag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


@functools.cache
def _static(name: str) -> bytes:
    return (_STATIC / name).read_bytes()


@functools.cache
def _openapi_document() -> bytes:
    return msgspec.json.encode(openapi.document(__version__))
