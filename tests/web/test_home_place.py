"""The office sets a home's place right: what is kept at once, what is asked first, what is refused, and undoing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from amanah.access.types import Role
from amanah.journal import queries as journal
from amanah.registry import commands as learning
from amanah.registry import queries as registry
from amanah.registry.types import TagKind
from amanah.values.ids import new_id
from tests.visits import cast
from tests.web.cast import Answer, World, problem_of, shown, signed_in

HERE = f"{cast.HOME[0]:.5f}, {cast.HOME[1]:.5f}"
PAGE = "family_home"


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's head before one family's page."""

    family: UUID
    client: Client

    def sends(self, place: str, reason: str = "Salah rumah", **more: str) -> Answer:
        return self.client.post(reverse(PAGE, args=[self.family]), {"place": place, "reason": reason, **more})

    def sees(self) -> str:
        return shown(self.client.get(reverse(PAGE, args=[self.family])))


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world.family, signed_in(Role.OFFICE_HEAD))


def words(desk: Desk) -> list[tuple[float, float]]:
    history = registry.home_history(desk.family)
    return [(one.tag.lat, one.tag.lng) for one in history if one.tag.kind is TagKind.OFFICE]


def test_a_place_is_kept_with_who_said_it_and_why(desk: Desk) -> None:
    answer = desk.sends(HERE)
    assert (answer.status_code, words(desk)) == (302, [cast.HOME])
    page = desk.sees()
    assert "“Salah rumah”" in page
    assert "Koreksi kantor" in page
    (entry,) = journal.entries(word="registry.home_corrected")
    assert entry.about == f"family:{desk.family}"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("115.2, -8.6", "bujur tertulis lebih dulu"),
        ("-8,6 115,2", "koma dibaca"),
        ("8.6, 115.2", "tanda minus"),
        ("-8.65, 115.2", "4.4 km di luar Dangin Puri"),
    ],
)
def test_what_reads_oddly_is_asked_first_and_kept_when_it_is_confirmed(desk: Desk, typed: str, why: str) -> None:
    asked = shown(desk.sends(typed))
    assert why in asked
    assert words(desk) == []
    read = "-8.65000, 115.20000" if "8.65" in typed else HERE
    assert f'name="sure" value="{read}"' in asked
    assert 'value="Salah rumah"' in asked
    assert desk.sends(read, sure=read).status_code == 302
    assert len(words(desk)) == 1


def test_a_confirmation_is_of_that_place_alone(desk: Desk) -> None:
    assert "Ya, simpan letak ini" in shown(desk.sends("-8.66, 115.2", sure="-8.65000, 115.20000"))
    assert words(desk) == []


@pytest.mark.parametrize(
    ("place", "reason", "problem"),
    [
        ("Jl. Kartini 3", "x", "place_unclear"),
        ("\x00", "x", "place_unclear"),
        ("0.0, 0.0", "x", "place_far_away"),
        (HERE, " ", "text_missing"),
        (HERE, "x" * 201, "text_too_long"),
    ],
)
def test_what_is_no_place_or_has_no_reason_gets_a_sentence(desk: Desk, place: str, reason: str, problem: str) -> None:
    assert problem_of(desk.sends(place, reason)) == problem
    assert words(desk) == []


def test_a_plus_code_is_a_place_and_a_short_one_is_read_by_its_village(desk: Desk) -> None:
    for code in ("6P3QC622+22", "c622+22 Dangin Puri"):
        assert desk.sends(code).status_code == 302
    (lat, lng), *_ = words(desk)
    assert (abs(lat - cast.HOME[0]) < 0.0001, abs(lng - cast.HOME[1]) < 0.0001) == (True, True)


def test_a_correction_is_taken_back_and_stays_in_the_history(desk: Desk) -> None:
    learning.learn_home(desk.family, lat=-8.605, lng=115.2, accuracy_m=8, visit=new_id(), at=cast.NOW, by="test",
                        day=cast.DAY - timedelta(days=1))  # fmt: skip
    before = registry.home(desk.family)
    desk.sends(HERE)
    tag = registry.home_history(desk.family)[0].id
    head, page = desk.client, reverse("family_home_back", args=[desk.family])
    assert problem_of(head.post(page, {"tag": str(tag), "reason": ""})) == "text_missing"
    assert problem_of(head.post(page, {"tag": str(new_id()), "reason": "x"})) == "home_word_unknown"
    assert problem_of(head.post(page, {"tag": "x", "reason": "x"})) == "choice_missing"
    assert head.post(page, {"tag": str(tag), "reason": "Keluarga benar"}).status_code == 302
    assert registry.home(desk.family) == before
    history = desk.sees()
    assert "“Keluarga benar”" in history
    assert "Batalkan koreksi ini" not in history
