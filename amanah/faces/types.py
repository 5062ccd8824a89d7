"""What a face is here: where it lies in a photo, how good the photo is, its template, and how alike two are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from amanah.faces import manifests
from amanah.faces.manifests import Profile as Profile
from amanah.faces.manifests import Thresholds as Thresholds

Image = NDArray[np.uint8]
"""Height x width x 3, blue-green-red, 8 bits; what `queries.read_image` gives."""

Points = NDArray[np.float32]
"""N x 2, x then y, in pixels of the image; whole numbers are pixel centres."""


class Band(StrEnum):
    """What a likeness says; it never denies anybody by itself."""

    SAME = "same"
    BETWEEN = "between"
    DIFFERENT = "different"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Box:
    """Corners in pixels of the image; may reach beyond its edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return self.width * self.height


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The largest face of a photo. `score` 0-1; `points` 68 x 2; `five` = eyes, nose, mouth corners (image left first).

    `others` counts further faces at least a quarter as large: a photo for the record shows one person.
    """

    box: Box
    score: float
    points: Points
    five: Points
    others: int


@dataclass(frozen=True, slots=True)
class Quality:
    """0-100 each, 100 is best; `total` foretells a missed match, `advice` names the weakest part (None: all is well).

    `eyes` open, `uncovered` by mask or sunglasses. `eyes_px` is the distance between the eyes in pixels, `strength`
    the length of the recogniser's answer (None where the total does without).
    """

    total: int
    size: int
    sharpness: int
    brightness: int
    contrast: int
    evenness: int
    margins: int
    pose: int
    single: int
    eyes: int
    uncovered: int
    eyes_px: float
    strength: float | None
    advice: Advice | None


class Advice(StrEnum):
    """What the payer can do about a poor photo; the sentences are in `grading.ADVICE`."""

    CLOSER = "closer"
    HOLD_STILL = "hold_still"
    MORE_LIGHT = "more_light"
    LESS_LIGHT = "less_light"
    EVEN_LIGHT = "even_light"
    CENTRE = "centre"
    LOOK_AHEAD = "look_ahead"
    ONE_FACE = "one_face"
    OPEN_EYES = "open_eyes"
    MASK = "mask"


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A face as float32 numbers of length 1 together, and the model version that made it; other versions never compare.

    The house's begins with the phone's numbers (`queries.for_phone`).
    """

    vector: NDArray[np.float32]
    model: str

    def to_bytes(self) -> bytes:
        """Two bytes a number: float16, little-endian."""
        return self.vector.astype("<f2").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes, model: str) -> Self:
        """Raises ValueError when `data` isn't as many numbers as this model gives, or the model isn't known here."""
        numbers = manifests.manifest().length(model)
        if len(data) != 2 * numbers:
            raise ValueError(f"a template of {model} is {numbers} float16 of length 1")
        vector = np.frombuffer(data, dtype="<f2").astype(np.float32)
        length = float(np.linalg.norm(vector))
        if not 0.5 < length < 2.0:
            raise ValueError(f"a template of {model} is {numbers} float16 of length 1")
        return cls(vector / np.float32(length), model)


Kind = Literal["photo", "ktp"]
"""What a reference is: a photo of the person, or a portrait photographed off a KTP (smaller, older, printed)."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` is the cosine, -1 to 1; `band` what it says under the thresholds given; `model` the version."""

    score: float
    band: Band
    model: str


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo file in a folder of known people: whose it is, where, and its `name` below the folder (with `/`).

    `card` is the family card the person's folder lies in, where the folder tells.
    """

    person: str
    at: Path
    name: str
    card: str | None
    kind: Kind


Interval = tuple[float, float]
"""95 %, lower and upper end."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """By what they belong to; a rate that few draws could measure has none."""

    eer: Interval | None
    tar: dict[str, Interval | None]
    threshold: dict[str, Interval | None]
    rank1: Interval | None
    fnir: dict[str, Interval | None]


@dataclass(frozen=True, slots=True)
class TenFold:
    """Accuracy over the folds of a list of pairs: their mean and standard deviation, 0-1."""

    accuracy: float
    sd: float
    folds: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The listed pairs alone; `left_out` name people beyond the limit."""

    genuine: int
    impostor: int
    left_out: int
    eer: float | None
    tar: dict[str, float | None]
    threshold: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Relatives:
    """People who share a card: the share of their photo pairs at or above each threshold, by its name."""

    people: int
    pairs_of_people: int
    pairs: int
    false_match: dict[str, float]
    interval: dict[str, Interval | None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A folder, all pairs. `tar` and `threshold` by false acceptance rate, `fnir` by false positive identification rate
    (None: too few pairs to say); `cpu_ms` a photo by step.

    A photo without a found face is a miss everywhere; the `unreadable` are among the `not_found`.
    """

    people: int
    photos: int
    not_found: int
    unreadable: int
    genuine: int
    impostor: int
    eer: float | None
    tar: dict[str, float | None]
    threshold: dict[str, float | None]
    rank1: float | None
    fnir: dict[str, float | None]
    interval: Intervals
    ten_fold: TenFold | None
    listed: Listed | None
    relatives: Relatives | None
    cpu_ms: dict[str, float]
    photos_per_s: float
    model: str


@dataclass(frozen=True, slots=True)
class Group:
    """Photos that seem to show one person, by name; `likeness` is the lowest of any two of them."""

    photos: list[str]
    likeness: float
