from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.test import RequestFactory
from pytest_django import Settings

from amanah.access import commands, models, queries
from amanah.access.types import Actor, Grant, Office, OfficeKind, Person, Role, Village
from amanah.journal import queries as journal
from amanah.values.clock import utc_now
from amanah.values.problem import Problem

PASSWORD = "sepeda-biru-di-renon"
CENTRES = "code,name,lat,lng\n51.71.01.1001,Serangan,-8.73,115.23\n51.71.01.1002,Pedungan,-8.71,115.21\n"


def actor(username: str) -> Actor:
    found = queries.actor_named(username)
    assert found is not None
    return found


def test_who_was_hired_can_log_in(payer: Person) -> None:
    assert authenticate(RequestFactory().post("/"), username="made", password=PASSWORD) is not None
    assert authenticate(RequestFactory().post("/"), username="made", password="salah") is None


def test_a_password_is_kept_as_argon2(payer: Person, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    commands.hire("wayan", "I Wayan", PASSWORD, [], by="test")
    assert models.User.objects.get(username="wayan").password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("password", ["", "pendek", "password1234", "made-made-made"])
def test_a_weak_password_is_refused(offices: None, password: str) -> None:
    with pytest.raises(Problem, match="password_too_weak"):
        commands.hire("made-made", "I Made", password, [], by="test")
    assert queries.person_named("made-made") is None


def test_what_is_weak_is_said_in_both_languages(offices: None) -> None:
    with pytest.raises(Problem) as caught:
        commands.hire("made", "I Made", "pendek", [], by="test")
    assert "12 karakter" in caught.value.sentence.id
    assert "12 characters" in caught.value.sentence.en


def test_a_username_is_one_persons(payer: Person) -> None:
    with pytest.raises(Problem, match="username_taken"):
        commands.hire("made", "Another", PASSWORD, [], by="test")


def test_an_actor_knows_the_places_of_their_grants(payer: Person) -> None:
    assert actor("made").may({Role.PAYER}, office="80100")
    assert not actor("made").may({Role.PAYER}, office="80000")


def test_a_grant_reaches_a_sub_office_opened_later(offices: None) -> None:
    commands.hire("sari", "Ni Wayan Sari", PASSWORD, [Grant(Role.SUPERVISOR, "nopen:80000")], by="test")
    commands.add_office(Office("80200", "KCP Sanur", OfficeKind.KCP, parent="80000"), by="test")
    assert actor("sari").may({Role.SUPERVISOR}, office="80200")


def test_who_left_is_nobody(payer: Person) -> None:
    user = models.User.objects.get(username="made")
    commands.dismiss("made", by="test")
    user.refresh_from_db()
    assert queries.actor(user) is None
    assert queries.actor_named("made") is None
    assert authenticate(RequestFactory().post("/"), username="made", password=PASSWORD) is None


def test_nobody_is_nobody() -> None:
    assert queries.actor(AnonymousUser()) is None


def test_a_role_is_given_and_withdrawn_on_record(payer: Person) -> None:
    extra = Grant(Role.COMPANION, "51.71")
    commands.grant("made", extra, by="user:sari")
    commands.grant("made", extra, by="user:sari")
    assert Role.COMPANION in actor("made").roles
    commands.withdraw("made", extra, by="user:sari")
    assert Role.COMPANION not in actor("made").roles
    assert len(journal.entries(word="access.granted")) == len(journal.entries(word="access.withdrawn")) == 1


@pytest.mark.parametrize("area", ["everywhere", "", "nopen:8000", "nopen:800000", "51.7", "51.71.", "*\n"])
def test_a_grant_must_name_an_area(payer: Person, area: str) -> None:
    with pytest.raises(Problem, match="area_unknown"):
        commands.grant("made", Grant(Role.PAYER, area), by="test")


def test_the_database_too_refuses_a_grant_without_an_area(payer: Person) -> None:
    with pytest.raises(IntegrityError, match="grant_names_an_area"):
        models.Grant.objects.create(user_id=payer.id, role=Role.PAYER, area="everywhere")


@pytest.mark.parametrize("username", ["", "Sari", "ni wayan", "-sari", "sari\n", "é", "x" * 61])
def test_a_username_is_plain(offices: None, username: str) -> None:
    with pytest.raises(Problem, match="username_unusable"):
        commands.hire(username, "Ni Wayan Sari", PASSWORD, [], by="test")


def test_a_stranger_gets_no_role(offices: None) -> None:
    with pytest.raises(Problem, match="user_unknown"):
        commands.grant("nobody", Grant(Role.PAYER, "*"), by="test")


def test_payers_are_those_of_the_very_office(payer: Person) -> None:
    assert queries.payers("80100") == [payer]
    assert queries.payers("80000") == []


def test_the_office_tree_holds_sub_offices(offices: None) -> None:
    assert queries.office_tree("80000") == {"80000", "80100"}
    assert queries.office_tree("99999") == set()


def test_villages_come_from_a_file_and_keep_their_office(offices: None, tmp_path: Path) -> None:
    file = tmp_path / "villages.csv"
    file.write_text(CENTRES)
    assert commands.load_villages(file, by="test") == 2
    commands.assign_villages({"51.71.01.1001": "80100"}, by="test")
    commands.load_villages(file, by="test")
    assert [(v.name, v.office) for v in queries.villages()] == [("Serangan", "80100"), ("Pedungan", None)]


def test_a_village_keeps_its_area_when_a_file_names_none(offices: None, tmp_path: Path) -> None:
    area = shapely.Polygon(((115.1, -8.7), (115.2, -8.7), (115.2, -8.6)))
    commands.load_villages([Village("51.71.01.1001", "Serangan", -8.7, 115.2, area=area)], by="test")
    file = tmp_path / "villages.csv"
    file.write_text(CENTRES)
    commands.load_villages(file, by="test")
    village = queries.village("51.71.01.1001")
    assert village is not None
    assert village.area == area


@pytest.mark.parametrize("line", ["51.71.01,x,1,2", "51.71.01.1003,x,lat,2", "51.71.01.1003,x", "51.71.01.1003,x,91,2"])
def test_a_bad_line_of_a_village_file_is_named(offices: None, tmp_path: Path, line: str) -> None:
    file = tmp_path / "villages.csv"
    file.write_text(CENTRES + line + "\n")
    with pytest.raises(Problem, match="villages_unreadable") as caught:
        commands.load_villages(file, by="test")
    assert "Baris 4" in caught.value.sentence.id
    assert queries.villages() == []


def test_a_look_at_personal_data_is_on_record(payer: Person) -> None:
    commands.look(actor("made"), what="face", about="family:1", reason="kasus 12", now=utc_now())
    [entry] = journal.entries(word="access.looked")
    assert (entry.by, entry.about, entry.details) == ("user:made", "family:1", {"what": "face", "reason": "kasus 12"})


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_look_without_a_reason_is_refused(payer: Person, reason: str) -> None:
    with pytest.raises(Problem, match="reason_missing"):
        commands.look(actor("made"), what="face", about="family:1", reason=reason, now=utc_now())


def test_a_ring_of_offices_ends(offices: None) -> None:
    models.Office.objects.filter(pk="80000").update(parent="80100")
    assert queries.office_tree("80100") == {"80000", "80100"}


def test_a_companion_reaches_the_offices_that_serve_the_region(offices: None) -> None:
    villages = [
        Village("51.71.01.1001", "Serangan", -8.7, 115.2, office="80100"),
        Village("51.03.01.2001", "Kuta", -8.7, 115.2, office="80000"),
    ]
    commands.load_villages(villages, by="test")
    commands.hire("ketut", "I Ketut", PASSWORD, [Grant(Role.COMPANION, "51.71")], by="test")
    assert actor("ketut").offices({Role.COMPANION}) == frozenset({"80100"})
    assert actor("ketut").villages({Role.COMPANION}) == frozenset({"51.71.01.1001"})
