"""A road is lost: the office names the village or draws the place, and only what must change changes."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from amanah.access.types import Role
from amanah.journal import queries as journal
from amanah.visits import queries as visits
from tests.visits import cast
from tests.web.cast import FAR_VILLAGE, Answer, World, problem_of, shown, signed_in

AROUND_HOME = [[cast.HOME[1] + dx, cast.HOME[0] + dy] for dx, dy in ((-1e-3, -1e-3), (1e-3, -1e-3), (1e-3, 1e-3))]
SAID = {"day": str(cast.DAY), "village": [cast.VILLAGE], "passing": "closed", "reason": "banjir di jembatan"}


@pytest.fixture
def housed(world: World) -> World:
    rows = apps.get_model("programs", "Entitlement").objects.order_by("id_salur")
    for n, row in enumerate(rows):
        cast.a_home(cast.Debt(row.family_id, row.pk), lat=cast.HOME[0] + n * 0.001)
    return world


@pytest.fixture
def head(housed: World) -> Client:
    return signed_in(Role.OFFICE_HEAD)


def sent(client: Client, **other: object) -> Answer:
    answer: Answer = client.post(reverse("rounds_go_around", args=[cast.OFFICE]), {**SAID, **other}, follow=True)
    return answer


def test_a_closed_village_is_told_and_journaled_with_its_reason(head: Client, housed: World) -> None:
    answer = sent(head)
    assert answer.status_code == 200
    assert "1 putaran diurutkan kembali: Made" in shown(answer)
    assert "2 keluarga tetap: jalannya terputus" in shown(answer)
    (noted,) = journal.entries(word="visits.rounds_replanned")
    assert noted.details["reason"] == "closed: Dangin Puri: banjir di jembatan"
    assert noted.details["times"] is None
    assert visits.round_of(housed.round_id) is not None


def test_the_paid_family_keeps_its_place_and_the_map_shows_the_way_before(head: Client, housed: World) -> None:
    before = visits.round_of(housed.round_id)
    sent(head, passing="slow")
    after = visits.round_of(housed.round_id)
    assert before is not None
    assert after is not None
    assert {stop.family for stop in after.stops} == {stop.family for stop in before.stops}
    assert after.stops[0] == before.stops[0]
    told = json.loads(head.get(reverse("rounds_board_ways", args=[cast.OFFICE]), {"day": str(cast.DAY)}).content)
    now, was = ([str(stop.family) for stop in one.stops] for one in (after, before))
    assert bool(told["rounds"][0]["before"]) is (now != was)


def test_a_place_drawn_on_the_map_serves_as_well(head: Client) -> None:
    assert sent(head, village=[], drawn=json.dumps(AROUND_HOME)).status_code == 200
    (noted,) = journal.entries(word="visits.rounds_replanned")
    assert "digambar" in str(noted.details["reason"])


def test_where_no_round_passes_nothing_changes(head: Client) -> None:
    far = [[lng + 0.3, lat] for lng, lat in AROUND_HOME]
    assert "tidak ada yang berubah" in shown(sent(head, village=[], drawn=json.dumps(far)))


@pytest.mark.parametrize(
    "drawn",
    ["[[1,2]]", "[]", "{}", "null", "nonsense", "[[115,-8],[115.1,-8.1],[115.1,-8],[115,-8.1]]",
     "[[NaN,1],[2,3],[4,5]]", "[[0,0],[90,0],[90,80]]", "[[1e999,0],[1,0],[1,1]]", "[" * 900],
)  # fmt: skip
def test_a_drawing_that_is_no_area_is_refused_in_words(head: Client, drawn: str) -> None:
    answer = sent(head, village=[], drawn=drawn)
    assert (answer.status_code, problem_of(answer)) == (400, "drawing_unclear")


def test_a_village_of_another_office_is_refused(head: Client) -> None:
    assert problem_of(sent(head, village=[FAR_VILLAGE])) == "village_not_served"


def test_a_form_without_place_or_reason_says_what_is_missing(head: Client) -> None:
    assert problem_of(sent(head, village=[])) == "place_missing"
    assert problem_of(sent(head, reason=" ")) == "text_missing"
    assert problem_of(sent(head, passing="swim")) == "choice_missing"
    assert journal.entries(word="visits.rounds_replanned") == []


def test_with_nobody_out_there_is_nothing_to_send_around(head: Client) -> None:
    assert problem_of(sent(head, day="2026-01-01")) == "nobody_out"


def test_the_form_offers_the_offices_own_villages(head: Client) -> None:
    page = shown(head.get(reverse("rounds_board", args=[cast.OFFICE]), {"day": str(cast.DAY)}))
    assert f'value="{cast.VILLAGE}"' in page
    assert FAR_VILLAGE not in page
