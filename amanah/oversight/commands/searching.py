"""One person under two families, or paid by themselves: each new face is searched, and what is found waits for people.

**Areas**, each minute: faces new in a regency against that regency. A regency is the blocking area because its key
alone opens its templates; because who stands at two doors mostly lives near both; and because the fewer strangers a
face is compared with, the lower the review line may lie for the same few false pairs (`rules.review_line`).
**Nation**, each night: faces new since the last night against all. References and faces at the door are alike here.

A search keeps pairs and opens cases, nothing else: nobody loses anything by a likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.db import DatabaseError, transaction

from amanah.faces import queries as faces
from amanah.faces.gallery import Gallery, Match
from amanah.faces.types import Template, Thresholds
from amanah.journal import commands as journal
from amanah.oversight import models, queries
from amanah.oversight.rules import pairs as rules
from amanah.oversight.store import crowds, pairs, staff
from amanah.oversight.store.crowds import Crowd, Known
from amanah.oversight.types import FacePair, FaceSearch
from amanah.values.ids import new_id
from amanah.vault.types import SealBroken

NATION = "nation"
MOST_A_FACE = 5  # families that one face asks about
LIKEST = 30  # a family's own photos are the likest to its face; others come after them
SAMPLE = 50
OVERLAP = timedelta(minutes=1)  # a row is named when it is made and seen when its transaction ends
TAKEN_UP = timedelta(days=3)  # so long a regency whose search failed is tried; afterwards with its next new face
_AT_ONCE = 256
Told = Callable[[int, int], None]


def search_areas(*, by: str, now: datetime) -> list[FaceSearch]:
    """Faces that are new in their regency since it was last searched; quiet where there are none.

    A regency that can't be searched holds up no other, is searched again the next time, and raises what went wrong.
    """
    model, runs, broken = faces.model_version(), list[FaceSearch](), list[Exception]()
    for regency in _unsearched(model, now=now):
        try:
            after = _since(regency, model)
            runs.append(_search(regency, [regency], model=model, after=after, by=by, now=now, told=_quietly))
        except (SealBroken, DatabaseError, ValueError) as error:  # a row, or a template, that can't be read
            broken.append(error)
    if broken:
        raise ExceptionGroup("regencies not searched", broken)
    return runs


def _unsearched(model: str, *, now: datetime) -> list[str]:
    """Regencies with a face newer than their own last search: looked for back to the last of any, or `TAKEN_UP`."""
    last = _since(None, model)
    after = min(last, _first_id(now - TAKEN_UP)) if last else None
    new = crowds.regencies(model, after=after)
    return [regency for regency in new if regency in crowds.regencies(model, after=_since(regency, model))]


def search_nation(*, by: str, now: datetime, told: Told = lambda done, of: None) -> FaceSearch:
    """Faces that are new since the last night, against all of the country; `told(searched, of)` hears of progress."""
    model = faces.model_version()
    staff.remake(model, now=now)
    return _search(NATION, crowds.regencies(model), model=model, after=_since(NATION, model), by=by, now=now, told=told)


@transaction.atomic
def open_waiting_pairs(*, by: str, now: datetime, most_open: int = rules.MOST_OPEN) -> int:
    """Cases for pairs that wait, likest first, as far as people have room for them; gives how many were opened."""
    return pairs.give_cases(most_open=most_open, by=by, now=now)


def _search(
    scope: str, regencies: Iterable[str], *, model: str, after: UUID | None, by: str, now: datetime, told: Told
) -> FaceSearch:
    crowd = crowds.gather(regencies, model=model, after=after)
    thresholds = faces.thresholds(model)
    line = _line(model, thresholds, others=len(crowd.gallery))
    found = {_key(pair): pair for pair in _pairs(crowd, thresholds, line, now=now, told=told)}
    found |= {_key(pair): pair for pair in _with_staff(crowd, thresholds, now=now)}
    recall = _recall(crowd)
    with transaction.atomic():
        new = pairs.add(list(found.values()))
        run = FaceSearch(
            scope, model, thresholds.calibration, line, len(crowd.gallery), len(crowd.fresh), new, recall, now, now
        )
        _keep(run, by=by)
    return run


def _pairs(crowd: Crowd, thresholds: Thresholds, line: float, *, now: datetime, told: Told) -> Iterable[FacePair]:
    for start in range(0, len(crowd.fresh), _AT_ONCE):
        some = crowd.fresh[start : start + _AT_ONCE]
        near = crowd.gallery.search_vectors(np.stack([template.vector for _, template in some]), LIKEST)
        for (place, template), matches in zip(some, near, strict=True):
            one = crowd.known[place]
            for other, likeness in _likest_families(one, matches, crowd, line):
                yield _pair(one, other, likeness, line, template.model, thresholds, now=now)
        told(min(start + _AT_ONCE, len(crowd.fresh)), len(crowd.fresh))


def _likest_families(one: Known, matches: Iterable[Match], crowd: Crowd, line: float) -> Iterable[tuple[Known, float]]:
    """The likest photo of each of the likest few other families: a face like everybody's must not ask about all."""
    found: dict[UUID, tuple[Known, float]] = {}
    for match in matches:
        other = crowd.known[match.id.int]
        if match.score >= line and other.family != one.family and len(found) < MOST_A_FACE:
            found.setdefault(other.family, (other, match.score))
    return found.values()


