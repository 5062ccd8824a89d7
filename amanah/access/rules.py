"""Who reaches what, and what an enrolment code looks like. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

EVERYWHERE = "*"
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is misread aloud or by hand: no I L O U 0 1
CODE_LENGTH = 10  # 30^10 is about 49 bits, for 15 minutes and one use


_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_AREA = re.compile(r"\*|nopen:[0-9]{5}|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")


def is_username(text: str) -> bool:
    return _USERNAME.fullmatch(text) is not None


def is_area(text: str) -> bool:
    return _AREA.fullmatch(text) is not None


def reaches(
    area: str,
    offices: frozenset[str],
    villages: frozenset[str],
    *,
    office: str | None,
    village: str | None,
) -> bool:
    if area == EVERYWHERE or (office is None and village is None):
        return True
    return (office is not None and office in offices) or (
        village is not None and (village in villages or is_in_region(village, area))
    )


def union_or_all(reached: Iterable[tuple[str, frozenset[str]]]) -> frozenset[str] | None:
    """All the places of several areas together; None once one of them is everywhere."""
    places: frozenset[str] = frozenset()
    for area, some in reached:
        if area == EVERYWHERE:
            return None
        places |= some
    return places


def is_in_region(code: str, region: str) -> bool:
    return code == region or code.startswith(region + ".")


def tree(root: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    """An office with everything below it; `parents` says who each office answers to. A ring of parents ends too."""
    found = {root} if root in parents else set()
    while True:
        below = {office for office, parent in parents.items() if parent in found} - found
        if not below:
            return frozenset(found)
        found |= below


def reach(
    area: str, parents: Mapping[str, str | None], served_by: Mapping[str, str | None]
) -> tuple[frozenset[str], frozenset[str]]:
    """The offices and villages of an area. `served_by`: village code -> office or None.

    An office reaches the villages that it and its sub-offices serve; a region reaches its villages and
    the offices that serve them.
    """
    if area == EVERYWHERE:
        return frozenset(), frozenset()
    if area.startswith("nopen:"):
        offices = tree(area.removeprefix("nopen:"), parents)
        return offices, frozenset(code for code, office in served_by.items() if office in offices)
    villages = frozenset(code for code in served_by if is_in_region(code, area))
    return frozenset(office for code in villages if (office := served_by[code])), villages


def tidy_code(typed: str) -> str:
    """A code as it was given, however it was typed: `abcde fghjk` and `ABCDE-FGHJK` are the same."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def spaced_code(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"
