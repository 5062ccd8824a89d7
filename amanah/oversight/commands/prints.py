"""House photos brought for two families within an office's month: one photo, or one front photographed anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import product
from uuid import UUID

import numpy as np

from amanah.faces import queries as faces
from amanah.oversight import models
from amanah.oversight.rules.patterns.types import Alike
from amanah.oversight.store.fronts import one_front
from amanah.oversight.store.scenes import Month
from amanah.photos import queries as photos
from amanah.photos.prints import Image, Prints, prints
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken

_ROW_BYTES = 32


def alike_photos(month: Month, *, now: datetime) -> list[Alike]:
    """What the day's house photos share with those of the month; prints and words are made once a photo and kept."""
    shown: dict[str, list[tuple[UUID, UUID]]] = defaultdict(list)
    for one in (*month.earlier, *month.today):
        for kind, sha256 in one.photos:
            if kind == "house":
                shown[sha256].append((one.visit, one.family))
    fresh = {sha256 for one in month.today for kind, sha256 in one.photos if kind == "house"}
    known = _prints(list(shown), now=now)
    names = sorted(known)
    pairs = photos.near_pairs(
        [known[name] for name in names], [i for i, name in enumerate(names) if name in fresh],
        lambda i: _image(names[i]),
        unlike=lambda i, j: len({family for k in (i, j) for _, family in shown[names[k]]}) < 2,
    )  # fmt: skip
    copies = [
        Alike(visit, other, "near_copy", likeness)
        for i, j, likeness in pairs
        for (visit, family), (other, theirs) in product(shown[names[i]], shown[names[j]])
        if family != theirs
    ]
    return [*copies, *one_front(month, image=_image, now=now)]


def _prints(wanted: Collection[str], *, now: datetime) -> dict[str, Prints]:
    """By photo; those that haven't come, are gone or don't read are left out, and asked again the next time."""
    rows = models.PhotoPrint.objects.filter(sha256__in=wanted).values_list("sha256", "prints")
    known = {sha256: np.frombuffer(bytes(kept), np.uint8).reshape(-1, _ROW_BYTES) for sha256, kept in rows}
    made = {sha256: prints(image) for sha256 in wanted if sha256 not in known and (image := _image(sha256)) is not None}
    models.PhotoPrint.objects.bulk_create(
        [models.PhotoPrint(sha256=sha256, prints=one.tobytes(), at=now) for sha256, one in made.items()],
        ignore_conflicts=True,
    )
    return {**known, **made}


def _image(sha256: str) -> Image | None:
    try:
        return faces.read_image(vault.photo(sha256))
    except (FileNotFoundError, SealBroken, Problem):
        return None  # `events check` tells of photos that are gone
