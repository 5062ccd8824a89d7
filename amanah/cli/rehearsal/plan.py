"""What will happen at each door, drawn from a seed: the honest visit mostly, and each trouble at least sometimes.

Pure: doors and a random number generator in, plans out. What is planted is told apart from what the house finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians
from random import Random
from typing import Any
from uuid import UUID


class Planted(StrEnum):
    """One kind of door."""

    HONEST = "honest"
    FACE_BETWEEN = "face_between"  # the phone is unsure; a witness helps
    FACE_OTHER = "face_other"  # somebody else; a witness vouches
    LIKENESS_LIE = "likeness_lie"  # the phone claims a match, the photo shows somebody else
    FAR_FROM_HOME = "far_from_home"
    OUTSIDE_VILLAGE = "outside_village"
    POOR_ACCURACY = "poor_accuracy"
    NO_HOUSE_PHOTO = "no_house_photo"
    VOIDED = "voided"
    NOT_HOME = "not_home"
    FAILED = "failed"


SHARES: tuple[tuple[Planted, float], ...] = (
    (Planted.HONEST, 0.70),
    (Planted.FACE_BETWEEN, 0.04),
    (Planted.FACE_OTHER, 0.02),
    (Planted.LIKENESS_LIE, 0.02),
    (Planted.FAR_FROM_HOME, 0.03),
    (Planted.OUTSIDE_VILLAGE, 0.02),
    (Planted.POOR_ACCURACY, 0.03),
    (Planted.NO_HOUSE_PHOTO, 0.02),
    (Planted.VOIDED, 0.02),
    (Planted.NOT_HOME, 0.06),
    (Planted.FAILED, 0.04),
)
FAILURES = ("moved", "died", "one_person_card_died", "says_able", "refuses", "address_unknown", "in_hospital")
METRES_A_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371,009 m
WITNESS = {
    "way": "witness",
    "note": "KTP tertinggal di rumah anak; kantor tidak terhubung",
    "witness": {"name": "I Ketut Lingga", "role": "kepala_lingkungan"},
}


@dataclass(frozen=True, slots=True)
class Faces:
    """What photos a door has: a field photo of the right person and of another, with their true likeness."""

    right: str
    right_likeness: float
    between: str | None  # a photo of the right person whose likeness really lies between the bands, if there is one
    between_likeness: float
    other: str
    other_likeness: float


@dataclass(frozen=True, slots=True)
class Door:
    """One family as a payer finds it. `at` is its home if known, else the middle of its village."""

    family: UUID
    at: tuple[float, float]
    home_known: bool
    faces: Faces | None  # None: no reference yet, the first visit enrols
    ktp: str
    first_face: str
    house: str


def plan_door(door: Door, kind: Planted, rng: Random) -> dict[str, Any]:
    """The visit in the driver's own words."""
    plan = _honest(door, rng)
    if kind in (Planted.NOT_HOME, Planted.FAILED):
        return _failed(plan, kind, rng)
    if kind is Planted.FAR_FROM_HOME and door.home_known:
        plan["place"] = _fix(door.at, rng, away_m=rng.uniform(180, 300))
    elif kind is Planted.OUTSIDE_VILLAGE:
        plan["place"] = _fix(door.at, rng, away_m=rng.uniform(9_000, 12_000))
    elif kind is Planted.POOR_ACCURACY:
        plan["place"]["accuracy_m"] = round(rng.uniform(120, 400), 1)
    elif kind is Planted.NO_HOUSE_PHOTO:
        del plan["photos"]["house"]
    elif kind is Planted.VOIDED:
        plan["ending"] = "voided"
    elif door.faces is not None:
        _turn_face(plan, door.faces, kind)
    return plan


def draw_kinds(count: int, rng: Random) -> list[Planted]:
    """A kind for each door: every kind once while there are doors enough, the rest by SHARES."""
    first = list(Planted)[: count // 4]
    kinds, weights = zip(*SHARES, strict=True)
    drawn = [*first, *rng.choices(kinds, weights, k=count - len(first))]
    rng.shuffle(drawn)
    return drawn


def plan_doors(doors: Sequence[Door], rng: Random) -> list[tuple[Planted, dict[str, Any]]]:
    return [(kind, plan_door(door, kind, rng)) for door, kind in zip(doors, draw_kinds(len(doors), rng), strict=True)]


def _honest(door: Door, rng: Random) -> dict[str, Any]:
    known = door.faces
    return {
        "family": str(door.family),
        "ending": "paid",
        "how": rng.choice(("letter", "list")),
        "place": _fix(door.at, rng, away_m=abs(rng.gauss(0, 6))),
        "face": _face(known.right_likeness if known else None, known is not None),
        "other_way": None if known is None or known.right_likeness >= SAME_ABOVE else WITNESS,
        "photos": {
            "face": known.right if known else door.first_face,
            "house": door.house,
            **({} if known else {"ktp": door.ktp}),
        },
        "hazard": {"kind": "dog", "note": "panggil dari gerbang"} if rng.random() < 0.05 else None,
    }


SAME_ABOVE, DIFFERENT_BELOW = 0.40, 0.25  # the phone's model's own (its manifest); the house judges by its policy


def _face(likeness: float | None, has_reference: bool) -> dict[str, Any]:
    return {
        "likeness": likeness,
        "band": _band(likeness),
        "reference": has_reference,
        "attempts": 1,
        "live": 0.9,
        "quality": 78,
        "challenge": {"asked": "left", "passed": True, "ms": 1400},
    }


def _band(likeness: float | None) -> str:
    if likeness is None:
        return "none"
    if likeness >= SAME_ABOVE:
        return "same"
    return "different" if likeness < DIFFERENT_BELOW else "between"


def _turn_face(plan: dict[str, Any], faces: Faces, kind: Planted) -> None:
    if kind is Planted.FACE_BETWEEN and faces.between is not None:
        plan["face"], plan["photos"]["face"] = _face(faces.between_likeness, True), faces.between
        plan["other_way"] = WITNESS
    elif kind is Planted.FACE_OTHER:
        plan["face"], plan["photos"]["face"] = _face(faces.other_likeness, True), faces.other
        plan["other_way"] = WITNESS
    elif kind is Planted.LIKENESS_LIE:
        plan["face"], plan["photos"]["face"] = _face(0.78, True), faces.other
        plan["other_way"] = None


def _failed(plan: dict[str, Any], kind: Planted, rng: Random) -> dict[str, Any]:
    reason = "not_home" if kind is Planted.NOT_HOME else rng.choice(FAILURES)
    return {
        **plan,
        "ending": "failed",
        "reason": reason,
        "note": "surat ditinggal" if reason == "not_home" else "menurut kelian banjar",
        "next": "again" if reason == "not_home" else "return",
        "photos": {"house": plan["photos"]["house"]},
    }


def _fix(at: tuple[float, float], rng: Random, *, away_m: float) -> dict[str, Any]:
    """A place `away_m` metres east of `at`, as a phone tells it."""
    lat, lng = at
    return {
        "lat": round(lat, 6),
        "lng": round(lng + away_m / (METRES_A_DEGREE * cos(radians(lat))), 6),
        "accuracy_m": round(rng.uniform(4, 18), 1),
        "spread_m": round(rng.uniform(1, 8), 1),
        "fixes": 5,
    }
