"""The contract's schema is what the house reads, and every vector has exactly the fields it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amanah.sync.schema import schema
from amanah.visits.types import read_event

CONTRACT = Path(__file__).resolve().parents[2] / "contract"
VECTORS = [one.get("text") or one["e"] for one in json.loads((CONTRACT / "vectors/events.json").read_text())["events"]]
BRANCHES = {branch["properties"]["type"]["const"]: branch for branch in schema()["oneOf"]}


def test_the_written_schema_is_the_house_s_own() -> None:
    """Changed on purpose? `python -m amanah.sync.versions`"""
    assert json.loads((CONTRACT / "events.schema.json").read_text()) == schema()


@pytest.mark.parametrize("text", VECTORS)
def test_a_vector_has_the_fields_of_its_type(text: str) -> None:
    event = json.loads(text)
    branch = BRANCHES[event["type"]]["properties"]
    assert set(event) == set(branch)
    assert set(event["body"]) == set(branch["body"]["properties"])
    assert read_event(text).body is not None


def test_every_type_has_a_vector() -> None:
    assert {json.loads(text)["type"] for text in VECTORS} == set(BRANCHES)
