"""Which visits teach where a family lives: paid ones, those that mark it, and failed ones where nobody knew yet."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from amanah.access import queries as access
from amanah.registry import commands as registry
from amanah.registry import queries as known
from amanah.registry.types import TagKind
from amanah.visits import queries as seen
from amanah.visits.types import Doubt, Failed, PhotoKind, Reason, Tagged, VisitSeen

# Far from the known home isn't among them: else nobody could ever move. The rule of homes asks for two voices.
_PLACE = {Doubt.NO_FIX, Doubt.POOR_ACCURACY, Doubt.OUTSIDE_VILLAGE}
# Somebody went there to find the house: far from a place nobody trusts is what they were sent for.
_TAG = {Doubt.NO_FIX, Doubt.POOR_ACCURACY, Doubt.OUTSIDE_VILLAGE, Doubt.PHOTO_REUSED, Doubt.NO_PHOTO}
_AGAINST = {"paid": _PLACE, "tagged": _TAG, "failed": _PLACE}
# Nobody was paid, at a door that was the family's all the same.
_AT_THEIR_DOOR = {
    Reason.NOT_HOME, Reason.REFUSES, Reason.SAYS_ABLE, Reason.NO_DOCUMENT, Reason.IN_HOSPITAL, Reason.LETTER_MARKED,
}  # fmt: skip


def learn_places(visits: Collection[UUID], *, by: str) -> None:
    """A place at the door that nothing speaks against becomes known. Again: quiet."""
    for one in seen.judged(visits):
        if one.ending in _AGAINST and not one.doubts & _AGAINST[one.ending]:
            found = seen.visit(one.visit)
            if found and found.visit.place and (one.ending != "failed" or _marks_the_home(found)):
                _learn(found, by)


def _marks_the_home(found: VisitSeen) -> bool:
    """A failed visit fills a gap: its front was photographed for this family alone, and no place is trusted yet."""
    ending, home = found.visit.ending, known.home(found.visit.family)
    is_theirs = isinstance(ending, Failed) and ending.reason in _AT_THEIR_DOOR
    has_front = any(photo.kind is PhotoKind.HOUSE for photo in found.visit.photos)
    is_reused = found.against is not None and found.against.house_elsewhere
    return is_theirs and has_front and not is_reused and (home is None or not home.is_trusted)


def _learn(found: VisitSeen, by: str) -> None:
    place, phone = found.visit.place, access.phone(found.visit.phone)
    assert place is not None
    # what a payer marks is a payer's word: it settles nothing alone, and a hall stays a hall
    is_sent = isinstance(found.visit.ending, Tagged) and phone is not None and phone.tags_only
    try:
        with transaction.atomic():
            registry.learn_home(
                found.visit.family, lat=place.lat, lng=place.lng, accuracy_m=place.radius68_m,
                visit=found.visit.id, at=found.visit.received_at, by=by,
                phone=found.visit.phone, day=found.visit.day,
                kind=TagKind.GEOTAG if is_sent else TagKind.VISIT,
            )  # fmt: skip
    except IntegrityError:
        return  # a phone named a family nobody knows: there is no home to learn
