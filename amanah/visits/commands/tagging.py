"""Planning rounds that only mark homes without a trusted place: shared among geotaggers, each in a short order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.geo.types import Fix
from amanah.registry import queries as registry
from amanah.registry.types import Unplaced
from amanah.routes.queries import order_round, share
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.planning import THINK_S, far_m, office_of
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store.rounds import families_in_hand
from amanah.visits.types import Planned, RoundKind

MOST_STOPS = 100
"""Homes a geotagger marks in a day, at most: a minute or two each, and the way between them."""


@transaction.atomic
def plan_tagging(
    office: str,
    day: date,
    people: Sequence[UUID],
    *,
    by: str,
    now: datetime,
    villages: Collection[str] | None = None,
    most_stops: int = MOST_STOPS,
    think_s: float = THINK_S,
) -> Planned:
    """One round a geotagger for the office's homes without a trusted place (`villages`: only these; None: all).

    Planning again replaces rounds that have no phone yet. The rest is `left_out`.
    Problems: `office_unknown`, `geotaggers_missing`, `geotagger_unknown`, `round_is_out`, `homes_all_known`.
    """
    home_office = office_of(office)
    people = _own_geotaggers(office, people)
    _make_room(office, people, day)
    in_hand = families_in_hand(office, RoundKind.TAG)
    wanted = [one for one in registry.unplaced(office=office, villages=villages) if one.family not in in_hand]
    if not wanted:
        raise Problem(
            "homes_all_known",
            Sentence(
                "Tidak ada rumah yang perlu ditandai di sini. Pilih desa lain.",
                "No home here needs marking. Choose another village.",
            ),
            status=409,
        )
    chosen = wanted[: most_stops * len(people)]
    places = _places(chosen)
    depot = Fix(home_office.lat or places[0].lat, home_office.lng or places[0].lng)
    shares = [some for some in share([(place.lat, place.lng) for place in places], len(people)) if some]
    orders = [order_round(far_m(depot, [places[i] for i in some]), seconds=think_s) for some in shares]
    rounds = [
        _write(office, day, person, [chosen[some[i]].family for i in order])
        for person, some, order in zip(people, shares, orders, strict=False)
    ]
    details = {"day": str(day), "rounds": [str(r) for r in rounds], "families": len(chosen)}
    tell([Told("visits.tagging_planned", f"nopen:{office}", details)], by=by, now=now)
    return Planned(tuple(rounds), len(chosen), len(wanted) - len(chosen))


def _own_geotaggers(office: str, asked: Sequence[UUID]) -> list[UUID]:
    if not asked:
        raise Problem("geotaggers_missing", Sentence("Pilih penanda rumah lebih dulu.", "Choose geotaggers first."))
    if set(asked) - {person.id for person in access.geotaggers(office)}:
        raise Problem(
            "geotagger_unknown",
            Sentence("Ada yang bukan penanda rumah kantor ini.", "Somebody chosen is no geotagger of this office."),
            status=409,
        )
    return list(dict.fromkeys(asked))


def _make_room(office: str, people: Sequence[UUID], day: date) -> None:
    rounds = models.Round.objects.filter(payer__in=people, day=day)
    if rounds.exclude(office=office, kind=RoundKind.TAG, state="planned", phone=None).exists():
        raise Problem(
            "round_is_out",
            Sentence(
                "Ada penanda rumah yang putarannya hari itu sudah berjalan. Pilih hari atau orang lain.",
                "A geotagger's round of that day is already out. Choose another day or person.",
            ),
            status=409,
        )
    rounds.delete()


def _places(wanted: Sequence[Unplaced]) -> list[Fix]:
    """Where to look: a place that isn't trusted is better than the middle of the village."""
    villages = {village.code: Fix(village.lat, village.lng) for village in access.villages()}
    known = [Fix(one.place.lat, one.place.lng) if one.place else villages.get(one.village or "") for one in wanted]
    anywhere = next((place for place in known if place), Fix(0, 0))
    return [place or anywhere for place in known]


def _write(office: str, day: date, person: UUID, families: Sequence[UUID]) -> UUID:
    row = models.Round.objects.create(
        id=new_id(), office_id=office, day=day, payer_id=person, state="planned", kind=RoundKind.TAG
    )
    models.Stop.objects.bulk_create(
        models.Stop(round=row, family_id=family, order=i) for i, family in enumerate(families, start=1)
    )
    return row.id
