"""Every address as every role: what the table below says, and nothing else. A view that declares nothing fails."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from amanah.access import commands, queries
from amanah.access.types import Role
from amanah.web.doors import declaration
from amanah.web.urls import urlpatterns
from tests.web.cast import Answer, World, outside, signed_in

MINISTRY, HQ, HEAD, SUPERVISOR = Role.MINISTRY, Role.HQ, Role.OFFICE_HEAD, Role.SUPERVISOR
CASHIER, COMPANION, AUDITOR = Role.CASHIER, Role.COMPANION, Role.AUDITOR
EVERYBODY = frozenset(Role)
NOBODY_ASKED: frozenset[Role] = frozenset()  # open to whoever comes

# What domain.md says of who may do what, address by address. Written by hand: a change here is a decision.
MAY: dict[str, frozenset[Role]] = {
    "home": EVERYBODY,
    "login": NOBODY_ASKED,
    "logout": NOBODY_ASKED,
    "language": NOBODY_ASKED,
    "letter_check": NOBODY_ASKED,
    "today": frozenset({HEAD, SUPERVISOR, CASHIER, HQ, MINISTRY, AUDITOR}),
    "maps": frozenset({HEAD, SUPERVISOR, CASHIER, HQ, MINISTRY, AUDITOR}),
    "map_live": frozenset({HEAD, SUPERVISOR, CASHIER, HQ, MINISTRY, AUDITOR}),
    "map_heat": frozenset({HEAD, SUPERVISOR, CASHIER, HQ, MINISTRY, AUDITOR}),
    "map_ground": frozenset({HEAD, SUPERVISOR, CASHIER, HQ, MINISTRY, AUDITOR}),
    "map_homes": frozenset({HEAD, SUPERVISOR, MINISTRY, AUDITOR}),
    "map_home_tiles": frozenset({HEAD, SUPERVISOR, MINISTRY, AUDITOR}),
    "map_export": frozenset({HEAD, AUDITOR}),
    "round_map": frozenset({HEAD, SUPERVISOR, AUDITOR}),
    "round_way": frozenset({HEAD, SUPERVISOR, AUDITOR}),
    "families": frozenset({HEAD, SUPERVISOR, COMPANION, MINISTRY, AUDITOR}),
    "homes": frozenset({HEAD, SUPERVISOR, AUDITOR}),
    "homes_office": frozenset({HEAD, SUPERVISOR, AUDITOR}),
    "homes_file": frozenset({HEAD, AUDITOR}),
    "family": frozenset({HEAD, SUPERVISOR, COMPANION, MINISTRY, AUDITOR}),
    "family_numbers": frozenset({HEAD, SUPERVISOR, COMPANION, MINISTRY, AUDITOR}),
    "family_code": frozenset({HEAD, SUPERVISOR}),
    "family_camera": frozenset({HEAD, SUPERVISOR}),
    "family_face": frozenset({HEAD, SUPERVISOR}),
    "family_home": frozenset({HEAD, SUPERVISOR}),
    "family_home_back": frozenset({HEAD, SUPERVISOR}),
    "visit": frozenset({HEAD, SUPERVISOR, COMPANION, MINISTRY, AUDITOR}),
    "visit_complain": frozenset({HEAD, SUPERVISOR, MINISTRY}),
    "photo": frozenset({HEAD, SUPERVISOR, COMPANION, MINISTRY, AUDITOR}),
    "rounds": frozenset({HEAD, SUPERVISOR, CASHIER, AUDITOR}),
    "round": frozenset({HEAD, SUPERVISOR, CASHIER, AUDITOR}),
    "round_lease": frozenset({HEAD, SUPERVISOR}),
    "round_take_over": frozenset({HEAD, SUPERVISOR}),
    "round_move": frozenset({HEAD, SUPERVISOR}),
    "round_pass_on": frozenset({HEAD, SUPERVISOR}),
    "rounds_board": frozenset({HEAD, SUPERVISOR}),
    "rounds_board_ways": frozenset({HEAD, SUPERVISOR}),
    "rounds_go_around": frozenset({HEAD, SUPERVISOR}),
    "round_cash": frozenset({HEAD, CASHIER}),
    "rounds_plan": frozenset({HEAD}),
    "tagging_plan": frozenset({HEAD}),
    "enrolment": frozenset({HEAD, SUPERVISOR}),
    "phones": frozenset({HEAD, SUPERVISOR, AUDITOR}),
    "phone": frozenset({HEAD, SUPERVISOR, AUDITOR}),
    "phone_replace": frozenset({HEAD, SUPERVISOR}),
    "phone_revoke": frozenset({HEAD, SUPERVISOR}),
    "phone_open_letter": frozenset({HEAD, SUPERVISOR}),
    "take_in": frozenset({HEAD, SUPERVISOR}),
    "take_in_events": frozenset({HEAD, SUPERVISOR}),
    "take_in_photo": frozenset({HEAD, SUPERVISOR}),
    "cases_precision": frozenset({HEAD, SUPERVISOR, MINISTRY, AUDITOR}),
    "cases": frozenset({HEAD, SUPERVISOR, MINISTRY, AUDITOR}),
    "case": frozenset({HEAD, SUPERVISOR, MINISTRY, AUDITOR}),
    "case_close": frozenset({HEAD, SUPERVISOR}),
    "case_call_back": frozenset({HEAD, MINISTRY}),
    "samples": frozenset({HEAD, MINISTRY, HQ, AUDITOR}),
    "sample": frozenset({HEAD, MINISTRY, HQ, AUDITOR}),
    "case_answer": frozenset({HEAD, MINISTRY}),
    "case_judge": frozenset({HEAD, SUPERVISOR, MINISTRY}),
    "case_resolve": frozenset({HEAD, SUPERVISOR}),
    "cash": frozenset({HEAD, SUPERVISOR, CASHIER, AUDITOR}),
    "cash_count": frozenset({HEAD, SUPERVISOR, CASHIER}),
    "lists": frozenset({MINISTRY, HQ, HEAD, AUDITOR}),
    "list_receive": frozenset({MINISTRY, HQ}),
    "batch": frozenset({MINISTRY, HQ, HEAD, AUDITOR}),
    "batch_refusals": frozenset({MINISTRY, HQ, HEAD, AUDITOR}),
    "batch_references": frozenset({MINISTRY, HQ}),
    "batch_allocate": frozenset({HQ}),
    "letters": frozenset({HEAD, HQ}),
    "rejections": frozenset({HEAD, MINISTRY, AUDITOR}),
    "verdicts": frozenset({MINISTRY, AUDITOR}),
    "verdict": frozenset({MINISTRY, AUDITOR}),
    "verdict_decide": frozenset({MINISTRY}),
    "verdicts_decide": frozenset({MINISTRY}),
    "stage_next": frozenset({MINISTRY}),
    "audit": frozenset({AUDITOR}),
    "audit_sound": frozenset({AUDITOR}),
    "audit_looks": frozenset({AUDITOR}),
    "audit_ledger": frozenset({AUDITOR}),
    "audit_account": frozenset({AUDITOR}),
    "audit_destroyed": frozenset({AUDITOR}),
    "audit_certificate": frozenset({AUDITOR}),
}
# Addresses that name a thing in a place: the right role of another area is a stranger there.
HAS_A_PLACE = frozenset(
    {
        "homes_office", "homes_file", "family_home", "family_home_back",
        "family", "family_numbers", "family_code", "family_camera", "family_face", "photo", "round", "round_lease",
        "round_move", "round_pass_on", "rounds_board", "rounds_board_ways", "rounds_go_around",
        "round_take_over", "round_cash", "rounds_plan", "tagging_plan", "enrolment",
        "phone_revoke", "phone", "phone_replace",
        "phone_open_letter", "take_in_events", "take_in_photo", "case", "case_answer",
        "map_live", "map_heat", "map_ground", "map_homes", "map_home_tiles", "map_export", "round_map", "round_way",
        "case_close", "case_call_back", "sample",
        "case_judge", "case_resolve", "cash_count", "letters", "visit", "visit_complain", "verdict",
        "verdict_decide",
    }
)  # fmt: skip
# What is the whole country's: only somebody whose area is everywhere.
NATIONAL = frozenset(
    {
        "list_receive", "batch_references", "batch_allocate", "stage_next", "audit", "audit_sound", "audit_looks",
        "audit_ledger", "audit_account", "audit_destroyed", "audit_certificate",
    }
)  # fmt: skip
CLOSED = sorted(name for name, roles in MAY.items() if roles)


def pattern(name: str) -> URLPattern:
    return next(one for one in urlpatterns if one.name == name)


def asked(client: Client, name: str, world: World, *, verb: str | None = None) -> Answer:
    declared = declaration(pattern(name).callback)
    assert declared is not None
    wanted = verb or ("POST" if declared.verb == "POST" else "GET")
    names = {key: value for key, value in world.names().items() if key in pattern(name).pattern.converters}
    answer: Answer = client.generic(wanted, reverse(name, kwargs=names))
    return answer


def is_refused(answer: Answer) -> bool:
    return answer.status_code == 403 and b"bukan untuk peran" in answer.content


def test_every_address_is_in_the_table() -> None:
    assert {one.name for one in urlpatterns} == set(MAY)


def test_every_view_declares_who_may_open_it_as_the_table_says() -> None:
    declared = {one.name: declaration(one.callback) for one in urlpatterns}
    assert {name for name, found in declared.items() if found is None} == set()
    assert {name: found.roles for name, found in declared.items() if found} == MAY


def test_every_address_that_names_a_thing_asks_where_it_lies() -> None:
    """Anybody who sees lists may read a batch, and bulk decisions are held to the officer's area one by one."""
    named_freely = re.compile("uuid:(batch|stage)")
    named = {one.name for one in urlpatterns if one.pattern.converters}
    placed = {one.name for one in urlpatterns if (found := declaration(one.callback)) and found.area}
    assert placed == HAS_A_PLACE | NATIONAL
    assert all(named_freely.search(str(pattern(str(name)).pattern)) for name in named - placed)


