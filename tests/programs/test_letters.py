"""What a letter says beside the address: the home's Plus Code, and only where the home's place is trusted."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typst

from amanah.programs import queries
from amanah.registry import commands as registry
from tests.visits import cast

TO_PDF = typst.compile


@pytest.fixture
def printed(db: None, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The letters as they went to the printer, which prints them all the same."""
    told: list[dict[str, Any]] = []

    def seen(path: str, **how: Any) -> object:
        told.extend(json.loads(how["sys_inputs"]["told"])["letters"])
        return TO_PDF(path, **how)

    monkeypatch.setattr(typst, "compile", seen)
    return told


def test_a_letter_says_the_plus_code_of_a_trusted_home_only(printed: list[dict[str, Any]]) -> None:
    cast.an_office()
    sure, unsure, _unknown = (cast.a_debt(number) for number in (1, 2, 3))
    lat, lng = cast.HOME
    registry.learn_home(sure.family, lat=lat, lng=lng, accuracy_m=8, visit=None, at=cast.NOW, by="test")
    registry.learn_home(unsure.family, lat=lat, lng=lng, accuracy_m=400, visit=None, at=cast.NOW, by="test")
    assert queries.letters_pdf(cast.OFFICE, cast.a_stage()).startswith(b"%PDF")
    assert [one["plus_code"] for one in printed] == ["C622+22 Dangin Puri", "", ""]
    assert all(one["address"][-1] == "Dangin Puri" for one in printed)
