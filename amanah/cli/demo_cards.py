"""A specimen of an identity card for the demonstration: fictitious name, masked number, SPECIMEN across it."""

from __future__ import annotations

import cv2
import numpy as np

from amanah.cli.pictures.brush import Brush, Picture, corners
from amanah.cli.pictures.labels import SPECIMEN_CARD, commented
from amanah.faces import queries

WIDTH, HEIGHT = 856, 540  # an ID-1 card, 85.6 x 54 mm, at ten pixels a millimetre
PORTRAIT = (612, 118, 214, 270)
OUT_WIDTH, OUT_HEIGHT = 1024, 768


def draw_ktp(photo: bytes, *, name: str, nik_masked: str, seed: int = 0) -> bytes:
    """A card lying on a table as JPEG, 1024 x 768, at most 100 kB, with `photo`'s face as its portrait.

    It says CONTOH and SPECIMEN across itself and carries no emblem: nobody could take it for a real one.
    Raises Problem `photo_not_an_image`; ValueError when the number isn't masked.
    """
    if sum(letter.isdigit() for letter in nik_masked) > 8:
        raise ValueError("a specimen card carries a masked number only")
    lot = np.random.default_rng([53, seed])
    drawn = card(queries.read_image(photo), name, nik_masked)
    table = _on_table(drawn, lot)
    for quality in (86, 72, 58):
        jpeg = cv2.imencode(".jpg", table, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(jpeg) <= 99_000:
            break
    return commented(jpeg, SPECIMEN_CARD)


def card(photo: Picture, name: str, nik_masked: str) -> Picture:
    brush = Brush(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    brush.fade(0, 0, WIDTH, HEIGHT, 0xC9E3EE, 0xA9CFE3)
    for i in range(22):
        xs = np.linspace(0, WIDTH, 60)
        wave = [(float(x), float(28 * i - 20 + 14 * np.sin(x / 90 + i / 2))) for x in xs]
        brush.stroke(wave, 0xBBDAE8, 2)
    brush.words("CONTOH KARTU - BUKAN KTP", 176, 52, 22, 0x1E3A4C, 2)
    brush.words("KARTU PERAGAAN / DEMONSTRATION CARD", 190, 84, 13, 0x39586B, 1)
    _fields(brush, name, nik_masked)
    _portrait(brush, photo)
    _across(brush)
    return brush.picture


def _fields(brush: Brush, name: str, nik_masked: str) -> None:
    # OpenCV's letters are ASCII: the mask's dots become stars
    number = "".join(letter if letter.isdigit() else "*" for letter in nik_masked)
    brush.words(f"NIK : {number}", 40, 150, 25, 0x16262F, 3)
    rows = (("Nama", _plain(name).upper()), ("Alamat", "JL. CONTOH NO. 0"), ("Kel/Desa", "DESA CONTOH"),
            ("Pekerjaan", "-"), ("Berlaku", "TIDAK BERLAKU"))  # fmt: skip
    for i, (label, value) in enumerate(rows):
        y = 206 + 44 * i
        brush.words(label, 40, y, 15, 0x2B4453, 1)
        brush.words(f": {value[:26]}", 158, y, 15, 0x16262F, 2)


def _plain(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _portrait(brush: Brush, photo: Picture) -> None:
    left, top, width, height = PORTRAIT
    rows, columns = photo.shape[:2]
    tall = min(rows, round(columns * height / width))
    wide = round(tall * width / height)
    x, y = (columns - wide) // 2, (rows - tall) // 2
    print_ = cv2.resize(photo[y : y + tall, x : x + wide], (width, height), interpolation=cv2.INTER_AREA)
    # a card's print is duller and softer than the photo it was made from
    print_ = cv2.GaussianBlur(cv2.convertScaleAbs(print_, alpha=0.86, beta=18), (0, 0), 0.8)
    brush.box(left - 5, top - 5, left + width + 5, top + height + 5, 0xF4F7F8)
    brush.picture[top : top + height, left : left + width] = print_


def _across(brush: Brush) -> None:
    layer = Brush(brush.picture.copy())
    layer.words("SPECIMEN", 60, 468, 62, 0xB3402F, 9)
    layer.words("CONTOH", 596, 468, 38, 0xB3402F, 6)
    layer.words("CONTOH", 640, 376, 24, 0xB3402F, 3)
    cv2.addWeighted(layer.picture, 0.5, brush.picture, 0.5, 0, dst=brush.picture)


def _on_table(card: Picture, lot: np.random.Generator) -> Picture:
    table = Brush(np.zeros((OUT_HEIGHT, OUT_WIDTH, 3), np.uint8))
    table.fade(0, 0, OUT_WIDTH, OUT_HEIGHT, 0xA67C52, 0x8F683F)
    for i in range(9):
        y = 20 + 90 * i + float(lot.uniform(-12, 12))
        table.stroke([(0, y), (OUT_WIDTH, y + float(lot.uniform(-10, 10)))], 0x7F5B36, 3)
    seen = np.array(corners(96, 126, 928, 652), np.float32) + lot.normal(0, 13, (4, 2)).astype(np.float32)
    table.shade([(float(x) + 12, float(y) + 14) for x, y in seen], 0.7)
    takes = cv2.getPerspectiveTransform(np.array(corners(0, 0, WIDTH, HEIGHT), np.float32), seen)
    warped = cv2.warpPerspective(card, takes, (OUT_WIDTH, OUT_HEIGHT), flags=cv2.INTER_LINEAR)
    whole = np.zeros((HEIGHT, WIDTH), np.uint8)
    whole[3:-3, 3:-3] = 255  # a black seam would show where card and table blend
    mask = cv2.warpPerspective(whole, takes, (OUT_WIDTH, OUT_HEIGHT), flags=cv2.INTER_NEAREST)
    cv2.copyTo(warped, mask, table.picture)
    noise = lot.integers(0, 7, (OUT_HEIGHT, OUT_WIDTH, 1), dtype=np.uint8)
    return np.asarray(cv2.add(table.picture, np.repeat(noise, 3, axis=2)), dtype=np.uint8)
