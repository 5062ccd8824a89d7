from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import connection

from amanah.registry import commands, models, queries
from amanah.values.ids import new_id
from tests.programs.lists import line
from tests.registry.conftest import NOW


def learn(family: UUID, lat: float, accuracy_m: float, *, days: int, visit: UUID | None = None) -> None:
    at = NOW + timedelta(days=days)
    commands.learn_home(
        family, lat=lat, lng=115.2, accuracy_m=accuracy_m, visit=visit or new_id(), at=at, by="job:homes"
    )


def test_the_newest_good_place_is_the_home(families: tuple[UUID, UUID]) -> None:
    learn(families[0], -8.61, 10, days=1)
    learn(families[0], -8.62, 12, days=2)
    learn(families[0], -8.63, 300, days=3)
    home = queries.home(families[0])
    assert home is not None
    assert home.lat == -8.62
    assert len(queries.home_tags(families[0])) == 3


def test_a_poor_place_is_better_than_none(families: tuple[UUID, UUID]) -> None:
    learn(families[0], -8.61, 300, days=1)
    home = queries.home(families[0])
    assert home is not None
    assert home.accuracy_m == 300


def test_a_visit_teaches_a_home_once(families: tuple[UUID, UUID]) -> None:
    visit = new_id()
    learn(families[0], -8.61, 10, days=1, visit=visit)
    learn(families[0], -8.61, 10, days=1, visit=visit)
    assert models.HomeTag.objects.count() == 1


def test_hazards_are_told_newest_first(families: tuple[UUID, UUID]) -> None:
    for day, kind in ((1, "dog"), (2, "alley")):
        at = NOW + timedelta(days=day)
        commands.note_hazard(families[0], kind=kind, note="hati-hati", at=at, by="job:field")
        commands.note_hazard(families[0], kind=kind, note="hati-hati", at=at, by="job:field")
    known = queries.hazards(families, now=NOW + timedelta(days=3))[families[0]]
    assert [note.kind for note in known] == ["alley", "dog"]


def test_a_family_is_found_by_a_name_misspelt(families: tuple[UUID, UUID]) -> None:
    assert queries.find("slamet santosa")[0].id == families[1]
    assert queries.find("slamet santosa", villages=["51.71.01.9999"]) == []


def test_nothing_personal_lies_readable(families: tuple[UUID, UUID]) -> None:
    tables = "registry_person p, registry_family f, registry_familycard c"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT p::text, f::text, c::text FROM {tables}")
        stored = "".join("".join(row) for row in cursor.fetchall())
    plain = [line(number)[column] for number in (1, 2) for column in ("nik", "no_kk", "alamat")]
    hexed = [value.encode().hex() for value in [*plain, "Slamet Santoso"]]
    assert [value for value in [*plain, *hexed, "Slamet Santoso"] if value in stored] == []


def test_headings_are_mapped_once_a_sender(families: tuple[UUID, UUID]) -> None:
    commands.remember_columns("dinsos", {"Kolom Aneh": "no_kk"}, by="user:hq", now=NOW)
    assert queries.remembered_columns("dinsos") == {"kolomaneh": "no_kk"}
