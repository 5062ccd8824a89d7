"""A supervisor's word from phone to phone: the house takes the right one of the vectors and none of the wrong."""

from __future__ import annotations

import json
import runpy
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from amanah.vault.queries import is_signed
from amanah.visits.rules import approvals

FOLDER = Path(__file__).parents[2] / "contract" / "vectors"
SWORN: dict[str, Any] = json.loads((FOLDER / "approvals.json").read_text(encoding="utf-8"))


def stands(text: str) -> bool:
    visit, day, by = UUID(SWORN["visit"]), date.fromisoformat(SWORN["day"]), SWORN["approver"]
    said = approvals.read(text, visit=visit, day=day)
    if said is None or said.phone != UUID(by["phone"]):
        return False
    return (said.visit, said.day) == (visit, day) and is_signed(
        said.signed, signature=said.signature, by=by["public_key"]
    )


@pytest.mark.parametrize("said", ["right", "shown", "brief"])
def test_a_supervisors_word_stands(said: str) -> None:
    assert stands(SWORN[said])


@pytest.mark.parametrize("wrong", SWORN["wrong"], ids=lambda wrong: wrong["why"])
def test_what_no_supervisor_said_of_this_visit_does_not(wrong: dict[str, str]) -> None:
    assert not stands(wrong["text"])


def test_the_vectors_are_what_their_script_makes() -> None:
    assert runpy.run_path(str(FOLDER / "approvals.py"))["made"]() == SWORN
