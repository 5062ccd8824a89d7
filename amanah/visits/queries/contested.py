"""Contested entitlements: another phone may have paid them, and hasn't been heard (protocol, "Tables").

A lease never expires; where one was taken from a phone that didn't give it back, the next phone may pay only against
the letter that bears no receipt code yet, or with the house's word asked online.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection

from amanah.visits import models
from amanah.visits.types import LetterShown, Visit

_CONTESTED = """
SELECT held.entitlement_id, held.fence
FROM unnest(%s::uuid[], %s::bigint[]) AS asked(entitlement, fence)
JOIN visits_lease AS held ON held.entitlement_id = asked.entitlement AND held.fence = asked.fence
WHERE EXISTS (
    SELECT FROM visits_lease AS before
    WHERE before.entitlement_id = held.entitlement_id AND before.fence < held.fence
      AND before.phone_id <> held.phone_id AND before.how IN ('lost', 'taken'))
"""


def contested(leases: Mapping[UUID, int]) -> set[UUID]:
    """Of leases (entitlement -> fence) those that were taken from another phone before."""
    if not leases:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_CONTESTED, [list(leases), list(leases.values())])
        return {entitlement for entitlement, _ in cursor.fetchall()}


def proven_unpaid(visits: Collection[Visit]) -> set[UUID]:
    """Visits whose payer saw the unmarked letter, or had a grant of the house for every contested item asked of it."""
    seen = {v.id for v in visits if isinstance(v.letter, LetterShown) and v.letter.unmarked}
    asked = {v.grant: v for v in visits if v.grant is not None}
    granted = models.Grant.objects.filter(id__in=list(asked)).values_list("id", "phone_id")
    return seen | {asked[id_].id for id_, phone in granted if asked[id_].phone == phone}
