"""Cases: the queue, oldest first (doubts across visits by their score); one case, its evidence and its answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as people
from amanah.access.types import Actor, Person, Role
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import PAIRS, Case, CaseKind, CaseOutcome
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits import commands as visiting
from amanah.visits import queries as visits
from amanah.visits.queries import desk
from amanah.visits.types.visits import VisitSeen
from amanah.web import evidence, forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.pages import pairs, patterns, samples, unfair
from amanah.web.templatetags.words import say

# How money leaves suspense, and what that says of the record.
RESOLVED = {"returned": CaseOutcome.WRONG, "shortage": CaseOutcome.WRONG, "family": CaseOutcome.UPHELD}
_WHY = Sentence("Tulis alasannya lebih dulu.", "Write the reason first.")


@for_roles(*menu.SEES_CASES)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    offices = actor.offices(set(menu.SEES_CASES))
    doubted, scores = patterns.by_doubt(cases.open_cases(offices, limit=1_000, kinds={CaseKind.PATTERN}))
    found = cases.open_cases(offices, kinds=set(CaseKind) - {CaseKind.PATTERN})
    families = registry.families([case.family for case in found if case.family])
    two = pairs.named([case.id for case in found if case.kind in PAIRS])
    rows = [
        {
            "case": case,
            "family": families.get(case.family) if case.family else None,
            "group": unfair.named(case, actor) if case.kind is CaseKind.UNFAIR else two.get(case.id, ""),
        }
        for case in found
    ]
    flags = cases.flags_of([case.id for case in doubted])
    by_score = [{"case": case, "flag": flags.get(case.id), "score": scores[case.id]} for case in doubted]
    return render(request, "web/cases/list.html", {"rows": rows, "by_score": by_score})


@for_roles(*menu.SEES_CASES, area=places.of_case)
def case(request: HttpRequest, actor: Actor, case: UUID) -> HttpResponse:
    found = _case(case)
    if found.kind in PAIRS:
        return pairs.page(request, actor, found)
    if found.kind is CaseKind.UNFAIR:
        return unfair.page(request, actor, found)
    may_close = actor.may({Role.SUPERVISOR, Role.OFFICE_HEAD}, office=found.office) and not found.closed_at
    if found.kind is CaseKind.PATTERN:
        return patterns.page(request, actor, found, may_close=may_close)
    is_drawn = found.kind is CaseKind.SAMPLE
    visit = visits.visit(found.visit) if found.visit else None
    family = registry.family(found.family) if found.family else None
    shown = {
        "case": found,
        "family": family,
        "visit": visit,
        "payer": _payer(visit),
        "suspended": desk.in_suspense(found.visit) if found.visit else [],
        "evidence": evidence.gather(visit, family.id, purpose=f"case:{case}") if visit and family else None,
        "may_close": may_close and not is_drawn,
        "is_payer": _paid(actor, visit) or _carried(actor, found),
        **(samples.asking(actor, found) if is_drawn else {}),
    }
    return render(request, "web/cases/case.html", shown)


@for_roles(Role.SUPERVISOR, Role.OFFICE_HEAD, area=places.of_case, verb="POST")
def close(request: HttpRequest, actor: Actor, case: UUID) -> HttpResponse:
    found = _case(case)
    if found.kind is CaseKind.UNFAIR:
        raise Http404  # it has answers of its own, and others who give them
    outcome = forms.one_of(request, "outcome", CaseOutcome)
    note = forms.words(request, "note", missing=_WHY)
    if _paid(actor, visits.visit(found.visit) if found.visit else None) or _carried(actor, found):
        raise _own_work()
    oversight.close_case(case, outcome=outcome, note=note, by=actor.label, now=utc_now())
    messages.success(request, say("Kasus ditutup dan tercatat atas nama Anda.", "The case is closed, in your name."))
    return HttpResponseRedirect(reverse("cases"))


@for_roles(Role.SUPERVISOR, Role.OFFICE_HEAD, area=places.of_case, verb="POST")
def resolve(request: HttpRequest, actor: Actor, case: UUID) -> HttpResponse:
    """Money in suspense moves by one more transfer, and the case closes with it: both or neither."""
    found = _case(case)
    visit = visits.visit(found.visit) if found.visit else None
    if visit is None:
        raise Http404
    if _paid(actor, visit):
        raise _own_work()
    how, note = forms.one_of(request, "how", tuple(RESOLVED)), forms.words(request, "note", missing=_WHY)
    with transaction.atomic():
        for held in desk.in_suspense(visit.visit.id):
            visiting.resolve_suspense(held.id, how, note=note, by=actor.label, now=utc_now())
        oversight.close_case(case, outcome=RESOLVED[how], note=note, by=actor.label, now=utc_now())
    said = say("Uang titipan diselesaikan dan kasus ditutup.", "The money is resolved and the case closed.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("cases"))


def _case(case_id: UUID) -> Case:
    found = cases.case(case_id)
    if found is None:
        raise Http404
    return found


def _paid(actor: Actor, visit: VisitSeen | None) -> bool:
    """Maker is never checker: who carried the money doesn't judge the visit."""
    payer = _payer(visit)
    return payer is not None and payer.id == actor.id


def _carried(actor: Actor, found: Case) -> bool:
    """Nor does who carried the bag judge what is missing from it (`round:<uuid>`, `round:<uuid>:counted:…`), nor a
    payer their own day.
    """
    if found.kind is CaseKind.PATTERN:
        return patterns.carrier_of(found.about) == actor.id
    kind, _, rest = found.about.partition(":")
    if kind != "round":
        return False
    round_ = visits.round_of(UUID(rest.split(":")[0]))
    return round_ is not None and round_.payer == actor.id


def _payer(visit: VisitSeen | None) -> Person | None:
    phone = people.phone(visit.visit.phone) if visit else None
    return phone.payer if phone else None


def _own_work() -> Problem:
    return Problem(
        "own_work",
        Sentence(
            "Kunjungan ini Anda lakukan sendiri; orang lain yang harus memeriksanya.",
            "You made this visit yourself; somebody else must check it.",
        ),
        status=403,
    )
