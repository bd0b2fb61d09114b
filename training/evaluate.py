"""Held-out accuracy per skill, of a checkpoint or of any server with the Chat Completions API.

    python -m training.evaluate --checkpoint build/mini
    python -m training.evaluate --base-url http://127.0.0.1:8484/v1 --items 100

Every item is a conversation whose last answer is left out; a checker says whether the answer
given is right. Prints a table and, last, one line of JSON. Asking a server
needs nothing that the package does not need.

A server is asked as a client would: POST /v1/chat/completions with `messages`, `temperature` 0,
`max_tokens`, and where the item has them `tools`, `response_format` and `reasoning_effort`. This
server then holds calls and JSON to their schemas by a grammar, whether `strict` is said or not.
With `--free` it is asked without grammar: POST /v1/completions with `prompt`, the text that the
chat template makes of the same request, `temperature` 0 and `max_tokens`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from training import rendering, served
from training.corpus import mix
from training.corpus.conversation import Call, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tokenizers import Tokenizer

    from training.corpus.conversation import Conversation, JsonObject
    from training.model import Mini

# Items have a seed of their own, so that a run of training cannot be tuned to its own check.
SEED = 7
MAX_TOKENS = 160


@dataclass(frozen=True)
class Outcome:
    """One item and what was answered."""

    item: Conversation
    skill: str
    given: str

    @property
    def right(self) -> bool:
        """Whether the checker accepts it."""
        return self.item.check.passes(self.given)


def held_out_items(
    count: int, skills: Sequence[str] = tuple(mix.SKILLS)
) -> list[tuple[str, Conversation]]:
    """So many held-out conversations of each skill."""
    return [(skill, mix.held_out(skill, SEED, i)) for skill in skills for i in range(count)]


def trained_items(
    count: int, skills: Sequence[str] = tuple(mix.SKILLS)
) -> list[tuple[str, Conversation]]:
    """So many new conversations of each skill as training has them: trained phrasings and words.

    What is right here and wrong there is lost to the unfamiliar.
    """
    return [
        (skill, mix.SKILLS[skill](random.Random(f"trained/{skill}/{SEED}/{i}"), "train"))
        for skill in skills
        for i in range(count)
    ]


def run_model(
    model: Mini,
    tok: Tokenizer,
    *,
    items: int,
    skills: Sequence[str] = tuple(mix.SKILLS),
    temperature: float = 0.0,
    rows: int = 64,
    trained: bool = False,
) -> list[Outcome]:
    """Answers of a network in memory, in batches of similar length."""
    from training import tokenizer
    from training.model import answer

    asked = [
        (skill, item, tokenizer.encode_prompt(tok, item))
        for skill, item in (trained_items if trained else held_out_items)(items, skills)
    ]
    asked.sort(key=lambda a: len(a[2]))
    outcomes = []
    for start in range(0, len(asked), rows):
        batch = asked[start : start + rows]
        given = answer(
            model,
            [ids for _, _, ids in batch],
            stop=tokenizer.IM_END,
            max_tokens=MAX_TOKENS,
            temperature=temperature,
        )
        for (skill, item, _), ids in zip(batch, given, strict=True):
            outcomes.append(Outcome(item, skill, tok.decode(ids, skip_special_tokens=False)))
    return outcomes


def request_body(model: str, item: Conversation) -> JsonObject:
    """A request for the item's last answer, at temperature 0."""
    body: JsonObject = {
        "model": model,
        "messages": rendering.messages(item.prompt),
        "temperature": 0,
        "max_tokens": MAX_TOKENS,
    }
    if item.tools:
        body["tools"] = item.tools
    if item.response_format:
        body["response_format"] = item.response_format
    if item.thinking:
        body["reasoning_effort"] = "low"
    return body


def ask_server(base_url: str, model: str, item: Conversation) -> str:
    """The answer of a server, as the model writes it; or why there is none."""
    try:
        answer = served.post(base_url, "chat/completions", request_body(model, item))
    except served.Refused as refused:
        return str(refused)
    return written(served.first_choice(answer)["message"])


def written(message: object) -> str:
    """A message of the API as the model writes it, without the thought."""
    assert isinstance(message, dict)
    calls = tuple(
        Call(call["function"]["name"], call["function"]["arguments"])
        for call in message.get("tool_calls") or ()
    )
    return Turn("assistant", message["content"] or "", calls).written()


