"""Each kind of doubt is found in a hand-made fraud, and not in the honest day that looks like it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.oversight.rules.patterns.ground import far_m, surely_far_m
from amanah.oversight.rules.patterns.look import look
from amanah.oversight.rules.patterns.types import (
    Alike,
    Call,
    Complaint,
    FaceAlike,
    Pattern,
    Scene,
    Spot,
)  # fmt: skip
from tests.oversight.scenes import MORNING, bent, found, kinds, office, only, spot


@given(st.integers(1, 400))
@settings(max_examples=15, deadline=None)
def test_an_honest_office_is_not_doubted(seed: int) -> None:
    assert kinds(office(seed=seed)) == set()


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_payers_changes_nothing(chance: random.Random) -> None:
    scene = bent(office(calls=10), lambda i, one: replace(one, spot=spot(0, 0, spread_m=0)))
    days = list(scene.days)
    chance.shuffle(days)
    assert look(scene) == look(replace(scene, days=tuple(days)))


def test_every_flag_says_its_numbers_in_both_languages_and_names_its_version() -> None:
    flag = only(bent(office(), lambda i, one: replace(one, spot=spot(0, 0, spread_m=0))), Pattern.PERFECT_FIXES)
    assert "20 dari 20" in flag.why.id
    assert "20 of 20" in flag.why.en
    assert flag.version == "2026.1"


def test_a_mark_nobody_reaches_is_a_teleport() -> None:
    def far(i: int, one: Call) -> Call:
        return replace(one, spot=spot(30_000, 30_000)) if i == 9 else one

    scene = bent(office(), far)
    assert only(scene, Pattern.TELEPORT).visits == (scene.days[0].calls[9].visit,)


def test_a_far_mark_that_is_only_poor_is_no_teleport() -> None:
    def poor(i: int, one: Call) -> Call:
        return replace(one, spot=replace(spot(900, 600), accuracy_m=1_500.0)) if i == 9 else one

    assert not found(bent(office(), poor), Pattern.TELEPORT)


def copied(i: int, one: Call) -> Call:
    return replace(one, spot=spot(2_000, 7)) if i in (1, 11) else one


def test_one_point_to_the_last_decimal_for_two_families_is_copied() -> None:
    assert len(only(bent(office(), copied), Pattern.COPIED_PLACE).visits) == 2


def test_the_last_fix_repeated_at_the_next_door_of_a_compound_is_not_copied() -> None:
    def compound(i: int, one: Call) -> Call:
        here, at = spot(2_080, 7), MORNING + timedelta(minutes=2 * i)
        return replace(one, spot=here, home=here, started_at=at, ended_at=at) if i in (1, 2) else one

    assert not found(bent(office(), compound), Pattern.COPIED_PLACE)
    assert found(bent(office(), compound), Pattern.COPIED_PLACE, copied_apart_s=60)


def test_a_towns_middle_typed_by_hand_is_not_copied() -> None:
    def middle(i: int, one: Call) -> Call:
        return replace(one, spot=Spot(-8.65, 115.21, 90)) if i in (1, 11) else one

    assert not found(bent(office(), middle), Pattern.COPIED_PLACE)


def still(share: int) -> Scene:
    return bent(
        office(), lambda i, one: replace(one, spot=replace(one.spot, spread_m=0.0)) if i < share and one.spot else one
    )


def test_many_bursts_without_jitter_are_too_perfect_and_one_is_not() -> None:
    assert len(only(still(6), Pattern.PERFECT_FIXES).visits) == 6
    assert not found(still(2), Pattern.PERFECT_FIXES)
    assert not found(still(6), Pattern.PERFECT_FIXES, perfect_honest_share=0.3)


def camped(i: int, one: Call) -> Call:
    return replace(one, spot=spot(2_000 + i * 0.7, 300 + i * 0.9)) if i < 8 else one


def test_many_paid_at_one_spot_with_homes_elsewhere_is_camping() -> None:
    flag = only(bent(office(), camped), Pattern.CAMPING)
    assert len(flag.visits) == 8
    assert "8 dari 20" in flag.why.id


def test_a_compound_a_counter_and_a_point_that_others_use_too_are_no_camps() -> None:
    compound = bent(
        office(), lambda i, one: replace(one, spot=spot(2_000 + i, 0), home=spot(2_000, i)) if i < 8 else one
    )
    counter = replace(bent(office(), camped), points=(spot(2_000, 300),))
    shared = bent(bent(office(), camped), camped, payer=2)
    assert not any(found(scene, Pattern.CAMPING) for scene in (compound, counter, shared))


def test_families_of_no_known_home_paid_at_somebody_elses_house_are_a_camp() -> None:
    scene = bent(office(), lambda i, one: replace(camped(i, one), home=None))
    homes = {family: home for family, home in scene.homes.items() if family.int > 20_000}
    other = UUID(int=9)
    assert only(replace(scene, homes={**homes, other: spot(2_003, 303)}), Pattern.CAMPING)
    assert not found(replace(scene, homes=homes), Pattern.CAMPING)


def test_marks_that_move_as_far_as_the_next_family_are_invented() -> None:
    def moved(i: int, one: Call) -> Call:
        return replace(one, before=spot(2_000 + 80 * i, 400 + 10 * i))

    assert only(bent(office(), moved), Pattern.DISTANCE_RATIO).numbers["again"] == 20


def test_marks_that_gather_by_family_or_lie_in_a_wide_country_are_true() -> None:
    near = bent(office(), lambda i, one: replace(one, before=spot(2_000 + 80 * i, 25)))
    wide = bent(
        office(),
        lambda i, one: replace(
            one, spot=spot(4_000 * i, 0), before=spot(4_000 * i, 150), started_at=MORNING + i * timedelta(hours=1)
        ),
    )  # fmt: skip
    assert not found(near, Pattern.DISTANCE_RATIO)
    assert not found(wide, Pattern.DISTANCE_RATIO)


def test_one_photo_of_two_families_is_doubted_and_two_of_one_family_are_not() -> None:
    def same(i: int, one: Call) -> Call:
        return replace(one, photos=(("house", "a" * 64),)) if i in (2, 3) else one

    scene = bent(office(), same)
    own = bent(scene, lambda i, one: replace(one, family=UUID(int=7)))
    assert len(only(scene, Pattern.SAME_PHOTO).visits) == 2
    assert not found(own, Pattern.SAME_PHOTO)


def paired(kind: str, *, apart_m: float = 160) -> Scene:
    scene = bent(office(), lambda i, one: replace(one, home=spot(apart_m if i == 3 else 0, 0)) if i in (2, 3) else one)
    two = scene.days[0].calls[2:4]
    return replace(scene, photos=(Alike(two[0].visit, two[1].visit, kind, 0.99),))  # type: ignore[arg-type]  # a table of words


def test_a_near_copy_and_one_house_are_doubted_of_families_apart_and_not_at_a_shared_gate() -> None:
    assert len(only(paired("near_copy", apart_m=70), Pattern.NEAR_COPY).visits) == 2
    assert not found(paired("near_copy", apart_m=50), Pattern.NEAR_COPY)
    assert len(only(paired("same_house"), Pattern.SAME_HOUSE).visits) == 2
    assert not found(paired("same_house", apart_m=30), Pattern.SAME_HOUSE)  # a compound's gate


def test_who_was_shown_at_the_gate_they_share_is_at_home_and_who_lives_elsewhere_is_doubted() -> None:
    apart = {2: 0.0, 3: 9.0, 4: 300.0}  # two brothers behind one gate, and a family 300 m off
    scene = bent(office(), lambda i, one: replace(one, home=spot(apart[i], 0)) if i in apart else one)
    a, b, c = (call.visit for call in scene.days[0].calls[2:5])
    shown = replace(scene, photos=(Alike(a, c, "same_house", 120), Alike(b, c, "same_house", 110)))
    assert only(shown, Pattern.SAME_HOUSE).visits == (c,)


def test_faces_found_already_weigh_on_the_payer_who_met_them() -> None:
    scene = office()
    met = scene.days[0].calls[0].family
    shared, staff = FaceAlike(met, UUID(int=77), 0.8), FaceAlike(met, None, 0.8)
    assert only(replace(scene, faces=(shared,)), Pattern.SAME_FACE).numbers["likeness"] == 0.8
    assert not found(replace(scene, faces=(shared,)), Pattern.STAFF_FACE)
    assert only(replace(scene, faces=(staff,)), Pattern.STAFF_FACE)


def test_a_clock_set_back_an_end_before_its_start_and_an_end_to_come_are_games() -> None:
    hours = timedelta(hours=3)

    def set_back(i: int, one: Call) -> Call:
        return replace(one, started_at=one.started_at - hours, ended_at=one.ended_at - hours) if i >= 10 else one

    back = bent(office(), set_back)
    for_a_while = bent(office(), lambda i, one: set_back(i, one) if i < 14 else one)
    assert len(only(for_a_while, Pattern.CLOCK).visits) == 4  # until it has caught up
    first = bent(
        office(), lambda i, one: replace(one, ended_at=one.started_at - timedelta(minutes=5)) if i == 3 else one
    )
    ahead = bent(
        office(), lambda i, one: replace(one, received_at=one.ended_at - timedelta(hours=1)) if i == 3 else one
    )
    assert only(back, Pattern.CLOCK).numbers["back"] == 10
    assert only(first, Pattern.CLOCK).numbers["ends_first"] == 1
    assert only(ahead, Pattern.CLOCK).numbers["ahead"] == 1


def test_a_counter_that_slept_an_app_begun_anew_and_a_late_arrival_are_honest() -> None:
    slept = bent(office(), lambda i, one: replace(one, started_ms=one.started_ms // 3, ended_ms=one.ended_ms // 3))
    anew = bent(office(), lambda i, one: replace(one, started_ms=1_000 + i, ended_ms=2_000 + i) if i >= 10 else one)
    late = bent(office(), lambda i, one: replace(one, received_at=one.ended_at + timedelta(days=9)))
    assert not any(found(scene, Pattern.CLOCK) for scene in (slept, anew, late))


def test_families_that_got_less_than_their_letter_are_heard() -> None:
    scene = office()
    less = Complaint(scene.days[0].calls[0].visit, due=600_000, received=550_000)
    assert "Rp50.000" in only(replace(scene, complaints=(less,)), Pattern.SHORT_PAID).why.id
    assert not found(replace(scene, complaints=(replace(less, received=600_000),)), Pattern.SHORT_PAID)


def test_a_version_that_never_was_is_not_invented() -> None:
    from amanah.oversight.rules.patterns.limits import limits

    with pytest.raises(FileNotFoundError):
        limits("1999.1")


def test_a_told_accuracy_holds_two_thirds_so_far_apart_is_only_what_both_95_percent_radii_leave() -> None:
    one, other = Spot(-8.65, 115.2, 20.0), Spot(-8.65, 115.201, 10.0)
    assert far_m(one, other) - surely_far_m(one, other) == pytest.approx(1.62 * 30)
