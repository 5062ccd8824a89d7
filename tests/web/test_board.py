"""Rounds reassigned before they are out: by the board's form, ordered anew, its cost told, and never once out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Role
from amanah.journal import queries as journal
from amanah.visits import commands as visiting
from amanah.visits import queries as visits
from amanah.visits.commands import reassigning
from amanah.visits.types.rounds import Round
from tests.visits import cast
from tests.web.cast import FAR_VILLAGE, World, signed_in

HEAD = "user:head"


@pytest.fixture
def planned(world: World) -> tuple[Round, Round]:
    """Two payers' rounds of four families each, more or less, with neither phone nor cash."""
    for number in range(200, 208):
        cast.a_home(cast.a_debt(number), lng=115.16 + number / 4000)
    people = [cast.a_phone(name)[0].payer.id for name in ("kadek", "putu")]
    made = visiting.plan_rounds(cast.OFFICE, cast.DAY, people, cast.a_stage(), by=HEAD, now=cast.NOW)
    one, other = (visits.round_of(id_) for id_ in made.rounds)
    assert one is not None
    assert other is not None
    return one, other


def moved(one: Round, other: Round, family: object, role: Role = Role.OFFICE_HEAD) -> int:
    said = {"family": str(family), "into": str(other.id)}
    return signed_in(role).post(reverse("round_move", args=[one.id]), said).status_code


def test_a_family_moves_both_rounds_are_ordered_and_it_is_journaled(planned: tuple[Round, Round]) -> None:
    one, other = planned
    family = one.stops[0].family
    assert moved(one, other, family) == 302
    giver, taker = visits.round_of(one.id), visits.round_of(other.id)
    assert giver is not None
    assert taker is not None
    assert family in {stop.family for stop in taker.stops}
    assert [stop.order for stop in taker.stops] == list(range(1, len(other.stops) + 2))
    assert len(giver.stops) == len(one.stops) - 1
    (noted,) = journal.entries(word="visits.stop_reassigned")
    assert noted.about == f"round:{one.id}"


def earlier(family: UUID, **how: str) -> None:
    """Somebody was at that door before and left without paying."""
    phone, handset = cast.a_phone("wira")
    owed = apps.get_model("programs", "Entitlement").objects.get(family_id=family)
    cast.fails(handset, cast.Debt(family, owed.pk), **how)
    visiting.accept(phone, handset.said, now=cast.NOW)


