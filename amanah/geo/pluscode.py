"""Plus Codes: a place as a word that anybody can type into a map, with no street name needed (openlocationcode)."""

from __future__ import annotations

from openlocationcode import openlocationcode as olc

from amanah.geo.types import Fix

FINE_M = 3.0
"""68 % radius up to which a cell of 3 m says nothing untrue; all else gets one of 14 m."""


def plus_code(place: Fix, *, accuracy_m: float = 10.0) -> str:
    """11 digits (3 m) where the 68 % radius is within 3 m, else 10 (14 m): `6P3QC6R9+VX`."""
    return str(olc.encode(place.lat, place.lng, 11 if accuracy_m <= FINE_M else 10))


def short_code(place: Fix, *, near: Fix, name: str, accuracy_m: float = 10.0) -> str:
    """As maps show it, `C6R9+VX Sanur`: cut as far as `near`, the middle of the place named, allows; else whole.

    Always four digits, as Google's maps do, though a village's middle would allow six: eight letters are still short.
    """
    code = plus_code(place, accuracy_m=accuracy_m)
    is_near = len(olc.shorten(code, near.lat, near.lng)) < len(code)
    return f"{code[4:]} {name}" if name and is_near else code


def place_of(code: str, *, near: Fix | None = None) -> Fix:
    """The middle of a code's cell, the short ones by what is `near`. Raises ValueError: not a code."""
    whole = olc.recoverNearest(code.split()[0], near.lat, near.lng) if near else code.strip()
    cell = olc.decode(whole)
    return Fix(cell.latitudeCenter, cell.longitudeCenter)
