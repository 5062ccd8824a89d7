"""What a plan knows: agreed hours, who is frail, where it is red, how long a door took; and what it tells."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from amanah.routes.travel import Pace, Travel
from amanah.values.ids import new_id
from amanah.visits import commands, models
from amanah.visits.store.doors import BELIEVED_AFTER, DOOR_MIN, door_minutes, shrunk
from amanah.visits.store.duedays import due_day
from amanah.visits.store.rounds import waiting_families
from amanah.visits.store.travel import hops, learn, travel
from amanah.visits.types import Planned
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE, Debt, Handset, fails, iso
from tests.visits.conftest import Field

TOMORROW = DAY + timedelta(days=1)
HEAD = "user:head"


def plans(field: Field, *, payers: int = 1, day: date = TOMORROW) -> Planned:
    people = [cast.a_phone(f"payer{i}-{new_id().hex[-6:]}")[0].payer.id for i in range(payers)]
    return commands.plan_rounds(OFFICE, day, people, field.stage, by=HEAD, now=NOW)


def lets_go(field: Field, debt: Debt, **other: Any) -> None:
    """The first payer's visit failed, and the lease goes back."""
    fails(field.handset, debt, **other)
    field.handset.say("lease.released", {"entitlement": str(debt.entitlement), "fence": 1, "reason": "failed:again"})
    field.sends()
    models.Round.objects.filter(id=field.round).update(state="closed")


def due(field: Field) -> dict[str, object]:
    from amanah.access import queries as access

    office = access.office(OFFICE)
    assert office is not None
    found = due_day(office, waiting_families(OFFICE, field.stage), day=TOMORROW, now=NOW)
    return {stop.id: stop for stop in found.stops}


def test_hours_agreed_at_the_door_are_kept(field: Field) -> None:
    one = field.debts[0]
    lets_go(field, one, again_on=str(TOMORROW), again_part="afternoon")
    stop = due(field)[str(one.family)]
    assert (stop.earliest, stop.latest) == (720.0, 960.0)  # type: ignore[attr-defined]  # the room's own Stop


def test_nobody_goes_alone_where_a_payer_had_to_leave(field: Field) -> None:
    one = field.debts[0]
    lets_go(field, one, reason="unsafe_place")
    planned = plans(field)
    assert planned.left_out == 1
    assert models.LeftOut.objects.get().reason == "red_alone"
    assert models.LeftOut.objects.get().family_id == one.family


def test_two_go_together_where_one_may_not(field: Field) -> None:
    lets_go(field, field.debts[0], reason="unsafe_place")
    planned = plans(field, payers=2)
    assert planned.left_out == 0
    stops = models.Stop.objects.filter(round__in=planned.rounds, family=field.debts[0].family)
    assert stops.get().order == 1


def test_a_round_says_how_far_and_how_long(field: Field) -> None:
    cast.a_debt(40)
    (round_,) = plans(field).rounds
    row = models.Round.objects.get(id=round_)
    assert row.km is not None and row.km > 5  # noqa: PT018 (narrows for the type checker)
    assert row.hours is not None and 0.2 < row.hours < 8  # noqa: PT018 (narrows for the type checker)


def test_planning_again_forgets_whom_the_last_plan_left_out(field: Field) -> None:
    for number in range(60, 64):
        cast.a_debt(number)
    payer = cast.a_phone("ketut")[0].payer.id
    for most, left in ((1, 3), (2, 2)):
        commands.plan_rounds(OFFICE, TOMORROW, [payer], field.stage, by=HEAD, now=NOW, most_stops=most)
        assert models.LeftOut.objects.count() == left


def test_a_frail_family_is_told_to_the_engine(field: Field) -> None:
    one = cast.a_debt(70)
    apps.get_model("registry", "Family").objects.filter(id=one.family).update(needs=["lansia"])
    assert due(field)[str(one.family)].priority == 1  # type: ignore[attr-defined]  # the room's own Stop


def visits(handset: Handset, debt: Debt, minutes: float, start: float) -> None:
    """A failed visit that began `start` minutes into the day and took so long."""
    who = {"visit": str(new_id()), "family": str(debt.family)}
    began = NOW + timedelta(minutes=start)
    handset.say("visit.started", {**who, "how": "list"}, at=began)
    body = {**who, "entitlements": [str(debt.entitlement)], "reason": "not_home", "note": "", "next": "again",
            "place": cast.a_place(lng=115.2 + start / 10_000), "photos": []}  # fmt: skip
    handset.say("visit.failed", body, at=began + timedelta(minutes=minutes))


def test_a_slow_door_is_planned_slower_and_an_unknown_one_like_the_office(field: Field) -> None:
    slow, quick, unknown, *_ = field.debts
    visits(field.handset, slow, 20, 0)
    visits(field.handset, quick, 4, 30)
    field.sends()
    found = door_minutes(OFFICE, [slow.family, quick.family, unknown.family], day=TOMORROW)
    assert found[unknown.family] == 12  # the median of 20 and 4
    assert found[slow.family] == pytest.approx((20 + BELIEVED_AFTER * 12) / (1 + BELIEVED_AFTER))
    assert found[quick.family] < 12 < found[slow.family]


def test_nothing_measured_is_five_minutes(field: Field) -> None:
    assert door_minutes(OFFICE, [field.debts[0].family], day=TOMORROW) == {field.debts[0].family: DOOR_MIN}
    assert shrunk([30] * 30, 5) == pytest.approx(27.7, abs=0.1)


def test_a_way_is_from_the_end_of_a_visit_to_the_beginning_of_the_next(field: Field) -> None:
    visits(field.handset, field.debts[0], 5, 0)
    visits(field.handset, field.debts[1], 5, 20)
    field.sends()
    (hop,) = hops(DAY)
    assert (hop.regency, hop.minutes) == ("51.71", 15)
    assert hop.km == pytest.approx(0.22, abs=0.01)


def test_travel_times_are_only_ever_added_and_the_newest_is_used(field: Field) -> None:
    assert travel().version == "default"
    for version, pace in (("a", 3.0), ("b", 6.0)):
        learn(Travel(version, {"51.71": Pace(pace, 1.0, 40)}), content={"at": iso(NOW)}, now=NOW)
    assert travel().pace("51.71").min_a_km == 6.0
    with pytest.raises(IntegrityError), transaction.atomic():
        models.TravelTimes.objects.update(content={})


def test_slower_roads_make_longer_days(field: Field) -> None:
    cast.a_debt(80)
    before = models.Round.objects.get(id=plans(field).rounds[0]).hours
    learn(Travel("slow", {"51.71": Pace(9.6, 0.0, 40)}), content={}, now=NOW)
    models.Round.objects.filter(day=TOMORROW).delete()
    after = models.Round.objects.get(id=plans(field).rounds[0]).hours
    assert before is not None
    assert after is not None
    assert after > 1.5 * before
