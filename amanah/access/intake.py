"""Villages from a CSV file: code, name, lat, lng, optionally nopen."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from amanah.access import problems
from amanah.access.types import Village
from amanah.values.numbers import RegionCode


def read_villages(path: Path) -> list[Village]:
    """Raises Problem `villages_unreadable` naming the first bad line (the header is line 1)."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [_village(row, line) for line, row in enumerate(csv.DictReader(file), start=2)]


def by_known_fields(villages: Iterable[Village]) -> dict[tuple[str, ...], list[Village]]:
    """Villages grouped by the columns their source knows: what it doesn't name must not be overwritten."""
    groups: dict[tuple[str, ...], list[Village]] = {}
    for village in villages:
        fields = ["name", "lat", "lng"]
        fields += ["office"] if village.office else []
        groups.setdefault(tuple(fields), []).append(village)
    return groups


def _village(row: dict[str, str], line: int) -> Village:
    try:
        code = RegionCode(row["code"].strip())
        lat, lng = float(row["lat"]), float(row["lng"])
        if not code.is_village or not (-90 <= lat <= 90 and -180 <= lng <= 180):
            raise ValueError("no village, or nowhere on earth")
        return Village(code.text, row["name"].strip(), lat, lng, office=(row.get("nopen") or "").strip() or None)
    except (KeyError, ValueError, AttributeError, TypeError):  # a missing column, a short row, no number
        raise problems.villages_unreadable(line) from None
