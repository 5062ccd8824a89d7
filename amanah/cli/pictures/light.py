"""One visit's light, angle and camera: the same scene seen by another person at another hour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.cli.pictures.brush import Colour, Picture

OUT_WIDTH, OUT_HEIGHT = 1024, 768


@dataclass(frozen=True, slots=True)
class Hour:
    """Sky above and at the horizon, and how much red, green and blue light there is."""

    sky: tuple[Colour, Colour]
    gains: tuple[float, float, float]
    sun: float


HOURS = (
    Hour((0x86B9D8, 0xE9F1EA), (1.03, 1.0, 0.95), 0.10),
    Hour((0x5FA3D3, 0xD3E8EE), (1.05, 1.04, 1.0), 0.16),
    Hour((0xB4BDC2, 0xDDE0DE), (0.93, 0.95, 0.98), 0.02),
    Hour((0x8FA9C9, 0xF6D9AE), (1.07, 0.96, 0.82), 0.20),
    Hour((0x9FB4BE, 0xE3E4DA), (0.86, 0.87, 0.88), 0.05),
)


@dataclass(frozen=True, slots=True)
class View:
    """Where the photographer stood and what the camera did; drawn by lot from house and view."""

    hour: Hour
    takes: NDArray[np.float64]
    exposure: float
    sun_from: float
    blur: float
    noise: int
    quality: int


def view(seed: int, number: int) -> View:
    lot = np.random.default_rng([37, seed, number])
    hour = HOURS[0] if number == 0 else HOURS[int(lot.integers(len(HOURS)))]
    return View(
        hour=hour,
        takes=_angle(lot, steady=number == 0),
        exposure=1.0 if number == 0 else float(np.exp(lot.normal(0, 0.1))),
        sun_from=float(lot.choice([-1, 1])),
        blur=float(lot.uniform(0, 0.9)),
        noise=int(lot.integers(3, 8)),
        quality=78,
    )


def _angle(lot: np.random.Generator, *, steady: bool) -> NDArray[np.float64]:
    """From scene to photo: a step aside, nearer or farther, a tilted hand."""
    much = 0.35 if steady else 1.0
    zoom = 1.14 + lot.uniform(-0.06, 0.10) * much
    width, height = 1280 / zoom, 960 / zoom
    left = (1280 - width) / 2 + lot.uniform(-34, 34) * much
    top = 948 - height + lot.uniform(-26, 10) * much
    seen = np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])
    aside, tilt = lot.normal(0, 30) * much, np.radians(lot.normal(0, 1.3) * much)
    seen[[0, 3], 1] += [aside, -aside]
    seen[[1, 2], 1] += [-aside, aside]
    centre = seen.mean(axis=0)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    seen = (seen - centre) @ turn.T + centre
    photo = np.array([[0, 0], [OUT_WIDTH, 0], [OUT_WIDTH, OUT_HEIGHT], [0, OUT_HEIGHT]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(seen.astype(np.float32), photo), dtype=np.float64)


def photographed(scene: Picture, seen: View, lot_seed: tuple[int, int]) -> Picture:
    photo = cv2.warpPerspective(
        scene, seen.takes, (OUT_WIDTH, OUT_HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if seen.blur > 0.4:
        photo = cv2.GaussianBlur(photo, (0, 0), seen.blur)
    photo = cv2.multiply(photo, _sunlight(seen, lot_seed), scale=1 / 160)
    red, green, blue = seen.hour.gains
    photo = cv2.LUT(photo, _curve(blue * seen.exposure, green * seen.exposure, red * seen.exposure))
    noisy = cv2.add(photo, _speckle(seen.noise))
    return np.asarray(cv2.subtract(noisy, np.full_like(noisy, seen.noise)), dtype=np.uint8)


def _sunlight(seen: View, lot_seed: tuple[int, int]) -> Picture:
    """Brighter towards the sun, soft patches of shade from trees outside the picture; 160 leaves a pixel as it is."""
    lot = np.random.default_rng([47, *lot_seed])
    across = np.linspace(-1, 1, 32)[None] * seen.sun_from
    slope = 1 + seen.hour.sun * across - 0.06 * np.linspace(-1, 1, 24)[:, None] * across
    patches = cv2.GaussianBlur(lot.normal(0, 1, (24, 32)), (0, 0), 2.2) * 2.2 * seen.hour.sun
    ground = np.linspace(0.15, 1, 24)[:, None] ** 1.5  # the sky has no trees to shade it
    coarse = np.clip(160 * (slope + patches * ground), 90, 220).astype(np.uint8)
    fine = cv2.resize(coarse, (OUT_WIDTH, OUT_HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.merge([fine] * 3), dtype=np.uint8)


def _curve(*gains: float) -> Picture:
    """Gain and a soft shoulder, a look-up table a channel (blue, green, red)."""
    level = np.arange(256) / 255
    columns = [
        255 * (1 - np.exp(-2.2 * gain * level)) / (1 - np.exp(-2.2)) * 0.55 + 255 * gain * level * 0.45
        for gain in gains
    ]
    return np.asarray(np.clip(np.stack(columns, axis=-1), 0, 255)[None], dtype=np.uint8)


@cache
def _speckle(noise: int) -> Picture:
    """The camera's noise, once for each strength; 0 to 2 x noise."""
    grey = np.random.default_rng(noise).normal(noise, noise / 2, (OUT_HEIGHT, OUT_WIDTH, 1))
    return np.repeat(np.clip(grey, 0, 2 * noise), 3, axis=2).astype(np.uint8)
