"""A schema that phones in the field speak doesn't change under them: `./run check` runs this."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from amanah.sync import schema, versions
from amanah.visits.types import CONTRACT

FOLDER = Path(__file__).resolve().parents[2] / "contract"
OLD = json.loads((FOLDER / "released/1.0/events.schema.json").read_text(encoding="utf-8"))


def branches(of: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {branch["properties"]["type"]["const"]: branch for branch in of["oneOf"]}


def test_the_contract_is_what_its_version_was_released_with() -> None:
    assert versions.changed(schema.schemas(), known=versions.released()) == []


def test_a_changed_schema_without_a_new_version_is_refused_and_says_what_to_do() -> None:
    altered = copy.deepcopy(schema.schemas())
    altered["answers"]["$defs"]["granted"]["properties"]["until"] = {"type": "string"}
    (said,) = versions.changed(altered, known=versions.released())
    assert "contract/answers.schema.json changed" in said
    assert "raise CONTRACT" in said


def test_a_schema_that_is_gone_or_new_is_a_change_too() -> None:
    now = schema.schemas()
    more, fewer = {**now, "maps": {}}, {name: one for name, one in now.items() if name != "pack"}
    assert len(versions.changed(more, known=versions.released())) == 1
    assert len(versions.changed(fewer, known=versions.released())) == 1


def test_a_new_version_has_to_be_written_down_first() -> None:
    (said,) = versions.changed(schema.schemas(), known=versions.released(), version="9.9")
    assert "python -m amanah.sync.versions" in said


def test_what_was_released_stays_as_it_was() -> None:
    assert versions.hash_of(OLD) == versions.released()["1.0"]["events"]


@pytest.mark.parametrize("name", sorted(schema.schemas()))
def test_the_written_schema_is_the_houses_own(name: str) -> None:
    """Changed on purpose? `python -m amanah.sync.versions`"""
    written = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == versions.written(schema.schemas()[name])


@pytest.mark.parametrize("name", sorted(branches(OLD)))
def test_whatever_came_since_1_0_may_be_left_out(name: str) -> None:
    """So that the events of a 1.0 phone, which don't tell it, still read."""
    old, new = branches(OLD)[name], branches(schema.schema())[name]
    for was, is_ in ((old, new), (old["properties"]["body"], new["properties"]["body"])):
        assert set(was["properties"]) <= set(is_["properties"])
        assert set(is_["required"]) <= set(was["required"])


def test_the_version_is_the_newest_of_those_written_down() -> None:
    assert list(versions.released())[-1] == CONTRACT
