"""Travel times learnt anew from finished visits: a version more, never a version changed."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from amanah.routes.travel import FEWEST, Fitted, Travel, calibrate
from amanah.values.problem import Problem, Sentence
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store.travel import hops, learn
from amanah.visits.store.ways import house_roads

LEARN_FROM = timedelta(days=400)


@transaction.atomic
def calibrate_travel(*, today: date, by: str, now: datetime) -> tuple[str, Fitted]:
    """The new version's name and what it rests on; the next plans use it.

    Problem `too_few_visits` where no province has enough hops between doors.
    """
    fitted = calibrate(hops(today - LEARN_FROM, roads=house_roads()))
    if not fitted.paces:
        raise Problem(
            "too_few_visits",
            Sentence(
                f"Baru {fitted.hops} perjalanan antar rumah yang bisa dipakai; perlu {FEWEST} di satu provinsi. "
                "Coba lagi setelah lebih banyak kunjungan.",
                f"Only {fitted.hops} ways between doors can be used yet; {FEWEST} are needed in one province. "
                "Try again after more visits.",
            ),
            status=409,
        )
    version = f"visits-{now:%Y%m%dT%H%M%S.%f}"
    content = asdict(replace(fitted, paces={}, roads={}))
    learn(Travel(version, fitted.paces, fitted.roads), content=content, now=now)
    tell([Told("visits.travel_learnt", f"travel:{version}", content)], by=by, now=now)
    return version, fitted
