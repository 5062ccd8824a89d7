"""What people type becomes a value, or a sentence that says what to do."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from amanah.oversight.types import CaseOutcome
from amanah.values.money import Money
from amanah.values.problem import Problem, Sentence
from amanah.web import forms

MISSING = Sentence("Tulis dulu.", "Write first.")
ONE = "01939b5e-6f00-7000-8000-000000000001"


def sent(**fields: object) -> WSGIRequest:
    return RequestFactory().post("/", fields)


@pytest.mark.parametrize(
    "text",
    ["600000", "600.000", "Rp600.000", "rp 600.000", "Rp. 600.000", "600,000", "600 000", "600.000,-", "600.000,00"],
)
def test_an_amount_is_read_however_it_is_written(text: str) -> None:
    assert forms.amount(sent(amount=text), "amount") == Money(600_000)


@pytest.mark.parametrize(
    "text", ["", "enam ratus", "-600000", "600.5", "6.00.000", "600.000.00", "1e6", "٦٠٠", "600.000,5"]
)
def test_an_amount_that_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        forms.amount(sent(amount=text), "amount")
    assert refused.value.code == "amount_unclear"


def test_an_amount_with_too_many_zeros_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        forms.amount(sent(amount="9" * 18), "amount")
    assert refused.value.code == "amount_too_high"


def test_a_reason_of_blanks_is_no_reason() -> None:
    with pytest.raises(Problem) as refused:
        forms.words(sent(reason="   "), "reason", missing=MISSING)
    assert refused.value.sentence == MISSING


def test_a_choice_nobody_offered_is_refused() -> None:
    with pytest.raises(Problem):
        forms.one_of(sent(outcome="destroy"), "outcome", CaseOutcome)
    assert forms.one_of(sent(outcome="upheld"), "outcome", CaseOutcome) is CaseOutcome.UPHELD


def test_ids_that_arent_ids_are_refused() -> None:
    with pytest.raises(Problem):
        forms.ids(sent(payer=["1 OR 1=1"]), "payer")
    assert forms.ids(sent(payer=[ONE, ONE[:-1] + "2"]), "payer")[0] == UUID(ONE)


def test_nothing_ticked_says_so() -> None:
    with pytest.raises(Problem) as refused:
        forms.ids(sent(), "payer")
    assert refused.value.code == "choice_missing"


def test_a_file_too_big_is_refused_before_anybody_reads_it() -> None:
    big = SimpleUploadedFile("list.csv", b"x" * (1024 * 1024 + 1))
    with pytest.raises(Problem) as refused:
        forms.upload(RequestFactory().post("/", {"file": big}), "file", highest_mb=1)
    assert refused.value.status == 413


def test_a_text_where_a_file_belongs_is_no_file() -> None:
    with pytest.raises(Problem) as refused:
        forms.upload(sent(file="C:\\list.xlsx"), "file", highest_mb=1)
    assert refused.value.code == "file_missing"


def test_a_day_that_isnt_one_is_refused() -> None:
    with pytest.raises(Problem):
        forms.day(sent(day="2026-02-30"), "day")
