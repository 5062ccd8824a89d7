"""Asking an outside verifier about a face the house is unsure of. Its answer is one more fact beside the others.

It never denies anybody: a `different` opens a case for a person, a `same` takes no doubt away. When it is slow, wrong
or down, the house's own look stands and the absence is noted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.faces import queries as faces
from amanah.registry import queries as registry
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken
from amanah.visits import models
from amanah.visits.commands.telling import Told, followed, tell
from amanah.visits.queries.seen import Evidence, evidence
from amanah.visits.rules import verifying as rules
from amanah.visits.types.verifying import Answer, Asked, Outcome, Verified, Verifier, VerifierFailed
from amanah.visits.verifiers.chosen import chosen


@dataclass(frozen=True, slots=True)
class Ended:
    outcome: Outcome
    verified: Verified | None
    took_ms: int


def ask_verifier(
    visit_id: UUID, *, attempt: int, by: str, now: datetime, verifier: Verifier | None = None
) -> float | None:
    """Asks once; gives the seconds until it should be asked again, or None when that is all.

    `attempt` counts from 1. Nobody to ask, nothing to ask about, or answered already: None, and nothing happens.
    """
    verifier = verifier or chosen()
    found = evidence(visit_id)
    if verifier is None or found is None or not _is_wanted(found, verifier.name):
        return None
    recent = models.OutsideAsk.objects.filter(verifier=verifier.name).order_by("-at", "-id")
    outcomes = [
        (Outcome(outcome), at) for outcome, at in recent.values_list("outcome", "at")[: rules.FAILURES_IN_A_ROW]
    ]
    rest = rules.resting_until(outcomes, now=now)
    if rest is not None:
        return _later(visit_id, attempt, verifier.name, at_least_s=(rest - now).total_seconds(), by=by, now=now)
    asked = _asked(found)
    if asked is None:
        return None
    ended = _ask(verifier, asked)
    _keep(visit_id, verifier.name, ended, by=by, now=now)
    if ended.verified is not None:
        return None
    last = rules.MOST_ATTEMPTS if ended.outcome is Outcome.REFUSED else attempt
    return _later(visit_id, last, verifier.name, at_least_s=0, by=by, now=now)


def _is_wanted(found: Evidence, verifier: str) -> bool:
    look = found.seen.second_look
    if look is None or not rules.is_wanted(look.band) or "face" not in found.photos:
        return False
    answered = models.OutsideAsk.objects.filter(visit=look.visit, verifier=verifier, outcome=Outcome.ANSWERED)
    return not answered.exists()


def _asked(found: Evidence) -> Asked | None:
    """The number and the face alone, cut out of the photo; None when either isn't to be had."""
    family = registry.family(found.seen.visit.family)
    if family is None:
        return None
    try:
        image = faces.read_image(vault.photo(found.photos["face"]))
    except (FileNotFoundError, SealBroken, Problem):
        return None
    face = faces.find(image)
    return Asked(new_id(), family.manager.nik, faces.cut_out(image, face)) if face else None


def _ask(verifier: Verifier, asked: Asked) -> Ended:
    begun = time.monotonic()
    try:
        verified, outcome = verifier.verify(asked), Outcome.ANSWERED
    except VerifierFailed as failed:
        verified, outcome = None, failed.outcome
    return Ended(outcome, verified, round(1000 * (time.monotonic() - begun)))


@transaction.atomic
def _keep(visit: UUID, verifier: str, ended: Ended, *, by: str, now: datetime) -> None:
    verified = ended.verified
    row = models.OutsideAsk(
        id=new_id(), visit_id=visit, verifier=verifier, outcome=ended.outcome, took_ms=ended.took_ms, at=now,
        answer=verified.answer if verified else "", score=verified.score if verified else None,
        ref=verified.ref if verified else "",
    )  # fmt: skip
    models.OutsideAsk.objects.bulk_create([row], ignore_conflicts=True)
    about = f"visit:{visit}"
    details = {
        "verifier": verifier, "sent": ["nik", "face"], "outcome": ended.outcome, "took_ms": ended.took_ms,
        "answer": verified.answer if verified else None,
    }  # fmt: skip
    told = [Told("visits.verifier_asked", about, details)]
    if verified and verified.answer is Answer.DIFFERENT:
        told.append(followed("visits.outside_differs", about, {"visit": str(visit)}))
    tell(told, by=by, now=now)


@transaction.atomic
def _later(visit: UUID, attempt: int, verifier: str, *, at_least_s: float, by: str, now: datetime) -> float | None:
    wait_s = rules.wait_s(attempt, visit=visit)
    if wait_s is None:
        details = {"verifier": verifier, "attempts": attempt}
        tell([Told("visits.verifier_absent", f"visit:{visit}", details)], by=by, now=now)
        return None
    return max(wait_s, at_least_s)
