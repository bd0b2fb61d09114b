"""The law, with the real runtime under the engine: random histories on a tiny random model."""

from __future__ import annotations

from random import Random

import pytest

from rejoinder.engine.core import Engine
from rejoinder.engine.model import Logits
from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.random_model import write_random_model
from rejoinder.engine.openvino.runner import OpenVinoModel
from rejoinder.engine.order import Order
from rejoinder.engine.step import Step
from rejoinder.testing.histories import History
from rejoinder.testing.orders import Answer, answer_to, entwined, random_order, run_to_end

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


def alone(model: OpenVinoModel, asked: Order) -> Answer:
    """What an order is answered with nobody else there, room for everything, and no cache."""
    engine = Engine(model, token_budget=512, max_sequences=8, prefix_cache=False)
    return answer_to(asked, run_to_end(engine, asked))


@pytest.mark.slow
def test_an_answer_is_the_same_whatever_else_happens(model: OpenVinoModel) -> None:
    """Token ids and log-probabilities, bit for bit, with a model that really computes them."""

    def some_engine(rng: Random) -> Engine:
        return Engine(
            Smaller(model, FEWEST_BLOCKS * rng.choice((1, 1, 2))),
            token_budget=rng.choice((4, 7, 64, 512)),
            max_sequences=rng.choice((1, 4, 30, 30)),
            rehearses=rng.random() < 0.5,
        )

    num_preempted = num_hit = 0
    for seed in range(NUM_HISTORIES):
        rng = Random(seed)
        orders = [
            random_order(
                f"o{each}",
                rng,
                vocab_size=model.vocab_size,
                prompt_lengths=PROMPT_LENGTHS,
                max_tokens=MAX_TOKENS,
            )
            for each in range(rng.choice((1, 5, 8, 12)))
        ]
        orders = entwined(orders, rng, scopes=("", "", "", None))
        history = History(orders, rng, some_engine, trouble=0.003)
        history.run()
        history.check(lambda asked: alone(model, asked))
        num_preempted += history.num_preemptions > 0
        num_hit += history.num_hit_tokens > 0
    assert num_preempted > NUM_HISTORIES / 4
    assert num_hit > NUM_HISTORIES / 4
