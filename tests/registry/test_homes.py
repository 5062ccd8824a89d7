from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from amanah.access import commands as access
from amanah.access.types import Office, OfficeKind
from amanah.registry import commands, models, queries
from amanah.registry.types import TagKind, Untrusted
from amanah.values.ids import new_id
from tests.programs.lists import line
from tests.registry.conftest import NOW


def learn(
    family: UUID, lat: float, accuracy_m: float, *, days: int, visit: UUID | None = None, phone: UUID | None = None,
    kind: TagKind = TagKind.VISIT,
) -> None:  # fmt: skip
    at = NOW + timedelta(days=days)
    commands.learn_home(
        family, lat=lat, lng=115.2, accuracy_m=accuracy_m, visit=visit or new_id(), at=at, by="job:homes",
        kind=kind, phone=phone, day=at.date(),
    )  # fmt: skip


def neighbours(number: int) -> list[UUID]:
    families = [
        models.Family(village_id="51.71.01.1001", office_id="80000", address="Gg.", known_since=NOW)
        for _ in range(number)
    ]
    return [family.id for family in models.Family.objects.bulk_create(families)]


def test_a_home_is_learnt_from_all_its_tags(families: tuple[UUID, UUID]) -> None:
    for day, lat in enumerate((-8.61, -8.61004, -8.7, -8.61002)):
        learn(families[0], lat, 10, days=day)
    home = queries.home(families[0])
    assert home is not None
    assert home.is_trusted
    assert abs(home.lat + 8.61002) < 0.00001
    assert (home.tags, home.used) == (4, 3)
    assert len(queries.home_tags(families[0])) == 4


def test_a_poor_place_is_known_but_not_trusted(families: tuple[UUID, UUID]) -> None:
    learn(families[0], -8.61, 300, days=1)
    home = queries.home(families[0])
    assert home is not None
    assert home.accuracy_m > 300
    assert home.untrusted is Untrusted.POOR


@pytest.mark.parametrize("verb", ["UPDATE registry_hometag SET lat = 0", "DELETE FROM registry_hometag"])
def test_the_database_refuses_to_change_a_tag(families: tuple[UUID, UUID], verb: str) -> None:
    learn(families[0], -8.61, 10, days=1)
    with pytest.raises(IntegrityError, match="only added"), connection.cursor() as cursor:
        cursor.execute(verb)


def test_a_hall_where_many_are_paid_is_nobodys_home(families: tuple[UUID, UUID]) -> None:
    payer = new_id()
    for family in (*families, *neighbours(10)):
        learn(family, -8.61, 8, days=1, phone=payer)
    assert queries.homes(families) == {}
    assert {one.why for one in queries.unplaced(office="80000")} == {Untrusted.PAYING_POINT}
    learn(families[0], -8.61, 8, days=2, phone=payer, kind=TagKind.GEOTAG)
    assert queries.homes(families)[families[0]].is_trusted


def test_the_counter_is_nobodys_home(families: tuple[UUID, UUID]) -> None:
    access.add_office(Office("80001", "KCP", OfficeKind.KCP, lat=-8.6, lng=115.2), by="user:test")
    commands.give_to_office({families[0]: "80001"})
    learn(families[0], -8.6001, 8, days=1, phone=new_id())
    assert queries.homes(families) == {}


def test_the_office_lists_homes_without_a_trusted_place(families: tuple[UUID, UUID]) -> None:
    commands.give_to_office(dict.fromkeys(families, "80000"))
    learn(families[0], -8.61, 10, days=1)
    listed = queries.unplaced(office="80000")
    assert [(one.family, one.why, one.place) for one in listed] == [(families[1], Untrusted.NEVER_TAGGED, None)]
    learn(families[0], -8.63, 10, days=2)
    assert {one.why for one in queries.unplaced(office="80000")} == {Untrusted.NEVER_TAGGED, Untrusted.DISAGREE}
    assert queries.unplaced(office="80000", villages=["51.71.01.1002"]) == []


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
