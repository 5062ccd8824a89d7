"""A gallery of faces: which of many are most like this one? Kept in memory only, never written down.

gallery = Gallery(model)
gallery.add([id_a, id_b], [template_a, template_b])
gallery.search(template, k=5)        # [Match(id_a, 0.71), …], likest first

**Small** (up to `EXACT_UP_TO`): every template is compared. **Large**: two looks. The first goes through all of them by
short codes (FAISS product quantiser, 64 codes of 4 bits, scanned in registers; Jegou 2011, Andre 2015): 32 bytes a
template, nothing is skipped, so recall doesn't depend on how the faces lie. The second compares the likest `DEPTH` by
templates kept in 8 bits a number, which moves a cosine of 512 numbers by less than 0.001. Who needs the last digit (a
likeness to be kept or told) compares the two templates themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import faiss
import numpy as np
from numpy.typing import NDArray

from amanah.faces import rules
from amanah.faces.types import Template

EXACT_UP_TO = 50_000
DEPTH = 200
BLOCK = 65_536
_CODES = 64
_TRAINED_ON = 20_000
_ROWS_AT_ONCE = 1_024

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Match:
    """`score` is the cosine, -1 to 1, true to 0.001."""

    id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of one gallery, and how alike they are; `a` was added first."""

    a: UUID
    b: UUID
    score: float


