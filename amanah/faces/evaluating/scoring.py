"""Scores of all pairs of photos, kept within bounds: every genuine one, and of the impostors the highest, exactly.

Thresholds at small false acceptance rates lie among the highest impostor scores, so nothing is lost by forgetting the
rest but their number, which is known. 20,000 photos have 200 million pairs; they are scored in blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from amanah.faces.evaluating.looking import Floats, Looked

Ints = NDArray[np.int64]
Weights = NDArray[np.float64]

BLOCK = 512
KEPT_AT_LEAST = 500_000
# Half as much again as the largest false acceptance rate that is asked for, so that a resample finds its threshold too.
KEPT_SHARE = 0.015


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores downwards. People are numbers; `own` tells whose a genuine pair is, `a` and `b` whose an impostor pair is.

    `rows` and `columns` count each person's photos on the two sides that were compared, `both` says that the two sides
    are the same photos (each pair then counts once).
    """

    genuine: Floats
    own: Ints
    impostor: Floats
    a: Ints
    b: Ints
    rows: Ints
    columns: Ints
    both: bool

    @property
    def people(self) -> int:
        return len(self.rows)

    @property
    def impostors(self) -> int:
        return round(self.impostor_weight(np.ones(self.people)))

    @property
    def is_whole(self) -> bool:
        """Is no impostor score forgotten?"""
        return len(self.impostor) >= self.impostors

    def impostor_weight(self, weights: Weights) -> float:
        """All impostor pairs, each with the product of its two people's weights."""
        rows, columns = weights * self.rows, weights * self.columns
        all_pairs = float(rows.sum() * columns.sum() - (rows * columns).sum())
        return all_pairs / 2 if self.both else all_pairs


def all_pairs(looked: Looked, people: Ints, *, keep: int | None = None) -> Scores:
    """Every photo with every other. `people` says who is on each photo, 0 … P-1."""
    whole = np.arange(len(people))
    return _scored(looked, people, whole, whole, keep)


def across(looked: Looked, people: Ints, some: Ints, others: Ints, *, keep: int | None = None) -> Scores:
    """Photos `some` with photos `others` (indices; the two share none, or are the same)."""
    return _scored(looked, people, some, others, keep)


def _scored(looked: Looked, people: Ints, some: Ints, others: Ints, keep: int | None) -> Scores:
    both = some is others or np.array_equal(some, others)
    count = int(people.max()) + 1 if len(people) else 0
    pairs = len(some) * len(others) // (2 if both else 1)
    pile = _Pile(max(KEPT_AT_LEAST, int(KEPT_SHARE * pairs)) if keep is None else keep)
    genuine: list[Floats] = [np.zeros(0, np.float32)]
    own: list[Ints] = [np.zeros(0, np.int64)]
    for scores, a, b, counts in _blocks(looked, some, others, both):
        same = people[a][:, None] == people[b][None, :]
        i, j = np.nonzero(same & counts)
        genuine.append(scores[i, j])
        own.append(people[a[i]])
        pile.add(scores, ~same & counts, people[a], people[b])
    impostor, first, second = pile.sorted()
    scored, whose = np.concatenate(genuine), np.concatenate(own)
    order = np.argsort(-scored, kind="stable")
    rows, columns = np.bincount(people[some], minlength=count), np.bincount(people[others], minlength=count)
    return Scores(scored[order], whose[order], impostor, first, second, rows, columns, both)


def _blocks(
    looked: Looked, some: Ints, others: Ints, both: bool
) -> Iterator[tuple[Floats, Ints, Ints, NDArray[np.bool_]]]:
    """(scores, rows, columns, which of them count): of two sides that are the same photos, a pair counts once."""
    for start in range(0, len(some), BLOCK):
        a = some[start : start + BLOCK]
        b = others[start:] if both else others
        counts = np.ones((len(a), len(b)), dtype=bool)
        if both:
            counts = np.triu(counts, 1)
        yield looked.scores(a, b), a, b, counts


@dataclass(slots=True)
class _Pile:
    """Keeps the highest scores that were added, at least `keep` of them (all, when there were fewer)."""

    keep: int
    floor: float = -2.0
    scores: list[Floats] = field(default_factory=lambda: [np.zeros(0, np.float32)])
    a: list[Ints] = field(default_factory=lambda: [np.zeros(0, np.int64)])
    b: list[Ints] = field(default_factory=lambda: [np.zeros(0, np.int64)])
    held: int = 0

    def add(self, scores: Floats, counts: NDArray[np.bool_], a: Ints, b: Ints) -> None:
        i, j = np.nonzero((scores > self.floor) & counts)
        self.scores.append(scores[i, j])
        self.a.append(a[i])
        self.b.append(b[j])
        self.held += len(i)
        if self.held > 2 * self.keep:
            self._forget()

    def _forget(self) -> None:
        scores = np.concatenate(self.scores)
        best = np.argpartition(-scores, self.keep - 1)[: self.keep]
        self.floor = float(scores[best].min())
        self.scores = [scores[best]]
        self.a, self.b = [np.concatenate(self.a)[best]], [np.concatenate(self.b)[best]]
        self.held = len(best)

    def sorted(self) -> tuple[Floats, Ints, Ints]:
        scores = np.concatenate(self.scores)
        order = np.argsort(-scores, kind="stable")
        return scores[order], np.concatenate(self.a)[order], np.concatenate(self.b)[order]
