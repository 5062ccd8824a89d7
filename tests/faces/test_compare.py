"""The same person comes near, strangers stay apart, and templates of two models never meet."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.faces import manifests, queries
from amanah.faces.types import Band, Profile, Template
from amanah.values.problem import Problem

from .conftest import PEOPLE, SOME, Found, Known, Photo

# Drawn faces are more alike than real ones; these four are strangers to the models too.
STRANGERS = ("1324", "2078", "2163", "1882")
HOUSE = queries.model_version()
LENGTH = manifests.manifest().length(HOUSE)
SAME_ABOVE = queries.default_thresholds(HOUSE).same_above


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=LENGTH).astype(np.float32)
    return vector / np.linalg.norm(vector)


def test_a_person_is_known_again_in_field_photos(template: Known) -> None:
    for name in SOME:
        for number in (1, 2, 3):
            assert queries.compare(template(f"{name}_0"), template(f"{name}_{number}")).score >= SAME_ABOVE


def test_strangers_stay_apart(template: Known) -> None:
    for a in STRANGERS:
        for b in STRANGERS:
            if a != b:
                assert queries.compare(template(f"{a}_0"), template(f"{b}_2")).score < SAME_ABOVE


@pytest.mark.slow
def test_all_the_demonstration_people_are_themselves_and_nobody_else() -> None:
    with (PEOPLE / "people.csv").open() as people:
        names = [row["seed"] for row in csv.DictReader(people)]
    photos = [f"{name}_{number}" for name in names for number in (0, 1, 2, 3)]
    vectors = np.array([_vector(PEOPLE / f"{photo}.jpg") for photo in photos])
    phones = np.array([queries.for_phone(Template(vector, HOUSE)).vector for vector in vectors])
    for known, model in ((vectors, HOUSE), (phones, queries.model_version(Profile.PHONE))):
        # from the ID photo of each to the field photos of each
        scores = (known @ known.T).reshape(len(names), 4, len(names), 4)[:, 0, :, 1:]
        own = np.array([scores[i, i] for i in range(len(names))])
        assert own.min() >= queries.default_thresholds(model).same_above
        assert (scores.argmax(axis=0) == np.arange(len(names))[:, None]).all()


def _vector(path: Path) -> np.ndarray:
    image = queries.read_image(path.read_bytes())
    face = queries.find(image)
    assert face is not None, path.name
    return queries.embed(image, face).vector


def test_the_bands_meet_at_the_thresholds() -> None:
    a = Template(np.eye(LENGTH, dtype=np.float32)[0], "v1")
    for score, band in ((0.46, Band.SAME), (0.44, Band.BETWEEN), (0.31, Band.BETWEEN), (0.29, Band.DIFFERENT)):
        other = np.zeros(LENGTH, np.float32)
        other[:2] = score, (1 - score**2) ** 0.5
        assert queries.compare(a, Template(other, "v1"), same_above=0.45, different_below=0.30).band == band


def test_two_models_are_never_compared() -> None:
    with pytest.raises(Problem) as caught:
        queries.compare(Template(unit(1), "fr_feature-1"), Template(unit(1), "other-2"))
    assert caught.value.code == "face_models_differ"


@given(st.integers(0, 10_000))
def test_a_template_survives_its_bytes(seed: int) -> None:
    before = Template(unit(seed), HOUSE)
    assert len(before.to_bytes()) == 2 * LENGTH
    after = Template.from_bytes(before.to_bytes(), HOUSE)
    assert queries.compare(before, after).score > 0.99999


def test_the_house_holds_what_the_phone_would_have_made(photo: Photo, face: Found) -> None:
    for name in ("0052_1", "2163_3"):
        image, seen = photo(name), face(name)
        own = queries.embed(image, seen, profile=Profile.PHONE)
        held = Template.from_bytes(queries.embed(image, seen).to_bytes(), HOUSE)
        assert queries.compare(queries.for_phone(held), own).score > 0.9999


def test_what_the_house_says_of_two_is_the_weighted_mean_of_its_parts(photo: Photo, face: Found) -> None:
    one, other = (queries.embed(photo(name), face(name)) for name in ("0052_1", "2163_3"))
    phone = queries.compare(queries.for_phone(one), queries.for_phone(other)).score
    first, second = manifests.manifest().profiles[Profile.SERVER].parts
    start = manifests.manifest().recognisers[first.recogniser].length
    rest = [vector[start:] / np.linalg.norm(vector[start:]) for vector in (one.vector, other.vector)]
    mean = first.weight * phone + second.weight * float(rest[0] @ rest[1])
    assert queries.compare(one, other).score == pytest.approx(mean, abs=1e-5)


def test_a_stranger_models_template_isnt_for_the_phone() -> None:
    with pytest.raises(ValueError, match="fr_feature-1"):
        queries.for_phone(Template(unit(1), "fr_feature-1"))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_comparing_doesnt_care_who_comes_first(one: int, other: int) -> None:
    a, b = Template(unit(one), "v1"), Template(unit(other), "v1")
    assert queries.compare(a, b) == queries.compare(b, a)
    assert -1 <= queries.compare(a, b).score <= 1


@pytest.mark.parametrize(
    "data", [b"", bytes(2 * LENGTH), random.Random(1).randbytes(2 * LENGTH - 1), b"\xff" * 2 * LENGTH]
)
def test_bytes_that_are_no_template_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="template"):
        Template.from_bytes(data, HOUSE)


def test_a_template_of_a_model_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="fr_feature-1"):
        Template.from_bytes(bytes(1024), "fr_feature-1")
