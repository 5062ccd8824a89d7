"""The portrait on a photographed identity card: found, turned flat, and like the photo it was printed from."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from django.conf import settings

from amanah.cli.demo_cards import draw_ktp
from amanah.faces import cards, queries
from amanah.faces.types import Image
from bench.ktp import photographed

PEOPLE = Path(settings.REPO) / "demo" / "people"
PHOTO = (PEOPLE / "0056_0.jpg").read_bytes()
needs_models = pytest.mark.skipif(
    not (Path(settings.AMANAH_MODELS_DIR) / "fr_detect.onnx").exists(), reason="the face models aren't fetched"
)


@pytest.fixture(scope="module")
def table() -> Image:
    return queries.read_image(draw_ktp(PHOTO, name="Nama Contoh", nik_masked="5171••••••••0001", seed=3))


def test_nine_cards_of_ten_are_found_where_they_lie() -> None:
    """The worn, tilted and glaring cards of the benchmark, on tables of any colour."""
    assert sum(_is_found(seed) for seed in range(20)) >= 18


def _is_found(seed: int) -> bool:
    jpeg, true = photographed(PHOTO, seed=seed)
    found = cards.cards(queries.read_image(jpeg))
    wide = np.linalg.norm(true[1] - true[0])
    off = [np.linalg.norm(np.roll(each, turn, axis=0) - true, axis=1).max() for each in found for turn in range(4)]
    return bool(min(off, default=np.inf) < 0.03 * wide)


def test_a_card_turned_flat_has_a_cards_shape(table: Image) -> None:
    flat = cards.flatten(table, cards.cards(table)[0])
    rows, columns = flat.shape[:2]
    assert columns / rows == pytest.approx(cards.ASPECT, rel=0.01)


@needs_models
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_portrait_is_found_whichever_way_the_card_lies(table: Image, turns: int) -> None:
    seen = queries.card_portrait(np.ascontiguousarray(np.rot90(table, turns)))
    assert seen is not None
    flat, face = seen
    assert 0.6 * flat.shape[1] < (face.box.left + face.box.right) / 2
    whole = queries.read_image(PHOTO)
    owner = queries.find(whole)
    assert owner is not None
    assert queries.compare(queries.embed(flat, face), queries.embed(whole, owner)).score > 0.6


@needs_models
@pytest.mark.parametrize("person", ["0056", "2078", "2163", "0390"])
@pytest.mark.parametrize("photo", [0, 1, 2, 3])
def test_without_a_card_it_is_still_the_photos_own_face(person: str, photo: int) -> None:
    """Whatever else in the photo has four corners."""
    image = queries.read_image((PEOPLE / f"{person}_{photo}.jpg").read_bytes())
    own, seen = queries.find(image), queries.card_portrait(image)
    assert own is not None
    assert seen is not None
    assert queries.compare(queries.embed(image, own), queries.embed(*seen)).score > 0.6


@needs_models
@pytest.mark.parametrize("picture", ["grey", "noise", "sheet"])
def test_where_there_is_no_face_there_is_no_portrait(picture: str) -> None:
    image = np.full((480, 640, 3), 128, np.uint8)
    if picture == "noise":
        image = np.random.default_rng(1).integers(0, 256, image.shape, dtype=np.uint8)
    if picture == "sheet":  # an empty card: found, and nobody on it
        cv2.rectangle(image, (100, 100), (530, 371), (235, 235, 235), -1)
    assert queries.card_portrait(image) is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (900, 2, 3), (40, 40, 3)])
def test_pictures_of_odd_shapes_hold_no_card(shape: tuple[int, int, int]) -> None:
    assert cards.cards(np.zeros(shape, np.uint8)) == []


@needs_models
def test_a_portrait_off_a_card_has_a_threshold_of_its_own() -> None:
    """Nothing of a deployment's own: the manifest's, and what it rests on."""
    model = queries.model_version()
    photo, ktp = queries.default_thresholds(model), queries.default_thresholds(model, "ktp")
    assert ktp.same_above < photo.same_above
    assert "KTP" in ktp.calibration
