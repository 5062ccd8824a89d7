"""Fixes from a CSV or GPX file, as people really have them: other decimals, other separators, other times."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isnan
from pathlib import Path

from amanah.cli.gpx import read_gpx
from amanah.geo.movement import Seen
from amanah.values.problem import Problem, Sentence

_NEEDED = ("id", "time", "lat", "lng")
_ALSO = {
    "timestamp": "time", "datetime": "time", "waktu": "time", "latitude": "lat", "lintang": "lat",
    "longitude": "lng", "lon": "lng", "long": "lng", "bujur": "lng", "accuracy": "accuracy_m", "akurasi": "accuracy_m",
}  # fmt: skip
"""Other names of the columns, as loggers and spreadsheets write them; ours go first where a file has both."""
_MILLISECONDS_FROM = 1e11
"""As seconds the year 5138."""
_COMMA_DECIMAL = re.compile(r"-?\d+,\d+")
_IS_NUMBER = re.compile(r"\d+(\.\d+)?")


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
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
        names = _names(next(reader))
        rows: list[tuple[int, Mapping[str, str]]] = []
        for row in reader:
            if not any(row):
                continue
            if any(row[len(names) :]):  # -8,65 between commas is two numbers
                raise _decimal_commas(reader.line_num)
            rows.append((reader.line_num, dict(zip(names, row, strict=False))))
    except (UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise _file_unreadable(path) from error
    return rows


def _names(heading: Sequence[str]) -> list[str]:
    said = [name.strip().lower() for name in heading]
    names = [_ALSO[name] if name in _ALSO and _ALSO[name] not in said else name for name in said]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise _columns_missing(missing)
    return names


def _fix(line: int, row: Mapping[str, str]) -> tuple[str, Seen]:
    at, lat, lng = _time(line, row.get("time", "")), _number(line, row, "lat"), _number(line, row, "lng")
    accuracy_m = _number(line, row, "accuracy_m") if row.get("accuracy_m", "").strip() else 0.0
    if accuracy_m < 0:
        raise _unreadable(line, "accuracy_m", row["accuracy_m"])
    if abs(lng) > 180 or abs(lat) > 180:
        raise _unreadable(line, "lat" if abs(lat) > 180 else "lng", row["lat" if abs(lat) > 180 else "lng"])
    return row["id"].strip(), Seen(at, lat, lng, 0.0 if isnan(accuracy_m) else accuracy_m)


def _number(line: int, row: Mapping[str, str], name: str) -> float:
    text = row.get(name, "").strip()
    if "," in text and _COMMA_DECIMAL.fullmatch(text):  # 8,6705 as Indonesian spreadsheets write it
        text = text.replace(",", ".")
    try:
        if "_" not in text:  # Python would read 1_000
            return float(text)  # "NaN" as a device writes what it doesn't know: read, and flagged as no place
    except ValueError:
        pass
    raise _unreadable(line, name, text)


def _time(line: int, text: str) -> datetime:
    """ISO 8601 or `YYYY-MM-DD hh:mm:ss`, without a zone UTC; or seconds or milliseconds since 1970."""
    said = text.strip()
    try:
        at = _since_1970(float(said)) if _IS_NUMBER.fullmatch(said) else datetime.fromisoformat(said)
    except (ValueError, OverflowError, OSError) as error:
        raise _time_unreadable(line, said) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _since_1970(number: float) -> datetime:
    return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS_FROM else number, UTC)


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


def _time_unreadable(line: int, said: str) -> Problem:
    return Problem(
        "line_unreadable",
        Sentence(
            f"Baris {line}, kolom time: «{said}» tidak terbaca. Tulis seperti 2026-11-24T08:00:05+08:00, atau detik "
            "sejak 1970.",
            f"Line {line}, column time: «{said}» can't be read. Write it as 2026-11-24T08:00:05+08:00, or as seconds "
            "since 1970.",
        ),
    )
