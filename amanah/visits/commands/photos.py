"""Photos on their way in: named by hash, taken in pieces, checked when complete, sealed in the vault."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256 as hash_of
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from amanah.access.types import Phone, PhoneState
from amanah.faces import queries as faces
from amanah.values.problem import Problem, Sentence
from amanah.vault import commands as vault
from amanah.visits import models
from amanah.visits.commands.telling import Told, followed, tell
from amanah.visits.rules.chain import Aside

MOST_PHOTO_BYTES = 400_000
MOST_PIECE_BYTES = 256 * 1024
MOST_OF_REVOKED = 400
"""Photos a revoked phone may bring of visits not heard yet: some days' work, 160 MB at the very most."""


class End(StrEnum):
    COMING = "coming"
    COMPLETE = "complete"
    HASH_DIFFERS = "hash_differs"
    NOT_AN_IMAGE = "not_an_image"


@dataclass(frozen=True, slots=True)
class Coming:
    """How many bytes of how many are here."""

    offset: int
    size_bytes: int
    end: End = End.COMING


@transaction.atomic
def begin_photo(phone: Phone, *, sha256: str, size_bytes: int, kind: str, visit: UUID | None) -> Coming:
    """Makes room for a photo, or says how much of it is here. Begun again with another size it starts anew."""
    if size_bytes > MOST_PHOTO_BYTES:
        raise Problem(
            "photo_too_large",
            Sentence("Foto terlalu besar. Kecilkan, lalu kirim lagi.", "The photo is too large. Shrink it and resend."),
            status=413,
        )
    _refuse_flood(phone, sha256)
    row, _ = models.Media.objects.select_for_update().get_or_create(
        phone_id=phone.id,
        sha256=sha256,
        defaults={"visit": visit, "kind": kind[:12], "size_bytes": size_bytes, "state": "coming"},
    )
    if row.state in ("complete", "aside"):
        return Coming(row.size_bytes, row.size_bytes, End.COMPLETE)
    if row.state == "expected" or row.size_bytes != size_bytes:
        _start_anew(row, size_bytes=size_bytes)
    return Coming(row.received_bytes, row.size_bytes)


@transaction.atomic
def take_piece(
    phone: Phone, *, sha256: str, offset: int, piece: bytes, now: datetime, carrier: str | None = None
) -> Coming:
    """Adds one piece. Problems: `media_unknown` (404), `media_offset_differs` (409).

    `carrier`: who brings it where that isn't the phone itself; on record once, with the piece that makes it whole.
    """
    row = models.Media.objects.select_for_update().filter(phone=phone.id, sha256=sha256).first()
    if row is None or row.state == "expected":
        raise unknown()
    if row.state in ("complete", "aside"):
        return Coming(row.size_bytes, row.size_bytes, End.COMPLETE)
    if offset != row.received_bytes or offset + len(piece) > row.size_bytes:
        raise Problem(
            "media_offset_differs",
            Sentence("Potongan foto tidak bersambung. Mulai dari posisi terakhir.", "The piece doesn't join the last."),
            status=409,
        )
    if piece:
        models.MediaPiece.objects.create(media=row, offset=offset, piece=piece, at=now)
        row.received_bytes += len(piece)
        row.save(update_fields=["received_bytes"])
    if row.received_bytes < row.size_bytes:
        return Coming(row.received_bytes, row.size_bytes)
    return _complete(phone, row, now=now, carrier=carrier)


def _refuse_flood(phone: Phone, sha256: str) -> None:
    """What a revoked phone photographed is evidence of the letters in the sealed inbox, so it is kept, in bounds."""
    if phone.state is not PhoneState.REVOKED or models.Media.objects.filter(phone=phone.id, sha256=sha256).exists():
        return
    unheard = models.Media.objects.filter(phone=phone.id).exclude(visit__in=models.Visit.objects.values("id"))
    if unheard.count() >= MOST_OF_REVOKED:
        raise Problem(
            "photos_full",
            Sentence("Foto HP ini sudah terlalu banyak. Hubungi kantor.", "Too many photos of this phone. Call us."),
            status=403,
        )


