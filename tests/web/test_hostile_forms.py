"""What a browser's user may type or forge: every answer is a plain page, and no id of another office is taken."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.test import Client
from django.urls import reverse

from amanah.access import commands as access
from amanah.access import queries as people
from amanah.access.types import Grant, Role
from amanah.oversight import commands as oversight
from amanah.oversight.types import CaseKind
from amanah.vault import signing
from amanah.visits import commands as visiting
from amanah.visits import models
from tests.visits import cast
from tests.web.cast import FARAWAY, World, outside, problem_of, signed_in
from tests.web.test_duties import payer_who_also

NUL = "\x00"
LONG = "9" * 6_000


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5_000, "\x00"])
def test_signing_in_as_nonsense_is_a_wrong_password(db: None, name: str) -> None:
    answer = Client().post(reverse("login"), {"username": name, "password": "secret"})
    assert answer.status_code == 403


def test_a_password_that_is_nonsense_is_a_wrong_password(db: None) -> None:
    signed_in(Role.OFFICE_HEAD)
    name = people.people()[0][0].username
    for password in (NUL, "x" * 100_000):
        assert Client().post(reverse("login"), {"username": name, "password": password}).status_code == 403


@pytest.mark.parametrize("text", [NUL, LONG, "-1", "１２"])
def test_no_address_with_nonsense_in_it_breaks_a_page(text: str, world: World) -> None:
    auditor = signed_in(Role.AUDITOR)
    for page, names in [
        ("audit", ("word", "before")), ("audit_looks", ("before",)), ("audit_ledger", ("kind",)),
        ("audit_account", ("name",)), ("families", ("q",)), ("today", ("day", "office")), ("rounds", ("day",)),
        ("cash", ("day",)), ("verdicts", ("stage", "outcome", "from")), ("login", ("next",)),
    ]:  # fmt: skip
        for name in names:
            answer = auditor.get(reverse(page), {name: text})
            assert answer.status_code < 500, (page, name)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "1970-01-01"])
def test_no_day_breaks_a_page(day: str, world: World) -> None:
    client = signed_in(Role.OFFICE_HEAD)
    for page in ("today", "rounds", "cash"):
        assert client.get(reverse(page), {"day": day}).status_code < 500, page


@pytest.mark.parametrize("text", [NUL, "a\x00b", LONG, "0", "-5", "9" * 15])
def test_no_form_with_nonsense_in_it_breaks_the_house(text: str, world: World) -> None:
    head, ministry = signed_in(Role.OFFICE_HEAD), signed_in(Role.MINISTRY)
    asked = [
        (head, reverse("round_cash", args=[world.round_id]), "amount"),
        (head, reverse("cash_count", args=[world.round_id]), "counted"),
        (head, reverse("phone_revoke", args=[world.phone]), "reason"),
        (head, reverse("family_numbers", args=[world.family]), "reason"),
        (head, reverse("family_code", args=[world.family]), "reason"),
        (ministry, reverse("verdict_decide", args=[world.verdict]), "reason"),
        (ministry, reverse("list_receive"), "lines"),
    ]
    for client, address, name in asked:
        assert client.post(address, {name: text, "outcome": "eligible"}).status_code < 500, (address, name)
    note = {"outcome": "upheld", "note": text}
    assert head.post(reverse("case_close", args=[world.case]), note).status_code < 500


def a_faraway_payer() -> tuple[UUID, UUID]:
    """Payer and phone of another office."""
    person = access.hire("faraway", "Far Away", cast.PASSWORD, [Grant(Role.PAYER, f"nopen:{FARAWAY}")], by="test")
    code = access.open_enrolment(person.id, office=FARAWAY, by="test", now=cast.NOW)
    key = ec.generate_private_key(ec.SECP256R1())
    enrolled = access.enrol_phone(code, public_key=signing.public_text(key), name="far", now=cast.NOW)
    return person.id, enrolled.phone.id


def a_planned_round() -> UUID:
    phone, _ = cast.a_phone("second")
    cast.a_debt(50)
    day = date(2026, 11, 25)
    planned = visiting.plan_rounds(cast.OFFICE, day, [phone.payer.id], cast.a_stage(), by="user:x", now=cast.NOW)
    return planned.rounds[0]


def test_a_round_is_not_handed_to_a_phone_of_another_office(world: World) -> None:
    _, phone = a_faraway_payer()
    round_id = a_planned_round()
    answer = signed_in(Role.SUPERVISOR).post(reverse("round_lease", args=[round_id]), {"phone": str(phone)})
    assert answer.status_code in (403, 409)
    assert not models.Lease.objects.filter(phone=phone).exists()


def test_a_round_is_not_handed_to_a_colleagues_phone(world: World) -> None:
    """Else the colleague carries a bag that the books say is the payer's, and may count it."""
    round_id = a_planned_round()
    third, _ = cast.a_phone("third")
    answer = signed_in(Role.SUPERVISOR).post(reverse("round_lease", args=[round_id]), {"phone": str(third.id)})
    assert answer.status_code in (403, 409)


