"""A group that fares worse, on the pages of cases: who sees it, in which words, and who answers."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from amanah.access.types import Role
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import CaseKind
from amanah.reporting.types import By, Figures, Subject
from tests.visits import cast
from tests.web.cast import World, shown, signed_in


def opened(by: By, name: str, *, office: str | None = None) -> UUID:
    return oversight.open_case(
        CaseKind.UNFAIR, about=str(Subject(by, name, "2026-11")), office=office,
        doubts=[str(Figures(27, 300, 32, 905))], by="job:test", now=cast.NOW,
    )  # fmt: skip


def answered(client: Client, case: UUID, **said: str) -> int:
    form = {"outcome": "upheld", "note": "foto acuan diperbarui", **said}
    return client.post(reverse("case_answer", args=[case]), form).status_code


@pytest.mark.parametrize("role", [Role.MINISTRY, Role.AUDITOR])
def test_the_ministry_and_auditors_see_the_group_and_its_figures_in_words(world: World, role: Role) -> None:
    case = opened(By.AGE, "70+")
    client = signed_in(role)
    for page in (shown(client.get(reverse("cases"))), shown(client.get(reverse("case", args=[case])))):
        assert "Umur: 70 tahun ke atas" in page
        assert "27 dari 300 orang yang benar ditolak (9,0 %); di antara semua yang lain 32 dari 905 (3,5 %)." in page
    assert reverse("rejections") in page
    assert (reverse("case_answer", args=[case]) in page) == (role is Role.MINISTRY)


def test_an_office_sees_its_own_and_not_the_ministry_s(world: World) -> None:
    national, own = opened(By.AGE, "70+"), opened(By.AREA, "51.71.04", office=cast.OFFICE)
    head = signed_in(Role.OFFICE_HEAD)
    assert head.get(reverse("case", args=[national])).status_code == 403
    assert "51.71.04" in shown(head.get(reverse("case", args=[own])))
    assert "Umur" not in shown(head.get(reverse("cases")))


def test_a_payer_is_named_to_their_head_and_the_auditor_alone(world: World) -> None:
    made = get_user_model().objects.get(username="made")
    case = opened(By.PAYER, str(made.pk), office=cast.OFFICE)
    named = {
        role: "Juru bayar: Made" in shown(signed_in(role).get(reverse("case", args=[case])))
        for role in (Role.OFFICE_HEAD, Role.AUDITOR, Role.MINISTRY, Role.SUPERVISOR)
    }
    assert named == {Role.OFFICE_HEAD: True, Role.AUDITOR: True, Role.MINISTRY: False, Role.SUPERVISOR: False}


def test_an_answer_closes_it_in_a_person_s_name(world: World) -> None:
    case = opened(By.AGE, "70+")
    ministry = signed_in(Role.MINISTRY)
    assert answered(ministry, case, note=" ") == 400
    assert answered(ministry, case, outcome="visit_again") == 400
    assert answered(signed_in(Role.OFFICE_HEAD), case) == 403
    assert answered(ministry, case) == 302
    found = cases.case(case)
    assert found is not None
    assert (found.outcome, found.closed_by[:5]) == ("upheld", "user:")
    assert "Memang demikian" in shown(signed_in(Role.AUDITOR).get(reverse("case", args=[case])))


def test_a_visit_s_case_has_no_such_answer_and_a_group_s_none_of_a_visit(world: World) -> None:
    assert answered(signed_in(Role.OFFICE_HEAD), world.case) == 404
    case = opened(By.PAYER, str(uuid4()), office=cast.OFFICE)
    close = {"outcome": "upheld", "note": "dicek"}
    assert signed_in(Role.SUPERVISOR).post(reverse("case_close", args=[case]), close).status_code == 404


def test_nobody_answers_for_the_visits_they_made_themselves(world: World) -> None:
    client = signed_in(Role.OFFICE_HEAD)
    case = opened(By.PAYER, client.session["_auth_user_id"], office=cast.OFFICE)
    assert "kunjungan Anda sendiri" in shown(client.get(reverse("case", args=[case])))
    assert answered(client, case) == 403


def test_a_subject_and_its_figures_read_back_as_they_were_written() -> None:
    for subject in (Subject(By.DEVICE, "SM:A15", "2026-11"), Subject(By.AGE, "", "2026-12")):
        assert Subject.read(str(subject)) == subject
    assert Figures.read(str(Figures(1, 2, 3, 4))) == Figures(1, 2, 3, 4)
    assert Subject.read("visit:1") is None
    assert Figures.read("same_face") is None
