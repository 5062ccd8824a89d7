"""What follows from the field's words: cases, homes, hazards, references; through the worker, as in production."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import cast as cast_to

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.conf import settings
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from amanah.cli.demo_houses import draw_house
from amanah.config import jobs
from amanah.config.jobs import FOLLOWS
from amanah.registry import commands as registry_commands
from amanah.registry import queries as registry
from amanah.values.money import Money
from amanah.visits import commands, models, queries
from amanah.visits.commands import photos
from amanah.visits.queries.thumbs import house_thumbs
from amanah.visits.types import Doubt
from tests.visits import cast
from tests.visits.cast import NOW, a_face, pays
from tests.visits.conftest import a_field
from tests.visits.pictured import ONE, PEOPLE, TWO, needs_faces, visit_with_photos, work

pytestmark = pytest.mark.django_db(transaction=True)


def kinds() -> list[str]:
    return sorted(apps.get_model("oversight", "Case").objects.values_list("kind", flat=True))


def test_a_doubted_visit_opens_a_case_and_an_honest_one_does_not() -> None:
    field = a_field()
    pays(field.handset, field.debts[0], place=None)
    pays(field.handset, field.debts[1])
    field.sends()
    work()
    assert kinds() == ["doubt"]


def test_a_second_payment_opens_a_double_paid_case() -> None:
    field = a_field()
    pays(field.handset, field.debts[0])
    pays(field.handset, field.debts[0])
    field.sends()
    work()
    assert "double_paid" in kinds()


def test_a_float_that_differs_opens_a_case() -> None:
    field = a_field()
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    field.handset.say("day.opened", {"round": str(field.round), "float": 2_900_000, "counted": True})
    field.sends()
    work()
    assert kinds() == ["float"]


def test_cash_that_moves_after_the_counting_opens_a_case() -> None:
    field = a_field()
    commands.close_round(field.round, Money(0), by="user:cashier", now=NOW)
    pays(field.handset, field.debts[0])
    field.sends()
    work()
    assert kinds() == ["float"]


def test_a_bag_counted_short_opens_a_case() -> None:
    field = a_field()
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    commands.close_round(field.round, Money(2_900_000), by="user:cashier", now=NOW)
    work()
    assert kinds() == ["float"]


def test_a_copied_phone_opens_an_incident() -> None:
    field = a_field()
    pays(field.handset, field.debts[0])
    copy = cast.Handset(field.handset.id, field.handset.key)
    copy.say("hazard.noted", {"family": str(field.debts[0].family), "kind": "dog", "note": ""})
    field.sends()
    commands.accept(field.phone, copy.said, now=NOW)
    work()
    assert kinds() == ["incident"]


def test_an_honest_visit_teaches_the_home() -> None:
    field = a_field()
    told = pays(field.handset, field.debts[0])
    pays(field.handset, field.debts[1], place=cast.a_place(lat=-8.7))
    field.sends()
    work()
    home = registry.home(field.debts[0].family)
    assert home is not None
    assert home.visit == told.visit
    assert registry.home(field.debts[1].family) is None


def test_a_hazard_is_in_the_next_pack() -> None:
    field = a_field()
    body = {"family": str(field.debts[0].family), "kind": "dog", "note": "panggil dari gerbang"}
    field.handset.say("hazard.noted", body)
    field.handset.say("hazard.noted", {**body, "family": "01900000-0000-7000-8000-000000000000"})
    field.sends()
    work()
    pack = queries.pack_for(field.phone, now=NOW, epoch=1)
    assert pack is not None
    told = {family["family"]: family["hazards"] for family in pack["families"]}
    assert told[str(field.debts[0].family)][0]["note"] == "panggil dari gerbang"


def test_a_job_left_behind_by_a_dead_worker_begins_again() -> None:
    field = a_field()
    pays(field.handset, field.debts[0], place=None)
    field.sends()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
        assert cursor.rowcount > 0  # taken by a worker that died: nobody else would take them
    async_to_sync(jobs.tend.func)(cast_to("JobContext", SimpleNamespace(app=app)), 0)
    work()
    assert kinds() == ["doubt"]


def test_a_house_seen_today_is_small_in_the_next_pack() -> None:
    house = draw_house(7, 1)
    name = sha256(house).hexdigest()
    field = a_field()
    named = {"kind": "house", "sha256": "ab" * 32, "bytes": 9, "thumb": name}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cast, "photos", lambda seed: [named])
        pays(field.handset, field.debts[0])
    field.sends()
    photos.begin_photo(field.phone, sha256=name, size_bytes=len(house), kind="thumb", visit=None)
    photos.take_piece(field.phone, sha256=name, offset=0, piece=house, now=NOW)
    thumb = house_thumbs([field.debts[0].family])[field.debts[0].family]
    assert len(thumb) < 6_000


@needs_faces
def test_a_first_visit_enrols_the_face_that_is_on_the_ktp() -> None:
    shown = {"face": f"{ONE}_1.jpg", "ktp": f"{ONE}_0.jpg"}
    paid = visit_with_photos(shown, face=a_face(reference=None, likeness=None, band="none"))
    work()
    seen = queries.visit(paid.visit)
    assert seen is not None
    assert seen.second_look is not None
    assert seen.second_look.note == "enrolled"
    assert (seen.second_look.band, seen.second_look.reference_kind) == ("same", "ktp")
    known = registry.references([seen.visit.family])[seen.visit.family]
    assert [reference.source for reference in known] == ["first_visit", "ktp"]


@needs_faces
def test_a_first_visit_with_somebody_elses_ktp_enrols_nobody() -> None:
    shown = {"face": f"{ONE}_1.jpg", "ktp": f"{TWO}_1.jpg"}
    paid = visit_with_photos(shown, face=a_face(reference=None, likeness=None, band="none"))
    work()
    seen = queries.visit(paid.visit)
    assert seen is not None
    assert seen.second_look is not None
    assert seen.second_look.note == "ktp_portrait_differs"
    assert not registry.references([seen.visit.family])


@needs_faces
def test_a_phone_that_claims_a_likeness_the_house_does_not_see_is_doubted() -> None:
    paid = visit_with_photos({"face": f"{ONE}_1.jpg", "house": f"{ONE}_2.jpg"}, face=a_face(likeness=0.9))
    family = models.Visit.objects.get().family
    other = (PEOPLE / f"{TWO}_1.jpg").read_bytes()
    long_ago = NOW.replace(year=2025)
    registry_commands.enrol_face(family, photo=other, source="list", by="test", now=long_ago)
    work()
    seen = queries.visit(paid.visit)
    assert seen is not None
    assert Doubt.SECOND_LOOK_DIFFERS in seen.doubts
    assert seen.second_look is not None
    assert (seen.second_look.band, seen.second_look.reference_kind) != ("same", "list")


def test_every_word_that_is_followed_is_told_somewhere() -> None:
    told = "".join(path.read_text() for path in (Path(settings.REPO) / "amanah").rglob("commands/*.py"))
    assert all(f'"{word}"' in told for word in FOLLOWS)
