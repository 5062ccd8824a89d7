"""Whether a face lives: how it looks (a small model of our own), and whether it moved as it was asked.

Neither denies anybody. A print or a screen photographed again loses fine detail, contrast and colour: the model sees
that in the aligned face alone. A movement asked at random is what a print can't do.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from amanah.faces import nets
from amanah.faces.sampling import aligned, sample
from amanah.faces.types import Face, Image

SIZE = 112
FACE_PX = 40
POINTS = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32
)
"""Eyes, nose and corners of the mouth in the 112 x 112 picture: the model's own, whatever recogniser is plugged in."""

LIVE_ABOVE = 0.5
"""The model's answer is shifted so that its working point lies here; docs/faces.md says what it was measured on."""


class Liveness(StrEnum):
    """`doubted` is a doubt for a person to weigh, never a refusal; `unknown` is no doubt."""

    LIVING = "living"
    DOUBTED = "doubted"
    UNKNOWN = "unknown"


def live(image: Image, face: Face) -> float | None:
    """0-1, from 0.5 on it looks like a living face; None when the face is smaller than 40 px and can't tell."""
    if min(face.box.width, face.box.height) < FACE_PX:
        return None
    return float(nets.run("liveness", given(image, face))["live"][0])


def given(image: Image, face: Face) -> NDArray[np.float32]:
    """What the model takes: the face turned upright, 1 x 3 x 112 x 112, red-green-blue, 0-255."""
    rgb = sample(image, aligned(face.five, POINTS), SIZE, SIZE)[:, :, ::-1].astype(np.float32)
    return np.ascontiguousarray(rgb.transpose(2, 0, 1)[None])


def verdict(passive: float | None, moved: bool | None, *, live_above: float = LIVE_ABOVE) -> Liveness:
    """What both say together: `passive` as `live` gives it, `moved` whether it moved as asked (None: not asked).

    A movement made outweighs the look; one not made is no doubt by itself, since elders are slow and may decline.
    """
    if moved:
        return Liveness.LIVING
    if passive is None:
        return Liveness.UNKNOWN
    return Liveness.LIVING if passive >= live_above else Liveness.DOUBTED
