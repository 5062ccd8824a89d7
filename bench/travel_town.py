"""A simulated office that works for some days through the real commands: plan, lease, visit, send.

How long ways and doors truly take is hidden from the house; it only sees the times in what phones send.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import numpy as np
import shapely
from django.apps import apps

from amanah.access import commands as access
from amanah.access.types import Office, OfficeKind, Phone, Village
from amanah.values.ids import new_id
from amanah.visits import commands, models
from tests.visits import cast
from tests.visits.cast import OFFICE, Handset

Place = tuple[float, float]
Minutes = Callable[[Place, Place], float]
_LEAVES = time(0, 30, tzinfo=UTC)  # half past eight in Makassar
_FIRST_YEAR = 2020
HEAD = "user:head"


@dataclass(frozen=True, slots=True)
class Town:
    """`doors`: the minutes a family's visits truly take in their median; `way` those of a way, noise included."""

    homes: Mapping[UUID, Place]
    doors: Mapping[UUID, float]
    way: Minutes
    office: Place
    phones: Sequence[tuple[Phone, Handset]]
    chance: np.random.Generator

    def stage(self, day: int) -> UUID:
        """A stage of its own for each day: everybody is owed once more."""
        row, _ = apps.get_model("programs", "Stage").objects.get_or_create(
            year=_FIRST_YEAR + day // 4, number=1 + day % 4, defaults={"label": f"T{day}"}
        )
        apps.get_model("programs", "Entitlement").objects.bulk_create(
            apps.get_model("programs", "Entitlement")(
                id_salur=f"S{day}-{family}", family_id=family, programme_id="SEMBAKO", stage=row, amount=cast.OWED,
                office_id=OFFICE, village_id=cast.VILLAGE,
            )
            for family in self.homes
        )  # fmt: skip
        return UUID(str(row.pk))

    def plan(self, day: date, stage: UUID) -> list[models.Round]:
        now = datetime.combine(day, _LEAVES) - timedelta(hours=2)
        payers = [phone.payer.id for phone, _ in self.phones]
        planned = commands.plan_rounds(OFFICE, day, payers, stage, by=HEAD, now=now, think_s=0.3)
        return [models.Round.objects.get(id=one) for one in planned.rounds]

    def walk(self, row: models.Round) -> tuple[float, float]:
        """The round as it truly goes, told by its phone: (minutes on the way, minutes at doors)."""
        phone, handset = next(one for one in self.phones if one[0].payer.id == row.payer_id)
        now = datetime.combine(row.day, _LEAVES)
        commands.lease_round(row.id, phone.id, by=HEAD, now=now)
        owed = dict(
            apps.get_model("programs", "Entitlement").objects.filter(stage=row.stage_id).values_list("family_id", "id")
        )
        first, here, ways_min, doors_min = len(handset.said), self.office, 0.0, 0.0
        for family in row.stops.order_by("order").values_list("family_id", flat=True):
            way, door = self.way(here, self.homes[family]), self.doors[family] * self.chance.lognormal(0, 0.2)
            now += timedelta(minutes=way)
            self._pay(handset, family, owed[family], now, now + timedelta(minutes=door))
            now, here = now + timedelta(minutes=door), self.homes[family]
            ways_min, doors_min = ways_min + way, doors_min + door
        said = handset.said[first:]
        for i in range(0, len(said), 100):
            commands.accept(phone, said[i : i + 100], now=now + timedelta(hours=1))
        models.Round.objects.filter(id=row.id).update(state="closed")
        return ways_min + self.way(here, self.office), doors_min

    def _pay(self, handset: Handset, family: UUID, entitlement: UUID, begins: datetime, ends: datetime) -> None:
        visit, payment, day = new_id(), new_id(), str(begins.date())
        who = {"visit": str(visit), "family": str(family)}
        item = {"entitlement": str(entitlement), "amount": cast.OWED, "fence": 1}
        lat, lng = np.array(self.homes[family]) + self.chance.normal(0, 4e-5, 2)
        place = cast.a_place(lat=float(lat), lng=float(lng), taken_at=cast.iso(begins))
        evidence = {"place": place, "face": cast.a_face(), "other_way": None, "photos": cast.photos(str(visit))}
        money = {"payment": str(payment), **who, "items": [item], "total": cast.OWED}
        received = {"received_by": "self", "receipt": "7K3M9QXA", "signature": None, "letter": None}
        handset.say("visit.started", {**who, "how": "list"}, day=day, at=begins)
        handset.say("visit.evidence", {**who, **evidence}, day=day, at=begins)
        handset.say("payment.intended", {**money, "letter": None, "grant": None}, day=day, at=ends)
        handset.say("payment.paid", {**money, **received}, day=day, at=ends)


def settled(homes: Sequence[Place], office: Place, *, payers: int, way: Minutes, seed: int = 1) -> Town:
    """An office with one village around the homes, a family in each, whose doors take between 2 and 30 minutes."""
    chance = np.random.default_rng(seed)
    area = shapely.MultiPoint([(lng, lat) for lat, lng in homes]).convex_hull.buffer(0.002)
    access.add_office(Office(OFFICE, "KCU Rekaan", OfficeKind.KCU, lat=office[0], lng=office[1]), by="bench")
    village = Village(cast.VILLAGE, "Rekaan", *homes[0], office=OFFICE, area=area)
    access.load_villages([village], by="bench")
    cast.a_stage()
    families = [
        apps.get_model("registry", "Family")(
            village_id=cast.VILLAGE, village_code=cast.VILLAGE, office_id=OFFICE, address=f"Gg. {i}",
            known_since=cast.NOW,
        )
        for i in range(len(homes))
    ]  # fmt: skip
    apps.get_model("registry", "Family").objects.bulk_create(families)
    apps.get_model("registry", "Person").objects.bulk_create(
        apps.get_model("registry", "Person")(
            family=family, nik=f"517104{i:010d}", nik_print=i.to_bytes(32, "big"), name=f"Rekaan {i}", sex="F",
            is_manager=True,
        )
        for i, family in enumerate(families)
    )  # fmt: skip
    apps.get_model("registry", "HomeTag").objects.bulk_create(
        apps.get_model("registry", "HomeTag")(family=family, lat=lat, lng=lng, accuracy_m=5, at=cast.NOW)
        for family, (lat, lng) in zip(families, homes, strict=True)
    )
    ids = [family.pk for family in families]
    doors = dict(zip(ids, np.clip(chance.lognormal(np.log(7), 0.6, len(ids)), 2, 30).tolist(), strict=True))
    phones = [cast.a_phone(f"payer{i}") for i in range(payers)]
    return Town(dict(zip(ids, homes, strict=True)), doors, way, office, phones, chance)