class Gallery:
    """Templates of one model by id. Adding and removing need no rebuilding; removed numbers are overwritten at once."""

    def __init__(self, model: str, *, exact_up_to: int = EXACT_UP_TO) -> None:
        self.model = model
        self._exact_up_to = exact_up_to
        self._ids: list[NDArray[np.void]] = []  # 16 bytes each, cut like the rows
        self._rows: list[NDArray[np.int8]] = []
        self._scales: list[Floats] = []  # 0 for a row that was removed
        self._filled = 0  # rows in use, removed ones too
        self._removed = 0
        self._codes: faiss.IndexPQFastScan | None = None

    def __len__(self) -> int:
        return self._filled - self._removed

    def add(self, ids: Sequence[UUID], templates: Sequence[Template]) -> None:
        """Raises Problem `face_models_differ`, ValueError for another number of ids than templates."""
        for template in templates:
            self._refuse_strangers(template)
        if templates:
            self.add_vectors(ids, np.stack([template.vector for template in templates]))

    def add_vectors(self, ids: Sequence[UUID], vectors: Floats) -> None:
        """Many at once: N x D, each of length 1, of this gallery's model."""
        if len(ids) != len(vectors):
            raise ValueError("as many ids as templates")
        named = np.frombuffer(b"".join(each.bytes for each in ids), dtype="V16")
        for start in range(0, len(vectors), BLOCK):
            self._take(named[start : start + BLOCK], vectors[start : start + BLOCK])

    def remove(self, ids: Collection[UUID]) -> int:
        """Their numbers are overwritten; gives how many there were. Their short codes go with the next building."""
        wanted = {each.bytes for each in ids}
        gone = 0
        for names, rows, scales in zip(self._ids, self._rows, self._scales, strict=True):
            hit = [i for i in np.flatnonzero(scales) if names[i].tobytes() in wanted]
            rows[hit], scales[hit] = 0, 0
            gone += len(hit)
        self._removed += gone
        return gone

    def search(self, template: Template, k: int = 1) -> list[Match]:
        """The `k` likest, likest first; fewer when there are fewer. Raises Problem `face_models_differ`."""
        self._refuse_strangers(template)
        return self.search_vectors(template.vector[None, :], k)[0]

    def search_vectors(self, vectors: Floats, k: int = 1) -> list[list[Match]]:
        """Many at once, N x D of this gallery's model."""
        if not len(self):
            return [[] for _ in vectors]
        if self._codes is None:
            found = [self._exact(vectors[i : i + 64], k) for i in range(0, len(vectors), 64)]
            return [each for some in found for each in some]
        _, near = self._codes.search(_padded(vectors), min(DEPTH + k + self._removed, self._filled))
        return [self._look_closer(vector, rows[rows >= 0], k) for vector, rows in zip(vectors, near, strict=True)]

    def search_exactly(self, template: Template, k: int = 1) -> list[Match]:
        """Compares with every one, whatever the size: what recall is measured against."""
        self._refuse_strangers(template)
        return self._exact(template.vector[None, :], k)[0]

    def pairs(self, line: float, *, told: Callable[[int], None] = lambda done: None) -> Iterator[Pair]:
        """Every two at least as alike as `line`, all against all. `told` hears how many rows are done."""
        vectors = np.concatenate([self._floats(i, 0, len(rows)) for i, rows in enumerate(self._rows)])[: self._filled]
        for start in range(0, len(vectors), _ROWS_AT_ONCE):
            some = vectors[start : start + _ROWS_AT_ONCE] @ vectors[start:].T
            above = np.argwhere(some >= line)
            for row, other in above[above[:, 1] > above[:, 0]]:
                yield Pair(self._id(start + int(row)), self._id(start + int(other)), float(some[row, other]))
            told(min(start + _ROWS_AT_ONCE, len(vectors)))

    def _take(self, names: NDArray[np.void], vectors: Floats) -> None:
        rows, scales = _in_eight_bits(vectors)
        if self._filled + len(rows) > self._exact_up_to and self._codes is None:
            self._begin_codes(vectors)
        if self._codes is not None:
            self._codes.add(_padded(vectors))
        at = 0
        while at < len(rows):
            free = self._space(rows.shape[1])
            here, some = self._filled % BLOCK, slice(at, at + free)
            until = here + len(rows[some])
            self._ids[-1][here:until], self._rows[-1][here:until] = names[some], rows[some]
            self._scales[-1][here:until] = scales[some]
            self._filled += until - here
            at += free

    def _space(self, length: int) -> int:
        """Free rows in the last block. A new block costs memory only as it fills: zeros are lent until written."""
        here = self._filled % BLOCK
        if here == 0:
            self._ids.append(np.zeros(BLOCK, "V16"))
            self._rows.append(np.zeros((BLOCK, length), np.int8))
            self._scales.append(np.zeros(BLOCK, np.float32))
        return BLOCK - here

    def _begin_codes(self, more: Floats) -> None:
        """Codes are learnt once, from what there is; all that is here already gets its own."""
        here = [self._floats(i, 0, min(BLOCK, self._filled - i * BLOCK)) for i in range(len(self._rows))]
        known = np.concatenate([*here, more])
        codes = faiss.IndexPQFastScan(_padded(more[:1]).shape[1], _CODES, 4, faiss.METRIC_INNER_PRODUCT)
        step = max(1, len(known) // _TRAINED_ON)
        codes.train(_padded(known[::step][:_TRAINED_ON]))
        for block in here:
            codes.add(_padded(block))
        self._codes = codes

    def _exact(self, vectors: Floats, k: int) -> list[list[Match]]:
        scores = np.concatenate(
            [vectors @ self._floats(i, 0, min(BLOCK, self._filled - i * BLOCK)).T for i in range(len(self._rows))],
            axis=1,
        )
        dead = np.concatenate(self._scales)[: self._filled] == 0
        scores[:, dead] = -np.inf
        return [self._best(each, np.arange(self._filled), k) for each in scores]

    def _look_closer(self, vector: Floats, rows: NDArray[np.int64], k: int) -> list[Match]:
        block, row = rows // BLOCK, rows % BLOCK
        near = np.empty((len(rows), len(vector)), np.float32)
        for each in np.unique(block):
            ours = block == each
            near[ours] = self._rows[each][row[ours]] * self._scales[each][row[ours], None]
        scores = near @ vector
        scores[~near.any(axis=1)] = -np.inf
        return self._best(scores, rows, k)

    def _best(self, scores: Floats, rows: NDArray[np.int64], k: int) -> list[Match]:
        top = np.argpartition(-scores, min(k, len(scores)) - 1)[:k]
        top = top[np.argsort(-scores[top], kind="stable")]
        return [Match(self._id(int(rows[i])), float(scores[i])) for i in top if np.isfinite(scores[i])]

    def _floats(self, block: int, start: int, stop: int) -> Floats:
        rows: Floats = self._rows[block][start:stop] * self._scales[block][start:stop, None]
        return rows

    def _id(self, row: int) -> UUID:
        return UUID(bytes=self._ids[row // BLOCK][row % BLOCK].tobytes())

    def _refuse_strangers(self, template: Template) -> None:
        if template.model != self.model:
            raise rules.models_differ(self.model, template.model)


def _in_eight_bits(vectors: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Each row by its own largest number: 127 steps either way."""
    scales = np.abs(vectors).max(axis=1) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def _padded(vectors: Floats) -> Floats:
    """Zeros to a whole number of codes; they change no product."""
    short = -vectors.shape[1] % _CODES
    return np.ascontiguousarray(np.pad(vectors, ((0, 0), (0, short))), np.float32)
