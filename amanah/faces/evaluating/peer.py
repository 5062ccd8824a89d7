"""What a user would pick instead, measured beside us: dlib as `face_recognition` uses it, on the same photos.

The same steps and defaults as that library's `face_locations` and `face_encodings`: HOG detector with the photo
enlarged once, five landmarks, the 128 numbers of dlib's ResNet without jitter. It has no measure of quality. Its
largest face is taken, as ours is. Likeness = 1 - distance / 2; the library's tolerance of 0.6 is a likeness of 0.7.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import numpy as np

from amanah.faces import pictures
from amanah.faces.evaluating.looking import Clock, Eye, Floats, Seen
from amanah.values.problem import Problem, Sentence

ENLARGED = 1
NO_JITTER = 0


def eye() -> Eye:
    """Raises Problem `peer_missing` when the extra isn't installed."""
    try:
        _parts()
        version = metadata.version("dlib-bin")
    except (ImportError, metadata.PackageNotFoundError) as error:
        raise _missing() from error
    return Eye(look, alike, f"dlib {version}")


def alike(a: Floats, b: Floats) -> Floats:
    squares = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None, :] - 2 * (a @ b.T)
    return np.asarray(1 - np.sqrt(np.maximum(squares, 0)) / 2, dtype=np.float32)


def look(photo: Path) -> Seen:
    find, points, embed = _parts()
    clock = Clock()
    try:
        image = clock.time("read", lambda: np.ascontiguousarray(pictures.read_image(photo.read_bytes())[:, :, ::-1]))
    except (Problem, OSError):  # a miss, as it is for us
        return Seen(None, None, unreadable=True, cpu_s=clock.spent)
    boxes = clock.time("find", lambda: find(image, ENLARGED))
    clock.time("quality", lambda: None)
    if not len(boxes):
        return Seen(None, None, unreadable=False, cpu_s=clock.spent)
    box = max(boxes, key=lambda each: each.area())
    vector = clock.time("embed", lambda: embed.compute_face_descriptor(image, points(image, box), NO_JITTER))
    return Seen(np.array(vector, dtype=np.float32), None, unreadable=False, cpu_s=clock.spent)


@cache
def _parts() -> tuple[Any, Any, Any]:
    """Detector, landmarks, recogniser; the two packages ship no types."""
    dlib, models = import_module("dlib"), import_module("face_recognition_models")
    return (
        dlib.get_frontal_face_detector(),
        dlib.shape_predictor(models.pose_predictor_five_point_model_location()),
        dlib.face_recognition_model_v1(models.face_recognition_model_location()),
    )


def _missing() -> Problem:
    return Problem(
        "peer_missing",
        Sentence(
            id="dlib belum terpasang. Pasang: .venv/bin/pip install --require-hashes -r peer.lock, lalu ulangi.",
            en="dlib isn't installed. Install it: .venv/bin/pip install --require-hashes -r peer.lock, then try again.",
        ),
    )
