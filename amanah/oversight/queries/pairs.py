"""Pairs of faces, what was said about them, faces of people who work here, and the searches made."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amanah.oversight import models
from amanah.oversight.types import Adjudication, CaseOutcome, FacePair, FaceSearch, StaffFace


def pairs_of(cases: Collection[UUID]) -> dict[UUID, list[FacePair]]:
    """By case, likest first; a case about something else is left out."""
    found: dict[UUID, list[FacePair]] = {}
    for row in models.FacePair.objects.filter(case__in=cases).order_by("-likeness", "id"):
        if row.case_id:
            found.setdefault(row.case_id, []).append(as_pair(row))
    return found


def waiting_pairs() -> int:
    """Pairs found that wait for people to have time."""
    return models.FacePair.objects.filter(case__isnull=True).count()


def adjudications(case: UUID) -> list[Adjudication]:
    """In the order they were given."""
    rows = models.Adjudication.objects.filter(case=case).order_by("at", "id")
    return [Adjudication(row.by, CaseOutcome(row.verdict), row.note, row.at) for row in rows]


def staff_faces(model: str) -> list[StaffFace]:
    """Of everybody who still works here, under one model."""
    rows = models.StaffFace.objects.filter(model=model, person__is_active=True).order_by("id")
    return [_staff_face(row) for row in rows]


def staff_face_of_photo(sha256: str) -> UUID | None:
    """Whose face this photo shows, among people who work here."""
    return models.StaffFace.objects.filter(photo=sha256).values_list("person_id", flat=True).first()


def last_run(scope: str | None, *, model: str) -> FaceSearch | None:
    """The last search of a regency, or the `nation`, under a model; of None, that of any regency."""
    rows = models.FaceSearch.objects.filter(model=model).order_by("-began_at")
    row = (rows.filter(scope=scope) if scope else rows.exclude(scope="nation")).first()
    return _search(row) if row else None


def as_pair(row: models.FacePair) -> FacePair:
    return FacePair(
        id=row.id, family=row.family_id, photo=row.photo, other_family=row.other_family_id, staff=row.staff_id,
        other_photo=row.other_photo, likeness=row.likeness, line=row.line, model=row.model,
        calibration=row.calibration, case=row.case_id, at=row.at,
    )  # fmt: skip


def _staff_face(row: models.StaffFace) -> StaffFace:
    return StaffFace(row.id, row.person_id, row.photo, row.model, row.at, bytes(row.template))


def _search(row: models.FaceSearch) -> FaceSearch:
    return FaceSearch(
        row.scope, row.model, row.calibration, row.line, row.faces, row.searched, row.pairs, row.recall, row.began_at,
        row.at,
    )  # fmt: skip
