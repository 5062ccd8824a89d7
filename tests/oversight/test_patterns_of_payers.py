"""A payer beside the office's others, and the company they keep: found in a fraud, not in what looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from amanah.oversight.rules.patterns.types import (
    Call,
    Pattern,
    PayerDay,
    Scene,
)  # fmt: skip
from tests.oversight.scenes import MORNING, bent, found, office, only, payer_day, spot


def hurried(i: int, one: Call) -> Call:
    return replace(one, ended_ms=one.started_ms + 20_000, ended_at=one.started_at + timedelta(seconds=20))


def test_visits_far_shorter_than_peers_are_doubted_with_enough_of_both() -> None:
    assert only(bent(office(), hurried), Pattern.SHORT_DWELL).numbers["own"] == 20
    assert found(bent(office(calls=4), hurried), Pattern.SHORT_DWELL)
    assert not found(bent(office(calls=3), hurried), Pattern.SHORT_DWELL)
    assert not found(bent(office(payers=4), hurried), Pattern.SHORT_DWELL)


def pressed(i: int, one: Call) -> Call:
    at = MORNING + timedelta(seconds=12 * i)
    return replace(one, started_at=at, ended_at=at + timedelta(seconds=10))


def test_doors_one_after_the_other_faster_than_peers_are_doubted() -> None:
    assert only(bent(office(), pressed), Pattern.FAST_PACE).numbers["z"] < -2.5


def test_a_dense_lane_is_quick_and_honest() -> None:
    def dense(i: int, one: Call) -> Call:
        return replace(one, spot=spot(2_000 + 3 * i, 0), started_at=MORNING + timedelta(minutes=5 * i))

    assert not found(bent(office(), dense), Pattern.FAST_PACE)


def at_night(n: int) -> Scene:
    return bent(office(), lambda i, one: replace(one, started_at=one.started_at - timedelta(hours=6)) if i < n else one)


def test_several_payments_at_night_are_doubted_and_one_is_not() -> None:
    assert len(only(at_night(5), Pattern.NIGHT).visits) == 5
    assert not found(at_night(1), Pattern.NIGHT)


def test_a_payer_alone_at_work_on_a_holiday_is_doubted_and_an_office_at_work_is_not() -> None:
    scene = office()
    feast = scene.days[0].day.replace(month=8, day=17)
    alone = replace(scene, days=(replace(scene.days[0], day=feast),), earlier=scene.days[1:])
    together = replace(scene, days=tuple(replace(day, day=feast) for day in scene.days))
    assert len(only(alone, Pattern.HOLIDAY).visits) == 20
    assert not found(together, Pattern.HOLIDAY)
    assert not found(alone, Pattern.HOLIDAY, holidays=frozenset())


def failing(n: int) -> Scene:
    return bent(office(calls=30), lambda i, one: replace(one, ending="failed") if i < n else one)


def test_failures_far_above_peers_are_doubted_and_a_bad_street_is_not() -> None:
    assert only(failing(22), Pattern.FAILURES).numbers["hits"] == 22
    assert not found(failing(3), Pattern.FAILURES)
    everybody = office(calls=30)
    for payer in range(1, 9):
        everybody = bent(everybody, lambda i, one: replace(one, ending="failed") if i < 22 else one, payer=payer)
    assert not found(everybody, Pattern.FAILURES)


def test_other_ways_far_above_peers_are_doubted() -> None:
    scene = bent(office(calls=30), lambda i, one: replace(one, way="papers") if i < 22 else one)
    assert len(only(scene, Pattern.OTHER_WAYS).visits) == 22


def through_time(change: object, *, times: int = 3) -> Scene:
    """Payer 1 meets the same families on several days."""
    scene = office()
    days: list[PayerDay] = []
    for n in range(times):
        one = bent(Scene(days=(payer_day(1, seed=n + 1),)), change)  # type: ignore[arg-type]  # a lambda of each test
        days.append(replace(one.days[0], day=one.days[0].day - timedelta(days=times - n)))
    return replace(scene, days=(bent(scene, change).days[0], *scene.days[1:]), earlier=tuple(days))  # type: ignore[arg-type]  # the same


def test_the_same_few_never_met_by_the_face_are_doubted_and_one_frail_family_is_not() -> None:
    few = through_time(lambda i, one: replace(one, way="papers") if i < 4 else one)
    assert only(few, Pattern.SAME_FEW).numbers["families"] == 4
    assert not found(through_time(lambda i, one: replace(one, way="papers") if i < 1 else one), Pattern.SAME_FEW)


def vouched(role: str, *, every: int) -> Scene:
    def said(i: int, one: Call) -> Call:
        return replace(one, way="witness", witness="Ketut Sari", witness_role=role) if i % every == 0 else one

    return bent(office(), said)


def test_one_neighbour_at_doors_far_apart_is_doubted_and_the_head_of_all_is_not() -> None:
    assert only(vouched("tetangga", every=5), Pattern.WITNESS).numbers["families"] == 4
    assert not found(vouched("rt", every=5), Pattern.WITNESS)
    assert not found(vouched("tetangga", every=5), Pattern.WITNESS, witness_span_m=5_000)


def test_one_name_that_receives_for_three_families_is_doubted_and_for_two_is_not() -> None:
    def named(n: int) -> Scene:
        return bent(office(), lambda i, one: replace(one, way="representative", member="Made  SARI") if i < n else one)

    assert only(named(3), Pattern.REPRESENTATIVE).numbers["families"] == 3
    assert not found(named(2), Pattern.REPRESENTATIVE)


def approved(*, mine: str) -> Scene:
    scene = bent(office(), lambda i, one: replace(one, approver=mine) if i < 10 else one)
    for payer in range(2, 9):
        scene = bent(scene, lambda i, one: replace(one, approver=f"boss{i % 2}") if i < 4 else one, payer=payer)
    return scene


def test_a_supervisor_whose_approvals_gather_on_one_payer_is_doubted_and_the_usual_ones_are_not() -> None:
    assert only(approved(mine="friend"), Pattern.APPROVER).numbers["together"] == 10
    assert not found(approved(mine="boss0"), Pattern.APPROVER)


def test_one_bad_day_stands_out_of_an_honest_month_and_a_flood_of_yesterday_does_not_stain_today() -> None:
    scene, days = failing(22), [payer_day(payer, calls=30, seed=n) for payer in range(1, 9) for n in (2, 3, 4)]
    month = replace(scene, earlier=tuple(replace(day, day=day.day - timedelta(days=3)) for day in days))
    assert only(month, Pattern.FAILURES).numbers["of"] == 30
    flooded = bent(Scene(days=(payer_day(1, calls=30),)), lambda i, one: replace(one, ending="failed")).days
    after = replace(office(calls=30), earlier=(replace(flooded[0], day=flooded[0].day - timedelta(days=1)),))
    assert not found(after, Pattern.FAILURES)


def test_a_lane_under_water_fails_once() -> None:
    def water(i: int, one: Call) -> Call:
        return replace(one, ending="failed", reason="no_access") if i < 14 else one

    scene = bent(office(calls=30), water)
    assert not found(scene, Pattern.FAILURES)
    assert found(scene, Pattern.FAILURES, one_event_m=10)


def test_a_witness_of_much_of_a_day_and_a_head_of_several_villages_are_doubted() -> None:
    def said(role: str, every: int, villages: int) -> Scene:
        def change(i: int, one: Call) -> Call:
            told = replace(one, way="witness", witness="Ketut Sari", witness_role=role) if i % every == 0 else one
            return replace(told, village=f"51.71.{i % villages}", home=None, spot=spot(2_000 + 80 * i, 0))

        return bent(office(), change)

    assert found(said("tetangga", 2, 1), Pattern.WITNESS, witness_span_m=9_000)
    assert not found(said("tetangga", 2, 1), Pattern.WITNESS, witness_span_m=9_000, witness_share=0.9)
    assert found(said("rt", 2, 4), Pattern.WITNESS)
    assert not found(said("rt", 2, 1), Pattern.WITNESS)


def test_one_payer_alone_at_work_on_a_sunday_is_doubted() -> None:
    scene = office()
    sunday = scene.days[0].day.replace(day=22)
    alone = replace(scene, days=(replace(scene.days[0], day=sunday),), earlier=scene.days[1:])
    assert found(alone, Pattern.HOLIDAY)
    assert not found(alone, Pattern.HOLIDAY, rest_weekdays=[])