def refused(one: Round, other: Round, family: object) -> str:
    """Sent, followed back to the board: what stands there."""
    said = {"family": str(family), "into": str(other.id)}
    answer = signed_in(Role.OFFICE_HEAD).post(reverse("round_move", args=[one.id]), said, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == [(f"{reverse('rounds_board', args=[cast.OFFICE])}?day={cast.DAY}", 302)]
    assert visits.round_of(one.id) == one
    assert journal.entries(word="visits.stop_reassigned") == []
    return str(answer.content.decode())


def name_of(one: Round) -> str:
    payer = access.person(one.payer)
    assert payer is not None
    return payer.name


def test_a_round_with_cash_stays_as_it_is_and_the_board_says_so(planned: tuple[Round, Round]) -> None:
    one, other = planned
    visiting.hand_cash(other.id, other.needed, by="user:cashier", now=cast.NOW)
    page = refused(one, other, one.stops[0].family)
    assert "Pilih juru bayar yang belum diberi panjar" in page
    assert f'data-refuses="{name_of(other)}: Sudah diberi panjar' in page


def test_a_family_of_another_round_is_not_moved(planned: tuple[Round, Round]) -> None:
    one, other = planned
    assert "tidak ada di putaran itu" in refused(one, other, other.stops[0].family)


def test_a_day_that_is_full_is_refused_with_what_to_do(
    planned: tuple[Round, Round], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = planned
    assert other.hours is not None
    monkeypatch.setattr(reassigning, "HOURS", other.hours)  # full to the minute
    assert "lebih dari 8 jam. Pilih juru bayar lain" in refused(one, other, one.stops[0].family)


def test_a_home_in_a_red_place_is_not_given_to_one_alone(planned: tuple[Round, Round]) -> None:
    one, other = planned
    earlier(one.stops[0].family, reason="unsafe_place")
    assert "didatangi berdua. Biarkan di putaran ini" in refused(one, other, one.stops[0].family)


def test_the_trip_to_red_places_stays_first(planned: tuple[Round, Round]) -> None:
    one, other = planned
    last = one.stops[-1].family
    earlier(last, reason="unsafe_place")
    assert moved(one, other, one.stops[0].family) == 302
    giver = visits.round_of(one.id)
    assert giver is not None
    assert giver.stops[0].family == last


def test_a_home_that_agreed_on_the_evening_is_last_wherever_it_goes(planned: tuple[Round, Round]) -> None:
    one, other = planned
    family = one.stops[0].family
    earlier(family, again_on=str(cast.DAY), again_part="evening")
    assert moved(one, other, family) == 302
    taker = visits.round_of(other.id)
    assert taker is not None
    assert taker.stops[-1].family == family


def test_the_board_shows_every_family_with_a_form_that_needs_no_script(planned: tuple[Round, Round]) -> None:
    one, other = planned
    page = signed_in(Role.SUPERVISOR).get(f"{reverse('rounds_board', args=[cast.OFFICE])}?day={cast.DAY}")
    shown = page.content.decode()
    for stop in (*one.stops, *other.stops):
        assert f'data-family="{stop.family}"' in shown
    assert shown.count('name="into"') == shown.count('draggable="true"') == len(one.stops) + len(other.stops)


def test_a_round_that_is_out_stands_there_locked_with_the_reason(world: World, planned: tuple[Round, Round]) -> None:
    page = signed_in(Role.SUPERVISOR).get(f"{reverse('rounds_board', args=[cast.OFFICE])}?day={cast.DAY}")
    shown = page.content.decode()
    assert f'data-drop="{world.round_id}" data-refuses="' in shown
    assert f'action="{reverse("round_move", args=[world.round_id])}"' not in shown
    assert f'value="{world.round_id}"' not in shown


def test_where_no_round_is_planned_the_board_says_where_to_plan(world: World) -> None:
    page = signed_in(Role.SUPERVISOR).get(f"{reverse('rounds_board', args=[cast.OFFICE])}?day=2026-01-02")
    shown = page.content.decode()
    assert "Belum ada putaran" in shown
    assert "data-board" not in shown


def ways(role: Role = Role.OFFICE_HEAD, *, client: Client | None = None, area: str | None = None) -> Any:
    answer = (client or signed_in(role, area=area)).get(
        reverse("rounds_board_ways", args=[cast.OFFICE]), {"day": str(cast.DAY)}
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.content)


def test_the_map_tells_each_payers_way_in_order_and_no_family_by_name(planned: tuple[Round, Round]) -> None:
    told = ways()
    drawn = {one["name"]: one for one in told["rounds"]}
    assert {"Kadek", "Putu"} <= set(drawn)
    of_one = {tuple(stop.family for stop in one.stops) for one in planned}
    for name in ("Kadek", "Putu"):
        homes = drawn[name]["homes"]
        assert tuple(UUID(home[3]) for home in homes) in of_one
        assert [home[7] for home in homes] == list(range(1, len(homes) + 1))
        assert len(drawn[name]["way"]) == len(homes) + 1  # from the office
        assert drawn[name]["before"] == []
    assert "Wayan" not in json.dumps(told)


def test_after_a_move_both_payers_earlier_ways_are_beside_the_new_ones(planned: tuple[Round, Round]) -> None:
    one, other = planned
    client = signed_in(Role.OFFICE_HEAD)
    was = {drawn["name"]: drawn["way"] for drawn in ways(client=client)["rounds"]}
    said = {"family": str(one.stops[0].family), "into": str(other.id)}
    client.post(reverse("round_move", args=[one.id]), said)
    now = {drawn["name"]: drawn for drawn in ways(client=client)["rounds"]}
    for name in ("Kadek", "Putu"):
        assert now[name]["before"] == was[name]
        assert now[name]["way"] != was[name]
    assert now["Made"]["before"] == []
    assert all(drawn["before"] == [] for drawn in ways(Role.SUPERVISOR)["rounds"])  # another's sitting


def test_a_region_sees_the_doors_of_its_own_villages_alone(planned: tuple[Round, Round]) -> None:
    family = planned[0].stops[0].family
    assert str(family) in json.dumps(ways())
    apps.get_model("registry", "Family").objects.filter(id=family).update(village_id=FAR_VILLAGE, office_id=None)
    assert str(family) not in json.dumps(ways(Role.SUPERVISOR, area=cast.VILLAGE))


def test_a_look_at_the_map_of_rounds_is_on_record(planned: tuple[Round, Round]) -> None:
    ways()
    (looked,) = journal.entries(word="access.looked")
    assert looked.about == f"office:{cast.OFFICE}"
