"""The ministry's pages: what is recommended and why, the evidence beside it, the Decision, the next round."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Role
from amanah.eligibility import commands as deciding
from amanah.eligibility import queries as eligibility
from amanah.eligibility.types import Outcome, Verdict
from amanah.programs import commands as programming
from amanah.programs import queries as programs
from amanah.programs.types import NextDecision, Stage
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits import queries as visits
from amanah.web import evidence, forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say

PAGE = 50
_WHY = Sentence("Tulis dasar keputusan lebih dulu.", "Write what the decision rests on first.")


@for_roles(*menu.SEES_VERDICTS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The verdicts of a stage that wait for a person, gravest first."""
    stages = programs.stages()
    stage, given = _chosen(stages, forms.asked(request, "stage"))
    kind = forms.asked(request, "outcome")
    found = _within(actor, given)
    wanted = [one for one in found if _is_shown(one, kind)]
    start = forms.asked_number(request, "from") or 0
    rows = _rows(wanted[start : start + PAGE])
    shown = {
        "stages": stages,
        "stage": stage,
        "counts": _counts(found),
        "kind": kind,
        "rows": rows,
        "total": len(wanted),
        "next": start + PAGE if len(wanted) > start + PAGE else None,
        "waiting": sum(one.decision is None for one in found),
        "may_decide": Role.MINISTRY in actor.roles,
    }
    return render(request, "web/verdicts/list.html", shown)


@for_roles(*menu.SEES_VERDICTS, area=places.of_verdict)
def verdict(request: HttpRequest, actor: Actor, verdict: UUID) -> HttpResponse:
    found = _verdict(verdict)
    family = registry.family(found.family)
    if family is None:
        raise Http404
    history = visits.visits_of(found.family)
    shown = {
        "verdict": found,
        "family": family,
        "village": access.village(family.village) if family.village else None,
        "visit": history[0] if history else None,
        "visits": history,
        "evidence": evidence.gather(history[0], family.id, purpose=f"verdict:{verdict}") if history else None,
        "law": eligibility.ruleset(found.assessment.ruleset).law,
        "others": [one for one in eligibility.verdicts_of(found.family) if one.id != found.id],
        "may_decide": Role.MINISTRY in actor.roles and found.decision is None,
    }
    return render(request, "web/verdicts/verdict.html", shown)


@for_roles(Role.MINISTRY, area=places.of_verdict, verb="POST")
def decide(request: HttpRequest, actor: Actor, verdict: UUID) -> HttpResponse:
    """A person's decision with its ground; never the verdict's own doing (UU PDP art. 10)."""
    outcome = forms.one_of(request, "outcome", (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE))
    reason = forms.words(request, "reason", missing=_WHY)
    deciding.decide(verdict, outcome=outcome, reason=reason, by=actor.label, now=utc_now())
    messages.success(request, say("Keputusan tersimpan atas nama Anda.", "The decision is kept, in your name."))
    return HttpResponseRedirect(f"{reverse('verdicts')}?stage={_verdict(verdict).stage}")


@for_roles(Role.MINISTRY, verb="POST")
def decide_many(request: HttpRequest, actor: Actor, stage: UUID) -> HttpResponse:
    """Several recommended-eligible families with one ground; each was ticked by a person."""
    reason = forms.words(request, "reason", missing=_WHY)
    families = forms.ids(request, "family")
    waiting = _within(actor, eligibility.verdicts(stage, families=families, undecided=True))
    eligible = {one.family for one in waiting if one.assessment.outcome is Outcome.ELIGIBLE}
    choices = dict.fromkeys(eligible, Outcome.ELIGIBLE)
    done = deciding.decide_many(stage, choices, reason=reason, by=actor.label, now=utc_now())
    messages.success(request, say("{n} keluarga diputuskan layak.", "{n} families decided eligible.", n=done))
    return HttpResponseRedirect(f"{reverse('verdicts')}?stage={stage}")


@for_roles(Role.MINISTRY, area=places.everywhere, verb="POST")
def open_next(request: HttpRequest, actor: Actor, stage: UUID) -> HttpResponse:
    """The next stage begins from the decisions; a family nobody decided about is carried on."""
    decided = [one for one in eligibility.verdicts(stage) if one.decision]
    if not decided:
        raise Problem("nothing_decided", Sentence(
            "Belum ada keputusan pada tahap ini.", "Nothing has been decided in this stage yet."
        ), status=409)  # fmt: skip
    opened = programming.open_next(stage, _next(decided), by=actor.label, now=utc_now())
    said = say("Tahap berikut dibuka: {c} keluarga diteruskan, {e} tidak disertakan.",
               "The next stage is open: {c} families carried on, {e} left out.",
               c=opened.carried, e=opened.excluded)  # fmt: skip
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('verdicts')}?stage={opened.stage}")


def _within(actor: Actor, found: list[Verdict]) -> list[Verdict]:
    """Only families of the officer's own area."""
    roles = set(menu.SEES_VERDICTS)
    if actor.villages(roles) is None:
        return found
    families = registry.families([one.family for one in found])
    reached = {
        id_ for id_, one in families.items() if actor.may(roles, office=one.office or "", village=one.village or "")
    }
    return [one for one in found if one.family in reached]


def _counts(found: list[Verdict]) -> dict[str, int]:
    tally = Counter(one.assessment.outcome.value for one in found)
    return {
        **{kind.value: tally[kind.value] for kind in Outcome},
        "decided": sum(one.decision is not None for one in found),
    }


def _next(decided: list[Verdict]) -> list[NextDecision]:
    return [
        NextDecision(one.family, one.decision.outcome is not Outcome.NOT_ELIGIBLE, one.decision.reason)
        for one in decided
        if one.decision
    ]


def _verdict(verdict_id: UUID) -> Verdict:
    found = eligibility.verdict_by_id(verdict_id)
    if found is None:
        raise Http404
    return found


def _chosen(stages: list[Stage], asked: str) -> tuple[Stage | None, list[Verdict]]:
    """The stage that was asked for, else the newest with verdicts, else the newest; with its verdicts."""
    named = [stage for stage in stages if str(stage.id) == asked]
    for stage in named or stages:
        given = eligibility.verdicts(stage.id)
        if given or named:
            return stage, given
    return next(iter(stages), None), []


def _is_shown(one: Verdict, kind: str) -> bool:
    if kind == "decided":
        return one.decision is not None
    return one.decision is None and kind in ("", one.assessment.outcome.value)


def _rows(found: list[Verdict]) -> list[dict[str, object]]:
    families = registry.families([one.family for one in found])
    return [{"verdict": one, "family": families.get(one.family)} for one in found]
