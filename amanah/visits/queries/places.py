"""What a pack says of a family's door: its known place, earlier tags, what to beware of."""

from __future__ import annotations

from typing import Any

from amanah.registry.types import HazardNote, Home, KnownPlace

Json = dict[str, Any]


def home(place: KnownPlace | None) -> Json | None:
    return {"lat": place.lat, "lng": place.lng, "accuracy_m": place.accuracy_m} if place else None


def hazard(note: HazardNote) -> Json:
    days = {"noted": note.noted_at.date().isoformat(), "confirmed": note.confirmed_at.date().isoformat()}
    return {"kind": note.kind, "note": note.note, "helped": note.helped, **days}


def tag(tag: Home) -> Json:
    place = {"lat": round(tag.lat, 6), "lng": round(tag.lng, 6), "accuracy_m": round(tag.accuracy_m, 1)}
    return {**place, "day": tag.at.date().isoformat()}
