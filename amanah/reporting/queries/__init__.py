"""The numbers: computed from the database each time they are asked for."""

from amanah.reporting.queries.conservation import (
    bags,
    booked_payments,
    conservation,
    event_chains,
    event_hashes,
    offices,
)
from amanah.reporting.queries.fairness import alarms, false_rejections

__all__ = [
    "alarms",
    "bags",
    "booked_payments",
    "conservation",
    "event_chains",
    "event_hashes",
    "false_rejections",
    "offices",
]
