"""Two faces side by side, judged by two people who don't see each other's verdict first."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from amanah.access import commands as access
from amanah.access.types import Grant, Role
from amanah.journal import queries as journal
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from tests.oversight.faces import a_family, a_staff_face, again, known_by, somebody
from tests.visits import cast
from tests.web.cast import FAR_VILLAGE, FARAWAY, World, problem_of, shown, signed_in

WHO = somebody(1)


def a_case(*, far: bool = False) -> UUID:
    """Two families with one face, in one office or in two."""
    known_by(a_family(71), WHO, name="one")
    there = {"village": FAR_VILLAGE, "office": FARAWAY} if far else {}
    known_by(a_family(72, **there), again(WHO), name="other")
    (oversight.search_nation if far else oversight.search_areas)(by="job:test", now=cast.NOW)
    oversight.open_waiting_pairs(by="job:test", now=cast.NOW + timedelta(minutes=1))
    return next(case.id for case in cases.open_cases(None) if case.kind in ("same_face", "staff_face"))


def judge(client: Client, case: UUID, verdict: str, note: str = "Telinga sama."):  # type: ignore[no-untyped-def]  # Django's own answer
    return client.post(reverse("case_judge", args=[case]), {"verdict": verdict, "note": note})


def test_both_faces_their_families_and_the_distance_stand_side_by_side(world: World) -> None:
    page = shown(signed_in(Role.SUPERVISOR).get(reverse("case", args=[a_case()])))
    assert page.count('<img class="shot') == 2
    for words in ("Ni Wayan 71", "Ni Wayan 72", "Jarak kedua rumah", "tidak menghapus siapa pun", "Kembar"):
        assert words in page


def test_the_list_of_cases_names_both_families(world: World) -> None:
    a_case()
    page = shown(signed_in(Role.SUPERVISOR).get(reverse("cases")))
    assert "Ni Wayan 71 · Ni Wayan 72" in page or "Ni Wayan 72 · Ni Wayan 71" in page


def test_two_people_close_it_and_neither_sees_the_other_first(world: World) -> None:
    case, one, two = a_case(), signed_in(Role.SUPERVISOR), signed_in(Role.OFFICE_HEAD)
    assert judge(one, case, "same", "Bekas luka di dagu").status_code == 302
    assert "Bekas luka" in shown(one.get(reverse("case", args=[case])))
    assert "Bekas luka" not in shown(two.get(reverse("case", args=[case])))
    assert problem_of(judge(one, case, "same")) == "judged_already"
    judge(two, case, "same", "Alis sama")
    closed = cases.case(case)
    assert closed is not None
    assert closed.outcome == "same"
    assert "Alis sama" in shown(one.get(reverse("case", args=[case])))


def test_a_verdict_needs_its_reason(world: World) -> None:
    case, client = a_case(), signed_in(Role.SUPERVISOR)
    assert problem_of(judge(client, case, "same", "  ")) == "text_missing"
    assert problem_of(judge(client, case, "upheld")) == "choice_missing"


def test_the_way_of_other_cases_doesnt_close_it(world: World) -> None:
    case = a_case()
    answer = signed_in(Role.SUPERVISOR).post(reverse("case_close", args=[case]), {"outcome": "same", "note": "x"})
    assert problem_of(answer) == "case_needs_two"


def test_a_pair_across_areas_is_the_ministrys_alone(world: World) -> None:
    case = a_case(far=True)
    for client in (signed_in(Role.SUPERVISOR), signed_in(Role.OFFICE_HEAD, area=f"nopen:{FARAWAY}")):
        assert client.get(reverse("case", args=[case])).status_code == 403
        assert judge(client, case, "same").status_code == 403
        assert "Satu wajah" not in shown(client.get(reverse("cases")))
    ministry = signed_in(Role.MINISTRY)
    assert "Satu wajah" in shown(ministry.get(reverse("cases")))
    assert judge(ministry, case, "twins").status_code == 302


def test_each_face_shown_is_a_look_on_the_record_with_the_case_as_its_reason(world: World) -> None:
    case = a_case()
    (pair,) = cases.pairs_of([case])[case]
    client = signed_in(Role.SUPERVISOR)
    for photo in (pair.photo, pair.other_photo):
        assert client.get(reverse("photo", args=[photo]), {"for": f"case:{case}"}).status_code == 200
    looks = journal.entries(word="access.looked", newest_first=True, limit=2)
    assert {look.details["reason"] for look in looks} == {f"case:{case}"}
    assert {look.about for look in looks} == {f"family:{pair.family}", f"family:{pair.other_family}"}


def test_a_colleagues_face_is_shown_to_the_ministry_alone_and_never_to_themselves(world: World) -> None:
    access.hire("ketut", "Ketut", cast.PASSWORD, [Grant(Role.MINISTRY, "*")], by="test")
    a_staff_face("ketut", again(WHO, seed=4))
    known_by(a_family(71), WHO, name="one")
    oversight.search_areas(by="job:test", now=cast.NOW)
    oversight.open_waiting_pairs(by="job:test", now=cast.NOW)
    (case,) = [case.id for case in cases.open_cases(None) if case.kind == "staff_face"]
    photo = cases.pairs_of([case])[case][0].other_photo
    office, ministry, own = signed_in(Role.OFFICE_HEAD), signed_in(Role.MINISTRY), Client()
    own.force_login(
        apps.get_model("access", "User").objects.get(username="ketut"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert office.get(reverse("case", args=[case])).status_code == 403
    assert office.get(reverse("photo", args=[photo])).status_code == 403
    assert "Ketut" in shown(ministry.get(reverse("case", args=[case])))
    assert ministry.get(reverse("photo", args=[photo]), {"for": f"case:{case}"}).status_code == 200
    assert problem_of(judge(own, case, "different")) == "own_work"


@pytest.mark.parametrize("role", [Role.AUDITOR])
def test_an_auditor_reads_every_verdict_and_gives_none(world: World, role: Role) -> None:
    case = a_case()
    judge(signed_in(Role.SUPERVISOR), case, "same", "Bekas luka di dagu")
    auditor = signed_in(role)
    page = shown(auditor.get(reverse("case", args=[case])))
    assert "Bekas luka" in page
    assert reverse("case_judge", args=[case]) not in page
    assert judge(auditor, case, "same").status_code == 403
