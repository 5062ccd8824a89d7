"""Where the thing an address names lies: what `for_roles(area=…)` asks before a page is shown."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amanah.access import queries as access
from amanah.eligibility import queries as eligibility
from amanah.oversight import queries as oversight
from amanah.oversight.queries import sampling
from amanah.registry import queries as registry
from amanah.retention import queries as retention
from amanah.visits import queries as visits
from amanah.visits.queries import desk
from amanah.web.doors import Where


def everywhere(**_: object) -> Where:
    """For what is the whole country's: a list, a stage, the journal."""
    return Where()


def of_office(nopen: str, **_: object) -> Where:
    if access.office(nopen) is None:
        raise Http404
    return Where(office=nopen)


def of_family(family: UUID, **_: object) -> Where:
    found = registry.family(family)
    if found is None:
        raise Http404
    return Where(office=found.office, village=found.village)


def of_round(round_id: UUID, **_: object) -> Where:
    found = visits.round_of(round_id)
    if found is None:
        raise Http404
    return Where(office=found.office)


def of_phone(phone: UUID, **_: object) -> Where:
    found = access.phone(phone)
    if found is None:
        raise Http404
    return Where(office=found.office)


def of_visit(visit: UUID, **_: object) -> Where:
    found = visits.visit(visit)
    if found is None:
        raise Http404
    return Where(office=found.office, village=found.village)


def of_case(case: UUID, **_: object) -> Where:
    found = oversight.case(case)
    if found is None:
        raise Http404
    return Where(office=found.office)


def of_sample(sample: UUID, **_: object) -> Where:
    found = sampling.sample(sample)
    if found is None:
        raise Http404
    return Where(office=found.office)


def of_verdict(verdict: UUID, **_: object) -> Where:
    found = eligibility.verdict_by_id(verdict)
    if found is None:
        raise Http404
    return of_family(found.family)


def families_of_photo(sha256: str) -> set[UUID]:
    return {*registry.families_of_photo(sha256), *desk.families_of_photo(sha256)}


def of_photo(sha256: str, **_: object) -> tuple[Where, ...]:
    """A photo lies where its families live, whether it came from the field or beside the list."""
    known = registry.families(families_of_photo(sha256)).values()
    if not known and retention.destroyed(sha256) is None and oversight.staff_face_of_photo(sha256) is None:
        raise Http404
    if not known:  # a destroyed photo of nobody's, a colleague's face: only for those who see the whole country
        return (Where(),)
    return tuple(Where(office=family.office, village=family.village) for family in known)
