"""A face cut out of its photo, for a reader who needs nothing else of it."""

from __future__ import annotations

import cv2
import numpy as np

from amanah.faces.types import Face, Image

_MARGIN = 0.5
"""Of the face's size, on every side: as much as a recogniser looks at."""
_LONGEST_PX = 480


def cut_out(image: Image, face: Face) -> bytes:
    """JPEG of the face and a little around it, at most 480 pixels; without place, time or device of the photo."""
    rows, columns = image.shape[:2]
    wide, tall = _MARGIN * face.box.width, _MARGIN * face.box.height
    left, top = max(0, round(face.box.left - wide)), max(0, round(face.box.top - tall))
    right, bottom = min(columns, round(face.box.right + wide)), min(rows, round(face.box.bottom + tall))
    crop = image[top:bottom, left:right]
    shrink = min(1.0, _LONGEST_PX / max(crop.shape[:2]))
    small = cv2.resize(crop, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", np.asarray(small, np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return jpeg.tobytes()
