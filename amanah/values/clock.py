"""Time comes in as an argument: a Clock is any callable that gives an aware datetime in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from amanah.values.problem import Language

Clock = Callable[[], datetime]

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def utc_now() -> datetime:
    return datetime.now(UTC)


_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def said_day(day: date, language: Language) -> str:
    """`24 November 2026`, in the reader's month names."""
    months = _MONTHS_EN if language == "en" else _MONTHS
    return f"{day.day} {months[day.month - 1]} {day.year}"


def said(moment: datetime, *, zone: str = "Asia/Makassar") -> str:
    """As people say it: `Selasa, 24 November 2026, 14.05 WITA`."""
    local = moment.astimezone(ZoneInfo(zone))
    day = f"{_DAYS[local.weekday()]}, {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H.%M} {_ZONES.get(zone, local.tzname())}"
