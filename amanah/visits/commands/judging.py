"""Judging visits that have ended: what they are held against, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from amanah.access import queries as access
from amanah.geo.queries import outside_m
from amanah.geo.types import Area, Areas, Position
from amanah.registry import queries as registry
from amanah.visits import models
from amanah.visits.commands.telling import Told
from amanah.visits.queries.codes import approval_is_right, code_is_right
from amanah.visits.queries.contested import contested, proven_unpaid
from amanah.visits.queries.receipt_codes import letter_is_right, letters_again
from amanah.visits.rules.doubts import doubts
from amanah.visits.store import visits as kept
from amanah.visits.store.photos import houses_elsewhere
from amanah.visits.types import Against, Doubt, KnownHome, Owed, Paid, Policy, Visit


@dataclass(frozen=True, slots=True)
class Judged:
    visit: Visit
    doubts: frozenset[Doubt]
    is_new: bool
    """False where the same doubts had been found before."""


def judge(
    visits: Sequence[Visit],
    *,
    owed: Mapping[UUID, Owed],
    phone: UUID,
    policy: Policy,
    now: datetime,
    villages: Mapping[UUID, str] = MappingProxyType({}),
) -> list[Judged]:
    """Judges each visit, and keeps a judgement where it says something new. `villages`: `store.visits.village_of`."""
    if not visits:
        return []
    ids = [visit.id for visit in visits]
    before = kept.judgements(ids)
    settlements = kept.settlements_of(ids, phone=phone)
    surroundings = _against(visits, owed, before, villages=villages, now=now)

    found = {
        visit.id: doubts(visit, settlements=settlements[visit.id], against=surroundings[visit.id], policy=policy)
        for visit in visits
    }
    fresh = [id_ for id_ in ids if id_ not in before or before[id_][0] != found[id_]]

    kept.judge(
        [(id_, found[id_], surroundings[id_]) for id_ in fresh],
        retired=[id_ for id_ in fresh if id_ in before],
        policy=policy,
        now=now,
    )
    return [Judged(visit, found[visit.id], visit.id in set(fresh)) for visit in visits]


def _against(
    visits: Sequence[Visit],
    owed: Mapping[UUID, Owed],
    before: Mapping[UUID, tuple[frozenset[Doubt], Against]],
    *,
    villages: Mapping[UUID, str],
    now: datetime,
) -> dict[UUID, Against]:
    """A visit judged before is held against the home of then: today's home may have been learnt from itself."""
    unseen = [visit for visit in visits if visit.id not in before]
    homes = registry.homes([visit.family for visit in unseen]) if unseen else {}
    reused = houses_elsewhere(unseen)
    cards = registry.from_cards([named for visit in unseen if (named := _reference_of(visit))])
    looks = _second_looks([visit.id for visit in visits if visit.id in before])
    disputed, again = _disputed(unseen), letters_again(unseen)
    edition = access.newest_area_edition() if unseen else None
    found = {}
    for visit in visits:
        if visit.id in before:
            past = before[visit.id][1]
            found[visit.id] = looks[visit.id].beside(past) if visit.id in looks else past
        else:
            home = homes.get(visit.family)
            known = KnownHome(home.lat, home.lng, home.accuracy_m) if home else None
            outside = _outside_m(visit, kept.village_of(visit, owed, villages), edition)
            found[visit.id] = Against(
                known,
                outside,
                house_elsewhere=visit.id in reused,
                by_card=_reference_of(visit) in cards,
                code_right=code_is_right(visit),
                contested=disputed.get(visit.id),
                letter_right=letter_is_right(visit, owed),
                letter_twice=visit.id in again,
                approval_right=approval_is_right(visit),
                edition=None if outside is None else edition,
            )
    return found


def _disputed(visits: Sequence[Visit]) -> dict[UUID, Literal["proven", "unproven"]]:
    """Visits that paid what another phone might have paid, and whether something spoke for paying all the same."""
    paid = {v.id: {i.entitlement: i.fence for i in v.ending.items} for v in visits if isinstance(v.ending, Paid)}
    all_ = contested({entitlement: fence for items in paid.values() for entitlement, fence in items.items()})
    if not all_:
        return {}
    met = [visit for visit in visits if all_ & set(paid.get(visit.id, ()))]
    proven = proven_unpaid(met)
    return {visit.id: "proven" if visit.id in proven else "unproven" for visit in met}


def _reference_of(visit: Visit) -> UUID | None:
    """What the phone says it compared with: a claim, which may name nothing we know."""
    try:
        return UUID(visit.face.reference) if visit.face and visit.face.reference else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Look:
    """What the latest looks at a visit's photos said; None where none could say."""

    likeness: float | None
    band: str | None
    live: float | None

    def beside(self, past: Against) -> Against:
        return replace(past, second_likeness=self.likeness, second_band=self.band, second_live=self.live)


def _second_looks(visits: Sequence[UUID]) -> dict[UUID, _Look]:
    """Likeness and band of the latest look that had something to compare, liveness of the latest that could tell."""
    if not visits:
        return {}
    rows = models.SecondLook.objects.filter(visit__in=visits).order_by("at")
    found: dict[UUID, _Look] = {}
    for visit, likeness, band, live in rows.values_list("visit_id", "likeness", "band", "live"):
        before = found.get(visit, _Look(None, None, None))
        compared = _Look(likeness, band, before.live) if likeness is not None else before
        found[visit] = replace(compared, live=live) if live is not None else compared
    return found


def _outside_m(visit: Visit, village: str | None, edition: int | None) -> float | None:
    """Metres outside its village, by the areas as they were when this edition was the newest."""
    if visit.place is None or village is None or edition is None:
        return None
    return outside_m(_area(village, edition), village, Position(visit.place.lat, visit.place.lng))


@lru_cache(maxsize=1024)
def _area(village: str, edition: int) -> Areas:
    shape = access.area_of(village, edition=edition)
    return Areas([Area(village, shape)] if shape else [])


def told(judged: Sequence[Judged], *, about: str) -> list[Told]:
    """The journal hears which visits are doubted, the jobs which were judged: they ask the rest when they run."""
    fresh = [one for one in judged if one.is_new]
    if not fresh:
        return []
    doubted = {str(one.visit.id): sorted(one.doubts) for one in fresh if one.doubts}
    follow = {"visits": [str(one.visit.id) for one in fresh]}
    return [Told("visits.judged", about, {"visits": len(fresh), "doubted": doubted}, follow)]
