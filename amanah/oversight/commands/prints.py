"""House photos brought for two families: one photo in an office's month, or one front in a payer's day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

import numpy as np

from amanah.faces import queries as faces
from amanah.oversight import models
from amanah.oversight.rules.patterns.types import Alike
from amanah.oversight.store.scenes import Month
from amanah.photos import queries as photos
from amanah.photos.fronts import same_fronts
from amanah.photos.prints import Image, Prints, prints
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken

_ROW_BYTES = 32


def alike_photos(month: Month, *, now: datetime) -> list[Alike]:
    """Near copies between the day's house photos and those of the month; prints are made once a photo and kept."""
    shown: dict[str, tuple[UUID, UUID]] = {}
    for one in (*month.earlier, *month.today):
        for kind, sha256 in one.photos:
            if kind == "house":
                shown.setdefault(sha256, (one.visit, one.family))
    fresh = {sha256 for one in month.today for kind, sha256 in one.photos if kind == "house"}
    known = _prints(list(shown), now=now)
    names = sorted(known)
    pairs = photos.near_pairs(
        [known[name] for name in names], [i for i, name in enumerate(names) if name in fresh],
        lambda i: _image(names[i]), unlike=lambda i, j: shown[names[i]][1] == shown[names[j]][1],
    )  # fmt: skip
    copies = [Alike(shown[names[i]][0], shown[names[j]][0], "near_copy", likeness) for i, j, likeness in pairs]
    return [*copies, *_fronts(month)]


def _fronts(month: Month) -> Iterator[Alike]:
    """Whoever never went to the doors photographs one house again and again: within a payer's day."""
    by_payer: dict[UUID, list[tuple[UUID, UUID, str]]] = defaultdict(list)
    for one in month.today:
        by_payer[one.payer] += [(one.visit, one.family, sha256) for kind, sha256 in one.photos if kind == "house"]
    for brought in by_payer.values():
        pairs = same_fronts(
            [_image(sha256) for _, _, sha256 in brought], unlike=partial(_is_plain, brought)
        )  # fmt: skip
        for i, j, agree in pairs:
            yield Alike(brought[i][0], brought[j][0], "same_house", agree)


def _is_plain(brought: list[tuple[UUID, UUID, str]], i: int, j: int) -> bool:
    """One family's photos, or the very same file: nothing to find, or found already."""
    return brought[i][1] == brought[j][1] or brought[i][2] == brought[j][2]


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
