"""The one place that knows both words for a deed: the planting's and oversight's. No rule, no threshold."""

from __future__ import annotations

from collections.abc import Mapping

from amanah.cli.rehearsal.frauds.types import Fraud

NAMES: Mapping[str, Fraud] = {
    "teleport": Fraud.TELEPORT, "copied_place": Fraud.COPIED_PLACE, "perfect_fixes": Fraud.TOO_PERFECT,
    "camping": Fraud.CAMPING, "distance_ratio": Fraud.DISTANCE_RATIO, "short_dwell": Fraud.DWELL,
    "fast_pace": Fraud.PACE, "night": Fraud.NIGHT, "holiday": Fraud.HOLIDAY, "same_photo": Fraud.SAME_PHOTO,
    "near_copy": Fraud.NEAR_COPY, "same_house": Fraud.SAME_HOUSE, "same_face": Fraud.SAME_FACE,
    "staff_face": Fraud.STAFF_FACE, "clock": Fraud.CLOCK, "failures": Fraud.FAILURES, "other_ways": Fraud.COLLUSION,
    "same_few": Fraud.COLLUSION, "witness": Fraud.COLLUSION, "representative": Fraud.COLLUSION,
    "approver": Fraud.COLLUSION, "colleague": Fraud.COLLUSION, "short_paid": Fraud.SHORT,
}  # fmt: skip
"""Oversight's word -> the deed it speaks of. Collusion has several faces."""
