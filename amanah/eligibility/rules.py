"""Facts and a ruleset in, an Assessment out. Pure: the same facts and version give the same answer for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import cel

from amanah.eligibility.types import Assessment, Facts, Outcome, Reason, Rule, Rules
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix
from amanah.values.problem import Problem, Sentence
from amanah.visits.types import Failed, Paid, PhotoKind, VisitSeen

FITS_M = 50.0  # a sister programme calls <= 50 m from the known place "fits", more "moved" (domain notes)
_BANDS = ("same", "between", "different", "none")
_GRAVITY = (Outcome.ELIGIBLE, Outcome.REVIEW, Outcome.NOT_ELIGIBLE)
_NOTHING_SPOKE = Reason(
    rule="nothing_spoke",
    outcome=Outcome.REVIEW,
    says=Sentence("Belum ada aturan yang dapat menilai keluarga ini.", "No rule could judge this family yet."),
    evidence="list",
    would_change=Sentence("Kunjungan dengan foto dan lokasi.", "A visit with photos and a place."),
)


def assess(facts: Facts, ruleset: Rules) -> Assessment:
    """Every rule that holds speaks; the gravest outcome among them is recommended."""
    reasons = tuple(_reason(rule) for rule in ruleset.rules if _holds(rule, facts)) or (_NOTHING_SPOKE,)
    outcome = max((reason.outcome for reason in reasons), key=_GRAVITY.index)
    return Assessment(outcome, reasons, unknowns(facts), ruleset.version)


def unknowns(facts: Facts) -> tuple[Sentence, ...]:
    """What a fair evaluator would want to know and nobody saw."""
    asked = (
        (facts["visits"] == 0, Sentence("Rumah belum pernah dikunjungi.", "The home was never visited.")),
        (facts["place"] == "unknown", Sentence("Lokasi rumah belum diketahui.", "The home's place isn't known.")),
        (facts["face"] == "none", Sentence("Wajah belum dibandingkan.", "No face was compared.")),
        (not facts["house_photo"], Sentence("Belum ada foto rumah.", "There is no photo of the house.")),
    )
    return tuple(sentence for missing, sentence in asked if missing)


def facts_of(seen: Sequence[VisitSeen]) -> Facts:
    """What the rules may name, from a family's visits in one stage, in the order they were received."""
    paid = [one for one in seen if isinstance(one.visit.ending, Paid)]
    telling = paid or list(seen)
    failures = [one.visit.ending.reason.value for one in seen if isinstance(one.visit.ending, Failed)]
    place, far_m = _place(telling)
    return Facts(
        visits=len(seen),
        paid=bool(paid),
        failure=failures[-1] if failures else "",
        place=place,
        place_far_m=far_m,
        face=min((_band(one) for one in telling), key=_BANDS.index, default="none"),
        house_photo=any(photo.kind is PhotoKind.HOUSE for one in telling for photo in one.visit.photos),
        other_way=any(one.visit.other_way is not None for one in telling),
        doubts=sorted({doubt.value for one in seen for doubt in one.doubts}),
    )


def _band(one: VisitSeen) -> str:
    """The house's own look at the photo where there is one, else what the phone said."""
    look, face = one.second_look, one.visit.face
    if look is not None and look.likeness is not None:
        return look.band
    return face.band.value if face is not None else "none"


def _place(seen: Sequence[VisitSeen]) -> tuple[str, float]:
    """The last place that was told, against the home known at that time."""
    for one in reversed(seen):
        place = one.visit.place
        if place is None:
            continue
        home = one.against.home if one.against else None
        if home is None:
            return "first", 0.0
        far_m = round(distance_m(Fix(place.lat, place.lng), Fix(home.lat, home.lng)), 1)
        return ("fits" if far_m <= FITS_M else "moved"), far_m
    return "unknown", 0.0


def digest(facts: Mapping[str, object], version: str) -> str:
    """SHA-256 over the facts and the ruleset's version: what a verdict rests on, in 64 hex digits."""
    text = json.dumps([version, facts], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_rules(raw: Mapping[str, Any]) -> Rules:
    """A ruleset as data becomes Rules. Problem `ruleset_unreadable` for a condition that doesn't compile."""
    rules = tuple(_read_rule(line) for line in raw["rules"])
    return Rules(version=str(raw["version"]), law=str(raw["law"]), rules=rules)


def gravest_first(reasons: Sequence[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda reason: _GRAVITY.index(reason.outcome), reverse=True)


def _read_rule(line: Mapping[str, Any]) -> Rule:
    change = line.get("would_change")
    _compiled(line["when"])
    return Rule(
        id=line["id"],
        when=line["when"],
        outcome=Outcome(line["outcome"]),
        says=Sentence(**line["says"]),
        evidence=line["evidence"],
        would_change=Sentence(**change) if change else None,
    )


def _reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.outcome, rule.says, rule.evidence, rule.would_change)


def _holds(rule: Rule, facts: Facts) -> bool:
    answer = _compiled(rule.when).execute(dict(facts))
    if answer is not True and answer is not False:
        raise _unreadable(rule.when)  # a number or text is no yes or no
    return answer


@lru_cache(maxsize=1024)
def _compiled(when: str) -> cel.Program:
    try:
        return cel.compile(when)
    except ValueError as broken:
        raise _unreadable(when) from broken


def _unreadable(when: str) -> Problem:
    return Problem(
        "ruleset_unreadable",
        Sentence(
            f"Aturan “{when}” tidak dapat dibaca. Perbaiki syaratnya.", f"The rule “{when}” can't be read. Mend it."
        ),
    )
