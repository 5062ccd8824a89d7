"""A house whose office is out: 40 payers with phones and cash, 1,250 families leased, some paid, some begun.

Through the house's own commands; the replanning that is timed is the whole command with its transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.apps import apps

from amanah.access.types import Phone
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.visits import commands, models, queries
from amanah.visits.commands import replanning
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE, Debt, Handset

HEAD = "user:head"
UNTIL = NOW + timedelta(hours=6)
LATE = NOW + timedelta(hours=2.5)
"""A flood in the afternoon: who loses time by it can't bring every door home."""
PAID, BEGUN = 6, 1
"""Doors of each round that are paid, and whose payment was begun and not answered, when the day is planned anew."""
SPARE = 1.3
"""Cash handed to a payer, in times what the own round needs: without any to spare nobody could take anybody on."""
_FLOODED = 10
_GROWS_DEG = 0.0005


@dataclass(frozen=True, slots=True)
class Out:
    """What is out: each payer's phone by its round, and the debts of each round in order."""

    phones: dict[UUID, tuple[Phone, Handset]]
    debts: dict[UUID, list[Debt]]
    places: dict[UUID, tuple[float, float]]

    def families(self) -> dict[UUID, UUID]:
        """Entitlement -> the round that holds its lease now."""
        return dict(models.Lease.objects.filter(ended_at=None).values_list("entitlement_id", "round_id"))


def make(payers: int, families: int, *, spread_deg: float, seed: int = 5) -> Out:
    """Everybody is out, has paid the first doors and begun the next."""
    cast.an_office()
    stage = cast.a_stage()
    places = _families(families, stage, spread_deg, seed)
    phones = {phone.payer.id: (phone, handset) for phone, handset in (cast.a_phone(f"p{i}") for i in range(payers))}
    planned = commands.plan_rounds(OFFICE, DAY, list(phones), stage, by=HEAD, now=NOW, think_s=3.0)
    owed = dict(apps.get_model("programs", "Entitlement").objects.values_list("family_id", "id"))
    out = Out({}, {}, places)
    for round_ in filter(None, map(queries.round_of, planned.rounds)):
        phone, handset = phones[round_.payer]
        commands.hand_cash(round_.id, Money(round(round_.needed.rupiah * SPARE)), by="user:cashier", now=NOW)
        commands.lease_round(round_.id, phone.id, by=HEAD, now=NOW)
        out.phones[round_.id] = phone, handset
        out.debts[round_.id] = [Debt(stop.family, owed[stop.family]) for stop in round_.stops]
        _begin(phone, handset, out.debts[round_.id])
    return out


def _families(count: int, stage: UUID, spread_deg: float, seed: int) -> dict[UUID, tuple[float, float]]:
    """Homes around the office, one Sembako each."""
    rng = np.random.default_rng(seed)
    family, entitlement = apps.get_model("registry", "Family"), apps.get_model("programs", "Entitlement")
    rows = family.objects.bulk_create(
        family(
            village_id=cast.VILLAGE, village_code=cast.VILLAGE, office_id=OFFICE, address=f"Gg. {i}", known_since=NOW
        )
        for i in range(count)
    )
    entitlement.objects.bulk_create(
        entitlement(id_salur=f"S{i}", family=row, programme_id="SEMBAKO", stage_id=stage, amount=cast.OWED,
                    office_id=OFFICE, village_id=cast.VILLAGE) for i, row in enumerate(rows)
    )  # fmt: skip
    spots = np.array([-8.65, 115.22]) + rng.normal(0, spread_deg, (count, 2))
    places = {row.pk: (float(lat), float(lng)) for row, (lat, lng) in zip(rows, spots, strict=True)}
    tag = apps.get_model("registry", "HomeTag")
    tag.objects.bulk_create(
        tag(family_id=f, lat=lat, lng=lng, accuracy_m=5, at=NOW) for f, (lat, lng) in places.items()
    )
    return places


def _begin(phone: Phone, handset: Handset, debts: list[Debt]) -> None:
    for debt in debts[:PAID]:
        cast.pays(handset, debt)
    for debt in debts[PAID : PAID + BEGUN]:
        visit = new_id()
        who = {"visit": str(visit), "family": str(debt.family)}
        money = {"items": [{"entitlement": str(debt.entitlement), "amount": debt.amount, "fence": 1}]}
        handset.say("visit.started", {**who, "how": "letter"})
        begun = {"payment": str(new_id()), **who, **money, "total": debt.amount, "letter": None, "grant": None}
        handset.say("payment.intended", begun)
    commands.accept(phone, handset.said, now=NOW)


def one_falls_ill(out: Out) -> dict[str, Any]:
    ill = sorted(out.phones)[7]
    return _timed(out, lambda: replanning.pass_on(ill, by=HEAD, now=NOW, reason="payer_ill", until=UNTIL))


def a_road_floods(out: Out, *, times: float | None) -> dict[str, Any]:
    """A square near the office that grows until ten rounds go through it. `times`: None closes it, 3.0 slows it."""
    lines = {
        id_: shapely.linestrings([out.places[debt.family][::-1] for debt in debts]) for id_, debts in out.debts.items()
    }
    half, middle = _GROWS_DEG, (115.235, -8.66)
    while sum(shapely.intersects(_square(middle, half), line) for line in lines.values()) < _FLOODED:
        half += _GROWS_DEG
    area = _square(middle, half)
    touched = [id_ for id_, line in lines.items() if shapely.intersects(area, line)]
    told = _timed(
        out, lambda: replanning.go_around(list(out.phones), area, times=times, by=HEAD, now=NOW, reason="banjir",
                                          until=LATE)
    )  # fmt: skip
    return {**told, "flooded": len(touched), "side_km": round(2 * half * 111.2, 1)}


def _square(middle: tuple[float, float], half: float) -> shapely.Polygon:
    return shapely.box(middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)


def _timed(out: Out, command: Callable[[], replanning.Replanned]) -> dict[str, Any]:
    """The command's seconds, and that it took open leases alone, each under a fence one higher."""
    before = out.families()
    fences = dict(models.Lease.objects.filter(ended_at=None).values_list("entitlement_id", "fence"))
    wall, cpu = time.monotonic(), time.process_time()
    done = command()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    after = out.families()
    moved = {entitlement for entitlement, round_ in after.items() if before[entitlement] != round_}
    shut = {debt.entitlement for debts in out.debts.values() for debt in debts[: PAID + BEGUN]}
    now = dict(models.Lease.objects.filter(ended_at=None).values_list("entitlement_id", "fence"))
    return {
        "wall_s": round(wall, 2), "cpu_s": round(cpu, 2), "moved": len(done.moved), "stays": len(done.stays),
        "rounds": len(done.rounds), "leases_taken": len(moved), "of_those_paid_or_begun": len(moved & shut),
        "fences_one_higher": all(now[one] == fences[one] + 1 for one in moved),
        "others_untouched": all(now[one] == fences[one] for one in now if one not in moved),
    }  # fmt: skip
