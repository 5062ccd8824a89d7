"""Audit samples as anybody may check them: drawn again from the seed, and what the answers say."""

from __future__ import annotations

from uuid import UUID

from amanah.oversight import models
from amanah.oversight.rules import sampling
from amanah.oversight.rules.sampling import Estimate
from amanah.oversight.types import CaseKind, CaseOutcome


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
    """Of all visits of the sample's days, by the answers until now: `wrong` counts, `visit_again` is no answer yet."""
    rows = models.Closing.objects.filter(case__kind=CaseKind.SAMPLE, case__about__startswith=f"sample:{id_}:")
    said = rows.filter(outcome__in=(CaseOutcome.UPHELD, CaseOutcome.WRONG)).values_list("case__visit", "outcome")
    answers = {str(visit): outcome == CaseOutcome.WRONG for visit, outcome in said}
    return sampling.estimate(answers, {str(visit): chance for visit, chance in drawn_again(id_).items()})
