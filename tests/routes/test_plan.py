"""A day's plan: nobody twice, nobody forgotten, no limit broken, the same for shuffled rows."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.routes.ground import ground
from amanah.routes.queries import plan_day
from amanah.routes.territories import plane, territories
from amanah.routes.types import Hazard, Limits, Plan, Stop, Why
from amanah.routes.walking import Payer, walk

OFFICE = (-8.67, 115.23)
QUICK = 0.2


def town(count: int, seed: int = 1, spread: float = 0.03) -> list[Stop]:
    chance = random.Random(seed)
    return [
        Stop(f"h{i}", OFFICE[0] + chance.gauss(0, spread), OFFICE[1] + chance.gauss(0, spread), amount=600_000)
        for i in range(count)
    ]


def served(plan: Plan) -> list[str]:
    return [stop for one in plan.rounds for stop in one.stops]


def reasons(plan: Plan) -> dict[str, Why]:
    return {one.id: one.reason for one in plan.unserved}


stops_of_all_kinds = st.lists(
    st.builds(
        Stop,
        id=st.just(""),
        lat=st.floats(-8.75, -8.60),
        lng=st.floats(115.15, 115.30),
        service_min=st.sampled_from([3.0, 5.0, 20.0]),
        amount=st.sampled_from([0, 600_000, 900_000, 3_000_000]),
        earliest=st.sampled_from([0.0, 480.0, 720.0]),
        latest=st.sampled_from([720.0, 800.0, 1440.0]),
        priority=st.sampled_from([0, 0, 1]),
        hazard=st.sampled_from([Hazard.NONE, Hazard.NONE, Hazard.NONE, Hazard.SLOW, Hazard.RED]),
    ),
    max_size=30,
).map(lambda some: [replace(stop, id=f"h{i}") for i, stop in enumerate(some)])


@settings(max_examples=25, deadline=None)
@given(stops=stops_of_all_kinds, payers=st.integers(1, 5), hours=st.sampled_from([2.0, 8.0]))
def test_everybody_is_visited_once_or_told_why_and_no_limit_is_broken(
    stops: list[Stop], payers: int, hours: float
) -> None:
    limits, by_id = Limits(hours=hours, cash_cap=2_000_000), {stop.id: stop for stop in stops}
    plan = plan_day(stops, payers=payers, depot=OFFICE, limits=limits, seconds=0.05)
    assert sorted(served(plan) + list(reasons(plan))) == sorted(by_id)
    for one in plan.rounds:
        assert one.hours <= hours
        assert one.cash <= 2_000_000
        assert one.cash_total == sum(by_id[stop].amount for stop in one.stops)
        for stop, at in zip(one.stops, one.arrivals, strict=True):
            assert by_id[stop].earliest <= at <= by_id[stop].latest
    together = {stop for trip in plan.two_together for stop in trip.stops}
    assert together == {stop for stop in served(plan) if by_id[stop].hazard is Hazard.RED}


def test_shuffled_rows_give_the_same_plan() -> None:
    stops = town(80)
    mixed = random.Random(5).sample(stops, len(stops))
    first = plan_day(stops, payers=4, depot=OFFICE, seconds=QUICK, guard=50)
    assert plan_day(mixed, payers=4, depot=OFFICE, seconds=QUICK, guard=50).rounds == first.rounds


def test_no_more_payers_walk_than_the_day_needs_unless_everybody_should() -> None:
    plan = plan_day(town(60), payers=6, depot=OFFICE, seconds=QUICK)
    assert len(plan.rounds) < 6
    everybody = plan_day(town(60), payers=6, depot=OFFICE, seconds=QUICK, limits=Limits(everybody=True))
    assert len(everybody.rounds) == 6
    assert everybody.balance <= 1.15


def test_a_town_is_served_evenly_and_shorter_than_from_door_to_door() -> None:
    plan = plan_day(town(300), payers=6, depot=OFFICE, seconds=0.6)
    assert not plan.unserved
    assert plan.hours_max <= 8
    assert plan.balance <= 1.15


def test_nobody_and_nothing_are_plans_too() -> None:
    assert plan_day([], payers=3).rounds == ()
    assert plan_day([], payers=3).balance == 1.0
    one = plan_day([replace(town(1)[0])], payers=100)
    assert [round_.stops for round_ in one.rounds] == [("h0",)]


def test_a_full_day_keeps_the_frail() -> None:
    stops = [replace(stop, priority=int(i % 10 == 0)) for i, stop in enumerate(town(200))]
    plan = plan_day(stops, payers=1, depot=OFFICE, seconds=QUICK)
    frail = {stop.id for stop in stops if stop.priority}
    assert frail <= set(served(plan))
    assert set(reasons(plan).values()) == {Why.DAY_FULL}


def test_the_frail_are_visited_earlier_than_they_would_be() -> None:
    stops = town(60)
    plain = plan_day(stops, payers=1, depot=OFFICE, seconds=QUICK, limits=Limits(hours=12))
    last = set(plain.rounds[0].stops[-6:])
    plan = plan_day(
        [replace(stop, priority=int(stop.id in last)) for stop in stops],
        payers=1, depot=OFFICE, seconds=QUICK, limits=Limits(hours=12),
    )  # fmt: skip
    ranks = [plan.rounds[0].stops.index(stop) for stop in last]
    assert sum(ranks) / len(ranks) < 30


def test_each_reason_is_told_by_its_name() -> None:
    near = Stop("near", *OFFICE)
    plan = plan_day(
        [
            near,
            replace(near, id="night", earliest=0, latest=60),
            replace(near, id="island", lat=-7.0),
            replace(near, id="rich", amount=9_000_000),
            replace(near, id="red", hazard=Hazard.RED),
        ],
        payers=1, depot=OFFICE, limits=Limits(cash_cap=5_000_000), seconds=QUICK,
    )  # fmt: skip
    assert reasons(plan) == {
        "night": Why.WINDOW, "island": Why.TOO_FAR, "rich": Why.OVER_CAP, "red": Why.RED_ALONE,
    }  # fmt: skip
    assert served(plan) == ["near"]


def test_two_go_together_to_a_red_place_and_both_have_a_day_afterwards() -> None:
    stops = [replace(stop, hazard=Hazard.RED if i < 3 else Hazard.NONE) for i, stop in enumerate(town(60))]
    plan = plan_day(stops, payers=2, depot=OFFICE, seconds=QUICK)
    (trip,) = plan.two_together
    assert set(trip.stops) == {"h0", "h1", "h2"}
    lead, second = plan.rounds
    assert (lead.beside, second.beside) == (2, 1)
    assert set(lead.stops[:3]) == set(trip.stops)
    assert len(second.stops) > 5
    assert min(second.arrivals) >= trip.back


def test_a_hazard_slows_the_leg() -> None:
    far = [Stop("a", OFFICE[0] - 0.05, OFFICE[1])]
    slow = [replace(far[0], hazard=Hazard.SLOW)]
    plain, slowed = (plan_day(some, payers=1, depot=OFFICE).rounds[0] for some in (far, slow))
    assert (slowed.km, slowed.hours > 1.3 * plain.hours) == (plain.km, True)


def test_cash_is_fetched_before_the_cap_is_passed_and_the_way_is_counted() -> None:
    stops = town(12)
    free = plan_day(stops, payers=1, depot=OFFICE, seconds=QUICK).rounds[0]
    capped = plan_day(stops, payers=1, depot=OFFICE, seconds=QUICK, limits=Limits(cash_cap=2_400_000)).rounds[0]
    assert [top.cash for top in capped.tops] == [2_400_000] * 3
    assert capped.km > free.km


def test_a_late_stop_is_late_however_long_was_waited_before() -> None:
    stops = [Stop("a", *OFFICE, earliest=600, latest=900), Stop("b", *OFFICE, latest=590)]
    land = ground(stops, OFFICE, Limits())
    payer = Payer(28_800, 64_800, 28_800)
    assert not walk(land, [1, 2], payer).is_kept
    assert walk(land, [2, 1], payer).is_kept


def test_leaving_later_replaces_waiting_at_a_door() -> None:
    land = ground([Stop("a", *OFFICE, earliest=600)], OFFICE, Limits())
    assert walk(land, [1], Payer(28_800, 64_800, 28_800)).leaves == 36_000


def test_territories_are_even_and_a_few_changed_stops_move_only_the_seams() -> None:
    chance = random.Random(2)
    places = np.array([OFFICE, *((stop.lat, stop.lng) for stop in town(1000))])
    changed = places.copy()
    for i in chance.sample(range(1, 1001), 30):
        changed[i] = (OFFICE[0] + chance.gauss(0, 0.03), OFFICE[1] + chance.gauss(0, 0.03))
    work = np.ones(1001)
    before, after = (territories(plane(some), work, [1.0] * 16) for some in (places, changed))
    assert {len(land) for land in before} <= {62, 63}
    stayed = sum(len(np.intersect1d(one, other)) for one, other in zip(before, after, strict=True))
    assert stayed >= 850


def test_hours_on_a_trip_of_two_count_when_the_days_are_made_even() -> None:
    stops = [replace(stop, hazard=Hazard.RED if i < 12 else Hazard.NONE) for i, stop in enumerate(town(120))]
    plan = plan_day(stops, payers=6, depot=OFFICE, seconds=QUICK, guard=50)
    assert not plan.unserved
    assert plan.balance <= 1.15


def test_who_lives_at_the_office_s_door_doesn_t_bring_more_payers_out_than_are_needed() -> None:
    stops = [Stop(f"h{i}", *OFFICE, earliest=600 * (i % 2), latest=1000) for i in range(40)]
    assert len(plan_day(stops, payers=6, depot=OFFICE, seconds=QUICK).rounds) == 1
