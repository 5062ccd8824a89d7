"""Stops from a CSV file, as offices really have them: other separators, decimals, times and words for danger."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path

from amanah.routes.types import Hazard, Stop
from amanah.values.problem import Problem, Sentence

COLUMNS = ("id", "lat", "lng", "service_min", "amount", "earliest", "latest", "priority", "hazard")
_NEEDED = COLUMNS[:3]
_ALIKE = {"latitude": "lat", "lintang": "lat", "longitude": "lng", "lon": "lng", "long": "lng", "bujur": "lng"}
_LATS, _LNGS = (-11.5, 6.5), (94.5, 141.5)
"""Indonesia's box in degrees, with some sea."""
_HAZARDS = {
    Hazard.NONE: {"", "0", "none", "green", "hijau", "aman", "safe", "tidak", "no", "false", "-"},
    Hazard.RED: {"3", "red", "merah", "bahaya", "danger"},
}
_TRUE = {"true": 1, "yes": 1, "y": 1, "ya": 1, "x": 1, "frail": 1, "high": 1, "tinggi": 1}
_FALSE = {"": 0, "false": 0, "no": 0, "n": 0, "tidak": 0, "-": 0, "normal": 0, "low": 0, "rendah": 0}
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?(?:\s*([ap])\.?m\.?)?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:\+0[789]:?00)?")
"""A day and its clock, as Indonesia's offices write it: the clock is what counts. One in UTC isn't an office's."""
_THOUSANDS = re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,\d\d|,-)?|(\d{1,3}(?:,\d{3})+)(?:\.\d\d)?")
_ROW_SERVICE_MIN = 5.0


def read_stops(path: Path, *, start: float, hours: float) -> list[Stop]:
    """In file order. Times are `HH:MM`, or minutes: of the day, unless none goes beyond `hours`: then from `start`.

    Problems name the line (the heading is line 1): `file_unreadable`, `columns_missing`, `line_unreadable`,
    `coordinates_swapped`, `place_missing`, `place_abroad`, `id_twice`, `window_closed`.
    """
    rows = _rows(path)
    shift = start if _counts_from_start(rows, hours) else 0.0
    stops, lines = list[Stop](), dict[str, int]()
    for line, row in rows:
        stop = _stop(line, row, shift)
        if stop.id in lines:
            raise _problem(
                "id_twice", line, f"id «{stop.id}» sudah ada di baris {lines[stop.id]}. Beri setiap baris id sendiri.",
                f"id «{stop.id}» is already on line {lines[stop.id]}. Give each line an id of its own.",
            )  # fmt: skip
        lines[stop.id] = line
        stops.append(stop)
    return stops


