"""The planted days lived: phones enrolled, rounds leased, doors told, bags counted, day after day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from amanah.access import commands as access
from amanah.cli.rehearsal.count import Remembered, remembered
from amanah.cli.rehearsal.frauds.telling import Teller
from amanah.cli.rehearsal.frauds.town import HEAD, Town
from amanah.cli.rehearsal.frauds.types import Day
from amanah.cli.rehearsal.phones import Phones
from amanah.values.clock import utc_now
from amanah.values.money import Money
from amanah.visits import commands as visits

CASHIER = "user:kasir"


@dataclass
class Life:
    """`phone_of`: payer -> their phone in the house. One phone a payer serves all its days."""

    town: Town
    phones: Phones
    teller: Teller
    base: str
    told: Callable[[str], None]
    phone_of: dict[int, UUID] = field(default_factory=dict)
    refused: list[dict[str, str]] = field(default_factory=list)

    def live(self, days: Sequence[Day]) -> list[Remembered]:
        """Day after day, the payers of one day at once. Gives what each phone remembers."""
        for number, date in enumerate(self.town.days):
            today = [day for day in days if day.day == number]
            self.told(f"Hari {date:%d.%m.} · day, {sum(len(day.visits) for day in today)} kunjungan · visits")
            for day in today:
                self._morning(day)
            with ThreadPoolExecutor(len(today)) as pool:  # phones alone: a thread that asks the database keeps a seat
                left = list(pool.map(self._walk, today))
            for day, rupiah in zip(today, left, strict=True):
                round_ = self.town.rounds[day.payer, day.day]
                visits.close_round(round_.id, Money(rupiah), by=CASHIER, now=utc_now())
        return [remembered(self._ask("memory", payer)) for payer in sorted(self.phone_of)]

    def _enrol(self, payer: int) -> None:
        round_ = next(r for (who, _), r in self.town.rounds.items() if who == payer)
        code = access.open_enrolment(self.town.payers[payer], office=round_.office, by=HEAD, now=utc_now())
        said = self._ask("enrol", payer, base=self.base, code=code, name=f"p{payer}", seed=payer + 1)
        self.phone_of[payer] = UUID(said["enrolled"]["phone"])

    def _morning(self, day: Day) -> None:
        if day.payer not in self.phone_of:
            self._enrol(day.payer)
        round_ = self.town.rounds[day.payer, day.day]
        visits.hand_cash(round_.id, round_.needed, by=CASHIER, now=utc_now())
        visits.lease_round(round_.id, self.phone_of[day.payer], by=HEAD, now=utc_now())

    def _walk(self, day: Day) -> int:
        """The day on the phone, from the pack to the last thing sent. Gives the rupiah that come back."""
        ask, payer = self._ask, day.payer
        known = {family["family"]: family for family in ask("pull", payer)["families"]}
        first, last = day.visits[0], day.visits[-1]
        self._clock(payer, (first.started - timedelta(minutes=20)).timestamp() + first.clock_off_s, 1)
        ask("day", payer, plan=[], close=False)
        plan = [self.teller.door(visit, known[visit.door.family]) for visit in day.visits]
        said = ask("day", payer, plan=plan, open=False, close=False)
        self.refused.extend(said["refused"])
        back_s = (last.ended - last.started).total_seconds() + 1_200
        self._clock(payer, last.started.timestamp() + first.clock_off_s + back_s, last.elapsed_s + back_s)
        left = int(ask("state", payer)["state"]["bag"]["left"])
        ask("day", payer, plan=[], open=False, close=True, **{"return": left})
        ask("clock", payer, told=None)
        ask("sync", payer, tries=40)
        return left

    def _clock(self, payer: int, at_s: float, elapsed_s: float) -> None:
        told = {"now_ms": round(at_s * 1000), "elapsed_ms": round(elapsed_s * 1000)}
        self._ask("clock", payer, told=told)

    def _ask(self, do: str, payer: int, **words: Any) -> dict[str, Any]:
        return self.phones.ask(do, f"p{payer}", **words)
