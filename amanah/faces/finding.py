"""Finds faces and their 68 points: a detector on the whole photo, a second and third look before "no face"."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.faces import nets
from amanah.faces.sampling import GREY, fit, sample, square
from amanah.faces.types import Box, Face, Image, Points

WIDTH, HEIGHT = 320, 240
SCORE_ABOVE = 0.65
OVERLAP_BELOW = 0.4
# The whole photo, then with a margin (tight crops hide the outline the detector wants), then its middle enlarged.
ZOOMS = (1.0, 0.6, 2.0)
CROP = 64
# e^-1 at half a photo from the middle.
OFF_CENTRE = 4.0
# A neighbour in the background isn't a second person of the portrait.
RIVAL_AREA = 0.25


def find(image: Image) -> Face | None:
    for zoom in ZOOMS:
        found = _boxes(image, zoom)
        if found:
            return _face(image, found)
    return None


def _face(image: Image, found: list[tuple[float, Box]]) -> Face:
    score, box = max(found, key=lambda each: _standing(each[1], image))
    rivals = sum(1 for _, other in found if other.area >= RIVAL_AREA * box.area) - 1
    points = landmarks(image, box)
    return Face(box, score, points, five_points(points), rivals)


def _standing(box: Box, image: Image) -> float:
    """Area, weighed down away from the photo's middle: the one who stands there is meant, not a larger bystander."""
    rows, columns = image.shape[:2]
    across = (box.left + box.right - columns + 1) / 2 / columns
    down = (box.top + box.bottom - rows + 1) / 2 / rows
    return box.area * math.exp(-OFF_CENTRE * (across**2 + down**2))


def _boxes(image: Image, zoom: float) -> list[tuple[float, Box]]:
    """(score, box in photo pixels), best first, overlaps removed."""
    take = fit(image, WIDTH, HEIGHT, zoom)
    rgb = sample(image, take, WIDTH, HEIGHT, fill=GREY)[:, :, ::-1]
    answer = nets.run("detector", planes(rgb))
    scores, boxes = answer["scores"][0, :, 1], answer["boxes"][0]
    likely = np.flatnonzero(scores >= SCORE_ABOVE)
    likely = likely[np.argsort(-scores[likely], kind="stable")]
    boxes, scores = boxes[likely], scores[likely]
    return [(float(scores[k]), _in_photo(_voted(boxes, scores, k), take)) for k in _apart(boxes)]


def _voted(boxes: NDArray[np.float32], scores: NDArray[np.float32], best: int) -> NDArray[np.float64]:
    """The mean of the boxes about one face, by their scores.

    The detector's best scores are often equal to the last bit, and phone and house would choose different ones.
    """
    about = [i for i, box in enumerate(boxes) if _overlap(box, boxes[best]) > OVERLAP_BELOW]
    return np.average(boxes[about].astype(np.float64), axis=0, weights=scores[about].astype(np.float64))


def planes(rgb: Image) -> NDArray[np.float32]:
    """Height x width x 3 bytes -> [1,3,height,width], (x-127)/128."""
    spread = (rgb.astype(np.float32) - np.float32(127)) / np.float32(128)
    return np.ascontiguousarray(spread.transpose(2, 0, 1)[None], dtype=np.float32)


def _in_photo(box: NDArray[np.float64], take: NDArray[np.float64]) -> Box:
    """Box of 0-1 in the detector's frame -> photo pixels; 0-1 counts edges, the photo counts pixel centres."""
    edges = box * [WIDTH, HEIGHT, WIDTH, HEIGHT] - 0.5
    span, left, top = take[0, 0], take[0, 2], take[1, 2]
    x1, y1, x2, y2 = edges * span + [left, top, left, top]
    return Box(float(x1), float(y1), float(x2), float(y2))


def _apart(boxes: NDArray[np.float32]) -> list[int]:
    """Greedy non-maximum suppression over boxes sorted best first; intersection over union below 0.4 stays."""
    kept: list[int] = []
    for i, box in enumerate(boxes):
        if all(_overlap(box, boxes[k]) <= OVERLAP_BELOW for k in kept):
            kept.append(i)
    return kept


def _overlap(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return float(both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both))


def landmarks(image: Image, box: Box) -> Points:
    """68 points in photo pixels, from a square grey crop as large as the box's longer side."""
    side = max(box.width, box.height)
    centre_x, centre_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    crop = sample(image, square(centre_x, centre_y, side, CROP), CROP, CROP)
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY).astype(np.float32) / np.float32(256)
    told = nets.run("landmarks", grey[None, None])["output"].reshape(68, 2)
    corner = np.array([centre_x - side / 2, centre_y - side / 2], dtype=np.float32)
    return (told * np.float32(side) + corner).astype(np.float32)


def five_points(points: Points) -> Points:
    """Left eye, right eye, nose tip, left and right mouth corner, as the recogniser's template has them."""
    eyes = [points[[37, 38, 40, 41]].mean(axis=0), points[[43, 44, 46, 47]].mean(axis=0)]
    mouth = [points[[48, 60]].mean(axis=0), points[[54, 64]].mean(axis=0)]
    return np.stack([eyes[0], eyes[1], points[30], mouth[0], mouth[1]]).astype(np.float32)
