"""Thresholds of the patterns, named by a version and kept as files: a flag can be made again as it was."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_RULESETS = Path(__file__).resolve().parents[2] / "rulesets"
NEWEST = "2026.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is explained in docs/decisions/0037. `_m` metres, `_s` seconds, `_p` a probability of honest chance."""

    version: str
    gps_accuracy_m: float
    far_m: float
    copied_min_decimals: int
    copied_apart_s: float
    perfect_spread_m: float
    perfect_min_fixes: int
    perfect_honest_share: float
    perfect_min: int
    misfit_share: float
    chance_p: float
    camp_radius_m: float
    camp_min: int
    camp_min_unknown: int
    shared_min: int
    ratio_min: int
    ratio_most: float
    peers_min: int
    pace_min: int
    dwell_min: int
    robust_z: float
    dwell_floor_s: float
    pace_floor: float
    night_from_h: float
    night_to_h: float
    night_min: int
    holiday_min: int
    holiday_peers_share: float
    clock_back_s: float
    clock_ahead_s: float
    clock_early_s: float
    rate_min: int
    rate_p: float
    rate_above: float
    quick_from_p: float
    one_event_m: float
    one_event_s: float
    few_families: int
    few_times: int
    witness_min: int
    witness_span_m: float
    witness_share: float
    witness_share_min: int
    member_min: int
    colleague_min: int
    approver_min: int
    approver_p: float
    front_apart_m: float
    copy_gate_m: float
    rest_weekdays: list[int]
    holidays: frozenset[date]
    prior: dict[str, float]
    """Precision believed of a kind before any case was closed."""


def limits(version: str = NEWEST) -> Limits:
    """The ruleset of a version; `FileNotFoundError` for one that never was."""
    raw = json.loads((_RULESETS / f"patterns-{version}.json").read_text())
    return Limits(**{**raw, "holidays": frozenset(map(date.fromisoformat, raw["holidays"]))})
