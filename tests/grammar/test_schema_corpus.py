"""Every answer that ends holds to its schema, judged by the `jsonschema` library.

Five hundred schemas made by chance, three answers each of a model that says anything it may.
"""

from __future__ import annotations

import json
import random
from typing import Any

import jsonschema
import msgspec
import pytest

from rejoinder.errors import InvalidSchema
from rejoinder.grammar.parts import schema_part
from rejoinder.grammar.text import JsonPart
from tests.grammar.sampling import matcher, sample
from tests.grammar.schema_corpus import Corpus

NUM_SCHEMAS = 500
NUM_ANSWERS = 3
Judge = jsonschema.Draft202012Validator

# Chance makes some that contradict themselves, or of which no answer could be certain.
REFUSALS = (
    "allows no value",
    "nothing is certain to tell them apart",
    "needs itself",
    "is not supported",
    "is supported",
    "leaves no",
    "above `max",
    "which leaves nothing",
    "allows only numbers beyond",
)


def made(number: int) -> tuple[dict[str, Any], JsonPart | InvalidSchema]:
    schema = Corpus(number).schema()
    try:
        return schema, schema_part(msgspec.Raw(json.dumps(schema).encode()))
    except InvalidSchema as error:
        return schema, error


@pytest.mark.slow
@pytest.mark.parametrize("tenth", range(10))
def test_every_finished_answer_holds_to_its_schema(tenth: int) -> None:
    num_schemas = num_answers = 0
    number = tenth * 1_000
    while num_schemas < NUM_SCHEMAS // 10:
        number += 1
        schema, part = made(number)
        if isinstance(part, InvalidSchema):
            assert any(said in part.message for said in REFUSALS), part.message
            continue
        whole = matcher(part)
        drawn = random.Random(f"answers {number}")
        tries = [sample(whole.deep_copy(), drawn) for _ in range(NUM_ANSWERS)]
        answers = [answer for answer in tries if answer is not None]
        Judge.check_schema(schema)
        judge = Judge(schema, format_checker=Judge.FORMAT_CHECKER)
        for answer in answers:
            wrong = [error.message for error in judge.iter_errors(json.loads(answer))]
            assert not wrong, (number, answer, wrong)
        num_schemas += 1
        num_answers += len(answers)
    # An answer is given up where it grows long; that must stay the exception.
    assert num_answers > 0.9 * NUM_ANSWERS * num_schemas
    assert number < tenth * 1_000 + 1.5 * num_schemas
