"""A large invented office for bench/oversight.py: homes in lanes, honest days, and the values the rules take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from math import pi
from random import Random
from uuid import NAMESPACE_OID, UUID, uuid5

from amanah.cli.rehearsal.frauds.honest import Habits, fix_at, habits, honest_day, metres, moved, together
from amanah.cli.rehearsal.frauds.types import Day, Door, Fraud, Visit
from amanah.oversight.rules.patterns.ground import folded
from amanah.oversight.rules.patterns.types import Call, Complaint, PayerDay, Scene, Spot

SEEN_BY_PIXELS = frozenset({Fraud.NEAR_COPY, Fraud.SAME_HOUSE, Fraud.SAME_FACE, Fraud.STAFF_FACE})
DOORS_A_DAY = 22
FIRST = date(2026, 8, 10)  # a Monday; the 17th is Independence Day
HOLIDAY = 7
TOWN = (-8.65, 115.22)
NIGHT_ARRIVES_H = 40.0  # phones come home with what they couldn't send


@dataclass(frozen=True)
class Office:
    days: tuple[Day, ...]
    habits: Mapping[int, Habits]
    midnights: Mapping[int, datetime]
    holidays: frozenset[int]
    names: tuple[str, ...]


def drawn(payers: int, days: int, *, seed: int) -> Office:
    """Every payer goes out on each day but the holiday, on which one does in ten offices of ten payers: none honest."""
    rng = Random(seed)
    own = {payer: habits(rng) for payer in range(payers)}
    midnights = {day: datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), UTC) - timedelta(hours=8)
                 for day in range(days)}  # fmt: skip
    holidays = frozenset({HOLIDAY}) if days > HOLIDAY else frozenset[int]()
    made = [
        honest_day(payer, day, _round(payer, day, rng), midnights[day], own[payer], rng)
        for day in range(days)
        for payer in range(payers)
        if day not in holidays or payer == 0
    ]
    names = tuple(f"Juru Bayar {payer}" for payer in range(payers))
    return Office(tuple(together(made, own, rng)), own, midnights, holidays, names)


def _round(payer: int, day: int, rng: Random) -> list[Door]:
    """One village's part: some lanes of houses 12-60 m apart, a compound now and then, the village own ways between."""
    village = f"51.71.{payer % 4:02d}.{1000 + payer % 43}"
    here = moved(TOWN, rng.uniform(300, 6_000), rng.uniform(0, 2 * pi))
    doors: list[Door] = []
    while len(doors) < DOORS_A_DAY:
        start, way = moved(here, rng.uniform(0, 900), rng.uniform(0, 2 * pi)), rng.uniform(0, 2 * pi)
        lane, along = f"{payer}-{day}-{len(doors)}", 0.0
        for _ in range(rng.randint(2, 6)):
            along += rng.uniform(12, 60)
            doors.append(_door(f"{payer}-{day}-{len(doors)}", moved(start, along, way), village, lane, rng))
            if rng.random() < 0.06:
                doors.append(_mate(doors[-1], f"{payer}-{day}-{len(doors)}", rng))
    return doors[:DOORS_A_DAY]


def _door(name: str, home: tuple[float, float], village: str, lane: str, rng: Random) -> Door:
    mark = home if rng.random() < 0.7 else None
    return Door(name, home, mark, village, lane, name, int(sha256(name.encode()).hexdigest()[:7], 16), 1, f"P{name}")


def _mate(host: Door, name: str, rng: Random) -> Door:
    home = moved(host.home, rng.uniform(3, 15), rng.uniform(0, 2 * pi))
    mark = home if rng.random() < 0.7 else None
    return Door(name, home, mark, host.village, host.lane, host.compound, host.house, 2, f"P{name}")


def visit_id(payer: int, day: int, family: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"visit {payer} {day} {family}")