def test_payers_of_another_office_are_not_planned_for(world: World) -> None:
    payer, _ = a_faraway_payer()
    cast.a_debt(51)
    said = {"day": "2026-11-25", "stage": str(world.stage), "payer": str(payer)}
    answer = signed_in(Role.OFFICE_HEAD).post(reverse("rounds_plan", args=[cast.OFFICE]), said)
    assert 400 <= answer.status_code < 500
    assert not models.Round.objects.filter(payer=payer).exists()


def test_planning_here_never_takes_another_offices_round_away(world: World) -> None:
    round_id = a_planned_round()
    payer = models.Round.objects.get(id=round_id).payer_id
    said = {"day": "2026-11-25", "stage": str(world.stage), "payer": str(payer)}
    outside(Role.OFFICE_HEAD).post(reverse("rounds_plan", args=[FARAWAY]), said)
    assert models.Round.objects.filter(id=round_id).exists()


def test_somebody_who_does_not_exist_is_not_planned_for(world: World) -> None:
    cast.a_debt(52)
    said = {"day": "2026-11-25", "stage": str(world.stage), "payer": str(uuid4())}
    assert signed_in(Role.OFFICE_HEAD).post(reverse("rounds_plan", args=[cast.OFFICE]), said).status_code < 500


def test_the_same_payer_ticked_twice_is_one_payer(world: World) -> None:
    phone, _ = cast.a_phone("twice")
    cast.a_debt(53), cast.a_debt(54)
    said = {"day": "2026-11-25", "stage": str(world.stage), "payer": [str(phone.payer.id)] * 2}
    assert signed_in(Role.OFFICE_HEAD).post(reverse("rounds_plan", args=[cast.OFFICE]), said).status_code < 500


def test_an_officer_of_another_area_sees_no_verdict_of_this_one(world: World) -> None:
    shown = outside(Role.MINISTRY).get(reverse("verdicts"), {"stage": str(world.stage)})
    assert str(world.verdict).encode() not in shown.content


def test_an_officer_of_another_area_decides_nothing_here_in_bulk(world: World) -> None:
    said = {"reason": "semua layak", "family": str(world.family)}
    outside(Role.MINISTRY).post(reverse("verdicts_decide", args=[world.stage]), said)
    assert not apps.get_model("eligibility", "Decision").objects.exists()


@pytest.mark.parametrize("name", ["audit", "audit_looks", "audit_ledger", "audit_account"])
def test_an_auditor_of_one_office_does_not_read_the_whole_country(name: str, world: World) -> None:
    assert outside(Role.AUDITOR).get(reverse(name), {"name": "treasury"}).status_code == 403


def test_letters_of_a_stage_that_does_not_exist_are_a_plain_page(world: World) -> None:
    address = reverse("letters", args=[cast.OFFICE, uuid4()])
    assert 400 <= signed_in(Role.OFFICE_HEAD).get(address).status_code < 500


def test_a_stage_that_does_not_exist_decides_nothing(world: World) -> None:
    ministry = signed_in(Role.MINISTRY)
    said = {"reason": "layak", "family": str(world.family)}
    assert ministry.post(reverse("verdicts_decide", args=[uuid4()]), said).status_code < 500
    assert ministry.post(reverse("stage_next", args=[uuid4()])).status_code < 500


def test_who_paid_moves_no_money_of_their_own_out_of_suspense(world: World) -> None:
    said = {"how": "family", "note": "Saya yakin benar"}
    answer = payer_who_also(Role.SUPERVISOR).post(reverse("case_resolve", args=[world.case]), said)
    assert (answer.status_code, problem_of(answer)) == (403, "own_work")


@pytest.mark.parametrize("about", ["round:{}", "round:{}:counted:x", "round:{}:late:2026-11-24T10:00:00+00:00"])
def test_who_carried_a_bag_answers_no_question_about_it(world: World, about: str) -> None:
    case = oversight.open_case(
        CaseKind.FLOAT, about=about.format(world.round_id), office=cast.OFFICE, doubts=["float_differs"], by="job:x",
        now=cast.NOW,
    )  # fmt: skip
    said = {"outcome": "upheld", "note": "Saya yakin benar"}
    answer = payer_who_also(Role.SUPERVISOR).post(reverse("case_close", args=[case]), said)
    assert (answer.status_code, problem_of(answer)) == (403, "own_work")
    assert signed_in(Role.SUPERVISOR).post(reverse("case_close", args=[case]), said).status_code == 302


def test_a_round_is_not_taken_over_into_another_office(world: World) -> None:
    payer, _ = a_faraway_payer()
    far = models.Round.objects.create(
        office_id=FARAWAY, payer_id=payer, day=cast.DAY, stage_id=world.stage, state="planned"
    )
    said = {"into": str(far.id)}
    answer = signed_in(Role.SUPERVISOR).post(reverse("round_take_over", args=[world.round_id]), said)
    assert answer.status_code == 403
