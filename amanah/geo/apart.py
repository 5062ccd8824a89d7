"""Whether two uncertain places are one: fits, elsewhere, or can't say. Pure; metres and WGS84 degrees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from amanah.geo.queries import distance_m
from amanah.geo.types import Fix


class Fits(StrEnum):
    FITS = "fits"
    ELSEWHERE = "elsewhere"
    CANT_SAY = "cant_say"


@dataclass(frozen=True, slots=True)
class Apart:
    """`apart_m` between the two middles; `unsure_m` holds 95 % of what that distance may be off by."""

    apart_m: float
    unsure_m: float
    fits: Fits


def apart(a: Fix, b: Fix, *, a95_m: float, b95_m: float, far_m: float) -> Apart:
    """Two independent errors add as squares. Fits where even the furthest they may lie apart is within `far_m`;
    elsewhere where even the nearest is beyond it; between the two nobody can say.
    """
    between, unsure = distance_m(a, b), hypot(a95_m, b95_m)
    if between - unsure > far_m:
        return Apart(between, unsure, Fits.ELSEWHERE)
    return Apart(between, unsure, Fits.FITS if between + unsure <= far_m else Fits.CANT_SAY)
