"""Each doubt, from the field to the judgement: one sentence a doubt."""

from __future__ import annotations

from typing import Any

import pytest

from amanah.values.ids import new_id
from amanah.visits import commands, models, queries
from amanah.visits.types import SAYS, Doubt
from tests.visits import cast
from tests.visits.cast import NOW, a_face, a_place, fails, pays
from tests.visits.conftest import Field


def doubts_of(field: Field, visit: Any) -> frozenset[Doubt]:
    field.sends()
    seen = queries.visit(visit)
    assert seen is not None
    return seen.doubts


def judged(field: Field, **told: Any) -> frozenset[Doubt]:
    """The doubts of a payment told like this."""
    return doubts_of(field, pays(field.handset, field.debts[0], **told).visit)


@pytest.mark.parametrize(
    ("told", "doubt"),
    [
        ({"place": None}, Doubt.NO_FIX),
        ({"place": a_place(lat=0.0, lng=0.0)}, Doubt.NO_FIX),
        ({"place": a_place(accuracy_m=80)}, Doubt.POOR_ACCURACY),
        ({"place": a_place(lat=-8.65)}, Doubt.OUTSIDE_VILLAGE),
        ({"face": a_face(likeness=0.1, band="different")}, Doubt.FACE_BELOW),
        ({"face": a_face(likeness=None, band="none")}, Doubt.FACE_BELOW),
        ({"face": a_face(likeness=0.4, band="between")}, Doubt.FACE_BETWEEN),
        ({"face": a_face(reference=None, likeness=None, band="none")}, Doubt.NO_REFERENCE),
        ({"face": a_face(reference="ktp")}, Doubt.NO_REFERENCE),
        ({"face": None}, Doubt.NO_REFERENCE),
        ({"with_photos": False}, Doubt.NO_PHOTO),
        ({"other_way": {"way": "supervisor", "note": "lewat telepon"}}, Doubt.OTHER_WAY),
        ({"intends": False}, Doubt.NO_INTENT),
        ({"fence": 7}, Doubt.STALE_LEASE),
        ({"amount": 500_000}, Doubt.AMOUNT_DIFFERS),
    ],
)
def test_a_payment_told_so_is_doubted_for_that_alone(field: Field, told: dict[str, Any], doubt: Doubt) -> None:
    assert judged(field, **told) == {doubt}


def test_the_phones_word_for_a_face_is_not_taken(field: Field) -> None:
    assert Doubt.FACE_BELOW in judged(field, face=a_face(likeness=0.1, band="same"))


def test_far_from_the_known_home(field: Field) -> None:
    cast.a_home(field.debts[0], lat=-8.6020)  # some 220 m away, same village
    assert judged(field) == {Doubt.FAR_FROM_HOME}


def test_within_both_circles_of_the_known_home_is_not_far(field: Field) -> None:
    cast.a_home(field.debts[0], lat=-8.6005)  # 56 m, less 8 m and 5 m
    assert judged(field) == frozenset()


def test_just_outside_a_roughly_drawn_border_is_not_doubted(field: Field) -> None:
    assert judged(field, place=a_place(lat=-8.6109)) == frozenset()  # 100 m beyond, 8 m accuracy, 100 m slack


def test_without_a_lease(field: Field) -> None:
    other = cast.a_debt(99)
    assert doubts_of(field, pays(field.handset, other).visit) == {Doubt.NO_LEASE}


def test_after_the_lease_was_taken_away(field: Field) -> None:
    commands.declare_lost(field.phone.id, by="user:head", now=NOW, reason="left in a taxi")
    assert judged(field) == {Doubt.STALE_LEASE}


def test_voided_and_paid(field: Field) -> None:
    told = pays(field.handset, field.debts[0])
    body = {"payment": str(told.payment), "visit": str(told.visit), "family": str(field.debts[0].family)}
    field.handset.say("payment.voided", {**body, "reason": "changed mind"})
    assert doubts_of(field, told.visit) == {Doubt.PAID_AND_VOIDED}


def test_failed_and_paid(field: Field) -> None:
    told = pays(field.handset, field.debts[0])
    body: dict[str, Any] = {
        "visit": str(told.visit), "family": str(field.debts[0].family), "entitlements": [], "reason": "not_home",
        "note": "", "next": "again", "place": None, "photos": [],
    }  # fmt: skip
    field.handset.say("visit.failed", body)
    assert doubts_of(field, told.visit) == {Doubt.PAID_AND_FAILED}


def test_a_failed_visit_far_away_is_doubted(field: Field) -> None:
    assert doubts_of(field, fails(field.handset, field.debts[0], place=None)) == {Doubt.NO_FIX}


def test_a_visit_that_never_reached_the_home_is_not_doubted_for_its_place(field: Field) -> None:
    assert doubts_of(field, fails(field.handset, field.debts[0], reason="no_access", place=None)) == frozenset()


def test_an_unfinished_visit_is_not_judged(field: Field) -> None:
    visit = new_id()
    field.handset.say("visit.started", {"visit": str(visit), "family": str(field.debts[0].family), "how": "list"})
    assert doubts_of(field, visit) == frozenset()


def test_a_judgement_made_again_is_added_beside_the_old(field: Field) -> None:
    told = pays(field.handset, field.debts[0])
    field.sends()
    body = {"payment": str(told.payment), "visit": str(told.visit), "family": str(field.debts[0].family)}
    field.handset.say("payment.voided", {**body, "reason": ""})
    field.sends()
    rows = models.Judgement.objects.filter(visit=told.visit).order_by("at", "is_current")
    assert [(row.is_current, row.doubts) for row in rows] == [(False, []), (True, ["paid_and_voided"])]


def test_every_doubt_has_its_sentence_in_both_languages() -> None:
    assert set(SAYS) == set(Doubt)
    assert all(sentence.id and sentence.en for sentence in SAYS.values())


def test_the_house_photo_of_another_family(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    named = cast.photos("the same")
    monkeypatch.setattr(cast, "photos", lambda seed: named)
    first = pays(field.handset, field.debts[0])
    again = pays(field.handset, field.debts[1])
    assert doubts_of(field, again.visit) == {Doubt.PHOTO_REUSED}
    assert doubts_of(field, first.visit) == frozenset()
    evidence = queries.evidence(first.visit)
    assert evidence is not None
    assert set(evidence.missing) == {"face", "house"}  # it keeps its own