def _pair(
    one: Known, other: Known, likeness: float, line: float, model: str, thresholds: Thresholds, *, now: datetime
) -> FacePair:
    first, second = (one, other) if rules.in_order(one.family, other.family) else (other, one)
    return FacePair(
        id=new_id(), family=first.family, photo=first.photo, other_family=second.family, staff=None,
        other_photo=second.photo, likeness=likeness, line=line, model=model, calibration=thresholds.calibration,
        case=None, at=now,
    )  # fmt: skip


def _with_staff(crowd: Crowd, thresholds: Thresholds, *, now: datetime) -> Iterable[FacePair]:
    """Fresh faces beside those of the people who work here: few, so each is compared."""
    model = crowd.gallery.model
    known = queries.staff_faces(model)
    if not known or not crowd.fresh:
        return
    gallery = Gallery(model)
    gallery.add([one.id for one in known], [Template.from_bytes(one.template, model) for one in known])
    people, line = {one.id: one for one in known}, _line(model, thresholds, others=len(known))
    for place, template in crowd.fresh:
        for match in gallery.search(template, 3):
            if match.score >= line:
                met, who = crowd.known[place], people[match.id]
                yield FacePair(
                    id=new_id(), family=met.family, photo=met.photo, other_family=None, staff=who.person,
                    other_photo=who.photo, likeness=match.score, line=line, model=model,
                    calibration=thresholds.calibration, case=None, at=now,
                )  # fmt: skip


def _key(pair: FacePair) -> tuple[object, ...]:
    return pair.family, pair.photo, pair.other_family, pair.staff, pair.other_photo


def _line(model: str, thresholds: Thresholds, *, others: int) -> float:
    return rules.review_line(faces.cosine_at_far(model), others=others, at_least=thresholds.same_above)


def _recall(crowd: Crowd) -> float | None:
    """On a sample of the fresh: does the fast search name the same other face as the exact one?"""
    sample = crowd.fresh[:: max(1, len(crowd.fresh) // SAMPLE)][:SAMPLE]
    if not sample:
        return None
    # two: the likest of all is the face itself
    return sum(
        {match.id for match in crowd.gallery.search(template, 2)}
        == {match.id for match in crowd.gallery.search_exactly(template, 2)}
        for _, template in sample
    ) / len(sample)


def _since(scope: str | None, model: str) -> UUID | None:
    """The id that rows made since the last search are above: ids begin with the millisecond they were made in.

    None for the last search of any area.
    """
    last = queries.last_run(scope, model=model)
    if last is None:
        return None
    return _first_id(last.began_at - OVERLAP)


def _first_id(at: datetime) -> UUID:
    return UUID(int=int(at.timestamp() * 1000) << 80)


def _keep(run: FaceSearch, *, by: str) -> None:
    models.FaceSearch.objects.create(
        id=new_id(), scope=run.scope, model=run.model, calibration=run.calibration, line=run.line, faces=run.faces,
        searched=run.searched, pairs=run.pairs, recall=run.recall, began_at=run.began_at, at=run.at,
    )  # fmt: skip
    details: dict[str, object] = {
        "faces": run.faces, "searched": run.searched, "pairs": run.pairs, "line": round(run.line, 3),
        "recall": run.recall, "calibration": run.calibration,
    }  # fmt: skip
    journal.append("oversight.faces_searched", by=by, about=f"faces:{run.scope}", details=details, now=run.at)


def _quietly(done: int, of: int) -> None:
    """An area is searched in a moment."""
