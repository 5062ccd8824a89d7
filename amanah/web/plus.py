"""A home's Plus Code as people read it, which never claims more than is known."""

from __future__ import annotations

from amanah.access.types import Village
from amanah.geo.pluscode import short_code
from amanah.geo.types import Fix
from amanah.registry.types import KnownPlace
from amanah.web.templatetags.words import say


def label(place: KnownPlace | None, village: Village | None) -> str:
    """`8747+G2 Sanur`; for a place that isn't trusted with “around” before it; empty without a place."""
    if place is None:
        return ""
    code = code_of(Fix(place.lat, place.lng), village, accuracy_m=place.accuracy_m)
    return code if place.is_trusted else say("sekitar {c}", "around {c}", c=code)


def code_of(place: Fix, village: Village | None, *, accuracy_m: float) -> str:
    """Cut by the village's middle where it is known, else whole."""
    near = Fix(village.lat, village.lng) if village else place
    return short_code(place, near=near, name=village.name if village else "", accuracy_m=accuracy_m)
