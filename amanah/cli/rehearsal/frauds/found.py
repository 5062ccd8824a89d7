"""What the house found, in the planting's words: staff faces kept, complaints told, oversight asked, flags read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from amanah.cli.demonstration.places import MAIN
from amanah.cli.rehearsal.frauds.naming import NAMES
from amanah.cli.rehearsal.frauds.score import Flagged
from amanah.cli.rehearsal.frauds.town import Town
from amanah.cli.rehearsal.frauds.types import BY_DAY, Day, Fraud, Planting
from amanah.oversight import commands as oversight
from amanah.oversight import queries as doubted
from amanah.values.clock import utc_now
from amanah.values.ids import new_id
from amanah.visits import queries as seen

ADMIN = "user:admin"


def keep_staff(faces: Mapping[str, Path]) -> None:
    """Username -> the ID photo of the invented person they are."""
    for username, photo in faces.items():
        oversight.keep_staff_face(username, photo.read_bytes(), by=ADMIN, now=utc_now())


def look(town: Town, days: Sequence[Day], visit_of: Mapping[tuple[int, str], UUID]) -> list[Flagged]:
    """Complaints are told, faces searched, each day looked at. `visit_of`: (day, family) -> the visit in the house."""
    _complain(days, visit_of)
    oversight.search_areas(by="job:search", now=utc_now())
    for day in town.days:
        oversight.look(MAIN, day, by="job:look", now=utc_now())
    at = {visit: key for key, visit in visit_of.items()}
    payer_of = {id_: number for number, id_ in enumerate(town.payers)}
    return [
        Flagged(frozenset({NAMES[str(flag.kind)]}), payer_of[flag.payer], *at[visit])
        for flag in doubted.flags(office=MAIN)
        for visit in flag.visits
        if visit in at
    ]


def _complain(days: Sequence[Day], visit_of: Mapping[tuple[int, str], UUID]) -> None:
    """What was due, less what was kept back; as the office hears it when it calls."""
    for visit in (v for day in days for v in day.visits if v.complained):
        id_ = visit_of[visit.day, visit.door.family]
        told = seen.visit(id_)
        due = sum(one.amount.rupiah for one in told.settlements) if told else 0
        oversight.complain(
            new_id(), visit=id_, received=max(due - visit.short_rp, 0), note="menurut keluarga lewat telepon",
            by="user:pengawas", now=utc_now(),
        )  # fmt: skip


Keys = set[tuple[Fraud, int, int, str]]


def missed(days: Sequence[Day], plantings: Sequence[Planting], flagged: Collection[Flagged]) -> list[dict[str, object]]:
    """Each deed of which something wasn't found, so that somebody can ask why."""
    seen = _seen(flagged)
    said = {(v.payer, v.day, v.door.family): v for day in days for v in day.visits}
    told: list[dict[str, object]] = []
    for each in plantings:
        gone = [f for f in each.families if (each.fraud, each.payer, each.day, f) not in seen]
        if each.fraud is Fraud.SHORT:
            gone = [f for f in gone if said[each.payer, each.day, f].complained]
        if gone and (each.fraud not in BY_DAY or len(gone) == len(each.families)):
            told.append({
                "fraud": str(each.fraud), "payer": each.payer, "day": each.day, "of": len(each.families),
                "missed": len(gone),
                "shots": [repr(said[each.payer, each.day, f].house) for f in each.families][:4]
                if each.fraud in (Fraud.NEAR_COPY, Fraud.SAME_HOUSE, Fraud.SAME_PHOTO) else [],
            })  # fmt: skip
    return told


def false(days: Sequence[Day], flagged: Collection[Flagged], twins: Collection[str]) -> dict[str, int]:
    """How many honest visits each kind flagged, by payer and day."""
    honest = {(v.payer, v.day, v.door.family) for day in days for v in day.visits if not v.planted}
    faces = (Fraud.SAME_FACE, Fraud.STAFF_FACE)
    wrong = [
        (kind, payer, day)
        for kind, payer, day, family in sorted(_seen(flagged))
        if (payer, day, family) in honest and not (kind in faces and family in twins)
    ]
    return {f"{kind} payer {payer} day {day}": n for (kind, payer, day), n in Counter(wrong).items()}


def _seen(flagged: Collection[Flagged]) -> Keys:
    return {(kind, one.payer, one.day, one.family or "") for one in flagged for kind in one.kinds}
