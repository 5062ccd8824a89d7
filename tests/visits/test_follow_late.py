"""What follows when things come late, name the unknown, or happen again after somebody closed a case."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from uuid import UUID

import pytest
from django.apps import apps

from amanah.cli.demo_houses import draw_house
from amanah.config import jobs
from amanah.eligibility import commands as eligibility
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import Case, CaseKind, CaseOutcome
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.visits import commands, models
from amanah.visits.commands import photos
from tests.visits import cast
from tests.visits.cast import NOW, Debt, pays
from tests.visits.conftest import a_field
from tests.visits.pictured import needs_faces, work

pytestmark = pytest.mark.django_db(transaction=True)


def open_kinds() -> list[str]:
    return sorted(case.kind for case in cases.open_cases(None))


def close_all() -> None:
    for case in cases.open_cases(None):
        oversight.close_case(case.id, outcome=CaseOutcome.UPHELD, note="sudah dilihat", by="user:head", now=NOW)


def test_a_family_nobody_knows_hides_no_case_of_itself_or_of_others() -> None:
    field = a_field()
    eligibility.load_rulesets(by="test", now=NOW)
    for debt in (field.debts[0], Debt(UUID(int=0), field.debts[1].entitlement), field.debts[2]):
        pays(field.handset, debt, place=None)
    field.sends()
    work()
    doubted: list[Case] = [case for case in cases.open_cases(None) if case.kind is CaseKind.DOUBT]
    assert len(doubted) == 3
    assert "suspense" in open_kinds()
    undone = apps.get_model("procrastinate", "ProcrastinateJob").objects.exclude(status="succeeded")
    assert not undone.filter(args__job__startswith="open_").exists()


@needs_faces
def test_photos_that_came_before_the_payment_are_looked_at_all_the_same() -> None:
    field = a_field()
    face = draw_house(3, 1)
    name = sha256(face).hexdigest()
    named = {"kind": "face", "sha256": name, "bytes": len(face), "thumb": None}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cast, "photos", lambda seed: [named])
        paid = pays(field.handset, field.debts[0])
    commands.accept(field.phone, field.handset.said[:2], now=NOW)
    photos.begin_photo(field.phone, sha256=name, size_bytes=len(face), kind="face", visit=paid.visit)
    photos.take_piece(field.phone, sha256=name, offset=0, piece=face, now=NOW)
    work()
    assert not models.SecondLook.objects.exists()
    commands.accept(field.phone, field.handset.said, now=NOW)
    work()
    assert models.SecondLook.objects.filter(visit=paid.visit).exists()


def test_a_bag_counted_short_opens_a_case_though_the_mornings_was_closed() -> None:
    field = a_field()
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    field.handset.say("day.opened", {"round": str(field.round), "float": 2_900_000, "counted": True})
    field.sends()
    work()
    close_all()
    commands.close_round(field.round, Money(1_000_000), by="user:cashier", now=NOW)
    work()
    assert open_kinds() == ["float"]


def test_the_same_word_heard_twice_opens_no_case_again() -> None:
    field = a_field()
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    said = {"round": str(field.round), "office": cast.OFFICE, "variance": 5, "closing": str(new_id())}
    jobs.open_variance_case(said, NOW)
    close_all()
    jobs.open_variance_case(said, NOW)
    assert open_kinds() == []


def test_a_new_doubt_about_a_closed_visit_is_a_new_case() -> None:
    field = a_field()
    doubt = partial(oversight.open_case, CaseKind.DOUBT, about="visit:x", office=field.phone.office, by="j", now=NOW)
    doubt(doubts=["no_fix"])
    close_all()
    doubt(doubts=["no_fix"])
    assert open_kinds() == []
    doubt(doubts=["no_fix", "second_look_differs"])
    assert open_kinds() == ["doubt"]
    doubt(doubts=["no_fix", "second_look_differs"])
    assert open_kinds() == ["doubt"]
