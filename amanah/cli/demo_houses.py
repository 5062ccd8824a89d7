"""House fronts of the demonstration, drawn by code: one a family, the same house again under other light and angle."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from amanah.cli.pictures.brush import Brush, Picture
from amanah.cli.pictures.garden import (
    HEIGHT,
    WIDTH,
    draw_backdrop,
    draw_fence,
    draw_gate_plate,
    draw_ground,
    draw_growth,
    draw_penjor,
    draw_shrine,
)
from amanah.cli.pictures.house import draw_house_body
from amanah.cli.pictures.labels import SYNTHETIC_HOUSE, commented
from amanah.cli.pictures.light import Hour, photographed, view
from amanah.cli.pictures.plan import plan

MAX_BYTES = 100_000


def draw_house(seed: int, view_number: int = 0) -> bytes:
    """The house front of family number `seed` as JPEG, 1024 x 768, at most 100 kB.

    View 0 is the photo on file, taken in calm morning light; 1, 2, … are later visits. Same numbers, same bytes.
    """
    seen = view(seed, view_number)
    photo = photographed(_scene(seed, seen.hour), seen, (seed, view_number))
    return commented(_small_enough(photo, seen.quality), SYNTHETIC_HOUSE)


@lru_cache(maxsize=4)
def _scene(seed: int, hour: Hour) -> Picture:
    house = plan(seed)
    brush = Brush(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    draw_backdrop(brush, house, hour.sky)
    draw_ground(brush, house)
    for growth in house.growths:
        if not growth.in_front:
            draw_growth(brush, growth, house)
    draw_house_body(brush, house)
    if house.shrine:
        draw_shrine(brush, house)
    draw_fence(brush, house)
    if house.penjor:
        draw_penjor(brush, house)
    for growth in house.growths:
        if growth.in_front:
            draw_growth(brush, growth, house)
    draw_gate_plate(brush, house)
    return brush.picture


def _small_enough(photo: Picture, quality: int) -> bytes:
    for attempt in (quality, quality - 14, quality - 30):
        jpeg = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, attempt])[1].tobytes()
        if len(jpeg) <= MAX_BYTES - len(SYNTHETIC_HOUSE) - 4:
            break
    return jpeg
