"""What a calibration says: thresholds for one model and kind of reference, what they rest on, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from amanah.faces.types import Interval, Relatives
from amanah.values.problem import Sentence


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the numbers can't carry. `forbids`: too little to put in force without being forced to."""

    code: str
    sentence: Sentence
    forbids: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """One kind of reference under one model. Photos of two people are counted as one pair of people: they don't fall
    independently. By false acceptance rate: the threshold, its interval, and the share of genuine pairs it knows."""

    people: int
    mated_people: int
    pairs_of_people: int
    genuine: int
    impostor: int
    not_found: int
    same_above: float
    different_below: float
    cosine_at_far: dict[str, float]
    interval: dict[str, Interval | None]
    tar: dict[str, float | None]
    tar_interval: dict[str, Interval | None]
    relatives: Relatives | None
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """By model version, then by kind of reference. `far` is the false acceptance rate `same_above` was chosen for."""

    name: str
    made_at: str
    far: float
    models: dict[str, dict[str, Measured]]

    @property
    def forbids(self) -> bool:
        return any(each.forbids for kinds in self.models.values() for one in kinds.values() for each in one.warnings)
