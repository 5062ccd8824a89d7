"""Flags as pages see them: of a day, of a case; how right each kind has been; and the order of the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from amanah.oversight import models
from amanah.oversight.rules import scores
from amanah.oversight.rules.patterns.limits import limits
from amanah.oversight.rules.patterns.types import Flag, Pattern
from amanah.oversight.rules.scores import Outcomes
from amanah.oversight.types import PAIRS, Case, CaseKind, CaseOutcome
from amanah.values.problem import Sentence

_DOUBT_RIGHT = (CaseOutcome.WRONG, CaseOutcome.SAME)  # what was recorded is wrong: the doubt was right
_DOUBT_WRONG = (CaseOutcome.UPHELD, CaseOutcome.DIFFERENT, CaseOutcome.TWINS)


@dataclass(frozen=True, slots=True)
class Track:
    """How right a kind of doubt has been: cases that are closed, the precision with a 95 % interval, its weight."""

    kind: Pattern
    seen: Outcomes
    precision: float | None
    interval: tuple[float, float]
    weight: float


def flags(*, office: str | None = None, day: date | None = None) -> list[Flag]:
    """Of an office and a day, each if given; the newest of each payer's day and kind."""
    rows = models.Flag.objects.order_by("at", "id")
    rows = rows.filter(office=office) if office else rows
    rows = rows.filter(day=day) if day else rows
    newest = {(row.payer_id, row.day, row.kind): row for row in rows}
    return [_flag(row) for row in newest.values()]


def flags_of(cases: Collection[UUID]) -> dict[UUID, Flag]:
    """The newest flag of each of these cases; a case about something else is left out."""
    rows = models.Flag.objects.filter(case__in=cases).order_by("at", "id")
    return {row.case_id: _flag(row) for row in rows if row.case_id}


def tracked() -> list[Track]:
    """Every kind of doubt, the most often flagged first."""
    prior, seen = limits().prior, _outcomes()
    kinds = [
        Track(kind, one, scores.precision(one), scores.wilson(one), scores.weight(prior[kind], one))
        for kind in Pattern
        for one in [seen.get(kind, Outcomes(0, 0, 0, 0))]
    ]
    return sorted(kinds, key=lambda track: (-track.seen.flagged, track.kind))


def scored(cases: Collection[Case]) -> dict[UUID, float]:
    """Case -> the score of its payer's day, from all kinds doubted there and not answered "right"."""
    day_of = {case.id: _day_of(case.about) for case in cases if case.kind is CaseKind.PATTERN}
    payers = {UUID(payer) for payer, _ in day_of.values()}
    kinds: dict[tuple[str, str], set[str]] = {}
    rows = models.Flag.objects.filter(payer__in=payers).exclude(case__closing__outcome=CaseOutcome.UPHELD)
    for payer, day, kind in rows.values_list("payer_id", "day", "kind"):
        kinds.setdefault((str(payer), str(day)), set()).add(kind)
    prior, seen = limits().prior, _outcomes()
    return {id_: scores.score(kinds.get(of, ()), prior, seen) for id_, of in day_of.items()}


def _day_of(about: str) -> tuple[str, str]:
    _, payer, day, *_ = about.split(":")
    return payer, day


def _outcomes() -> dict[str, Outcomes]:
    """By kind, over cases: a payer's day counts once however often it was looked at, two faces once by two people."""
    asked = models.Case.objects.filter(kind__in=[CaseKind.PATTERN, *PAIRS])
    counted = Counter(
        (kind, outcome) for doubts, outcome in asked.values_list("doubts", "closing__outcome") for kind in doubts
    )
    return {
        kind: Outcomes(
            flagged=sum(n for (of, _), n in counted.items() if of == kind),
            right=sum(counted[kind, outcome] for outcome in _DOUBT_RIGHT),
            wrong=sum(counted[kind, outcome] for outcome in _DOUBT_WRONG),
            again=counted[kind, CaseOutcome.VISIT_AGAIN],
        )
        for kind in {kind for kind, _ in counted}
    }


def _flag(row: models.Flag) -> Flag:
    return Flag(
        Pattern(row.kind), row.payer_id, row.office_id, row.day, tuple(row.visits), dict(row.numbers),
        Sentence(row.id_text, row.en_text), row.version,
    )  # fmt: skip
