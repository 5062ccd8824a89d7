"""Policy: every threshold the phone and the house share, with a version kept beside each judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Policy:
    """Distances in metres, likeness as cosine, sizes in bytes and pixels.

    Face: .45 lies between the cosines for FAR 1e-4 (.413) and 1e-5 (.476) measured on LFW for this model.
    `ktp_same_above`: the same for a portrait photographed off a KTP. `calibration`: what the three rest on.
    `retakes`: how often the phone asks for the face again before it offers the ladder.
    `clock_slack_s`: how far a phone's time may lie after the house's before it counts as wrong.
    """

    version: str = "2026.1"
    face_model: str = "fr_feature-1"
    same_above: float = 0.45
    different_below: float = 0.30
    ktp_same_above: float = 0.45
    calibration: str = "lfw_dev 2026-11"
    retakes: int = 3
    second_look_slack: float = 0.10
    home_far_m: int = 50
    village_slack_m: int = 100
    poor_accuracy_m: int = 50
    fixes: int = 5
    photo_max_px: int = 1024
    photo_max_bytes: int = 100_000
    thumb_bytes: int = 24_000
    clock_slack_s: int = 900
    clock_oldest_days: int = 30

    def for_phone(self) -> dict[str, Any]:
        """As the pack carries it (contract, A3)."""
        return {
            "version": self.version,
            "face": {
                "model": self.face_model,
                "same_above": self.same_above,
                "different_below": self.different_below,
                "ktp_same_above": self.ktp_same_above,
                "calibration": self.calibration,
                "retakes": self.retakes,
            },
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
