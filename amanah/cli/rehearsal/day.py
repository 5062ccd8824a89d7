"""The day itself, in its order: enrol, lease, pull, visit, pay, fail, sync badly, close, judge, decide, open anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from amanah.access import commands as access
from amanah.cli.demo_houses import draw_house
from amanah.cli.demonstration.types import PlantedFamily
from amanah.cli.rehearsal.count import Remembered, remembered
from amanah.cli.rehearsal.gallery import Gallery
from amanah.cli.rehearsal.phones import Phones
from amanah.cli.rehearsal.plan import Door, Planted, plan_door, plan_doors
from amanah.values.clock import utc_now
from amanah.values.money import Money
from amanah.visits import commands as visits
from amanah.visits.types import Round

HEAD, CASHIER = "user:kepala", "user:kasir"
BAD_NETWORK = {"duplicate": 0.25, "reorder": 0.25, "lose_answer": 0.1}
Packs = Mapping[UUID, dict[str, Any]]
Plans = dict[UUID, list[dict[str, Any]]]
MISSING_RP = 50_000  # one bag comes home short of this


@dataclass
class Day:
    """One day under way. `told` gets a sentence as each part begins."""

    base: str
    folder: Path
    gallery: Gallery
    truth: Mapping[UUID, PlantedFamily]
    phones: Phones
    rng: Random
    told: Callable[[str], None]
    planted: dict[str, int] = field(default_factory=dict)
    refused: list[dict[str, str]] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)  # round -> the driver's name of its phone
    sync_s: float = 0.0

    def live(self, rounds: list[Round], *, now: datetime) -> list[Remembered]:
        """Everything from enrolment to the counted bag. Gives what each phone remembers."""
        self.told("HP didaftarkan, putaran dibagi · phones enrolled, rounds leased")
        for round_ in rounds:
            self._enrol_and_lease(round_, now=now)
        packs = {r.id: self._ask("pull", r) for r in rounds}
        plans = {r.id: self._plan(packs[r.id]["families"]) for r in rounds}
        twice = self._move_one(rounds, packs, plans, now=now)
        self.told("Kunjungan · visits")
        self._each(rounds, lambda r: self._walk(r, plans[r.id]))
        if twice:
            self._second_payment(rounds[1], twice)
        self.told("Kirim lewat jaringan buruk · sync over a bad network")
        begun = time.monotonic()
        self._each(rounds, lambda r: self._ask("sync", r, mangle=BAD_NETWORK, tries=40))
        self.sync_s = time.monotonic() - begun
        self.told("Tutup hari · the evening")
        self._each(rounds, self._close)
        return [remembered(self._ask("memory", r)) for r in rounds]

    def _enrol_and_lease(self, round_: Round, *, now: datetime) -> None:
        self.names[round_.id] = f"p{len(self.names) + 1}"
        code = access.open_enrolment(round_.payer, office=round_.office, by=HEAD, now=utc_now())
        answer = self._ask("enrol", round_, base=self.base, code=code, name=self.names[round_.id])
        visits.lease_round(round_.id, UUID(answer["enrolled"]["phone"]), by=HEAD, now=now)

    def _plan(self, families: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        plans = plan_doors([self._door(family) for family in families], self.rng)
        for kind, _ in plans:
            self.planted[kind] = self.planted.get(kind, 0) + 1
        return [plan for _, plan in plans]

    def _door(self, family: dict[str, Any]) -> Door:
        """The family as the pack knows it, at the home and with the face that the truth of the list says."""
        planted = self.truth[UUID(family["family"])]
        person = self.gallery.number_of[planted.person]
        return Door(
            family=UUID(family["family"]),
            at=planted.home,
            home_known=family["home"] is not None,
            faces=self.gallery.faces(person, self.rng) if family["reference"] else None,
            ktp=str(self.gallery.ids[person]),
            first_face=str(self.gallery.fields[person][0]),
            house=str(self._house(planted.number)),
        )

    def _house(self, number: int) -> Path:
        path = self.folder / f"house-{number}.jpg"
        if not path.exists():
            path.write_bytes(draw_house(number, 1))
        return path

    def _move_one(self, rounds: list[Round], packs: Packs, plans: Plans, *, now: datetime) -> UUID | None:
        """A supervisor moves one family to another payer, and the first payer, offline, can't know.

        None where nobody else is out, or nobody is paid in the ordinary way."""
        if len(rounds) < 2:
            return None
        first, second = rounds[0], rounds[1]
        known = {family["family"]: family for family in packs[first.id]["families"]}
        honest = [plan["family"] for plan in plans[first.id] if plan["ending"] == "paid" and not plan["other_way"]]
        if not honest:
            return None
        family = known[min(honest, key=lambda one: int(known[one]["due_total"]))]
        for item in family["items"]:
            visits.move_lease(
                UUID(item["entitlement"]), to_round=second.id, by=HEAD, now=now, reason="HP tidak terjangkau"
            )
        self._leave_cash(plans[second.id], packs[second.id]["families"], int(family["due_total"]))
        return UUID(family["family"])

    def _leave_cash(self, plans: list[dict[str, Any]], families: list[dict[str, Any]], wanted_rp: int) -> None:
        """The second payer needs cash for one family more: doors turn out to be empty until there is enough."""
        known = {family["family"]: family for family in families}
        left = sum(int(known[plan["family"]]["due_total"]) for plan in plans if plan["ending"] != "paid")
        for i, plan in enumerate(plans):
            if left >= wanted_rp:
                return
            if plan["ending"] == "paid":
                plans[i] = plan_door(self._door(known[plan["family"]]), Planted.NOT_HOME, self.rng)
                left += int(known[plan["family"]]["due_total"])

    def _second_payment(self, second: Round, family: UUID) -> None:
        """The second payer pulls again and pays the same family: the house must hear both and settle one."""
        self._ask("sync", second, tries=5)
        known = next(f for f in self._ask("pull", second)["families"] if f["family"] == str(family))
        plan = plan_door(self._door(known), Planted.HONEST, self.rng)
        self._walked(self._ask("day", second, plan=[plan], open=False, close=False))
        self.planted["double_payment"] = 1

    def _walk(self, round_: Round, plan: list[dict[str, Any]]) -> None:
        self._walked(self._ask("day", round_, seed=self.rng.randrange(2**31), plan=plan, close=False))

    def _walked(self, answer: dict[str, Any]) -> None:
        self.refused.extend(answer.get("refused", []))

    def _close(self, round_: Round) -> None:
        """The last payer's bag is short; the office counts what is really there."""
        is_short = self.names[round_.id] == f"p{len(self.names)}"
        left = int(self._ask("state", round_)["state"]["bag"]["left"])
        back = max(left - MISSING_RP, 0) if is_short else left
        if is_short:
            self.planted["bag_short"] = 1
        self._ask(
            "day", round_, plan=[], open=False, close=True, **{"return": back}, note="kurang hitung" if is_short else ""
        )
        self._ask("sync", round_, mangle=BAD_NETWORK, tries=40)
        self._ask("sync", round_, tries=5)
        visits.close_round(round_.id, Money(back), by=CASHIER, now=utc_now())

    def _each(self, rounds: list[Round], do: Callable[[Round], object]) -> None:
        """All payers at once, as on a real day."""
        with ThreadPoolExecutor(len(rounds)) as pool:
            list(pool.map(do, rounds))

    def _ask(self, do: str, round_: Round, **words: Any) -> dict[str, Any]:
        return self.phones.ask(do, self.names[round_.id], **words)
