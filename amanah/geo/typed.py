"""A place as people type or paste it: two numbers or a Plus Code. What had to be guessed is told, so that it is asked.

Indonesia helps: its latitudes and longitudes can't be taken for each other, so an exchanged pair is seen for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from amanah.geo.pluscode import place_of
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix, Position
from amanah.values.problem import Problem, Sentence

LONGEST = 120
_SOUTH, _NORTH, _WEST, _EAST = -11.5, 6.5, 94.5, 141.5  # of Indonesia, with its sea
_NEAR_M = 50_000.0  # across the widest districts; only to choose between readings of the same digits
_POINTS = re.compile(r"(-?\d{1,3}\.\d+)[\s,;/]+(-?\d{1,3}\.\d+)")
_COMMAS = re.compile(r"(-?\d{1,3},\d+)[\s,;/]+(-?\d{1,3},\d+)")
_DIGITS = "23456789CFGHJMPQRVWX"
_CODE = re.compile(rf"([{_DIGITS}]{{4}}|[{_DIGITS}]{{8}})\+[{_DIGITS}]{{2,3}}", re.IGNORECASE)
_NOISE = str.maketrans({"−": "-", "–": "-", "°": " ", "(": " ", ")": " ", "\u00a0": " "})


class Odd(StrEnum):
    """How what was typed had to be read otherwise than it stands there."""

    COMMAS = "commas"
    """Decimals behind commas."""
    SWAPPED = "swapped"
    """Longitude first."""
    NO_MINUS = "no_minus"
    """South of the equator, without saying so."""


@dataclass(frozen=True, slots=True)
class Typed:
    """`odd` isn't empty: ask before it is believed."""

    place: Position
    odd: frozenset[Odd]


def typed_place(text: str, *, near: Position | None = None) -> Typed:
    """`-8.65, 115.21`, `-8,65 115,21`, `6P3QC6R9+VX`, `C6R9+VX Sanur` (by what is `near`: the village's middle).

    Raises Problem place_unclear, place_far_away (no reading of it lies in Indonesia).
    """
    words = text[:LONGEST].translate(_NOISE).strip()
    code = _CODE.match(words)
    if code:
        return Typed(_decoded(code[0], near), frozenset())
    found = _POINTS.fullmatch(words) or _COMMAS.fullmatch(words)
    if found is None:
        raise _unclear()
    odd = {Odd.COMMAS} if "," in found[1] else set()
    one, other = (float(number.replace(",", ".")) for number in found.groups())
    readings = [(place, odd | how) for place, how in _readings(one, other) if _is_indonesian(place)]
    if not readings:
        raise _far_away()
    place, how = next((read for read in readings if near and distance_m(read[0], near) <= _NEAR_M), readings[0])
    return Typed(place, frozenset(how))


def written(place: Position) -> str:
    """As `typed_place` reads it without a question: five decimals are a metre."""
    return f"{place.lat:.5f}, {place.lng:.5f}"


def _readings(one: float, other: float) -> Iterator[tuple[Position, set[Odd]]]:
    """As it stands first."""
    yield Position(one, other), set()
    yield Position(other, one), {Odd.SWAPPED}
    if one > 0 and other > 0:
        yield Position(-one, other), {Odd.NO_MINUS}
        yield Position(-other, one), {Odd.SWAPPED, Odd.NO_MINUS}


def _is_indonesian(place: Position) -> bool:
    return _SOUTH <= place.lat <= _NORTH and _WEST <= place.lng <= _EAST


def _decoded(code: str, near: Position | None) -> Position:
    try:
        place = place_of(code.upper(), near=Fix(near.lat, near.lng) if near else None)
    except ValueError:  # a short one, and nobody knows near what
        raise _unclear() from None
    if not _is_indonesian(place):
        raise _far_away()
    return Position(place.lat, place.lng)


def _unclear() -> Problem:
    return Problem(
        "place_unclear",
        Sentence(
            "Letaknya belum jelas. Tulis lintang dan bujur seperti -8.65012, 115.21034, atau Plus Code lengkap seperti "
            "6P3QC6R9+VX.",
            "The place isn't clear. Write latitude and longitude such as -8.65012, 115.21034, or a whole Plus Code "
            "such as 6P3QC6R9+VX.",
        ),
    )


def _far_away() -> Problem:
    return Problem(
        "place_far_away",
        Sentence(
            "Titik ini di luar Indonesia. Periksa lintang dan bujurnya, lalu tulis lagi.",
            "This place lies outside Indonesia. Check latitude and longitude and write them again.",
        ),
    )
