"""Samples on pages: seals for all who may check, answers by whoever had no hand in the visit, families to few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.access.types import Role
from amanah.oversight import commands, models
from amanah.oversight.rules.sampling import seed_print
from amanah.oversight.types import CaseKind
from amanah.values.money import Money
from amanah.visits import commands as visiting
from tests.visits import cast
from tests.web.cast import World, outside, shown, signed_in

pytestmark = pytest.mark.django_db
SEED = "ab" * 32
ANSWER = {"said": "short", "how": "telephone", "received": "550.000", "note": "received Rp 50,000 less"}


@pytest.fixture
def case(world: World) -> models.Case:
    commands.draw_sample(world.sample, seed=SEED, by="user:auditor", now=cast.NOW + timedelta(hours=1))
    return models.Case.objects.get(kind=CaseKind.SAMPLE)


def test_a_seals_hash_is_shown_before_anything_is_drawn(world: World) -> None:
    page = shown(signed_in(Role.AUDITOR).get(reverse("sample", args=[world.sample])))
    assert seed_print(SEED) in page
    assert "belum diundi" in page
    assert SEED not in page.replace(seed_print(SEED), "")


def test_a_drawn_visit_is_answered_by_its_familys_word_and_the_estimate_counts_it(
    world: World, case: models.Case
) -> None:
    supervisor, head = signed_in(Role.SUPERVISOR), signed_in(Role.OFFICE_HEAD)
    assert "Tanyakan kepada keluarga" not in shown(supervisor.get(reverse("case", args=[case.pk])))
    assert supervisor.post(reverse("case_call_back", args=[case.pk]), ANSWER).status_code == 403
    closing = {"outcome": "upheld", "note": "trust me"}
    assert supervisor.post(reverse("case_close", args=[case.pk]), closing).status_code == 409
    assert "Tanyakan kepada keluarga" in shown(head.get(reverse("case", args=[case.pk])))
    head.post(reverse("case_call_back", args=[case.pk]), ANSWER)
    assert "Jumlahnya kurang: Rp550.000 dari Rp600.000" in shown(head.get(reverse("case", args=[case.pk]))).replace(
        "</strong>", ""
    )
    page = shown(head.get(reverse("sample", args=[world.sample])))
    assert "100,0 %" in page
    assert SEED in page
    assert "100,0 %" in shown(head.get(reverse("samples")))


def test_who_closed_the_days_cash_is_given_no_form(world: World, case: models.Case) -> None:
    head = signed_in(Role.OFFICE_HEAD)
    name = str(head.session["_auth_user_id"])
    user = models.Case._meta.apps.get_model("access", "User").objects.get(pk=name)
    visiting.close_round(world.round_id, Money(0), by=f"user:{user.username}", now=cast.NOW)
    page = shown(head.get(reverse("case", args=[case.pk])))
    assert "orang lain yang menanyai" in page
    assert 'name="said"' not in page
    assert head.post(reverse("case_call_back", args=[case.pk]), ANSWER).status_code == 403
    assert signed_in(Role.MINISTRY).post(reverse("case_call_back", args=[case.pk]), ANSWER).status_code == 302


def test_headquarters_sees_chances_and_answers_but_no_way_to_a_family(world: World, case: models.Case) -> None:
    page = shown(signed_in(Role.HQ).get(reverse("sample", args=[world.sample])))
    assert "Peluang terundi" in page
    assert str(case.pk) not in page
    assert str(case.visit) not in page
    assert str(case.pk) in shown(signed_in(Role.AUDITOR).get(reverse("sample", args=[world.sample])))


def test_another_offices_head_finds_no_sample_in_the_list(world: World) -> None:
    assert str(world.sample) in shown(signed_in(Role.OFFICE_HEAD).get(reverse("samples")))
    assert str(world.sample) not in shown(outside(Role.OFFICE_HEAD).get(reverse("samples")))
