"""What was planted against what was found: by kind, over all, and how often an honest visit was flagged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from amanah.cli.rehearsal.frauds.types import BY_DAY, Day, Fraud, Planting, Visit


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag as the house told it. `family` None: of the payer's whole day."""

    kinds: frozenset[Fraud]
    payer: int
    day: int
    family: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Units are visits, and payer-days for a way to spend a day. `false_flags` are honest visits with such a flag."""

    planted: int
    found: int
    false_flags: int


def score(
    days: Sequence[Day], plantings: Sequence[Planting], flagged: Collection[Flagged], twins: Collection[str] = ()
) -> dict[Fraud, Counted]:
    """A visit in which anything was planted isn't honest: a flag of another kind there is neither found nor false.

    `twins`: families whose face truly is another's too, as everybody's is who shares one of the invented people.
    """
    honest = {(v.payer, v.day, v.door.family) for day in days for v in day.visits if not v.planted}
    alone = {key for key in honest if key[2] not in twins}
    of, counted = _families(days), dict[Fraud, Counted]()
    for kind in Fraud:
        seen = _told(kind, flagged, of)
        planted, found = _found(kind, plantings, days, seen)
        counted[kind] = Counted(planted, found, len(seen & (alone if kind in _FACES else honest)))
    return counted


Key = tuple[int, int, str]
_FACES = (Fraud.SAME_FACE, Fraud.STAFF_FACE)


def _families(days: Sequence[Day]) -> Mapping[tuple[int, int], tuple[str, ...]]:
    return {(day.payer, day.day): tuple(v.door.family for v in day.visits) for day in days}


def _told(kind: Fraud, flagged: Collection[Flagged], of: Mapping[tuple[int, int], tuple[str, ...]]) -> set[Key]:
    """A flag of a whole day names all its families: an honest payer's day falsely flagged costs them all."""
    told: set[Key] = set()
    for flag in flagged:
        if kind in flag.kinds:
            families = of.get((flag.payer, flag.day), ()) if flag.family is None else (flag.family,)
            told |= {(flag.payer, flag.day, family) for family in families}
    return told


def _found(kind: Fraud, plantings: Sequence[Planting], days: Sequence[Day], seen: set[Key]) -> tuple[int, int]:
    visits = {(v.payer, v.day, v.door.family): v for day in days for v in day.visits}
    units = [unit for each in plantings if each.fraud is kind for unit in _units(each, visits)]
    return len(units), sum(bool(unit & seen) for unit in units)


def _units(planting: Planting, visits: Mapping[Key, Visit]) -> list[set[Key]]:
    keys = [(planting.payer, planting.day, family) for family in planting.families]
    if planting.fraud in BY_DAY:
        return [set(keys)]
    if planting.fraud is Fraud.SHORT:  # what nobody complained of, nobody can know
        keys = [key for key in keys if visits[key].complained]
    return [{key} for key in keys]


def told(counted: Mapping[Fraud, Counted], *, honest: int, flagged_honest: int) -> dict[str, object]:
    """As the JSON says it."""
    planted, found = (sum(getattr(one, name) for one in counted.values()) for name in ("planted", "found"))
    return {
        "fraud": {
            str(kind): {"planted": one.planted, "found": one.found, "false_flags": one.false_flags}
            for kind, one in counted.items()
        },
        "fraud_recall": round(found / planted, 4) if planted else None,
        "fraud_false_share": round(flagged_honest / honest, 4) if honest else None,
        "fraud_not_planted": sorted(str(kind) for kind, one in counted.items() if not one.planted),
    }


def honest_flagged(days: Sequence[Day], flagged: Collection[Flagged], twins: Collection[str] = ()) -> tuple[int, int]:
    """(honest visits, those of them with any flag)."""
    honest = {(v.payer, v.day, v.door.family) for day in days for v in day.visits if not v.planted}
    of = _families(days)
    told = {(key, kind) for kind in Fraud for key in _told(kind, flagged, of)}
    wrong = {key for key, kind in told if key in honest and not (kind in _FACES and key[2] in twins)}
    return len(honest), len(wrong)
