"""Fixes from a CSV file, as people really have them: other decimals, other separators, other times."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from amanah.geo.movement import Seen
from amanah.values.problem import Problem, Sentence

_NEEDED = ("id", "time", "lat", "lng")
_COMMA_DECIMAL = re.compile(r"-?\d+,\d+")


def read_fixes(path: Path) -> list[tuple[str, Seen]]:
    """(id, fix) in file order. `accuracy_m` may be missing or empty: then 0, nothing is subtracted.

    Problems name the line (the heading is line 1): `file_unreadable`, `columns_missing`, `line_unreadable`,
    `coordinates_swapped`.
    """
    rows = _rows(path)
    missing = [name for name in _NEEDED if rows and name not in rows[0][1]]
    if missing:
        raise _columns_missing(missing)
    fixes = [_fix(line, row) for line, row in rows]
    _refuse_swapped(fixes)
    return [(id_, seen) for id_, seen in fixes]


def _rows(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            "file_unreadable",
            Sentence(
                f"{path} tidak bisa dibaca sebagai CSV (UTF-8). Periksa nama dan isinya.",
                f"{path} can't be read as CSV (UTF-8). Check its name and content.",
            ),
        ) from error
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    reader = csv.DictReader(text.splitlines(), delimiter=separator)
    if not reader.fieldnames:
        raise _columns_missing(list(_NEEDED))
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames]
    return [(reader.line_num, row) for row in reader if any(value for value in row.values())]


def _fix(line: int, row: Mapping[str, str]) -> tuple[str, Seen]:
    at, lat, lng = _time(line, row["time"]), _number(line, row, "lat"), _number(line, row, "lng")
    accuracy_m = _number(line, row, "accuracy_m") if (row.get("accuracy_m") or "").strip() else 0.0
    if accuracy_m < 0:
        raise _unreadable(line, "accuracy_m", row["accuracy_m"])
    if abs(lng) > 180 or abs(lat) > 180:
        raise _unreadable(line, "lat" if abs(lat) > 180 else "lng", row["lat" if abs(lat) > 180 else "lng"])
    return (row["id"] or "").strip(), Seen(at, lat, lng, accuracy_m)


def _number(line: int, row: Mapping[str, str], name: str) -> float:
    text = (row.get(name) or "").strip()
    if _COMMA_DECIMAL.fullmatch(text):  # 8,6705 as Indonesian spreadsheets write it
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise _unreadable(line, name, text)
    return value


def _time(line: int, text: str) -> datetime:
    """ISO 8601 or `YYYY-MM-DD hh:mm:ss`, without a zone UTC; or seconds since 1970."""
    said = (text or "").strip()
    try:
        at = datetime.fromtimestamp(float(said), UTC) if _is_number(said) else datetime.fromisoformat(said)
    except (ValueError, OverflowError, OSError) as error:
        raise _unreadable(line, "time", said) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def _refuse_swapped(fixes: list[tuple[str, Seen]]) -> None:
    """A latitude beyond 90° can only be a longitude."""
    if any(abs(seen.lat) > 90 for _, seen in fixes):
        raise Problem(
            "coordinates_swapped",
            Sentence(
                "Ada lintang (lat) di luar ±90°: kolom lat dan lng tampaknya tertukar. Tukar judul kolomnya.",
                "There are latitudes beyond ±90°: lat and lng seem to be swapped. Swap the columns' headings.",
            ),
        )


def _columns_missing(names: list[str]) -> Problem:
    said = ", ".join(names)
    return Problem(
        "columns_missing",
        Sentence(
            f"Kolom tidak ada: {said}. Baris pertama harus berisi id,time,lat,lng,accuracy_m.",
            f"Columns are missing: {said}. The first line must be id,time,lat,lng,accuracy_m.",
        ),
    )


def _unreadable(line: int, column: str, said: str) -> Problem:
    return Problem(
        "line_unreadable",
        Sentence(
            f"Baris {line}, kolom {column}: «{said}» tidak terbaca. Perbaiki baris itu lalu ulangi.",
            f"Line {line}, column {column}: «{said}» can't be read. Mend that line and try again.",
        ),
    )