def scenes(town: Office, days: Sequence[Day]) -> Iterator[Scene]:
    """Day after day, as the house looks: that day, with those before it."""
    by: dict[int, list[PayerDay]] = defaultdict(list)
    complaints: dict[int, list[Complaint]] = defaultdict(list)
    for day in days:
        by[day.day].append(_payer_day(day, town))
        complaints[day.day] += [
            Complaint(visit_id(v.payer, v.day, v.door.family), 600_000, 600_000 - v.short_rp)
            for v in day.visits if v.complained
        ]  # fmt: skip
    homes = {_id(v.door.family): _known(v.door.mark) for day in days for v in day.visits if v.door.mark}
    staff = frozenset(map(folded, town.names))
    earlier: list[PayerDay] = []
    for number in sorted(by):
        yield Scene(
            tuple(by[number]), tuple(earlier), homes=homes, complaints=tuple(complaints[number]), staff=staff,
            payers=len(town.names),
        )  # fmt: skip
        earlier += by[number]


def _payer_day(day: Day, town: Office) -> PayerDay:
    own = town.habits[day.payer]
    calls = tuple(_call(visit, town, own) for visit in day.visits)
    return PayerDay(uuid5(NAMESPACE_OID, f"payer {day.payer}"), "80000", FIRST + timedelta(days=day.day), calls)


def _call(visit: Visit, town: Office, own: Habits) -> Call:
    off = timedelta(seconds=visit.clock_off_s)
    door, started_ms = visit.door, round(visit.elapsed_s * 1000)
    fix = visit.fix
    photos = [("house", repr(visit.house))]
    if visit.face:
        photos.append(("face", f"{door.family} {visit.face}"))
    return Call(
        visit=visit_id(visit.payer, visit.day, door.family), family=_id(door.family),
        started_at=visit.started + off, ended_at=visit.ended + off,
        received_at=town.midnights[visit.day] + timedelta(hours=NIGHT_ARRIVES_H),
        ending="paid" if visit.ending == "paid" else "failed", reason="" if visit.ending == "paid" else visit.ending,
        started_ms=started_ms, ended_ms=started_ms + round((visit.ended - visit.started).total_seconds() * 1000),
        village=door.village, spot=Spot(fix.lat, fix.lng, fix.accuracy_m, fix.spread_m, fix.fixes),
        home=_known(door.mark) if door.mark else None, before=_before(door, own),
        way="witness" if visit.witness else "representative" if visit.member else "papers" if visit.is_papers else "",
        witness=visit.witness, member=visit.member,
        witness_role=visit.witness_role if visit.witness else "",
        photos=tuple((kind, sha256(text.encode()).hexdigest()) for kind, text in photos),
    )  # fmt: skip


def _id(family: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"family {family}")


def _known(mark: tuple[float, float]) -> Spot:
    return Spot(round(mark[0], 6), round(mark[1], 6), 16.0)


def _before(door: Door, own: Habits) -> Spot | None:
    """As an earlier stage marked it."""
    if door.mark is None:
        return None
    fix = fix_at(door, own, Random(f"before {door.family}"))
    return Spot(fix.lat, fix.lng, fix.accuracy_m, fix.spread_m, fix.fixes)


def naive(days: Sequence[Day]) -> dict[str, tuple[int, int]]:
    """What rules of one line say: (rightly flagged, flagged) visits.

    One hop faster than 108 km/h is a teleport; the same bytes are the only copies; a visit under two minutes is false;
    a mark over 100 m from the known home is false.
    """
    hops = [b for day in days for a, b in zip(day.visits, day.visits[1:], strict=False) if _mps(a, b) > 30]
    quick = [v for day in days for v in day.visits if v.ending == "paid" and (v.ended - v.started).seconds < 120]
    far = [v for day in days for v in day.visits if v.door.mark and metres((v.fix.lat, v.fix.lng), v.door.mark) > 100]
    return {
        "teleport_one_hop": (sum(Fraud.TELEPORT in v.planted for v in hops), len(hops)),
        "under_two_minutes": (sum(bool({Fraud.DWELL, Fraud.PACE} & v.planted) for v in quick), len(quick)),
        "over_100_m_from_home": (sum(bool(v.planted) for v in far), len(far)),
    }


def _mps(a: Visit, b: Visit) -> float:
    seconds = max(1.0, (b.started - a.ended).total_seconds())
    return metres((a.fix.lat, a.fix.lng), (b.fix.lat, b.fix.lng)) / seconds
