"""The office's maps: homes only for those who may open their families, and each look on record."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import F
from django.test import Client
from django.urls import reverse

from amanah.access.types import Role
from amanah.geo.maps import office_shelf
from amanah.journal import queries as journal
from amanah.oversight import commands as oversight
from amanah.values.ids import new_id
from amanah.visits import commands as visiting
from amanah.visits.queries import mapped
from amanah.visits.types.mapped import HomeState
from tests.visits import cast
from tests.web.cast import Answer, World, outside, shown, signed_in

SECRET = b"tiles that hold homes"


def _got(client: Client, name: str, **query: Any) -> Any:
    answer = client.get(reverse(name, args=[cast.OFFICE]), {"day": str(cast.DAY), **query})
    assert answer.status_code == 200, answer.content
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.content)


def _families() -> list[cast.Debt]:
    rows = apps.get_model("programs", "Entitlement").objects.order_by("id_salur")
    return [cast.Debt(row.family_id, row.pk) for row in rows]


def _looks() -> list[str]:
    entries = journal.entries(word="access.looked", before=None, limit=50, newest_first=True)
    return [str(entry.details["reason"]) for entry in entries if entry.details["what"] == "homes"]


@pytest.fixture
def housed(world: World) -> World:
    """Every family of the world lives somewhere."""
    for n, debt in enumerate(_families()):
        cast.a_home(debt, lat=cast.HOME[0] + n * 0.001)
    return world


@pytest.fixture
def tiles(settings: Any, tmp_path: Path) -> None:
    settings.AMANAH_MAPS_DIR = tmp_path
    office_shelf.keep(tmp_path, cast.OFFICE, office_shelf.HOMES, SECRET)


def test_homes_are_told_by_their_state_and_without_a_name(housed: World) -> None:
    told = _got(signed_in(Role.OFFICE_HEAD), "map_homes")
    states = sorted(row[2] for row in told["homes"])
    assert states == [HomeState.DOUBTED, HomeState.OUT, HomeState.OUT]  # one paid with a face that isn't certain
    assert "Wayan" not in json.dumps(told)


def test_a_home_whose_place_is_not_trusted_is_told_as_a_guess_and_roughly(world: World) -> None:
    vague = str(_families()[1].family)
    for debt, accuracy_m in zip(_families(), (5, 300, 5), strict=True):
        tag = {"lat": cast.HOME[0] + 1e-6, "lng": cast.HOME[1] + 1e-6, "accuracy_m": accuracy_m, "at": cast.NOW}
        apps.get_model("registry", "HomeTag").objects.create(family_id=debt.family, **tag)
    head = signed_in(Role.OFFICE_HEAD)
    rows = {row[3]: row for row in _got(head, "map_homes")["homes"]}
    assert [row[8] for id_, row in rows.items() if id_ != vague] == [True, True]
    lng, lat, *_, is_sure = rows[vague]
    assert not is_sure
    assert (lng, lat) == (round(lng, 4), round(lat, 4))
    written = _exported(head, format="csv", reason="peta").content.decode("utf-8-sig")
    assert written.count("sekitar · around,false") == 1


def test_a_home_whose_place_nobody_knows_is_counted_and_not_drawn(world: World) -> None:
    told = _got(signed_in(Role.OFFICE_HEAD), "map_homes")
    assert (len(told["homes"]), told["unplaced"]) == (0, 3)


def test_a_failed_visit_says_why_and_a_payment_outweighs_it(housed: World) -> None:
    phone = apps.get_model("access", "Phone").objects.get()
    day = apps.get_model("visits", "Visit")
    for ending, state in (("failed", HomeState.FAILED), ("paid", HomeState.PAID), ("failed", HomeState.PAID)):
        day.objects.create(
            id=new_id(), phone=phone, office_id=cast.OFFICE, family=_families()[2].family, day=cast.DAY,
            started_at=cast.NOW, ending=ending, reason="moved" if ending == "failed" else "", ended_seq=9,
            received_at=cast.NOW,
        )  # fmt: skip
        told = {one.family: one for one in mapped.homes_today([cast.OFFICE], cast.DAY)}
        assert told[_families()[2].family].state is state


def test_a_region_sees_the_homes_of_its_own_villages_alone(housed: World) -> None:
    family = _families()[1].family
    apps.get_model("registry", "Family").objects.filter(id=family).update(village_id="51.08.01.2001", office_id=None)
    inside = signed_in(Role.SUPERVISOR, area=cast.VILLAGE)
    drawn = {row[3] for row in _got(inside, "map_homes")["homes"]}
    assert len(drawn) == 2
    assert str(family) not in drawn


def test_a_step_at_a_strangers_door_is_not_on_the_way_either(housed: World) -> None:
    paid = _families()[0].family
    inside = signed_in(Role.SUPERVISOR, area=cast.VILLAGE)
    assert len(_got(inside, "map_homes")["ways"][0]["steps"]) == 1
    apps.get_model("registry", "Family").objects.filter(id=paid).update(village_id="51.08.01.2001", office_id=None)
    assert _got(inside, "map_homes")["ways"][0]["steps"] == []


def test_what_everybody_watches_holds_no_family(housed: World) -> None:
    cashier = signed_in(Role.CASHIER)
    said = json.dumps([_got(cashier, name) for name in ("map_live", "map_heat")])
    assert not any(str(debt.family) in said for debt in _families())


def test_a_doubt_of_a_payers_day_is_told_to_those_who_see_cases_until_it_is_answered(world: World) -> None:
    oversight.complain(new_id(), visit=world.visit, received=550_000, note="", by="user:sari", now=cast.NOW)
    oversight.look(cast.OFFICE, cast.DAY, by="job:patterns", now=cast.NOW)
    supervisor = signed_in(Role.SUPERVISOR)
    [doubt] = [one for payer in _got(supervisor, "map_live")["payers"] for one in payer["doubts"]]
    assert "seluruhnya Rp50.000" in doubt["why"]
    for role in (Role.CASHIER, Role.HQ):
        assert all(payer["doubts"] == [] for payer in _got(signed_in(role), "map_live")["payers"])
    supervisor.post(reverse("case_close", args=[doubt["case"]]), {"outcome": "upheld", "note": "suratnya benar"})
    assert all(payer["doubts"] == [] for payer in _got(supervisor, "map_live")["payers"])


def test_a_look_is_on_record_once_an_hour_however_often_the_map_refreshes(housed: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    for _ in range(3):
        _got(client, "map_homes")
    assert _looks() == [f"map of {cast.DAY}"]
    _got(signed_in(Role.OFFICE_HEAD), "map_homes")
    assert len(_looks()) == 2


def test_tiles_of_homes_come_in_parts_for_those_who_see_the_whole_office(world: World, tiles: None) -> None:
    address = reverse("map_home_tiles", args=[cast.OFFICE])
    client = signed_in(Role.OFFICE_HEAD)
    answer = client.get(address, HTTP_RANGE="bytes=6-9")
    assert (answer.status_code, answer.content) == (206, SECRET[6:10])
    assert answer.headers["Content-Range"] == f"bytes 6-9/{len(SECRET)}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(_looks()) == 1
    beyond = client.get(address, HTTP_RANGE="bytes=900-")
    assert beyond.status_code == 416


def test_a_region_that_touches_the_office_gets_no_tiles_of_its_homes(world: World, tiles: None) -> None:
    answer = signed_in(Role.SUPERVISOR, area=cast.VILLAGE).get(reverse("map_home_tiles", args=[cast.OFFICE]))
    assert answer.status_code == 403
    assert SECRET not in answer.content


def test_tiles_that_were_never_made_are_not_found(world: World, settings: Any, tmp_path: Path) -> None:
    settings.AMANAH_MAPS_DIR = tmp_path
    assert signed_in(Role.OFFICE_HEAD).get(reverse("map_ground", args=[cast.OFFICE])).status_code == 404


def test_a_page_names_only_what_its_reader_may_ask(housed: World, tiles: None) -> None:
    address = reverse("maps") + f"?day={cast.DAY}"
    homes = reverse("map_homes", args=[cast.OFFICE]), reverse("map_home_tiles", args=[cast.OFFICE])
    head, cashier = (shown(signed_in(role).get(address)) for role in (Role.OFFICE_HEAD, Role.CASHIER))
    assert all(one in head for one in homes)
    assert not any(one in cashier for one in homes)
    assert "Unduh" in head
    assert "Unduh" not in cashier


def test_an_office_nobody_reaches_is_nobodys_map(world: World) -> None:
    page = shown(outside(Role.OFFICE_HEAD).get(reverse("maps"), {"office": cast.OFFICE}))
    assert reverse("map_live", args=[cast.OFFICE]) not in page


def _exported(client: Client, **form: str) -> Answer:
    answer: Answer = client.post(reverse("map_export", args=[cast.OFFICE]), form)
    return answer


@pytest.mark.parametrize("kind", ["csv", "geojson", "gpkg"])
def test_an_export_has_no_names_unless_asked_and_is_on_record(kind: str, housed: World) -> None:
    client = signed_in(Role.OFFICE_HEAD)
    assert b"Wayan" not in _exported(client, format=kind, reason="peta kelurahan").content
    assert b"Wayan" in _exported(client, format=kind, reason="peta kelurahan", names="yes").content
    assert _looks() == [f"export {kind}, names: peta kelurahan", f"export {kind}: peta kelurahan"]


@pytest.mark.parametrize(
    "form", [{"format": "csv"}, {"format": "csv", "reason": " "}, {"format": "shp", "reason": "x"}]
)
def test_an_export_without_a_reason_or_a_known_kind_is_refused_in_words(form: dict[str, str], housed: World) -> None:
    assert _exported(signed_in(Role.OFFICE_HEAD), **form).status_code == 400
    assert _looks() == []


def test_a_round_shows_what_was_passed_on_and_what_came(housed: World) -> None:
    phone, _ = cast.a_phone("komang")
    stage = cast.a_stage()
    late = cast.a_debt(9)
    planned = visiting.plan_rounds(cast.OFFICE, cast.DAY, [phone.payer.id], stage, by="user:head", now=cast.NOW)
    [other] = planned.rounds
    visiting.lease_round(other, phone.id, by="user:head", now=cast.NOW)
    moved = _families()[1]
    visiting.move_lease(
        moved.entitlement, to_round=other, by="user:head", now=cast.NOW + timedelta(hours=1), reason="sakit"
    )
    assert mapped.replanned(housed.round_id).gone == {moved.family}
    assert mapped.replanned(other).came == {moved.family}
    answer = signed_in(Role.SUPERVISOR).get(reverse("round_way", args=[housed.round_id]))
    order = json.loads(answer.content)["order"]
    assert len(order["before"]) == len(order["after"]) + 1
    assert late.family in {stop.family for stop in mapped.homes_of_round(other)}


def test_the_way_before_is_the_plan_the_round_went_out_with(housed: World) -> None:
    address, client = reverse("round_way", args=[housed.round_id]), signed_in(Role.SUPERVISOR)
    made = mapped.plan_made(housed.round_id)
    first = json.loads(client.get(address).content)["order"]
    assert first["changed"] is False
    apps.get_model("visits", "Stop").objects.filter(round=housed.round_id).update(order=100 - F("order"))
    then = json.loads(client.get(address).content)["order"]
    assert (then["changed"], then["before"]) == (True, first["before"])
    assert then["after"][1:] == first["before"][:0:-1]
    assert mapped.plan_made(housed.round_id) == made


@pytest.mark.parametrize("verb", ["UPDATE visits_planmade SET families = '{}'", "DELETE FROM visits_planmade"])
def test_the_database_refuses_to_change_a_plan_that_was_made(housed: World, verb: str) -> None:
    with pytest.raises(IntegrityError, match="only ever added"), connection.cursor() as cursor:
        cursor.execute(verb)
