"""The numbers that name people and places: NIK, family card, Kemendagri region. All are text, none has a checksum."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_SIXTEEN = re.compile(r"[0-9]{16}")
_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")


@dataclass(frozen=True, slots=True)
class Nik:
    """A person number: 16 digits as text; region of first registration, DDMMYY (DD+40 for women), serial not 0000.

    Raises ValueError when it can't be a NIK. A birth date that disagrees or an unknown district is only a
    warning elsewhere: districts were split, registers err.
    """

    text: str

    def __post_init__(self) -> None:
        if not _SIXTEEN.fullmatch(self.text):
            raise ValueError("a NIK has 16 digits")
        if self.text[12:] == "0000":
            raise ValueError("a NIK's serial is never 0000")
        day, month = int(self.text[6:8]), int(self.text[8:10])
        if not (1 <= day <= 31 or 41 <= day <= 71) or not 1 <= month <= 12:
            raise ValueError("a NIK holds a day and month of birth")

    @property
    def is_woman(self) -> bool:
        return int(self.text[6:8]) > 40

    def born(self, today: date) -> date | None:
        """The birth date it claims, the latest century not after `today`; None for a day that doesn't exist."""
        day, month, year = int(self.text[6:8]) % 40, int(self.text[8:10]), int(self.text[10:12])
        century = today.year // 100 * 100
        for full_year in (century + year, century - 100 + year):
            try:
                born = date(full_year, month, day)
            except ValueError:
                continue
            if born <= today:
                return born
        return None

    def masked(self) -> str:
        return self.text[:4] + "•" * 8 + self.text[12:]

    def __repr__(self) -> str:  # a log line must never hold a whole NIK
        return f"Nik({self.masked()})"

    def __str__(self) -> str:
        return self.masked()


@dataclass(frozen=True, slots=True)
class FamilyCardNumber:
    """Nomor KK: 16 digits as text. Changes on moving, death, divorce, split: never a permanent key."""

    text: str

    def __post_init__(self) -> None:
        if not _SIXTEEN.fullmatch(self.text) or self.text[12:] == "0000":
            raise ValueError("a family-card number has 16 digits and a serial")

    def masked(self) -> str:
        return self.text[:4] + "•" * 8 + self.text[12:]

    def __repr__(self) -> str:
        return f"FamilyCardNumber({self.masked()})"

    def __str__(self) -> str:
        return self.masked()


@dataclass(frozen=True, slots=True, order=True)
class RegionCode:
    """Kemendagri code: `51`, `51.71`, `51.71.01` or `51.71.01.1001`. Raises ValueError for another shape."""

    text: str

    def __post_init__(self) -> None:
        if not _REGION.fullmatch(self.text):
            raise ValueError("a region code looks like 51.71.01.1001")

    @property
    def is_village(self) -> bool:
        return len(self.text) == 13

    def holds(self, other: RegionCode) -> bool:
        return other.text == self.text or other.text.startswith(self.text + ".")

    def __str__(self) -> str:
        return self.text
