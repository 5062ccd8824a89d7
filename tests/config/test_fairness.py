"""The nightly alarm: a group that fares worse is asked about once a month; chance raises nothing; a person answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError

from amanah.access import commands as access
from amanah.access.types import Office, OfficeKind
from amanah.config.fairness import open_unfair_cases
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import Case, CaseKind, CaseOutcome
from amanah.reporting.types import By, Figures, Subject
from amanah.values.ids import new_id
from amanah.visits import models
from tests.visits import cast
from tests.visits.cast import DAY, NOW

ANOTHER = "80300"
Meet = Callable[..., None]


@pytest.fixture
def meet(db: None) -> Meet:
    """Visits whose person was right, as the view reads them: many at once, by raw rows."""
    cast.an_office()
    phones: dict[str, UUID] = {}

    def met(tried: int, rejected: int, *, payer: str = "made", **who: str) -> None:
        if payer not in phones:
            phones[payer] = cast.a_phone(payer)[0].id
        for number in range(tried):
            _one(phones[payer], **who, band="different" if number < rejected else "same")

    return met


def _one(phone: UUID, *, band: str, sex: str = "F", village: str = cast.VILLAGE, office: str = cast.OFFICE) -> None:
    family, visit = new_id(), new_id()
    apps.get_model("registry", "Family").objects.create(
        id=family, village_id=cast.VILLAGE, village_code=cast.VILLAGE, office_id=cast.OFFICE, known_since=NOW
    )
    apps.get_model("registry", "Person").objects.create(
        family_id=family, nik="", nik_print=family.bytes, name="Ni Wayan", sex=sex, is_manager=True
    )
    models.Visit.objects.create(
        id=visit, phone_id=phone, family=family, office_id=office, village=village, day=DAY, ending="paid",
        started_at=NOW, received_at=NOW, band=band, compared="reference", ended_seq=1,
    )  # fmt: skip
    models.SecondLook.objects.create(id=new_id(), visit_id=visit, likeness=0.5, band="same", model="m", at=NOW)


def asked() -> list[Case]:
    return [one for one in cases.open_cases(None) if one.kind is CaseKind.UNFAIR]


def test_a_group_that_fares_worse_becomes_the_ministry_s_case_with_its_figures(meet: Meet) -> None:
    meet(60, 12, sex="F")
    meet(60, 0, sex="M")
    open_unfair_cases(NOW)
    (case,) = asked()
    assert Subject.read(case.about) == Subject(By.SEX, "F", f"{DAY:%Y-%m}")
    assert [Figures.read(one) for one in case.doubts] == [Figures(12, 60, 0, 60)]
    assert case.office is None


def test_it_is_asked_once_a_month_though_figures_move_and_though_it_was_answered(meet: Meet) -> None:
    meet(60, 12, sex="F")
    meet(60, 0, sex="M")
    open_unfair_cases(NOW)
    meet(5, 3, sex="F")
    open_unfair_cases(NOW + timedelta(days=1))
    (case,) = asked()
    assert case.doubts == ("falsely_rejected 12/60 0/60",)
    oversight.close_case(case.id, outcome=CaseOutcome.UPHELD, note="diukur ulang", by="user:dewi", now=NOW)
    open_unfair_cases(NOW + timedelta(days=1))
    assert asked() == []
    open_unfair_cases(NOW + timedelta(days=31))
    assert [one.about[-7:] for one in asked()] == [f"{NOW + timedelta(days=31):%Y-%m}"]


def test_what_chance_explains_is_no_case(meet: Meet) -> None:
    meet(60, 6, sex="F")
    meet(60, 3, sex="M")
    open_unfair_cases(NOW)
    assert asked() == []


def test_too_few_to_say_is_no_case(meet: Meet) -> None:
    meet(29, 29, sex="F")
    meet(60, 0, sex="M")
    open_unfair_cases(NOW)
    assert asked() == []


def test_a_payer_is_the_case_of_the_office_whose_visits_they_are(meet: Meet) -> None:
    meet(60, 12, payer="made")
    meet(60, 0, payer="nyoman")
    open_unfair_cases(NOW)
    (case,) = asked()
    subject = Subject.read(case.about)
    assert subject is not None
    assert (subject.by, case.office) == (By.PAYER, cast.OFFICE)


@pytest.mark.parametrize(("also_by", "office"), [(cast.OFFICE, cast.OFFICE), (ANOTHER, None)])
def test_a_district_is_its_office_s_case_unless_two_serve_it(meet: Meet, also_by: str, office: str | None) -> None:
    access.add_office(Office(ANOTHER, "KC Kuta", OfficeKind.KC), by="test")
    meet(60, 12)
    meet(1, 1, office=also_by)
    meet(60, 0, village="51.71.01.1001")
    open_unfair_cases(NOW)
    assert [(one.about, one.office) for one in asked()] == [(f"fairness:area:{cast.VILLAGE[:8]}:2026-11", office)]


def test_no_job_answers_for_a_group(meet: Meet) -> None:
    meet(60, 12, sex="F")
    meet(60, 0, sex="M")
    open_unfair_cases(NOW)
    (case,) = asked()
    with pytest.raises(IntegrityError):
        oversight.close_case(case.id, outcome=CaseOutcome.WRONG, note="sudah", by="job:follow", now=NOW)
