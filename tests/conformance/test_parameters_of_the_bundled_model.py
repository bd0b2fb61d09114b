"""Every generation parameter, on the bundled model, as the official client sees it.

What is looked at is the answer alone: a parameter that is taken and changes nothing fails here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionTokenLogprob
from tokenizers import Tokenizer

from rejoinder import mini
from tests.server.process import ServerProcess, running

MODEL = "rejoinder-mini"
STORY: list[Any] = [{"role": "user", "content": "Tell me about the sea, please, and at length."}]
GREEDY: dict[str, Any] = {"model": MODEL, "messages": STORY, "temperature": 0}
# High temperature and no cuts: every bit of every logit matters.
WILD: dict[str, Any] = {
    "model": MODEL,
    "messages": STORY,
    "temperature": 1.5,
    "extra_body": {"top_k": 0},
}


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with running("rejoinder.cli", "serve", "--port", "0") as server:
        yield server


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Iterator[OpenAI]:
    with OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(mini.FOLDER / "tokenizer.json"))


def text_of(answer: ChatCompletion) -> str:
    return answer.choices[0].message.content or ""


def tokens_of(answer: ChatCompletion, choice: int = 0) -> list[ChatCompletionTokenLogprob]:
    logprobs = answer.choices[choice].logprobs
    assert logprobs is not None
    assert logprobs.content is not None
    return logprobs.content


def test_the_bytes_of_log_probabilities_are_those_of_the_text(client: OpenAI) -> None:
    """At a high temperature characters are cut across tokens, and tokens make no characters."""
    answer = client.chat.completions.create(
        **WILD, seed=4, n=3, max_tokens=60, logprobs=True, top_logprobs=3
    )

    for choice in answer.choices:
        tokens = tokens_of(answer, choice.index)
        spelled = b"".join(bytes(token.bytes or []) for token in tokens)
        assert spelled.decode(errors="replace") == choice.message.content
        for token in tokens:
            assert token.logprob <= 0
            top = [one.logprob for one in token.top_logprobs]
            assert len(top) == 3
            assert top == sorted(top, reverse=True)
            assert sum(map(math.exp, top)) <= 1 + 1e-6


def test_greedy_takes_the_likeliest_and_a_stream_tells_the_same(client: OpenAI) -> None:
    asked = {**GREEDY, "max_tokens": 30, "logprobs": True, "top_logprobs": 2}
    plain = client.chat.completions.create(**asked)

    streamed: list[ChatCompletionTokenLogprob] = []
    for chunk in client.chat.completions.create(**asked, stream=True):
        for choice in chunk.choices:
            if choice.logprobs is not None:
                streamed += choice.logprobs.content or []

    assert all(token.logprob == token.top_logprobs[0].logprob for token in tokens_of(plain))
    assert streamed == tokens_of(plain)


def test_asking_for_log_probabilities_changes_no_token(client: OpenAI) -> None:
    without = client.chat.completions.create(**WILD, seed=6, max_tokens=40)
    with_them = client.chat.completions.create(
        **WILD, seed=6, max_tokens=40, logprobs=True, top_logprobs=20
    )

    assert text_of(without) == text_of(with_them)


def test_a_banned_token_is_never_said_and_a_forced_one_always(
    client: OpenAI, tokenizer: Tokenizer
) -> None:
    plain = client.chat.completions.create(**GREEDY, max_tokens=1, logprobs=True)
    first = tokens_of(plain)[0].token
    ids = tokenizer.encode(first, add_special_tokens=False).ids
    assert len(ids) == 1

    banned = client.chat.completions.create(
        **GREEDY, max_tokens=20, logprobs=True, logit_bias={str(ids[0]): -100}
    )
    forced = client.chat.completions.create(**WILD, max_tokens=20, logit_bias={str(ids[0]): 100})

    assert first not in [token.token for token in tokens_of(banned)]
    assert text_of(forced) == first * 20
    assert forced.choices[0].finish_reason == "length"


def test_a_bias_for_a_token_that_is_not_there_is_a_bad_request(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(**GREEDY, logit_bias={"99999999": 1})

    assert caught.value.param is not None
    assert caught.value.param.startswith("logit_bias")


@pytest.mark.parametrize(
    ("frequency", "presence"), [(0.0, 0.0), (0.5, 0.0), (2.0, 0.0), (0.0, 2.0), (-0.2, 1.2)]
)
def test_penalties_are_what_the_formula_says(
    client: OpenAI, frequency: float, presence: float
) -> None:
    """Greedy takes the token whose logit, less the penalties of what was said, is highest. The
    log-probabilities are those before, so each choice can be checked against the likeliest.

    After noise a model is unsure of itself and says things twice, whatever it was taught: not after
    any noise, so there are several.
    """
    noise = Random(1)
    answer = client.completions.create(
        model=MODEL,
        prompt=[[noise.randrange(300, 2000) for _ in range(12)] for _ in range(8)],
        temperature=0,
        max_tokens=60,
        logprobs=5,
        frequency_penalty=frequency,
        presence_penalty=presence,
        extra_body={"ignore_eos": True},
    )

    num_changed = 0
    for choice in answer.choices:
        told = choice.logprobs
        assert told is not None
        tokens, logprobs, likeliest = told.tokens, told.token_logprobs, told.top_logprobs
        assert tokens is not None
        assert logprobs is not None
        assert likeliest is not None
        said: Counter[str] = Counter()
        for token, logprob, top in zip(tokens, logprobs, likeliest, strict=True):
            assert logprob is not None
            penalised = {t: frequency * said[t] + presence * (said[t] > 0) for t in (token, *top)}
            scores = [one - penalised[t] for t, one in top.items()]
            assert logprob - penalised[token] >= max(scores) - 1e-5
            num_changed += logprob < max(top.values())
            said[token] += 1
        assert len(tokens) == 60
    assert (num_changed > 0) == (frequency != 0 or presence != 0)


def test_top_k_of_one_and_top_p_of_nothing_are_greedy(client: OpenAI) -> None:
    greedy = text_of(client.chat.completions.create(**GREEDY, max_tokens=20))
    asked = {**WILD, "max_tokens": 20}

    assert text_of(client.chat.completions.create(**asked, top_p=0)) == greedy
    asked["extra_body"] = {"top_k": 1}
    assert text_of(client.chat.completions.create(**asked)) == greedy
    asked["extra_body"] = {"top_k": 0, "min_p": 1.0}
    assert text_of(client.chat.completions.create(**asked)) == greedy


def test_an_answer_can_be_made_to_go_on(client: OpenAI) -> None:
    """`ignore_eos` to the limit, `min_tokens` for as long as it says."""
    hello: dict[str, Any] = {
        "model": MODEL,
        "messages": [{"role": "user", "content": "Hello!"}],
        "temperature": 0,
        "max_tokens": 100,
    }
    plain = client.chat.completions.create(**hello)
    endless = client.chat.completions.create(**hello, extra_body={"ignore_eos": True})
    longer = client.chat.completions.create(**hello, extra_body={"min_tokens": 90})

    assert plain.usage is not None
    assert endless.usage is not None
    assert longer.usage is not None
    assert plain.choices[0].finish_reason == "stop"
    assert plain.usage.completion_tokens < 90
    assert (endless.choices[0].finish_reason, endless.usage.completion_tokens) == ("length", 100)
    assert 90 <= longer.usage.completion_tokens <= 100


def test_what_is_for_the_record_changes_nothing_and_is_checked(client: OpenAI) -> None:
    plain = client.chat.completions.create(**WILD, seed=2, max_tokens=20)
    noted = client.chat.completions.create(
        **WILD, seed=2, max_tokens=20, metadata={"run": "7"}, user="u", safety_identifier="s"
    )

    assert text_of(plain) == text_of(noted)
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(**GREEDY, metadata={str(n): "x" for n in range(17)})
    assert caught.value.param == "metadata"


def test_a_prompt_that_was_seen_is_told_and_changes_nothing(client: OpenAI) -> None:
    question = "Which of these words is not a colour? " + "red green blue seven " * 40
    asked: dict[str, Any] = {**WILD, "messages": [{"role": "user", "content": question}]}

    first, second = (
        client.chat.completions.create(
            **asked, seed=9, max_tokens=30, logprobs=True, top_logprobs=5
        )
        for _ in range(2)
    )

    assert first.usage is not None
    assert second.usage is not None
    assert first.usage.prompt_tokens_details is not None
    assert second.usage.prompt_tokens_details is not None
    assert (first.usage.prompt_tokens_details.cached_tokens or 0) < 32
    # All but the last token, which must be computed for its logits.
    num_cached = second.usage.prompt_tokens_details.cached_tokens
    assert num_cached is not None
    assert num_cached > 0.8 * second.usage.prompt_tokens
    assert num_cached < second.usage.prompt_tokens
    assert tokens_of(first) == tokens_of(second)
    assert text_of(first) == text_of(second)


def test_usage_adds_up_in_an_answer_and_in_a_stream(client: OpenAI) -> None:
    asked: dict[str, Any] = {**WILD, "seed": 3, "max_tokens": 25, "n": 2}
    plain = client.chat.completions.create(**asked).usage
    *_, last = client.chat.completions.create(
        **asked, stream=True, stream_options={"include_usage": True}
    )

    assert plain is not None
    assert last.usage is not None
    assert plain.total_tokens == plain.prompt_tokens + plain.completion_tokens
    assert (last.usage.prompt_tokens, last.usage.completion_tokens) == (
        plain.prompt_tokens,
        plain.completion_tokens,
    )


def test_the_older_completions_go_on_with_prompts(client: OpenAI, tokenizer: Tokenizer) -> None:
    prompts = ["The sea is", "Once upon a time"]
    token_ids = [tokenizer.encode(one, add_special_tokens=False).ids for one in prompts]
    asked: dict[str, Any] = {"model": MODEL, "temperature": 0, "max_tokens": 12}

    both = client.completions.create(prompt=prompts, **asked)
    by_ids = client.completions.create(prompt=token_ids, **asked)
    alone = [client.completions.create(prompt=one, **asked) for one in prompts]
    echoed = client.completions.create(prompt=prompts[0], echo=True, **asked)

    texts = [choice.text for choice in both.choices]
    assert texts == [one.choices[0].text for one in alone]
    assert texts == [choice.text for choice in by_ids.choices]
    assert echoed.choices[0].text == prompts[0] + texts[0]
    assert both.usage is not None
    assert both.usage.prompt_tokens == sum(map(len, token_ids))


def test_a_stream_of_the_older_completions_folds_to_the_plain_answer(client: OpenAI) -> None:
    asked: dict[str, Any] = {
        "model": MODEL,
        "prompt": ["The sea is", "Once upon a time"],
        "n": 2,
        "seed": 12,
        "temperature": 1.3,
        "max_tokens": 20,
        "logprobs": 2,
        "extra_body": {"ignore_eos": True},  # who ends at once says the same as another who does
    }
    plain = client.completions.create(**asked)

    texts = [""] * 4
    tokens: list[list[str]] = [[], [], [], []]
    for chunk in client.completions.create(**asked, stream=True):
        for choice in chunk.choices:
            texts[choice.index] += choice.text
            if choice.logprobs is not None:
                tokens[choice.index] += choice.logprobs.tokens or []

    assert texts == [choice.text for choice in plain.choices]
    assert tokens == [choice.logprobs and choice.logprobs.tokens for choice in plain.choices]
    assert len(set(texts)) == 4


def test_a_suffix_is_refused_by_name(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.completions.create(model=MODEL, prompt="a", suffix="b")

    assert (caught.value.code, caught.value.param) == ("unsupported_parameter", "suffix")


def test_what_was_counted_is_published(server: ServerProcess, client: OpenAI) -> None:
    client.chat.completions.create(**GREEDY, max_tokens=1)
    page = server.get("/metrics").read().decode()

    for name in (
        "rejoinder_prompt_tokens_total",
        "rejoinder_generation_tokens_total",
        "rejoinder_request_queue_time_seconds_count",
        "rejoinder_prefix_cache_queries_total",
    ):
        found = re.search(rf'^{name}{{model="{MODEL}"}} (\S+)$', page, re.M)
        assert found is not None, name
        assert float(found[1]) > 0, name


def test_a_server_can_be_strict_remember_nothing_and_have_another_default() -> None:
    flags = ("--strict", "--no-prefix-cache", "--default-top-k", "1")
    question = [{"role": "user", "content": "Why is that so? " * 30}]
    asked: dict[str, Any] = {"model": MODEL, "messages": question, "max_tokens": 10}
    with (
        running("rejoinder.cli", "serve", "--port", "0", *flags) as server,
        OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as client,
    ):
        wild = [client.chat.completions.create(**asked, temperature=2) for _ in range(2)]
        greedy = client.chat.completions.create(**asked, temperature=0)
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(**asked, extra_body={"colour": "red"})

    assert [text_of(one) for one in wild] == [text_of(greedy)] * 2
    assert greedy.usage is not None
    assert greedy.usage.prompt_tokens_details is not None
    assert greedy.usage.prompt_tokens_details.cached_tokens == 0
    assert (caught.value.code, caught.value.param) == ("unknown_parameter", "colour")
