"""The office's phones: told apart, replaced, revoked, opened with a reason; backup files taken in."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

import cv2
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.test import Client
from django.urls import reverse

from amanah.access import commands as access
from amanah.access import queries as people
from amanah.access.types import Grant, PhoneState, Role
from amanah.journal import queries as journal
from amanah.programs import queries as programs
from amanah.values.clock import utc_now
from amanah.vault import signing
from amanah.visits import commands as visiting
from amanah.visits.commands import replacing
from amanah.visits.commands.carrying import accept_carried
from tests.visits import cast
from tests.visits.cast import Debt, Handset
from tests.web.cast import World, outside, problem_of, shown, signed_in


@pytest.fixture
def unsent(world: World) -> Handset:
    """A second payer's phone that paid one family and never sent it."""
    _, handset = cast.a_phone("ketut")
    other = next(
        row for row in apps.get_model("registry", "Family").objects.order_by("address") if row.pk != world.family
    )
    [owed] = programs.entitlements_of(other.pk)
    cast.pays(handset, Debt(other.pk, owed.id), with_photos=False)
    return handset


def batch(handset: Handset, **other: Any) -> dict[str, Any]:
    events = [{"e": sent.text, "s": sent.signature} for sent in handset.said]
    return {"phone": str(handset.id), "epoch": 0, "events": events, **other}


def takes_in(client: Client, handset: Handset, said: object) -> Any:
    address = reverse("take_in_events", args=[handset.id])
    return client.post(address, json.dumps(said), content_type="application/json")


def a_photo() -> bytes:
    done, jpeg = cv2.imencode(".jpg", np.full((48, 48, 3), 90, np.uint8))
    assert done
    return jpeg.tobytes()


def test_the_list_tells_each_phone_and_what_has_not_arrived(world: World, unsent: Handset) -> None:
    first, _, *late = unsent.said
    phone = people.phone(unsent.id)
    assert phone is not None
    visiting.accept(phone, [first, *late], now=cast.NOW)
    page = shown(signed_in(Role.SUPERVISOR).get(reverse("phones")))
    assert re.search(rf'data-phone="{unsent.id}".*?1 catatan</span>', page, re.DOTALL)
    assert f'data-phone="{world.phone}"' in page


def test_an_office_sees_its_own_phones_only(world: World) -> None:
    assert str(world.phone) not in shown(outside(Role.SUPERVISOR).get(reverse("phones")))


