"""The families of a round that only marks homes, with no more than finding the house takes.

No entitlement, amount, face, NIK, KK, birth or household goes to a geotagger's phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from amanah.access import queries as access
from amanah.registry import queries as registry
from amanah.registry.types import Family
from amanah.visits import models
from amanah.visits.queries import places

Json = dict[str, Any]
_MOST_TAGS = 3
_NOTHING: Json = {
    "born_year": None, "sex": "", "nik_tail": "", "kk_tail": "", "needs": [], "members": [], "house_thumb": None,
    "reference": None, "references": [], "items": [], "last_failed": None,
}  # fmt: skip


def families_to_mark(round_: models.Round, *, now: datetime) -> list[Json]:
    """Every stop of the round, in its order, shaped as the pack's families are."""
    order: dict[UUID, int] = dict(round_.stops.order_by("order").values_list("family_id", "order"))
    ids = list(order)
    known, homes = registry.families(ids), registry.homes(ids)
    hazards, tags = registry.hazards(ids, now=now), registry.tags(ids, most=_MOST_TAGS)
    villages = {village.code: village.name for village in access.villages()}
    return [
        {
            **_NOTHING,
            **_family(known[id_], villages),
            "order": order[id_],
            "home": places.home(homes.get(id_)),
            "hazards": [places.hazard(note) for note in hazards.get(id_, [])],
            "tags": [places.tag(tag) for tag in tags.get(id_, [])],
        }
        for id_ in ids
        if id_ in known
    ]


def _family(family: Family, villages: Mapping[str, str]) -> Json:
    code = family.village or family.village_code
    return {
        "family": str(family.id),
        "name": family.manager.name,
        "address": family.address,
        "banjar": family.banjar,
        "village": {"code": code, "name": villages.get(code, "")},
    }
