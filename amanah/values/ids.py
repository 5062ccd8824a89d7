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


def new_ids(count: int, *, now_ms: int | None = None) -> list[str]:
    """Many fresh UUIDv7 as text, all of one millisecond and rising, so that an index grows at its end.

    After the milliseconds: 42 bits counting up from a random start (RFC 9562, 6.2), then 32 random bits.
    """
    ms = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    head = f"{ms & (1 << 48) - 1:012x}"
    head = f"{head[:8]}-{head[8:]}-7"
    start = secrets.randbits(11) << 31
    tails = secrets.token_hex(4 * count)
    return [
        f"{head}{high >> 30:03x}-{0x8000 | high >> 16 & 0x3FFF:04x}-{high & 0xFFFF:04x}{tails[8 * n : 8 * n + 8]}"
        for n, high in enumerate(range(start, start + count))
    ]
