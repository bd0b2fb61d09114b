"""Start the server with the bundled model, ask it the held-out questions, stop it again.

    python -m training.eval_mini --items 100
    python -m training.eval_mini --model build/mini-v2-export --items 200 --card build/eval.md

Needs the package and nothing else: everything is asked over HTTP, so what is measured is what
people get, template and engine included. Temperature 0. Behind every share but the last column's
stands its interval of 95 % (Wilson). `training/evaluate.py` says which fields make the columns:

* "Right": POST /v1/chat/completions, as a client asks. Calls and JSON are held to their schemas by
  the server's grammar, as always there.
* "Without grammar": POST /v1/completions with the prompt that the chat template writes. Asked for
  skills with tools or a `response_format`, the only ones in which a grammar is at work.
* "In trained words": as "Right", but new questions made of trained phrasings, words and tools, half
  as many. What is right there and wrong in the first column is lost to the unfamiliar, above all.

`training/targets.py` says which figures should be reached; one of them has questions of its own,
sums and differences of two and three digits with thinking. Last comes one line of JSON.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from training import calibration, evaluate, served, targets
from training.corpus import mix


def measure(
    base_url: str, model: str, *, items: int, skills: list[str], threads: int
) -> tuple[list[evaluate.Outcome], list[evaluate.Outcome]]:
    """Outcomes with grammar, of all skills and the sums; and without, where one is at work."""
    asked = evaluate.held_out_items(items, skills)
    if "thinking" in skills:
        asked += targets.held_out_sums(items)
    held = evaluate.ask_all(asked, partial(evaluate.ask_server, base_url, model), threads=threads)
    bare = [
        pair
        for skill in skills
        if targets.is_held(of_skill := targets.of_skill(held, skill))
        for pair in ((skill, outcome.item) for outcome in of_skill)
    ]
    free = evaluate.ask_all(bare, partial(evaluate.ask_freely, base_url, model), threads=threads)
    return held, free


def report(
    held: list[evaluate.Outcome],
    free: list[evaluate.Outcome],
    familiar: list[evaluate.Outcome],
) -> str:
    """The two tables in Markdown, as the card has them."""
    of_skills = [outcome for outcome in held if outcome.skill != targets.SUMS]
    by_skill = targets.skills_table(of_skills, free, familiar)
    return f"{by_skill}\n\n{targets.targets_table(held, free)}"


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--items", type=int, default=100, help="per skill")
    parser.add_argument("--skills", nargs="+", default=list(mix.SKILLS), choices=tuple(mix.SKILLS))
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--wrong", type=int, default=0, help="wrong answers to show per skill")
    parser.add_argument("--model", metavar="FOLDER", help="another model than the bundled one")
    parser.add_argument(
        "--calibration", action=argparse.BooleanOptionalAction, default=True,
        help="measure what log-probabilities are worth, too",
    )  # fmt: skip
    parser.add_argument("--card", type=Path, metavar="FILE", help="write the tables there, too")
    args = parser.parse_args()
    with served.served(args.model) as base_url:
        name = served.model_name(base_url)
        held, free = measure(
            base_url, name, items=args.items, skills=args.skills, threads=args.threads
        )
        familiar = evaluate.run_server(
            base_url, name, count=-(-args.items // 2), skills=args.skills, threads=args.threads,
            trained=True,
        )  # fmt: skip
        parts = [report(held, free, familiar)]
        if args.calibration:
            measured = calibration.measure(
                base_url,
                name,
                evaluate.held_out_items(args.items, args.skills),
                tokenizer=calibration.tokenizer_of(args.model),
                threads=args.threads,
            )
            parts.append(calibration.report(measured))
    text = "\n\n".join(parts)
    if args.wrong:
        print(evaluate.table(held, wrong=args.wrong))
        print()
    print(text)
    if args.card:
        args.card.write_text(text + "\n")
    print(targets.summary(held, free, familiar))


if __name__ == "__main__":
    main()
