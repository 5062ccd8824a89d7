"""Photos that were looked at, made of numbers: the mathematics of evaluation needs no model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from amanah.faces.evaluating.looking import Looked, cosine


def looked(vectors: Sequence[Sequence[float]] | NDArray[np.float32], missed: Sequence[int] = ()) -> Looked:
    """Vectors as they are (a likeness is their dot product); photos at `missed` showed no face."""
    given = np.array(vectors, dtype=np.float32)
    found = np.ones(len(given), dtype=bool)
    found[list(missed)] = False
    given[~found] = 0
    return Looked(given, found, np.full(len(given), np.nan, np.float32), 0, {}, 1.0, cosine)


def crowd(seed: int, *, people: int, photos: int, noise: float = 0.6) -> tuple[Looked, NDArray[np.int64]]:
    """People as directions in space, their photos scattered around; every person has 1 to `photos` photos."""
    chance = np.random.default_rng(seed)
    counts = chance.integers(1, photos + 1, people)
    who = np.repeat(np.arange(people), counts)
    centres = chance.normal(size=(people, 16))
    vectors = centres[who] + noise * chance.normal(size=(len(who), 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    missed = np.flatnonzero(chance.random(len(who)) < 0.05)
    return looked(vectors.astype(np.float32), missed.tolist()), who
