"""Grammars are tried in a child: what is bad is refused, what is heavy harms nobody."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from rejoinder import mini
from rejoinder.errors import GrammarTooComplex, InvalidGrammar, Unavailable
from rejoinder.grammar.checker import Checker
from rejoinder.grammar.text import Grammar, LarkPart

MINI = Path(mini.__file__).parent
VOCAB_SIZE = 6_144

GOOD = Grammar(LarkPart('start: "yes" | "no"'))
UNREADABLE = Grammar(LarkPart('start: "yes'))
# Lexemes that llguidance gives up on, by its own limits.
HEAVY = Grammar(LarkPart("A: /.*a.{25}/ & /.*b.{27}/ & ~/.*c.{23}/\nstart: A"))
# Seconds of compiling.
SLOW = Grammar(LarkPart("start: " + " | ".join(f'"{number:05}"' for number in range(30_000))))


def run(story: Callable[[Checker], Awaitable[None]], checker: Checker | None = None) -> None:
    """Tell it, then stop the checker and see that nothing is left."""

    async def all_of_it() -> None:
        made = checker or Checker(MINI, vocab_size=VOCAB_SIZE)
        try:
            await story(made)
        finally:
            await made.stop()
        assert _children() == set()

    asyncio.run(all_of_it())


def _children() -> set[int]:
    """Of this process, those that check grammars; zombies too."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(stat[1]) == os.getpid() and (b"grammar.child" in command or stat[0] == "Z"):
                found.add(int(entry.name))
    return found


def test_a_good_grammar_passes() -> None:
    async def story(checker: Checker) -> None:
        await checker.check(GOOD, param="guided_grammar")

    run(story)


def test_an_unreadable_grammar_is_refused_with_its_param_and_the_compilers_words() -> None:
    async def story(checker: Checker) -> None:
        with pytest.raises(InvalidGrammar) as caught:
            await checker.check(UNREADABLE, param="guided_grammar")
        assert caught.value.param == "guided_grammar"
        assert "guided_grammar" in caught.value.message

    run(story)


def test_a_heavy_grammar_is_refused_and_the_next_one_is_served() -> None:
    async def story(checker: Checker) -> None:
        with pytest.raises(GrammarTooComplex) as caught:
            await checker.check(HEAVY, param="guided_regex")
        assert caught.value.param == "guided_regex"
        assert "the limit of the compiler (its patterns take too long" in caught.value.message
        await checker.check(GOOD, param="guided_grammar")

    run(story)


def test_a_child_that_ends_by_a_limit_says_which() -> None:
    """Every such end was told as that of the time to compile."""

    async def story(checker: Checker) -> None:
        for number, limit in [
            (signal.SIGPROF, "0.7 s to compile"),
            (signal.SIGABRT, "1000 MiB to compile"),
            (signal.SIGSEGV, r"the compiler \(it is nested too deeply\)"),
        ]:
            await checker.check(Grammar(LarkPart(f'start: "{number}"')), param="guided_grammar")
            (pid,) = _children()
            os.kill(pid, signal.SIGSTOP)  # so that it is in the midst of the next
            grammar = Grammar(LarkPart(f'start: "{number} again"'))
            waiting = asyncio.create_task(checker.check(grammar, param="guided_grammar"))
            for _ in range(10):  # turns of the loop, until it waits for the child
                await asyncio.sleep(0)
            os.kill(pid, number)
            os.kill(pid, signal.SIGCONT)
            with pytest.raises(GrammarTooComplex, match=f"the limit of {limit}"):
                await waiting

    run(story)


def test_what_takes_longer_than_its_processor_time_ends_its_child_only() -> None:
    async def story(checker: Checker) -> None:
        with pytest.raises(GrammarTooComplex, match=r"0\.05 s to compile"):
            await checker.check(SLOW, param="guided_grammar")
        await checker.check(GOOD, param="guided_grammar")

    run(story, Checker(MINI, vocab_size=VOCAB_SIZE, compile_s=0.05, wait_s=60.0))


def test_a_machine_too_busy_to_tell_is_no_verdict() -> None:
    """It was remembered as one, and a good grammar refused for as long as the server ran."""

    async def story(checker: Checker) -> None:
        with pytest.raises(Unavailable, match="too busy"):
            await checker.check(GOOD, param="guided_grammar")
        with pytest.raises(Unavailable, match="too busy"):
            await checker.check(GOOD, param="guided_grammar")

    run(story, Checker(MINI, vocab_size=VOCAB_SIZE, wait_s=0.0))


def test_a_verdict_is_remembered() -> None:
    async def story(checker: Checker) -> None:
        await checker.check(GOOD, param="guided_grammar")
        (pid,) = _children()
        os.kill(pid, signal.SIGSTOP)  # it can say nothing any more
        await checker.check(GOOD, param="guided_grammar")

    run(story)


def test_those_who_ask_for_the_same_at_once_share_one_compilation() -> None:
    async def story(checker: Checker) -> None:
        await asyncio.gather(*(checker.check(GOOD, param="guided_grammar") for _ in range(20)))
        assert len(_children()) == 1

    run(story)


def test_a_child_killed_by_somebody_is_replaced_and_the_grammar_tried_again() -> None:
    async def story(checker: Checker) -> None:
        await checker.check(GOOD, param="guided_grammar")
        (pid,) = _children()
        os.kill(pid, signal.SIGKILL)
        await checker.check(Grammar(LarkPart('start: "maybe"')), param="guided_grammar")
        assert _children() != {pid}

    run(story)


def test_one_who_is_cancelled_leaves_the_answer_to_the_others() -> None:
    async def story(checker: Checker) -> None:
        first = asyncio.create_task(checker.check(GOOD, param="guided_grammar"))
        second = asyncio.create_task(checker.check(GOOD, param="guided_grammar"))
        await asyncio.sleep(0)
        first.cancel()
        await second
        with pytest.raises(asyncio.CancelledError):
            await first

    run(story)


def test_nothing_is_left_after_stop_also_in_the_middle_of_a_check() -> None:
    async def story(checker: Checker) -> None:
        under_way = asyncio.create_task(checker.check(HEAVY, param="guided_regex"))
        await asyncio.sleep(0)
        await checker.stop()
        with pytest.raises(asyncio.CancelledError):
            await under_way
        assert _children() == set()
        await checker.stop()

    run(story)


def test_a_child_is_ready_before_it_is_asked_where_that_is_wished() -> None:
    async def story(checker: Checker) -> None:
        checker.warm_up()
        checker.warm_up()
        await checker.check(GOOD, param="guided_grammar")
        assert len(_children()) == 1

    run(story)
