"""A visit that only marks the home: planned, carried, told, judged, learnt, and never a rupiah moved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction

from amanah.access import commands as access
from amanah.access.types import Grant, Phone, Role
from amanah.config import jobs
from amanah.ledger import commands as ledger
from amanah.ledger import queries as balances
from amanah.ledger import types as accounts
from amanah.ledger.types import Transfer
from amanah.registry import queries as registry
from amanah.registry.types import TagKind
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.values.problem import Problem
from amanah.vault import signing
from amanah.visits import commands, models, queries
from amanah.visits.commands import replacing
from amanah.visits.commands import tagging as tagging_
from amanah.visits.store.books import constraint_of
from amanah.visits.types import Accepted, Doubt, Met, Tagged
from tests.visits import cast
from tests.visits.cast import DAY, HOME, NOW, OFFICE, VILLAGE, Debt, Handset
from tests.visits.conftest import Field

HEAD = "user:head"


def a_tagger(name: str = "dewi") -> tuple[Phone, Handset]:
    person = access.hire(name, name.title(), cast.PASSWORD, [Grant(Role.GEOTAGGER, f"nopen:{OFFICE}")], by="test")
    key = ec.generate_private_key(ec.SECP256R1())
    code = access.open_enrolment(person.id, office=OFFICE, by="test", now=NOW)
    phone = access.enrol_phone(code, public_key=signing.public_text(key), name=name, now=NOW).phone
    return phone, Handset(phone.id, key)


@pytest.fixture
def tagging(db: None) -> Field:
    """Five families nobody has a home of; a geotagger out on a round of all of them."""
    cast.an_office()
    phone, handset = a_tagger()
    debts = [cast.a_debt(number) for number in range(1, 6)]
    (round_id,) = tagging_.plan_tagging(OFFICE, DAY, [phone.payer.id], by=HEAD, now=NOW).rounds
    commands.lease_round(round_id, phone.id, by=HEAD, now=NOW)
    return Field(phone, handset, debts, round_id, cast.a_stage())


def tags(handset: Handset, debt: Debt, *, photo: str = "", **other: Any) -> UUID:
    visit = new_id()
    who = {"visit": str(visit), "family": str(debt.family)}
    house = [one for one in cast.photos(photo or str(visit)) if one["kind"] == "house"]
    handset.say("visit.started", {**who, "how": "list"})
    handset.say(
        "home.tagged", {**who, "place": cast.a_place(), "photos": house, "met": "neighbour", "note": "", **other}
    )
    return visit


def follows(visit: UUID) -> None:
    jobs.learn_homes({"visits": [str(visit)]}, NOW)


def problem(call: Any) -> str:
    with pytest.raises(Problem) as raised:
        call()
    return raised.value.code


def test_a_round_to_tag_brings_homes_without_a_trusted_place(tagging: Field) -> None:
    found = queries.round_of(tagging.round)
    assert found is not None
    assert {stop.family for stop in found.stops} == {debt.family for debt in tagging.debts}
    assert (found.kind, found.needed, found.state) == ("tag", Money(0), "out")


def test_payers_still_get_the_families_a_geotagger_looks_for(tagging: Field) -> None:
    payer, _ = cast.a_phone("made")
    planned = commands.plan_rounds(OFFICE, DAY, [payer.payer.id], tagging.stage, by=HEAD, now=NOW)
    assert planned.families == 5


def test_a_day_holds_so_many_homes_and_only_of_the_villages_asked(tagging: Field) -> None:
    other, _ = a_tagger("eka")
    cast.a_debt(20), cast.a_debt(21)
    asked: dict[str, Any] = {"by": HEAD, "now": NOW, "most_stops": 1}
    elsewhere = lambda: tagging_.plan_tagging(  # noqa: E731 (one call, named for the reader)
        OFFICE, DAY, [other.payer.id], villages=["51.71.99.1001"], **asked
    )
    assert problem(elsewhere) == "homes_all_known"
    made = tagging_.plan_tagging(OFFICE, DAY, [other.payer.id], villages=[VILLAGE], **asked)
    assert (made.families, made.left_out) == (1, 1)


def test_nobody_is_planned_to_tag_who_is_no_geotagger(tagging: Field) -> None:
    payer, _ = cast.a_phone("made")
    plan = lambda: tagging_.plan_tagging(OFFICE, DAY, [payer.payer.id], by=HEAD, now=NOW)  # noqa: E731 (as above)
    assert problem(plan) == "geotagger_unknown"


def test_the_pack_says_no_more_than_finding_the_house_takes(tagging: Field) -> None:
    cast.a_home(tagging.debts[0])
    pack = queries.pack_for(tagging.phone, now=NOW, epoch=1)
    assert pack is not None
    assert pack["round"]["kind"] == "tag"
    first = pack["families"][0]
    told = {key for key, value in first.items() if value}
    assert told <= {"family", "order", "name", "address", "banjar", "village", "hazards", "home", "tags"}
    assert len(pack["families"]) == 5
    assert (pack["letter_key"], pack["seal_key"], pack["approvers"], pack["supervisor"]) == (None, None, [], None)
    said = json.dumps(pack)
    assert str(tagging.debts[0].entitlement) not in said
    assert str(cast.OWED) not in said


def test_a_marked_home_is_learnt(tagging: Field) -> None:
    visit = tags(tagging.handset, tagging.debts[0], note="pagar biru")
    assert tagging.sends().held == ()
    seen = queries.visit(visit)
    assert seen is not None
    assert isinstance(seen.visit.ending, Tagged)
    assert (seen.visit.ending.met, seen.visit.ending.note, seen.village) == (Met.NEIGHBOUR, "pagar biru", VILLAGE)
    assert seen.doubts == frozenset()
    follows(visit)
    (tag,) = registry.home_tags(tagging.debts[0].family)
    assert (tag.lat, tag.lng, tag.kind) == (*HOME, TagKind.GEOTAG)


@pytest.mark.parametrize(
    ("place", "doubt"),
    [
        ({"lat": -8.7}, Doubt.OUTSIDE_VILLAGE),
        ({"accuracy_m": 900}, Doubt.POOR_ACCURACY),
    ],
)
def test_a_place_that_is_spoken_against_is_not_learnt(tagging: Field, place: dict[str, Any], doubt: Doubt) -> None:
    visit = tags(tagging.handset, tagging.debts[0], place=cast.a_place(**place))
    tagging.sends()
    seen = queries.visit(visit)
    assert seen is not None
    assert doubt in seen.doubts
    follows(visit)
    assert registry.home_tags(tagging.debts[0].family) == []


def test_one_house_front_does_not_mark_two_homes(tagging: Field) -> None:
    tags(tagging.handset, tagging.debts[0], photo="one")
    visit = tags(tagging.handset, tagging.debts[1], photo="one")
    tagging.sends()
    seen = queries.visit(visit)
    assert seen is not None
    assert Doubt.PHOTO_REUSED in seen.doubts
    follows(visit)
    assert registry.home_tags(tagging.debts[1].family) == []


def test_without_a_photo_of_the_house_nothing_is_learnt(tagging: Field) -> None:
    visit = tags(tagging.handset, tagging.debts[0], photos=[])
    tagging.sends()
    follows(visit)
    assert registry.home_tags(tagging.debts[0].family) == []


def test_far_from_a_place_nobody_trusts_is_doubted_and_learnt(tagging: Field) -> None:
    cast.a_home(tagging.debts[0], lat=HOME[0] + 0.004)
    visit = tags(tagging.handset, tagging.debts[0])
    tagging.sends()
    seen = queries.visit(visit)
    assert seen is not None
    assert seen.doubts == {Doubt.FAR_FROM_HOME}
    follows(visit)
    assert TagKind.GEOTAG in {tag.kind for tag in registry.home_tags(tagging.debts[0].family)}


def test_a_home_that_is_not_found_has_its_reason(tagging: Field) -> None:
    visit = cast.fails(tagging.handset, tagging.debts[0], reason="moved", entitlements=[])
    assert tagging.sends().held == ()
    found = queries.round_of(tagging.round)
    assert found is not None
    assert queries.tagged(found)[tagging.debts[0].family].reason == "moved"
    follows(visit)
    assert registry.home_tags(tagging.debts[0].family) == []


def test_a_geotaggers_day_is_no_payers_day(tagging: Field) -> None:
    cast.fails(tagging.handset, tagging.debts[0], reason="moved", entitlements=[])
    tags(tagging.handset, tagging.debts[1])
    tagging.sends()
    today = queries.today(OFFICE, DAY)
    assert (today.failed, today.waiting, today.payers) == (0, 0, ())


def test_the_end_of_the_day_closes_the_round(tagging: Field) -> None:
    nothing = {"float": 0, "paid": 0, "returned": 0, "variance": 0}
    tagging.handset.say("day.opened", {"round": str(tagging.round), "float": 0, "counted": True})
    tagging.handset.say("day.closed", {"round": str(tagging.round), **nothing, "note": "", "visits": 0, "failed": 0})
    assert tagging.sends().held == ()
    found = queries.round_of(tagging.round)
    assert found is not None
    assert found.state == "closed"


def held_codes(answer: Accepted) -> list[str]:
    return [one.code for one in answer.held]


def test_money_from_a_phone_that_only_tags_is_kept_aside_and_never_booked(tagging: Field) -> None:
    tagging.handset.say("day.opened", {"round": str(tagging.round), "float": 5_000_000, "counted": True})
    cast.pays(tagging.handset, tagging.debts[0])
    tagging.handset.say("cash.returned", {"amount": 4_400_000, "office": OFFICE})
    visit = tags(tagging.handset, tagging.debts[1])
    answer = tagging.sends()

    assert held_codes(answer) == ["tags_only"] * 4
    assert answer.ack_seq == tagging.handset.seq  # the chain goes on: nothing that was signed is lost
    assert not models.Settlement.objects.exists()
    assert balances.transfers(account=accounts.bag(tagging.phone.id, DAY)) == []
    assert {one.code for one in queries.incidents(tagging.phone.id)} == {"tags_only"}
    assert queries.visit(visit) is not None
    assert replace(tagging.sends(), fresh=answer.fresh) == answer  # a replay gets the same answer
    assert queries.replay().differences == ()


def test_a_round_to_pay_and_one_to_tag_keep_to_their_phones(tagging: Field) -> None:
    payer, _ = cast.a_phone("made")
    (paying,) = commands.plan_rounds(OFFICE, DAY, [payer.payer.id], tagging.stage, by=HEAD, now=NOW).rounds
    models.Round.objects.filter(id=paying).update(payer=tagging.phone.payer.id)
    asked: dict[str, Any] = {"by": HEAD, "now": NOW}
    assert problem(lambda: commands.lease_round(paying, tagging.phone.id, **asked)) == "phone_only_tags"
    assert problem(lambda: commands.hand_cash(tagging.round, Money(1000), **asked)) == "round_only_tags"
    assert problem(lambda: commands.close_round(tagging.round, Money(0), **asked)) == "round_only_tags"


def refused_by(write: Any) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return constraint_of(caught.value)


def test_the_database_itself_lets_a_tagging_phone_move_no_money(tagging: Field) -> None:
    debt, phone = tagging.debts[0], tagging.phone.id
    tags(tagging.handset, debt)
    tagging.sends()
    event = models.Event.objects.filter(phone=phone).first()
    settlement = models.Settlement(
        id=new_id(), payment=new_id(), entitlement=debt.entitlement, visit=new_id(), family=debt.family,
        phone_id=phone, office_id=OFFICE, day=DAY, amount=1, is_paid=True, event=event, at=NOW,
    )  # fmt: skip
    lease = models.Lease(
        id=new_id(), entitlement_id=debt.entitlement, phone_id=phone, round_id=tagging.round, fence=1, taken_at=NOW
    )
    bag, box = accounts.bag(phone, DAY), accounts.office(OFFICE)
    law = "tagging_phone_moves_no_money"
    assert refused_by(lambda: models.Settlement.objects.bulk_create([settlement])) == law
    assert refused_by(lambda: models.Lease.objects.bulk_create([lease])) == law
    for giver, receiver in ((bag, box), (box, bag)):
        transfer = Transfer(new_id(), giver, receiver, Money(1), "float.handed", "test", NOW + timedelta(hours=1))
        assert refused_by(lambda moved=transfer: ledger.post([moved], by="test")) == law


def test_the_database_keeps_rounds_and_phones_to_one_duty(tagging: Field) -> None:
    payer, _ = cast.a_phone("made")
    tag_round = models.Round.objects.filter(id=tagging.round)
    assert refused_by(lambda: tag_round.update(phone=payer.id)) == "round_fits_its_phone"
    assert refused_by(lambda: tag_round.update(float=1)) == "tagging_round_has_no_money"
    assert refused_by(lambda: tag_round.update(stage=tagging.stage)) == "tagging_round_has_no_money"


def test_a_replaced_phone_goes_on_with_what_is_not_marked(tagging: Field) -> None:
    tags(tagging.handset, tagging.debts[0])
    tagging.sends()
    code = replacing.replace(tagging.phone.id, by=HEAD, now=NOW, reason="rusak")
    key = signing.public_text(ec.generate_private_key(ec.SECP256R1()))
    replacing.enrol(code, public_key=key, name="baru", now=NOW)
    row = models.Round.objects.get(goes_on=tagging.round)
    assert (row.kind, row.stops.count()) == ("tag", 4)
