"""Which of a family's references a face is compared with, and where a family's templates are sealed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from amanah.registry.types import ReferenceNoted, Source

MOST = 3
UNMEASURED = 50
"""The quality taken for a photo that was never measured: neither preferred nor left out."""
NOWHERE = "0000"
_Some = list[ReferenceNoted]
_YEAR = timedelta(days=365)
_POINTS_A_YEAR = 10.0
_MOST_YEARS = 5.0


def best_first(known: Iterable[ReferenceNoted], *, most: int = MOST) -> list[ReferenceNoted]:
    """At most `most`, best first: the best anchor, the newest, then good ones far apart in time; a KTP comes last.

    An anchor is anything but a field photo: those follow an anchor, so one must always be there to hold them to.
    """
    left = sorted(known, key=lambda one: (one.at, one.id))
    chosen: list[ReferenceNoted] = []
    for pick in (_anchor, _newest, *[_spread] * most):
        best = pick(left, chosen)
        if best is not None and len(chosen) < most:
            chosen.append(best)
            left.remove(best)
    return sorted(chosen, key=_worth, reverse=True)


def is_anchor(one: ReferenceNoted) -> bool:
    return one.source != Source.FIELD


def _anchor(left: _Some, _: _Some) -> ReferenceNoted | None:
    return max(filter(is_anchor, left), key=_worth, default=None)


def _newest(left: _Some, chosen: _Some) -> ReferenceNoted | None:
    """None where the anchor is the newest already."""
    newest = left[-1] if left else None
    return newest if newest and all(one.at <= newest.at for one in chosen) else None


def _spread(left: _Some, chosen: _Some) -> ReferenceNoted | None:
    """Quality, with ten points for each year (five at most) that lies between it and the nearest chosen one."""

    def worth(one: ReferenceNoted) -> tuple[float, ...]:
        years = min((abs(one.at - other.at) / _YEAR for other in chosen), default=0.0)
        is_photo, quality, *rest = _worth(one)
        return is_photo, quality + _POINTS_A_YEAR * min(years, _MOST_YEARS), *rest

    return max(left, key=worth, default=None)


def _worth(one: ReferenceNoted) -> tuple[float, ...]:
    quality = UNMEASURED if one.quality is None else one.quality
    return float(one.source != Source.KTP), float(quality), one.at.timestamp(), float(one.id.int)


def regency_of(village_code: str) -> str:
    """Four digits of a village code (`51.71.04.1001` -> `5171`); `0000` where it names no regency."""
    digits = "".join(village_code.split("."))[:4]
    return digits if len(digits) == 4 and digits.isascii() and digits.isdigit() else NOWHERE
