"""The faces a rehearsal shows at its doors: the invented people of `demo/people`, and what the models say of them."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from amanah.cli.rehearsal.plan import DIFFERENT_BELOW, SAME_ABOVE, Faces
from amanah.faces import queries as faces
from amanah.faces.types import Profile
from amanah.values.problem import Problem, Sentence

PEOPLE = Path(__file__).resolve().parents[3] / "demo" / "people"
FIELD_VIEWS = (1, 2)
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Gallery:
    """`ids[i]` is the ID photo of person i, `fields[i]` their field photos; `likeness[i, j, k]` the cosine of ID
    photo i with the k-th field photo of person j, by the phone's own model."""

    ids: tuple[Path, ...]
    fields: tuple[tuple[Path, ...], ...]
    likeness: Matrix

    @cached_property
    def number_of(self) -> dict[str, int]:
        """`0052` (as in 0052_0.jpg) -> the person's place in this gallery."""
        return {path.name.split("_")[0]: i for i, path in enumerate(self.ids)}

    def faces(self, person: int, rng: Random) -> Faces:
        """Photos for a door of this person: themselves, somebody else, and one the models are unsure about."""
        view = rng.randrange(len(FIELD_VIEWS))
        strangers = self.likeness[person, :, 0].copy()
        strangers[person] = 1.0
        other = int(np.argmin(strangers))
        unsure = np.flatnonzero((strangers >= DIFFERENT_BELOW + 0.02) & (strangers < SAME_ABOVE - 0.02))
        between = int(rng.choice(list(unsure))) if unsure.size else None
        return Faces(
            right=str(self.fields[person][view]),
            right_likeness=self._told(person, person, view),
            between=None if between is None else str(self.fields[between][0]),
            between_likeness=0.0 if between is None else self._told(person, between, 0),
            other=str(self.fields[other][0]),
            other_likeness=self._told(person, other, 0),
        )

    def _told(self, person: int, shown: int, view: int) -> float:
        return round(float(self.likeness[person, shown, view]), 4)


def open_gallery(people: Collection[str]) -> Gallery:
    """These people of the demonstration, each photo seen once by the real models (some 25 ms a photo)."""
    ids = tuple(path for path in sorted(PEOPLE.glob("*_0.jpg")) if path.name.split("_")[0] in people)
    if not ids:
        raise Problem("people_missing", Sentence("Folder demo/people kosong.", "The folder demo/people is empty."))
    fields = tuple(tuple(path.with_name(path.name.replace("_0.", f"_{v}.")) for v in FIELD_VIEWS) for path in ids)
    with ThreadPoolExecutor(2) as pool:
        templates = dict(
            zip(all_ := [*ids, *(f for row in fields for f in row)], pool.map(_template, all_), strict=True)
        )
    left = np.stack([templates[path] for path in ids])
    right = np.stack([np.stack([templates[path] for path in row]) for row in fields])
    return Gallery(ids, fields, np.einsum("id,jkd->ijk", left, right).astype(np.float32))


def _template(path: Path) -> Matrix:
    image = faces.read_image(path.read_bytes())
    face = faces.find(image)
    if face is None:
        raise Problem("people_missing", Sentence(f"Wajah di {path} tidak ditemukan.", f"No face is found in {path}."))
    return np.asarray(faces.embed(image, face, profile=Profile.PHONE).vector, np.float32)
