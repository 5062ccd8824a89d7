"""Quality falls with what spoils a photo, and the advice names it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from amanah.faces import queries
from amanah.faces.types import Advice, Quality
from bench import spoiling

from .conftest import Found, Photo


def judged(image: np.ndarray) -> Quality:
    face = queries.find(image)
    assert face is not None
    return queries.quality(image, face)


def test_an_id_photo_is_good(photo: Photo) -> None:
    quality = judged(photo("2163_0"))
    assert min(quality.size, quality.sharpness, quality.brightness, quality.contrast, quality.pose) >= 90
    assert quality.advice is None


def test_blur_asks_to_hold_still(photo: Photo) -> None:
    assert judged(cv2.GaussianBlur(photo("2163_1"), (0, 0), 5)).advice == Advice.HOLD_STILL


def test_darkness_asks_for_light(photo: Photo) -> None:
    assert judged((photo("2163_0") * 0.15).astype(np.uint8)).advice == Advice.MORE_LIGHT


def test_a_burnt_out_photo_asks_for_shade(photo: Photo) -> None:
    burnt = np.clip(photo("0390_0").astype(np.float32) + 110, 0, 255).astype(np.uint8)
    assert judged(burnt).advice == Advice.LESS_LIGHT


@pytest.mark.parametrize("cloth", ["blue", "black"])
def test_a_mask_asks_to_take_it_off(photo: Photo, face: Found, cloth: str) -> None:
    covered = spoiling.masked(photo("2163_0"), face("2163_0").points, cloth, np.random.default_rng(1))
    assert judged(covered).advice == Advice.MASK


def test_a_face_far_away_asks_to_come_closer(photo: Photo) -> None:
    small = cv2.resize(photo("2163_0"), (110, 110), interpolation=cv2.INTER_AREA)
    assert judged(small).size < 20
    assert judged(small).advice == Advice.CLOSER


def test_a_face_cut_by_the_edge_asks_for_the_middle(photo: Photo, face: Found) -> None:
    box = face("2078_0").box
    cut = photo("2078_0")[:, : int(box.left + box.width * 0.72)].copy()
    assert judged(cut).margins < 40


@pytest.mark.parametrize("advice", Advice)
def test_every_advice_has_its_sentences(advice: Advice) -> None:
    said = queries.advice(advice)
    assert said.id.endswith(".")
    assert said.en.endswith(".")


def test_a_doubled_blur_never_scores_better(photo: Photo) -> None:
    sharpness = [judged(cv2.GaussianBlur(photo("0390_1"), (0, 0), s)).sharpness for s in (0.5, 1, 2, 4)]
    assert sharpness == sorted(sharpness, reverse=True)


def test_liveness_is_a_number_or_unknown(photo: Photo, face: Found) -> None:
    alive = queries.live(photo("2163_0"), face("2163_0"))
    assert alive is not None
    assert 0 <= alive <= 1
    tiny = cv2.resize(photo("2163_0"), (80, 80), interpolation=cv2.INTER_AREA).astype(np.uint8)
    found = queries.find(tiny)
    assert found is not None
    assert queries.live(tiny, found) is None
