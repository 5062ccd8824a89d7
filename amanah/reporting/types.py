"""Numbers for the auditor and for rehearsals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Chain:
    """One phone's events: how many are stored, the highest seq ever heard of, and what is wrong with them."""

    phone: UUID
    events: int
    max_seq: int
    missing: int
    broken_links: int
    altered: int

    @property
    def is_whole(self) -> bool:
        return self.missing == self.broken_links == self.altered == 0


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag of one phone and day, whole rupiah: `kept` by the ledger, `added` up anew from its transfers."""

    account: str
    is_closed: bool
    kept: int
    added: int

    @property
    def is_balanced(self) -> bool:
        """An open bag holds what is still out; a closed one is empty, and both ways of counting agree."""
        return self.kept == self.added and (not self.is_closed or self.kept == 0)


@dataclass(frozen=True, slots=True)
class Conservation:
    """Is anything lost, paid twice or out of balance? Counts are counts, `_rp` is whole rupiah.

    Sound books have 0 in every field of `must_be_zero`.
    """

    families: int
    entitlements: int
    events: int
    visits: Mapping[str, int]
    payments: int
    paid_rp: int
    paid_twice: int
    """Entitlements whose money went to a family more than once."""
    items_unbooked: int
    """Payments a phone told of (an entitlement's share) that settled nothing and aren't in suspense either."""
    settlements_unfounded: int
    """Settlements that no stored event tells of."""
    settlements_unbooked: int
    """Settlements without their transfer, or with another amount or receiver."""
    transfers_unfounded: int
    """Transfers called payments that no settlement stands behind."""
    ledger_sum: int
    drift: int
    bags: int
    bags_open: int
    bags_unbalanced: int
    suspense_open: int
    suspense_rp: int
    suspense_differs_rp: int
    """Suspense accounts less the settlements still in suspense."""
    events_missing: int
    chains_broken: int
    """Phones whose events are altered, or don't follow each other."""
    chain_ok: bool
    """The journal's."""
    journal_checked: int
    doubts: Mapping[str, int]
    verdicts: Mapping[str, int]
    decisions: Mapping[str, int]
    cases_open: Mapping[str, int]

    @property
    def must_be_zero(self) -> dict[str, int]:
        names = (
            "paid_twice", "items_unbooked", "settlements_unfounded", "settlements_unbooked", "transfers_unfounded",
            "ledger_sum", "drift", "bags_unbalanced", "suspense_differs_rp", "events_missing", "chains_broken",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    @property
    def is_sound(self) -> bool:
        return self.chain_ok and not any(self.must_be_zero.values())

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class OfficeStage:
    """How far an office is with a stage: entitlements and whole rupiah."""

    office: str
    owed: int
    owed_rp: int
    paid: int
    paid_rp: int
    suspended: int

    @property
    def open(self) -> int:
        return self.owed - self.paid


class By(StrEnum):
    """What people are told apart by when their faces are counted."""

    AGE = "age"
    SEX = "sex"
    AREA = "area"
    DEVICE = "device"
    PAYER = "payer"


@dataclass(frozen=True, slots=True)
class Count:
    """Visits of one group whose person was the right one, and how many of these faces the phone rejected.

    `name`: an age band, F or M, a village or district code, a phone's model, a payer's id; empty where unknown.
    """

    by: By
    name: str
    tried: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A share 0-1 with the ends of its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FaceGroup:
    """A group beside all others. `rate` is None below 30 visits. `times` the others' rate (inf: they have none).

    `chance`: how probable it is by chance alone, corrected for all groups tested; `is_worse` raises the alarm.
    """

    count: Count
    rate: Rate | None
    times: float
    chance: float
    is_tested: bool = False
    is_worse: bool = False


@dataclass(frozen=True, slots=True)
class FaceReport:
    """False rejections from a day to another, both included; `unknown` visits aren't known to be the right person."""

    since: date
    until: date
    tried: int
    rejected: int
    unknown: int
    rate: Rate
    groups: tuple[FaceGroup, ...]

    @property
    def alarms(self) -> tuple[FaceGroup, ...]:
        return tuple(group for group in self.groups if group.is_worse)


SPAN_DAYS = 90
"""So many days are counted together: the page begins with it, the alarm rests on it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Which group an alarm is about, and the month it was raised in: a group is asked about once a month."""

    by: By
    name: str
    month: str

    def __str__(self) -> str:
        """What its case is about: `fairness:age:70+:2026-11`."""
        return f"fairness:{self.by}:{self.name}:{self.month}"

    @classmethod
    def read(cls, about: str) -> Subject | None:
        """None for a case about anything else."""
        found = re.fullmatch(r"fairness:(\w+):(.*):(\d{4}-\d\d)", about, re.DOTALL)
        return cls(By(found[1]), found[2], found[3]) if found else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Right people rejected, of how many: the group's own and all others', as they were when the alarm was raised."""

    rejected: int
    tried: int
    rest_rejected: int
    rest_tried: int

    def __str__(self) -> str:
        """How its case keeps them, a doubt with its numbers: `falsely_rejected 27/300 32/905`."""
        return f"falsely_rejected {self.rejected}/{self.tried} {self.rest_rejected}/{self.rest_tried}"

    @classmethod
    def read(cls, doubt: str) -> Figures | None:
        """None for any other doubt."""
        found = re.fullmatch(r"falsely_rejected (\d+)/(\d+) (\d+)/(\d+)", doubt)
        return cls(*map(int, found.groups())) if found else None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A group that fares worse than all others. `office`: the one that serves it alone; None: the ministry's."""

    subject: Subject
    figures: Figures
    office: str | None
