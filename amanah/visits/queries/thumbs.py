"""The small picture of a family's house, from the last visit that was not doubted for its place."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from amanah.vault import queries as vault
from amanah.vault.types import SealBroken

_MOST_BYTES = 24_000
_NEWEST = """
SELECT DISTINCT ON (visit.family) visit.family, thumb.sha256
FROM visits_visit AS visit
JOIN visits_judgement AS judged ON judged.visit_id = visit.id AND judged.is_current
JOIN visits_media AS thumb ON thumb.visit = visit.id AND thumb.phone_id = visit.phone_id
WHERE visit.family = ANY(%s) AND thumb.kind = 'house_thumb' AND thumb.state = 'complete'
  AND NOT judged.doubts && ARRAY['outside_village', 'far_from_home', 'no_fix']::varchar[]
ORDER BY visit.family, visit.received_at DESC
"""


def house_thumbs(families: Collection[UUID]) -> dict[UUID, str]:
    """Family -> JPEG as base64url, at most 24 kB each; families without one are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [list(families)])
        newest = cursor.fetchall()
    found = {family: _small(sha256) for family, sha256 in newest}
    return {family: thumb for family, thumb in found.items() if thumb}


def _small(sha256: str) -> str | None:
    try:
        photo = vault.photo(sha256)
    except (FileNotFoundError, SealBroken):
        return None  # a pack without a picture is better than no pack; `events check` reports missing photos
    return urlsafe_b64encode(photo).rstrip(b"=").decode() if len(photo) <= _MOST_BYTES else None
