"""Measures the pipeline on a folder of known people: all pairs, and a photo without a found face counts as a miss."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from amanah.faces import finding, measuring, nets, pictures, templates
from amanah.faces.types import TEMPLATE_LENGTH, Evaluation
from amanah.values.problem import Problem

T = TypeVar("T")
FARS = {"1e-2": 1e-2, "1e-3": 1e-3, "1e-4": 1e-4, "1e-5": 1e-5}
MISSED = -1.0


@dataclass(slots=True)
class _Clock:
    """CPU seconds by step, summed over photos."""

    spent: dict[str, float]

    def time(self, step: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        result = work()
        self.spent[step] = self.spent.get(step, 0.0) + time.process_time() - started
        return result


def evaluate(photos: Iterable[tuple[str, bytes]], *, told: Callable[[int], None] = lambda count: None) -> Evaluation:
    """`photos` are (person, file bytes); `told` hears how many are done."""
    clock, started = _Clock({}), time.monotonic()
    people: list[str] = []
    vectors: list[NDArray[np.float32]] = []
    for person, photo in photos:
        people.append(person)
        vectors.append(_vector(photo, clock))
        told(len(people))
    return _judge(people, np.array(vectors).reshape(-1, TEMPLATE_LENGTH), clock.spent, time.monotonic() - started)


def _vector(photo: bytes, clock: _Clock) -> NDArray[np.float32]:
    """The template, or zeros when no face is found or the photo can't be read."""
    try:
        image = pictures.read_image(photo)
    except Problem:  # nobody can be known again from it: a miss like any other
        return np.zeros(TEMPLATE_LENGTH, np.float32)
    face = clock.time("find", lambda: finding.find(image))
    if face is None:
        return np.zeros(TEMPLATE_LENGTH, np.float32)
    clock.time("quality", lambda: measuring.quality(image, face))
    return clock.time("embed", lambda: templates.embed(image, face).vector)


def _judge(people: list[str], vectors: NDArray[np.float32], spent: dict[str, float], seconds: float) -> Evaluation:
    genuine, impostor = _pairs(np.array(people), vectors)
    thresholds = {name: _threshold(impostor, far) for name, far in FARS.items()}
    tars = {name: _share(genuine, at) for name, at in thresholds.items()}
    count = len(people)
    each = {step: round(1000 * seconds_cpu / max(1, count), 2) for step, seconds_cpu in spent.items()}
    return Evaluation(
        people=len(set(people)),
        photos=count,
        not_found=int((np.abs(vectors).sum(axis=1) == 0).sum()),
        genuine=len(genuine),
        impostor=len(impostor),
        eer=_equal_error(genuine, impostor),
        tar=tars,
        threshold=thresholds,
        cpu_ms=each | {"total": round(sum(each.values()), 2)},
        photos_per_s=round(count / seconds, 1) if seconds else 0.0,
        model=nets.manifest().version,
    )


def _pairs(people: NDArray[np.str_], vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Scores of all pairs, genuine and impostor sorted upwards; a pair with a missed photo scores -1."""
    missed = np.abs(vectors).sum(axis=1) == 0
    genuine: list[NDArray[np.float32]] = []
    impostor: list[NDArray[np.float32]] = []
    for i in range(len(people) - 1):
        scores = vectors[i + 1 :] @ vectors[i]
        scores[missed[i + 1 :] | missed[i]] = MISSED
        same = people[i + 1 :] == people[i]
        genuine.append(scores[same])
        impostor.append(scores[~same])
    none = [np.zeros(0, np.float32)]
    return np.sort(np.concatenate(genuine or none)), np.sort(np.concatenate(impostor or none))


def _threshold(impostor: NDArray[np.float32], far: float) -> float | None:
    """The lowest score that lets in at most `far` of the impostors; None when there are too few to say."""
    allowed = int(far * len(impostor))
    if not allowed:
        return None
    return float(np.nextafter(impostor[-allowed - 1], np.float32(2)))


def _share(genuine: NDArray[np.float32], at: float | None) -> float | None:
    if at is None or not len(genuine):
        return None
    return round(float((genuine >= at).mean()), 4)


def _equal_error(genuine: NDArray[np.float32], impostor: NDArray[np.float32]) -> float | None:
    """Where false rejections and false acceptances meet."""
    if not len(genuine) or not len(impostor):
        return None
    marks = np.linspace(-1, 1, 4001)
    rejected = np.searchsorted(genuine, marks) / len(genuine)
    accepted = 1 - np.searchsorted(impostor, marks) / len(impostor)
    best = int(np.argmin(np.abs(rejected - accepted)))
    return round(float((rejected[best] + accepted[best]) / 2), 4)
