"""Which faults a seed meets, and how hard. Pure: a seed and a choice in, the weather of its day out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from amanah.values.problem import Problem, Sentence


class Fault(StrEnum):
    """One kind of trouble. Each is counted when it really happened."""

    CRASH = "crash"  # the power goes at an await of the core
    KILL_BETWEEN = "kill_between"  # the app ends between the intent and its answer
    STORAGE_FULL = "storage_full"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    TRUNCATE = "truncate"  # half of a body, or half of an answer
    LOST = "lost"  # a request or its answer never arrives
    PORTAL = "portal"  # somebody else's page answers
    FORGED = "forged"  # somebody says in the house's words, unsigned, that all was heard
    CLOCK = "clock"  # the wall clock is put back, or far ahead
    TWO_PHONES = "two_phones"  # a supervisor gives the family of an offline phone to another
    CLONE = "clone"  # the phone is copied, and both go on
    KEY_LOST = "key_lost"  # store and key are gone: a new phone, the bag counted
    REVOKED = "revoked"  # in the field, with payments unsent
    WIPED = "wiped"  # revoked with more unsent than one batch holds, and told to forget while the network breaks
    CARRIED = "carried"  # a phone's sealed file is brought by another phone or taken in at the office, and it goes on
    KILL_WEB = "kill_web"
    KILL_WORKER = "kill_worker"
    KILL_POSTGRES = "kill_postgres"
    RESTORE = "restore"  # the database is set back to a backup of this morning


LARGE = (
    Fault.CLONE, Fault.KEY_LOST, Fault.REVOKED, Fault.WIPED, Fault.KILL_WEB, Fault.KILL_WORKER, Fault.KILL_POSTGRES,
    Fault.RESTORE,
)  # fmt: skip
"""At most one of these a seed, in turn and then none, so that each is met every few seeds whatever the dice say."""

LIKELY = {
    Fault.CRASH: 0.7, Fault.KILL_BETWEEN: 0.6, Fault.STORAGE_FULL: 0.3, Fault.DUPLICATE: 0.5, Fault.REORDER: 0.5,
    Fault.TRUNCATE: 0.5, Fault.LOST: 0.5, Fault.PORTAL: 0.3, Fault.FORGED: 0.3, Fault.CLOCK: 0.3, Fault.TWO_PHONES: 0.4,
    Fault.CARRIED: 0.5,
}  # fmt: skip
HOUSE_WIDE = frozenset({Fault.KILL_WEB, Fault.KILL_WORKER, Fault.KILL_POSTGRES, Fault.RESTORE})
CLOCKS_MS = (-400 * 86_400_000, -86_400_000, -3_600_000, 1_800_000, 20 * 86_400_000, 400 * 86_400_000)


@dataclass(frozen=True, slots=True)
class Weather:
    """What the phones of one seed go through: probabilities for the driver, in its own words (phone/sim/field)."""

    faults: frozenset[Fault]
    sky: dict[str, float] = field(default_factory=dict)
    trouble: dict[str, float] = field(default_factory=dict)

    def has(self, fault: Fault) -> bool:
        return fault in self.faults


def chosen_faults(words: str) -> frozenset[Fault]:
    """`all`, or names with commas between. Problem `fault_unknown` names one that isn't there."""
    if words == "all":
        return frozenset(Fault)
    names = {word.strip() for word in words.split(",")}
    known = {fault.value for fault in Fault}
    if unknown := sorted(names - known):
        raise Problem(
            "fault_unknown",
            Sentence(
                f"Gangguan {unknown[0]} tidak ada. Pilih all, atau dari: {', '.join(sorted(known))}.",
                f"There is no fault {unknown[0]}. Choose all, or from: {', '.join(sorted(known))}.",
            ),
        )
    return frozenset(Fault(name) for name in names)


def draw(seed: int, chosen: Collection[Fault]) -> Weather:
    """All faults chosen: by their likelihood, one large one in turn. Some: each of them for certain."""
    rng = Random(f"weather {seed}")  # noqa: S311  # a scenario that must come out the same again, not a secret
    if set(chosen) == set(Fault):
        faults = {fault for fault, likely in LIKELY.items() if rng.random() < likely}
        turn = seed % (len(LARGE) + 1)
        faults |= set(LARGE[turn : turn + 1])
    else:
        faults = set(chosen)
    return Weather(frozenset(faults), _sky(faults, rng), _trouble(faults, rng))


def _sky(faults: Collection[Fault], rng: Random) -> dict[str, float]:
    shares = {
        Fault.DUPLICATE: ("duplicate",),
        Fault.REORDER: ("reorder",),
        Fault.TRUNCATE: ("cut_body", "cut_answer"),
        Fault.LOST: ("lose_request", "lose_answer"),
        Fault.PORTAL: ("portal",),
        Fault.FORGED: ("forged",),
    }
    return {
        name: round(rng.uniform(0.15, 0.35), 2) for fault, names in shares.items() if fault in faults for name in names
    }


def _trouble(faults: Collection[Fault], rng: Random) -> dict[str, float]:
    return {
        "crash": round(rng.uniform(0.1, 0.35), 2) if Fault.CRASH in faults else 0.0,
        "kill_between": round(rng.uniform(0.2, 0.5), 2) if Fault.KILL_BETWEEN in faults else 0.0,
        "storage_full": 0.4 if Fault.STORAGE_FULL in faults else 0.0,
        "sync_between": round(rng.uniform(0.0, 0.7), 2),
    }
