"""Load the ministry's rules, assess families, decide."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from amanah.eligibility import models, queries, rules
from amanah.eligibility.types import Outcome, Rules
from amanah.journal import commands as journal
from amanah.programs import queries as programs
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence
from amanah.visits import queries as visits
from amanah.visits.types import VisitSeen

SHIPPED = Path(__file__).parent / "rulesets"


def load_rulesets(*, by: str, now: datetime, folder: Path = SHIPPED) -> list[str]:
    """Load each ruleset file that isn't known yet. A known version with other rules is Problem `ruleset_changed`."""
    loaded = []
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        rules.read_rules(raw)
        if _add_ruleset(raw, by=by, now=now):
            loaded.append(str(raw["version"]))
    return loaded


def assess_stage(stage: UUID, *, by: str, now: datetime, families: Collection[UUID] | None = None) -> int:
    """Assess the families of a stage from what was seen; only changed answers add a Verdict. Returns how many did."""
    ruleset = queries.ruleset()
    with transaction.atomic():
        known = dict(
            models.Verdict.objects.filter(stage_id=stage)
            .order_by("family_id", "-at", "-id")
            .distinct("family_id")
            .values_list("family_id", "digest")
        )
        fresh = [
            _verdict(family, seen, stage, ruleset, by=by, now=now) for family, seen in _seen(stage, families).items()
        ]
        added = [row for row in fresh if known.get(row.family_id) != row.digest]
        models.Verdict.objects.bulk_create(added, batch_size=1000)
        if added:
            journal.append(
                "verdicts.given",
                by=by,
                about=f"stage:{stage}",
                details={"verdicts": len(added), "ruleset": ruleset.version},
                now=now,
            )
    return len(added)


def assess(family: UUID, stage: UUID, *, by: str, now: datetime) -> int:
    """Assess one family again, as after a visit."""
    return assess_stage(stage, by=by, now=now, families=[family])


def decide(verdict_id: UUID, *, outcome: Outcome, reason: str, by: str, now: datetime) -> None:
    """A person decides on a verdict, once. Problems: `reason_missing`, `decision_unclear`, `verdict_decided`."""
    _check_decision(outcome, reason)
    with transaction.atomic():
        try:
            with transaction.atomic():
                models.Decision.objects.create(
                    id=new_id(), verdict_id=verdict_id, outcome=outcome.value, reason=reason.strip(), by=by, at=now
                )
        except IntegrityError as refused:
            raise _decided_already() from refused
        journal.append(
            "decision.made", by=by, about=f"verdict:{verdict_id}", details={"outcome": outcome.value}, now=now
        )


def decide_many(stage: UUID, choices: Mapping[UUID, Outcome], *, reason: str, by: str, now: datetime) -> int:
    """Decide the verdicts in force of several families with one reason. Returns how many were decided."""
    chosen = [one for one in queries.verdicts(stage, undecided=True) if one.family in choices]
    for outcome in set(choices.values()):
        _check_decision(outcome, reason)
    with transaction.atomic():
        models.Decision.objects.bulk_create(
            models.Decision(
                id=new_id(),
                verdict_id=one.id,
                outcome=choices[one.family].value,
                reason=reason.strip(),
                by=by,
                at=now,
            )
            for one in chosen
        )
        if chosen:
            journal.append("decision.made", by=by, about=f"stage:{stage}", details={"decisions": len(chosen)}, now=now)
    return len(chosen)


def _seen(stage: UUID, families: Collection[UUID] | None) -> dict[UUID, list[VisitSeen]]:
    """Every family owed something in the stage, with its visits in order; nobody is left out for not being seen."""
    owed = {entitlement.family for entitlement in programs.of_stage(stage)}
    asked = owed if families is None else owed & set(families)
    seen: dict[UUID, list[VisitSeen]] = {family: [] for family in sorted(asked)}
    for one in visits.visits_of_stage(stage, families):
        if one.visit.family in seen:
            seen[one.visit.family].append(one)
    return seen


def _verdict(
    family: UUID, seen: list[VisitSeen], stage: UUID, ruleset: Rules, *, by: str, now: datetime
) -> models.Verdict:
    facts = rules.facts_of(seen)
    found = rules.assess(facts, ruleset)
    return models.Verdict(
        id=new_id(),
        family_id=family,
        stage_id=stage,
        ruleset_id=ruleset.version,
        outcome=found.outcome.value,
        spoke=[reason.rule for reason in found.reasons],
        facts=facts,
        digest=rules.digest(facts, ruleset.version),
        at=now,
        by=by,
    )


def _add_ruleset(raw: Mapping[str, Any], *, by: str, now: datetime) -> bool:
    with transaction.atomic():
        row, is_new = models.Ruleset.objects.get_or_create(
            version=raw["version"], defaults={"law": raw["law"], "rules": raw["rules"], "loaded_at": now}
        )
        if not is_new and row.rules != raw["rules"]:
            raise Problem(
                "ruleset_changed",
                Sentence(
                    f"Aturan versi {row.version} sudah dipakai dan tidak boleh diubah. Beri versi baru.",
                    f"Ruleset {row.version} is in use and can't be changed. Give it a new version.",
                ),
                status=409,
            )
        if is_new:
            journal.append("ruleset.loaded", by=by, about=f"ruleset:{row.version}", details={}, now=now)
    return is_new


def _check_decision(outcome: Outcome, reason: str) -> None:
    if outcome is Outcome.REVIEW:
        raise Problem(
            "decision_unclear",
            Sentence("Pilih layak atau tidak layak.", "Choose eligible or not eligible."),
        )
    if not reason.strip():
        raise Problem(
            "reason_missing", Sentence("Tulis dasar keputusan lebih dulu.", "Write what the decision rests on first.")
        )


def _decided_already() -> Problem:
    return Problem(
        "verdict_decided",
        Sentence("Saran ini sudah diputuskan atau tidak ada.", "This verdict was decided already, or doesn't exist."),
        status=409,
    )
