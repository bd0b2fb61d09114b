"""The suite tells right from wrong: a server that honours everything, and the same with one fault.

Each fault must be found in just the rows that are about it. Where a fault makes other rows
meaningless too, they are in the list, so that a check that begins to see ghosts is noticed.
"""

from __future__ import annotations

import pytest

from rejoinder.conformance.probe import Probe
from rejoinder.conformance.suite import ROWS, choose
from rejoinder.conformance.verdict import FAILING, Verdict
from tests.conformance_suite.fake_limiter import LIMITED_KEY
from tests.conformance_suite.fake_server import FakeServer

STOPS = ("stop.string", "stop.list", "stop.stream")
ERRORS = ("errors.envelope", "errors.json", "errors.required", "errors.types")

# Faults (several with +), what is found, and where.
FAULTS = """
models.unknown            wrong     models.unknown
models.shape              partly    models.list models.retrieve
any_model                 ignored   errors.unknown_model
shape.id                  wrong     answer.shape
shape.refusal             partly    answer.shape
usage.total               wrong     answer.usage n.usage
fingerprint               partly    answer.system_fingerprint
takes.no_such_parameter   partly    answer.unknown_parameter
drops.system              ignored   messages.system
drops.developer           ignored   messages.developer
drops.assistant           ignored   messages.assistant
drops.assistant           partly    messages.tool
drops.tool                ignored   messages.tool
drops.tool_calls          partly    messages.tool
drops.function            ignored   messages.function
drops.name                accepted  messages.name
drops.name+takes.name     ignored   messages.name
drops.image_url           ignored   messages.image_url
drops.input_audio         ignored   messages.input_audio
drops.file                ignored   messages.file
drops.parts               ignored   messages.parts messages.image_url messages.input_audio
drops.parts               ignored   messages.file
refuses.image_url         refused   messages.image_url
takes.part                ignored   messages.unknown_part
takes.role                ignored   messages.unknown_role
takes.no_tool_call_id     ignored   messages.tool_call_id
length.over               ignored   max_tokens max_completion_tokens
length.over               wrong     n.usage answer.usage
ignores.max_completion_tokens ignored max_completion_tokens
takes.max_tokens          ignored   max_tokens.limits
ignores.stop              ignored   stop.string stop.list stop.stream stop.limits
stop.last                 ignored   stop.list
stop.shown                wrong     stop.string stop.list stop.stream
stop.reason               wrong     stop.string stop.list stop.stream
stream.stop               ignored   stop.stream
takes.stop                ignored   stop.limits
refuses.stop              refused   stop.string stop.list stop.stream stop.limits
n                         ignored   n n.usage n.stream seed.choices
n.copies                  wrong     n seed.choices
n.order                   partly    seed.choices
n.index                   wrong     n n.usage seed.choices
n.usage                   wrong     n.usage
takes.n                   ignored   n.limits
refuses.n                 refused   n n.usage n.stream n.limits seed.choices
temperature.zero          wrong     temperature.zero
temperature.zero          untested  stop.string temperature.zero_under_load
temperature.zero          honoured  seed.same
load_at_zero              partly    temperature.zero_under_load
lumps                     partly    stream.pieces
temperature.fixed         ignored   temperature.effect
default.greedy            wrong     temperature.default
takes.temperature         ignored   temperature.limits
ignores.top_p             ignored   top_p.effect top_p.limits
takes.top_p               ignored   top_p.limits
ignores.top_k             ignored   top_k.effect
refuses.top_k             refused   top_k.effect
seed                      ignored   seed.same seed.under_load seed.choices seed.limits
load                      partly    seed.under_load
takes.seed                ignored   seed.limits
ignores.frequency_penalty ignored   frequency_penalty frequency_penalty.limits
ignores.presence_penalty  ignored   presence_penalty presence_penalty.limits
frequency.once            wrong     frequency_penalty
presence.counts           wrong     presence_penalty
penalty.multiplies        wrong     frequency_penalty
penalty.multiplies        ignored   presence_penalty
takes.presence_penalty    ignored   presence_penalty.limits
ignores.logit_bias        ignored   logit_bias.force logit_bias.ban logit_bias.limits
ignores.logit_bias        partly    logit_bias.unknown_id
bias.no_ban               ignored   logit_bias.ban
bias.weak                 ignored   logit_bias.force
bias.fractions            wrong     logit_bias.force logit_bias.limits logit_bias.unknown_id
bias.fractions            honoured  logit_bias.ban frequency_penalty
refuses.logit_bias        refused   logit_bias.force logit_bias.ban logit_bias.limits
refuses.logit_bias        refused   logit_bias.unknown_id
crashes.logit_bias        wrong     logit_bias.force logit_bias.ban logit_bias.limits
crashes.logit_bias        wrong     logit_bias.unknown_id answer.nulls
refuses.logit_bias+ignores.presence_penalty ignored presence_penalty
refuses.logit_bias+presence.counts honoured presence_penalty
takes.frequency_penalty   ignored   frequency_penalty.limits
takes.prompt_cache_retention ignored prompt_cache_retention
takes.prompt_cache_options ignored  prompt_cache_options
ignores.logprobs          ignored   logprobs logprobs.stream
ignores.logprobs          refused   top_logprobs top_logprobs.alone top_logprobs.limits
ignores.top_logprobs      ignored   top_logprobs top_logprobs.alone top_logprobs.limits
logprobs.always           ignored   logprobs.false
logprobs.shape            partly    logprobs
logprobs.base             wrong     top_logprobs
logprobs.order            wrong     top_logprobs
logprobs.more             wrong     top_logprobs
logprobs.bytes            wrong     logprobs top_logprobs
stream.no_logprobs        ignored   logprobs.stream
changed_by.logprobs       wrong     logprobs
takes.top_logprobs        ignored   top_logprobs.limits
stream.object             wrong     stream
heading                   wrong     stream.heading
no_role                   wrong     stream.role
finish_twice              wrong     stream.finish n.stream
no_done                   wrong     stream.done
stream.other              wrong     stream.same_text stop.stream
stream.broken             wrong     stream.same_text stop.stream stream.utf8
usage.no_null             partly    stream_options.include_usage
usage.unasked             ignored   stream_options.include_usage
usage.none                ignored   stream_options.include_usage
obfuscation               ignored   stream_options.include_obfuscation
refuses.stream_options    refused   stream_options.include_usage stream_options.alone
refuses.stream_options    refused   stream_options.include_obfuscation
ignores.stream            ignored   stream logprobs.stream
changed_by.response_format wrong    response_format.text
format.words              ignored   response_format.json_object
format.schema             ignored   response_format.json_schema
format.loose              ignored   response_format.strict
stream.other              wrong     response_format.stream
takes.response_format     ignored   response_format.unknown
hides.tools               ignored   tools
tools.no_calls            ignored   tools.custom tool_choice.required tool_choice.named
tools.no_calls            untested  tools.strict tool_choice.none tools.stream
none                      ignored   tool_choice.none
named                     ignored   tool_choice.named
allowed                   ignored   tool_choice.allowed_tools
parallel                  ignored   parallel_tool_calls
strict                    ignored   tools.strict
arguments                 wrong     tools tool_choice.required tool_choice.named
calls.reason              wrong     tools tool_choice.required
takes.tools               ignored   tools.limits
takes.tool_choice         ignored   tool_choice.unknown
takes.alone               ignored   tool_choice.unknown stream_options.alone top_logprobs.alone
stream.calls              ignored   tools.stream
hides.functions           ignored   functions
function_call             ignored   function_call
refuses.tools             refused   tools tools.strict tools.limits tools.custom tools.stream
refuses.tools             refused   tool_choice.unknown tool_choice.required parallel_tool_calls
takes.user                ignored   user
takes.safety_identifier   ignored   safety_identifier
takes.metadata            ignored   metadata
store                     ignored   store stored.only stored.metadata stored.stream stored.update
store                     ignored   stored.delete stored.messages
store                     wrong     stored.list stored.pages
refuses.store             refused   store stored.only stored.metadata stored.stream stored.update
refuses.store             refused   stored.delete stored.messages stored.list stored.pages
stored.all                wrong     stored.only
stored.metadata           wrong     stored.metadata stored.list stored.pages
stored.stream             wrong     stored.stream
stored.list               wrong     stored.list
stored.pages              wrong     stored.pages
stored.update             wrong     stored.update
stored.delete             wrong     stored.delete
stored.messages           wrong     stored.messages
stored.limits             wrong     stored.limits
stored.unknown            wrong     stored.unknown
tier                      ignored   service_tier
takes.service_tier        ignored   service_tier
tier                      wrong     service_tier.names
tier.names                wrong     service_tier.names
tier.stream               ignored   service_tier.stream
tier.exact                wrong     service_tier.exact
tier.order                ignored   service_tier.order
refuses.service_tier      refused   service_tier service_tier.names service_tier.stream
refuses.service_tier      refused   service_tier.exact service_tier.order
hides.reasoning_effort    accepted  reasoning_effort
takes.reasoning_effort    ignored   reasoning_effort
hides.verbosity           accepted  verbosity
takes.verbosity           ignored   verbosity
prediction                ignored   prediction
changed_by.prediction     wrong     prediction
changed_by.modalities     wrong     modalities
audio                     ignored   modalities.audio
search                    ignored   web_search_options
moderation                ignored   moderation
takes.prompt_cache_key    ignored   prompt_cache_key
limit.silent              untested  rate_limits.headers rate_limits.remaining
limit.stream              partly    rate_limits.headers
limit.reset               wrong     rate_limits.headers
limit.uncounted           ignored   rate_limits.remaining
limit.none                untested  rate_limits.refused rate_limits.retry_after
limit.status              wrong     rate_limits.refused
limit.code                partly    rate_limits.refused
limit.no_wait             ignored   rate_limits.retry_after
limit.short               wrong     rate_limits.retry_after
once                      untested  idempotency.same idempotency.stream idempotency.other
once                      untested  idempotency.together
once.bytes                wrong     idempotency.same
once.stream               wrong     idempotency.stream
once.other                wrong     idempotency.other
once.together             wrong     idempotency.together
errors.code               partly    errors.envelope errors.types errors.json models.unknown
errors.flat               wrong     errors.envelope errors.types errors.json models.unknown
errors.flat               wrong     stream.errors
errors.detail             wrong     errors.envelope errors.types errors.json models.unknown
errors.status             wrong     errors.envelope errors.types errors.json errors.required
truncates                 wrong     errors.context_length
takes.no_messages         wrong     errors.required
"""
CASES: dict[str, dict[str, str]] = {}
for line in FAULTS.split("\n")[1:-1]:
    faults, verdict, *rows = line.split()
    CASES.setdefault(faults, {}).update(dict.fromkeys(rows, verdict))

