"""What families are told about how long their pictures are kept is what the house does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amanah.papers import words
from amanah.retention.types import CURRENT

PHONE = Path(__file__).resolve().parents[2] / "phone" / "src" / "words"


def _notices() -> list[tuple[str, str]]:
    letters = [("letter, id", words.in_("id")["privacy"]), ("letter, en", words.in_("en")["privacy"])]
    return letters + [(f"phone, {lang}", (PHONE / lang / "privacy.ts").read_text("utf-8")) for lang in ("id", "en")]


@pytest.mark.parametrize(("where", "text"), _notices())
def test_letter_and_screen_say_the_days_that_the_policy_keeps(where: str, text: str) -> None:
    days, years = re.search(r"(\d+) (?:hari|days)", text), re.search(r"(\d+) (?:tahun|years)", text)
    assert days and years, where  # noqa: PT018  # either missing is the same fault
    assert CURRENT.days["ktp"] == CURRENT.days["kk"] == int(days[1])
    assert CURRENT.days["face"] == CURRENT.days["house"] == 365 * int(years[1])


@pytest.mark.parametrize(("where", "text"), _notices())
def test_letter_and_screen_say_that_another_way_may_be_chosen(where: str, text: str) -> None:
    assert re.search(r"cara lain|another way", text), where
    assert re.search(r"tidak membatalkan|never cancels", text), where
