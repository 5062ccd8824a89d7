"""Reading lists, taking families in, and adding what the field learnt about them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import polars as pl
from django.db import transaction

from amanah.access import queries as access
from amanah.faces import queries as faces
from amanah.journal import commands as journal
from amanah.registry import models, queries
from amanah.registry.rules import checks, columns, districts, files, reading
from amanah.registry.store import families as store
from amanah.registry.store import forgetting, photos, references, remaking
from amanah.registry.types import ListRead, ReferencesRead, TagKind, TakenIn, ToRemake
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence

_FINEST_M = 0.1  # a phone that claims to know better says nothing more


def read_list(
    path: Path, *, programmes: Collection[str], sp2d: str | None = None, sender: str = "", now: datetime
) -> ListRead:
    """Reads and judges a CSV or XLSX; writes nothing. `sp2d`: lines that name another are refused.

    Raises Problem: list_empty, list_too_big, list_not_a_list, list_password, list_old_excel, list_macros,
    list_broken, list_columns_missing, list_niks_end_in_zero.
    """
    files.refuse_size(path.stat().st_size)
    raw = reading.frame(path.read_bytes(), remembered=queries.remembered_columns(sender))
    villages = access.villages()
    return checks.checked(
        raw,
        programmes=set(programmes),
        villages={village.code for village in villages} | districts.villages_among(raw["kode_desa"]),
        served={village.code for village in villages if village.office},
        districts=districts.known_among(raw["nik"]),
        sp2d=sp2d,
        today=now.date(),
    )


@transaction.atomic
def take_in(lines: pl.DataFrame, *, by: str, now: datetime) -> TakenIn:
    """Families, persons and cards of judged lines; known ones are found again by NIK, then by card."""
    store.take_lock()
    villages = {village.code for village in access.villages()}
    placed = store.with_cards(store.with_families(store.with_prints(lines)))
    corrected = store.correct_families(placed, villages=villages, now=now)
    new = store.add(placed, villages=villages, now=now)
    details = {**new, "corrected": corrected}
    journal.append("registry.took_in", by=by, about="list", details=details, now=now)
    return TakenIn(placed, new["families"], new["persons"], new["cards"])


@transaction.atomic
def remember_columns(sender: str, mapping: Mapping[str, str], *, by: str, now: datetime) -> None:
    """Maps a sender's headings to our columns, once for all their lists. Raises Problem `column_unknown`."""
    strange = sorted(set(mapping.values()) - set(columns.COLUMNS))
    if strange:
        raise _column_unknown(strange)
    rows = [models.ColumnName(sender=sender, heading=columns.bare(h), column=c) for h, c in mapping.items()]
    models.ColumnName.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sender", "heading"], update_fields=["column"]
    )
    journal.append("registry.columns_mapped", by=by, about=f"sender:{sender}", details=dict(mapping), now=now)


@transaction.atomic
def give_to_office(families: Mapping[UUID, str]) -> None:
    """Which office serves each family: family -> nopen. Asked by the room that allocates."""
    for nopen in set(families.values()):
        served = [family for family, office in families.items() if office == nopen]
        models.Family.objects.filter(pk__in=served).update(office=nopen)


