"""How often prints pass for living faces and living faces for prints, in the terms of ISO/IEC 30107-3.

APCER: share of attacks called living; BPCER: share of living faces called not living. A photo that gives no score
counts as an error of its kind, so that nothing is dropped.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amanah.faces import finding, living, pictures
from amanah.faces.manifests import manifest
from amanah.faces.types import Face, Image
from amanah.values.problem import Problem, Sentence

Numbers = NDArray[np.float64]
Score = Callable[[Image, Face], float | None]
Told = Callable[[int, int], None]
PHOTOS = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A photo and what it truly shows; `subject` may be empty."""

    path: Path
    living: bool
    subject: str


@dataclass(frozen=True, slots=True)
class Rates:
    """`apcer` and `bpcer` at a threshold; None where there was no photo of that kind."""

    living: int
    spoof: int
    apcer: float | None
    bpcer: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """Error rates 0-1 at `threshold`, rounded to 4 digits; `eer` where both would be equal; `auc` 1 is best.

    `without_score` photos showed no face, or one too small; they are among the errors. `cpu_ms` is the model's own
    time a photo, aligning included; `model` the first 12 digits of its SHA-256.
    """

    photos: int
    subjects: int
    living: int
    spoof: int
    apcer: float | None
    bpcer: float | None
    acer: float | None
    eer: float | None
    auc: float | None
    threshold: float
    without_score: int
    by_subject: Mapping[str, Rates]
    cpu_ms: float
    model: str
    bytes: int


def labelled(folder: Path) -> list[Sample]:
    """`labels.csv` (file, label `live` or `spoof`, subject) with the photos beside it.

    Raises Problem `labels_missing`, `labels_unreadable`.
    """
    labels = folder / "labels.csv"
    if not labels.is_file():
        raise Problem(
            "labels_missing",
            Sentence(
                id=f"Di {folder} tidak ada labels.csv. Isinya: file,label,subject; label adalah live atau spoof.",
                en=f"There is no labels.csv in {folder}. It holds file,label,subject; a label is live or spoof.",
            ),
        )
    with labels.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for number, row in enumerate(rows, start=2):
        if row.get("label") not in ("live", "spoof") or not (folder / (row.get("file") or "?")).is_file():
            raise _unreadable(labels, number)
    return [Sample(folder / row["file"], row["label"] == "live", row.get("subject") or "") for row in rows]


def all_living(folder: Path) -> list[Sample]:
    """Every photo below a folder as a living face, its folder's name as the subject."""
    photos = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PHOTOS)
    return [Sample(path, True, path.parent.name) for path in photos]


def measure(
    samples: Sequence[Sample], *, threshold: float = living.LIVE_ABOVE, told: Told = lambda done, of: None
) -> Measured:
    """The model in use on every sample; `told(done, of)` hears of the progress."""
    spent: list[float] = []

    def timed(image: Image, face: Face) -> float | None:
        started = time.process_time()
        answer = living.live(image, face)
        spent.append(time.process_time() - started)
        return answer

    found = scores(samples, score=timed, told=told)
    return report(samples, found, threshold=threshold, cpu_ms=1000 * sum(spent) / max(1, len(spent)))


def scores(samples: Sequence[Sample], *, score: Score, told: Told = lambda done, of: None) -> Numbers:
    """One number a sample; NaN where no face was found or it was too small."""
    found = np.full(len(samples), np.nan)
    for i, sample in enumerate(samples):
        seen = _face(sample.path)
        answer = score(*seen) if seen else None
        found[i] = np.nan if answer is None else answer
        told(i + 1, len(samples))
    return found


def _face(path: Path) -> tuple[Image, Face] | None:
    try:
        image = pictures.read_image(path.read_bytes())
    except Problem:  # it can't be judged: an error of its kind
        return None
    face = finding.find(image)
    return (image, face) if face else None


def report(
    samples: Sequence[Sample], scores: Numbers, *, threshold: float = living.LIVE_ABOVE, cpu_ms: float = 0.0
) -> Measured:
    """The error rates of `scores`, one for each sample."""
    truly = np.array([sample.living for sample in samples], dtype=bool)
    subjects = np.array([sample.subject for sample in samples])
    total = rates(scores, truly, threshold)
    both = None if total.apcer is None or total.bpcer is None else (total.apcer + total.bpcer) / 2
    file = manifest().files["liveness"]
    return Measured(
        photos=len(samples),
        subjects=len(set(subjects) - {""}),
        living=total.living,
        spoof=total.spoof,
        apcer=total.apcer,
        bpcer=total.bpcer,
        acer=None if both is None else round(both, 4),
        eer=equal_error(scores, truly),
        auc=area_under(scores, truly),
        threshold=threshold,
        without_score=int(np.isnan(scores).sum()),
        by_subject={one: rates(scores[subjects == one], truly[subjects == one], threshold) for one in _few(subjects)},
        cpu_ms=round(cpu_ms, 2),
        model=file.sha256[:12],
        bytes=file.path.stat().st_size,
    )


def _few(subjects: NDArray[np.str_]) -> list[str]:
    """Subjects one by one, where there are few enough to be read."""
    known = sorted({str(one) for one in subjects} - {""})
    return known if len(known) <= 50 else []


def rates(scores: Numbers, truly: NDArray[np.bool_], threshold: float) -> Rates:
    """Living means a score at or above the threshold; no score (NaN) is an error either way."""
    silent = np.isnan(scores)
    passed, stopped = (scores >= threshold) | silent, (scores < threshold) | silent
    return Rates(int(truly.sum()), int((~truly).sum()), _share(passed[~truly]), _share(stopped[truly]))


def _share(errors: NDArray[np.bool_]) -> float | None:
    return round(float(errors.mean()), 4) if len(errors) else None


def equal_error(scores: Numbers, truly: NDArray[np.bool_]) -> float | None:
    """The smallest mean of both error rates where they are nearest each other; None without both kinds."""
    each = [rates(scores, truly, float(at)) for at in [*np.unique(scores[~np.isnan(scores)]), np.inf]]
    pairs = [(one.apcer, one.bpcer) for one in each if one.apcer is not None and one.bpcer is not None]
    if not pairs:
        return None
    apcer, bpcer = min(pairs, key=lambda pair: (abs(pair[0] - pair[1]), sum(pair)))
    return round((apcer + bpcer) / 2, 4)


def area_under(scores: Numbers, truly: NDArray[np.bool_]) -> float | None:
    """How often a living face has the higher score than an attack (ties half); a photo without a score always loses."""
    living_ones = np.where(np.isnan(scores), -np.inf, scores)[truly]
    attacks = np.sort(np.where(np.isnan(scores), np.inf, scores)[~truly])
    if not len(living_ones) or not len(attacks):
        return None
    below = np.searchsorted(attacks, living_ones, "left") + np.searchsorted(attacks, living_ones, "right")
    return round(float(below.mean() / 2 / len(attacks)), 4)


def _unreadable(labels: Path, number: int) -> Problem:
    return Problem(
        "labels_unreadable",
        Sentence(
            id=f"{labels.name} baris {number}: label harus live atau spoof, dan fotonya harus ada di folder itu.",
            en=f"{labels.name} line {number}: the label must be live or spoof, and the photo must lie beside it.",
        ),
    )
