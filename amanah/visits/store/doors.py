"""What a plan must know of each door: where it is, how long it takes, what to beware of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from amanah.access import queries as access
from amanah.access.types import Office
from amanah.registry import queries as registry
from amanah.visits.store.travel import doors

DOOR_MIN = 5.0
"""Minutes at a door before anything was measured there."""
BELIEVED_AFTER = 3.0
"""An office's median counts like so many visits beside a family's own: with three visits of its own, half and half."""
LEARNT_FROM = timedelta(days=400)
"""Four stages and some: homes and people change."""


def places(villages: Mapping[UUID, str | None], office: Office | None) -> dict[UUID, tuple[float, float]]:
    """Family -> (lat, lng): the known home, else the middle of its village (`villages`: its code), else the office;
    for an office whose place isn't known, the middle of everybody else."""
    homes = registry.homes(list(villages))
    middles = {village.code: (village.lat, village.lng) for village in access.villages()}
    fallback = middle_of(office) or (
        (median(home.lat for home in homes.values()), median(home.lng for home in homes.values()))
        if homes
        else next(iter(middles.values()), (0.0, 0.0))
    )
    return {
        family: (homes[family].lat, homes[family].lng) if family in homes else middles.get(code or "", fallback)
        for family, code in villages.items()
    }


def middle_of(office: Office | None) -> tuple[float, float] | None:
    return (office.lat, office.lng) if office and office.lat is not None and office.lng is not None else None


def door_minutes(office: str, families: Collection[UUID], *, day: date) -> dict[UUID, float]:
    """Minutes a visit will take, learnt from earlier ones: the family's median, drawn towards the office's.

    Who was slow stays slow: the old and the ill are visited again, so no allowance is made beside what was seen.
    """
    seen = doors(office, day - LEARNT_FROM)
    office_min = median(minutes for of_family in seen.values() for minutes in of_family) if seen else DOOR_MIN
    return {family: shrunk(seen.get(family, ()), office_min) for family in families}


def shrunk(minutes: Collection[float], towards: float) -> float:
    """(n x median + k x towards) / (n + k), k = `BELIEVED_AFTER`: the weight of what is known of others."""
    if not minutes:
        return towards
    n = len(minutes)
    return (n * median(minutes) + BELIEVED_AFTER * towards) / (n + BELIEVED_AFTER)