def attach_references(
    path: Path, *, by: str, now: datetime,
    families_of: Callable[[Sequence[str]], Mapping[str, UUID]] | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> ReferencesRead:  # fmt: skip
    """Reference photos from a zip, each named by NIK or by another number that `families_of` knows (id_salur).

    Every file is enrolled or refused with its reason; `told` hears how many are done. Again: quiet.
    Raises Problem photos_not_a_zip, photos_too_big.
    """
    found = photos.enrol_zip(path, families_of or (lambda numbers: {}), now=now, told=told)
    details = {"files": found.files, "enrolled": found.enrolled, "refused": len(found.refused)}
    journal.append("registry.references_attached", by=by, about="references", details=details, now=now)
    return found


@transaction.atomic
def enrol_face(
    family_id: UUID, *, photo: bytes, source: str, by: str, now: datetime, taken: datetime | None = None
) -> UUID:
    """A family's reference from one photo, come to the house at `taken` (else now). Again: quiet, the same id.

    Raises Problem photo_not_an_image, face_not_found, photo_two_faces, and other refusals of faces.
    """
    kept = photos.enrol(family_id, photos.look(photo, source=source), photo, source=source, at=taken or now)
    details = {"source": source, "reference": str(kept)}
    journal.append("registry.face_enrolled", by=by, about=f"family:{family_id}", details=details, now=now)
    return kept


@transaction.atomic
def learn_home(
    family_id: UUID, *, lat: float, lng: float, accuracy_m: float, visit: UUID | None, at: datetime, by: str,
    kind: TagKind | None = None, phone: UUID | None = None, day: date | None = None,
) -> None:  # fmt: skip
    """Adds a place told for a home; once a visit, again is quiet. `accuracy_m` is a 68 % radius.

    `phone` and `day`: of the visit. `kind` None: a visit's where one is named, else a list's.
    """
    if visit and models.HomeTag.objects.filter(visit=visit).exists():
        return
    said = kind or (TagKind.VISIT if visit else TagKind.LIST)
    tag = models.HomeTag(
        id=new_id(), family_id=family_id, lat=lat, lng=lng, accuracy_m=max(accuracy_m, _FINEST_M), visit=visit, at=at,
        kind=said, phone=phone, day=day,
    )  # fmt: skip
    models.HomeTag.objects.bulk_create([tag], ignore_conflicts=True)
    details = {"visit": str(visit), "kind": str(said)}
    journal.append("registry.home_learnt", by=by, about=f"family:{family_id}", details=details, now=at)


@transaction.atomic
def note_hazard(
    family_id: UUID, *, kind: str, note: str, at: datetime, by: str, helped: str = "", gone: bool = False
) -> None:
    """What the next visitor must know about this door: a dog, an alley, tide; or that it is gone. Later again: it is
    confirmed. The very same again: quiet.
    """
    row = models.Hazard(
        id=new_id(), family_id=family_id, kind=kind[:10], note=note[:300], helped=helped[:300], gone=gone, noted_at=at
    )
    models.Hazard.objects.bulk_create([row], ignore_conflicts=True)
    details = {"kind": kind, "gone": gone}
    journal.append("registry.hazard_noted", by=by, about=f"family:{family_id}", details=details, now=at)


@transaction.atomic
def know_homes(homes: Sequence[tuple[UUID, float, float, float]], *, by: str, now: datetime) -> None:
    """Places known from earlier stages, many at once: family, lat, lng, accuracy_m."""
    rows = [
        models.HomeTag(id=new_id(), family_id=family, lat=lat, lng=lng, accuracy_m=accuracy_m, at=now)
        for family, lat, lng, accuracy_m in homes
    ]
    models.HomeTag.objects.bulk_create(rows, batch_size=2000)
    journal.append("registry.homes_known", by=by, about="homes", details={"count": len(rows)}, now=now)


def remake_faces(*, by: str, now: datetime, most: int = 100) -> ToRemake:
    """At most so many references get a template of the model in use; gives how many still wait. Again: goes on.

    A reference whose photo is destroyed, or shows no face to this model, is noted and not tried again.
    """
    model = faces.model_version()
    made = [remaking.remake(row, model=model, now=now) for row in references.waiting(model)[:most]]
    left = queries.to_remake()
    if made:
        details = {"model": model, "made": sum(made), "refused": len(made) - sum(made), "left": left.waiting}
        journal.append("registry.faces_remade", by=by, about="references", details=details, now=now)
    return left


def forget_photo(sha256: str) -> None:
    """Every template made from this photo is deleted. Again: quiet. Only retention asks, which certifies it."""
    forgetting.photo(sha256)


def forget_template(reference: UUID) -> None:
    """One template of a model no longer used is deleted. Again: quiet. Only retention asks, which certifies it."""
    forgetting.template(reference)


def _column_unknown(strange: list[str]) -> Problem:
    named = ", ".join(strange)
    return Problem(
        "column_unknown",
        Sentence(id=f"Kolom {named} tidak ada pada daftar kita.", en=f"There is no column {named} in our lists."),
    )
