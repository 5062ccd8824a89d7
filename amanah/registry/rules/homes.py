"""Which of the places learnt at a family's door counts as its home."""

from __future__ import annotations

from collections.abc import Sequence

from amanah.registry.types import Home

GOOD_ACCURACY_M = 50.0


def known_home(newest_first: Sequence[Home]) -> Home:
    """The newest within 50 m accuracy (68 % radius), else the newest: families move, poor fixes don't move them."""
    return next((tag for tag in newest_first if tag.accuracy_m <= GOOD_ACCURACY_M), newest_first[0])
