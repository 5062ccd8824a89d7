"""Every face the house knows of a regency, or of all of them: references and faces seen at the door, in one gallery.

Built when asked, out of sealed rows, one regency's key after the other, and gone when the search is over: between two
searches no template is open anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

import numpy as np

from amanah.faces.gallery import Gallery
from amanah.faces.types import Template
from amanah.registry import queries as registry
from amanah.visits.queries import faces as seen

_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True)
class Known:
    """A face by its row, the family it is known under, and its photo."""

    id: UUID
    family: UUID
    photo: str


@dataclass(slots=True)
class Crowd:
    """`gallery` names a face by its place in `known`; `fresh` are the places of those to search, with their vectors."""

    gallery: Gallery
    known: list[Known] = field(default_factory=list)
    fresh: list[tuple[int, Template]] = field(default_factory=list)


def regencies(model: str, *, after: UUID | None = None) -> list[str]:
    """Regencies with a face under this model, newer than the row `after`."""
    return sorted({*registry.regencies_with(model, after=after), *seen.regencies_with(model, after=after)})


def gather(regencies: Iterable[str], *, model: str, after: UUID | None) -> Crowd:
    """Everybody of these regencies; fresh are the rows after `after` (None: all)."""
    crowd = Crowd(Gallery(model))
    faces = (one for regency in regencies for one in _faces(regency, model))
    while some := list(islice(faces, _AT_ONCE)):
        first = len(crowd.known)
        crowd.known += [known for known, _ in some]
        crowd.gallery.add_vectors(
            [UUID(int=first + i) for i in range(len(some))], np.stack([template.vector for _, template in some])
        )
        crowd.fresh += [
            (first + i, template) for i, (known, template) in enumerate(some) if after is None or known.id > after
        ]
    return crowd


def _faces(regency: str, model: str) -> Iterator[tuple[Known, Template]]:
    for one in registry.templates_in(regency, model=model):
        yield Known(one.id, one.family, one.photo), Template.from_bytes(one.template, model)
    for met in seen.field_faces_in(regency, model=model):
        yield Known(met.id, met.family, met.photo), Template.from_bytes(met.template, model)
