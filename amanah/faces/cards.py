"""The portrait on an identity card that was photographed: find the card, turn it flat, look where portraits are.

An ID-1 card is 85.6 x 53.98 mm (ISO/IEC 7810). On an Indonesian KTP the portrait stands at the right.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.faces import finding
from amanah.faces.types import Box, Face, Image

ASPECT = 85.6 / 53.98
_CARD_WIDTHS = (320, 2048)
"""Pixels a card turned flat is wide, at least and at most."""
_LOOK_PX = 640.0
_SMALLEST = 0.06
"""Of the photo's area; a smaller card shows a portrait of under 20 pixels between the eyes."""
_ODD = 1.3
"""How far the sides' ratio may be from a card's: a card seen from aside looks narrower or wider."""
_EDGED = 0.8
"""The share of its weakest side along which the photo really has an edge, from which on the larger one counts."""
_PORTRAIT = (0.6, 1.0, 0.15, 0.85)
"""Left, right, top, bottom of where the middle of a portrait's face lies: of the card's width and height."""
_FACE_WIDE = (0.04, 0.26)
"""How wide its face is, of the card's width; a whole portrait is 21 of 85.6 mm."""

Corners = NDArray[np.float32]
"""4 x 2 in pixels of the photo: clockwise, the first edge a long one."""


def portrait(image: Image) -> tuple[Image, Face] | None:
    """The card lying flat and the face on it; without a card the largest face of the photo. None: no face at all."""
    whole = finding.find(image)
    if whole is not None and whole.box.width > _FACE_WIDE[1] * max(image.shape[:2]):
        return image, whole  # too large to be printed on a card
    for corners in cards(image):
        for flat in _upright(image, corners):
            face = finding.find(flat)
            if face is not None and _is_where_portraits_are(face.box, flat):
                return flat, face
    return None if whole is None else (image, whole)


def cards(image: Image) -> list[Corners]:
    """Quadrilaterals that could be an ID-1 card, likest first, at most three."""
    shrink = min(1.0, _LOOK_PX / max(image.shape[:2]))
    small = np.asarray(cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    seen = _edges(small)
    found = [(_edged(each, seen), each) for each in _quadrilaterals(small)]
    likest = sorted(found, key=lambda one: (one[0] >= _EDGED, one[0] if one[0] < _EDGED else cv2.contourArea(one[1])))
    distinct: list[Corners] = []
    for _, each in reversed(likest):
        if all(np.abs(_centre(each) - _centre(other)).max() > 12 for other in distinct):
            distinct.append(each)
    return [_long_edge_first(each) / np.float32(shrink) for each in distinct[:3]]


def flatten(image: Image, corners: Corners) -> Image:
    """The card as if seen from straight above, half as large again as in the photo so that no detail is lost."""
    width = round(np.clip(1.5 * _sides(corners)[0], *_CARD_WIDTHS))
    height = round(width / ASPECT)
    flat = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    takes = cv2.getPerspectiveTransform(corners, flat)
    return np.asarray(cv2.warpPerspective(image, takes, (width, height), flags=cv2.INTER_CUBIC), np.uint8)


def _upright(image: Image, corners: Corners) -> Iterator[Image]:
    """A card lies either way up; a mirror image it is never."""
    yield flatten(image, corners)
    yield flatten(image, np.roll(corners, 2, axis=0))


def _is_where_portraits_are(box: Box, flat: Image) -> bool:
    """A rectangle in any photo may hold a face; a KTP holds a small one at its right."""
    rows, columns = flat.shape[:2]
    x, y = (box.left + box.right) / 2 / columns, (box.top + box.bottom) / 2 / rows
    left, right, top, bottom = _PORTRAIT
    return bool(left < x < right and top < y < bottom and _FACE_WIDE[0] < box.width / columns < _FACE_WIDE[1])


def _quadrilaterals(small: Image) -> Iterator[Corners]:
    least = _SMALLEST * small.shape[0] * small.shape[1]
    for outline in _outlines(small):
        hull = np.asarray(cv2.convexHull(outline), np.int32)
        if cv2.contourArea(hull) < least:
            continue
        four = _four_corners(hull)
        if four is not None and _is_like_a_card(four, small):
            yield four


def _outlines(small: Image) -> Iterator[NDArray[np.int32]]:
    """Outer outlines of what stands out: by edges, by lightness and by colour, for cards on tables of any kind."""
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    saturation = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2HSV)[:, :, 1], (5, 5), 0)
    masks = [cv2.dilate(cv2.Canny(plane, low, 3 * low), np.ones((3, 3), np.uint8))
             for plane in (grey, saturation) for low in (20, 50)]  # fmt: skip
    for plane in (grey, saturation):
        _, bright = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        masks += [bright, cv2.bitwise_not(bright)]
    for mask in masks:
        outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        yield from (np.asarray(outline, np.int32) for outline in outlines)


