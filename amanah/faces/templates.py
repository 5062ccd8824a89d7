"""Makes templates and liveness scores out of a found face; the recogniser is told by the manifest."""

from __future__ import annotations

import numpy as np

from amanah.faces import nets
from amanah.faces.finding import planes
from amanah.faces.sampling import Affine, aligned, sample
from amanah.faces.types import Box, Face, Image, Template

SIZE = 112
LIVE_SIZE = 128
LIVE_SCALE = 2.7


def aligned_face(image: Image, face: Face) -> Image:
    """The face turned upright, 112 x 112, blue-green-red."""
    return sample(image, aligned(face.five, nets.manifest().points), SIZE, SIZE)


def embed(image: Image, face: Face) -> Template:
    rgb = aligned_face(image, face)[:, :, ::-1]
    # A face and its mirror image together know the person a little better than the face alone.
    both = sum((nets.run("recogniser", planes(side))["output"][0] for side in (rgb, rgb[:, ::-1])), start=np.float32(0))
    vector = np.asarray(both, dtype=np.float32)
    return Template(vector / np.float32(np.linalg.norm(vector)), nets.manifest().version)


def strength(aligned: Image) -> float:
    """Length of the recogniser's answer to `aligned_face`, before it is made 1: it falls with what can be told."""
    return float(np.linalg.norm(nets.run("recogniser", planes(aligned[:, :, ::-1]))["output"][0]))


def live(image: Image, face: Face) -> float:
    """0-1, 1 looks like a living face. Unproven (see docs/faces.md): advice to a person, never a refusal."""
    crop = sample(image, _around(image, face.box), LIVE_SIZE, LIVE_SIZE)
    logits = nets.run("liveness", crop.astype(np.float32).transpose(2, 0, 1)[None].copy())["output"][0]
    odds = np.exp(logits - logits.max())
    return float(odds[0] / odds.sum())


def _around(image: Image, box: Box) -> Affine:
    """2.7 times the box, or as much as the photo holds, moved to lie inside it."""
    rows, columns = image.shape[:2]
    scale = min((rows - 1) / box.height, (columns - 1) / box.width, LIVE_SCALE)
    width, height = box.width * scale, box.height * scale
    left = min(max((box.left + box.right - width) / 2, 0), columns - 1 - width)
    top = min(max((box.top + box.bottom - height) / 2, 0), rows - 1 - height)
    across, down = width / LIVE_SIZE, height / LIVE_SIZE
    return np.array([[across, 0, left + across / 2 - 0.5], [0, down, top + down / 2 - 0.5]], dtype=np.float64)
