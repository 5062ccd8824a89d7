"""Different photos of one house front: corners that move together from one picture to the other.

Weaker than a copy: houses of one plan are alike in truth. It says "look", and never more.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.photos.prints import Image

_SIDE_PX = 768
_CORNERS = 400
_CLEARER = 0.8
"""A corner's best match must be so much nearer than its second best (Lowe, IJCV 60, 2004, figure 11)."""
_OFF_PX = 5.0
SAME_FROM = 100
"""Corners that agree. Of 90 invented fronts, two views of one had 108 and more (270 pairs); different ones 73 at most
(780 pairs), and 92 among the likest of four rehearsed offices; ten real houses 9 at most, faces 48 (decision 0037)."""

Points = tuple[NDArray[np.float32], NDArray[np.uint8]]


def points(image: Image) -> Points | None:
    """Corners and what each looks like; None where there are too few to tell a front by."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    scale = _SIDE_PX / max(grey.shape)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    finder = cv2.ORB_create(_CORNERS)  # type: ignore[attr-defined]  # cv2's stubs leave it out
    corners, says = finder.detectAndCompute(grey, None)
    if says is None or len(corners) < SAME_FROM:
        return None
    return np.array([one.pt for one in corners], np.float32), says


def agreeing(one: Points, other: Points) -> int:
    """How many corners of a plane, seen from two places, one homography carries over (2-5 ms); 0 for few.

    From `SAME_FROM` on it is one front.
    """
    met = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(one[1], other[1], k=2)
    clear = [two[0] for two in met if len(two) == 2 and two[0].distance < _CLEARER * two[1].distance]
    if len(clear) < SAME_FROM:
        return 0
    cv2.setRNGSeed(1)  # RANSAC draws; the same pair must always get the same answer
    froms, tos = one[0][[m.queryIdx for m in clear]], other[0][[m.trainIdx for m in clear]]
    _, kept = cv2.findHomography(froms, tos, cv2.RANSAC, _OFF_PX)
    return 0 if kept is None else int(kept.sum())
