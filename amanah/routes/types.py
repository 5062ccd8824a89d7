"""What a day's plan is asked with and answered in: stops, limits, rounds, and who is left with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from amanah.values.problem import Sentence

Matrix = Sequence[Sequence[float]]
"""Metres or seconds from place to place, row to column; place 0 is the office."""


class Hazard(StrEnum):
    """A place's danger: `slow` lengthens the legs to and from it, at `red` nobody goes alone."""

    NONE = "none"
    SLOW = "slow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Stop:
    """One family's door. Windows are minutes of the day (480 = 08:00) in which the visit begins."""

    id: str
    lat: float
    lng: float
    service_min: float = 5.0
    amount: int = 0
    earliest: float = 0.0
    latest: float = 1440.0
    priority: int = 0
    """0 anybody; 1 and more the frail: kept when the day can't hold all, and visited early."""
    hazard: Hazard = Hazard.NONE


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day may be. Times in minutes of the day, hours a payer, rupiah at once."""

    hours: float = 8.0
    cash_cap: int | None = None
    start: float = 480.0
    home_by: float = 1080.0
    """Cash isn't carried after 18:00. A longer day from `start` moves it."""
    detour: float = 1.6
    """Road metres a great-circle metre."""
    speed_kmh: float = 20.0
    slow_times: float = 1.5
    """A leg to or from a hazardous place takes so many times as long."""
    top_up_min: float = 10.0
    """Minutes at the office to fetch more cash."""
    even: float = 1.12
    """The longest day may be so many times the mean of the days walked, where everybody can still be served."""
    everybody: bool = False
    """Every payer walks; otherwise the fewest that the hours allow, and the others stay in reserve."""


@dataclass(frozen=True, slots=True)
class Top:
    """Cash fetched at the office after so many stops of the round (0: before the first)."""

    after: int
    cash: int


@dataclass(frozen=True, slots=True)
class Round:
    """One payer's day. `payer` counts from 1; `stops` are ids in order."""

    payer: int
    stops: tuple[str, ...]
    km: float
    hours: float
    cash: int
    """The most carried at any time, never above the cap."""
    cash_total: int
    leaves: float
    """Minute of the day."""
    arrivals: tuple[float, ...]
    """Minute of the day each visit begins."""
    tops: tuple[Top, ...] = ()
    beside: int | None = None
    """The payer beside whom the first trip, to red places, is walked; `stops` names them in one of the two rounds."""


class Why(StrEnum):
    """Why a visit isn't served."""

    WINDOW = "window"
    TOO_FAR = "too_far"
    OVER_CAP = "over_cap"
    RED_ALONE = "red_alone"
    DAY_FULL = "day_full"


@dataclass(frozen=True, slots=True)
class Unserved:
    """Who isn't served, and what to do about it."""

    id: str
    reason: Why
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Together:
    """Two payers on one trip to red places, from the office and back, at the minutes `leaves` … `back`."""

    payers: tuple[int, int]
    stops: tuple[str, ...]
    leaves: float
    back: float


@dataclass(frozen=True, slots=True)
class Plan:
    """An office's day."""

    rounds: tuple[Round, ...]
    unserved: tuple[Unserved, ...]
    two_together: tuple[Together, ...]
    territories: tuple[int, ...]
    """Which payer's territory each stop lies in (from 1), in the order of the stops asked."""

    @property
    def km_total(self) -> float:
        return sum(one.km for one in self.rounds)

    @property
    def hours_max(self) -> float:
        return max((one.hours for one in self.rounds), default=0.0)

    @property
    def balance(self) -> float:
        """Longest day over the mean of the days walked; 1 when nobody goes."""
        total = sum(one.hours for one in self.rounds)
        return self.hours_max * len(self.rounds) / total if total else 1.0
