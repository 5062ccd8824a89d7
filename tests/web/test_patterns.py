"""Doubts across visits on the pages of cases: in order of doubt, in words, answered by somebody else, and measured."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from amanah.access import queries as people
from amanah.access.types import Role
from amanah.oversight import commands as oversight
from amanah.oversight import models
from amanah.oversight import queries as cases
from amanah.oversight.types import CaseKind
from tests.visits import cast
from tests.web.cast import World, shown, signed_in


def doubted(world: World) -> UUID:
    """The world's one payment, of which the family says it got Rp50.000 less."""
    oversight.complain(uuid4(), visit=world.visit, received=550_000, note="", by="user:sari", now=cast.NOW)
    oversight.look(cast.OFFICE, cast.DAY, by="job:patterns", now=cast.NOW)
    (case,) = cases.open_cases(None, kinds={CaseKind.PATTERN})
    return case.id


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_a_doubt_is_read_with_its_numbers_and_score_on_the_queue_and_its_page(world: World, role: Role) -> None:
    case, client = doubted(world), signed_in(role)
    queue, page = shown(client.get(reverse("cases"))), shown(client.get(reverse("case", args=[case])))
    for each in (queue, page):
        assert "1 keluarga mengatakan menerima kurang dari suratnya, seluruhnya Rp50.000." in each
    assert reverse("visit", args=[world.visit]) in page
    assert "2026.1" in page
    assert (reverse("case_close", args=[case]) in page) == (role is Role.SUPERVISOR)


def test_answers_are_counted_on_the_page_of_how_right_doubts_are(world: World) -> None:
    case, client = doubted(world), signed_in(Role.SUPERVISOR)
    answer = client.post(reverse("case_close", args=[case]), {"outcome": "wrong", "note": "kurang Rp50.000"})
    assert answer.status_code == 302
    assert "1,00 (0,21–1,00)" in shown(client.get(reverse("cases_precision")))


def test_a_payer_does_not_answer_for_their_own_day(world: World) -> None:
    case = doubted(world)
    payer = people.phone(world.phone)
    assert payer is not None
    get_user_model().objects.get(pk=payer.payer.id).grants.create(role=Role.SUPERVISOR, area=f"nopen:{cast.OFFICE}")
    client = Client()
    client.force_login(
        get_user_model().objects.get(pk=payer.payer.id), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert reverse("case_close", args=[case]) not in shown(client.get(reverse("case", args=[case])))
    assert client.post(reverse("case_close", args=[case]), {"outcome": "upheld", "note": "x"}).status_code == 403
    assert client.post(reverse("visit_complain", args=[world.visit]), {"received": "1"}).status_code == 403


def test_what_a_family_says_it_received_is_kept_once_however_often_it_is_sent(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    assert reverse("visit_complain", args=[world.visit]) in shown(client.get(reverse("visit", args=[world.visit])))
    for _ in range(2):
        said = {"received": "550.000", "note": "kurang"}
        assert client.post(reverse("visit_complain", args=[world.visit]), said).status_code == 302
    assert models.Complaint.objects.get().received == 550_000
