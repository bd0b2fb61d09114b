"""What the log-probabilities are worth: does what is said with 90 % come true nine times of ten?

    python -m training.calibration --items 50

Two measures, both of held-out items, through the public API (POST /v1/completions with `logprobs`)
and without grammar, which would forbid what the model thinks likely:

* Tokens: after the prompt and each beginning of the reference answer, the probability of the
  likeliest next token, against how often it is the reference's. Every request has `max_tokens` 1
  and `ignore_eos`, so that the token that ends an answer has an entry too. The references vary in
  their wording as those trained on do, and an honest model gives each wording its share.
* Answers: the probability of the greedy answer, the product of its tokens', against how often its
  check passes. It is the probability of that one text. Where other words would be right as well,
  as in small talk, it is below the probability of being right, and shows as too little confidence.

The expected calibration error is the mean distance, in ten bins of equal width, of the mean
probability from the share that is right (Guo et al., arXiv:1706.04599).
"""

from __future__ import annotations

import argparse
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tokenizers import Tokenizer

from rejoinder import mini
from training import evaluate, served
from training.corpus import mix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from training.corpus.conversation import Conversation

BINS = 10
# The most prompts that the API takes in one request.
PROMPTS = 128

END = "<|im_end|>"
GROUPS = {
    "tools": ("tools", "results", "declining"),
    "JSON": ("extraction",),
    "numbers and words": (
        "arithmetic", "thinking", "measures", "words", "lists", "classify", "repeating",
    ),
    "memory and orders": ("recall", "system", "rewriting"),
    "facts and explanations": ("facts", "explain", "oneliners", "unknown"),
    "talk": ("smalltalk", "identity", "newcomer", "greetings", "stories", "translating"),
}  # fmt: skip


class Guess(NamedTuple):
    """A probability, and whether what it was of came true."""

    probability: float
    is_right: bool


@dataclass(frozen=True)
class Bin:
    """Guesses of similar probability."""

    low: float
    high: float
    count: int
    mean: float
    right: float


@dataclass(frozen=True)
class Measured:
    """Guesses by skill: of next tokens and of whole answers."""

    tokens: dict[str, list[Guess]]
    answers: dict[str, list[Guess]]


def bins(guesses: Sequence[Guess]) -> list[Bin]:
    """The bins that hold any, of ten of equal width; 1 belongs to the last."""
    sorted_in: list[list[Guess]] = [[] for _ in range(BINS)]
    for guess in guesses:
        sorted_in[min(BINS - 1, int(guess.probability * BINS))].append(guess)
    return [
        Bin(
            i / BINS,
            (i + 1) / BINS,
            len(held),
            sum(guess.probability for guess in held) / len(held),
            sum(guess.is_right for guess in held) / len(held),
        )
        for i, held in enumerate(sorted_in)
        if held
    ]


def error(guesses: Sequence[Guess]) -> float:
    """The expected calibration error, 0 to 1."""
    return sum(one.count * abs(one.mean - one.right) for one in bins(guesses)) / len(guesses)


def tokenizer_of(folder: str | None) -> Tokenizer:
    """Of a model's folder, or of the bundled model."""
    return Tokenizer.from_file(str(Path(folder or mini.FOLDER) / "tokenizer.json"))


def reference(item: Conversation) -> str:
    """The reference answer as the model should write it, to its end."""
    last = item.turns[-1]
    thought = f"{last.thought}</think>" if item.thinking else ""
    return thought + last.written() + END


def _lists(choice: object) -> tuple[list[str], list[float]]:
    assert isinstance(choice, dict)
    logprobs = choice["logprobs"]
    return logprobs["tokens"], logprobs["token_logprobs"]


def of_tokens(base_url: str, model: str, item: Conversation, tokenizer: Tokenizer) -> list[Guess]:
    """The likeliest token after each beginning of the reference, against the reference's."""
    ids = tokenizer.encode(evaluate.prompt(item), add_special_tokens=False).ids
    wanted = tokenizer.encode(reference(item), add_special_tokens=False).ids
    guesses = []
    for start in range(0, len(wanted), PROMPTS):
        places = range(start, min(start + PROMPTS, len(wanted)))
        answer = served.post(
            base_url,
            "completions",
            {
                "model": model,
                "prompt": [ids + wanted[:place] for place in places],
                "temperature": 0,
                "max_tokens": 1,
                "ignore_eos": True,
                "logprobs": 1,
            },
        )
        choices = answer["choices"]
        assert isinstance(choices, list)
        for place, choice in zip(places, choices, strict=True):
            text = tokenizer.decode([wanted[place]], skip_special_tokens=False)
            # A piece of a character has no text to compare; few are there.
            if "\ufffd" not in text:
                tokens, logprobs = _lists(choice)
                guesses.append(Guess(math.exp(logprobs[0]), tokens[0] == text))
    return guesses


