"""Faces a family is known by. A template is opened only with the key of its own regency, and only when asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from amanah.faces import queries as faces
from amanah.registry import models
from amanah.registry.rules.references import best_first
from amanah.registry.store import references as store
from amanah.registry.types import Reference, ReferenceNoted, ToRemake
from amanah.vault import queries as vault
from amanah.vault.queries import Region

_CHUNK = 2000


def references(family_ids: Collection[UUID], *, before: datetime | None = None) -> dict[UUID, list[Reference]]:
    """What to compare a face with: at most three a family, best first, all of the model in use.

    `before`: only those made before a moment. Families without any are left out, also while theirs are still those
    of an older model (`to_remake`): templates of two models never compare.
    """
    rows = models.FaceReference.objects.filter(family__in=family_ids, model=faces.model_version())
    chosen = _chosen(rows.filter(at__lt=before) if before else rows)
    opened = {one.id: one for one in _opened(row for each in chosen.values() for row in each)}
    return {family: [opened[row.id] for row in each] for family, each in chosen.items()}


def reference(reference_id: UUID) -> ReferenceNoted | None:
    row = models.FaceReference.objects.filter(pk=reference_id).defer("template").first()
    return _noted(row) if row else None


def from_cards(references: Collection[UUID]) -> set[UUID]:
    """Those of the references that are portraits photographed off a KTP."""
    return set(models.FaceReference.objects.filter(pk__in=references, source="ktp").values_list("pk", flat=True))


def every_reference(family: UUID) -> list[ReferenceNoted]:
    """All a family was ever known by, under any model, best first; a photo embedded by two models stands here once."""
    newest: dict[str, ReferenceNoted] = {}
    for row in models.FaceReference.objects.filter(family=family).order_by("id").defer("template"):
        newest[row.photo] = _noted(row)
    return best_first(newest.values(), most=len(newest))


def templates_in(regency: str, *, model: str) -> Iterator[Reference]:
    """Every reference of a regency under one model, one after the other; opens that regency's key alone."""
    rows = models.FaceReference.objects.filter(regency=regency, model=model).order_by("id")
    yield from _opened(rows.iterator(chunk_size=_CHUNK))


def regencies() -> list[str]:
    """Regencies that hold references, by their four digits; `0000` are families whose village nobody knows."""
    return sorted(models.FaceReference.objects.values_list("regency", flat=True).distinct())


def regencies_with(model: str, *, after: UUID | None = None) -> list[str]:
    """Regencies that hold references of this model; `after`: only those with rows newer than this id."""
    rows = models.FaceReference.objects.filter(model=model)
    rows = rows.filter(id__gt=after) if after else rows
    return sorted(rows.order_by().values_list("regency", flat=True).distinct())


def reference_of_photo(sha256: str) -> ReferenceNoted | None:
    """Whose reference photo is this? The newest, when several families have the very same photo."""
    row = models.FaceReference.objects.filter(photo=sha256).order_by("-at", "-id").defer("template").first()
    return _noted(row) if row else None


def references_of_photos(photos: Collection[str]) -> list[ReferenceNoted]:
    """Every reference made from these photos, under any model."""
    rows = models.FaceReference.objects.filter(photo__in=photos).order_by("id")
    return [_noted(row) for row in rows.defer("template")]


def references_before(before: datetime, *, after: UUID | None, limit: int) -> list[ReferenceNoted]:
    """References made before a moment, in the order of their ids, after that of `after`."""
    rows = models.FaceReference.objects.filter(at__lt=before).order_by("id").defer("template")
    return [_noted(row) for row in (rows.filter(id__gt=after) if after else rows)[:limit]]


def outdated(*, after: UUID | None, limit: int) -> list[ReferenceNoted]:
    """References of models no longer used whose photo has a template of the model in use, in the order of their ids."""
    of_now = models.FaceReference.objects.filter(model=faces.model_version())
    remade = of_now.filter(family=OuterRef("family"), photo=OuterRef("photo"))
    rows = models.FaceReference.objects.exclude(model=faces.model_version()).filter(Exists(remade)).order_by("id")
    return [_noted(row) for row in (rows.filter(id__gt=after) if after else rows).defer("template")[:limit]]


def families_of_photo(sha256: str) -> list[UUID]:
    return list(models.FaceReference.objects.filter(photo=sha256).values_list("family_id", flat=True).distinct())


def to_remake() -> ToRemake:
    """How far the model in use has got: photos with a template of it, those that wait for one, those that can't."""
    model = faces.model_version()
    photos = models.FaceReference.objects.values("family", "photo").distinct()
    refused = models.FaceNotRemade.objects.filter(model=model)
    return ToRemake(
        model=model,
        made=photos.filter(model=model).count(),
        waiting=store.waiting(model).count(),
        refused=dict(refused.values_list("why").annotate(count=Count("id"))),
    )


def _chosen(rows: QuerySet[models.FaceReference]) -> dict[UUID, list[models.FaceReference]]:
    by_family: dict[UUID, list[models.FaceReference]] = {}
    for row in rows.order_by("id"):
        by_family.setdefault(row.family_id, []).append(row)
    return {family: _best(known) for family, known in by_family.items()}


def _best(known: list[models.FaceReference]) -> list[models.FaceReference]:
    by_id = {row.id: row for row in known}
    return [by_id[one.id] for one in best_first(map(_noted, known))]


def _opened(rows: Iterable[models.FaceReference]) -> Iterator[Reference]:
    """One question to the vault a regency, however many rows."""
    seals: dict[str, Region] = {}
    for row in rows:
        if row.regency not in seals:
            seals[row.regency] = vault.region(row.regency)
        template = seals[row.regency].unseal(bytes(row.template), where=store.WHERE, row=str(row.id))
        yield Reference(row.id, row.family_id, row.model, row.photo, row.source, row.at, row.quality, template)


def _noted(row: models.FaceReference) -> ReferenceNoted:
    return ReferenceNoted(row.id, row.family_id, row.model, row.photo, row.source, row.at, row.quality)
