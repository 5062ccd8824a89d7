"""Policy: every threshold the phone and the house share, with a version kept beside each judgement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True)
class Scale:
    """Likeness (cosine) of templates of one model: the same person from `same_above`, another below the other.

    `ktp_same_above`: against a portrait photographed off a KTP. `calibration`: what these numbers rest on;
    `ktp_calibration`: what that of the KTP rests on, empty where it is the same.
    """

    model: str
    same_above: float
    different_below: float
    ktp_same_above: float
    calibration: str
    ktp_calibration: str = ""

    def calibration_of(self, *, card: bool) -> str:
        return (self.ktp_calibration if card else "") or self.calibration


_LFW = Scale("fr_feature-1", same_above=0.45, different_below=0.30, ktp_same_above=0.45, calibration="lfw_dev 2026-11")
# .45 lies between the cosines for FAR 1e-4 (.413) and 1e-5 (.476) measured on LFW for this model.


@dataclass(frozen=True, slots=True)
class Policy:
    """Distances in metres, sizes in bytes and pixels. `phone` and `house` compare on scales of their own.

    `second_look_slack`: likeness by which the house may differ where both have one scale; None: their bands are
    compared. `live_below`: a face less alive than this (0-1) is doubted unless it moved as asked; 0: never.
    `rungs`: each rung of the ladder is a doubt of its own. `retakes`: how often the phone asks for a face again.
    `clock_slack_s`: how far a phone's time may lie after the house's before it counts as wrong.
    """

    version: str = "2026.2"
    phone: Scale = _LFW
    house: Scale = _LFW
    second_look_slack: float | None = None
    live_below: float = 0.5
    rungs: bool = True
    retakes: int = 3
    home_far_m: int = 50
    village_slack_m: int = 100
    poor_accuracy_m: int = 50
    fixes: int = 5
    photo_max_px: int = 1024
    photo_max_bytes: int = 100_000
    thumb_bytes: int = 24_000
    clock_slack_s: int = 900
    clock_oldest_days: int = 30

    @property
    def same_above(self) -> float:
        return self.phone.same_above

    @property
    def different_below(self) -> float:
        return self.phone.different_below

    def measured(self, *, phone: Scale, house: Scale) -> Policy:
        """This policy on these scales, its version ending in 8 hex digits of all it says."""
        said = asdict(replace(self, phone=phone, house=house))
        print_ = sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]
        return replace(self, version=f"{self.version}-{print_}", phone=phone, house=house)

    def for_phone(self) -> dict[str, Any]:
        """As the pack carries it (contract, A3)."""
        return {
            "version": self.version,
            "face": {**asdict(self.phone), "retakes": self.retakes},
            "place": {
                "home_far_m": self.home_far_m,
                "village_slack_m": self.village_slack_m,
                "poor_accuracy_m": self.poor_accuracy_m,
                "fixes": self.fixes,
            },
            "photo": {
                "max_px": self.photo_max_px,
                "max_bytes": self.photo_max_bytes,
                "thumb_bytes": self.thumb_bytes,
            },
        }


CURRENT = Policy()
FIRST = Policy(version="2026.1", second_look_slack=0.10, live_below=0, rungs=False)
"""What visits were judged by before policies were kept; migration 0003 keeps it."""


def kept(content: Mapping[str, Any]) -> Policy:
    """A policy from what was kept of it, as `asdict` gave it."""
    return Policy(**{**content, "phone": Scale(**content["phone"]), "house": Scale(**content["house"])})
