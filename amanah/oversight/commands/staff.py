"""Faces of the people who work here: a gallery of their own, so that nobody is paid by themselves."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.faces import queries as faces
from amanah.journal import commands as journal
from amanah.oversight import models
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence
from amanah.vault import commands as vault


@transaction.atomic
def keep_staff_face(username: str, photo: bytes, *, by: str, now: datetime) -> UUID:
    """The face of somebody who works here, from one photo. The same photo again: quiet, the same id.

    Raises Problem `user_unknown`, `photo_not_an_image` and its kin, `face_not_found`, `photo_two_faces`.
    """
    person = access.person_named(username)
    if person is None or not person.is_active:
        raise _unknown(username)
    image = faces.read_image(photo)
    face = faces.find(image)
    if face is None or face.others:
        raise _one_face("face_not_found" if face is None else "photo_two_faces")
    template, name = faces.embed(image, face), sha256(photo).hexdigest()
    vault.keep_photo(photo, sha256=name)
    row, is_new = models.StaffFace.objects.get_or_create(
        person_id=person.id, photo=name, model=template.model,
        defaults={"id": new_id(), "template": template.to_bytes(), "at": now},
    )  # fmt: skip
    if is_new:
        journal.append("oversight.staff_face_kept", by=by, about=f"user:{username}", details={}, now=now)
    return row.id


@transaction.atomic
def forget_staff_face(username: str, *, by: str, now: datetime) -> int:
    """Every template of somebody's; gives how many. Asked for when they leave, or don't want it."""
    gone, _ = models.StaffFace.objects.filter(person__username=username).delete()
    if gone:
        journal.append("oversight.staff_face_forgotten", by=by, about=f"user:{username}", details={}, now=now)
    return gone


def _unknown(username: str) -> Problem:
    return Problem(
        "user_unknown",
        Sentence(f"Pengguna {username} tidak ada atau sudah keluar.", f"There is no user {username} who works here."),
        status=404,
    )


def _one_face(code: str) -> Problem:
    return Problem(
        code,
        Sentence("Pakai foto dengan satu wajah saja, menghadap kamera.", "Use a photo of one face only."),
    )
