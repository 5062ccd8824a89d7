"""Takes the plain measures of a photo's quality, in the manner of ISO/IEC 29794-5; `grading` turns them to 0-100.

All but sizes and angles are taken on the aligned 112 x 112 face, which is what the recogniser sees; each has its
formula below and in docs/faces.md. `phone/src/faces/quality.ts` takes the same measures.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.faces import grading, manifests
from amanah.faces.grading import Measures
from amanah.faces.templates import aligned_face, strength
from amanah.faces.types import Face, Image, Points, Profile, Quality

# The middle of the aligned face: skin, eyes and mouth without hair, scarf and background.
_ROWS, _LEFT, _RIGHT = slice(30, 106), slice(24, 56), slice(56, 88)
# Skin that stays bare under a mask: the bridge of the nose and below the eyes. And what a mask covers.
_BARE = ((slice(42, 58), slice(50, 62)), (slice(57, 63), slice(28, 44)), (slice(57, 63), slice(68, 84)))
_COVERED = (slice(78, 108), slice(38, 74))
_MOUTH = (slice(80, 106), slice(48, 64))

Floats = NDArray[np.float64]


def quality(image: Image, face: Face) -> Quality:
    """Measures and grades; one further run of the recogniser, for the strength of its answer."""
    aligned = aligned_face(image, face)
    known = manifests.manifest().profiles[Profile.PHONE].version == grading.FITTED_FOR
    return grading.grade(measures(image, face, aligned), strength(aligned) if known else None)


def measures(image: Image, face: Face, aligned: Image) -> Measures:
    """What can be measured without a model; `aligned` is `templates.aligned_face` of the same face."""
    grey = cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    middle = grey[_ROWS, _LEFT.start : _RIGHT.stop]
    eyes_px = float(np.linalg.norm(face.five[1] - face.five[0]))
    chroma, lips = _cover(aligned)
    return Measures(
        eyes_px=eyes_px,
        laplacian=_laplacian(middle),
        mean=float(middle.mean()),
        deviation=float(middle.std()),
        uniformity=_uniformity(grey[_ROWS, _LEFT], grey[_ROWS, _RIGHT]),
        edge=_edge(image, face.points, eyes_px),
        turned=_turned(face.five),
        openness=(_openness(face.points[36:42]) + _openness(face.points[42:48])) / 2,
        chroma=chroma,
        lips=lips,
        score=face.score,
        others=face.others,
    )


def _laplacian(grey: Image) -> float:
    """Variance of the Laplacian (Pech-Pacheco 2000; the first feature of ISO/IEC 29794-5 "sharpness")."""
    return float(np.var(cv2.Laplacian(grey, cv2.CV_64F)))


def _uniformity(left: Image, right: Image) -> float:
    """Overlap of the two halves' grey histograms, 0-1 (ISO/IEC 29794-5 "illumination uniformity")."""
    return float(np.sum(np.minimum(_histogram(left), _histogram(right))))


def _histogram(grey: Image) -> Floats:
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


def _openness(eye: Points) -> float:
    """Eye aspect ratio of six points, height over width (Soukupova & Cech 2016; ISO/IEC 29794-5 "eyes open")."""
    width = float(np.linalg.norm(eye[0] - eye[3]))
    height = float(np.linalg.norm(eye[1] - eye[5]) + np.linalg.norm(eye[2] - eye[4]))
    return height / (2 * max(width, 1e-6))


def _cover(aligned: Image) -> tuple[float, float]:
    """Is the lower face another colour than the skin above it, and is there the dark line between two lips?

    The distance of their median chroma (BT.601, 8-bit units), and the depth of the darkest row of the mouth below
    its median row, over the spread of grey above. Ours: the standard names "mouth occlusion" but gives a network.
    """
    blue, green, red = (aligned[:, :, channel].astype(np.float64) for channel in range(3))
    luma = 0.114 * blue + 0.587 * green + 0.299 * red
    apart = [_bare_median(colour) - float(np.median(colour[_COVERED])) for colour in (red - luma, blue - luma)]
    rows = luma[_MOUTH].mean(axis=1)
    spread = float(np.concatenate([luma[part].ravel() for part in _BARE]).std())
    return float(np.hypot(0.713 * apart[0], 0.564 * apart[1])), float(np.median(rows) - rows.min()) / (spread + 8)


def _bare_median(colour: Floats) -> float:
    return float(np.median(np.concatenate([colour[part].ravel() for part in _BARE])))
