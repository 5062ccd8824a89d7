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
from amanah.faces.types import Box, Face, Image, Points, Quality

# The middle of the aligned face: skin, eyes and mouth without hair, scarf and background.
_ROWS, _LEFT, _RIGHT = slice(30, 106), slice(24, 56), slice(56, 88)


def quality(image: Image, face: Face) -> Quality:
    grey = cv2.cvtColor(aligned_face(image, face), cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    middle = grey[_ROWS, _LEFT.start : _RIGHT.stop]
    return rules.weigh(
        eyes_px=float(np.linalg.norm(face.five[1] - face.five[0])),
        laplacian=_laplacian(middle),
        mean=float(middle.mean()),
        deviation=float(middle.std()),
        uniformity=_uniformity(grey[_ROWS, _LEFT], grey[_ROWS, _RIGHT]),
        inside=_inside(image, face.box),
        turned=_turned(face.five),
        others=face.others,
    )


def _laplacian(grey: Image) -> float:
    """Variance of the Laplacian (Pech-Pacheco 2000; the first feature of ISO/IEC 29794-5 "sharpness")."""
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())


def _uniformity(left: Image, right: Image) -> float:
    """Overlap of the two halves' grey histograms, 0-1 (ISO/IEC 29794-5 "illumination uniformity")."""
    return float(np.minimum(_histogram(left), _histogram(right)).sum())


def _histogram(grey: Image) -> NDArray[np.float64]:
    counts = np.bincount((grey // 16).ravel(), minlength=16)
    return counts / grey.size


def _inside(image: Image, box: Box) -> float:
    """Share of the face's box that lies in the photo, 0-1 (ISO/IEC 29794-5 "margin" components)."""
    rows, columns = image.shape[:2]
    width = min(box.right, columns) - max(box.left, 0)
    height = min(box.bottom, rows) - max(box.top, 0)
    return max(0.0, width) * max(0.0, height) / box.area


def _turned(five: Points) -> float:
    """How far the nose sits off the middle between the eyes, in half eye distances: 0 ahead, about 1 at 45 degrees."""
    left, right, nose = five[0], five[1], five[2]
    eyes = right - left
    along = float(np.dot(nose - (left + right) / 2, eyes) / np.dot(eyes, eyes))
    return abs(along) * 2
