"""Families as values, opened only when asked for by id, number or name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from amanah.registry import models
from amanah.registry.rules import columns, names, reasons
from amanah.registry.rules.homes import known_home
from amanah.registry.types import Family, HazardNote, Home, Person, Reference
from amanah.values.problem import Sentence
from amanah.vault import queries as vault


def family(family_id: UUID) -> Family | None:
    return families([family_id]).get(family_id)


def families(ids: Collection[UUID]) -> dict[UUID, Family]:
    """Three statements however many; ids nobody has are left out."""
    rows = models.Family.objects.filter(pk__in=ids).prefetch_related("persons", "cards")
    return {row.id: _family(row) for row in rows}


def find(text: str, *, villages: Collection[str] | None = None, limit: int = 20) -> list[Family]:
    """By a whole NIK or family-card number, else by name, likest first. `villages`: only these; None for all.

    Names are sealed: searching them opens every name in those villages (2 microseconds each), so give villages.
    """
    bare = "".join(text.split())
    if len(bare) == 16 and bare.isdigit():
        return _by_number(bare, villages)[:limit]
    rows = _within(models.Person.objects.all(), villages, "family__").only("family_id", "name")
    ranked = names.likest(text, ((row.family_id, row.name) for row in rows.iterator(chunk_size=5000)), limit=limit)
    known = families(ranked)
    return [known[found] for found in ranked]


def in_villages(villages: Collection[str] | None, *, limit: int, offset: int = 0) -> list[Family]:
    """In the order they became known; `villages` None for all."""
    rows = _within(models.Family.objects.order_by("id"), villages, "")
    ids = list(rows.values_list("id", flat=True)[offset : offset + limit])
    known = families(ids)
    return [known[each] for each in ids]


def count_in_villages(villages: Collection[str] | None) -> int:
    return _within(models.Family.objects.all(), villages, "").count()


def references(family_ids: Collection[UUID]) -> dict[UUID, list[Reference]]:
    """Every reference of each family, newest first (the first is the one to compare with); without any: left out."""
    found: dict[UUID, list[Reference]] = {}
    for row in models.FaceReference.objects.filter(family__in=family_ids).order_by("-at", "-id"):
        found.setdefault(row.family_id, []).append(_reference(row))
    return found


def reference_of_photo(sha256: str) -> Reference | None:
    """Whose reference photo is this? The newest, when several families have the very same photo."""
    row = models.FaceReference.objects.filter(photo=sha256).order_by("-at", "-id").first()
    return _reference(row) if row else None


def references_of_photos(photos: Collection[str]) -> list[Reference]:
    """Every reference made from these photos, under any model."""
    return [_reference(row) for row in models.FaceReference.objects.filter(photo__in=photos).order_by("id")]


def references_before(before: datetime, *, after: UUID | None, limit: int) -> list[Reference]:
    """References made before a moment, in the order of their ids, after that of `after`."""
    rows = models.FaceReference.objects.filter(at__lt=before).order_by("id")
    return [_reference(row) for row in (rows.filter(id__gt=after) if after else rows)[:limit]]


def families_of_photo(sha256: str) -> list[UUID]:
    return list(models.FaceReference.objects.filter(photo=sha256).values_list("family_id", flat=True).distinct())


def home(family_id: UUID) -> Home | None:
    return homes([family_id]).get(family_id)


def homes(family_ids: Collection[UUID]) -> dict[UUID, Home]:
    """The place known for each family: the newest tag within 50 m accuracy, else the newest of all."""
    rows = models.HomeTag.objects.filter(family__in=family_ids).order_by("family_id", "-at", "-id")
    by_family: dict[UUID, list[Home]] = {}
    for row in rows:
        by_family.setdefault(row.family_id, []).append(_home(row))
    return {each: known_home(tags) for each, tags in by_family.items()}


def home_tags(family_id: UUID) -> list[Home]:
    """Every place learnt, newest first: a line in time."""
    return [_home(row) for row in models.HomeTag.objects.filter(family=family_id).order_by("-at", "-id")]


def hazards(family_ids: Collection[UUID]) -> dict[UUID, list[HazardNote]]:
    """What the field noted about each family's door, newest first; families without are left out."""
    noted: dict[UUID, list[HazardNote]] = {}
    for row in models.Hazard.objects.filter(family__in=family_ids).order_by("-noted_at"):
        noted.setdefault(row.family_id, []).append(HazardNote(row.family_id, row.kind, row.note, row.noted_at))
    return noted


def families_by_nik(niks: Sequence[str]) -> dict[str, UUID]:
    """NIK -> family, for those that are known."""
    prints = {vault.fingerprint("nik", nik): nik for nik in niks}
    rows = models.Person.objects.filter(nik_print__in=list(prints)).values_list("nik_print", "family_id")
    return {prints[bytes(found)]: family_id for found, family_id in rows}


def remembered_columns(sender: str) -> Mapping[str, str]:
    """The sender's headings (bare) -> our columns, as mapped before."""
    return dict(models.ColumnName.objects.filter(sender=sender).values_list("heading", "column"))


def column_names() -> tuple[str, ...]:
    return columns.COLUMNS


def reason(code: str) -> Sentence:
    """What a code of a refusal or warning means, and what to do. Raises KeyError for an unknown one."""
    return reasons.sentence(code)


def _by_number(number: str, villages: Collection[str] | None) -> list[Family]:
    by_nik = models.Family.objects.filter(persons__nik_print=vault.fingerprint("nik", number))
    by_card = models.Family.objects.filter(cards__number_print=vault.fingerprint("kk", number))
    found = [*_within(by_nik, villages, ""), *_within(by_card, villages, "")]
    return list(families({row.id for row in found}).values())


def _within(rows: QuerySet, villages: Collection[str] | None, path: str) -> QuerySet:  # type: ignore[type-arg]  # of any table
    return rows if villages is None else rows.filter(**{f"{path}village__in": list(villages)})


def _family(row: models.Family) -> Family:
    cards = sorted(row.cards.all(), key=lambda card: (card.held_from, card.id))
    persons: Iterable[models.Person] = sorted(row.persons.all(), key=lambda person: (not person.is_manager, person.id))
    return Family(
        id=row.id, village=row.village_id, village_code=row.village_code, office=row.office_id, address=row.address,
        banjar=row.banjar, rt=row.rt, rw=row.rw, postcode=row.postcode, needs=tuple(row.needs),
        persons=tuple(_person(person) for person in persons), card=cards[-1].number if cards else "",
    )  # fmt: skip


def _person(row: models.Person) -> Person:
    return Person(row.id, row.name, row.nik, row.sex, row.born, row.relation, row.is_manager)


def _home(row: models.HomeTag) -> Home:
    return Home(row.family_id, row.lat, row.lng, row.accuracy_m, row.at, row.visit)


def _reference(row: models.FaceReference) -> Reference:
    return Reference(row.id, row.family_id, row.model, bytes(row.template), row.photo, row.source, row.at)
