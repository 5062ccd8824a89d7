"""One office's day to be planned, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from amanah.routes.planning import Roads
from amanah.routes.types import Stop


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """`nopen` names the office; `depot` is (lat, lng) in degrees, None: the middle of its stops.

    `roads`: metres and seconds from place to place, the office first; None: the engine's own.
    """

    nopen: str
    depot: tuple[float, float] | None
    payers: int
    stops: tuple[Stop, ...]
    roads: Roads | None = None


@dataclass(frozen=True, slots=True)
class OfficePlanned:
    """`digest` is the SHA-256 of the plan alone: no time, no machine. `cpu_s` this process's seconds, 0 if kept."""

    nopen: str
    payers: int
    served: int
    unserved: int
    km: float
    hours_max: float
    digest: str
    cpu_s: float


@dataclass(frozen=True, slots=True)
class NationPlanned:
    """All offices; `kept` of them had been planned before, from the very same day."""

    offices: tuple[OfficePlanned, ...]
    kept: int
    digest: str
