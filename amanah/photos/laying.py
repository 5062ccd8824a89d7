"""Laying one photo over another: do they truly show the same moment, or only something alike?"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.photos.prints import Image

_SIDE_PX = 512
_POINTS = 800
_FEWEST = 12
"""Corners that must move together. Two photos of one person in one place had up to 96 (LFW), so this alone proves
nothing; it only keeps a fit by chance away from the comparison."""
_THINNEST_PX = 32
"""A strip thinner than the ground around a corner has none, and OpenCV falls over it."""
_LEAST_COVER = 0.5
SAME_FROM = 0.95
"""Correlation of brightness where they overlap. Copies, cut, resized, compressed and brightened: .993 and more; two
photos of one person at one event: .86 at most (80 nearest pairs of 400 LFW photos). docs/decisions/0033."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A photo ready to be laid over others: 8-bit grey, its corners (n, 2) in pixels and what each of them says."""

    grey: Image
    corners: NDArray[np.float32]
    says: NDArray[np.uint8]


def sheet(image: Image, *, mirrored: bool = False) -> Sheet:
    grey = _grey(image)
    if mirrored:
        grey = np.ascontiguousarray(grey[:, ::-1])
    if min(grey.shape) < _THINNEST_PX:
        return Sheet(grey, np.empty((0, 2), np.float32), np.empty((0, 32), np.uint8))
    finder = cv2.ORB_create(_POINTS, fastThreshold=5)  # type: ignore[attr-defined]  # cv2's stubs leave it out
    corners, says = finder.detectAndCompute(grey, None)
    if says is None:
        return Sheet(grey, np.empty((0, 2), np.float32), np.empty((0, 32), np.uint8))
    return Sheet(grey, np.array([one.pt for one in corners], np.float32), says)


def alikeness(one: Sheet, other: Sheet) -> float:
    """Correlation of brightness where they overlap, 0 to 1, the better of both ways; 0 where neither can be laid.

    Looks both ways: the smaller cut may be either. Corners are known again however they are turned, never mirrored.
    """
    if min(len(one.says), len(other.says)) < _FEWEST:
        return 0.0
    met = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(one.says, other.says)
    if len(met) < _FEWEST:
        return 0.0
    here, there = one.corners[[m.queryIdx for m in met]], other.corners[[m.trainIdx for m in met]]
    return max(0.0, _alike(one.grey, other.grey, here, there), _alike(other.grey, one.grey, there, here))


def _alike(a: Image, b: Image, froms: NDArray[np.float32], tos: NDArray[np.float32]) -> float:
    """Correlation of `a`, laid over `b`, with what it covers; 0 where it can't be laid."""
    moved = _way(froms, tos)
    if moved is None:
        return 0.0
    size = (b.shape[1], b.shape[0])
    laid = cv2.warpAffine(a, moved, size)
    covered = cv2.warpAffine(np.full(a.shape, 255, np.uint8), moved, size) > 128
    if covered.mean() < _LEAST_COVER:
        return 0.0
    seen, there = (cv2.GaussianBlur(side, (0, 0), 2)[covered].astype(np.float64) for side in (laid, b))
    if seen.std() < 1 or there.std() < 1:
        return 0.0  # plain grey lies well on any plain grey
    return float(np.corrcoef(seen, there)[0, 1])


def _grey(image: Image) -> Image:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    scale = _SIDE_PX / max(grey.shape)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = [max(1, round(side * scale)) for side in grey.shape]
    return cv2.resize(grey, (size[1], size[0]), interpolation=how).astype(np.uint8, copy=False)


def _way(froms: NDArray[np.float32], tos: NDArray[np.float32]) -> np.ndarray | None:
    """Shift, size and turn that bring corners of one photo onto those of the other."""
    cv2.setRNGSeed(1)  # RANSAC draws; the same pair must always get the same answer
    moved, kept = cv2.estimateAffinePartial2D(froms, tos, method=cv2.RANSAC, ransacReprojThreshold=4)
    return moved if moved is not None and int(kept.sum()) >= _FEWEST else None
