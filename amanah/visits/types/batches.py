"""A batch as a phone sends it: who says it is, which epoch it knows, and events not yet read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from amanah.visits.types.events import Sent
from amanah.visits.types.fields import Unreadable

CONTRACT = "1.1"
"""What the house speaks (docs/decisions/0024-contract-versions.md); a phone that doesn't say speaks 1.0."""


@dataclass(frozen=True, slots=True)
class Batch:
    """`phone` is a claim; the token and each event's signature say who it is."""

    phone: str
    epoch: int
    events: tuple[Sent, ...]


def read_batch(body: bytes) -> Batch:
    """Raises Unreadable for what isn't a batch at all; what isn't an event within one is left to be put aside."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error
    if not isinstance(raw, dict):
        raise Unreadable("json")
    phone, epoch, events = raw.get("phone"), raw.get("epoch"), raw.get("events")
    if not isinstance(phone, str) or type(epoch) is not int or not isinstance(events, list):
        raise Unreadable("batch")
    return Batch(phone, epoch, tuple(_sent(one) for one in events))


def _sent(one: object) -> Sent:
    """An entry that isn't one becomes an event that doesn't read: it is put aside like any other, never dropped."""
    if isinstance(one, dict) and isinstance(text := one.get("e"), str) and isinstance(signature := one.get("s"), str):
        return Sent(text, signature)
    try:
        return Sent(json.dumps(one), "")
    except RecursionError:  # read at the edge of the depth that can be written
        return Sent(repr(type(one)), "")
