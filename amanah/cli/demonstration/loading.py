"""The demonstration office, loaded through the same commands a real one uses."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from amanah.access import commands as access
from amanah.access import queries as known
from amanah.access.types import Office, Person
from amanah.cli.demonstration import files, listing, logins, places
from amanah.cli.demonstration.types import Listing, Truth
from amanah.eligibility import commands as eligibility
from amanah.programs import commands as programs
from amanah.programs import queries as programmes
from amanah.programs.types import Received, Sp2d
from amanah.registry import commands as registry
from amanah.values.money import Money
from amanah.visits import commands as visits
from amanah.visits import queries as field
from amanah.visits.types import Round

BY_MINISTRY, BY_HQ, BY_HEAD = "user:kementerian", "user:pusat", "user:kepala"
BY_CASHIER, BY_ADMIN = "user:kasir", "user:admin"
ZONE = ZoneInfo("Asia/Makassar")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is there now. `families`: planted number -> family, for those whose lines were taken."""

    stage: UUID
    day: date
    batch: UUID
    offices: tuple[str, ...]
    payers: tuple[Person, ...]
    rounds: tuple[Round, ...]
    truth: Truth
    families: dict[int, UUID]


@transaction.atomic
def load(
    *, families: int, seed: int, payers: int, now: datetime, day: date | None = None,
    most_stops: int | None = None, tell: Callable[[str], None] = lambda part: None, folder: Path | None = None,
    one_office: bool = False,
) -> Loaded:  # fmt: skip
    """Offices, people, list, photos, money, rounds, cash. `most_stops`: families a payer visits that day (None: all).
    `one_office`: every payer works at the main one, and rounds are left to the caller.

    All or nothing. `tell` hears each part as it begins; the list, its truth and the photos stay in `folder`, if given.
    """
    day = day or now.astimezone(ZONE).date()
    with tempfile.TemporaryDirectory(prefix="amanah-demo-") as passing:
        tell(f"Daftar {families} keluarga · a list of {families} families")
        path = (folder or Path(passing)) / "list.xlsx"
        made = listing.make(families, seed)
        files.write_list(made, path)
        tell("Kantor, desa, petugas · offices, villages, people")
        staffed = _staffed(payers, places.OFFICES[:1] if one_office else places.OFFICES)
        got = _received(path, made, tell, now=now)
        _photographed(path.with_name("references.zip"), made.truth, tell, now=now)
    numbers = _learnt(made.truth, now=now)
    eligibility.load_rulesets(by=BY_ADMIN, now=now)
    tell("Putaran dan uang · rounds and cash")
    (stage,) = {owed.stage for owed in programmes.entitlements_of(next(iter(numbers.values())))}
    rounds = () if one_office else _rounds(staffed, stage, day, most_stops, now=now)
    offices = tuple(dict.fromkeys(nopen for nopen, _ in staffed))
    people = tuple(person for _, person in staffed)
    return Loaded(stage, day, got.batch, offices, people, rounds, made.truth, numbers)


def _staffed(payers: int, offices: tuple[Office, ...]) -> list[tuple[str, Person]]:
    """Offices, villages, and each payer with their office: one round the offices, then the busier ones again."""
    serving = offices[: max(1, min(payers, len(offices)))]
    for office in places.OFFICES:
        access.add_office(office, by=BY_ADMIN)
    villages = places.villages(serving)
    access.load_villages(villages, by=BY_ADMIN)
    busy = Counter(village.office or "" for village in villages)
    posts = _posts(serving, payers, busy)
    return list(zip(posts, logins.hire(posts, by=BY_ADMIN), strict=True))


def _posts(serving: tuple[Office, ...], payers: int, busy: Counter[str]) -> list[str]:
    """Each next payer goes where most villages fall to one payer."""
    posts = [office.nopen for office in serving]
    while len(posts) < payers:
        held = Counter(posts)
        posts.append(max(held, key=lambda nopen: (busy[nopen] / held[nopen], nopen)))
    return posts


def _received(path: Path, made: Listing, tell: Callable[[str], None], *, now: datetime) -> Received:
    truth = made.truth
    tell("Daftar diterima dan dibagi · the list is taken in and allocated")
    sp2d = Sp2d(truth.sp2d, truth.lines, Money(truth.total))
    got = programs.receive(path, sp2d=sp2d, by=BY_MINISTRY, now=now)
    programs.allocate(got.batch, by=BY_HQ, now=now)  # who took it in doesn't send the money out
    return got


def _photographed(path: Path, truth: Truth, tell: Callable[[str], None], *, now: datetime) -> None:
    files.write_references(truth, path)
    tell("Foto acuan · reference photos")
    programs.attach_references(path, by=BY_HQ, now=now)


def _learnt(truth: Truth, *, now: datetime) -> dict[int, UUID]:
    """Homes and hazards as an earlier stage would have left them."""
    families = programmes.by_id_salur([one for family in truth.families for one in family.id_salur])
    numbers = {
        family.number: families[found]
        for family in truth.families
        if (found := next((one for one in family.id_salur if one in families), None))
    }
    chance = Random(truth.seed)  # noqa: S311  # a scenario, not a secret
    homes = [
        (numbers[f.number], *f.home, round(chance.uniform(4, 25), 1))
        for f in truth.families
        if f.is_home_known and f.number in numbers
    ]
    registry.know_homes(homes, by="job:earlier_stage", now=now)
    for family in truth.families:
        if family.hazard and family.number in numbers:
            note = _HAZARD_NOTES[family.hazard]
            registry.note_hazard(numbers[family.number], kind=family.hazard, note=note, at=now, by="job:earlier_stage")
    return numbers


_HAZARD_NOTES = {
    "dog": "panggil dari gerbang",
    "alley": "motor dititip di depan warung",
    "steps": "tanpa pegangan, licin saat hujan",
    "dark": "bawa senter setelah magrib",
    "tide": "datang sebelum siang",
}


def _rounds(
    staffed: list[tuple[str, Person]], stage: UUID, day: date, most_stops: int | None, *, now: datetime
) -> tuple[Round, ...]:
    offices = dict.fromkeys(nopen for nopen, _ in staffed)
    for nopen in offices:
        payers = [person.id for post, person in staffed if post == nopen]
        visits.plan_rounds(nopen, day, payers, stage, by=BY_HEAD, now=now, most_stops=most_stops)
    for round_ in (each for nopen in offices for each in field.rounds(nopen, day)):
        if round_.needed.rupiah:
            visits.hand_cash(round_.id, round_.needed, by=BY_CASHIER, now=now)
    return tuple(each for nopen in offices for each in field.rounds(nopen, day))


def is_loaded() -> bool:
    return known.office(places.MAIN) is not None
