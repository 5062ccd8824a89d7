"""Photos that visits name: which house fronts were used for another family too."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from amanah.visits.types import PhotoKind, Visit

_ELSEWHERE = """
SELECT asked.visit
FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS asked(visit, family, sha256)
JOIN visits_media AS named ON named.sha256 = asked.sha256 AND named.visit <> asked.visit
JOIN visits_visit AS other ON other.id = named.visit AND other.family <> asked.family
"""


def houses_elsewhere(visits: Sequence[Visit]) -> set[UUID]:
    """Those of the visits whose very house photo a visit to another family named first, or on another phone."""
    asked = [(v.id, v.family, photo.sha256) for v in visits for photo in v.photos if photo.kind is PhotoKind.HOUSE]
    if not asked:
        return set()
    ids, families, hashes = (list(column) for column in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE, [ids, families, hashes])
        return {visit for (visit,) in cursor.fetchall()}
