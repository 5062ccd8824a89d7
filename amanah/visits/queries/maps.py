"""Which villages' maps a phone may have: those its office serves; in its pack, those of its round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from amanah.access import queries as access
from amanah.geo.maps import shelf
from amanah.geo.maps.types import MapPack


def maps_of(nopen: str, families: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`families` as the pack says them: the maps of their villages, by village code."""
    codes = {family["village"]["code"] for family in families}
    return [
        {"name": pack.name, "sha256": pack.sha256, "bytes": pack.bytes}
        for pack in office_maps(nopen)
        if pack.village in codes
    ]


def office_maps(nopen: str) -> list[MapPack]:
    """The maps kept of the villages that this office serves."""
    packs = shelf.kept(settings.AMANAH_MAPS_DIR)
    if not packs:
        return []
    served = {village.code for village in access.villages() if village.office == nopen}
    return [packs[code] for code in sorted(packs) if code in served]
