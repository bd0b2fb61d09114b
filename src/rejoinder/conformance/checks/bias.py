"""`logit_bias`, with ids that are learnt on the way (see `tokens.py`)."""

from __future__ import annotations

from rejoinder.conformance.checks.common import keeps_limits
from rejoinder.conformance.probe import STORIES, Probe, user
from rejoinder.conformance.replies import Untestable
from rejoinder.conformance.row import Section
from rejoinder.conformance.tokens import bare, biased, chosen_id, force, integers_refused
from rejoinder.conformance.verdict import Finding, honoured, ignored, partly, wrong

section = Section("Logit bias")

# No vocabulary has this many tokens.
NO_ID = str(2**31 - 1)


@section.row("logit_bias.force")
def forces(probe: Probe) -> Finding:
    """A bias of 100 on a token makes it the only choice.

    Source: API reference, `logit_bias`: "exclusive selection of the relevant token".
    """
    forced = force(probe)
    if forced.num_changed == 0:
        return ignored(f"{forced.num_taken} ids at 100 one by one change nothing")
    if not forced.pieces:
        return wrong("answers change, but to no single token")
    piece = forced.pieces[0]
    wild = probe.tell(temperature=2, max_tokens=8, logit_bias=biased(probe, {piece.id: 100}))
    if bare(wild.text) != piece.text * 8:
        return wrong("at temperature 2 other tokens are drawn beside it")
    if said := integers_refused(probe):
        return wrong(f"it does with `100.0`, but `100` is an error: {said}")
    return honoured()


@section.row("logit_bias.ban")
def bans(probe: Probe) -> Finding:
    """A bias of -100 bans a token, even the one that would be chosen.

    Source: API reference, `logit_bias`: "-100 or 100 should result in a ban".
    """
    for story in STORIES:
        messages = user(story)
        id = chosen_id(probe, messages)
        if id is not None:
            break
    else:
        return ignored("the first token stays, whichever ids are banned, by hundreds")
    plain = probe.chat(messages=messages, temperature=0, max_tokens=1).text
    forced = probe.chat(
        messages=messages, temperature=0, max_tokens=1, logit_bias=biased(probe, {id: 100})
    )
    if forced.text != plain:
        raise Untestable("banning an id removes the first token, but forcing it does not bring it")
    ban = biased(probe, {id: -100})
    for seed in range(6):
        wild = probe.chat(messages=messages, temperature=2, max_tokens=1, seed=seed, logit_bias=ban)
        if wild.text == plain and plain.strip():
            return wrong("greedily it is not chosen, but at temperature 2 it is drawn")
    return honoured()


@section.row("logit_bias.limits")
def keeps_bias_limits(probe: Probe) -> Finding:
    """A bias beyond -100 to 100, or of what is no id, is refused.

    Source: API reference, `logit_bias`: "from -100 to 100", "token IDs (as keys)".
    """
    return keeps_limits(probe, "logit_bias", {"40": 1}, {"40": 101}, {"40": -101}, {"sea": 1})


@section.row("logit_bias.unknown_id", "logit_bias")
def refuses_unknown_ids(probe: Probe) -> Finding:
    """A bias for a token that the tokenizer has not is refused.

    Source: API reference, `logit_bias`: "token ID in the tokenizer".
    """
    probe.chat(logit_bias={"40": 1}, max_tokens=1)
    error = probe.rejection(logit_bias={NO_ID: 1}, max_tokens=1)
    if error is None:
        return partly(f"the id {NO_ID} is taken")
    return honoured() if error.names("logit_bias") else error.finding(("logit_bias",))
