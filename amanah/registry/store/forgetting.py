"""Letting go of faces in numbers: asked only by retention, which has named them and will certify it."""

from __future__ import annotations

from uuid import UUID

from amanah.registry import models


def photo(sha256: str) -> None:
    models.FaceReference.objects.filter(photo=sha256).delete()


def template(reference: UUID) -> None:
    models.FaceReference.objects.filter(pk=reference).delete()
