"""Rounds reassigned before they are out: by the board's form, ordered anew, its cost told, and never once out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from amanah.access.types import Role
from amanah.journal import queries as journal
from amanah.visits import commands as visiting
from amanah.visits import queries as visits
from amanah.visits.types.rounds import Round
from tests.visits import cast
from tests.web.cast import World, signed_in

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


def test_a_round_with_cash_stays_as_it_is(planned: tuple[Round, Round]) -> None:
    one, other = planned
    visiting.hand_cash(other.id, other.needed, by="user:cashier", now=cast.NOW)
    assert moved(one, other, one.stops[0].family) == 409
    assert visits.round_of(one.id) == one


def test_a_family_of_another_round_is_not_moved(planned: tuple[Round, Round]) -> None:
    one, other = planned
    assert moved(one, other, other.stops[0].family) == 409


def test_the_board_shows_every_family_with_a_form_that_needs_no_script(planned: tuple[Round, Round]) -> None:
    one, other = planned
    page = signed_in(Role.SUPERVISOR).get(f"{reverse('rounds_board', args=[cast.OFFICE])}?day={cast.DAY}")
    shown = page.content.decode()
    for stop in (*one.stops, *other.stops):
        assert f'data-family="{stop.family}"' in shown
    assert shown.count('name="into"') == len(one.stops) + len(other.stops)
