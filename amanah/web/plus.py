"""A home's Plus Code as people read it, which never claims more than is known."""

from __future__ import annotations

from amanah.access.types import Village
from amanah.geo.pluscode import short_code
from amanah.geo.types import Fix
from amanah.registry.types import KnownPlace
from amanah.values.problem import Sentence


def label(place: KnownPlace | None, village: Village | None) -> Sentence | None:
    """`8747+G2 Sanur`; with “around” before it for a place that isn't trusted; None without a place."""
    if place is None:
        return None
    return coded(Fix(place.lat, place.lng), village, accuracy_m=place.accuracy_m, is_sure=place.is_trusted)


def coded(place: Fix, village: Village | None, *, accuracy_m: float, is_sure: bool) -> Sentence:
    """Cut by the village's middle where it is known, else whole."""
    near = Fix(village.lat, village.lng) if village else place
    code = short_code(place, near=near, name=village.name if village else "", accuracy_m=accuracy_m)
    return Sentence(code, code) if is_sure else Sentence(f"sekitar {code}", f"around {code}")
