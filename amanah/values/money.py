"""Money is whole rupiah: never a float, never below zero. Direction is giver -> receiver, not a sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from lokal import terbilang


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Integer rupiah, 0 or more.

    Raises TypeError for anything but an int (a bool or float is a bug), ValueError below zero.
    """

    rupiah: int

    def __post_init__(self) -> None:
        if type(self.rupiah) is not int:
            raise TypeError(f"Money takes whole rupiah, not {self.rupiah!r}")
        if self.rupiah < 0:
            raise ValueError(f"Money can't be below zero: {self.rupiah}")

    def __add__(self, other: Self) -> Money:
        return Money(self.rupiah + other.rupiah)

    def __sub__(self, other: Self) -> Money:
        return Money(self.rupiah - other.rupiah)

    def __str__(self) -> str:
        return f"Rp{self.rupiah:,}".replace(",", ".")

    def in_words(self) -> str:
        """Indonesian words without the currency: `Money(1_200_000).in_words() == "satu juta dua ratus ribu"`."""
        return str(terbilang(self.rupiah))