def test_a_phone_is_replaced_by_whoever_scans_the_code_shown(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    answer = client.post(reverse("phone_replace", args=[world.phone]), {"reason": "jatuh ke air"})
    assert answer.headers["Cache-Control"] == "no-store"
    code = re.search(r'data-testid="enrol-code">([A-Z0-9-]+)<', shown(answer))
    assert code is not None
    key = signing.public_text(ec.generate_private_key(ec.SECP256R1()))
    new = replacing.enrol(code.group(1), public_key=key, name="HP baru", had_seq=12, now=utc_now()).phone
    old = people.phone(world.phone)
    assert old is not None
    assert (old.state, new.replaces) == (PhoneState.LOST, world.phone)
    page = shown(client.get(reverse("phone", args=[new.id])))
    assert "Tugas sengketa" in page
    assert "hilang sesudah catatan ke-12" in page
    assert "HP baru" in shown(client.get(reverse("phone", args=[world.phone])))


def test_nothing_is_replaced_or_revoked_without_a_reason(world: World) -> None:
    client = signed_in(Role.OFFICE_HEAD)
    for name in ("phone_replace", "phone_revoke"):
        assert problem_of(client.post(reverse(name, args=[world.phone]), {"reason": " "})) == "text_missing"
    found = people.phone(world.phone)
    assert found is not None
    assert found.is_active


def test_a_supervisor_enrols_a_phone_of_their_own(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    me = next(person for person, _ in people.people() if person.username.startswith("supervisor"))
    answer = client.post(reverse("enrolment", args=[cast.OFFICE]), {"payer": str(me.id)})
    assert 'data-testid="enrol-code"' in shown(answer)
    cashier = access.hire("kasir", "Kasir", cast.PASSWORD, [Grant(Role.CASHIER, f"nopen:{cast.OFFICE}")], by="test")
    answer = client.post(reverse("enrolment", args=[cast.OFFICE]), {"payer": str(cashier.id)})
    assert problem_of(answer) == "payer_unknown"


def test_a_sealed_letter_opens_with_a_reason_from_its_own_phone_only(world: World, unsent: Handset) -> None:
    access.revoke_phone(unsent.id, by="user:head", now=cast.NOW, reason="disita")
    phone = people.phone(unsent.id)
    assert phone is not None
    assert accept_carried(phone, unsent.said, by="phone:another", now=cast.NOW) is None
    letter = apps.get_model("visits", "Inbox").objects.get().pk
    client = signed_in(Role.OFFICE_HEAD)
    opens = reverse("phone_open_letter", args=[unsent.id])
    assert problem_of(client.post(opens, {"letter": str(letter), "reason": ""})) == "text_missing"
    foreign = reverse("phone_open_letter", args=[world.phone])
    assert client.post(foreign, {"letter": str(letter), "reason": "coba"}).status_code == 404
    told = client.post(opens, {"letter": str(letter), "reason": "uangnya diserahkan"}, follow=True)
    assert "4 catatan dibaca" in shown(told)
    [entry] = journal.entries(word="visits.letter_opened")
    assert entry.details == {"reason": "uangnya diserahkan"}


def test_a_backup_file_is_taken_in_once_and_who_did_it_is_on_record(unsent: Handset) -> None:
    client = signed_in(Role.SUPERVISOR)
    first, again = (takes_in(client, unsent, batch(unsent)).json() for _ in range(2))
    assert (first["ack_seq"], first["fresh"], again["fresh"]) == (4, 4, 0)
    brought = journal.entries(word="visits.carried")
    assert len(brought) == 2
    assert all(entry.by.startswith("user:supervisor") for entry in brought)


def test_its_photos_follow_whole_and_by_hash(unsent: Handset) -> None:
    client = signed_in(Role.SUPERVISOR)
    photo = a_photo()
    address = reverse("take_in_photo", args=[unsent.id, sha256(photo).hexdigest()])
    kept = client.post(f"{address}?kind=face&visit=", photo, content_type="application/octet-stream")
    assert (kept.status_code, kept.json()) == (200, {"end": "complete"})
    other = client.post(reverse("take_in_photo", args=[unsent.id, "0" * 64]), photo, content_type="image/jpeg")
    assert (other.status_code, other.json()) == (422, {"end": "hash_differs"})


def test_a_file_of_another_phone_or_of_no_phone_is_refused_in_words(world: World, unsent: Handset) -> None:
    client = signed_in(Role.SUPERVISOR)
    differs = takes_in(client, unsent, batch(unsent, phone=str(world.phone)))
    assert (differs.status_code, differs.json()["code"]) == (409, "phone_differs")
    assert takes_in(client, unsent, [1]).json()["code"] == "batch_unreadable"
    many = takes_in(client, unsent, batch(unsent, events=[{}] * 101))
    assert (many.status_code, many.json()["code"]) == (413, "body_too_large")
    address = reverse("take_in_photo", args=[unsent.id, "0" * 64])
    assert client.post(address, b"", content_type="image/jpeg").json()["code"] == "photo_empty"
    large = client.post(address, b"x" * 400_001, content_type="image/jpeg")
    assert large.json()["code"] == "photo_too_large"


def test_another_office_takes_nothing_in(unsent: Handset) -> None:
    assert takes_in(outside(Role.SUPERVISOR), unsent, batch(unsent)).status_code == 403
    assert journal.entries(word="visits.carried") == []


@pytest.mark.parametrize("role", [Role.CASHIER, Role.PAYER, Role.COMPANION, Role.AUDITOR, Role.HQ, Role.MINISTRY])
def test_who_tends_no_phones_takes_nothing_in(role: Role, unsent: Handset) -> None:
    assert takes_in(signed_in(role), unsent, batch(unsent)).status_code == 403
    assert journal.entries(word="visits.carried") == []
