"""What a camera may do to any picture, and what a print or a screen does that is photographed again (simulated).

Pictures are height x width x 3, blue-green-red, 8 bits. `camera` is applied to living and spoofed faces alike, so that
light, white balance, noise, blur or JPEG alone can't tell them apart.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
Chance = np.random.Generator
GREY = np.array([0.114, 0.587, 0.299], np.float32)
CASTS = np.array([[1.12, 1.0, 0.9], [1.0, 1.02, 0.97], [0.92, 1, 1.06], [1.05, 1.03, 0.95]], np.float32)


def camera(picture: Picture, chance: Chance) -> Picture:
    return _written(_lit(picture.astype(np.float32), chance), chance)


def recaptured(picture: Picture, chance: Chance) -> Picture:
    """Printed or shown with less detail, contrast and colour, with the pattern of its carrier, then photographed."""
    side = 256 if chance.random() < 0.5 else 192  # patterns finer than the small picture's pixels
    carried = _carried(cv2.resize(picture, (side, side), interpolation=cv2.INTER_CUBIC).astype(np.float32), chance)
    return cv2.resize(_bytes(carried), picture.shape[1::-1], interpolation=cv2.INTER_AREA)


def jpeg(picture: Picture, quality: float) -> Picture:
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1], cv2.IMREAD_COLOR)


def _lit(light: Floats, chance: Chance) -> Picture:
    if chance.random() < 0.8:  # white balance
        light = light * chance.normal(1, 0.08, 3)
    if chance.random() < 0.8:
        light = 255 * np.clip(light / 255, 0, 1) ** np.exp(chance.normal(0, 0.25))
    if chance.random() < 0.7:  # contrast and exposure
        light = (light - light.mean()) * chance.uniform(0.7, 1.2) + light.mean() * chance.uniform(0.7, 1.25)
    if chance.random() < 0.5:
        light = _coloured(light, chance.uniform(0.5, 1.4))
    if chance.random() < 0.06:
        light = _coloured(light, 0)
    if chance.random() < 0.3:  # light from a side
        high, wide = light.shape[:2]
        across = np.linspace(-1, 1, wide)[None, :, None] * chance.normal(0, 0.2)
        light = light * (1 + across + np.linspace(-1, 1, high)[:, None, None] * chance.normal(0, 0.2))
    return _bytes(light)


def _written(picture: Picture, chance: Chance) -> Picture:
    """Resolution, focus, sharpening, noise, JPEG."""
    if chance.random() < 0.35:
        side = max(24, int(picture.shape[0] * chance.uniform(0.3, 0.9)))
        back = cv2.INTER_LINEAR if chance.random() < 0.5 else cv2.INTER_CUBIC
        small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, picture.shape[1::-1], interpolation=back)
    if chance.random() < 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.3, 1.6))
    if chance.random() < 0.2:
        much = chance.uniform(0.2, 1.0)
        picture = cv2.addWeighted(picture, 1 + much, cv2.GaussianBlur(picture, (0, 0), 1.5), -much, 0)
    if chance.random() < 0.4:
        picture = _bytes(picture + chance.normal(0, chance.uniform(1, 7), picture.shape))
    return jpeg(picture, chance.uniform(45, 96)) if chance.random() < 0.7 else picture


def _carried(light: Floats, chance: Chance) -> Floats:
    light = cv2.GaussianBlur(light, (0, 0), chance.uniform(0.8, 3.2))
    light = _coloured(light, chance.uniform(0.35, 0.9))
    black, white = chance.uniform(10, 70), chance.uniform(150, 240)
    light = black + (white - black) * np.clip(light / 255, 0, 1) ** np.exp(chance.normal(0, 0.3))
    light = light * (1 + (CASTS[chance.integers(len(CASTS))] - 1) * chance.uniform(0, 1.5))
    light = _glossed(_patterned(light, chance), chance)
    if chance.random() < 0.5:  # the paper isn't flat
        across, down = _grid(light)
        waves = chance.uniform(1, 5) * np.sin(down / chance.uniform(40, 90) + chance.uniform(0, 6))
        where = (across + waves).astype(np.float32), down.astype(np.float32)
        light = cv2.remap(light.astype(np.float32), *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return cv2.GaussianBlur(light, (0, 0), chance.uniform(0.3, 1.2))


def _patterned(light: Floats, chance: Chance) -> Floats:
    """Halftone dots, a screen's moiré, paper's grain, or none of them."""
    across, down = _grid(light)
    kind, angle = chance.integers(4), chance.uniform(0, np.pi)
    along = across * np.cos(angle) + down * np.sin(angle)
    aside = -across * np.sin(angle) + down * np.cos(angle)
    if kind == 0:
        turns = 2 * np.pi / chance.uniform(2.2, 5)
        return light + chance.uniform(2, 10) * (np.sin(turns * along) * np.sin(turns * aside))[..., None]
    if kind == 1:
        wave = 2 * np.pi * (along + 4 * np.sin(down / chance.uniform(20, 60)))[..., None] / chance.uniform(6, 40)
        return light * (1 + chance.uniform(0.01, 0.06) * np.sin(wave + chance.uniform(0, 6, 3)))
    if kind == 2:
        grain = cv2.GaussianBlur(chance.normal(0, 1, light.shape[:2]), (0, 0), chance.uniform(0.7, 1.5))
        return light + chance.uniform(3, 9) * (grain / grain.std())[..., None]
    return light


def _glossed(light: Floats, chance: Chance) -> Floats:
    if chance.random() >= 0.4:
        return light
    across, down = _grid(light)
    high, wide = light.shape[:2]
    off = (across - chance.uniform(0, wide)) ** 2 + (down - chance.uniform(0, high)) ** 2
    return light + chance.uniform(10, 70) * np.exp(-off / (chance.uniform(0.2, 0.7) * wide) ** 2)[..., None]


def _coloured(light: Floats, much: float) -> Floats:
    grey = (light @ GREY)[..., None]
    return grey + (light - grey) * much


def _grid(light: Floats) -> tuple[Floats, Floats]:
    across, down = np.meshgrid(np.arange(light.shape[1]), np.arange(light.shape[0]))
    return across, down


def _bytes(light: Floats) -> Picture:
    return np.clip(light, 0, 255).astype(np.uint8)