def test_nobody_sees_anything_without_signing_in(world: World) -> None:
    for name in CLOSED:
        answer = asked(Client(), name, world)
        assert (answer.status_code, answer.headers.get("Location", "")[:12]) == (302, "/login/?next"), name


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_says_and_nothing_else(role: Role, world: World) -> None:
    client = signed_in(role)
    for name in CLOSED:
        answer = asked(client, name, world)
        assert is_refused(answer) == (role not in MAY[name]), (name, answer.status_code)
        assert answer.status_code < 500, name


@pytest.mark.parametrize("role", [HEAD, SUPERVISOR, CASHIER, COMPANION])
def test_the_right_role_of_another_area_is_a_stranger(role: Role, world: World) -> None:
    client = outside(role)
    for name in sorted(HAS_A_PLACE | NATIONAL):
        if role in MAY[name]:
            assert is_refused(asked(client, name, world)), name


@pytest.mark.parametrize("role", [MINISTRY, AUDITOR, HQ])
def test_a_national_role_given_one_office_only_is_a_stranger_elsewhere(role: Role, world: World) -> None:
    client = outside(role)
    for name in sorted(HAS_A_PLACE | NATIONAL):
        if role in MAY[name]:
            assert is_refused(asked(client, name, world)), name


def test_no_address_changes_anything_by_being_looked_at(world: World) -> None:
    writing = [one.name for one in urlpatterns if (found := declaration(one.callback)) and found.verb == "POST"]
    clients = {role: signed_in(role) for role in (HEAD, MINISTRY, HQ)}
    for name in writing:
        role = next((role for role in clients if not MAY[str(name)] or role in MAY[str(name)]), HEAD)
        assert asked(clients[role], str(name), world, verb="GET").status_code == 405, name


def test_no_form_is_taken_from_another_site(world: World) -> None:
    writing = [str(one.name) for one in urlpatterns if (found := declaration(one.callback)) and found.verb != "GET"]
    for name in writing:
        answer = asked(Client(enforce_csrf_checks=True), name, world, verb="POST")
        assert answer.status_code == 403, name


def test_somebody_who_no_longer_works_here_is_nobody(world: World) -> None:
    client = signed_in(HEAD)
    username = next(person.username for person, _ in queries.people() if person.username.startswith("office-head"))
    commands.dismiss(username, by="test")
    assert asked(client, "today", world).status_code == 302
