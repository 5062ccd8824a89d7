"""The same photo again, in whatever dress; and different houses, however alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from amanah.cli.demo_houses import draw_house
from amanah.cli.main import main
from amanah.faces.queries import read_image
from amanah.photos.laying import sheet
from amanah.photos.prints import UPRIGHT, Image, prints
from amanah.photos.queries import copies, near_pairs

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "houses"
HOUSES = {f"house{i}": draw_house(i, 1) for i in range(8)}

Change = Callable[[Image], Image]


def as_jpeg(image: Image, quality: int = 85) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def resized(image: Image, share: float) -> Image:
    return cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.uint8)


def brighter(image: Image, times: float, more: int) -> Image:
    return np.clip(image.astype(np.float64) * times + more, 0, 255).astype(np.uint8)


def cut(image: Image, top: float, bottom: float, left: float, right: float) -> Image:
    high, wide = image.shape[:2]
    return image[int(high * top) : high - int(high * bottom), int(wide * left) : wide - int(wide * right)]


CHANGES: dict[str, Change] = {
    "half the size": lambda image: resized(image, 0.5),
    "half as large again": lambda image: resized(image, 1.5),
    "brighter": lambda image: brighter(image, 1.25, 15),
    "darker": lambda image: brighter(image, 0.7, 0),
    "a tenth off the left": lambda image: cut(image, 0, 0, 0.1, 0),
    "a tenth off the top": lambda image: cut(image, 0.1, 0, 0, 0),
    "a tenth off every side": lambda image: cut(image, 0.1, 0.1, 0.1, 0.1),
    "a crooked tenth": lambda image: cut(image, 0.03, 0.07, 0.06, 0.04),
    "turned by a quarter": lambda image: np.ascontiguousarray(np.rot90(image)),
    "on its head and darker": lambda image: brighter(np.ascontiguousarray(np.rot90(image, 2)), 0.8, 0),
    "mirrored": lambda image: np.ascontiguousarray(image[:, ::-1]),
    "cut, mirrored and turned": lambda image: np.ascontiguousarray(np.rot90(cut(image, 0, 0.1, 0.1, 0)[:, ::-1])),
    "all at once": lambda image: brighter(resized(cut(image, 0.02, 0.08, 0.05, 0.05), 0.7), 1.2, 10),
}


def grouped(photos: dict[str, bytes]) -> list[list[str]]:
    return copies(sorted(photos), photos.__getitem__, read_image, lambda done, of: None)


def test_different_houses_are_no_group() -> None:
    """Drawn by one hand: alike in everything a hash sees first."""
    assert grouped(HOUSES) == []


def test_exact_copies_are_a_group_whatever_their_names() -> None:
    assert grouped({**HOUSES, "x": HOUSES["house3"]}) == [["house3", "x"]]


@pytest.mark.parametrize("change", CHANGES)
def test_a_near_copy_is_found_among_the_others(change: str) -> None:
    changed = as_jpeg(CHANGES[change](read_image(HOUSES["house5"])), 60)
    assert grouped({**HOUSES, "x": changed}) == [["house5", "x"]]


def test_copies_of_a_copy_are_one_group() -> None:
    image = read_image(HOUSES["house2"])
    second = as_jpeg(CHANGES["a tenth off the left"](image))
    third = as_jpeg(CHANGES["half the size"](read_image(second)))
    assert grouped({**HOUSES, "x": second, "y": third}) == [["house2", "x", "y"]]


def test_only_pairs_with_a_fresh_photo_are_told_whichever_of_both_was_cut() -> None:
    images = [read_image(HOUSES["house5"]), cut(read_image(HOUSES["house5"]), 0, 0, 0.1, 0)]
    images += [np.ascontiguousarray(image[:, ::-1]) for image in images]
    found = [prints(image) for image in images]
    for fresh in range(4):
        told = {(i, j) for i, j, _ in near_pairs(found, [fresh], images.__getitem__)}
        assert told == {(min(fresh, other), max(fresh, other)) for other in range(4) if other != fresh}
    assert near_pairs(found, [], images.__getitem__) == []


def test_a_photo_that_does_not_decode_is_told_and_known_by_its_bytes() -> None:
    told: list[str] = []
    photos = {**HOUSES, "torn": b"no photo", "torn again": b"no photo", "empty": b"", "empty too": b""}
    found = copies(
        sorted(photos), photos.__getitem__, read_image, lambda done, of: None, lambda name, problem: told.append(name)
    )
    assert found == [["torn", "torn again"]]
    assert told == ["empty", "empty too", "torn", "torn again"]


def test_prints_made_before_turning_was_looked_for_still_serve() -> None:
    image = read_image(HOUSES["house5"])
    smaller = resized(image, 0.5)
    found = [prints(image)[:UPRIGHT], prints(smaller)[:UPRIGHT]]
    assert [(i, j) for i, j, _ in near_pairs(found, [1], [image, smaller].__getitem__)] == [(0, 1)]


@pytest.mark.parametrize("size", [(3, 4_000), (1, 1), (4_000, 2)])
def test_a_strip_has_no_corners_to_be_laid_by(size: tuple[int, int]) -> None:
    assert len(sheet(np.zeros((*size, 3), np.uint8)).corners) == 0


def test_strips_and_single_dots_are_photos_too() -> None:
    rng = np.random.default_rng(1)
    strip = np.repeat(rng.integers(0, 255, (3, 20, 3), np.uint8), 200, axis=1)
    strips = {f"strip{quality}": as_jpeg(strip, quality) for quality in (5, 30, 90)}
    dots = {f"dot{i}": as_jpeg(np.full((1, 1, 3), 90 + i, np.uint8)) for i in range(2)}
    assert not any(name.startswith("house") for group in grouped({**HOUSES, **strips, **dots}) for name in group)


def test_plain_walls_and_nights_are_not_taken_for_each_other() -> None:
    rng = np.random.default_rng(1)
    walls = {f"wall{grey}": as_jpeg(np.full((200, 300, 3), grey, np.uint8)) for grey in (20, 40, 90)}
    nights = {f"night{i}": as_jpeg(rng.normal(8, 4, (300, 400, 3)).clip(0, 255).astype(np.uint8)) for i in range(2)}
    assert grouped({**HOUSES, **walls, **nights}) == []
    assert grouped({**walls, "again": walls["wall90"]}) == [["again", "wall90"]]


def test_the_command_names_files_below_the_folder_and_what_it_can_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "a.jpg").write_bytes(HOUSES["house0"])
    (tmp_path / "below" / "b.jpg").write_bytes(HOUSES["house0"])
    (tmp_path / "c.jpg").write_bytes(HOUSES["house1"])
    (tmp_path / "broken.jpg").write_bytes(HOUSES["house1"][:40])
    (tmp_path / "notes.txt").write_text("not a photo")
    assert main(["photos", "copies", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "a.jpg  below/b.jpg" in said
    assert "unreadable: broken.jpg" in said


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "photos", "copies", str(tmp_path / "none")]) == 2
    assert "is no folder" in capsys.readouterr().err


@pytest.mark.skipif(not REAL.exists(), reason=f"LOUD: {REAL} isn't there: copies of real photos untested")
def test_every_copy_of_real_photos_is_found_and_no_two_photos_are_joined() -> None:
    originals = {path.stem: path.read_bytes() for path in sorted(REAL.glob("*.jpg"))}
    photos = dict(originals)
    for name, photo in originals.items():
        for i, change in enumerate(CHANGES.values()):
            photos[f"{name}-{i}"] = as_jpeg(change(read_image(photo)), 70)
    found = grouped(photos)
    assert sorted(len(group) for group in found) == [1 + len(CHANGES)] * len(originals)
    assert all(len({name.split("-")[0] for name in group}) == 1 for group in found)
