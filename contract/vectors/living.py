"""Writes contract/vectors/living.json anew: the liveness score both sides must give to photos drawn by a formula.

    python contract/vectors/living.py

The photos are waves, not faces, as in quality.py; the five points are eyes, nose and corners of the mouth. Make the
file anew only together with a new model. Real photos are compared in the browser (tests/journeys).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from amanah.faces import living
from amanah.faces.types import Box, Face, Image

ROOT = Path(__file__).resolve().parents[2]
# name, (width, height), (a, b, period, gain, offset), (scale, degrees, right, down) of the aligned face
CASES = (
    ("soft light", (320, 320), (3, 2, 300, 120, 60), (1.5, 0, 70, 60)),
    ("stripes", (320, 320), (20, 45, 130, 160, 40), (1.7, 10, 70, 40)),
    ("dark", (400, 300), (4, 7, 250, 50, 4), (1.2, -8, 90, 80)),
    ("burnt", (300, 400), (5, 1, 400, 140, 170), (0.9, 3, 110, 60)),
    ("cut by the edge", (210, 300), (6, 9, 500, 200, 30), (2.1, -4, -20, 50)),
    ("large", (1280, 1280), (2, 3, 700, 190, 20), (6.3, 5, 200, 210)),
    ("fine", (320, 320), (9, 6, 48, 70, 90), (1.0, 0, 80, 70)),
)


def drawn(size: tuple[int, int], wave: tuple[int, ...]) -> Image:
    """Height x width x 3, blue-green-red; the formula is quality.py's."""
    a, b, period, gain, offset = wave
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    channels = [np.abs((a * x + b * y + 40 * c) % (2 * period) - period) for c in (2, 1, 0)]
    bright = [offset + gain * t // period for t in channels]
    return np.ascontiguousarray(np.clip(np.stack(bright, axis=-1), 0, 255).astype(np.uint8))


def said_of(name: str, size: tuple[int, int], wave: tuple[int, ...], lay: tuple[float, ...]) -> dict[str, Any]:
    scale, degrees, right, down = lay
    turn = np.deg2rad(degrees)
    spin = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    five = np.round(living.POINTS @ spin.T + [right, down], 2).astype(np.float32)
    score = living.live(drawn(size, wave), Face(Box(0, 0, 100, 100), 1.0, five, five, 0))
    return {
        "name": name,
        "width": size[0],
        "height": size[1],
        "wave": list(wave),
        "five": [[round(float(x), 2), round(float(y), 2)] for x, y in five],
        "live": None if score is None else round(score, 4),
    }


def main() -> None:
    said = {"agree_within": 0.02, "photos": [said_of(*case) for case in CASES]}
    (ROOT / "contract/vectors/living.json").write_text(json.dumps(said, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
