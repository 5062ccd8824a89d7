"""What the second look makes of a face beside several references: which it is most like, and what it may become."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amanah.faces.types import Band
from amanah.registry.types import ReferenceNoted, Source
from amanah.visits.types import Doubt
from amanah.visits.types.policy import Scale

REFERENCE_QUALITY = 60
"""Of 100: a field photo that is to stand for a person should be clearly better than one that merely passes."""

CLEARLY_BETTER = 20
SEASON = timedelta(days=80)
"""Aid comes every quarter at the most often: one reference a visit, not one a call."""

SPEAKS_AGAINST = frozenset({
    Doubt.FACE_BELOW, Doubt.FACE_BETWEEN, Doubt.NO_REFERENCE, Doubt.NO_PHOTO, Doubt.PHOTO_REUSED, Doubt.OTHER_WAY,
    Doubt.BY_PAPERS, Doubt.BY_WITNESS, Doubt.BY_REPRESENTATIVE, Doubt.CODE_MISSING, Doubt.CODE_WRONG,
    Doubt.LIVENESS_LOW, Doubt.SECOND_LOOK_DIFFERS,
})  # fmt: skip
"""With any of these the face of a visit becomes nobody's reference."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A face beside one reference: cosine, its band, and from where on it would be the same person."""

    reference: UUID | None
    source: str
    score: float
    same_above: float
    band: Band


def compared(reference: UUID | None, source: str, score: float, scale: Scale) -> Compared:
    """On the scale of the reference's kind: a portrait photographed off a KTP has a threshold of its own."""
    same_above = scale.ktp_same_above if source == Source.KTP else scale.same_above
    different_below = min(scale.different_below, same_above)
    band = Band.SAME if score >= same_above else Band.DIFFERENT if score < different_below else Band.BETWEEN
    return Compared(reference, source, score, same_above, band)


def likest(all_: Iterable[Compared]) -> Compared | None:
    """The one it is most clearly the same as: furthest above (or least below) that kind's threshold."""
    return max(all_, key=lambda one: one.score - one.same_above, default=None)


def becomes_reference(
    all_: Iterable[Compared], *, doubts: Collection[Doubt], quality: float, at: datetime, newest: ReferenceNoted | None
) -> bool:
    """May the face of this visit stand for the family from now on?

    It must be the same as an anchor, never only as another field photo: one mistake would breed others. And it must
    add something: be a season younger than the newest reference, or clearly better.
    """
    follows = any(one.band is Band.SAME and one.source != Source.FIELD for one in all_)
    adds = newest is None or at - newest.at >= SEASON or quality >= (newest.quality or 0) + CLEARLY_BETTER
    return follows and adds and quality >= REFERENCE_QUALITY and not SPEAKS_AGAINST & set(doubts)
