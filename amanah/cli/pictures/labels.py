"""Every drawn picture says in its own file that it is drawn: a JPEG comment."""

from __future__ import annotations

SYNTHETIC_HOUSE = b"synthetic: a house drawn by code, nobody's home (Amanah demonstration)"
SPECIMEN_CARD = b"synthetic: a specimen card, not an identity document (Amanah demonstration)"


def commented(jpeg: bytes, comment: bytes) -> bytes:
    """The comment goes right behind the start marker; the pixels stay as they are."""
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
