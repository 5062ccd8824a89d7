"""From measures to 0-100: the parts, the advice, and a total that foretells a miss."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.faces import grading
from amanah.faces.grading import Measures
from amanah.faces.manifests import manifest
from amanah.faces.types import Advice, Profile
from contract.vectors import quality as written

from .conftest import ROOT

GOOD = Measures(
    eyes_px=60, laplacian=200, mean=120, deviation=40, uniformity=0.8, edge=0.5, turned=0.05, openness=0.3,
    chroma=3, lips=1, score=0.999, others=0,
)  # fmt: skip
VECTORS: list[dict[str, Any]] = json.loads((ROOT / "contract/vectors/quality.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("change", "part", "advice"),
    [
        ({"eyes_px": 14}, "size", Advice.CLOSER),
        ({"laplacian": 12}, "sharpness", Advice.HOLD_STILL),
        ({"mean": 30}, "brightness", Advice.MORE_LIGHT),
        ({"mean": 240}, "brightness", Advice.LESS_LIGHT),
        ({"deviation": 5}, "contrast", Advice.MORE_LIGHT),
        ({"uniformity": 0.1}, "evenness", Advice.EVEN_LIGHT),
        ({"edge": 0.05}, "margins", Advice.CENTRE),
        ({"turned": 0.7}, "pose", Advice.LOOK_AHEAD),
        ({"others": 1}, "single", Advice.ONE_FACE),
        ({"openness": 0.11}, "eyes", Advice.OPEN_EYES),
        ({"chroma": 20, "lips": 0.1}, "uncovered", Advice.MASK),
    ],
)
def test_the_weakest_part_names_what_to_do(change: dict[str, float], part: str, advice: Advice) -> None:
    quality = grading.grade(replace(GOOD, **change), None)  # type: ignore[arg-type]  # floats and a whole number
    assert asdict(quality)[part] < grading.GOOD_ENOUGH
    assert quality.advice == advice


def test_a_good_photo_has_no_advice() -> None:
    assert grading.grade(GOOD, None).advice is None


def test_a_blurred_photo_shows_no_mask_for_certain() -> None:
    assert grading.grade(replace(GOOD, laplacian=20, chroma=20, lips=0), None).advice == Advice.HOLD_STILL


@given(st.floats(0, 60), st.floats(0, 60))
def test_a_stronger_answer_never_lowers_the_total(one: float, other: float) -> None:
    weaker, stronger = sorted((one, other))
    assert grading.total(GOOD, weaker) <= grading.total(GOOD, stronger)


@given(st.floats(0, 1), st.floats(0, 5_000), st.floats(0, 120), st.floats(-3, 3), st.none() | st.floats(0, 100))
def test_the_total_is_always_a_whole_number_of_0_to_100(
    score: float, laplacian: float, deviation: float, edge: float, strength: float | None
) -> None:
    total = grading.total(replace(GOOD, score=score, laplacian=laplacian, deviation=deviation, edge=edge), strength)
    assert 0 <= total <= 100
    assert isinstance(total, int)


def test_the_total_was_fitted_for_the_recogniser_in_use() -> None:
    """Another recogniser's strength has another scale: run bench/quality.py and set the weights anew."""
    assert manifest().profiles[Profile.PHONE].version == grading.FITTED_FOR


@pytest.mark.parametrize("case", written.CASES, ids=lambda case: case[0])
def test_the_vectors_are_what_the_house_says(case: Any) -> None:
    said = next(vector for vector in VECTORS if vector["name"] == case[0])
    again = written.said_of(written.person(), case)
    for part, value in again["quality"].items():
        assert value == said["quality"][part] or abs(value - said["quality"][part]) <= 1, part