def tell_whole(phone: Phone, visits: Collection[UUID], *, by: str, now: datetime) -> None:
    """Of visits whose photos were all here before the visits were heard: their second look can begin now."""
    rows = models.Media.objects.filter(phone=phone.id, visit__in=visits, state="complete")
    for row in {row.visit: row for row in rows}.values():
        _tell_if_last(phone, row, now=now, by=by)


def _complete(phone: Phone, row: models.Media, *, now: datetime, carrier: str | None) -> Coming:
    photo = b"".join(piece.piece for piece in row.pieces.order_by("offset"))
    if hash_of(photo).hexdigest() != row.sha256:
        _start_anew(row, size_bytes=row.size_bytes)
        return Coming(0, row.size_bytes, End.HASH_DIFFERS)
    is_image = _is_image(photo)
    if is_image:
        vault.keep_photo(photo, sha256=row.sha256)
    else:
        _put_aside(phone, row, photo, now=now)
    row.state, row.completed_at = ("complete" if is_image else "aside"), now
    row.save(update_fields=["state", "completed_at"])
    row.pieces.all().delete()
    if carrier:
        details = {"sha256": row.sha256, "kind": row.kind, "visit": str(row.visit) if row.visit else None}
        tell([Told("visits.photo_carried", phone.label, details)], by=carrier, now=now)
    _tell_if_last(phone, row, now=now)
    return Coming(row.size_bytes, row.size_bytes, End.COMPLETE if is_image else End.NOT_AN_IMAGE)


def _is_image(photo: bytes) -> bool:
    try:
        faces.read_image(photo)
    except Problem:
        return False
    return True


def _put_aside(phone: Phone, row: models.Media, photo: bytes, *, now: datetime) -> None:
    """Kept sealed with the incidents: it may yet tell something, but no page will ever show it."""
    models.Incident.objects.get_or_create(
        phone_id=phone.id,
        code=Aside.PHOTO_NOT_AN_IMAGE.value,
        print=row.sha256,
        defaults={"body": photo, "at": now},
    )


def _start_anew(row: models.Media, *, size_bytes: int) -> None:
    row.pieces.all().delete()
    row.size_bytes, row.received_bytes, row.state = size_bytes, 0, "coming"
    row.save(update_fields=["size_bytes", "received_bytes", "state"])


def _tell_if_last(phone: Phone, row: models.Media, *, now: datetime, by: str = "") -> None:
    """When the last photo of a visit is here, its second look can begin."""
    if row.visit is None or not models.Visit.objects.filter(id=row.visit).exists():
        return
    waiting = models.Media.objects.filter(phone=phone.id, visit=row.visit).exclude(state__in=["complete", "aside"])
    if not waiting.exists():
        about = f"visit:{row.visit}"
        tell([followed("visits.evidence_complete", about, {"visit": str(row.visit)})], by=by or phone.label, now=now)


def unknown() -> Problem:
    return Problem(
        "media_unknown",
        Sentence("Foto ini belum dikenal. Mulai lagi.", "This photo isn't known. Begin again."),
        status=404,
    )


def photo_offset(phone: Phone, sha256: str) -> Coming:
    """How much of a photo is here. Problem `media_unknown`."""
    row = models.Media.objects.filter(phone=phone.id, sha256=sha256).exclude(state="expected").first()
    if row is None:
        raise unknown()
    is_done = row.state in ("complete", "aside")
    return Coming(row.size_bytes if is_done else row.received_bytes, row.size_bytes)


@transaction.atomic
def drop_abandoned(*, before: datetime) -> int:
    """Lets go of the pieces of photos of which nothing came since; gives how many photos.

    Whether their visits were ever heard or not. The phone may still send such a photo: it then begins anew.
    """
    lately = models.MediaPiece.objects.filter(media=OuterRef("id"), at__gte=before)
    coming = models.Media.objects.select_for_update(of=("self",)).filter(state="coming", received_bytes__gt=0)
    rows = list(coming.filter(~Exists(lately)))
    for row in rows:
        _start_anew(row, size_bytes=row.size_bytes)
    return len(rows)
