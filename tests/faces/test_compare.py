"""The same person comes near, strangers stay apart, and templates of two models never meet."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.faces import queries
from amanah.faces.types import Band, Template
from amanah.values.problem import Problem

from .conftest import PEOPLE, SOME, Known


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=512).astype(np.float32)
    return vector / np.linalg.norm(vector)


def test_a_person_is_known_again_in_field_photos(template: Known) -> None:
    for name in SOME:
        for number in (1, 2, 3):
            assert queries.compare(template(f"{name}_0"), template(f"{name}_{number}")).score >= 0.46


def test_strangers_stay_apart(template: Known) -> None:
    for a in SOME:
        for b in SOME:
            if a != b:
                assert queries.compare(template(f"{a}_0"), template(f"{b}_2")).score < 0.50


@pytest.mark.slow
def test_all_the_demonstration_people_are_themselves_and_nobody_else() -> None:
    with (PEOPLE / "people.csv").open() as people:
        names = [row["seed"] for row in csv.DictReader(people)]
    photos = [f"{name}_{number}" for name in names for number in (0, 1, 2, 3)]
    vectors = np.array([_vector(PEOPLE / f"{photo}.jpg") for photo in photos])
    scores = (vectors @ vectors.T).reshape(len(names), 4, len(names), 4)
    own = np.array([scores[i, 0, i] for i in range(len(names))])
    for i in range(len(names)):
        scores[i, :, i, :] = -1
    assert own.min() >= 0.46
    assert scores.max() < 0.50


def _vector(path: Path) -> np.ndarray:
    image = queries.read_image(path.read_bytes())
    face = queries.find(image)
    assert face is not None, path.name
    return queries.embed(image, face).vector


def test_the_bands_meet_at_the_thresholds() -> None:
    a = Template(np.eye(512, dtype=np.float32)[0], "v1")
    for score, band in ((0.46, Band.SAME), (0.44, Band.BETWEEN), (0.31, Band.BETWEEN), (0.29, Band.DIFFERENT)):
        other = np.zeros(512, np.float32)
        other[:2] = score, (1 - score**2) ** 0.5
        assert queries.compare(a, Template(other, "v1"), same_above=0.45, different_below=0.30).band == band


def test_two_models_are_never_compared() -> None:
    with pytest.raises(Problem) as caught:
        queries.compare(Template(unit(1), "fr_feature-1"), Template(unit(1), "other-2"))
    assert caught.value.code == "face_models_differ"


@given(st.integers(0, 10_000))
def test_a_template_survives_its_1024_bytes(seed: int) -> None:
    before = Template(unit(seed), "v1")
    assert len(before.to_bytes()) == 1024
    after = Template.from_bytes(before.to_bytes(), "v1")
    assert queries.compare(before, after).score > 0.99999


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_comparing_doesnt_care_who_comes_first(one: int, other: int) -> None:
    a, b = Template(unit(one), "v1"), Template(unit(other), "v1")
    assert queries.compare(a, b) == queries.compare(b, a)
    assert -1 <= queries.compare(a, b).score <= 1


@pytest.mark.parametrize("data", [b"", bytes(1024), random.Random(1).randbytes(1023), b"\xff" * 1024])
def test_bytes_that_are_no_template_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="template"):
        Template.from_bytes(data, "v1")
