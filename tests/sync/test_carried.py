"""What one phone brings for another, grants asked online, and the word that makes a revoked phone forget."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps

from amanah.access import commands as access
from amanah.access import queries as phones
from amanah.access.types import Office, OfficeKind
from amanah.journal import queries as journal
from amanah.values.clock import utc_now
from amanah.vault import queries as vault
from amanah.vault import signing
from amanah.visits import models, queries
from amanah.visits.commands import letters
from amanah.visits.commands.carrying import kept_whole
from tests.sync.test_door import Knock, a_knock, a_photo
from tests.visits import cast
from tests.visits.cast import pays

NOBODY = "019370f1-8000-7000-8000-00000000dead"


@pytest.fixture
def knock(db: None) -> Knock:
    return a_knock()


@dataclass(frozen=True, slots=True)
class Carrier:
    """A colleague's phone, enrolled and working."""

    knock: Knock
    token: str

    def carry(self, said: object) -> Any:
        auth = {"Authorization": f"Bearer {self.token}"}
        return self.knock.client.post(
            "/api/sync/carried", json.dumps(said), content_type="application/json", headers=auth
        )


def a_carrier(knock: Knock) -> Carrier:
    phone, _ = cast.a_phone("wayan")
    code = access.open_enrolment(phone.payer.id, office=cast.OFFICE, by="test", now=utc_now())
    key = ec.generate_private_key(ec.SECP256R1())
    done = access.enrol_phone(code, public_key=signing.public_text(key), name="HP kawan", now=utc_now())
    return Carrier(knock, done.token)


def carried(knock: Knock) -> dict[str, Any]:
    return {"for": str(knock.handset.id), "contract": "1.1", "epoch": 1, "events": knock.batch()["events"]}


