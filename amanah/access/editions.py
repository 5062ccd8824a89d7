"""Areas of villages, edition by edition: added, never changed; the newest that knows a village is the one used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import shapely
from shapely.geometry.base import BaseGeometry

from amanah.access import models
from amanah.access.types import Edition, Village

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Kept:
    shape: BaseGeometry
    is_approximate: bool


def areas(codes: Sequence[str] | None = None, *, upto: int | None = None) -> dict[str, Kept]:
    """The area of each of these villages (None: all) as it stood when edition `upto` was the newest (None: now)."""
    rows = models.VillageArea.objects.order_by("village_id", "-edition_id").distinct("village_id")
    if codes is not None:
        rows = rows.filter(village__in=codes)
    if upto is not None:
        rows = rows.filter(edition__lte=upto)
    found = list(rows.values_list("village_id", "wkb", "edition__is_approximate"))
    shapes = shapely.from_wkb([bytes(wkb) for _, wkb, _ in found])
    return {code: Kept(shape, near) for (code, _, near), shape in zip(found, shapes, strict=True)}


def keep(villages: Sequence[Village], edition: Edition | None, *, by: str, now: datetime) -> Edition | None:
    """A new edition of these villages' areas; None where there are none, or the newest edition is this very one."""
    if not villages:
        return None
    wkbs = shapely.to_wkb([village.area for village in villages])
    said = edition or _by_values(villages, wkbs)
    last = models.AreaEdition.objects.order_by("-number").first()
    if last and (last.sha256, last.villages) == (said.sha256, len(villages)):
        return None
    row = models.AreaEdition.objects.create(
        sha256=said.sha256, source=said.source, licence=said.licence, is_approximate=said.is_approximate,
        villages=len(villages), faults=dict(said.faults), loaded_by=by, loaded_at=now,
    )  # fmt: skip
    models.VillageArea.objects.bulk_create(
        (
            models.VillageArea(edition=row, village_id=one.code, wkb=wkb)
            for one, wkb in zip(villages, wkbs, strict=True)
        ),
        batch_size=_BATCH,
    )
    return as_value(row)


def as_value(row: models.AreaEdition) -> Edition:
    return Edition(
        row.sha256, row.source, row.licence, row.is_approximate, row.faults,
        number=row.number, villages=row.villages, loaded_by=row.loaded_by, loaded_at=row.loaded_at,
    )  # fmt: skip


def _by_values(villages: Sequence[Village], wkbs: Iterable[bytes]) -> Edition:
    content = sha256()
    for village, wkb in zip(villages, wkbs, strict=True):
        content.update(village.code.encode() + wkb)
    return Edition(content.hexdigest(), "values", is_approximate=all(village.is_approximate for village in villages))
