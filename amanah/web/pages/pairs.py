"""Cases of two faces: both side by side with what is known of their families, and one person's verdict at a time.

Whoever judges doesn't see what others said before they have said it themselves. Each photo is a look on the record,
with the case as its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as people
from amanah.access.types import Actor, Person, Role
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import VERDICTS, Case, FacePair
from amanah.registry import queries as registry
from amanah.registry.types import Family
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.vault import queries as vault
from amanah.visits.queries import desk
from amanah.web import forms, places
from amanah.web.doors import for_roles
from amanah.web.evidence import Shot
from amanah.web.templatetags.words import say

JUDGES = (Role.MINISTRY, Role.SUPERVISOR, Role.OFFICE_HEAD)
OTHERS_SHOWN = 6
_WHY = Sentence("Tulis apa yang Anda lihat pada kedua wajah.", "Write what you see in the two faces.")


@dataclass(frozen=True, slots=True)
class Side:
    """Whose photo it is: a family's, or somebody's who works here. `source`: where a reference came from."""

    shot: Shot
    family: Family | None
    person: Person | None
    source: str


@dataclass(frozen=True, slots=True)
class Shown:
    pair: FacePair
    left: Side
    right: Side


def page(request: HttpRequest, actor: Actor, found: Case) -> HttpResponse:
    """Called by the page of cases, whose door has asked for role and area."""
    pairs = cases.pairs_of([found.id])[found.id]
    said = cases.adjudications(found.id)
    has_judged = any(one.by == actor.label for one in said)
    shown = [_shown(pair) for pair in pairs[: OTHERS_SHOWN + 1]]
    first = shown[0]
    is_own = _is_own(actor, pairs)
    context = {
        "case": found,
        "purpose": f"case:{found.id}",
        "first": first,
        "others": shown[1:],
        "more": len(pairs) - len(shown),
        "far_m": _far_m(first.pair),
        "same_card": _share_a_card(first),
        "said": said if has_judged or found.closed_at or not actor.may(set(JUDGES)) else [],
        "count": len(said),
        "is_own": is_own,
        "has_judged": has_judged,
        "may_judge": actor.may(set(JUDGES), office=found.office) and not (is_own or has_judged or found.closed_at),
    }
    return render(request, "web/cases/pair.html", context)


@for_roles(*JUDGES, area=places.of_case, verb="POST")
def judge(request: HttpRequest, actor: Actor, case: UUID) -> HttpResponse:
    """One verdict; the case closes with the second that agrees."""
    verdict = forms.one_of(request, "verdict", VERDICTS)
    note = forms.words(request, "note", missing=_WHY)
    pairs = cases.pairs_of([case]).get(case)
    if pairs is None:
        raise Http404
    if _is_own(actor, pairs):
        raise _own_face()
    outcome = oversight.adjudicate(case, verdict=verdict, note=note, by=actor.label, now=utc_now())
    waits = say("Tercatat. Satu orang lagi menilai.", "Kept. One more person judges.")
    done = say("Dua orang sependapat; kasus ditutup.", "Two people agree; the case is closed.")
    messages.success(request, done if outcome else waits)
    return HttpResponseRedirect(reverse("case", args=[case]))


def named(them: list[UUID]) -> dict[UUID, str]:
    """By case, whom its likest pair is about: "Ni Wayan A · I Made B"."""
    likest = {case: pairs[0] for case, pairs in cases.pairs_of(them).items()}
    asked = {id_ for pair in likest.values() for id_ in (pair.family, pair.other_family) if id_}
    families = registry.families(sorted(asked))
    return {case: " · ".join(_names(pair, families)) for case, pair in likest.items()}


def _names(pair: FacePair, families: Mapping[UUID, Family]) -> list[str]:
    """Who works here is named on the case alone: a list is also seen by themselves."""
    sides = [families.get(pair.family), families.get(pair.other_family) if pair.other_family else None]
    return [side.name for side in sides if side] + ([say("petugas", "somebody who works here")] if pair.staff else [])


def _shown(pair: FacePair) -> Shown:
    known = registry.families([id_ for id_ in (pair.family, pair.other_family) if id_])
    other = known.get(pair.other_family) if pair.other_family else None
    person = people.person(pair.staff) if pair.staff else None
    return Shown(pair, _side(pair.photo, known[pair.family], None), _side(pair.other_photo, other, person))


def _side(photo: str, family: Family | None, person: Person | None) -> Side:
    reference = registry.reference_of_photo(photo) if family else None
    return Side(Shot(photo, vault.has_photo(photo)), family, person, reference.source if reference else "")


def _share_a_card(first: Shown) -> bool | None:
    """None when it isn't known."""
    one, other = first.left.family, first.right.family
    return one.card == other.card if one and other and one.card and other.card else None


def _far_m(pair: FacePair) -> float | None:
    """Between the homes on record."""
    homes = registry.homes([id_ for id_ in (pair.family, pair.other_family) if id_])
    if len(homes) < 2:
        return None
    one, other = homes.values()
    return distance_m(Fix(one.lat, one.lng), Fix(other.lat, other.lng))


def _is_own(actor: Actor, pairs: list[FacePair]) -> bool:
    """Nobody judges their own face, nor a photo they took."""
    if any(pair.staff == actor.id for pair in pairs):
        return True
    phones = {phone for pair in pairs for photo in (pair.photo, pair.other_photo) for phone in desk.phones_of(photo)}
    return any(phone.payer.id == actor.id for id_ in phones if (phone := people.phone(id_)))


def _own_face() -> Problem:
    return Problem(
        "own_work",
        Sentence(
            "Ini wajah atau foto Anda sendiri; orang lain yang harus menilainya.",
            "This is your own face or a photo you took; somebody else must judge it.",
        ),
        status=403,
    )