def test_a_colleagues_phone_brings_the_payments_of_a_broken_one(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    carrier = a_carrier(knock)
    answer = carrier.carry(carried(knock))
    assert answer.status_code == 200
    assert (answer.json()["ack_seq"], answer.json()["for"]) == (4, str(knock.handset.id))
    assert vault.is_signed(answer.content, signature=answer.headers["Amanah-Signature"], by=knock.house_key)
    assert queries.settled([knock.debts[0].entitlement])
    assert carrier.carry(carried(knock)).json()["ack_seq"] == 4
    told = [one for one in journal.entries(about=f"phone:{knock.handset.id}") if one.word == "visits.carried"]
    assert told
    assert all(one.by != f"phone:{knock.handset.id}" for one in told)


def test_a_chain_with_a_hole_is_booked_and_signed_for_and_the_office_hears_of_the_hole_once(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    carrier, whole = a_carrier(knock), carried(knock)
    first, *rest = whole["events"]
    for _ in range(2):
        answer = carrier.carry({**whole, "events": rest})
        assert vault.is_signed(answer.content, signature=answer.headers["Amanah-Signature"], by=knock.house_key)
        assert (answer.json()["ack_seq"], answer.json()["brought"]) == (0, kept_whole(knock.handset.said[1:]))
    assert models.Event.objects.filter(phone=knock.handset.id).count() == len(rest)
    assert queries.settled([knock.debts[0].entitlement])
    (incident,) = models.Incident.objects.all()
    assert (incident.code, json.loads(bytes(incident.body))) == ("chain_gap", {"after": 0, "before": 2})
    (told,) = journal.entries(word="visits.incident_raised")
    assert told.details["incidents"] == [{"incident": str(incident.id), "code": "chain_gap", "office": cast.OFFICE}]
    assert carrier.carry({**whole, "events": [first]}).json()["ack_seq"] == len(rest) + 1
    assert models.Incident.objects.count() == 1


def test_what_is_put_aside_is_signed_for_too(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    said = carried(knock)
    said["events"][1]["s"] = said["events"][0]["s"]
    answer = a_carrier(knock).carry(said).json()
    assert ([held["code"] for held in answer["held"]], answer["ack_seq"]) == (["bad_signature"], 1)
    assert answer["brought"] == kept_whole(knock.handset.said)
    aside = models.Incident.objects.get(code="bad_signature")
    assert bytes(aside.body).decode() == knock.handset.said[1].text


def test_what_the_carrier_makes_up_is_put_aside(knock: Knock) -> None:
    forged = cast.Handset(knock.handset.id, ec.generate_private_key(ec.SECP256R1()))
    pays(forged, knock.debts[0])
    events = [{"e": sent.text, "s": sent.signature} for sent in forged.said]
    answer = a_carrier(knock).carry({"for": str(forged.id), "epoch": 1, "events": events})
    assert {held["code"] for held in answer.json()["held"]} == {"bad_signature"}
    assert not queries.settled([knock.debts[0].entitlement])


def test_a_revoked_phones_events_are_carried_into_the_sealed_inbox(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    carrier = a_carrier(knock)
    access.revoke_phone(knock.handset.id, by="test", now=utc_now(), reason="borrowed")
    answer = carrier.carry(carried(knock))
    assert answer.json() == {"for": str(knock.handset.id), "kept": True}
    assert vault.is_signed(answer.content, signature=answer.headers["Amanah-Signature"], by=knock.house_key)
    (letter,) = queries.letters()
    assert letters.open_letter(letter.id, reason="the phone was found", by="user:head", now=utc_now()) is not None
    assert queries.settled([knock.debts[0].entitlement])


@pytest.mark.parametrize("whose", ["", "nobody", NOBODY])
def test_nobodys_events_are_not_carried(knock: Knock, whose: str) -> None:
    answer = a_carrier(knock).carry({"for": whose, "epoch": 1, "events": []})
    assert answer.status_code in (400, 404)
    assert answer.json()["id"]
    assert answer.json()["en"]


def test_another_offices_phone_is_not_carried(knock: Knock) -> None:
    access.add_office(Office("80999", "Kantor Lain", OfficeKind.KCP), by="test")
    carrier = a_carrier(knock)
    row = phones.phone_by_token(carrier.token)
    assert row is not None
    apps.get_model("access", "Phone").objects.filter(pk=row.id).update(office_id="80999")
    answer = carrier.carry(carried(knock))
    assert (answer.status_code, answer.json()["code"]) == (404, "phone_unknown")


def test_a_photo_is_brought_for_its_phone(knock: Knock) -> None:
    photo = a_photo()
    name = sha256(photo).hexdigest()
    carrier = a_carrier(knock)
    said = ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in {"sha256": name, "kind": "house"}.items())
    headers = {
        "Authorization": f"Bearer {carrier.token}", "Amanah-For": str(knock.handset.id),
        "Upload-Length": str(len(photo)), "Upload-Metadata": said,
    }  # fmt: skip
    assert knock.client.post("/api/sync/media", headers=headers).status_code == 201
    for start, end in ((0, 100), (100, len(photo)), (len(photo), len(photo))):
        piece = {**headers, "Upload-Offset": str(start)}
        kind = "application/offset+octet-stream"
        done = knock.client.patch(f"/api/sync/media/{name}", photo[start:end], content_type=kind, headers=piece)
        assert done.status_code == 204
    assert models.Media.objects.get(sha256=name).phone_id == knock.handset.id
    (told,), brings = journal.entries(word="visits.photo_carried"), phones.phone_by_token(carrier.token)
    assert brings is not None
    assert (told.about, told.by) == (f"phone:{knock.handset.id}", brings.label)
    assert told.details == {"sha256": name, "kind": "house", "visit": None}


def test_a_phones_own_photo_is_no_carried_one(knock: Knock) -> None:
    photo = a_photo()
    said = f"sha256 {b64encode(sha256(photo).hexdigest().encode()).decode()}"
    headers = {**knock.auth, "Amanah-For": str(knock.handset.id), "Upload-Length": str(len(photo))}
    knock.client.post("/api/sync/media", headers={**headers, "Upload-Metadata": said})
    name, kind = sha256(photo).hexdigest(), "application/offset+octet-stream"
    piece = {**headers, "Upload-Offset": "0"}
    done = knock.client.patch(f"/api/sync/media/{name}", photo, content_type=kind, headers=piece)
    assert done.status_code == 204
    assert not journal.entries(word="visits.photo_carried")


def test_a_revoked_phone_is_told_to_forget_by_the_houses_own_signature(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    access.revoke_phone(knock.handset.id, by="test", now=utc_now(), reason="lost")
    answer = knock.post(knock.batch())
    assert (answer.status_code, answer.json()["wipe"], answer.json()["kept"]) == (401, True, True)
    assert vault.is_signed(answer.content, signature=answer.headers["Amanah-Signature"], by=knock.house_key)
    pack = knock.client.get("/api/sync/pack", headers=knock.auth)
    assert (pack.status_code, pack.json()["wipe"], pack.json()["kept"]) == (401, True, False)
    assert vault.is_signed(pack.content, signature=pack.headers["Amanah-Signature"], by=knock.house_key)


def test_a_stranger_is_told_nothing_that_makes_a_phone_forget(knock: Knock) -> None:
    answer = knock.client.get("/api/sync/pack", headers={"Authorization": "Bearer AAAA"})
    assert "wipe" not in answer.json()
    assert "Amanah-Signature" not in answer.headers


def ask(knock: Knock, asked: object) -> Any:
    return knock.client.post("/api/sync/grants", json.dumps(asked), content_type="application/json", headers=knock.auth)


def test_a_grant_is_signed_and_the_same_twice(knock: Knock) -> None:
    asked = {"entitlement": str(knock.debts[0].entitlement), "fence": 1}
    first, second = ask(knock, asked), ask(knock, asked)
    assert first.json()["grant"] == second.json()["grant"]
    assert vault.is_signed(first.content, signature=first.headers["Amanah-Signature"], by=knock.house_key)


@pytest.mark.parametrize("asked", [{}, [], {"entitlement": "x", "fence": 1}, {"entitlement": NOBODY, "fence": -1}])
def test_a_request_for_a_grant_that_cant_be_read_is_told_so(knock: Knock, asked: object) -> None:
    assert ask(knock, asked).status_code == 400


def test_a_phone_that_lost_its_store_says_so_when_it_enrols_anew(knock: Knock) -> None:
    phone = phones.phone(knock.handset.id)
    assert phone is not None
    code = access.open_enrolment(phone.payer.id, office=cast.OFFICE, by="test", now=utc_now())
    said = {
        "code": code, "public_key": signing.public_text(ec.generate_private_key(ec.SECP256R1())), "name": "sama",
        "contract": "1.1", "had_seq": 41,
    }  # fmt: skip
    answer = knock.client.post("/api/sync/enrol", json.dumps(said), content_type="application/json")
    (told, *_) = journal.entries(about=f"phone:{answer.json()['phone']}")
    assert told.details["had_seq"] == 41