# Rows that are slow even here, and say nothing new beside most faults.
SLOW = {"frequency_penalty", "presence_penalty", "stream.utf8", "seed.under_load", "logit_bias.ban"}
GOOD = {Verdict.HONOURED, Verdict.ACCEPTED}


def found(*faults: str, rows: set[str]) -> dict[str, str]:
    probe = Probe(FakeServer(*faults, key="secret"), "fake", limited_key=LIMITED_KEY)
    return {row.id: row.find(probe).verdict.value for row in ROWS if row.id in rows}


def test_nothing_is_found_where_everything_is_honoured() -> None:
    """Without this a row might blame whoever it asks."""
    verdicts = found(rows={row.id for row in ROWS})

    assert {id for id, verdict in verdicts.items() if verdict != Verdict.HONOURED} == {
        # What no behaviour can show, even of a server that does it all.
        "user",
        "safety_identifier",
        "metadata",
        "prompt_cache_retention",
        "prompt_cache_options",
    }
    assert set(verdicts.values()) == GOOD


@pytest.mark.parametrize("faults", CASES)
def test_a_fault_is_found_where_it_is(faults: str) -> None:
    expected = CASES[faults]

    verdicts = found(*faults.split("+"), rows=set(expected))

    assert verdicts == expected


@pytest.mark.parametrize(
    "faults", ["n.usage", "stop.shown", "takes.user", "usage.no_null", "logprobs.order", "strict"]
)
def test_a_fault_is_found_nowhere_else(faults: str) -> None:
    """Without this a suite that calls everything wrong would pass the test above."""
    rows = {row.id for row in ROWS} - SLOW

    verdicts = found(faults, rows=rows)

    assert {id for id, verdict in verdicts.items() if verdict not in GOOD} == set(CASES[faults])


def test_every_row_is_made_to_fail() -> None:
    """A row that no fault turns has never been seen to tell anything apart."""
    turned = {
        row
        for rows in CASES.values()
        for row, verdict in rows.items()
        if verdict in FAILING or verdict == Verdict.PARTLY
    }

    assert {row.id for row in ROWS} - turned == {"auth.key"}  # below


def test_a_wrong_key_must_be_refused() -> None:
    (row,) = choose(("auth.key",))

    asks_for_none = row.find(Probe(FakeServer(), "fake"))
    says_so_badly = row.find(Probe(FakeServer("errors.flat", key="secret"), "fake"))

    assert asks_for_none.verdict == Verdict.UNTESTED
    assert says_so_badly.verdict == Verdict.WRONG
