"""What all seeds of a rehearsal come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LOST = ("event_lost", "payment_lost")
MOST_TOLD = 10  # broken invariants of one seed; the rest is usually the same again


@dataclass(slots=True)
class Sum:
    """Grows by one seed's end at a time (`run.lived` tells it)."""

    faults_chosen: str
    seeds: int = 0
    events: int = 0
    payments: int = 0
    handed_twice: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, end: Mapping[str, Any]) -> None:
        self.seeds += 1
        self.events += end["events"]
        self.payments += end["payments"]
        self.handed_twice += end["handed_twice"]
        self.happened.update(end["happened"])
        self.broken.update(what for what, _ in end["broken"])
        if end["broken"]:
            told = [f"{what}: {where}" for what, where in end["broken"]]
            self.failed.append({"seed": end["seed"], "again": self.again(end["seed"]), "broken": told[:MOST_TOLD]})

    def again(self, seed: int) -> str:
        """How to live this seed alone."""
        return f"./run rehearse --faults {self.faults_chosen} --seed {seed}"

    def as_json(self, *, seconds: float) -> dict[str, object]:
        points = [name for name in self.happened if name.startswith("at ")]
        return {
            "seeds": self.seeds,
            "faults": {name: count for name, count in sorted(self.happened.items()) if not name.startswith("at ")},
            "crash_points": len(points),
            "events": self.events,
            "payments": self.payments,
            "handed_twice": self.handed_twice,
            "lost": sum(self.broken[name] for name in LOST),
            "paid_twice_unflagged": self.broken["paid_twice_unflagged"] + self.broken["unsound_paid_twice"],
            "ledger_sum": self.broken["ledger_sum"],
            "chain_ok": not self.broken["chain_broken"] + self.broken["journal_broken"],
            "replay_same_state": not self.broken["replay_differs"],
            "broken": dict(sorted(self.broken.items())),
            "seconds": round(seconds, 1),
            "failed_seeds": sorted(self.failed, key=lambda one: int(one["seed"])),
        }
