"""Fixes from a CSV or GPX file, as people really have them: other decimals, other separators, other times."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from amanah.cli.gpx import read_gpx
from amanah.geo.movement import Seen
from amanah.values.problem import Problem, Sentence

_NEEDED = ("id", "time", "lat", "lng")
_COMMA_DECIMAL = re.compile(r"-?\d+,\d+")


def read_fixes(path: Path) -> list[tuple[str, Seen]]:
    """(id, fix) in file order. `accuracy_m` may be missing or empty: then 0, nothing is subtracted.

    A GPX file serves too, with ids counted from 1. Problems name the line (a CSV's heading is line 1):
    `file_unreadable`, `file_empty`, `gpx_unreadable`, `columns_missing`, `line_unreadable`, `decimal_commas`,
    `coordinates_swapped`.
    """
    content = _content(path)
    is_xml = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    rows = read_gpx(content, path) if is_xml else _rows(content, path)
    fixes = [(line, *_fix(line, row)) for line, row in rows]
    _refuse_swapped([(line, seen) for line, _, seen in fixes])
    return [(id_, seen) for _, id_, seen in fixes]


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _file_unreadable(path) from error
    if not content.strip():
        said = Sentence(f"{path} kosong. Ekspor ulang datanya.", f"{path} is empty. Export the data again.")
        raise Problem("file_empty", said)
    return content


def _file_unreadable(path: Path) -> Problem:
    return Problem(
        "file_unreadable",
        Sentence(
            f"{path} tidak bisa dibaca sebagai CSV (UTF-8) atau GPX. Periksa nama dan isinya.",
            f"{path} can't be read as CSV (UTF-8) or GPX. Check its name and content.",
        ),
    )


def _rows(content: bytes, path: Path) -> list[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
        heading = text.partition("\n")[0]
        reader = csv.DictReader(text.splitlines(), delimiter=max(",;\t", key=heading.count))
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        missing = [name for name in _NEEDED if name not in reader.fieldnames]
        if missing:
            raise _columns_missing(missing)
        rows: list[tuple[int, Mapping[str, str]]] = [
            (reader.line_num, row) for row in reader if any(value for value in row.values())
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _file_unreadable(path) from error
    for line, row in rows:
        if None in row:  # csv keeps what is beyond the heading under None; -8,65 between commas is two numbers
            raise _decimal_commas(line)
    return rows


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
    if "_" in text:  # Python would read 1_000
        raise _unreadable(line, name, text)
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


def _refuse_swapped(fixes: Sequence[tuple[int, Seen]]) -> None:
    """A latitude beyond 90° can only be a longitude. Elsewhere than in Indonesia both may be below; then who knows."""
    wrong = [line for line, seen in fixes if abs(seen.lat) > 90]
    if not wrong:
        return
    if len(wrong) == len(fixes):
        said = Sentence(
            "Semua lintang (lat) di luar ±90°: kolom lat dan lng tampaknya tertukar. Tukar judul kolomnya.",
            "Every latitude is beyond ±90°: lat and lng seem to be swapped. Swap the columns' headings.",
        )
    else:
        named = ", ".join(map(str, wrong[:5])) + ("…" if len(wrong) > 5 else "")
        said = Sentence(
            f"Baris {named}: lintang (lat) di luar ±90°, tampaknya tertukar dengan lng. Tukar kedua angkanya.",
            f"Line {named}: a latitude beyond ±90°, seemingly swapped with lng. Swap the two numbers.",
        )
    raise Problem("coordinates_swapped", said)


def _decimal_commas(line: int) -> Problem:
    return Problem(
        "decimal_commas",
        Sentence(
            f"Baris {line} berisi lebih banyak kolom daripada judulnya: koma desimal di antara koma? "
            "Simpan dengan titik koma (;) sebagai pemisah.",
            f"Line {line} has more columns than the heading: decimal commas between commas? "
            "Save it with semicolons (;) between the columns.",
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