def prompt(item: Conversation) -> str:
    """The text that the chat template makes of the item's request."""
    return rendering.render(
        rendering.messages(item.prompt),
        tools=item.tools or None,
        response_format=item.response_format,
        enable_thinking=item.thinking,
        add_generation_prompt=True,
    )


def free_body(model: str, item: Conversation) -> JsonObject:
    """A request for the item's last answer that no grammar holds."""
    return {"model": model, "prompt": prompt(item), "temperature": 0, "max_tokens": MAX_TOKENS}


def ask_freely(base_url: str, model: str, item: Conversation) -> str:
    """The answer of a server that nothing but its model holds to a form."""
    try:
        answer = served.post(base_url, "completions", free_body(model, item))
    except served.Refused as refused:
        return str(refused)
    return str(served.first_choice(answer)["text"])


def ask_all(
    asked: Sequence[tuple[str, Conversation]],
    ask: Callable[[Conversation], str],
    *,
    threads: int,
) -> list[Outcome]:
    """The outcomes of items, each with its skill, a few at a time."""
    with ThreadPoolExecutor(threads) as pool:
        given = pool.map(ask, [item for _, item in asked])
        return [
            Outcome(item, skill, text) for (skill, item), text in zip(asked, given, strict=True)
        ]


def run_server(
    base_url: str,
    model: str,
    *,
    count: int,
    threads: int,
    skills: Sequence[str] = tuple(mix.SKILLS),
    free: bool = False,
    trained: bool = False,
) -> list[Outcome]:
    """Answers of a server, a few requests at a time. free: without grammar."""
    ask = partial(ask_freely if free else ask_server, base_url, model)
    asked = (trained_items if trained else held_out_items)(count, skills)
    return ask_all(asked, ask, threads=threads)


def summary(outcomes: list[Outcome]) -> str:
    """One line of JSON: right and asked per skill and in all."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for outcome in outcomes:
        for name in (outcome.skill, "all"):
            counts[name][0] += outcome.right
            counts[name][1] += 1
    order = [*mix.SKILLS, "all"]
    return json.dumps({name: counts[name] for name in order if name in counts})


def table(outcomes: list[Outcome], *, wrong: int) -> str:
    """A table for people, with a few wrong answers under it."""
    lines = ["skill        right  asked  percent"]
    for name, (right, asked) in json.loads(summary(outcomes)).items():
        lines.append(f"{name:<12} {right:>5}  {asked:>5}  {100 * right / asked:>6.1f}")
    shown: dict[str, int] = defaultdict(int)
    for outcome in outcomes:
        if not outcome.right and shown[outcome.skill] < wrong:
            shown[outcome.skill] += 1
            context = rendering.render(
                rendering.messages(outcome.item.prompt),
                tools=outcome.item.tools,
                response_format=outcome.item.response_format,
            )
            lines.append(f"[{outcome.skill}] {context}")
            lines.append(f"    wanted: {outcome.item.answer}\n    given:  {outcome.given}")
    return "\n".join(lines)


def main() -> None:
    """Read the command line and print the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--checkpoint", help="folder with checkpoint.pt and tokenizer.json")
    where.add_argument("--base-url", help="server, up to and with /v1")
    parser.add_argument("--model", default="rejoinder-mini", help="name sent to the server")
    parser.add_argument("--items", type=int, default=100, help="per skill")
    parser.add_argument("--skills", nargs="+", default=tuple(mix.SKILLS), choices=tuple(mix.SKILLS))
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--temperature", type=float, default=0.0, help="of a checkpoint's answers")
    parser.add_argument("--trained", action="store_true", help="ask what training may have asked")
    parser.add_argument("--free", action="store_true", help="ask a server without grammar")
    parser.add_argument("--wrong", type=int, default=0, help="wrong answers to show per skill")
    args = parser.parse_args()
    if args.base_url:
        outcomes = run_server(
            args.base_url,
            args.model,
            count=args.items,
            threads=args.threads,
            skills=args.skills,
            free=args.free,
            trained=args.trained,
        )
    else:
        from training import checkpoint

        model, tok = checkpoint.load(Path(args.checkpoint))
        outcomes = run_model(
            model,
            tok,
            items=args.items,
            skills=args.skills,
            temperature=args.temperature,
            trained=args.trained,
        )
    print(table(outcomes, wrong=args.wrong))
    print(summary(outcomes))


if __name__ == "__main__":
    main()
