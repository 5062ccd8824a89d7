"""What a rehearsal plants is drawn from its seed, and says what it means."""

from __future__ import annotations

from random import Random
from uuid import UUID

from amanah.cli.rehearsal.plan import (
    DIFFERENT_BELOW,
    SAME_ABOVE,
    Door,
    Faces,
    Planted,
    draw_kinds,
    plan_door,
    plan_doors,
)
from amanah.faces import queries as faces
from amanah.faces.types import Profile
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix

FACES = Faces("right.jpg", 0.71, "between.jpg", 0.37, "other.jpg", 0.12)
HOME = (-8.65, 115.22)


def door(*, faces: Faces | None = FACES, number: int = 1) -> Door:
    return Door(UUID(int=number), HOME, True, faces, "ktp.jpg", "first.jpg", "house.jpg")


def far_m(plan: dict) -> float:  # type: ignore[type-arg]  # the driver's words are plain JSON
    place = plan["place"]
    return distance_m(Fix(place["lat"], place["lng"]), Fix(*HOME))


def test_a_plan_s_bands_are_those_of_the_phone_s_model() -> None:
    own = faces.default_thresholds(faces.model_version(Profile.PHONE))
    assert (own.same_above, own.different_below) == (SAME_ABOVE, DIFFERENT_BELOW)


def test_the_same_seed_plans_the_same_day() -> None:
    doors = [door(number=n) for n in range(40)]
    assert plan_doors(doors, Random(11)) == plan_doors(doors, Random(11))
    assert plan_doors(doors, Random(11)) != plan_doors(doors, Random(12))


def test_every_kind_of_door_happens_in_a_round_of_fifty() -> None:
    assert set(draw_kinds(50, Random(1))) == set(Planted)


def test_an_honest_visit_is_at_home_with_the_right_face() -> None:
    plan = plan_door(door(), Planted.HONEST, Random(1))
    assert far_m(plan) < 50
    assert (plan["ending"], plan["face"]["band"], plan["other_way"]) == ("paid", "same", None)


def test_a_first_visit_photographs_the_ktp_and_compares_nothing() -> None:
    plan = plan_door(door(faces=None), Planted.HONEST, Random(1))
    assert plan["photos"]["ktp"] == "ktp.jpg"
    assert plan["face"]["likeness"] is None


def test_somebody_else_is_paid_only_with_a_witness() -> None:
    plan = plan_door(door(), Planted.FACE_OTHER, Random(1))
    assert (plan["face"]["band"], plan["photos"]["face"]) == ("different", "other.jpg")
    assert plan["other_way"]["way"] == "witness"


def test_a_lie_claims_a_match_and_shows_another_photo() -> None:
    plan = plan_door(door(), Planted.LIKENESS_LIE, Random(1))
    assert plan["face"]["band"] == "same"
    assert plan["photos"]["face"] == "other.jpg"


def test_places_are_as_far_as_they_are_called() -> None:
    assert far_m(plan_door(door(), Planted.FAR_FROM_HOME, Random(1))) > 150
    assert far_m(plan_door(door(), Planted.OUTSIDE_VILLAGE, Random(1))) > 8_900
    assert plan_door(door(), Planted.POOR_ACCURACY, Random(1))["place"]["accuracy_m"] >= 120


def test_a_failed_visit_carries_a_reason_and_no_face() -> None:
    plan = plan_door(door(), Planted.NOT_HOME, Random(1))
    assert (plan["ending"], plan["reason"], plan["next"]) == ("failed", "not_home", "again")
    assert set(plan["photos"]) == {"house"}
