"""The page of false rejections: an office sees its own, the ministry no payer by name; an alarm says what to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from amanah.access.types import Role
from amanah.reporting import queries as reporting
from amanah.reporting import rules
from amanah.reporting.types import By, Count, FaceReport
from amanah.visits import models
from amanah.web.pages import today
from amanah.web.when import office_day
from tests.visits import cast
from tests.web.cast import World, shown, signed_in

TODAY = date(2026, 11, 24)


def told(*counts: Count) -> FaceReport:
    ages = [count for count in counts if count.by is By.AGE]
    tried, rejected = sum(c.tried for c in ages), sum(c.rejected for c in ages)
    groups = rules.judged(counts, tried=tried, rejected=rejected)
    return FaceReport(TODAY, TODAY, tried, rejected, 3, rules.wilson(rejected, tried), tuple(groups))


@pytest.fixture
def unfair(monkeypatch: pytest.MonkeyPatch) -> None:
    report = told(
        Count(By.AGE, "0-39", 900, 27),
        Count(By.AGE, "70+", 300, 27),
        Count(By.AGE, "", 5, 5),
        Count(By.SEX, "F", 1205, 59),
    )
    monkeypatch.setattr(reporting, "false_rejections", lambda **asked: report)


def test_a_visit_whose_face_was_refused_and_is_right_is_counted(world: World) -> None:
    look = {"likeness": 0.5, "band": "same", "model": "m", "at": cast.NOW}
    models.SecondLook.objects.create(visit_id=world.visit, **look)
    models.Visit.objects.filter(id=world.visit).update(day=office_day())
    page = shown(signed_in(Role.OFFICE_HEAD).get(reverse("rejections")))
    assert "1 dari 1 orang yang benar ditolak" in page
    assert "Dangin Puri" in page
    assert "terlalu sedikit untuk dinilai" in page


def test_the_alarm_names_the_group_how_much_worse_and_what_to_do(world: World, unfair: None) -> None:
    page = shown(signed_in(Role.MINISTRY).get(reverse("rejections")))
    assert page.count('data-testid="alarm"') == 1
    assert "Umur, 70 tahun ke atas:" in page
    assert "ukur ulang ambang" in page
    assert "terlalu sedikit untuk dinilai" in page
    assert "style=" not in page


def test_payers_are_named_to_their_head_and_the_auditor_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[set[By]] = []

    def listen(*, by: list[By], **other: object) -> FaceReport:
        asked.append(set(by))
        return told(Count(By.AGE, "", 0, 0))

    monkeypatch.setattr(reporting, "false_rejections", listen)
    for role in (Role.OFFICE_HEAD, Role.AUDITOR, Role.MINISTRY):
        signed_in(role).get(reverse("rejections"))
    assert [By.PAYER in by for by in asked] == [True, True, False]


def test_an_office_is_asked_for_its_own_visits_and_the_ministry_for_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def listen(*, offices: object, since: date, until: date, by: object) -> FaceReport:
        asked.append((offices, until - since))
        return told(Count(By.AGE, "", 0, 0))

    monkeypatch.setattr(reporting, "false_rejections", listen)
    signed_in(Role.OFFICE_HEAD).get(reverse("rejections"), {"days": "30"})
    signed_in(Role.MINISTRY).get(reverse("rejections"), {"days": "9999"})
    assert asked == [(frozenset({cast.OFFICE}), timedelta(days=29)), (None, timedelta(days=89))]


def test_a_head_is_told_on_the_page_of_the_day(world: World, unfair: None) -> None:
    today._alarms.cache_clear()
    page = shown(signed_in(Role.OFFICE_HEAD).get(reverse("today")))
    assert 'data-testid="unequal"' in page
    assert reverse("rejections") in page
    for other in (Role.CASHIER, Role.HQ):
        assert 'data-testid="unequal"' not in shown(signed_in(other).get(reverse("today")))
    today._alarms.cache_clear()
