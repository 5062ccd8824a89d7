"""Every answer of the house has a vector that its schema fits and its signature holds for; forgeries have theirs."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from amanah.sync import schema, shapes
from amanah.vault.queries import is_signed
from amanah.visits.commands.carrying import kept_whole
from amanah.visits.types import Sent

FOLDER = Path(__file__).parents[2] / "contract" / "vectors"
SWORN: dict[str, Any] = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
SHAPES = schema.schemas()["answers"]["$defs"]


@pytest.mark.parametrize("answer", SWORN["signed"], ids=lambda answer: answer["shape"])
def test_an_answer_is_of_its_shape_and_signed(answer: dict[str, Any]) -> None:
    said = json.loads(answer["body"])
    jsonschema_rs.validate(SHAPES[answer["shape"]], said)
    assert set(said) <= set(SHAPES[answer["shape"]]["properties"])
    assert is_signed(answer["body"].encode(), signature=answer["signature"], by=SWORN["house_key"])


@pytest.mark.parametrize("answer", SWORN["not_the_houses"], ids=lambda answer: answer["why"])
def test_what_the_house_did_not_say_is_not_signed_by_it(answer: dict[str, Any]) -> None:
    assert not is_signed(answer["body"].encode(), signature=answer["signature"], by=SWORN["house_key"])


def test_a_refusal_is_of_its_shape() -> None:
    for answer in SWORN["unsigned"]:
        jsonschema_rs.validate(SHAPES[answer["shape"]], json.loads(answer["body"]))


def test_every_answer_has_a_vector() -> None:
    assert {answer["shape"] for answer in SWORN["signed"]} == set(shapes.ANSWERS)


def test_what_is_said_of_a_batch_that_was_brought_names_its_texts_in_whatever_order() -> None:
    texts = [Sent(text, "") for text in SWORN["brought"]["texts"]]
    assert kept_whole(texts) == kept_whole(texts[::-1]) == SWORN["brought"]["print"]
    assert kept_whole(texts[1:]) != SWORN["brought"]["print"]


def test_the_vectors_are_what_their_script_makes() -> None:
    assert runpy.run_path(str(FOLDER / "answers.py"))["made"]() == SWORN
