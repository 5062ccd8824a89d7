"""Writes the word "synthetic" into a JPEG as a comment segment (COM); the pixels stay as they are, byte for byte.

python demo/people/label.py demo/people/*.jpg
"""

from __future__ import annotations

import sys
from pathlib import Path

LABEL = b"synthetic: an invented person, not a photo of anybody (Amanah demonstration)"


def labelled(jpeg: bytes) -> bytes:
    """The comment goes right behind the start marker; a photo labelled already comes back unchanged."""
    if not jpeg.startswith(b"\xff\xd8"):
        raise ValueError("not a JPEG")
    if LABEL in jpeg[:4096]:
        return jpeg
    return jpeg[:2] + b"\xff\xfe" + (len(LABEL) + 2).to_bytes(2, "big") + LABEL + jpeg[2:]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_bytes(labelled(Path(name).read_bytes()))
