"""Each rung of the ladder, and a face that wouldn't move, leaves a doubt of its own; none keeps a payment out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.values.ids import new_id
from amanah.visits import models, queries
from amanah.visits.commands import judging
from amanah.visits.queries.codes import code_for
from amanah.visits.rules import codes
from amanah.visits.types import QUIET, Doubt, Visit
from tests.registry.faces import a_reference
from tests.visits.cast import DAY, NOW, a_face, pays
from tests.visits.conftest import Field
from tests.visits.test_doubts import judged

LINGGA = {"name": "I Ketut Lingga", "role": "kepala_lingkungan"}
CHALLENGED = {"asked": "left", "passed": False, "ms": 8000}


def way(kind: str, **evidence: Any) -> dict[str, Any]:
    return {"way": kind, "note": "", "witness": None, "code": None, "member": None, "letter": False, **evidence}


def test_papers(field: Field) -> None:
    assert judged(field, other_way=way("papers", letter=True)) == {Doubt.BY_PAPERS}


def test_a_representative(field: Field) -> None:
    assert judged(field, other_way=way("representative", member="I Made Sari")) == {Doubt.BY_REPRESENTATIVE}


def test_a_witness_with_that_day_s_code(field: Field) -> None:
    code = code_for(field.debts[0].family, DAY)
    assert judged(field, other_way=way("witness", witness=LINGGA, code=code)) == {Doubt.BY_WITNESS}


def test_a_witness_without_a_code(field: Field) -> None:
    doubts = judged(field, other_way=way("witness", witness=LINGGA, note="tidak ada sinyal"))
    assert doubts == {Doubt.BY_WITNESS, Doubt.CODE_MISSING}


def test_an_older_phone_s_witness_gave_no_code_either(field: Field) -> None:
    assert judged(field, other_way={"way": "witness", "note": "kelian"}) == {Doubt.BY_WITNESS, Doubt.CODE_MISSING}


@pytest.mark.parametrize("whose", ["another family", "another day", "nobody"])
def test_the_code_of(whose: str, field: Field) -> None:
    code = {
        "another family": code_for(field.debts[1].family, DAY),
        "another day": code_for(field.debts[0].family, DAY + timedelta(days=1)),
        "nobody": "12345674",
    }[whose]
    told = pays(field.handset, field.debts[0], other_way=way("witness", witness=LINGGA, code=code))
    field.sends()
    seen = queries.visit(told.visit)
    assert seen
    assert seen.doubts == {Doubt.BY_WITNESS, Doubt.CODE_WRONG}
    # a wrong code is a doubt: the cash was handed over, and it settles what was owed
    assert models.Settlement.objects.get(visit=told.visit).is_paid


@pytest.mark.parametrize("challenge", [CHALLENGED, None], ids=["did not move", "was never asked"])
def test_a_face_that_looks_printed_and(challenge: dict[str, Any] | None, field: Field) -> None:
    assert judged(field, face=a_face(live=0.2, challenge=challenge)) == {Doubt.LIVENESS_LOW}


def test_a_phone_that_says_alive_where_the_house_sees_a_print(field: Field) -> None:
    """A phone somebody tampered with can tell any number; the photo it sent is the house's to look at."""
    told = pays(field.handset, field.debts[0], face=a_face(live=1.0))
    field.sends()
    models.SecondLook.objects.create(id=new_id(), visit_id=told.visit, band="none", live=0.1, model="m", at=NOW)
    judging.judge([seen_of(told.visit)], owed={}, phone=field.phone.id, policy=queries.in_force(), now=NOW)
    assert doubts_now(told.visit) == {Doubt.LIVENESS_LOW}
    assert queries.replay().same_state


def seen_of(visit: UUID) -> Visit:
    seen = queries.visit(visit)
    assert seen
    return seen.visit


def doubts_now(visit: UUID) -> frozenset[Doubt]:
    seen = queries.visit(visit)
    assert seen
    return seen.doubts


@pytest.mark.parametrize(
    "face",
    [
        a_face(live=0.2, challenge={**CHALLENGED, "passed": True}),  # it moved
        a_face(live=0.8, challenge=CHALLENGED),  # it looks alive
        a_face(live=None, challenge=CHALLENGED),  # too small to say
    ],
)
def test_either_sign_of_life_is_enough(field: Field, face: dict[str, Any]) -> None:
    assert judged(field, face=face) == frozenset()


def test_a_face_taken_four_times_is_noted_quietly(field: Field) -> None:
    assert judged(field, face=a_face(attempts=4)) == {Doubt.RETAKEN}
    assert Doubt.RETAKEN in QUIET


def test_a_face_taken_three_times_is_not(field: Field) -> None:
    assert judged(field, face=a_face(attempts=3)) == frozenset()


@pytest.mark.parametrize(
    ("phone", "house", "doubted"),
    [
        (0.70, "same", False),
        (0.70, "between", True),
        (0.70, "different", True),
        (0.40, "same", False),
        (0.40, "between", False),
        (0.40, "different", False),
        (0.10, "same", True),
        (0.10, "between", False),
        (0.10, "different", False),
    ],
)
def test_the_second_look_contradicts_the_phone(field: Field, phone: float, house: str, doubted: bool) -> None:
    told = pays(field.handset, field.debts[0], face=a_face(likeness=phone))
    field.sends()
    models.SecondLook.objects.create(
        id=new_id(), visit_id=told.visit, likeness=0.99, band=house, model="m", at=field.handset.at
    )
    body = {"payment": str(told.payment), "visit": str(told.visit), "family": str(field.debts[0].family)}
    field.handset.say("payment.voided", {**body, "reason": "lets it be judged again"})
    field.sends()
    seen = queries.visit(told.visit)
    assert seen
    assert (Doubt.SECOND_LOOK_DIFFERS in seen.doubts) == doubted
    assert queries.replay().same_state


@pytest.mark.parametrize(("source", "doubts"), [("ktp", frozenset()), ("field", frozenset({Doubt.FACE_BETWEEN}))])
def test_a_portrait_off_a_ktp_has_a_threshold_of_its_own(field: Field, source: str, doubts: frozenset[Doubt]) -> None:
    reference = a_reference(field.debts[0].family, at=NOW - timedelta(days=9), source=source)
    assert judged(field, face=a_face(likeness=0.42, reference=str(reference))) == doubts


@given(st.binary(min_size=8, max_size=32))
def test_every_code_is_eight_digits_that_check(print_: bytes) -> None:
    code = codes.code_of(print_)
    assert len(code) == codes.DIGITS
    assert codes.check_digit(code) == 0


@given(st.binary(min_size=8, max_size=32), st.integers(0, 7), st.integers(1, 9))
def test_no_single_slip_gives_another_code_that_checks(print_: bytes, place: int, off: int) -> None:
    code = codes.code_of(print_)
    slipped = code[:place] + str((int(code[place]) + off) % 10) + code[place + 1 :]
    assert codes.check_digit(slipped) != 0