def _four_corners(hull: NDArray[np.int32]) -> Corners | None:
    """The hull as four corners, when it is one with its corners rounded or a finger over its edge at most."""
    around = cv2.arcLength(hull, closed=True)
    for slack in (0.02, 0.04, 0.06, 0.09):
        four = cv2.approxPolyDP(hull, slack * around, closed=True)
        if len(four) == 4 and cv2.contourArea(four) > 0.9 * cv2.contourArea(hull):
            return four.reshape(4, 2).astype(np.float32)
    return None


def _is_like_a_card(four: Corners, small: Image) -> bool:
    """Sides in a card's ratio, and not the frame of the photo itself."""
    rows, columns = small.shape[:2]
    if cv2.contourArea(four) > 0.98 * rows * columns:
        return False
    one, other = _sides(four)
    ratio = max(one, other) / max(1.0, min(one, other))
    return ASPECT / _ODD < ratio < ASPECT * _ODD


def _edges(small: Image) -> NDArray[np.uint8]:
    """255 within two pixels of where lightness or colour changes."""
    planes = cv2.split(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2LAB), (3, 3), 0))
    edges = [cv2.Canny(plane, 15, 45) for plane in planes]
    return np.asarray(
        cv2.dilate(cv2.bitwise_or(cv2.bitwise_or(*edges[:2]), edges[2]), np.ones((5, 5), np.uint8)), np.uint8
    )


def _edged(four: Corners, edges: NDArray[np.uint8]) -> float:
    """0-1: the share of its least visible side that lies on an edge; corners are left out, they are rounded."""
    rows, columns = edges.shape
    along = np.linspace(0.1, 0.9, 60, dtype=np.float32)[:, None]
    shares = []
    for begin, end in zip(four, np.roll(four, -1, axis=0), strict=True):
        x, y = np.rint(begin + along * (end - begin)).astype(int).T
        inside = (x > 2) & (y > 2) & (x < columns - 3) & (y < rows - 3)
        on_edge = edges[y.clip(0, rows - 1), x.clip(0, columns - 1)] > 0
        shares.append(float((on_edge & inside).mean()))
    return min(shares)


def _sides(four: Corners) -> tuple[float, float]:
    """Mean lengths of the two pairs of opposite sides."""
    lengths = np.linalg.norm(four - np.roll(four, -1, axis=0), axis=1)
    return float(lengths[0] + lengths[2]) / 2, float(lengths[1] + lengths[3]) / 2


def _long_edge_first(four: Corners) -> Corners:
    """Clockwise as seen, beginning so that the first edge is a long one and the card most nearly upright."""
    clockwise = four if cv2.contourArea(four, oriented=True) > 0 else four[::-1]
    one, other = _sides(clockwise)
    turned = clockwise if one >= other else np.roll(clockwise, -1, axis=0)
    edge = turned[1] - turned[0]
    return np.ascontiguousarray(turned if edge[0] >= abs(edge[1]) or edge[0] > 0 else np.roll(turned, 2, axis=0))


def _centre(four: Corners) -> NDArray[np.float32]:
    return np.asarray(four.mean(axis=0), np.float32)
