"""The pages for people: from this package alone, under a policy that forbids anything else."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from rejoinder.metrics import Metrics
from rejoinder.server.app import create_app
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import app_of, call

STATIC = resources.files("rejoinder.server") / "static" / "swagger"


def test_the_docs_page_loads_nothing_but_our_own_files() -> None:
    app = app_of()
    page = call(app, "GET", "/docs").body.decode()

    links = re.findall(r'(?:src|href)="([^"]+)"', page)

    for link in links:
        assert link == "data:," or call(app, "GET", link).status == 200, link
    assert not re.search(r"<script(?! src=)", page), "a script that the policy would stop"


@pytest.mark.parametrize("path", ["/docs", "/docs/", "/docs/docs.js", "/openapi.json", "/"])
def test_pages_forbid_what_they_do_not_need(path: str) -> None:
    headers = call(app_of(), "GET", path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"


def test_a_page_that_the_browser_still_has_is_not_sent_again() -> None:
    app = app_of()
    first = call(app, "GET", "/docs/swagger-ui-bundle.js")

    again = call(
        app, "GET", "/docs/swagger-ui-bundle.js", headers={"if-none-match": first.headers["etag"]}
    )

    assert first.headers["content-type"].startswith("text/javascript")
    assert (again.status, again.body) == (304, b"")


def test_vendored_files_are_those_that_the_readme_names() -> None:
    readme = (STATIC / "README.md").read_text()

    sums = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", readme))

    assert len(sums) == 5
    for name, digest in sums.items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest, name


def test_every_path_is_documented_with_the_methods_it_takes(tmp_path: Path) -> None:
    """Of a server with all that there is: `Allow` lists what a path takes."""
    settings = msgspec.convert({"data_dir": str(tmp_path), "no_auth": True}, Settings)
    backing = Backing(settings, lifecycle=Lifecycle(), metrics=Metrics())
    app = create_app(ScriptedEngine(), settings, access=backing.access, others=backing.routes)
    documented = call(app, "GET", "/openapi.json").json()["paths"]

    taken = {
        path: set(call(app, "PATCH", path).headers["allow"].split(", ")) - {"HEAD"}
        for path in documented
    }

    assert taken == {path: {method.upper() for method in documented[path]} for path in documented}
    assert {f"/v1{route.path}" for route in backing.routes} <= set(documented)
