"""Whether transformers says the same as our engine: the same greedy tokens, both in float32.

    python -m training.parity ours build/parity.json
    python -m training.parity compare build/parity.json

The two halves run where each library is. `ours` needs the package: it reads the prompts of held-out
conversations, the skills in turn, and writes the tokens of each prompt and the greedy ones of our
engine, with weights and cache in f32. `compare` needs torch and transformers: it writes the prompts
with the tokenizer and the template that transformers reads from the same folder, generates, and
tells where an answer first goes another way, with both tokens' logits there. Both sum in float32,
each in its own order, so a difference is one of numbers only where the gap is of about 1e-5.

With `--keep FILE` the prompts and the answers of transformers are kept, for a test that needs
neither torch nor transformers (`tests/training/test_parity.py`).

Exit status 1 where a prompt or an answer differs. `make parity-mini` does both and keeps them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training import rendering
from training.corpus import mix
from training.evaluate import SEED, prompt

if TYPE_CHECKING:
    from training.corpus.conversation import Conversation

MINI = Path(__file__).parents[1] / "src" / "rejoinder" / "mini"


@dataclass(frozen=True)
class Answered:
    """Token ids of a prompt and of our answer, its end included where it came in time."""

    prompt: list[int]
    answer: list[int]


def items(count: int) -> list[Conversation]:
    """Held-out conversations, one of each skill after the other."""
    skills = tuple(mix.SKILLS)
    return [mix.held_out(skills[i % len(skills)], SEED, i // len(skills)) for i in range(count)]


def first_difference(one: list[int], other: list[int]) -> int | None:
    """The place where two answers part; None where they are the same."""
    if one == other:
        return None
    places = enumerate(zip(one, other, strict=False))
    return next((i for i, (x, y) in places if x != y), min(len(one), len(other)))


def digest(folder: Path) -> str:
    """Of a model's weights, to tell which model kept answers are of."""
    return hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()


def prompts(folder: Path, asked: list[Conversation]) -> list[list[int]]:
    """Token ids, by our template and the folder's tokenizer."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return [tokenizer.encode(prompt(item), add_special_tokens=False).ids for item in asked]


def ours(folder: Path, asked: list[list[int]], max_tokens: int) -> list[Answered]:
    """What our engine answers, a prompt at a time."""
    from rejoinder.engine.openvino.load import LoadOptions, load
    from rejoinder.engine.step import Piece, Step

    ends = json.loads((folder / "config.json").read_text())["eos_token_id"]
    ends = {ends} if isinstance(ends, int) else set(ends)
    # A cache in f32 is right because no step has two segments of a prompt (docs/exactness.md).
    options = LoadOptions(weights="f32", kv_precision="f32", num_blocks=80, threads=1)
    model = load(folder, options, lambda stage, fraction: None)
    blocks = tuple(range(model.num_blocks))
    answered = []
    for ids in asked:
        answer: list[int] = []
        logits = model.run(Step((Piece(tuple(ids), 0, blocks, wants_logits=True),)))
        while True:
            answer.append(int(logits[0].argmax()))
            if answer[-1] in ends or len(answer) == max_tokens:
                break
            row = Piece((answer[-1],), len(ids) + len(answer) - 1, blocks, wants_logits=True)
            logits = model.run(Step((row,)))
        answered.append(Answered(ids, answer))
    return answered


class Theirs:
    """The same folder in transformers, in float32."""

    def __init__(self, folder: Path) -> None:
        import torch
        import transformers
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.made_with = f"torch {torch.__version__}, transformers {transformers.__version__}"
        torch.set_num_threads(1)
        self._torch = torch
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

    def prompt(self, item: Conversation) -> list[int]:
        """Token ids, by their template engine and their tokenizer."""
        ids: list[int] = self.tokenizer.apply_chat_template(
            rendering.messages(item.prompt),
            tools=list(item.tools) or None,
            add_generation_prompt=True,
            response_format=item.response_format,
            enable_thinking=item.thinking,
            return_dict=False,
        )
        return ids

    def answer(self, ids: list[int], max_tokens: int) -> list[int]:
        """Their greedy tokens."""
        made = self.model.generate(
            self._torch.tensor([ids]),
            attention_mask=self._torch.ones(1, len(ids), dtype=self._torch.long),
            do_sample=False,
            temperature=None,
            top_k=None,
            top_p=None,
            max_new_tokens=max_tokens,
        )
        answer: list[int] = made[0, len(ids) :].tolist()
        return answer

    def logits(self, ids: list[int]) -> list[float]:
        """After the last token."""
        with self._torch.no_grad():
            found: list[float] = self.model(self._torch.tensor([ids])).logits[0, -1].tolist()
        return found


@dataclass
class Compared:
    """What came of it. answers: of transformers, to the prompts that are the same in both."""

    answers: list[Answered]
    prompts_differ: int = 0
    answers_differ: int = 0


def compare(
    theirs: Theirs, asked: list[Conversation], answered: list[Answered], max_tokens: int
) -> Compared:
    """Ask transformers the same, and print each first difference."""
    found = Compared([])
    for i, (item, mine) in enumerate(zip(asked, answered, strict=True)):
        if theirs.prompt(item) != mine.prompt:
            found.prompts_differ += 1
            print(f"{i} {item.skill}: the prompts differ")
            continue
        other = theirs.answer(mine.prompt, max_tokens)
        found.answers.append(Answered(mine.prompt, other))
        at = first_difference(mine.answer, other)
        if at is None:
            continue
        found.answers_differ += 1
        if at == min(len(mine.answer), len(other)):
            print(f"{i} {item.skill}: after {at} tokens one of the answers ends")
            continue
        logits = theirs.logits(mine.prompt + mine.answer[:at])
        x, y = logits[mine.answer[at]], logits[other[at]]
        print(f"{i} {item.skill}: token {at} is {mine.answer[at]} here ({x:.6f} in their logits)")
        print(f"    and {other[at]} there ({y:.6f}), a gap of {y - x:.2e}")
    return found


def keep(file: Path, theirs: Theirs, folder: Path, answers: list[Answered]) -> None:
    """Write the answers of transformers, one on a line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({"made_with": theirs.made_with, "weights": digest(folder)})
    lines = [head, *(json.dumps(asdict(one), separators=(",", ":")) for one in answers)]
    file.write_text("\n".join(lines) + "\n")


def main() -> int:
    """Read the command line, do one half."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("half", choices=("ours", "compare"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", type=Path, default=MINI, metavar="FOLDER")
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--max-tokens", type=int, default=64)
    parser.add_argument("--keep", type=Path, metavar="FILE")
    args = parser.parse_args()
    asked = items(args.items)
    if args.half == "ours":
        answered = ours(args.model, prompts(args.model, asked), args.max_tokens)
        args.file.parent.mkdir(parents=True, exist_ok=True)
        args.file.write_text(json.dumps([asdict(one) for one in answered]))
        print(f"wrote {args.file}")
        return 0
    answered = [Answered(**one) for one in json.loads(args.file.read_text())]
    theirs = Theirs(args.model)
    found = compare(theirs, asked, answered, args.max_tokens)
    if args.keep:
        keep(args.keep, theirs, args.model, found.answers)
    tokens = sum(len(one.answer) for one in answered)
    differ = found.prompts_differ + found.answers_differ
    print(f"{len(asked) - differ} of {len(asked)} answers are the same, {tokens} tokens in all")
    print(json.dumps({
        "asked": len(asked), "prompts_differ": found.prompts_differ,
        "answers_differ": found.answers_differ, "tokens": tokens, "with": theirs.made_with,
    }))  # fmt: skip
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main())
