"""The law, with the real runtime and real grammars: random histories on a tiny random model."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from llguidance import LLParserLimits
from msgspec import Raw, json

from rejoinder.engine.core import Engine
from rejoinder.engine.model import Logits
from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.random_model import write_random_model
from rejoinder.engine.openvino.runner import OpenVinoModel
from rejoinder.engine.order import Order
from rejoinder.engine.step import Step
from rejoinder.grammar.matcher import Grammars
from rejoinder.grammar.parts import object_part, schema_part
from rejoinder.grammar.text import Grammar, LarkPart
from rejoinder.testing.histories import History
from rejoinder.testing.orders import Answer, answer_to, entwined, random_order, run_to_end
from rejoinder.testing.slow_executor import SlowExecutor
from rejoinder.testing.tiny_tokenizer import tokenizer_json

NUM_HISTORIES = 24
CONFIG: dict[str, object] = {
    "architectures": ["Qwen2ForCausalLM"],
    "model_type": "qwen2",
    "vocab_size": 256,
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "rms_norm_eps": 1e-6,
    "rope_theta": 10000.0,
    "hidden_act": "silu",
    "tie_word_embeddings": False,
}

# Around one, two and three tokens and around whole blocks of 32. The longest order computes 65 +
# 130 - 1 tokens: seven blocks.
PROMPT_LENGTHS = (1, 2, 3, 20, 31, 32, 33, 65)
MAX_TOKENS = (1, 20, 34, 34, 130, 130)
FEWEST_BLOCKS = 7


# A letter or two to a token, so that the same text can be said in many ways.
CHARACTERS = "".join(map(chr, range(32, 127)))
MERGES = (("a", "b"), ('"', ":"), ("{", '"'), (" ", " "), ("1", "0"), ("n", "a"), ("na", "m"))
TOKENIZER = tokenizer_json(CHARACTERS, MERGES, ("<end>", "<call>"))
END = len(CHARACTERS) + len(MERGES)
SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 12},
        "kind": {"enum": ["abab", "abba", "name", "10"]},
        "marks": {"type": "array", "items": {"type": "integer"}, "maxItems": 3},
    },
    "required": ["name", "kind", "marks"],
    "additionalProperties": False,
}
GRAMMARS = (
    Grammar(LarkPart("start: @a"), (("a", schema_part(Raw(json.encode(SCHEMA)))),)).text,
    Grammar(LarkPart("start: @a"), (("a", object_part()),)).text,
    Grammar(LarkPart('start: /[^<]*/ "<think" /[ab]{2,9}/ ">"')).text,
    Grammar(LarkPart(f'start: (/[a-n ]+/ <[{END + 1}]> "abab: name" | "1010")+')).text,
    Grammar(LarkPart("start: /(.*a.{4}){2}[ab]{3,9}c/")).text,  # runs out of fuel
)


def grammars(*, fuel: int) -> Grammars:
    """fuel: what a step may cost. 4,000 is enough for each of these, 300 not always."""
    limits = LLParserLimits(step_lexer_fuel=fuel, verbose_errors=False)
    return Grammars(TOKENIZER, vocab_size=256, end_ids=(END,), threads=1, limits=limits)


class Smaller:
    """A model of which the engine may use fewer blocks than there are."""

    def __init__(self, model: OpenVinoModel, num_blocks: int) -> None:
        self._model = model
        self.num_blocks = num_blocks
        self.vocab_size = model.vocab_size
        self.block_tokens = model.block_tokens

    def run(self, step: Step) -> Logits:
        return self._model.run(step)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> OpenVinoModel:
    folder = tmp_path_factory.mktemp("tiny")
    write_random_model(folder, CONFIG, seed=3)
    # One thread: the model is too small for two to be of use.
    return load(folder, LoadOptions(num_blocks=64, threads=1), lambda stage, fraction: None)


def alone(model: OpenVinoModel, asked: Order, followed: Grammars) -> Answer:
    """What an order is answered with nobody else there, room for everything, and no cache."""
    engine = Engine(
        model, token_budget=512, max_sequences=8, prefix_cache=False, constraints=followed
    )
    return answer_to(asked, run_to_end(engine, asked))


@pytest.mark.slow
def test_an_answer_is_the_same_whatever_else_happens(model: OpenVinoModel) -> None:
    """Token ids and log-probabilities, bit for bit, with a model that really computes them."""

    def some_engine(rng: Random, followed: Grammars) -> Engine:
        return Engine(
            Smaller(model, FEWEST_BLOCKS * rng.choice((1, 1, 2))),
            token_budget=rng.choice((4, 7, 64, 512)),
            max_sequences=rng.choice((1, 4, 30, 30)),
            rehearses=rng.random() < 0.5,
            constraints=followed,
            compiling=SlowExecutor(rng, max_looks=5),
        )

    roomy, tight = grammars(fuel=4_000), grammars(fuel=300)
    num_preempted = num_hit = num_impossible = 0
    for seed in range(NUM_HISTORIES):
        rng = Random(seed)
        followed = roomy if seed % 3 else tight
        orders = [
            random_order(
                f"o{each}",
                rng,
                vocab_size=model.vocab_size,
                prompt_lengths=PROMPT_LENGTHS,
                max_tokens=MAX_TOKENS,
                grammars=GRAMMARS,
                ends=(END,),
            )
            for each in range(rng.choice((1, 5, 8, 12)))
        ]
        orders = entwined(orders, rng, scopes=("", "", "", None))
        new_engine = partial(some_engine, followed=followed)
        history = History(orders, rng, new_engine, trouble=0.003)
        history.run()
        history.check(partial(alone, model, followed=followed))
        num_preempted += history.num_preemptions > 0
        num_hit += history.num_hit_tokens > 0
        num_impossible += history.num_impossible > 0
    assert num_preempted > NUM_HISTORIES / 4
    assert num_hit > NUM_HISTORIES / 4
    assert num_impossible > NUM_HISTORIES / 6
