"""Ids are UUIDv7 (RFC 9562): minted by whoever asks, before anything is stored, and they sort by time."""

from __future__ import annotations

import secrets
import time
import uuid


def new_id(*, now_ms: int | None = None) -> uuid.UUID:
    """A fresh UUIDv7: 48 bits of milliseconds, then 74 random bits (RFC 9562, 5.7)."""
    ms = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    rand = secrets.randbits(74)
    value = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (rand >> 62) << 64 | 0b10 << 62 | rand & (1 << 62) - 1
    return uuid.UUID(int=value)
