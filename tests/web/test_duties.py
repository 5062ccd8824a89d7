"""Who may do the next step: maker is never checker, and what a person does stands in their name."""

from __future__ import annotations

import re
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from amanah.access import commands as access
from amanah.access import queries as people
from amanah.access.types import Grant, Role
from amanah.ledger import queries as ledger
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import CaseKind
from amanah.programs import queries as programs
from amanah.values.clock import utc_now
from amanah.vault import signing
from amanah.visits import commands as visiting
from tests.visits import cast
from tests.web.cast import World, problem_of, shown, signed_in

NIK = "5171040000000001"


def test_who_took_a_list_in_doesnt_allocate_it(world: World) -> None:
    client = signed_in(Role.HQ)
    me = next(person.username for person, _ in people.people() if person.username.startswith("hq"))
    apps.get_model("programs", "Batch").objects.filter(pk=world.batch).update(by=f"user:{me}")
    answer = client.post(reverse("batch_allocate", args=[world.batch]))
    assert (answer.status_code, problem_of(answer)) == (403, "own_work")


def payer_who_also(role: Role) -> Client:
    """The world's payer, wrongly given a second role in the same office."""
    access.grant("made", Grant(role, f"nopen:{cast.OFFICE}"), by="test")
    client = Client()
    user = people.person_named("made")
    assert user is not None
    client.force_login(get_user_model().objects.get(pk=user.id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_who_carried_a_bag_doesnt_count_it(world: World) -> None:
    answer = payer_who_also(Role.CASHIER).post(reverse("cash_count", args=[world.round_id]), {"counted": "0"})
    assert (answer.status_code, problem_of(answer)) == (403, "counter_is_payer")


def test_who_carries_the_cash_doesnt_hand_it_to_themselves(world: World) -> None:
    answer = payer_who_also(Role.CASHIER).post(reverse("round_cash", args=[world.round_id]), {"amount": "600000"})
    assert (answer.status_code, problem_of(answer)) == (403, "own_work")


def test_who_paid_doesnt_judge_the_visit(world: World) -> None:
    client = payer_who_also(Role.SUPERVISOR)
    asks = {"outcome": "upheld", "note": "Saya yakin benar"}
    answer = client.post(reverse("case_close", args=[world.case]), asks)
    assert (answer.status_code, problem_of(answer)) == (403, "own_work")
    found = cases.case(world.case)
    assert found is not None
    assert found.closed_at is None


def test_a_case_closes_with_a_reason_in_the_name_of_whoever_closed_it(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    close = reverse("case_close", args=[world.case])
    assert problem_of(client.post(close, {"outcome": "upheld", "note": ""})) == "text_missing"
    assert client.post(close, {"outcome": "upheld", "note": "Wajahnya sama"}).status_code == 302
    found = cases.case(world.case)
    assert found is not None
    assert (found.outcome, found.note, found.closed_by[:15]) == ("upheld", "Wajahnya sama", "user:supervisor")
    assert problem_of(client.post(close, {"outcome": "wrong", "note": "Ubah"})) == "case_closed"


def test_cash_is_handed_out_and_counted_by_the_cashier(world: World) -> None:
    client = signed_in(Role.CASHIER)
    assert client.post(reverse("round_cash", args=[world.round_id]), {"amount": "Rp1.800.000"}).status_code == 302
    counted = client.post(reverse("cash_count", args=[world.round_id]), {"counted": "1.150.000"}, follow=True)
    assert "kurang Rp50.000" in shown(counted)
    assert shown(counted).count("Kurang") == 1


def test_a_payer_gets_a_code_and_a_qr_that_opens_the_app(world: World) -> None:
    payer = people.person_named("made")
    assert payer is not None
    answer = signed_in(Role.SUPERVISOR).post(reverse("enrolment", args=[cast.OFFICE]), {"payer": str(payer.id)})
    code = re.search(r'data-testid="enrol-code">([A-Z0-9-]+)<', shown(answer))
    assert code is not None
    assert f"/app/#enrol={code.group(1)}" in shown(answer)
    assert "data:image/svg+xml" in shown(answer)
    enrolled = access.enrol_phone(code.group(1), public_key=_fresh_key(), name="HP baru", now=utc_now())
    assert enrolled.phone.payer.id == payer.id


def _fresh_key() -> str:
    return signing.public_text(ec.generate_private_key(ec.SECP256R1()))


def test_the_ministry_decides_once_with_a_ground(world: World) -> None:
    client = signed_in(Role.MINISTRY)
    decide = reverse("verdict_decide", args=[world.verdict])
    assert problem_of(client.post(decide, {"outcome": "eligible", "reason": ""})) == "text_missing"
    assert problem_of(client.post(decide, {"outcome": "review", "reason": "Nanti"})) == "choice_missing"
    assert client.post(decide, {"outcome": "eligible", "reason": "Sesuai bukti"}).status_code == 302
    assert problem_of(client.post(decide, {"outcome": "not_eligible", "reason": "Lain"})) == "verdict_decided"


def test_the_next_stage_waits_for_a_first_decision(world: World) -> None:
    client = signed_in(Role.MINISTRY)
    opens = reverse("stage_next", args=[world.stage])
    assert problem_of(client.post(opens)) == "nothing_decided"
    client.post(
        reverse("verdict_decide", args=[world.verdict]), {"outcome": "not_eligible", "reason": "Bukti tertulis"}
    )
    told = client.post(opens, follow=True)
    assert "2 keluarga diteruskan, 1 tidak disertakan" in shown(told)


def test_money_in_suspense_leaves_it_from_its_case(world: World) -> None:
    phone, handset = cast.a_phone("ketut")
    debt = cast.Debt(world.family, _entitlement_of(world))
    told = cast.pays(handset, debt)
    visiting.accept(phone, handset.said, now=cast.NOW)
    case = oversight.open_case(
        CaseKind.DOUBLE_PAID, about=f"visit:{told.visit}", office=cast.OFFICE, doubts=["double_paid"], by="job:test",
        now=cast.NOW, family=world.family, visit=told.visit,
    )  # fmt: skip
    assert ledger.balance(f"suspense:{cast.OFFICE}") == cast.OWED
    client = signed_in(Role.SUPERVISOR)
    assert "menunggu sebagai titipan" in shown(client.get(reverse("case", args=[case])))
    answer = client.post(reverse("case_resolve", args=[case]), {"how": "shortage", "note": "Dua juru bayar"})
    assert answer.status_code == 302
    assert ledger.balance(f"suspense:{cast.OFFICE}") == 0
    assert ledger.balance(f"shortage:{cast.OFFICE}") == cast.OWED
    found = cases.case(case)
    assert found is not None
    assert found.outcome == "wrong"


def _entitlement_of(world: World) -> UUID:
    return programs.entitlements_of(world.family)[0].id