def _rows(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    text = _text(path)
    heading = text.partition("\n")[0]
    lines = _lines(text, max(",;\t", key=heading.count))
    words = [name.strip().lower() for name in next(lines, (1, []))[1]]
    names = [_ALIKE.get(name, name) for name in words]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        said = ", ".join(missing)
        raise Problem(
            "columns_missing",
            Sentence(
                f"Kolom tidak ada: {said}. Baris pertama harus berisi {','.join(COLUMNS)} (tiga yang pertama wajib).",
                f"Columns are missing: {said}. The first line must be {','.join(COLUMNS)} (needed: the first three).",
            ),
        )
    rows = list[tuple[int, Mapping[str, str]]]()
    for line, cells in lines:
        if len(cells) > len(names):
            raise _problem(
                "line_unreadable", line, "kolomnya lebih banyak daripada judulnya. Perbaiki lalu ulangi.",
                "there are more columns than headings. Mend that line and try again.",
            )  # fmt: skip
        if any(cell.strip() for cell in cells):
            whole = [*(cell.strip() for cell in cells), *[""] * (len(names) - len(cells))]
            rows.append((line, dict(zip(names, whole, strict=True))))
    return rows


def _text(path: Path) -> str:
    """Problems: `file_unreadable`; `line_unreadable` where one line isn't UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Problem(
            "file_unreadable",
            Sentence(
                f"{path} tidak bisa dibaca sebagai CSV (UTF-8). Periksa nama dan isinya.",
                f"{path} can't be read as CSV (UTF-8). Check its name and content.",
            ),
        ) from error
    except UnicodeDecodeError as error:
        raise _problem(
            "line_unreadable", error.object.count(b"\n", 0, error.start) + 1,
            "ada huruf yang bukan UTF-8. Simpan berkas sebagai CSV UTF-8 lalu ulangi.",
            "there are letters that aren't UTF-8. Save the file as CSV UTF-8 and try again.",
        ) from error  # fmt: skip


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on: a quotation mark that is never closed swallows the lines behind it."""
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _problem(
            "line_unreadable", line, "tanda kutipnya tidak berpasangan. Perbaiki baris itu lalu ulangi.",
            "its quotation marks aren't paired. Mend that line and try again.",
        ) from error  # fmt: skip


def _stop(line: int, row: Mapping[str, str], shift: float) -> Stop:
    lat, lng = _number(line, row, "lat"), _number(line, row, "lng")
    _check_place(line, lat, lng)
    if not row["id"]:
        raise _unreadable(line, "id", "")
    service = _number(line, row, "service_min", empty=_ROW_SERVICE_MIN)
    amount = _number(line, row, "amount", empty=0.0)
    earliest = _minute(line, row, "earliest", empty=0.0, shift=shift)
    latest = _minute(line, row, "latest", empty=1440.0, shift=shift)
    if service < 0 or amount < 0:
        name = "service_min" if service < 0 else "amount"
        raise _unreadable(line, name, row[name])
    if latest < earliest:
        raise _problem(
            "window_closed", line, f"latest ({row['latest']}) sebelum earliest ({row['earliest']}). Tukar keduanya.",
            f"latest ({row['latest']}) is before earliest ({row['earliest']}). Swap them.",
        )  # fmt: skip
    priority = _priority(line, row.get("priority", ""))
    return Stop(row["id"], lat, lng, service, round(amount), earliest, latest, priority, _hazard(row.get("hazard", "")))


def _check_place(line: int, lat: float, lng: float) -> None:
    if _is_within(lat, _LATS) and _is_within(lng, _LNGS):
        return
    if _is_within(lng, _LATS) and _is_within(lat, _LNGS):
        raise _problem(
            "coordinates_swapped", line, "lat dan lng tampaknya tertukar. Benarkah? Tukar judul kolomnya.",
            "lat and lng seem to be swapped. Are they? Swap the columns' headings.",
        )  # fmt: skip
    if lat == 0 and lng == 0:
        raise _problem(
            "place_missing", line, "(0, 0) bukan tempat. Isi koordinat rumahnya atau hapus baris itu.",
            "(0, 0) is no place. Fill in the home's coordinates or remove the line.",
        )  # fmt: skip
    raise _problem(
        "place_abroad", line, f"({lat}, {lng}) di luar Indonesia. Periksa tanda minus dan titik desimalnya.",
        f"({lat}, {lng}) is outside Indonesia. Check the minus sign and the decimal point.",
    )  # fmt: skip


def _is_within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _number(line: int, row: Mapping[str, str], name: str, *, empty: float | None = None) -> float:
    text = row.get(name, "")
    if not text and empty is not None:
        return empty
    if name == "amount":
        text = re.sub(r"^rp\.?\s*", "", text, flags=re.IGNORECASE)
        if grouped := _THOUSANDS.fullmatch(text):  # 600.000 as people write rupiah
            text = re.sub(r"[.,]", "", grouped[1] or grouped[2])
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise _unreadable(line, name, row.get(name, ""))
    return value


def _minute(line: int, row: Mapping[str, str], name: str, *, empty: float, shift: float) -> float:
    text = row.get(name, "")
    if not text:
        return empty
    dated = _DATE.fullmatch(text)
    clock = _CLOCK.fullmatch(dated[1] if dated else text)
    is_clock = clock and (":" in text or clock[3] or int(clock[1]) < 24)
    minute = _of_clock(clock) if clock and is_clock else _number(line, row, name) + shift
    if not 0 <= minute <= 1440:
        raise _unreadable(line, name, text)
    return minute


def _of_clock(clock: re.Match[str]) -> float:
    """Minute of the day of `_CLOCK`; NaN for one that no clock shows."""
    hour, minute, half = int(clock[1]), int(clock[2]), (clock[3] or "").lower()
    if minute > 59 or (half and not 1 <= hour <= 12):
        return float("nan")
    return 60.0 * (hour % 12 + 12 * (half == "p") if half else hour) + minute


def _counts_from_start(rows: list[tuple[int, Mapping[str, str]]], hours: float) -> bool:
    """Minutes that never go beyond a day's work can hardly be minutes after midnight."""
    said = [row.get(name, "") for _, row in rows for name in ("earliest", "latest")]
    plain = [float(text) for text in said if re.fullmatch(r"\d+(\.\d)?", text)]
    return bool(plain) and max(plain) <= 60 * hours and not any(":" in text for text in said)


def _priority(line: int, text: str) -> int:
    word = text.lower()
    if word in _TRUE or word in _FALSE:
        return _TRUE.get(word, 0)
    try:
        return max(0, int(float(word.replace(",", "."))))
    except (ValueError, OverflowError) as error:
        raise _unreadable(line, "priority", text) from error


def _hazard(text: str) -> Hazard:
    """A word nobody taught us is a danger all the same: it slows the leg."""
    word = text.lower().removesuffix(".0")
    return next((hazard for hazard, words in _HAZARDS.items() if word in words), Hazard.SLOW)


def _unreadable(line: int, column: str, said: str) -> Problem:
    return _problem(
        "line_unreadable", line, f"kolom {column}: «{said}» tidak terbaca. Perbaiki baris itu lalu ulangi.",
        f"column {column}: «{said}» can't be read. Mend that line and try again.",
    )  # fmt: skip


def _problem(code: str, line: int, id_: str, en: str) -> Problem:
    return Problem(code, Sentence(f"Baris {line}: {id_}", f"Line {line}: {en}"))
