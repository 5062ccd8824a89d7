"""One person under two families becomes a question for two people, once, and takes nothing from anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from amanah.access import commands as access
from amanah.access.types import Grant, Office, OfficeKind, Role, Village
from amanah.faces import queries as faces
from amanah.journal import queries as journal
from amanah.oversight import commands, models, queries
from amanah.oversight.types import CaseKind, CaseOutcome
from tests.oversight.faces import (
    WHO,
    a_family,
    a_staff_face,
    again,
    judged,
    known_by,
    only_case,
    search,
    two_families_one_face,
)
from tests.visits import cast
from tests.visits.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> None:
    cast.an_office()


def test_a_new_face_that_another_family_has_becomes_a_case_of_their_office() -> None:
    one, other = two_families_one_face()
    assert search() == 1
    case = queries.case(only_case())
    assert case is not None
    assert (case.kind, case.office, case.family) == (CaseKind.SAME_FACE, cast.OFFICE, None)
    (pair,) = queries.pairs_of([case.id])[case.id]
    assert {pair.family, pair.other_family} == {one, other}
    assert pair.likeness == pytest.approx(0.9, abs=5e-3)
    assert pair.likeness >= pair.line >= faces.thresholds(faces.model_version()).same_above
    assert pair.calibration


def test_searching_again_finds_the_pair_known_and_opens_nothing() -> None:
    two_families_one_face()
    search()
    assert search(later=5) == 0
    assert models.FacePair.objects.count() == 1


def test_only_faces_that_are_new_are_searched_but_against_all() -> None:
    one = a_family(1)
    known_by(one, WHO, name="one")
    long_ago = apps.get_model("registry", "FaceReference").objects.get()
    commands.search_areas(by="job:test", now=NOW.replace(year=2099))
    known_by(a_family(2), again(WHO), name="other")
    assert commands.search_areas(by="job:test", now=NOW.replace(year=2100)) == [], "made before that search began"
    models.FaceSearch.objects.update(began_at=NOW - timedelta(days=1))
    (run,) = commands.search_areas(by="job:test", now=NOW)
    assert (run.faces, run.searched, run.pairs) == (2, 2, 1)
    assert long_ago.photo in {pair.photo for pair in models.FacePair.objects.all()} | {
        pair.other_photo for pair in models.FacePair.objects.all()
    }


def test_two_photos_of_one_family_are_no_pair() -> None:
    family = a_family(1)
    known_by(family, WHO, name="one")
    known_by(family, again(WHO), name="other")
    assert search() == 0
    assert not models.FacePair.objects.exists()


def test_a_face_at_the_door_is_searched_like_a_reference() -> None:
    from amanah.faces.types import Template
    from amanah.visits.store import faces as seen

    known_by(a_family(9), WHO, name="reference")
    _, handset = cast.a_phone("made")
    debt = cast.a_debt(5)
    told = cast.pays(handset, debt)
    from amanah.access import queries as people
    from amanah.visits import commands as visits

    phone = people.phone(handset.id)
    assert phone is not None
    visits.accept(phone, handset.said, now=NOW)
    template = Template(again(WHO), faces.model_version())
    keep = {"family": debt.family, "village": cast.VILLAGE, "photo": "ef" * 32, "template": template, "quality": 70}
    seen.keep(told.visit, **keep, at=NOW)  # type: ignore[arg-type]  # kept as one, to say it twice
    seen.keep(told.visit, **keep, at=NOW)  # type: ignore[arg-type]  # kept as one, to say it twice
    assert search() == 1
    assert "ef" * 32 in {models.FacePair.objects.get().photo, models.FacePair.objects.get().other_photo}


def test_families_of_two_areas_are_the_ministrys_case_alone() -> None:
    access.add_office(Office("80200", "KC Singaraja", OfficeKind.KC), by="test")
    far = Village("51.08.01.2001", "Banyuasri", -8.11, 115.08, office="80200")
    access.load_villages([far], by="test")
    known_by(a_family(1), WHO, name="one")
    known_by(a_family(2, village=far.code, office="80200"), again(WHO), name="other")
    assert search() == 0, "no regency sees the other's faces"
    run = commands.search_nation(by="job:night", now=NOW)
    assert (run.faces, run.searched, run.pairs, run.recall) == (2, 2, 1, 1.0)
    assert commands.open_waiting_pairs(by="job:night", now=NOW) == 1
    assert models.Case.objects.get().office_id is None
    assert queries.open_cases(frozenset({cast.OFFICE, "80200"})) == []
    assert len(queries.open_cases(None)) == 1


def test_the_night_says_in_the_journal_how_many_it_searched_and_how_surely() -> None:
    two_families_one_face()
    heard: list[tuple[int, int]] = []
    commands.search_nation(by="job:night", now=NOW, told=lambda done, of: heard.append((done, of)))
    assert heard == [(3, 3)]
    (said,) = journal.entries(word="oversight.faces_searched")
    assert said.about == "faces:nation"
    assert (said.details["faces"], said.details["pairs"], said.details["recall"]) == (3, 1, 1.0)


def test_nothing_new_since_last_night_is_nothing_to_search() -> None:
    two_families_one_face()
    commands.search_nation(by="job:night", now=NOW.replace(year=2099))
    run = commands.search_nation(by="job:night", now=NOW.replace(year=2100))
    assert (run.searched, run.pairs, run.recall) == (0, 0, None)


def test_the_queue_never_grows_beyond_what_people_can_read_and_the_likest_come_first() -> None:
    for number in range(4):
        known_by(a_family(number), again(WHO, alike=0.95 - number / 100, seed=number), name=str(number))
    assert search(most_open=2) == 2
    assert queries.waiting_pairs() == 4
    opened = {row.likeness for row in models.FacePair.objects.filter(case__isnull=False)}
    assert min(opened) > max(row.likeness for row in models.FacePair.objects.filter(case__isnull=True))
    case = queries.open_cases(None)[0].id
    for who in ("ani", "budi"):
        judged(case, who, CaseOutcome.DIFFERENT)
    assert commands.open_waiting_pairs(by="job:test", now=NOW, most_open=2) == 1


def test_a_face_of_somebody_who_works_here_is_a_case_of_the_ministry() -> None:
    access.hire("made", "Made", cast.PASSWORD, [Grant(Role.PAYER, f"nopen:{cast.OFFICE}")], by="test")
    made = a_staff_face("made", again(WHO, seed=3))
    family = a_family(1)
    known_by(family, WHO, name="one")
    assert search() == 1
    case = queries.open_cases(None)[0]
    assert (case.kind, case.office) == (CaseKind.STAFF_FACE, None)
    (pair,) = queries.pairs_of([case.id])[case.id]
    assert (pair.family, pair.staff, pair.other_family) == (family, made, None)


def test_nobody_who_left_is_in_the_staffs_gallery_and_by_the_night_their_face_is_gone() -> None:
    access.hire("made", "Made", cast.PASSWORD, [Grant(Role.PAYER, f"nopen:{cast.OFFICE}")], by="test")
    a_staff_face("made", WHO)
    access.dismiss("made", by="test")
    known_by(a_family(1), WHO, name="one")
    assert search() == 0
    commands.search_nation(by="job:night", now=NOW)
    assert not models.StaffFace.objects.exists()


def test_a_face_like_everybodys_asks_about_a_few_families_only() -> None:
    for number in range(9):
        known_by(a_family(number), again(WHO, alike=0.95, seed=number), name=str(number))
    models.FaceSearch.objects.all().delete()
    search(most_open=0)
    assert models.FacePair.objects.count() < 9 * 8 // 2
    assert queries.open_cases(None) == []
