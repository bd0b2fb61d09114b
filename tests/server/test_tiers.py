"""Service tiers over HTTP: what a request asks for, what serves it, and what it is told."""

from __future__ import annotations

import json

import pytest

from rejoinder.accounts.base import Wanted
from rejoinder.accounts.free import FreeDesk, FreeVisit
from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import Tier, TierWanted
from rejoinder.refusals import TierNotAllowed
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import app_of, call

CHAT = "/v1/chat/completions"
OLDER = "/v1/completions"


def body_of(**more: object) -> bytes:
    messages = [{"role": "user", "content": "hi"}]
    return json.dumps({"model": "scripted", "messages": messages, **more}).encode()


class ScaleDesk(FreeDesk):
    """Satisfies `Desk`: serves as `scale` whoever leaves it to the server."""

    async def admit(self, principal: Principal, wanted: Wanted) -> FreeVisit:
        return FreeVisit(Tier.SCALE if wanted.tier is TierWanted.AUTO else Tier.DEFAULT)


class StrictDesk(FreeDesk):
    """Satisfies `Desk`: nobody may have priority."""

    def check(self, principal: Principal, model: str, tier: TierWanted) -> None:
        if tier is TierWanted.PRIORITY:
            raise TierNotAllowed(tier=tier.value, hint="")


def test_who_may_not_have_a_tier_is_refused_before_anything_is_prepared() -> None:
    """A grammar of whoever said `priority` was tried before those of others, allowed or not."""
    engine = ScriptedEngine()
    app = app_of(engine, desk=StrictDesk())

    refused = call(app, "POST", CHAT, body_of(service_tier="priority"))
    unknown = call(app, "POST", CHAT, body_of(service_tier="priority", model="nobody's"))

    assert (refused.status, refused.error["code"]) == (403, "service_tier_not_allowed")
    assert [ask.model for ask in engine.asks] == ["nobody's"]
    assert unknown.status == 404


@pytest.mark.parametrize(
    ("wanted", "served"),
    [
        ("auto", Tier.DEFAULT),
        ("default", Tier.DEFAULT),
        ("flex", Tier.FLEX),
        ("scale", Tier.DEFAULT),
        ("priority", Tier.PRIORITY),
        ("fast", Tier.PRIORITY),
    ],
)
def test_the_answer_says_which_tier_served_it(wanted: str, served: Tier) -> None:
    engine = ScriptedEngine()

    answer = call(app_of(engine, desk=FreeDesk()), "POST", CHAT, body_of(service_tier=wanted))

    assert answer.json()["service_tier"] == served
    assert engine.tiers == [served]


def test_every_chunk_says_which_tier_served_it() -> None:
    peer = call(app_of(), "POST", CHAT, body_of(service_tier="flex", stream=True))

    chunks = [json.loads(frame[6:]) for frame in peer.body.decode().split("\n\n")[:-2]]
    assert {chunk["service_tier"] for chunk in chunks} == {"flex"}


def test_who_does_not_speak_of_tiers_is_told_of_none_and_may_be_served_by_any() -> None:
    """As the documents say: the field is there where the request has it."""
    engine = ScriptedEngine()

    answer = call(app_of(engine, desk=ScaleDesk()), "POST", CHAT, body_of())

    assert "service_tier" not in answer.json()
    assert engine.tiers == [Tier.SCALE]


def test_a_tier_other_than_asked_for_is_the_one_that_is_told() -> None:
    app = app_of(ScriptedEngine(), desk=ScaleDesk())
    told = [
        call(app, "POST", CHAT, body_of(service_tier=wanted)).json()["service_tier"]
        for wanted in ("auto", "flex")
    ]
    assert told == ["scale", "default"]


def test_the_older_completions_have_no_tiers_of_their_own() -> None:
    """They never had the field; the server may still serve them as `auto`."""
    engine = ScriptedEngine()
    app = app_of(engine, desk=ScaleDesk())
    body = {"model": "scripted", "prompt": "Once"}

    refused = call(app, "POST", OLDER, json.dumps({**body, "service_tier": "flex"}).encode())
    call(app, "POST", OLDER, json.dumps(body).encode())

    assert (refused.status, refused.json()["error"]["param"]) == (400, "service_tier")
    assert engine.tiers == [Tier.SCALE]


def test_an_unknown_tier_is_refused_by_name() -> None:
    refused = call(app_of(), "POST", CHAT, body_of(service_tier="gold"))

    error = refused.json()["error"]
    assert (refused.status, error["param"]) == (400, "service_tier")
    assert "`flex`" in error["message"]
