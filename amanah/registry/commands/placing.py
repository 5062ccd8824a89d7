"""The office's own word about where a family lives, and taking it back: facts added beside what phones told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from amanah.journal import commands as journal
from amanah.registry import models, queries
from amanah.registry.types import TagKind
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence

POINTED_M = 10.0
"""68 % radius of a house pointed at on a map, or of a Plus Code's cell of 14 m."""


@transaction.atomic
def correct_home(family_id: UUID, *, lat: float, lng: float, reason: str, by: str, now: datetime, day: date) -> UUID:
    """The office says where the home is; gives the tag. The same place said again at once: quiet, the same tag.

    `day`: the office's. What phones told stays, and counts again when the word is taken back.
    """
    newest = next(iter(queries.home_history(family_id)), None)
    same = newest and newest.word and not newest.taken_back and (newest.tag.lat, newest.tag.lng) == (lat, lng)
    if newest and same:
        return newest.id
    tag = models.HomeTag.objects.create(
        id=new_id(), family_id=family_id, lat=lat, lng=lng, accuracy_m=POINTED_M, at=now, kind=TagKind.OFFICE, day=day,
        by=by, reason=reason,
    )  # fmt: skip
    details = {"tag": str(tag.id), "kind": str(TagKind.OFFICE), "reason": reason}
    journal.append("registry.home_corrected", by=by, about=f"family:{family_id}", details=details, now=now)
    return tag.id


@transaction.atomic
def take_back(tag_id: UUID, *, family_id: UUID, reason: str, by: str, now: datetime) -> None:
    """The office's word of this family's home counts as never said. Again: quiet.

    Raises Problem home_word_unknown: no such word of the office about this family.
    """
    told = queries.home_told(tag_id)
    if told is None or told.word is None or told.tag.family != family_id:
        raise Problem(
            "home_word_unknown",
            Sentence(
                "Hanya koreksi kantor untuk rumah ini yang dapat dibatalkan. Pilih dari riwayatnya.",
                "Only the office's own corrections of this home can be taken back. Choose one from its history.",
            ),
            status=404,
        )
    if told.taken_back:
        return
    row = models.HomeTakenBack(id=new_id(), tag_id=tag_id, by=by, reason=reason, at=now)
    models.HomeTakenBack.objects.bulk_create([row], ignore_conflicts=True)  # another hand may be as quick
    details = {"tag": str(tag_id), "reason": reason}
    journal.append("registry.home_taken_back", by=by, about=f"family:{family_id}", details=details, now=now)
