"""Cases of a group whose right faces are refused more often than others': its figures, and a person's answer.

The country's are the ministry's; what one office alone serves is its head's too. A payer is named to those alone whom
the page of false rejections names payers to.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access.types import Actor, Role
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import Case, CaseKind, CaseOutcome
from amanah.reporting.types import By, Figures, Subject
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.web import forms, menu, places, terms
from amanah.web.doors import for_roles
from amanah.web.pages import rejections
from amanah.web.templatetags.words import language, say

ANSWERS = (Role.MINISTRY, Role.OFFICE_HEAD)
_WHY = Sentence("Tulis apa yang Anda temukan dan apa yang dilakukan.", "Write what you found, and what is done.")


def page(request: HttpRequest, actor: Actor, found: Case) -> HttpResponse:
    """Called by the page of cases, whose door has asked for role and area."""
    subject = _subject(found)
    is_own = _is_own(actor, subject)
    shown = {
        "case": found,
        "group": named(found, actor),
        "figures": [one for one in map(Figures.read, found.doubts) if one],
        "links_faces": actor.may(set(menu.SEES_REJECTIONS)),
        "is_own": is_own,
        "may_answer": actor.may(set(ANSWERS), office=found.office) and not (is_own or found.closed_at),
    }
    return render(request, "web/cases/unfair.html", shown)


@for_roles(*ANSWERS, area=places.of_case, verb="POST")
def answer(request: HttpRequest, actor: Actor, case: UUID) -> HttpResponse:
    found = cases.case(case)
    if found is None or found.kind is not CaseKind.UNFAIR:
        raise Http404
    outcome = forms.one_of(request, "outcome", (CaseOutcome.UPHELD, CaseOutcome.WRONG))
    note = forms.words(request, "note", missing=_WHY)
    if _is_own(actor, _subject(found)):
        raise _own_work()
    oversight.close_case(case, outcome=outcome, note=note, by=actor.label, now=utc_now())
    messages.success(request, say("Jawaban tercatat atas nama Anda.", "The answer is kept, in your name."))
    return HttpResponseRedirect(reverse("cases"))


def named(found: Case, actor: Actor) -> str:
    """`Umur: 70 tahun ke atas`; a payer by name only to their head and the auditor."""
    subject = _subject(found)
    kind = terms.say("face_group", subject.by).in_(language())
    if subject.by is By.PAYER and not actor.may(set(rejections.SEES_PAYERS), office=found.office):
        return kind
    name = rejections.names_of(subject.by, [subject.name]).get(subject.name, subject.name)
    return f"{kind}: {name or say('tidak diketahui', 'unknown')}"


def _subject(found: Case) -> Subject:
    subject = Subject.read(found.about)
    if subject is None:
        raise Http404
    return subject


def _is_own(actor: Actor, subject: Subject) -> bool:
    """Nobody answers for how they took photos themselves."""
    return subject.by is By.PAYER and subject.name == str(actor.id)


def _own_work() -> Problem:
    return Problem(
        "own_work",
        Sentence(
            "Ini tentang kunjungan Anda sendiri; orang lain yang harus menjawabnya.",
            "This is about visits you made yourself; somebody else must answer it.",
        ),
        status=403,
    )
