"""Photos into references: looked at once, the template sealed, the photo kept sealed and named by its hash."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

from django.db import transaction

from amanah.faces import queries as faces
from amanah.faces.types import Face, Image, Template
from amanah.registry import models, queries
from amanah.registry.rules import zips
from amanah.registry.store import references
from amanah.registry.types import PhotoRefused, ReferencesRead, Source
from amanah.values.problem import Problem
from amanah.vault import commands as vault

FamiliesOf = Callable[[Sequence[str]], Mapping[str, UUID]]
_TOLD_EVERY = 25


@dataclass(frozen=True, slots=True)
class Looked:
    """What a photo gives: the template of its one face, and how good a photo it is (0-100)."""

    template: Template
    quality: int


def look(photo: bytes, *, source: str = Source.LIST) -> Looked:
    """The one face in this photo; of a KTP, its portrait. Raises Problem face_not_found, photo_two_faces, …"""
    image = faces.read_image(photo)
    seen = faces.card_portrait(image) if source == Source.KTP else _only_face(image)
    if seen is None:
        raise Problem("face_not_found", zips.NO_FACE)
    if seen[1].others and source != Source.KTP:  # a card may carry a small ghost of its portrait
        raise Problem("photo_two_faces", zips.TWO_FACES)
    return Looked(faces.embed(*seen), faces.quality(*seen).total)


def _only_face(image: Image) -> tuple[Image, Face] | None:
    face = faces.find(image)
    return (image, face) if face else None


def enrol(family_id: UUID, looked: Looked, photo: bytes, *, source: str, at: datetime) -> UUID:
    """Keeps photo and reference; the same photo for the same family gives the id it has."""
    name, template = sha256(photo).hexdigest(), looked.template
    known = models.FaceReference.objects.filter(family=family_id, photo=name, model=template.model).first()
    if known:
        return known.id
    vault.keep_photo(photo, sha256=name)
    return references.add(family_id, template, photo=name, source=source, quality=looked.quality, at=at).id


def enrol_zip(
    path: Path, families_of: FamiliesOf, *, now: datetime, told: Callable[[int, int], None]
) -> ReferencesRead:
    with zips.opened(path) as archive:
        good, refused = zips.sorted_out(archive.infolist())
        files = len(good) + len(refused)
        families = _families(list(good), families_of)
        looked: dict[str, Looked | Problem] = {}
        enrolled = 0
        for done, (number, entry) in enumerate(good.items(), start=1):
            try:
                enrolled += _enrol_entry(archive, entry, families.get(number), looked, now=now)
            except Problem as problem:
                refused.append(PhotoRefused(entry.filename[:200], problem.sentence))
            if done % _TOLD_EVERY == 0 or done == len(good):
                told(done, len(good))
    return ReferencesRead(files, enrolled, files - enrolled - len(refused), tuple(refused))


def _enrol_entry(
    archive: ZipFile, entry: zips.Entry, family: UUID | None, looked: dict[str, Looked | Problem], *, now: datetime
) -> bool:
    """Was it new? Raises Problem when this file can't be enrolled."""
    if family is None:
        raise Problem("photo_of_nobody", zips.NOBODY)
    photo = zips.read(archive, entry)
    if photo is None:
        raise Problem("photo_too_big", zips.TOO_BIG)
    return _enrol_new(family, _look_once(photo, looked), photo, now=now)


def _families(numbers: list[str], families_of: FamiliesOf) -> dict[str, UUID]:
    """Numbers -> families, in thousands; an id_salur goes before a NIK."""
    found: dict[str, UUID] = {}
    for start in range(0, len(numbers), 5000):
        some = numbers[start : start + 5000]
        niks = [number for number in some if len(number) == 16 and number.isdigit()]
        found.update(queries.families_by_nik(niks))
        found.update(families_of(some))
    return found


def _look_once(photo: bytes, looked: dict[str, Looked | Problem]) -> Looked:
    """The same bytes give the same template: senders repeat photos, and a look costs 20 ms."""
    name = sha256(photo).hexdigest()
    if name not in looked:
        try:
            looked[name] = look(photo)
        except Problem as problem:
            looked[name] = problem
    found = looked[name]
    if isinstance(found, Problem):
        raise found
    return found


@transaction.atomic
def _enrol_new(family_id: UUID, looked: Looked, photo: bytes, *, now: datetime) -> bool:
    before = models.FaceReference.objects.filter(family=family_id).count()
    enrol(family_id, looked, photo, source=Source.LIST, at=now)
    return models.FaceReference.objects.filter(family=family_id).count() > before
