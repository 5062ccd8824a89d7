"""Read verdicts and decisions; the newest verdict of a family and stage is the one in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from amanah.eligibility import models
from amanah.eligibility.rules import assess, read_rules, unknowns
from amanah.eligibility.types import Assessment, Decided, Facts, Outcome, Reason, Rules, Verdict
from amanah.values.problem import Problem, Sentence


def ruleset(version: str | None = None) -> Rules:
    """A ruleset by version, else the newest. Problem `ruleset_missing` when none was loaded."""
    rows = models.Ruleset.objects.order_by("-loaded_at", "-version")
    row = rows.first() if version is None else rows.filter(pk=version).first()
    if row is None:
        raise Problem(
            "ruleset_missing",
            Sentence("Belum ada aturan kelayakan. Muat aturan lebih dulu.", "No ruleset is loaded. Load one first."),
        )
    return read_rules({"version": row.version, "law": row.law, "rules": row.rules})


def verdict(family: UUID, stage: UUID) -> Verdict | None:
    return next(iter(_told(_rows(stage).filter(family_id=family))), None)


def verdict_by_id(verdict_id: UUID) -> Verdict | None:
    return next(iter(_told(models.Verdict.objects.select_related("decision", "ruleset").filter(pk=verdict_id))), None)


def verdicts_of(family: UUID) -> list[Verdict]:
    """Every verdict ever given for a family, newest first."""
    rows = models.Verdict.objects.filter(family_id=family).select_related("decision", "ruleset").order_by("-at", "-id")
    return _told(rows)


def verdicts(stage: UUID, *, families: Collection[UUID] | None = None, undecided: bool = False) -> list[Verdict]:
    """The verdicts in force of a stage, gravest first; `undecided` leaves out those a person has answered."""
    rows = _rows(stage)
    if families is not None:
        rows = rows.filter(family_id__in=families)
    found = _told(rows)
    if undecided:
        found = [one for one in found if one.decision is None]
    order = {Outcome.NOT_ELIGIBLE: 0, Outcome.REVIEW: 1, Outcome.ELIGIBLE: 2}
    return sorted(found, key=lambda one: order[one.assessment.outcome])


def decisions(stage: UUID) -> dict[UUID, Outcome]:
    """Family -> what was decided in this stage: what the next stage is opened from."""
    return {one.family: one.decision.outcome for one in verdicts(stage) if one.decision is not None}


def counts(stage: UUID) -> dict[str, int]:
    """Verdicts in force by outcome, and how many a person has decided."""
    found = verdicts(stage)
    tally = Counter(one.assessment.outcome.value for one in found)
    return {**{o.value: tally[o.value] for o in Outcome}, "decided": sum(one.decision is not None for one in found)}


def replays(verdict_id: UUID) -> bool:
    """Think again from the stored facts and ruleset version: is the answer the same?"""
    row = models.Verdict.objects.select_related("ruleset").get(pk=verdict_id)
    again = assess(row.facts, _rules_of(row))
    return again.outcome == row.outcome and [reason.rule for reason in again.reasons] == row.spoke


def _rows(stage: UUID) -> QuerySet[models.Verdict]:
    newest = models.Verdict.objects.filter(stage_id=stage).order_by("family_id", "-at", "-id").distinct("family_id")
    return models.Verdict.objects.filter(pk__in=newest.values("pk")).select_related("decision", "ruleset")


def _rules_of(row: models.Verdict) -> Rules:
    return read_rules({"version": row.ruleset.version, "law": row.ruleset.law, "rules": row.ruleset.rules})


def _told(rows: Iterable[models.Verdict]) -> list[Verdict]:
    """Each ruleset is read once, however many verdicts rest on it."""
    rulesets: dict[str, Rules] = {}
    told = []
    for row in rows:
        if row.ruleset_id not in rulesets:
            rulesets[row.ruleset_id] = _rules_of(row)
        told.append(_verdict(row, rulesets[row.ruleset_id]))
    return told


def _verdict(row: models.Verdict, ruleset: Rules) -> Verdict:
    said = getattr(row, "decision", None)
    return Verdict(
        id=row.pk,
        family=row.family_id,
        stage=row.stage_id,
        assessment=_assessment(row, ruleset),
        facts=row.facts,
        at=row.at,
        decision=Decided(Outcome(said.outcome), said.reason, said.by, said.at) if said else None,
    )


def _assessment(row: models.Verdict, ruleset: Rules) -> Assessment:
    facts: Facts = row.facts
    by_id = {rule.id: rule for rule in ruleset.rules}
    spoken = tuple(
        Reason(rule.id, rule.outcome, rule.says, rule.evidence, rule.would_change)
        for rule in (by_id[name] for name in row.spoke if name in by_id)
    )
    reasons = spoken or assess(facts, ruleset).reasons
    return Assessment(Outcome(row.outcome), reasons, unknowns(facts), row.ruleset_id)
