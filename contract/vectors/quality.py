"""Writes contract/vectors/quality.json anew: the quality both sides must give to photos drawn by a formula.

    python contract/vectors/quality.py

The photos are waves, not faces: pixel (x, y) of channel c (0 red) is `offset + gain · t / period`, cut to 0-255 and
rounded down, with `t` the distance of `(a·x + b·y + 40·c) mod 2·period` from `period`. The points are a drawn
person's, moved and scaled to each photo; in one the nose is turned and the eyes half closed.
A real photo's numbers are in faces.json.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amanah.faces import finding, grading, measuring, queries, templates
from amanah.faces.types import Box, Face, Image, Points

ROOT = Path(__file__).resolve().parents[2]
PERSON = "demo/people/0052_0.jpg"
# name, (width, height), (a, b, period, gain, offset), (scale, move right, move down), score, others, strength
CASES: tuple[
    tuple[str, tuple[int, int], tuple[int, ...], tuple[float, float, float], float, int, float | None], ...
] = (
    ("soft light", (320, 320), (3, 2, 300, 120, 60), (1.0, 0, 0), 0.9998, 0, 12.5),
    ("stripes", (320, 320), (20, 45, 130, 160, 40), (1.0, 0, 0), 0.98, 0, None),
    ("dark", (400, 300), (4, 7, 250, 50, 4), (0.8, 60, 10), 0.81, 1, 7.2),
    ("burnt", (300, 400), (5, 1, 400, 140, 170), (1.1, -40, 20), 0.9, 0, 10.0),
    ("cut by the edge", (210, 300), (6, 9, 500, 200, 30), (1.0, 0, -30), 0.99, 0, 13.9),
    ("large", (1280, 1280), (2, 3, 700, 190, 20), (4.0, 0, 0), 0.9999, 0, None),
    ("fine", (320, 320), (9, 6, 48, 70, 90), (1.0, 0, 0), 0.995, 0, 11.2),
    ("turned", (320, 320), (7, 11, 80, 80, 80), (1.1, -10, -10), 0.999, 0, 11.3),
    ("far", (320, 320), (9, 5, 160, 110, 70), (0.35, 110, 100), 0.7, 2, 5.4),
)


def drawn(size: tuple[int, int], wave: tuple[int, ...]) -> Image:
    """Height x width x 3, blue-green-red."""
    a, b, period, gain, offset = wave
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    channels = [np.abs((a * x + b * y + 40 * c) % (2 * period) - period) for c in (2, 1, 0)]
    bright = [offset + gain * t // period for t in channels]
    return np.ascontiguousarray(np.clip(np.stack(bright, axis=-1), 0, 255).astype(np.uint8))


def person() -> Points:
    found = queries.find(queries.read_image((ROOT / PERSON).read_bytes()))
    if found is None:
        raise SystemExit(f"no face in {PERSON}")
    return found.points


def said_of(points: Points, case: Any) -> dict[str, Any]:
    name, size, wave, (scale, right, down), score, others, strength = case
    moved: NDArray[np.float32] = np.round(points * scale + [right, down], 2).astype(np.float32)
    if name == "turned":
        moved[27:36, 0] += 12
        moved[[37, 38, 43, 44], 1] += 3
    image, face = drawn(size, wave), Face(Box(0, 0, 1, 1), score, moved, finding.five_points(moved), others)
    measures = measuring.measures(image, face, templates.aligned_face(image, face))
    quality = asdict(grading.grade(measures, strength))
    return {
        "name": name, "width": size[0], "height": size[1], "wave": list(wave), "score": score, "others": others,
        "strength": strength, "points": [[round(float(x), 2), round(float(y), 2)] for x, y in moved],
        "quality": {part: quality[part] for part in quality if part not in ("eyes_px", "strength")},
    }  # fmt: skip


def main() -> None:
    points = person()
    said = [said_of(points, case) for case in CASES]
    (ROOT / "contract/vectors/quality.json").write_text(json.dumps(said, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
