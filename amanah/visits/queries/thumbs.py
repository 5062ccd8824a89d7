"""The small picture of a family's house, from the last visit that was not doubted for its place."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

import cv2
from django.db import connection

from amanah.faces import queries as faces
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken

_WIDE_PX = 128
_JPEG_QUALITY = 40  # together some 1.8 kB: a pack of 150 families stays within 600 kB on the wire
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
    """Family -> a JPEG 128 pixels wide as base64url; families without one are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [list(families)])
        newest = cursor.fetchall()
    found = {family: _small(sha256) for family, sha256 in newest}
    return {family: thumb for family, thumb in found.items() if thumb}


@lru_cache(maxsize=4096)
def _small(sha256: str) -> str | None:
    """A photo is named by its hash, so its small picture never changes. None for one that is gone or doesn't read."""
    try:
        image = faces.read_image(vault.photo(sha256))
    except (FileNotFoundError, SealBroken, Problem):
        return None  # a pack without a picture is better than no pack; `events check` reports missing photos
    height_px = max(1, round(image.shape[0] * _WIDE_PX / image.shape[1]))
    small = cv2.resize(image, (_WIDE_PX, height_px), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return urlsafe_b64encode(jpeg.tobytes()).rstrip(b"=").decode()
