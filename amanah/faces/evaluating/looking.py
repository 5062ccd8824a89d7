"""Looks at many photos with two processes: photos don't know each other, so they are looked at side by side."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.faces.types import Shot

T = TypeVar("T")
Floats = NDArray[np.float32]
Alike = Callable[[Floats, Floats], Floats]
Told = Callable[[int, int], None]
"""Hears how many photos are done, of how many."""

STEPS = ("read", "find", "quality", "embed")
# Fewer photos are done before a second process has started.
FEW = 24
WORKERS = 2
CHUNK = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """One photo looked at. `vector` is None when no face was found (or, `unreadable`, no photo could be read);
    `quality` is its total, 0-100; `cpu_s` CPU seconds by step."""

    vector: Floats | None
    quality: int | None
    unreadable: bool
    cpu_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class Eye:
    """A way of looking: `look` must be a module's own function, since other processes call it by name.

    `alike(a, b)` gives the likeness of every row of `a` with every row of `b`.
    """

    look: Callable[[Path], Seen]
    alike: Alike
    model: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Photos looked at: `vectors` N x D, zeros where not `found`; `quality` NaN where unknown; wall-clock `seconds`."""

    vectors: Floats
    found: NDArray[np.bool_]
    quality: Floats
    unreadable: int
    cpu_ms: dict[str, float]
    seconds: float
    alike: Alike

    def scores(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
        """len(a) x len(b); -1 where a photo showed no face."""
        scores = self.alike(self.vectors[a], self.vectors[b])
        scores[~self.found[a]] = -1
        scores[:, ~self.found[b]] = -1
        return scores


def quietly(done: int, of: int) -> None:
    """Nobody wants to hear of the progress."""


class Clock:
    """CPU seconds by step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, step: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        result = work()
        self.spent[step] = self.spent.get(step, 0.0) + time.process_time() - started
        return result


def cosine(a: Floats, b: Floats) -> Floats:
    return a @ b.T


def look_at_all(shots: Sequence[Shot], eye: Eye, *, told: Told) -> Looked:
    """Raises Problem when a model is missing or altered."""
    started = time.monotonic()
    paths = [shot.at for shot in shots]
    few = len(paths) <= FEW
    seen: list[Seen] = []
    for each in _one_by_one(paths, eye) if few else _side_by_side(paths, eye):
        seen.append(each)
        told(len(seen), len(paths))
    return _joined(seen, time.monotonic() - started, eye)


def _one_by_one(paths: Sequence[Path], eye: Eye) -> Iterator[Seen]:
    return map(eye.look, paths)


def _side_by_side(paths: Sequence[Path], eye: Eye) -> Iterator[Seen]:
    yield eye.look(paths[0])  # a missing model is told here, before processes start
    context = multiprocessing.get_context("spawn")  # models and their threads don't survive a fork
    workers = min(WORKERS, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_alone) as pool:
        yield from pool.map(eye.look, paths[1:], chunksize=CHUNK)


def _alone() -> None:
    """One thread a process: they'd take each other's core, and a photo's CPU time would mean nothing."""
    cv2.setNumThreads(1)


def _joined(seen: Sequence[Seen], seconds: float, eye: Eye) -> Looked:
    width = next((len(each.vector) for each in seen if each.vector is not None), 1)
    nothing = np.zeros(width, np.float32)
    steps = list(dict.fromkeys(step for each in seen for step in each.cpu_s)) or list(STEPS)
    each_ms = {step: 1000 * sum(each.cpu_s.get(step, 0.0) for each in seen) / max(1, len(seen)) for step in steps}
    return Looked(
        vectors=np.array([nothing if each.vector is None else each.vector for each in seen]).reshape(-1, width),
        found=np.array([each.vector is not None for each in seen], dtype=bool),
        quality=np.array([np.nan if each.quality is None else each.quality for each in seen], dtype=np.float32),
        unreadable=sum(each.unreadable for each in seen),
        cpu_ms={step: round(ms, 2) for step, ms in each_ms.items()} | {"total": round(sum(each_ms.values()), 2)},
        seconds=seconds,
        alike=eye.alike,
    )
