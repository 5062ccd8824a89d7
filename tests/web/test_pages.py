"""What the pages promise: covered numbers, looks on the record, maker never checker, no inline code, two languages."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from amanah.access import commands as access
from amanah.access.types import Grant, Role
from amanah.journal import queries as journal
from amanah.retention import queries as retention
from amanah.vault import queries as vault
from amanah.web.doors import declaration
from amanah.web.middleware import LANGUAGE_COOKIE
from amanah.web.pages.broken import failed
from amanah.web.urls import urlpatterns
from tests.visits import cast
from tests.web.cast import JPEG, World, problem_of, shown, signed_in
from tests.web.test_permissions import MAY, asked

NIK = "5171040000000001"


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


def test_a_photo_that_was_destroyed_says_which_rule_did_it(world: World) -> None:
    [line] = retention.orders(world.certificate)
    answer = signed_in(Role.AUDITOR).get(reverse("photo", args=[line.name]))
    assert answer.status_code == 410
    assert "Foto sudah dimusnahkan" in shown(answer)
    assert "ktp:90d" in shown(answer)
    assert journal.count(word="access.looked") == 0


def test_the_auditor_takes_a_certificate_home_and_can_check_it(world: World) -> None:
    auditor = signed_in(Role.AUDITOR)
    assert str(world.certificate) in shown(auditor.get(reverse("audit_destroyed")))
    told = json.loads(shown(auditor.get(reverse("audit_certificate", args=[world.certificate]))))
    assert vault.is_signed(told["text"].encode(), signature=told["signature"], by=told["key"])
    root = hashlib.sha256("".join(f"{line}\n" for line in told["lines"]).encode()).hexdigest()
    assert json.loads(told["text"])["root"] == root


def test_the_auditor_sees_who_looked(world: World) -> None:
    signed_in(Role.SUPERVISOR).get(reverse("photo", args=[world.sha256]), {"for": f"case:{world.case}"})
    page = shown(signed_in(Role.AUDITOR).get(reverse("audit_looks")))
    assert "supervisor." in page
    assert f"/families/{world.family}/" in page
    assert str(world.case)[:12] in page


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
