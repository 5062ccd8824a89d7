"""The office's own word about a home: added, outweighing, taken back by a further fact; and what the database holds."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from amanah.journal import queries as journal
from amanah.registry import models, queries
from amanah.registry.commands.placing import correct_home, take_back
from amanah.registry.types import KnownPlace, TagKind
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from tests.registry.conftest import NOW
from tests.registry.test_homes import learn

LATER = NOW + timedelta(days=10)


def correct(family: UUID, lat: float = -8.65) -> UUID:
    return correct_home(
        family, lat=lat, lng=115.2, reason="Salah rumah", by="user:kepala", now=LATER, day=LATER.date()
    )  # fmt: skip


def undo(tag: UUID, family: UUID) -> None:
    take_back(tag, family_id=family, reason="Ternyata benar", by="user:kepala", now=LATER + timedelta(hours=1))


def home(family: UUID) -> KnownPlace:
    found = queries.home(family)
    assert found is not None
    return found


def test_a_correction_outweighs_what_phones_told_and_deletes_nothing(families: tuple[UUID, UUID]) -> None:
    for day in (1, 2, 3):
        learn(families[0], -8.61, 8, days=day)
    correct(families[0])
    assert (round(home(families[0]).lat, 5), home(families[0]).is_trusted) == (-8.65, True)
    assert len(queries.home_tags(families[0])) == 4
    (entry,) = journal.entries(word="registry.home_corrected")
    assert (entry.by, entry.details["reason"]) == ("user:kepala", "Salah rumah")


def test_a_correction_taken_back_counts_as_never_said(families: tuple[UUID, UUID]) -> None:
    for day in (1, 2, 3):
        learn(families[0], -8.61, 8, days=day)
    before = home(families[0])
    tag = correct(families[0])
    for _ in range(2):
        undo(tag, families[0])
    assert home(families[0]) == before
    told = queries.home_history(families[0])[0]
    assert told.word is not None
    assert told.taken_back is not None
    assert (told.word.reason, told.taken_back.reason) == ("Salah rumah", "Ternyata benar")
    assert len(journal.entries(word="registry.home_taken_back")) == 1


def test_the_same_correction_again_is_quiet_and_another_one_counts(families: tuple[UUID, UUID]) -> None:
    assert correct(families[0]) == correct(families[0])
    correct(families[0], -8.66)
    assert models.HomeTag.objects.filter(kind=TagKind.OFFICE).count() == 2
    assert round(home(families[0]).lat, 5) == -8.66


def test_only_this_familys_corrections_can_be_taken_back(families: tuple[UUID, UUID]) -> None:
    learn(families[0], -8.61, 8, days=1)
    phones, mine = queries.home_history(families[0])[0].id, correct(families[0])
    for tag, family in ((phones, families[0]), (mine, families[1]), (new_id(), families[0])):
        with pytest.raises(Problem, match="home_word_unknown"):
            undo(tag, family)


def test_the_database_refuses_a_correction_without_a_reason(families: tuple[UUID, UUID]) -> None:
    with pytest.raises(IntegrityError, match="office_says_who_and_why"):
        correct_home(families[0], lat=-8.6, lng=115.2, reason="", by="user:x", now=LATER, day=LATER.date())


def test_the_database_refuses_to_take_back_what_a_phone_told(families: tuple[UUID, UUID]) -> None:
    learn(families[0], -8.61, 8, days=1)
    phones = queries.home_history(families[0])[0].id
    with pytest.raises(IntegrityError, match="only the office's own word"):
        models.HomeTakenBack.objects.create(tag_id=phones, by="user:x", reason="x", at=LATER)


@pytest.mark.parametrize("verb", ["UPDATE registry_hometakenback SET by = 'z'", "DELETE FROM registry_hometakenback"])
def test_the_database_refuses_to_change_what_was_taken_back(families: tuple[UUID, UUID], verb: str) -> None:
    undo(correct(families[0]), families[0])
    with pytest.raises(IntegrityError, match="only added"), connection.cursor() as cursor:
        cursor.execute(verb)
