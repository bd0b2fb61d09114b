"""`rejoinder chat`: a conversation in the terminal, or one answer per line of a pipe."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator

import click

from rejoinder.cli.client import Client, Piece, Said
from rejoinder.errors import SetupError

DEFAULT_BASE_URL = "http://127.0.0.1:8484/v1"

HELP = '''\
/system TEXT  instructions for the model (alone: shows them)
/reset        forget the conversation
/exit         leave (or Ctrl-D)
"""           begins and ends a message of several lines
Ctrl-C        stops an answer
'''


class Conversation:
    """What was said, and the parameters it is asked with."""

    def __init__(self, parameters: dict[str, object], *, system: str | None) -> None:
        self._parameters = parameters
        self.system = system
        self._said: list[Said] = []

    def reset(self) -> None:
        self._said.clear()

    def request(self, text: str) -> dict[str, object]:
        """The request for an answer to `text`, which is not yet part of the conversation."""
        first: list[Said] = [{"role": "system", "content": self.system}] if self.system else []
        return {
            **self._parameters,
            "messages": [*first, *self._said, {"role": "user", "content": text}],
        }

    def note(self, text: str, answer: str) -> None:
        self._said += [
            {"role": "user", "content": text},
            {"role": "assistant", "content": answer},
        ]


@click.command(name="chat")
@click.option("--base-url", help="Server. [REJOINDER_BASE_URL, OPENAI_BASE_URL; the local one]")
@click.option("--api-key", help="Key, where the server asks for one. [OPENAI_API_KEY]")
@click.option("-m", "--model", help="Model; default: the first the server lists.")
@click.option("-s", "--system", help="Instructions for the model.")
@click.option("--temperature", type=float, help="0 always takes the likeliest word.")
@click.option("--max-tokens", type=int, help="Longest answer, in tokens.")
@click.option(
    "--effort",
    type=click.Choice(["none", "minimal", "low", "medium", "high"]),
    help="How long a model that thinks may think.",
)
@click.option("--seed", type=int, help="The same seed gives the same answer.")
def command(
    base_url: str | None,
    api_key: str | None,
    model: str | None,
    system: str | None,
    temperature: float | None,
    max_tokens: int | None,
    effort: str | None,
    seed: int | None,
) -> None:
    """Talk to a model in the terminal.

    With a pipe for input, each line is a message and gets its answer on a line: one conversation.
    What a model thinks before it answers is shown on a terminal only.
    A key in OPENAI_API_KEY is sent where there is one; other users of this machine cannot see it
    there, as they can see flags.
    """
    env = os.environ
    url = base_url or env.get("REJOINDER_BASE_URL") or env.get("OPENAI_BASE_URL")
    client = Client(url or DEFAULT_BASE_URL, api_key=api_key or env.get("OPENAI_API_KEY"))
    wanted: dict[str, object] = {
        "model": model or _first_model(client),
        "temperature": temperature,
        "max_completion_tokens": max_tokens,
        "reasoning_effort": effort,
        "seed": seed,
    }
    parameters = {name: value for name, value in wanted.items() if value is not None}
    conversation = Conversation(parameters, system=system)
    if sys.stdin.isatty():
        _talk(client, conversation, str(parameters["model"]))
    else:
        _answer_lines(client, conversation)


def _first_model(client: Client) -> str:
    names = client.models()
    if not names:
        raise SetupError(f"{client.base_url} serves no model.")
    return names[0]


def _answer_lines(client: Client, conversation: Conversation) -> None:
    for line in sys.stdin:
        text = line.strip()
        if text:
            answer = _print_answer(client.stream(conversation.request(text)))
            print(flush=True)
            conversation.note(text, answer)


def _talk(client: Client, conversation: Conversation, model: str) -> None:
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 -- importing it gives input() a history and arrow keys
    print(f"{model} at {client.base_url}; /help lists the commands.")
    while True:
        try:
            text = _read_message()
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print("\n/exit leaves.")
            continue
        if text == "/exit":
            return
        if text.startswith("/"):
            print(_obey(text, conversation))
        elif text:
            _answer(client, conversation, text)


def _read_message() -> str:
    """One line, or several between triple quotes."""
    line = input("> ").strip()
    if not line.startswith('"""'):
        return line
    lines = [line[3:]]
    while not lines[-1].rstrip().endswith('"""'):
        lines.append(input(". "))
    lines[-1] = lines[-1].rstrip()[:-3]
    return "\n".join(lines).strip()


def _obey(text: str, conversation: Conversation) -> str:
    command_name, _, argument = text.partition(" ")
    if command_name == "/reset":
        conversation.reset()
        return "Forgotten."
    if command_name == "/system":
        if argument:
            conversation.system = argument.strip()
            return "Noted."
        return conversation.system or "There are no instructions."
    if command_name in ("/help", "/?"):
        return HELP.rstrip()
    return f"There is no {command_name}; /help lists the commands."


def _answer(client: Client, conversation: Conversation, text: str) -> None:
    """Print an answer as it comes. What was said before Ctrl-C counts as said."""
    said: list[str] = []
    try:
        _print_answer(client.stream(conversation.request(text)), said)
        print()
    except KeyboardInterrupt:
        print("\n(stopped)")
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return
    if said:
        conversation.note(text, "".join(said))


def _print_answer(pieces: Generator[Piece, None, None], said: list[str] | None = None) -> str:
    """What is thought is shown on a terminal, above the answer, and is not said."""
    said = [] if said is None else said
    shows_thoughts = sys.stdout.isatty()
    is_thinking = False
    try:
        with contextlib.closing(pieces):
            for piece in pieces:
                if piece.is_thought and not shows_thoughts:
                    continue
                if piece.is_thought != is_thinking:
                    print(_style("2") if piece.is_thought else _style("0") + "\n\n", end="")
                    is_thinking = piece.is_thought
                print(piece.text, end="", flush=True)
                if not piece.is_thought:
                    said.append(piece.text)
    finally:
        if is_thinking:
            print(_style("0"), end="", flush=True)
    return "".join(said)


def _style(code: str) -> str:
    """Of a terminal that has styles, for a person who wants them."""
    is_plain = os.environ.get("TERM") == "dumb" or os.environ.get("NO_COLOR")
    return "" if is_plain else f"\x1b[{code}m"
