"""Photos for the benchmark of uploads: real JPEGs that decode, each other than all others, of the sizes phones send.

Their pictures are few and invented; a comment inside each file (JPEG's own segment) makes it as large as is drawn.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

SIZES = {"photo": (60_000, 100_000), "thumb": (8_000, 24_000), "large": (300_000, 400_000)}
SHAPES = {"photo": (768, 1024, 60), "thumb": (192, 256, 60), "large": (1536, 2048, 40)}  # height, width, quality
MOST_COMMENT = 65_533  # bytes of one segment
PICTURES = 4  # of each kind


def write(folder: Path, *, photos: int, seed: int) -> Iterator[tuple[Path, str]]:
    """So many photos, each with its thumbnail; one in twenty is as large as the house takes. (file, kind)."""
    dice = random.Random(seed)
    pictures = {kind: [_picture(kind, number) for number in range(PICTURES)] for kind in SIZES}
    for number in range(photos):
        kind = "large" if number % 20 == 0 else "photo"
        for word, which in (("face_thumb", "thumb"), ("face", kind)):
            file = folder / f"{number}-{word}"
            file.write_bytes(_sized(dice.choice(pictures[which]), dice.randint(*SIZES[which]), dice))
            yield file, word


def _picture(kind: str, number: int) -> bytes:
    """Soft blots under a grain: no two of them alike, and no person's."""
    height, width, quality = SHAPES[kind]
    chance = np.random.default_rng(number)
    blots = cv2.resize(chance.integers(0, 255, (12, 16, 3), np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)
    grain = chance.normal(0, 4, (height, width, 3))
    pixels = np.clip(blots + grain, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes())


def _sized(picture: bytes, size: int, dice: random.Random) -> bytes:
    """With comments after its first mark, until it is `size` bytes (or 20 more than it was, so that it is another)."""
    missing, comments = max(20, size - len(picture)), b""
    while missing > 0:
        text = dice.randbytes(max(0, min(MOST_COMMENT - 2, missing - 4)))
        comments += b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
        missing -= len(text) + 4
    return picture[:2] + comments + picture[2:]
