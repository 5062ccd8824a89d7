"""Homes with what a file of them says."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amanah.geo.maps.exporting import Placed
from amanah.registry.queries.families import families, places_of
from amanah.registry.queries.homes import homes


def placed(ids: Collection[UUID], *, with_names: bool) -> list[Placed]:
    """Families whose place is known, in the order of their ids. Names are opened only when asked for."""
    known, where = homes(ids), places_of(ids)
    names = {family.id: family.name for family in families(list(known)).values()} if with_names else {}
    return [
        Placed(
            family=str(family), village=where[family][1] or "", lat=home.lat, lng=home.lng,
            accuracy_m=home.accuracy_m, learnt_at=home.at.isoformat(timespec="seconds"), name=names.get(family, ""),
            trusted=home.is_trusted,
        )
        for family, home in sorted(known.items())
    ]  # fmt: skip
