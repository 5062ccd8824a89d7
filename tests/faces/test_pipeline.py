"""The written recipe (docs/faces.md) is enough: done again in plain numpy it gives the same templates."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

import numpy as np
import pytest

from amanah.faces import manifests, nets, queries
from amanah.faces.sampling import sample
from amanah.faces.types import Profile, Template

from .conftest import ROOT

VECTORS = json.loads((ROOT / "contract/vectors/faces.json").read_text())
AGREE = VECTORS["agree_at_least"]


def plain_sample(photo: np.ndarray, a: np.ndarray, width: int, height: int, fill: int | None = None) -> np.ndarray:
    """Section 0 of the recipe, word by word, in floats."""
    block = max(1, math.floor(math.sqrt(abs(a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0])) + 1e-6))
    rows, columns = photo.shape[0] // block, photo.shape[1] // block
    whole = photo[: rows * block, : columns * block].astype(float).reshape(rows, block, columns, block, 3)
    small = np.rint(whole.mean(axis=(1, 3)))
    u, v = np.meshgrid(np.arange(width), np.arange(height))
    x = (a[0, 0] * u + a[0, 1] * v) / block + (a[0, 2] + 0.5) / block - 0.5
    y = (a[1, 0] * u + a[1, 1] * v) / block + (a[1, 2] + 0.5) / block - 0.5
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    across, down = (x - left)[..., None], (y - top)[..., None]

    def at(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        pixels = small[np.clip(j, 0, rows - 1), np.clip(i, 0, columns - 1)]
        outside = (i < 0) | (j < 0) | (i >= columns) | (j >= rows)
        return pixels if fill is None else np.where(outside[..., None], fill, pixels)

    upper = at(left, top) * (1 - across) + at(left + 1, top) * across
    lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across
    mixed: np.ndarray = np.rint(upper * (1 - down) + lower * down)
    return mixed


def normalised(rgb: np.ndarray) -> np.ndarray:
    return ((rgb - 127) / 128).transpose(2, 0, 1)[None].astype(np.float32)


def plain_template(rgb: np.ndarray) -> np.ndarray:
    """Sections 1 to 4 for a photo whose first look finds one face."""
    height, width = rgb.shape[:2]
    span = 1 / min(320 / width, 240 / height)
    a = np.array([[span, 0, (width - 1) / 2 - span * 319 / 2], [0, span, (height - 1) / 2 - span * 239 / 2]])
    answer = nets.run("detector", normalised(plain_sample(rgb, a, 320, 240, 127)))
    scores, boxes = answer["scores"][0, :, 1].astype(float), answer["boxes"][0].astype(float)
    best = boxes[scores.argmax()]
    about = (scores >= 0.65) & np.array([overlap(box, best) > 0.4 for box in boxes])
    voted = (boxes[about] * scores[about, None]).sum(axis=0) / scores[about].sum()
    x1, y1, x2, y2 = (voted * [320, 240, 320, 240] - 0.5) * span + [a[0, 2], a[1, 2]] * 2
    side, cx, cy = max(x2 - x1, y2 - y1), (x1 + x2) / 2, (y1 + y2) / 2
    s = side / 64
    crop = plain_sample(rgb, np.array([[s, 0, cx - s * 63 / 2], [0, s, cy - s * 63 / 2]]), 64, 64)
    grey = np.floor(crop @ [0.299, 0.587, 0.114] + 0.5)
    said = nets.run("landmarks", (grey / 256)[None, None].astype(np.float32))["output"].reshape(68, 2)
    points = said * side + [cx - side / 2, cy - side / 2]
    q = np.array([points[list(group)].mean(axis=0) for group in FIVE])
    p = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])
    pa, qb = p - p.mean(axis=0), q - q.mean(axis=0)
    weight = (pa**2).sum()
    c, t = (pa * qb).sum() / weight, (pa[:, 0] * qb[:, 1] - pa[:, 1] * qb[:, 0]).sum() / weight
    (px, py), (qx, qy) = p.mean(axis=0), q.mean(axis=0)
    face = plain_sample(rgb, np.array([[c, -t, qx - (c * px - t * py)], [t, c, qy - (t * px + c * py)]]), 112, 112)
    planes = [each.transpose(2, 0, 1)[None].astype(np.float32) for each in (face, face[:, ::-1])]
    both = sum(nets.run("recogniser", each)["fc1"][0] for each in planes)
    centred = both / np.linalg.norm(both) - manifests.manifest().recognisers["recogniser"].centre
    unit: np.ndarray = centred / np.linalg.norm(centred)
    return unit


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Intersection over union of two boxes x1, y1, x2, y2."""
    width, height = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    both = max(width, 0) * max(height, 0)
    return float(both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both))


FIVE = ((37, 38, 40, 41), (43, 44, 46, 47), (30,), (48, 60), (54, 64))


def known(said: dict[str, Any]) -> np.ndarray:
    return Template.from_bytes(base64.b64decode(said["template"]), VECTORS["model"]).vector


@pytest.mark.parametrize("said", VECTORS["photos"], ids=lambda said: said["photo"])
def test_the_written_recipe_gives_the_same_template(said: dict[str, Any]) -> None:
    rgb = queries.read_image((ROOT / said["photo"]).read_bytes())[:, :, ::-1]
    assert float(plain_template(rgb) @ known(said)) >= AGREE


@pytest.mark.parametrize("said", VECTORS["photos"], ids=lambda said: said["photo"])
def test_the_house_still_says_what_the_vectors_say(said: dict[str, Any]) -> None:
    image = queries.read_image((ROOT / said["photo"]).read_bytes())
    face = queries.find(image)
    assert face is not None
    assert np.allclose(face.five, said["five"], atol=0.3)
    template = queries.embed(image, face, profile=Profile.PHONE)
    assert np.allclose(template.vector[:16], said["template_head"], atol=0.003)
    assert float(template.vector @ known(said)) >= 0.9999


def test_the_vectors_are_of_the_model_in_use() -> None:
    assert VECTORS["model"] == queries.model_version(Profile.PHONE)


def test_sampling_averages_where_it_shrinks() -> None:
    checkers = np.kron(np.indices((60, 60)).sum(axis=0) % 2 * 255, np.ones((1, 1))).astype(np.uint8)
    photo = np.repeat(checkers[:, :, None], 3, axis=2)
    half = sample(photo, np.array([[2.0, 0, 0.5], [0, 2.0, 0.5]]), 30, 30)
    assert half.min() >= 126
    assert half.max() <= 129
