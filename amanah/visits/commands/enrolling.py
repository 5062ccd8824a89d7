"""What the field teaches the registry about faces: a first reference beside the KTP, and better ones later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from amanah.faces.types import Band
from amanah.registry import commands as registry_commands
from amanah.registry import queries as registry
from amanah.registry.types import Source
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.visits.rules.looking import Compared, becomes_reference
from amanah.visits.types import Doubt, VisitSeen, Way


def first_visit(
    seen: VisitSeen, photo: bytes, card: Compared | None, *, ktp: str | None, by: str, now: datetime
) -> str:
    """Gives a family without a reference its first, when the face at the door is that on the KTP; says what came of it.

    The portrait on the card becomes one too: an official picture, older than the face beside it.
    """
    if registry.every_reference(seen.visit.family):
        return "reference_is_newer"
    if seen.visit.other_way and seen.visit.other_way.way is Way.REPRESENTATIVE:
        return "somebody_else_received"
    if card is None or ktp is None:
        return "no_ktp_portrait"
    if card.band is not Band.SAME:
        return "ktp_portrait_differs"
    try:
        _enrol(seen, photo, Source.FIRST_VISIT, by=by, now=now)
    except Problem as refused:
        return refused.code[:40]
    with suppress(Problem):  # the face beside it is the better reference anyway
        _enrol(seen, vault.photo(ktp), Source.KTP, by=by, now=now)
    return "enrolled"


def keep_field_photo(
    seen: VisitSeen, photo: bytes, compared: Sequence[Compared], *, quality: float, doubts: Collection[Doubt], by: str,
    now: datetime,
) -> None:  # fmt: skip
    """The face of a visit that nothing speaks against becomes one more reference; one that was kept stays as it is."""
    came = seen.visit.received_at
    known = registry.every_reference(seen.visit.family)
    if sha256(photo).hexdigest() in {one.photo for one in known}:
        return  # the first visit's own
    newest = max((one for one in known if one.at < came), key=lambda one: one.at, default=None)
    if not becomes_reference(compared, doubts=doubts, quality=quality, at=came, newest=newest):
        return
    with suppress(Problem):  # two faces at the door: fine for a visit, not for a reference
        _enrol(seen, photo, Source.FIELD, by=by, now=now)


def _enrol(seen: VisitSeen, photo: bytes, source: Source, *, by: str, now: datetime) -> None:
    """Dated by when the visit came, so that no visit is ever held beside its own photo."""
    family, came = seen.visit.family, seen.visit.received_at
    registry_commands.enrol_face(family, photo=photo, source=source, by=by, now=now, taken=came)
