"""Any file may arrive at the door; only whole photos of bounded size come in."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.faces import queries
from amanah.values.problem import Problem

PHOTO = (Path(__file__).resolve().parents[2] / "demo" / "people" / "0052_1.jpg").read_bytes()


def encoded(suffix: str, image: np.ndarray) -> bytes:
    return cv2.imencode(suffix, image)[1].tobytes()


def code_of(photo: bytes) -> str:
    with pytest.raises(Problem) as caught:
        queries.read_image(photo)
    assert caught.value.sentence.id
    return caught.value.code


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\xff",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"GIF89a" + bytes(40),
        bytes(900),
    ],
)
def test_what_is_not_a_photo_is_refused(rubbish: bytes) -> None:
    assert code_of(rubbish) == "photo_not_an_image"


@pytest.mark.parametrize("keep", [4, 20, 100, 2_000, len(PHOTO) - 40])
def test_a_photo_cut_short_is_refused(keep: int) -> None:
    assert code_of(PHOTO[:keep]) == "photo_cut_short"


@pytest.mark.parametrize("suffix", [".png", ".webp"])
def test_other_kinds_cut_short_are_refused_too(suffix: str) -> None:
    whole = encoded(suffix, queries.read_image(PHOTO))
    assert queries.read_image(whole).shape == (320, 320, 3)
    assert code_of(whole[: len(whole) // 2]) == "photo_cut_short"


def test_a_decompression_bomb_is_refused_before_it_unpacks() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b""))
    )
    assert code_of(bomb) == "photo_too_large"


def test_a_file_of_forty_megabytes_is_refused() -> None:
    assert code_of(PHOTO + bytes(40_000_000)) == "photo_too_large"


def test_a_twelve_megapixel_photo_is_read_smaller() -> None:
    large = encoded(".jpg", cv2.resize(queries.read_image(PHOTO), (4000, 3000)))
    assert queries.read_image(large).shape == (1500, 2000, 3)


def test_a_photo_held_sideways_is_turned_upright() -> None:
    lying = encoded(".jpg", np.zeros((100, 200, 3), np.uint8))
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    turned = lying[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + lying[2:]
    assert queries.read_image(turned).shape == (200, 100, 3)


def test_sixteen_bits_and_grey_become_plain_colour() -> None:
    deep = encoded(".png", np.full((50, 60, 3), 40_000, np.uint16))
    grey = encoded(".jpg", np.full((50, 60), 90, np.uint8))
    for photo in (deep, grey):
        image = queries.read_image(photo)
        assert image.shape == (50, 60, 3)
        assert image.dtype == np.uint8


WHOLE = {suffix: encoded(suffix, queries.read_image(PHOTO)) for suffix in (".jpg", ".png", ".webp")}


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12))
@settings(deadline=None, max_examples=150)
def test_a_damaged_photo_is_read_or_refused_never_worse(suffix: str, hits: list[tuple[float, int]]) -> None:
    damaged = bytearray(WHOLE[suffix])
    for place, value in hits:
        damaged[int(place**3 * (len(damaged) - 1))] = value  # headers are hit more often than the rest
    with suppress(Problem):  # anything else that is raised fails the test
        assert queries.read_image(bytes(damaged)).dtype == np.uint8
