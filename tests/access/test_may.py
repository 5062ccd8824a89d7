from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.access import rules
from amanah.access.types import Actor, Grant, Role
from amanah.values.ids import new_id

PARENTS = {"80000": None, "80100": "80000", "80110": "80100", "90000": None}
SERVED_BY = {"51.71.01.1001": "80100", "51.71.01.1002": "80110", "51.03.01.2001": "90000", "51.71.02.1001": None}


def actor(role: Role, area: str) -> Actor:
    grant = Grant(role, area, *rules.reach(area, PARENTS, SERVED_BY))
    return Actor(new_id(), "sari", "Ni Wayan Sari", (grant,))


HEAD = {Role.OFFICE_HEAD}


@pytest.mark.parametrize("office", ["80000", "80100", "80110"])
def test_an_office_head_reaches_the_office_and_all_below_it(office: str) -> None:
    assert actor(Role.OFFICE_HEAD, "nopen:80000").may(HEAD, office=office)


@pytest.mark.parametrize("office", ["90000", "80001", "8", "*"])
def test_an_office_head_reaches_no_office_elsewhere(office: str) -> None:
    assert not actor(Role.OFFICE_HEAD, "nopen:80000").may(HEAD, office=office)


def test_a_sub_office_does_not_reach_the_one_above() -> None:
    assert not actor(Role.OFFICE_HEAD, "nopen:80110").may(HEAD, office="80100")


def test_an_office_reaches_the_villages_it_serves_and_no_other() -> None:
    head = actor(Role.OFFICE_HEAD, "nopen:80100")
    assert head.may(HEAD, village="51.71.01.1002")
    assert not head.may(HEAD, village="51.03.01.2001")
    assert not head.may(HEAD, village="51.71.02.1001")


def test_the_right_place_with_the_wrong_role_is_not_enough() -> None:
    assert not actor(Role.PAYER, "nopen:80000").may(HEAD, office="80000")
    assert not actor(Role.PAYER, "*").may(HEAD)


def test_a_region_reaches_its_villages_known_or_not_and_the_offices_that_serve_them() -> None:
    companion = actor(Role.COMPANION, "51.71")
    assert companion.may({Role.COMPANION}, village="51.71.01.1001")
    assert companion.may({Role.COMPANION}, village="51.71.04.1009")
    assert companion.may({Role.COMPANION}, office="80110")
    assert not companion.may({Role.COMPANION}, village="51.03.01.2001")
    assert not companion.may({Role.COMPANION}, office="90000")


def test_a_region_is_not_a_mere_beginning_of_a_number() -> None:
    assert not actor(Role.COMPANION, "51.7").may({Role.COMPANION}, village="51.71.01.1001")


def test_everywhere_reaches_everything() -> None:
    assert actor(Role.AUDITOR, "*").may({Role.AUDITOR}, office="12345", village="99.99.99.9999")


def test_without_a_place_the_role_alone_counts() -> None:
    assert actor(Role.OFFICE_HEAD, "nopen:80110").may(HEAD)


def test_two_grants_do_not_mix() -> None:
    """A payer here and a head there is no head here."""
    here = Grant(Role.PAYER, "nopen:80100", frozenset({"80100"}))
    there = Grant(Role.OFFICE_HEAD, "nopen:90000", frozenset({"90000"}))
    both = Actor(new_id(), "sari", "Sari", (here, there))
    assert not both.may(HEAD, office="80100")
    assert both.may(HEAD, office="90000")


def test_an_actor_without_grants_may_nothing() -> None:
    assert not Actor(new_id(), "sari", "Sari", ()).may(set(Role))


def test_offices_of_a_role_are_spelled_out_or_all() -> None:
    assert actor(Role.OFFICE_HEAD, "nopen:80100").offices(HEAD) == frozenset({"80100", "80110"})
    assert actor(Role.HQ, "*").offices({Role.HQ}) is None
    assert actor(Role.HQ, "*").offices(HEAD) == frozenset()


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_a_ring_of_offices_ends(parents: dict[str, str | None], root: str) -> None:
    found = rules.tree(root, parents)
    assert found <= set(parents)
    assert all(office == root or parents[office] in found for office in found)


@given(st.text(max_size=20))
def test_a_code_is_tidied_once_and_for_all(typed: str) -> None:
    assert rules.tidy_code(rules.tidy_code(typed)) == rules.tidy_code(typed)
