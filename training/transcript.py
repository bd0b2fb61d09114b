"""Ask a model thirty ordinary opening lines and write down what it says, unedited.

    python -m training.transcript
    python -m training.transcript --model build/mini-v2-export --out /tmp/transcript.md
    python -m training.transcript --base-url http://127.0.0.1:8484/v1

The lines are what people type first, whether a tiny model can answer them or not; none was left out
after its answer was seen. Each is asked greedily and at temperature 1 with seed 1, without a system
message; a line that goes on with a conversation is asked with what was said before in the same
column. Asked with POST /v1/chat/completions: `model`, `messages`, `max_tokens`, `temperature` and
`seed`; all else is the server's default, as is its `top_k`.
"""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training import served

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.corpus.conversation import JsonObject

OPENINGS = (
    ("hi",),
    ("Hello! How are you?",),
    ("what can you do?",),
    ("Who are you?", "Who made you?"),
    ("tell me a joke",),
    ("who won the world cup?",),
    ("write a haiku about rain",),
    ("translate good morning to Spanish",),
    ("what's 17+25",),
    ("my name is Ana", "I live in Porto.", "what's my name?", "And where do I live?"),
    ("What is the capital of France?", "and of Japan?"),
    ("Explain photosynthesis in simple words",),
    ("why is the sky blue?",),
    ("Write a Python function that adds two numbers",),
    ("hola, ¿cómo estás?",),
    ("Bonjour, tu parles français ?",),
    ("Wie heißt du?",),
    ("こんにちは",),
    ("asdfghjkl",),
    ("???",),
    ("What time is it?",),
    ("What's the weather like in Berlin today?",),
    ("How do I boil an egg?",),
    ("I'm feeling a bit sad today",),
    ("Can you help me with my homework?", "What is 144 divided by 12?"),
    ("how many r's are in strawberry?",),
    ("Tell me a short story about a dragon",),
    ("I have two cats and a dog.", "How many pets do I have?"),
    ("What is the meaning of life?",),
    ("are you better than ChatGPT?", "ok thanks, bye"),
)
# Longer than any of its answers should be.
MAX_TOKENS = 200
HEAD = """\
# What rejoinder-mini says to a newcomer

{count} ordinary opening lines, answered by `{model}` and not edited. They were chosen before it was
asked, without regard to what it can do; once answers of earlier weights had been read, its corpus
was given what some of them lacked (functions, quotients, letters counted, pets, `and of Japan?`).
A number begins a conversation; the lines under it go on with it, in each column with the answers of
that column. `make transcript-mini` asks them again.

| | Asked | Greedy | At temperature 1, seed 1 |
|---|---|---|---|"""
GREEDY: JsonObject = {"temperature": 0}
DRAWN: JsonObject = {"temperature": 1, "seed": 1}


@dataclass(frozen=True)
class Said:
    """A line and its two answers."""

    line: str
    greedy: str
    drawn: str


def answers(base_url: str, model: str, lines: Sequence[str], parameters: JsonObject) -> list[str]:
    """What is answered to each line of a conversation."""
    messages: list[JsonObject] = []
    told = []
    for line in lines:
        messages.append({"role": "user", "content": line})
        body = {"model": model, "messages": messages, "max_tokens": MAX_TOKENS, **parameters}
        message = served.first_choice(served.post(base_url, "chat/completions", body))["message"]
        assert isinstance(message, dict)
        content = str(message["content"])
        messages.append({"role": "assistant", "content": content})
        told.append(content)
    return told


def ask(
    base_url: str, model: str, openings: Sequence[Sequence[str]] = OPENINGS
) -> list[list[Said]]:
    """Every conversation in both ways."""
    return [
        [
            Said(*three)
            for three in zip(
                lines,
                answers(base_url, model, lines, GREEDY),
                answers(base_url, model, lines, DRAWN),
                strict=True,
            )
        ]
        for lines in openings
    ]


def _cell(text: str) -> str:
    """Text in a Markdown table, as it is but for what would break the table."""
    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*")
    return kept.replace("\n", "<br>") or "(nothing)"


def markdown(conversations: Sequence[Sequence[Said]], model: str) -> str:
    """The whole file."""
    lines = [HEAD.format(count=len(conversations), model=model)]
    for number, conversation in enumerate(conversations, 1):
        for place, said in enumerate(conversation):
            head = "" if place else str(number)
            cells = map(_cell, (said.line, said.greedy, said.drawn))
            lines.append(f"| {' | '.join((head, *cells))} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the command line, ask, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--base-url", help="a server that runs, up to and with /v1; none: start one"
    )
    parser.add_argument("--model", metavar="FOLDER", help="another model than the bundled one")
    parser.add_argument("--out", type=Path, default=Path("docs/mini-transcript.md"))
    args = parser.parse_args()
    running = nullcontext(args.base_url) if args.base_url else served.served(args.model)
    with running as base_url:
        model = served.model_name(base_url)
        conversations = ask(base_url, model)
    args.out.write_text(markdown(conversations, model))
    print(f"wrote {args.out}")


if __name__ == "__main__":
    main()
