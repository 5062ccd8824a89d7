"""Evidence of a visit laid side by side: the face then and now, the house then and now, the places on one map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shapely.geometry import mapping

from amanah.access import queries as access
from amanah.geo.apart import Apart, apart
from amanah.geo.types import P95_OF_P68, Fix
from amanah.registry import queries as registry
from amanah.registry.types import ReferenceNoted
from amanah.values.problem import Sentence
from amanah.vault import queries as vault
from amanah.visits import queries as visits
from amanah.visits.queries import desk
from amanah.visits.types import Doubt, KnownHome, PhotoKind, Policy, VisitSeen
from amanah.visits.types.verifying import Ask
from amanah.web import plus
from amanah.web.geometry import Circle
from amanah.web.standing import said


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo to show; `here` is False while its bytes are still on the phone."""

    sha256: str
    here: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """`circles`: the known home and the visit, radius in metres holding 95 %. `village`: its area as GeoJSON."""

    purpose: str
    reference: Shot | None
    reference_source: str
    reference_at: datetime | None
    compared: str
    """Where the reference of the second look came from; empty where nothing was compared."""
    asks: tuple[Ask, ...]
    """What an outside verifier was asked, the newest first."""
    face: Shot | None
    ktp: Shot | None
    house: Shot | None
    house_before: Shot | None
    handover: Shot | None
    signature: Shot | None
    """Drawn on the phone, or a thumb's print on paper."""
    circles: tuple[Circle, ...]
    village: dict[str, Any] | None
    stands: Sentence | None
    """Inside its village, at a neighbour or elsewhere, and how sure that is; None without a place or an area."""
    is_outside: bool
    apart: Apart | None
    """The visit's place and the home as known then; None where one of them isn't known."""
    plus_code: Sentence | None
    policy: Policy


def gather(seen: VisitSeen, family: UUID, *, purpose: str) -> Evidence:
    home = seen.against.home if seen.against else None  # as known then: this visit may have taught a newer one
    before = [one for one in visits.visits_of(family) if one.visit.started_at < seen.visit.started_at]
    reference = _reference(seen, family)
    policy = visits.policy(seen.policy) or visits.in_force()
    return Evidence(
        purpose=purpose,
        reference=_reference_shot(reference),
        reference_source=reference.source if reference else "",
        reference_at=reference.at if reference else None,
        compared=seen.second_look.reference_kind if seen.second_look else "",
        asks=tuple(visits.asks_of(seen.visit.id)),
        face=_photo(seen, PhotoKind.FACE),
        ktp=_photo(seen, PhotoKind.KTP),
        house=_photo(seen, PhotoKind.HOUSE),
        house_before=next((shot for one in before if (shot := _photo(one, PhotoKind.HOUSE))), None),
        handover=_photo(seen, PhotoKind.HANDOVER),
        signature=_shot(desk.signature_of(seen.visit.id)),
        circles=tuple(_circles(home, seen)),
        village=_village_of(seen),
        stands=said(seen.village, seen.visit.place, edition=_edition(seen)),
        is_outside=Doubt.OUTSIDE_VILLAGE in seen.doubts,
        apart=_apart(home, seen, policy),
        plus_code=_plus_code(seen, policy),
        policy=policy,
    )


def _reference(seen: VisitSeen, family: UUID) -> ReferenceNoted | None:
    """The one the house compared with, else the best the family is known by."""
    look = seen.second_look
    compared = registry.reference(look.reference) if look and look.reference else None
    return compared or next(iter(registry.every_reference(family)), None)


def _reference_shot(reference: ReferenceNoted | None) -> Shot | None:
    return Shot(reference.photo, vault.has_photo(reference.photo)) if reference and reference.photo else None


def _photo(seen: VisitSeen, kind: PhotoKind) -> Shot | None:
    found = next((photo for photo in seen.visit.photos if photo.kind is kind), None)
    return _shot(found.sha256 if found else None)


def _shot(sha256: str | None) -> Shot | None:
    return Shot(sha256, vault.has_photo(sha256)) if sha256 else None


def _village_of(seen: VisitSeen) -> dict[str, Any] | None:
    if seen.village is None:
        return None
    near = access.regency_villages(seen.village, edition=_edition(seen))
    area = next((village.area for village in near if village.code == seen.village), None)
    return mapping(area) if area else None


def _edition(seen: VisitSeen) -> int | None:
    """Of the areas the visit was judged by: its page shows what the judgement saw."""
    return seen.against.edition if seen.against else None


def _circles(home: KnownHome | None, seen: VisitSeen) -> list[Circle]:
    found = [Circle("home", home.lat, home.lng, home.accuracy_m * P95_OF_P68)] if home else []
    place = seen.visit.place
    if place:
        found.append(Circle("visit", place.lat, place.lng, place.accuracy_m))
    return found


def _apart(home: KnownHome | None, seen: VisitSeen, policy: Policy) -> Apart | None:
    place = seen.visit.place
    if home is None or place is None:
        return None
    return apart(
        Fix(home.lat, home.lng), Fix(place.lat, place.lng), a95_m=home.accuracy_m * P95_OF_P68,
        b95_m=place.accuracy_m, far_m=policy.home_far_m,
    )  # fmt: skip


def _plus_code(seen: VisitSeen, policy: Policy) -> Sentence | None:
    """Where the visit was; "around" where the phone itself knew it only roughly."""
    place = seen.visit.place
    if place is None:
        return None
    village = access.village(seen.village) if seen.village else None
    is_sure = place.accuracy_m <= policy.poor_accuracy_m
    return plus.coded(Fix(place.lat, place.lng), village, accuracy_m=place.radius68_m, is_sure=is_sure)
