"""Families as values, opened only when asked for by id, number or name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from amanah.registry import models
from amanah.registry.rules import columns, names, reasons
from amanah.registry.types import Family, Person
from amanah.values.problem import Sentence
from amanah.vault import queries as vault


def family(family_id: UUID) -> Family | None:
    return families([family_id]).get(family_id)


def families(ids: Collection[UUID]) -> dict[UUID, Family]:
    """Three statements however many; ids nobody has are left out."""
    rows = models.Family.objects.filter(pk__in=ids).prefetch_related("persons", "cards")
    return {row.id: _family(row) for row in rows}


def offices_of(ids: Collection[UUID]) -> dict[UUID, str | None]:
    """The office that serves each family, opening nothing; ids nobody has are left out."""
    return dict(models.Family.objects.filter(pk__in=ids).values_list("id", "office_id"))


def places_of(ids: Collection[UUID]) -> dict[UUID, tuple[str | None, str | None]]:
    """The office and the village of each family, opening nothing; ids nobody has are left out."""
    rows = models.Family.objects.filter(pk__in=ids).values_list("id", "office_id", "village_id")
    return {family: (office, village) for family, office, village in rows}


def with_needs(ids: Collection[UUID]) -> set[UUID]:
    """Those of these families where somebody is old, ill, disabled, pregnant or far off, opening nothing."""
    return set(models.Family.objects.filter(pk__in=ids).exclude(needs=[]).values_list("id", flat=True))


def ids_of_office(office: str) -> list[UUID]:
    """Every family this very office serves, in the order they became known, opening nothing."""
    return list(models.Family.objects.filter(office=office).order_by("id").values_list("id", flat=True))


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
