"""What a photo shows as a few bits: PDQ of the whole, and of what would be left if somebody cut its edges off.

PDQ (Facebook's perceptual hash of 256 bits, `pdqhash`) forgives size, compression and brightness, but not a cut edge: a
tenth cut off moves 60 to 100 bits, as many as some other photo differs in. So each photo brings the hashes of its own
likely cuts, and a cut copy meets one of them. A photo turned or mirrored
meets one of the hashes of the other seven ways to hold it.
"""

from __future__ import annotations

import cv2
import numpy as np
import pdqhash
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Prints = NDArray[np.uint8]
"""Rows of 32 bytes: the whole photo, its cuts, the whole turned by 90, 180 and 270 degrees, and these four mirrored.
Older ones end before the turned."""

BITS = 256
_SIDE_PX = 192
"""Both sizes of one photo meet at this one; PDQ itself looks at 64 x 64. At 256 it takes four times as long
and finds no more."""
_LEAST_QUALITY = 10
"""Of 100, as PDQ weighs the edges it sees. Houses have 60 and more, walls, fog and nights 0; its makers advise 50."""
UPRIGHT, MIRRORED = 34, 37
"""Rows before the first are of the photo as it is; from the second on mirrored."""
_KEPT = ((0.95, 0.95), (0.9, 0.9), (0.8, 0.8), (0.9, 1.0), (1.0, 0.9))
"""Shares of height and width that a cut leaves, up to a tenth from every side."""


def prints(image: Image) -> Prints:
    """Of 8-bit blue-green-red. 41 rows; none of a photo of next to nothing: plain walls and nights are all alike."""
    scale = _SIDE_PX / max(image.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = [max(1, round(side * scale)) for side in image.shape[:2]]
    small = cv2.cvtColor(cv2.resize(image, (size[1], size[0]), interpolation=how), cv2.COLOR_BGR2RGB).astype(np.uint8)
    (whole, *turned), quality = pdqhash.compute_dihedral(small)
    if quality < _LEAST_QUALITY:
        return np.empty((0, BITS // 8), np.uint8)
    cuts = [pdqhash.compute(np.ascontiguousarray(part))[0] for part in _cuts(small)]
    return np.packbits(np.array([whole, *cuts, *turned], dtype=np.uint8), axis=1)


def _cuts(image: Image) -> list[Image]:
    high, wide = image.shape[:2]
    found = []
    for share_high, share_wide in _KEPT:
        h, w = max(1, round(high * share_high)), max(1, round(wide * share_wide))
        for top in sorted({0, (high - h) // 2, high - h}):
            for left in sorted({0, (wide - w) // 2, wide - w}):
                found.append(image[top : top + h, left : left + w])
    return found
