"""What the pages promise: covered numbers, looks on the record, maker never checker, no inline code, two languages."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from amanah.access import commands as access
from amanah.access import queries as people
from amanah.access.types import Grant, Role
from amanah.journal import queries as journal
from amanah.ledger import queries as ledger
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import CaseKind
from amanah.programs import queries as programs
from amanah.values.clock import utc_now
from amanah.vault import signing
from amanah.visits import commands as visiting
from amanah.web.doors import declaration
from amanah.web.middleware import LANGUAGE_COOKIE
from amanah.web.pages.broken import failed
from amanah.web.urls import urlpatterns
from tests.visits import cast
from tests.web.cast import JPEG, Answer, World, signed_in
from tests.web.test_permissions import MAY, asked

NIK = "5171040000000001"


def shown(answer: Answer) -> str:
    return answer.content.decode()


def problem_of(answer: Answer) -> str:
    found = re.search(r'class="mono">([a-z_]+)</span>', shown(answer))
    assert found, shown(answer)[-2000:]
    return found.group(1)


def test_a_number_stays_covered_until_a_reason_is_given(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    page = reverse("family", args=[world.family])
    assert NIK not in shown(client.get(page))
    assert problem_of(client.post(page + "numbers/", {"reason": "  "})) == "text_missing"
    opened = client.post(page + "numbers/", {"reason": "Mencocokkan KTP di loket"})
    assert NIK in shown(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    assert NIK not in shown(client.get(page))


def test_opening_a_number_is_on_the_record_with_its_reason(world: World) -> None:
    signed_in(Role.SUPERVISOR).post(reverse("family_numbers", args=[world.family]), {"reason": "Cocokkan KTP"})
    (entry,) = journal.entries(word="access.looked")
    assert entry.about == f"family:{world.family}"
    assert entry.details == {"what": "nik", "reason": "Cocokkan KTP"}
    assert entry.by.startswith("user:supervisor")


def test_every_look_at_a_photo_is_on_the_record_and_leaves_no_copy(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    answer = client.get(reverse("photo", args=[world.sha256]), {"for": f"family:{world.family}"})
    assert answer.content == JPEG
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    (entry,) = journal.entries(word="access.looked")
    assert entry.about == f"family:{world.family}"
    assert entry.details == {"what": "reference", "reason": f"family:{world.family}"}


def test_signing_out_leaves_nothing_to_go_back_to_but_the_phones_day(world: World) -> None:
    answer = signed_in(Role.SUPERVISOR).post(reverse("logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert signed_in(Role.CASHIER).get(reverse("cash")).headers["Cache-Control"] == "private, no-cache"


def test_a_photo_nobody_knows_is_not_found_and_not_a_look(world: World) -> None:
    assert signed_in(Role.SUPERVISOR).get(reverse("photo", args=["f" * 64])).status_code == 404
    assert journal.count(word="access.looked") == 0


def test_the_auditor_sees_who_looked(world: World) -> None:
    signed_in(Role.SUPERVISOR).get(reverse("photo", args=[world.sha256]), {"for": f"case:{world.case}"})
    page = shown(signed_in(Role.AUDITOR).get(reverse("audit_looks")))
    assert "supervisor." in page
    assert f"/families/{world.family}/" in page
    assert str(world.case)[:12] in page


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


def test_signing_in_leads_to_the_page_of_the_duty(world: World) -> None:
    for role, page in (
        (Role.MINISTRY, "verdicts"),
        (Role.AUDITOR, "audit"),
        (Role.CASHIER, "cash"),
        (Role.HQ, "lists"),
    ):
        assert signed_in(role).get("/").headers["Location"] == reverse(page)
    assert "aplikasi ponsel" in shown(signed_in(Role.PAYER).get("/"))


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(world: World) -> None:
    access.hire("suartini", "Ibu Suartini", cast.PASSWORD, [Grant(Role.OFFICE_HEAD, "nopen:80000")], by="test")
    wrong = Client().post(reverse("login"), {"username": "suartini", "password": "x"})
    unknown = Client().post(reverse("login"), {"username": "tiada", "password": "x"})
    assert wrong.status_code == unknown.status_code == 403
    assert "belum cocok" in shown(wrong)
    assert "belum cocok" in shown(unknown)
    right = Client().post(reverse("login"), {"username": "Suartini ", "password": cast.PASSWORD, "next": "/cases/"})
    assert (right.status_code, right.headers["Location"]) == (302, "/cases/")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(elsewhere: str, world: World) -> None:
    access.hire("suartini", "Ibu Suartini", cast.PASSWORD, [Grant(Role.OFFICE_HEAD, "nopen:80000")], by="test")
    sent = {"username": "suartini", "password": cast.PASSWORD, "next": elsewhere}
    assert Client().post(reverse("login"), sent).headers["Location"] == "/"
    assert Client().post(reverse("language"), {"language": "en", "next": elsewhere}).headers["Location"] == "/"


def test_a_page_that_refreshes_itself_goes_whole_to_signing_in(db: None) -> None:
    answer = Client().get(reverse("today"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login/?next=/today/")


def test_the_auditor_counts_what_must_be_zero(world: World) -> None:
    page = shown(signed_in(Role.AUDITOR).get(reverse("audit_sound"), {"now": "yes"}))
    assert "Semua cocok." in page
    assert page.count("tag-good") == 11


def test_the_auditor_sees_a_broken_chain_at_once(world: World) -> None:
    client = signed_in(Role.AUDITOR)
    assert "Rantai utuh" in shown(client.get(reverse("audit")))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE journal_entry SET line = replace(line, 'KCU Denpasar', 'KCU Badung')")
    assert "Rantai putus" in shown(client.get(reverse("audit")))


def test_indonesian_comes_first_whatever_the_browser_says(db: None) -> None:
    client = Client(headers={"Accept-Language": "en-US,en;q=0.9"})
    assert "Kata sandi" in shown(client.get(reverse("login")))
    client.post(reverse("language"), {"language": "en", "next": "/login/"})
    assert client.cookies[LANGUAGE_COOKIE].value == "en"
    assert "Password" in shown(client.get(reverse("login")))


def pages(world: World) -> dict[str, str]:
    """Every page that is shown, as somebody who may open it sees it."""
    roles = (Role.OFFICE_HEAD, Role.MINISTRY, Role.HQ, Role.AUDITOR)
    clients = {role: signed_in(role) for role in roles}
    looked = [str(one.name) for one in urlpatterns if (found := declaration(one.callback)) and found.verb == "GET"]
    by_page = {name: next(role for role in roles if role in MAY[name]) for name in looked}
    answers = {name: asked(clients[role], name, world) for name, role in by_page.items()}
    return {
        name: shown(answer)
        for name, answer in answers.items()
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    }


def test_no_page_holds_inline_code_or_styles_or_asks_another_host(world: World) -> None:
    for name, html in pages(world).items():
        assert not re.search(r"<[^>]+\sstyle\s*=", html), name
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", html), name
        assert "<style" not in html, name
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all("src=" in one or 'type="application/json"' in one for one in scripts), name
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html), name


def test_every_page_says_what_language_it_is_in(world: World) -> None:
    found = pages(world)
    assert len(found) >= 16
    for name, html in found.items():
        assert '<html lang="id">' in html, name


def test_the_page_for_a_failure_needs_nothing() -> None:
    answer = failed(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "tidak hilang" in shown(answer)
