"""Audit samples as anybody may check them: drawn again from the seed, and what the answers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amanah.oversight import models
from amanah.oversight.rules import sampling
from amanah.oversight.rules.sampling import Estimate
from amanah.oversight.types import Asked, CallBack, CaseKind, CaseOutcome, Said


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as announced, and once drawn its seed, when, from how many visits (`frame`)."""

    id: UUID
    office: str
    first: date
    last: date
    size: int
    seed_sha256: str
    by: str
    at: datetime
    seed: str = ""
    drawn_by: str = ""
    drawn_at: datetime | None = None
    frame: int = 0

    @property
    def drawn(self) -> int:
        """How many were drawn: all there were, where fewer than asked."""
        return min(self.size, self.frame)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A visit that was drawn, by the chance it had; `outcome` None while its case is open."""

    visit: UUID
    case: UUID
    chance: float
    outcome: CaseOutcome | None
    newest: CallBack | None


def samples(offices: Collection[str] | None, *, limit: int = 200) -> list[Sample]:
    """Of these offices (None: of all), the newest first."""
    rows = models.SampleSeal.objects.select_related("draw").order_by("-at", "-id")
    return [_sample(row) for row in (rows if offices is None else rows.filter(office__in=offices))[:limit]]


def sample(id_: UUID) -> Sample | None:
    row = models.SampleSeal.objects.select_related("draw").filter(pk=id_).first()
    return _sample(row) if row else None


def drawn_visits(id_: UUID) -> list[Drawn]:
    """The cases of a sample with each one's chance, likeliest first, and the newest of what its family said."""
    rows = models.Case.objects.filter(kind=CaseKind.SAMPLE, about__startswith=f"sample:{id_}:")
    newest = {one.case: one for one in call_backs([row.pk for row in rows])}
    chances = drawn_again(id_)
    found = [
        Drawn(
            row.visit, row.pk, chances.get(row.visit, 0.0),
            CaseOutcome(row.closing.outcome) if hasattr(row, "closing") else None, newest.get(row.pk),
        )
        for row in rows.select_related("closing")
        if row.visit
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.chance, str(one.visit)))


def call_backs(cases: Collection[UUID]) -> list[CallBack]:
    """What families said, oldest first."""
    return [
        CallBack(row.case_id, Said(row.said), Asked(row.how), row.due, row.received, row.note, row.by, row.at)
        for row in models.CallBack.objects.filter(case__in=cases).order_by("at", "id")
    ]


def counted(drawn: Collection[Drawn]) -> dict[Said, int]:
    """How many answered cases were answered by each kind of call-back."""
    return dict(Counter(one.newest.said for one in drawn if one.newest and one.outcome))


def _sample(row: models.SampleSeal) -> Sample:
    draw = getattr(row, "draw", None)
    told = (row.pk, row.office_id, row.first, row.last, row.size, row.seed_sha256, row.by, row.at)
    return Sample(*told, draw.seed, draw.by, draw.at, len(draw.frame)) if draw else Sample(*told)


def drawn_again(id_: UUID) -> dict[UUID, float]:
    """Visit -> its chance, from the revealed seed and the kept frame; empty while nothing is drawn."""
    row = models.SampleDraw.objects.select_related("seal").filter(pk=id_).first()
    if row is None:
        return {}
    weights = {str(visit): float(weight) for visit, weight in row.frame}
    found = sampling.draw(weights, min(row.seal.size, len(weights)), row.seed)
    return {UUID(visit): chance for visit, chance in found.items()}


def is_as_drawn(id_: UUID) -> bool:
    """Are the cases that people were asked about exactly those the seed draws?"""
    rows = models.Case.objects.filter(kind=CaseKind.SAMPLE, about__startswith=f"sample:{id_}:")
    return {row.visit for row in rows} == set(drawn_again(id_))


def error_rate(id_: UUID) -> Estimate:
    """Of all visits of the sample's days, by what families said until now (`rules.sampling.outcome_of`)."""
    rows = models.Closing.objects.filter(case__kind=CaseKind.SAMPLE, case__about__startswith=f"sample:{id_}:")
    said = rows.filter(outcome__in=(CaseOutcome.UPHELD, CaseOutcome.WRONG)).values_list("case__visit", "outcome")
    answers = {str(visit): outcome == CaseOutcome.WRONG for visit, outcome in said}
    return sampling.estimate(answers, {str(visit): chance for visit, chance in drawn_again(id_).items()})
