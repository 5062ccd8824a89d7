"""Pictures go when their purpose is over, no sooner; and a certificate says so only when they are gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import numpy as np
import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from amanah.faces.types import Template
from amanah.oversight import commands as oversight
from amanah.oversight.types import CaseKind, CaseOutcome
from amanah.retention import commands, models, queries, rules
from amanah.retention.types import CURRENT, Use
from amanah.values.ids import new_id
from amanah.vault import commands as vault
from amanah.vault import queries as kept
from amanah.visits.store import faces as field_faces
from tests.registry.faces import a_reference
from tests.visits import cast

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
FAMILY = UUID(int=1)
uses = st.builds(
    Use,
    photo=st.just("a" * 64),
    kind=st.sampled_from(["face", "house", "ktp", "kk", "reference", "ktp_thumb", "unheard_of"]),
    family=st.none() | st.just(FAMILY),
    at=st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 24)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001  # made aware by map
)


def _due(them: list[Use], *, held: bool = False, enrolled: bool = False) -> bool:
    return bool(
        rules.due(them, policy=CURRENT, now=NOW, held={FAMILY} if held else (), enrolled={FAMILY} if enrolled else ())
    )


@given(st.lists(uses, min_size=1, max_size=4), uses)
def test_one_more_use_never_makes_a_photo_due_sooner(some: list[Use], more: Use) -> None:
    assert _due(some) or not _due([*some, more])


@given(st.lists(uses, min_size=1, max_size=4))
def test_a_photo_of_a_family_with_an_open_case_is_never_due(some: list[Use]) -> None:
    if any(use.family for use in some):
        assert not _due(some, held=True)


@given(uses, st.integers(1, 4000))
def test_what_is_due_stays_due(use: Use, days: int) -> None:
    older = Use(use.photo, use.kind, use.family, use.at - timedelta(days=days))
    assert _due([older]) or not _due([use])


def test_a_reference_is_kept_while_its_family_is_paid() -> None:
    old = Use("a" * 64, "reference", FAMILY, NOW - timedelta(days=3000))
    assert not _due([old], enrolled=True)
    assert _due([old])


def test_nothing_without_a_use_is_ever_due() -> None:
    assert not _due([])


@pytest.fixture
def keep(db: None) -> Callable[..., str]:
    """Keeps a photo as evidence of a visit, so many days ago; gives its name."""
    cast.an_office()
    phone, _ = cast.a_phone("wayan")
    counted = iter(range(1000))

    def kept_(kind: str, days: int, family: UUID | None = None) -> str:
        photo = f"photo {next(counted)}".encode()
        name = sha256(photo).hexdigest()
        vault.keep_photo(photo, sha256=name)
        at, visit = NOW - timedelta(days=days), new_id()
        apps.get_model("visits", "Visit").objects.create(
            id=visit, phone_id=phone.id, office_id=cast.OFFICE, family=family or new_id(), day=at.date(), started_at=at,
            ending="failed", ended_seq=1, received_at=at,
        )  # fmt: skip
        apps.get_model("visits", "Media").objects.create(
            sha256=name, phone_id=phone.id, visit=visit, kind=kind, size_bytes=len(photo), received_bytes=len(photo),
            state="complete", completed_at=at,
        )  # fmt: skip
        return name

    return kept_


def test_what_is_due_goes_and_what_is_not_stays(keep: Callable[..., str]) -> None:
    card, young_card, face = keep("ktp", 91), keep("ktp", 89), keep("face", 91)
    [run] = commands.destroy_due(by="job:test", now=NOW)
    assert [kept.has_photo(photo) for photo in (card, young_card, face)] == [False, True, True]
    assert [one.name for one in queries.orders(run)] == [card]
    destroyed = queries.destroyed(card)
    assert destroyed is not None
    assert destroyed.rule == "ktp:90d"
    assert commands.destroy_due(by="job:test", now=NOW) == []


def test_a_certificate_can_be_checked_by_anybody_with_the_house_s_public_key(keep: Callable[..., str]) -> None:
    keep("ktp", 400)
    keep("face", 800)
    [run] = commands.destroy_due(by="job:test", now=NOW)
    found = queries.certificate(run)
    assert found is not None
    assert kept.is_signed(found.text.encode(), signature=found.signature, by=kept.house_public_key())
    told = json.loads(found.text)
    assert told["counts"] == {"face": 1, "ktp": 1}
    lines = sorted(f"photo {one.name} {one.rule}\n" for one in queries.orders(run))
    assert told["root"] == sha256("".join(lines).encode()).hexdigest()


def test_a_case_holds_its_family_s_photos_until_it_is_closed(keep: Callable[..., str]) -> None:
    debt = cast.a_debt(1)
    photo = keep("ktp", 400, debt.family)
    case = oversight.open_case(
        CaseKind.DOUBT,
        about="visit:1",
        office=cast.OFFICE,
        doubts=["no_fix"],
        by="job:test",
        now=NOW,
        family=debt.family,
    )
    assert commands.destroy_due(by="job:test", now=NOW) == []
    oversight.close_case(case, outcome=CaseOutcome.UPHELD, note="benar", by="user:head", now=NOW)
    assert len(commands.destroy_due(by="job:test", now=NOW)) == 1
    assert not kept.has_photo(photo)


def test_a_run_that_was_interrupted_is_finished_before_it_is_certified(
    keep: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [keep("ktp", 400) for _ in range(3)]
    destroy, left = vault.destroy_photo, iter([True, False])

    def dies_at_the_second(name: str) -> None:
        if not next(left, True):
            raise ConnectionError("the bucket went away")
        destroy(name)

    monkeypatch.setattr(vault, "destroy_photo", dies_at_the_second)
    with pytest.raises(ConnectionError):
        commands.destroy_due(by="job:test", now=NOW)
    assert models.Certificate.objects.count() == 0
    assert sum(kept.has_photo(photo) for photo in photos) == 2
    monkeypatch.undo()
    [run] = commands.destroy_due(by="job:test", now=NOW)
    assert not any(kept.has_photo(photo) for photo in photos)
    assert {one.name for one in queries.orders(run)} == set(photos)
    assert models.Certificate.objects.count() == 1


def test_a_template_made_while_its_photo_went_is_destroyed_before_anything_is_certified(
    keep: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    debt = cast.a_debt(6)
    name, destroy = keep("ktp", 400), vault.destroy_photo

    def meanwhile(photo: str) -> None:
        destroy(photo)
        a_reference(debt.family, at=NOW, photo=photo)

    monkeypatch.setattr(vault, "destroy_photo", meanwhile)
    commands.destroy_due(by="job:test", now=NOW)
    assert models.Certificate.objects.count() == 0
    monkeypatch.undo()
    commands.destroy_due(by="job:test", now=NOW)
    assert models.Certificate.objects.count() == 1
    assert not apps.get_model("registry", "FaceReference").objects.filter(photo=name).exists()


def test_what_is_still_there_is_never_certified(keep: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    keep("ktp", 400)
    monkeypatch.setattr(vault, "destroy_photo", lambda name: None)
    commands.destroy_due(by="job:test", now=NOW)
    assert models.Certificate.objects.count() == 0


@pytest.mark.parametrize("change", ["update", "delete"])
@pytest.mark.parametrize("table", [models.Run, models.Order, models.Certificate])
def test_certificates_are_never_changed(keep: Callable[..., str], table: type, change: str) -> None:
    keep("ktp", 400)
    commands.destroy_due(by="job:test", now=NOW)
    rows = table.objects.all()  # type: ignore[attr-defined]  # any of three models
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{rows.model._meta.pk.attname: 7}) if change == "update" else rows._raw_delete(rows.db)


def test_a_template_goes_with_its_photo(keep: Callable[..., str]) -> None:
    debt = cast.a_debt(2)
    apps.get_model("programs", "Entitlement").objects.filter(pk=debt.entitlement).update(state="withdrawn")
    name = keep("face", 800, debt.family)
    reference = apps.get_model("registry", "FaceReference")
    a_reference(debt.family, at=NOW - timedelta(days=800), photo=name)
    visit = apps.get_model("visits", "Visit").objects.get(family=debt.family)
    template = Template(np.full(4, 0.5, np.float32), "some-model")
    field_faces.keep(visit.id, family=debt.family, village=None, photo=name, template=template, quality=70, at=NOW)
    commands.destroy_due(by="job:test", now=NOW)
    assert not apps.get_model("visits", "FieldFace").objects.filter(photo=name).exists()
    assert not reference.objects.filter(photo=name).exists()
    assert not kept.has_photo(name)


def test_an_older_model_s_template_goes_once_the_photo_has_one_of_the_model_in_use(keep: Callable[..., str]) -> None:
    debt, other = cast.a_debt(4), cast.a_debt(5)
    old = a_reference(debt.family, at=NOW, photo="1" * 64, model="an-older-model")
    waits = a_reference(other.family, at=NOW, photo="2" * 64, model="an-older-model")
    now = a_reference(debt.family, at=NOW, photo="1" * 64)
    [run] = commands.destroy_due(by="job:test", now=NOW)
    assert [(one.what, one.name) for one in queries.orders(run)] == [("template", str(old))]
    left = apps.get_model("registry", "FaceReference").objects.values_list("id", flat=True)
    assert set(left) == {waits, now}
    assert commands.destroy_due(by="job:test", now=NOW) == []


def test_a_photo_is_kept_while_it_is_the_reference_of_a_family_that_is_paid(keep: Callable[..., str]) -> None:
    debt = cast.a_debt(3)
    name = keep("face", 800, debt.family)
    a_reference(debt.family, at=NOW - timedelta(days=800), photo=name)
    assert commands.destroy_due(by="job:test", now=NOW) == []
