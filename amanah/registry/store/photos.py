"""Photos into references: looked at once, the template sealed, the photo kept sealed and named by its hash."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

from django.db import transaction

from amanah.faces import queries as faces
from amanah.faces.types import Template
from amanah.registry import models, queries
from amanah.registry.rules import zips
from amanah.registry.types import PhotoRefused, ReferencesRead
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import commands as vault

FamiliesOf = Callable[[Sequence[str]], Mapping[str, UUID]]
_TOLD_EVERY = 25


def look(photo: bytes) -> Template:
    """The template of the one face in this photo. Raises Problem face_not_found, photo_two_faces, or of faces."""
    image = faces.read_image(photo)
    face = faces.find(image)
    if face is None:
        raise Problem("face_not_found", zips.NO_FACE)
    if face.others:
        raise Problem("photo_two_faces", zips.TWO_FACES)
    return faces.embed(image, face)


def enrol(family_id: UUID, template: Template, photo: bytes, *, source: str, now: datetime) -> UUID:
    """Keeps photo and reference; the same photo for the same family gives the id it has."""
    name = sha256(photo).hexdigest()
    known = models.FaceReference.objects.filter(family=family_id, photo=name, model=template.model).first()
    if known:
        return known.id
    vault.keep_photo(photo, sha256=name)
    person = models.Person.objects.filter(family=family_id).order_by("-is_manager", "id").first()
    row = models.FaceReference.objects.create(
        id=new_id(), family_id=family_id, person=person, template=template.to_bytes(), model=template.model,
        photo=name, source=source, at=now,
    )  # fmt: skip
    return row.id


def enrol_zip(
    path: Path, families_of: FamiliesOf, *, now: datetime, told: Callable[[int, int], None]
) -> ReferencesRead:
    with zips.opened(path) as archive:
        good, refused = zips.sorted_out(archive.infolist())
        files = len(good) + len(refused)
        families = _families(list(good), families_of)
        looked: dict[str, Template | Problem] = {}
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
    archive: ZipFile, entry: zips.Entry, family: UUID | None, looked: dict[str, Template | Problem], *, now: datetime
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


def _look_once(photo: bytes, looked: dict[str, Template | Problem]) -> Template:
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
def _enrol_new(family_id: UUID, template: Template, photo: bytes, *, now: datetime) -> bool:
    before = models.FaceReference.objects.filter(family=family_id).count()
    enrol(family_id, template, photo, source="list", now=now)
    return models.FaceReference.objects.filter(family=family_id).count() > before
