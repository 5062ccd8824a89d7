"""An office's due day as the engine of rounds takes it: doors with their windows, hazards, minutes and money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amanah.access.types import Office
from amanah.programs.types import Entitlement
from amanah.registry import queries as registry
from amanah.routes.queries import plan_day
from amanah.routes.types import Hazard, Limits, Plan, Stop
from amanah.visits.queries.failed import LastFailed, last_failed
from amanah.visits.store.doors import door_minutes, middle_of, places
from amanah.visits.store.ways import Believed, Ways, believed
from amanah.visits.types import HazardKind, PartOfDay, Reason

PARTS: Mapping[str, tuple[float, float]] = {
    PartOfDay.MORNING: (480.0, 720.0),
    PartOfDay.AFTERNOON: (720.0, 960.0),
    PartOfDay.EVENING: (960.0, 1080.0),
}
"""What was agreed at the door, as minutes of the day in which a visit begins."""
_ANY_TIME = (0.0, 1440.0)
_SLOW = frozenset({HazardKind.ALLEY, HazardKind.STEPS, HazardKind.TIDE, HazardKind.DARK})
"""A dog bites; it doesn't lengthen the way."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """`depot` (lat, lng) is None for an office whose place isn't known. `roads`: metres and seconds from place to
    place, the office first, where roads are known or travel times were learnt; None: the engine's own. `travel`:
    their version. `on_roads`: which of them are over the deployer's roads; the others are as the crow flies."""

    depot: tuple[float, float] | None
    stops: tuple[Stop, ...]
    roads: tuple[NDArray[np.float64], NDArray[np.float64]] | None
    travel: str
    on_roads: NDArray[np.bool_] | None = None

    def km_on_roads(self, rounds: Iterable[Sequence[str]]) -> float:
        """Of the kilometres of these rounds (stops' ids in order) those that roads are known for."""
        if self.roads is None or self.on_roads is None:
            return 0.0
        place = {stop.id: i for i, stop in enumerate(self.stops, start=1)}
        legs = [leg for stops in rounds for leg in pairwise([0, *(place[one] for one in stops), 0])]
        return sum(float(self.roads[0][leg]) for leg in legs if self.on_roads[leg]) / 1000


def plan_for(due: DueDay, payers: int, limits: Limits, *, seconds: float) -> Plan:
    """The engine's plan; who was chosen for the day walks, even where one payer alone would save a kilometre."""
    plan = plan_day(due.stops, payers=payers, depot=due.depot, limits=limits, seconds=seconds, roads=due.roads)
    left = {one.id for one in plan.unserved}
    if len(plan.rounds) == payers or len(due.stops) - len(left) < payers or plan.two_together:
        return plan
    lands: list[list[int]] = [[] for _ in range(payers)]
    for i, land in enumerate(plan.territories):
        if land and due.stops[i].id not in left:
            lands[land - 1].append(i)
    parts = [_part(due, land) for land in lands]
    plans = [
        plan_day(part.stops, payers=1, depot=due.depot, limits=limits, seconds=seconds / payers, roads=part.roads)
        for part in parts
    ]
    if any(part.unserved for part in plans):
        return plan
    rounds = tuple(replace(one, payer=i) for i, part in enumerate(plans, start=1) for one in part.rounds)
    return Plan(rounds, plan.unserved, (), plan.territories)


def _part(due: DueDay, some: Sequence[int]) -> DueDay:
    nodes = np.array([0, *(i + 1 for i in some)])
    roads = (due.roads[0][np.ix_(nodes, nodes)], due.roads[1][np.ix_(nodes, nodes)]) if due.roads else None
    return DueDay(due.depot, tuple(due.stops[i] for i in some), roads, due.travel)


def due_day(office: Office, waiting: Mapping[UUID, Sequence[Entitlement]], *, day: date, now: datetime) -> DueDay:
    """`waiting`: family -> what it is owed. A stop's id is its family's."""
    where = places({family: owed[0].village if owed else None for family, owed in waiting.items()}, office)
    lasting = door_minutes(office.nopen, list(waiting), day=day)
    frail = registry.with_needs(list(waiting))
    failed = last_failed(list(waiting))
    hazards = {f: {note.kind for note in notes} for f, notes in registry.hazards(list(waiting), now=now).items()}
    stops = tuple(
        Stop(
            str(family), *where[family], lasting[family], sum(e.amount.rupiah for e in owed),
            *_window(failed.get(family), day), int(family in frail),
            _hazard(failed.get(family), hazards.get(family, set())),
        )
        for family, owed in waiting.items()
    )  # fmt: skip
    known, ways = _ways(office, stops)
    roads = (ways.metres, 60 * ways.minutes) if ways else None
    return DueDay(
        middle_of(office), stops, roads, known.version if known else "default", ways.on_roads if ways else None
    )


def _window(failed: LastFailed | None, day: date) -> tuple[float, float]:
    """The part of the day that was agreed for this very day."""
    agreed = failed is not None and failed.again_on == day
    return PARTS.get((failed.again_part or "") if failed and agreed else "", _ANY_TIME)


def _hazard(failed: LastFailed | None, kinds: set[str]) -> Hazard:
    """A visit broken off because the place was unsafe makes it red until somebody has been there in peace."""
    if failed is not None and failed.reason == Reason.UNSAFE_PLACE:
        return Hazard.RED
    return Hazard.SLOW if kinds & _SLOW else Hazard.NONE


def _ways(office: Office, stops: Sequence[Stop]) -> tuple[Believed | None, Ways | None]:
    """None where the engine's own great circles say as much: nothing learnt, no roads, or nobody knows from where."""
    depot = middle_of(office)
    if depot is None or not stops:
        return None, None
    nodes = np.array([depot, *((stop.lat, stop.lng) for stop in stops)], dtype=np.float64)
    known = believed(office.nopen, nodes)
    return known, known.between(nodes) if known.roads or known.travel.paces else None