def of_answer(base_url: str, model: str, item: Conversation) -> Guess:
    """The greedy answer's probability, and whether it is right."""
    body = evaluate.free_body(model, item) | {"logprobs": 1}
    choice = served.first_choice(served.post(base_url, "completions", body))
    _, logprobs = _lists(choice)
    return Guess(math.exp(math.fsum(logprobs)), item.check.passes(str(choice["text"])))


def measure(
    base_url: str,
    model: str,
    asked: Sequence[tuple[str, Conversation]],
    *,
    tokenizer: Tokenizer,
    threads: int,
) -> Measured:
    """Both measures of all items, each with its skill."""
    items = [item for _, item in asked]
    measured = Measured({}, {})
    with ThreadPoolExecutor(threads) as pool:
        of_all = pool.map(lambda item: of_tokens(base_url, model, item, tokenizer), items)
        for (skill, _), tokens in zip(asked, of_all, strict=True):
            measured.tokens.setdefault(skill, []).extend(tokens)
        answers = pool.map(lambda item: of_answer(base_url, model, item), items)
        for (skill, _), answer in zip(asked, answers, strict=True):
            measured.answers.setdefault(skill, []).append(answer)
    return measured


def _row(name: str, guesses: Sequence[Guess]) -> str:
    mean = sum(guess.probability for guess in guesses) / len(guesses)
    right = sum(guess.is_right for guess in guesses) / len(guesses)
    return f"{100 * mean:.1f} | {100 * right:.1f} | {100 * error(guesses):.1f}"


def _joined(by_skill: dict[str, list[Guess]], skills: Iterable[str]) -> list[Guess]:
    return [guess for skill in skills for guess in by_skill.get(skill, ())]


def report(measured: Measured) -> str:
    """Two tables in Markdown: by group of skills, and of all tokens and answers by bin."""
    grouped = {skill for skills in GROUPS.values() for skill in skills}
    others = tuple(skill for skill in measured.answers if skill not in grouped)
    groups = {**GROUPS, "others": others, "**all**": tuple(measured.answers)}
    lines = [
        "| Skills | Tokens | Probability, % | Right, % | Error, % "
        "| Answers | Probability, % | Right, % | Error, % |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, skills in groups.items():
        tokens, answers = _joined(measured.tokens, skills), _joined(measured.answers, skills)
        if tokens and answers:
            left, right = _row(name, tokens), _row(name, answers)
            lines.append(f"| {name} | {len(tokens)} | {left} | {len(answers)} | {right} |")
    lines += [
        "",
        "| Probability, % | Tokens | Mean, % | Right, % | Answers | Mean, % | Right, % |",
        "|---|---|---|---|---|---|---|",
    ]
    of_tokens, of_answers = (
        {one.low: one for one in bins(_joined(by_skill, measured.answers))}
        for by_skill in (measured.tokens, measured.answers)
    )
    for low in sorted(of_tokens.keys() | of_answers.keys()):
        cells = [f"{100 * low:.0f} to {100 * low + 100 / BINS:.0f}"]
        for one in (of_tokens.get(low), of_answers.get(low)):
            cells += (
                [str(one.count), f"{100 * one.mean:.1f}", f"{100 * one.right:.1f}"]
                if one
                else ["0", "", ""]
            )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--items", type=int, default=50, help="per skill")
    parser.add_argument("--skills", nargs="+", default=tuple(mix.SKILLS), choices=tuple(mix.SKILLS))
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--model", metavar="FOLDER", help="another model than the bundled one")
    args = parser.parse_args()
    with served.served(args.model) as base_url:
        measured = measure(
            base_url,
            served.model_name(base_url),
            evaluate.held_out_items(args.items, args.skills),
            tokenizer=tokenizer_of(args.model),
            threads=args.threads,
        )
    print(report(measured))


if __name__ == "__main__":
    main()
