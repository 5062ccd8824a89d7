"""Letter codes, requests, supervisors' codes and sealed boxes: the house computes what the vectors say."""

from __future__ import annotations

import json
import runpy
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any
from uuid import UUID

from amanah.papers.codes import letter_code, tidy

FOLDER = Path(__file__).parents[2] / "contract" / "vectors"
GIVEN: dict[str, Any] = json.loads((FOLDER / "words_given.json").read_text(encoding="utf-8"))


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_letters_code_is_that_of_the_vectors() -> None:
    for told in GIVEN["letters"]:
        assert letter_code(raw(told["secret"]), UUID(told["letter"])) == told["code"]


def test_a_code_is_read_as_people_write_it() -> None:
    assert tidy("k7p2-qx rm") == "K7P2QXRM"


def test_the_vectors_are_what_their_script_makes() -> None:
    assert runpy.run_path(str(FOLDER / "words_given.py"))["made"]() == GIVEN
