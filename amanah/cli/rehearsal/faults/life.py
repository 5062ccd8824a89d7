"""One seed lived: a town's day from enrolment to the counted bags, with the weather that was drawn for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from amanah.access import commands as access
from amanah.access.types import Grant, Role
from amanah.cli.rehearsal.faults.carried import KEY_LOST, REVOKED, Carried
from amanah.cli.rehearsal.faults.control import Control, connect_anew
from amanah.cli.rehearsal.faults.draw import CLOCKS_MS, Fault, Weather
from amanah.cli.rehearsal.faults.paper import letters_of
from amanah.cli.rehearsal.faults.towns import CASHIER, HEAD, PASSWORD, Town, hire_payers, today
from amanah.cli.rehearsal.phones import Phones
from amanah.values.clock import utc_now
from amanah.values.money import Money
from amanah.values.problem import Problem
from amanah.visits import commands as visits
from amanah.visits import queries as seen
from amanah.visits.commands import letters
from amanah.visits.types import Round

SPARE_RP = 3_000_000  # a bag holds enough for a family more
LOOKS_AT_LETTERS = 0.4  # of payers, where nothing asks for it
MOST_TRIES = 16  # of sending, once the weather is clear
ON_IDB = (
    0.35  # of phones keep their things as the app does, sealed in IndexedDB; the others in memory, which is quicker
)
NOTES = 140  # more than the 100 events of a batch
CALM: dict[str, float] = {}


@dataclass(slots=True)
class Life:
    town: Town
    weather: Weather
    phones: Phones
    control: Control
    base: str
    rng: Random
    stage: UUID
    letters: dict[str, str] = field(default_factory=dict)
    happened: dict[str, int] = field(default_factory=dict)
    carried: list[Carried] = field(default_factory=list)

    def live(self) -> list[Carried]:
        """Everything from enrolment to the counted bags. Gives the phones with what really happened on them."""
        self._morning(utc_now())
        if self.weather.has(Fault.RESTORE):
            self.control.ask("backup")
        self._each(self.carried, lambda one: self._walk(one, share=0.5))
        self._office_acts()
        self._in_bad_hours(lambda: self._each(self.carried, lambda one: self._walk(one, share=1.0)))
        if self.weather.has(Fault.RESTORE):
            self._house_wide("restore", Fault.RESTORE)
        self._misfortunes()
        self._evening()
        return self.carried

    def _morning(self, now: datetime) -> None:
        payers = hire_payers(self.town)
        self.letters = letters_of(self.town.office, self.stage, now=now)
        day = today(now)
        visits.plan_rounds(
            self.town.office, day, [p.id for p in payers], self.stage, by=HEAD, now=now, think_s=0.005, hours=16
        )
        for round_ in seen.rounds(self.town.office, day):
            self.carried.append(self._goes_out(round_, f"s{self.town.seed}-p{len(self.carried) + 1}"))

    def _goes_out(self, round_: Round, name: str) -> Carried:
        """A phone enrolled, its round leased, its cash in the bag, its day open."""
        now = utc_now()
        code = access.open_enrolment(round_.payer, office=self.town.office, by=HEAD, now=now)
        cash = round_.needed.rupiah + SPARE_RP
        seed = self.rng.randrange(2**31)
        said = self.phones.ask("enrol", name, base=self.base, code=code, seed=seed, cash=cash, on=self._kept_on(name))
        phone = UUID(said["enrolled"]["phone"])
        visits.lease_round(round_.id, phone, by=HEAD, now=now)
        visits.hand_cash(round_.id, Money(cash), by=CASHIER, now=now)
        one = Carried(name, phone, round_.payer, round_, cash)
        self._ask("pull", one)
        one.families = self._ask("open", one, trouble=self.weather.trouble)["families"]
        self._ask("weather", one, sky=self.weather.sky)
        return one

    def _kept_on(self, name: str) -> str:
        """Only what is sealed in IndexedDB can be carried as a file."""
        rng = Random(f"store {name}")  # noqa: S311  # a scenario, not a secret
        return "idb" if self.weather.has(Fault.CARRIED) or rng.random() < ON_IDB else "memory"

    def _walk(self, one: Carried, *, share: float) -> None:
        """The first `share` of the families, in order; those done before are passed by."""
        if one.ended or one.is_broken:
            return
        if self.weather.has(Fault.CLOCK) and share < 1.0:
            self._ask("clock", one, offset_ms=self.rng.choice(CLOCKS_MS))
            self._count(Fault.CLOCK)
        some = one.families[: max(1, round(len(one.families) * share))]
        doors = [self._door(family["family"]) for family in some]
        self._ask("walk", one, doors=doors, trouble=self.weather.trouble)
        if share < 1.0 and self.rng.random() < 0.6:
            self._ask("sync", one, tries=2, trouble=self.weather.trouble)

    def _door(self, family: str) -> dict[str, Any]:
        """Drawn from the family itself, so that a door met twice is the same door."""
        rng = Random(f"{self.town.seed} {family} {self.town.office}")  # noqa: S311  # a scenario, not a secret
        return {
            "family": family,
            "ending": rng.choices(("paid", "voided", "not_home"), (88, 6, 6))[0],
            "next": rng.choice(("again", "return")),
            "hazard": rng.random() < 0.1,
            "photo_bytes": rng.choice((0, 400, 400, 230_000)),
            "letter": self.letters.get(family),
            "looks": self.rng.random() < LOOKS_AT_LETTERS,
        }

    def _office_acts(self) -> None:
        """What a supervisor does while phones are out of reach."""
        if self.weather.has(Fault.TWO_PHONES):
            self._give_to_two(*self.rng.sample(self.carried, 2))
        if self.weather.has(Fault.CLONE):
            self._copy_one(self.rng.choice(self.carried))
        if self.weather.has(Fault.CARRIED):
            self._carry_one()
        if self.weather.has(Fault.REVOKED) or self.weather.has(Fault.WIPED):
            one = self.rng.choice(self.carried)
            if self.weather.has(Fault.WIPED):
                self._ask("jot", one, notes=NOTES)
            access.revoke_phone(one.phone, by=HEAD, now=utc_now(), reason="latihan")
            one.ended = REVOKED
            self._walk_revoked(one)

    def _carry_one(self) -> None:
        """The sealed file of the phone with the most unsent, taken in turn by another phone and at the office. It
        goes on by itself; where its key will be lost it is broken from now on, and the file is all that left it."""
        one = max(self.carried, key=lambda each: int(self._ask("truth", each)["unsent"]))
        carrier = self.rng.choice([each for each in self.carried if each is not one])
        last = int(self._ask("export", one)["last_seq"])
        one.is_broken = self.weather.has(Fault.KEY_LOST)
        if self.town.seed % 2:
            self._ask("carry", carrier, of=one.name, trouble=self.weather.trouble)
            one.carrier, one.carried_to = carrier, last
            self._count("carried_by_phone")
            return
        clerk = f"pengawas{self.town.seed}"
        access.hire(clerk, "Pengawas", PASSWORD, [Grant(Role.SUPERVISOR, f"nopen:{self.town.office}")], by=HEAD)
        end = self._ask("take_in", one, base=self.base, name=clerk, password=PASSWORD)
        if end["end"] != "done":
            raise RuntimeError(f"the office couldn't take in {one.name}: {end}")
        one.carried_to = last
        self._count("carried_by_office")

    def _give_to_two(self, first: Carried, second: Carried) -> None:
        """The first, offline, still holds the family in its pack, and meets it before it hears."""
        for item in first.families[-1]["items"]:
            try:
                visits.move_lease(
                    UUID(item["entitlement"]), to_round=second.round.id, by=HEAD, now=utc_now(), reason="latihan"
                )
            except Problem as refused:
                if refused.code in {"entitlement_settled", "payment_begun"}:
                    return
                raise
        self._ask("weather", second, sky=CALM)
        second.families = self._ask("pull", second)["families"]
        self._ask("weather", second, sky=self.weather.sky)
        self._count(Fault.TWO_PHONES)

    def _walk_revoked(self, one: Carried) -> None:
        """It pays on, unheard; then the house's word to forget reaches it, for WIPED over a network that breaks."""
        doors = [self._door(family["family"]) for family in one.families]
        self._ask("walk", one, doors=doors, trouble={**self.weather.trouble, "sync_between": 0})
        if self.weather.has(Fault.WIPED):
            self._ask("sync", one, tries=6, trouble=self.weather.trouble)
        self._ask("weather", one, sky=CALM)
        self._ask("sync", one, tries=3)
        self._count(Fault.WIPED if self.weather.has(Fault.WIPED) else Fault.REVOKED)

    def _in_bad_hours(self, work: Callable[[], None]) -> None:
        """The work goes on while the house is hit."""
        hits = [fault for fault in (Fault.KILL_WEB, Fault.KILL_WORKER, Fault.KILL_POSTGRES) if self.weather.has(fault)]
        if not hits:
            return work()
        phones = threading.Thread(target=self._in_turn, args=(work, self._send_a_little))
        phones.start()
        for fault in hits:
            time.sleep(self.rng.uniform(0.02, 0.25))
            self._house_wide(fault.value, fault)
        phones.join()
        return None

    def _in_turn(self, *works: Callable[[], None]) -> None:
        for work in works:
            work()

    def _send_a_little(self) -> None:
        working = [one for one in self.carried if not one.is_broken]
        self._each(working, lambda one: self._ask("sync", one, tries=2, trouble=self.weather.trouble))

    def _house_wide(self, deed: str, fault: Fault) -> None:
        self.control.ask(deed)
        self._count(fault)
        connect_anew()

    def _misfortunes(self) -> None:
        if self.weather.has(Fault.KEY_LOST):
            working = [one for one in self.carried if not one.ended]
            self._lose_one(next((one for one in working if one.is_broken), None) or self.rng.choice(working))

    def _copy_one(self, one: Carried) -> None:
        """The phone is copied, and the copy meets the last door: both say something with the same number then."""
        copy = f"{one.name}-copy"
        self._ask("copy", one, **{"as": copy}, seed=self.rng.randrange(2**31))
        doors = [self._door(family["family"]) for family in one.families[-1:]]
        self.phones.ask("walk", copy, doors=doors)
        one.copy = {}
        self._count(Fault.CLONE)

    def _copy_sends(self, one: Carried) -> None:
        self.phones.ask("sync", f"{one.name}-copy", tries=3)
        one.copy = self.phones.ask("truth", f"{one.name}-copy")

    def _lose_one(self, one: Carried) -> None:
        """Store and key are gone. The phone is declared lost, its bag counted, a new one enrolled for what is left."""
        one.truth, one.ended = self._ask("truth", one), KEY_LOST
        self._ask("forget", one)
        self._count(Fault.KEY_LOST)
        visits.declare_lost(one.phone, by=HEAD, now=utc_now(), reason="HP rusak")
        self._counted(one)
        tomorrow = one.round.day + timedelta(days=1)
        planned = visits.plan_rounds(
            self.town.office, tomorrow, [one.payer], self.stage, by=HEAD, now=utc_now(), think_s=0.005
        )
        for round_ in (r for r in seen.rounds(self.town.office, tomorrow) if r.id in planned.rounds):
            new = self._goes_out(round_, f"{one.name}-new")
            self.carried.append(new)
            self._walk(new, share=1.0)

    def _evening(self) -> None:
        """The weather clears: everything is sent, the bags go back and are counted, kept letters are opened."""
        working = [one for one in self.carried if not one.ended]
        copied = [one for one in self.carried if one.copy is not None]
        is_copy_first = self.rng.random() < 0.5
        if is_copy_first:
            self._each(copied, self._copy_sends)
        self._each(working, self._send_all)
        self._each(copied, self._copy_sends)
        self._each([one for one in self.carried if one.ended != KEY_LOST], self._returns)
        for one in self.carried:
            if one.ended != KEY_LOST:
                one.truth = self._ask("truth", one)
                self._counted(one)
        if any(one.ended for one in self.carried):
            self._open_letters()

    def _send_all(self, one: Carried) -> None:
        self._ask("weather", one, sky={"forged": self.weather.sky.get("forged", 0)})  # liars stay to the end
        self._ask("clock", one, offset_ms=0)
        self._ask("sync", one, tries=MOST_TRIES)

    def _returns(self, one: Carried) -> None:
        self._ask("evening", one, trouble={} if one.ended else {"crash": self.weather.trouble["crash"]})
        said = self._ask("sync", one, tries=MOST_TRIES)
        if one.copy is not None and said["stopped"] == "chain_differs":
            one.ended = "its copy was heard first"
        if not one.ended and said["left"]:
            one.left = f"{said['left']} unsent: {said['stopped']}"

    def _counted(self, one: Carried) -> None:
        visits.close_round(one.round.id, Money(int(one.truth["cash"])), by=CASHIER, now=utc_now())

    def _open_letters(self) -> None:
        mine = {one.phone: one for one in self.carried}
        for letter in seen.letters():
            if letter.phone in mine and not letter.is_opened:
                letters.open_letter(letter.id, reason="its cash was counted", by=HEAD, now=utc_now())
                self._count("letters_opened")
        for one in self.carried:
            if one.ended:
                self._counted(one)

    def _each(self, some: Iterable[Carried], do: Callable[[Carried], object]) -> None:
        """All phones at once, as on a real day."""
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(do, list(some)))

    def _ask(self, do: str, one: Carried, **words: Any) -> dict[str, Any]:
        return self.phones.ask(do, one.name, **words)

    def _count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1
