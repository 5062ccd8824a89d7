"""The pack: what it holds, and that it stays light enough for a poor network."""

from __future__ import annotations

import json
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.apps import apps

from amanah.config import jobs
from amanah.faces import disguise
from amanah.registry import commands as registry
from amanah.sync import answers
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.visits import commands, models, queries
from amanah.visits.queries import pack as packs
from amanah.visits.queries.failed import last_failed
from amanah.visits.queries.known_faces import known_faces
from tests.registry.faces import a_reference
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE
from tests.visits.conftest import Field
from tests.visits.test_supervisors import a_supervisor

FAMILIES = 150
MOST_BYTES = 600_000
THUMB_BYTES = 1_800  # as house fronts measure at 128 pixels


def test_a_pack_of_150_families_is_light(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    def thumbs(families: list[UUID]) -> dict[UUID, str]:
        return {family: urlsafe_b64encode(os.urandom(THUMB_BYTES)).decode() for family in families}

    monkeypatch.setattr(packs, "house_thumbs", thumbs)
    phone, _ = cast.a_phone("ketut")
    debts = [cast.a_debt(number) for number in range(100, 100 + FAMILIES)]
    for debt in debts:
        remembered(debt.family)
        a_reference(debt.family, at=NOW)
    a_supervisors_phones(5)
    planned = commands.plan_rounds(
        OFFICE, DAY, [phone.payer.id], field.stage, by="user:head", now=NOW, hours=16, think_s=0.05
    )
    commands.lease_round(planned.rounds[0], phone.id, by="user:head", now=NOW)
    begun = time.process_time()
    pack = queries.pack_for(phone, now=NOW, epoch=1)
    took_s = time.process_time() - begun
    assert pack is not None
    assert len(pack["families"]) == FAMILIES
    answer = answers.packed(answers.signed(pack), accepts="gzip")
    assert len(answer.content) <= MOST_BYTES
    assert took_s < 1.0


def remembered(family: UUID) -> None:
    """What years of visits leave at one door: places, and hazards with long words."""
    for day in range(5):
        registry.learn_home(
            family, lat=cast.HOME[0], lng=cast.HOME[1], accuracy_m=5, visit=new_id(), at=NOW - timedelta(days=90 * day),
            by="test",
        )  # fmt: skip
    for kind in ("dog", "steps", "dark"):
        registry.note_hazard(family, kind=kind, note=os.urandom(60).hex(), helped=os.urandom(60).hex(), at=NOW, by="t")


def a_supervisors_phones(count: int) -> None:
    for number in range(count):
        a_supervisor(f"komang{number}")


def test_a_door_is_remembered_by_its_three_newest_places(field: Field) -> None:
    family = field.debts[0].family
    remembered(family)
    said = _family(field, family)
    assert [tag["day"] for tag in said["tags"]] == ["2026-11-24", "2026-08-26", "2026-05-28"]
    assert said["tags"][0] | {"day": ""} == {"lat": -8.6, "lng": 115.2, "accuracy_m": 5.0, "day": ""}


def test_a_hazard_told_at_the_door_comes_back_with_what_helped_until_it_is_gone(field: Field) -> None:
    family = field.debts[0].family
    dog = {"family": str(family), "kind": "dog", "note": "di gerbang", "helped": "panggil dulu"}
    field.handset.say("hazard.noted", dog)
    follow(field)
    (told,) = _family(field, family)["hazards"]
    day = str(DAY)
    assert told == {"kind": "dog", "note": "di gerbang", "helped": "panggil dulu", "noted": day, "confirmed": day}
    field.handset.say("hazard.noted", {**dog, "note": "", "helped": "", "gone": True})
    follow(field)
    assert _family(field, family)["hazards"] == []


def follow(field: Field) -> None:
    field.sends()
    events = [event.pk for event in models.Event.objects.filter(type="hazard.noted")]
    jobs.note_hazards({"events": [str(event) for event in events]}, NOW)


def test_the_next_payer_hears_how_the_last_visit_failed_until_one_is_paid(field: Field) -> None:
    debt = field.debts[0]
    assert _family(field, debt.family)["last_failed"] is None
    cast.fails(field.handset, debt, letter_left=True, again_on="2026-11-25", again_part="afternoon")
    field.sends()
    again = {"again_on": "2026-11-25", "again_part": "afternoon"}
    assert _family(field, debt.family)["last_failed"] == {"day": str(DAY), "reason": "not_home", **again}
    cast.pays(field.handset, debt)
    field.sends()
    assert last_failed([debt.family]) == {}


def test_a_pack_holds_at_most_three_faces_a_family_best_first(field: Field) -> None:
    family = field.debts[0].family
    for years, (source, quality) in enumerate([("field", 70), ("field", 65), ("first_visit", 80), ("ktp", 40)]):
        a_reference(family, at=NOW - timedelta(days=365 * years), source=source, quality=quality, photo=f"{years:064}")
    said = _family(field, family)
    assert [face["kind"] for face in said["references"]] == ["first_visit", "field", "field"]
    assert said["references"][0]["taken"] == "2024-11-24"


def test_a_face_of_another_model_is_not_in_the_pack(field: Field) -> None:
    a_reference(field.debts[0].family, at=NOW, model="an-older-model")
    assert _family(field, field.debts[0].family)["references"] == []


def test_faces_leave_the_house_in_a_disguise_of_their_pack(field: Field) -> None:
    """Likenesses stay; no template is that of another pack or of the house."""
    family = field.debts[0].family
    for number in range(3):
        a_reference(family, at=NOW - timedelta(days=number), photo=f"{number:064}")
    plain = [_vector(face["template"]) for face in known_faces([family])[family]]
    sent = [[_vector(face["template"]) for face in _family(field, family)["references"]] for _ in range(2)]
    for pack in sent:
        assert np.allclose(np.array(pack) @ np.array(pack).T, np.array(plain) @ np.array(plain).T, atol=5e-3)
    for one, other in ((sent[0], sent[1]), (sent[0], plain), (sent[1], plain)):
        assert max(abs(float(a @ b)) for a, b in zip(one, other, strict=True)) < 0.5


def test_a_phone_turns_a_face_as_its_pack_s_are(field: Field) -> None:
    family = field.debts[0].family
    a_reference(family, at=NOW)
    pack = queries.pack_for(field.phone, now=NOW, epoch=1)
    assert pack is not None
    [plain] = (_vector(face["template"]) for face in known_faces([family])[family])
    secret = urlsafe_b64decode(pack["face_secret"] + "=")
    [known] = (_vector(face["template"]) for one in pack["families"] for face in one["references"])
    assert float(disguise.turn(plain[None].astype(np.float64), secret=secret)[0] @ known) > 0.999


def test_a_pack_that_says_nothing_new_is_not_sent_again_for_its_disguise(field: Field) -> None:
    a_reference(field.debts[0].family, at=NOW)
    leases = packs.lease_hash(list(apps.get_model("visits", "Lease").objects.filter(phone=field.phone.id)))
    assert queries.pack_for(field.phone, now=NOW, epoch=1) is not None
    assert queries.pack_for(field.phone, now=NOW, epoch=1, leases=leases) is None


def _vector(template: str) -> np.ndarray:
    return np.frombuffer(urlsafe_b64decode(template + "=" * (-len(template) % 4)), "<f2").astype(np.float32)


def _family(field: Field, family: UUID) -> dict[str, Any]:
    pack = queries.pack_for(field.phone, now=NOW, epoch=1)
    assert pack is not None
    found: dict[str, Any] = next(one for one in pack["families"] if one["family"] == str(family))
    return found


def test_a_new_float_brings_a_new_pack(field: Field) -> None:
    pack = queries.pack_for(field.phone, now=NOW, epoch=1)
    assert pack is not None
    leases = packs.lease_hash(list(apps.get_model("visits", "Lease").objects.filter(phone=field.phone.id)))
    assert queries.pack_for(field.phone, now=NOW, epoch=1, leases=leases) is None
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    again = queries.pack_for(field.phone, now=NOW, epoch=1, leases=leases)
    assert again is not None
    assert again["round"]["float"] == 3_000_000


def test_a_pack_holds_no_whole_number_of_a_person(field: Field) -> None:
    said = json.dumps(queries.pack_for(field.phone, now=NOW, epoch=1))
    assert "517104" not in said
    assert '"nik_tail": "0001"' in said
