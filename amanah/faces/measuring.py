"""Takes the plain measures of a photo's quality, in the manner of ISO/IEC 29794-5; `rules.weigh` turns them to 0-100.

No quality model ships anywhere we may use, so these are the standard's simple components, taken on the aligned
112 x 112 face in grey (what the recogniser sees), each with its own formula below.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.faces import rules
from amanah.faces.templates import aligned_face
from amanah.faces.types import Face, Image, Points, Quality

# The middle of the aligned face: skin, eyes and mouth without hair, scarf and background.
_ROWS, _LEFT, _RIGHT = slice(30, 106), slice(24, 56), slice(56, 88)


def quality(image: Image, face: Face) -> Quality:
    grey = cv2.cvtColor(aligned_face(image, face), cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    middle = grey[_ROWS, _LEFT.start : _RIGHT.stop]
    eyes_px = float(np.linalg.norm(face.five[1] - face.five[0]))
    return rules.weigh(
        eyes_px=eyes_px,
        laplacian=_laplacian(middle),
        mean=float(middle.mean()),
        deviation=float(middle.std()),
        uniformity=_uniformity(grey[_ROWS, _LEFT], grey[_ROWS, _RIGHT]),
        edge=_edge(image, face.points, eyes_px),
        turned=_turned(face.five),
        others=face.others,
    )


def _laplacian(grey: Image) -> float:
    """Variance of the Laplacian (Pech-Pacheco 2000; the first feature of ISO/IEC 29794-5 "sharpness")."""
    return float(np.var(cv2.Laplacian(grey, cv2.CV_64F)))


def _uniformity(left: Image, right: Image) -> float:
    """Overlap of the two halves' grey histograms, 0-1 (ISO/IEC 29794-5 "illumination uniformity")."""
    return float(np.sum(np.minimum(_histogram(left), _histogram(right))))


def _histogram(grey: Image) -> NDArray[np.float64]:
    counts = np.bincount((grey // 16).ravel(), minlength=16)
    return counts.astype(np.float64) / grey.size


def _edge(image: Image, points: Points, eyes_px: float) -> float:
    """Nearest landmark to the photo's edge, in eye distances, below 0 outside (ISO/IEC 29794-5 "margin" components)."""
    rows, columns = image.shape[:2]
    first, last = points.min(axis=0), points.max(axis=0)
    nearest = min(float(first[0]), float(first[1]), columns - 1 - float(last[0]), rows - 1 - float(last[1]))
    return float(nearest / eyes_px)


def _turned(five: Points) -> float:
    """How far the nose sits off the middle between the eyes, in half eye distances: 0 ahead, about 1 at 45 degrees."""
    left, right, nose = five[0], five[1], five[2]
    eyes = right - left
    along = np.dot(nose - (left + right) / 2, eyes) / np.dot(eyes, eyes)
    return 2 * abs(float(along))
