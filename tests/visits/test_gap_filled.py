"""A payer who can't pay fills a gap: a failed visit's place is learnt where none is trusted, and nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from amanah.config import jobs
from amanah.ledger import queries as balances
from amanah.registry import queries as registry
from amanah.registry.types import KnownPlace, TagKind
from amanah.visits import models
from amanah.visits.types import Doubt
from tests.visits import cast
from tests.visits.cast import NOW, fails, pays
from tests.visits.conftest import Field
from tests.visits.test_geotag import tags


def front(seed: str) -> list[dict[str, Any]]:
    return [one for one in cast.photos(seed) if one["kind"] == "house"]


def follows(field: Field, visit: UUID) -> None:
    field.sends()
    jobs.learn_homes({"visits": [str(visit)]}, NOW)


def home(field: Field, nth: int = 0) -> KnownPlace | None:
    return registry.home(field.debts[nth].family)


def test_a_payer_before_a_locked_door_marks_the_home_and_no_money_moves(field: Field) -> None:
    before = balances.balance(f"bag:{field.phone.id}:{cast.DAY}")
    follows(field, fails(field.handset, field.debts[0], photos=front("a")))
    found = home(field)
    assert found is not None
    assert found.is_trusted
    assert registry.home_tags(field.debts[0].family)[0].kind is TagKind.VISIT
    assert models.Settlement.objects.count() == 0
    assert balances.balance(f"bag:{field.phone.id}:{cast.DAY}") == before
    assert models.Lease.objects.filter(entitlement=field.debts[0].entitlement, ended_at=None).exists()
    pays(field.handset, field.debts[0])
    field.sends()
    assert models.Settlement.objects.get().is_paid


@pytest.mark.parametrize(
    "other", [{"photos": []}, {"reason": "address_unknown"}, {"reason": "moved"}, {"place": None},
              {"place": cast.a_place(accuracy_m=400)}, {"place": cast.a_place(lat=-8.5)}]
)  # fmt: skip
def test_a_failed_visit_that_may_be_elsewhere_teaches_nothing(field: Field, other: dict[str, Any]) -> None:
    follows(field, fails(field.handset, field.debts[0], **{"photos": front("a"), **other}))
    assert home(field) is None


def test_the_same_front_for_two_families_teaches_the_first_alone(field: Field) -> None:
    for nth in (0, 1):
        follows(field, fails(field.handset, field.debts[nth], photos=front("a")))
    assert home(field) is not None
    assert home(field, 1) is None


def test_a_home_that_is_trusted_learns_nothing_from_a_failed_visit(field: Field) -> None:
    cast.a_home(field.debts[0])
    follows(
        field, fails(field.handset, field.debts[0], photos=front("a"), place=cast.a_place(lat=cast.HOME[0] + 0.005))
    )
    assert len(registry.home_tags(field.debts[0].family)) == 1


def test_what_a_payers_phone_marks_is_a_payers_word_held_to_its_village(field: Field) -> None:
    follows(field, tags(field.handset, field.debts[0]))
    assert [tag.kind for tag in registry.home_tags(field.debts[0].family)] == [TagKind.VISIT]
    outside = tags(field.handset, field.debts[1], place=cast.a_place(lat=-8.5))
    follows(field, outside)
    assert Doubt.OUTSIDE_VILLAGE in models.Judgement.objects.get(visit=outside, is_current=True).doubts
    assert home(field, 1) is None
    assert models.Lease.objects.filter(phone=field.phone.id, ended_at=None).count() == 5
