"""What a map draws of a place: a point with the circle it lies in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Circle:
    """`kind` is `home` or `visit`; the radius in metres holds the true place in 95 of 100 cases."""

    kind: str
    lat: float
    lng: float
    radius_m: float
