"""The phones' door over HTTP, as a phone knocks: bytes, headers, statuses."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pytest_django import Settings

from amanah.access import commands as access
from amanah.access import queries as phones
from amanah.sync import answers
from amanah.values.clock import utc_now
from amanah.values.ids import new_id
from amanah.vault import queries as vault
from amanah.vault import signing
from amanah.visits import commands, models, queries
from amanah.visits.commands import letters
from amanah.visits.types import read_event
from tests.visits import cast
from tests.visits.cast import Debt, Handset, pays


@dataclass(frozen=True, slots=True)
class Knock:
    """A phone that enrolled over HTTP, out on a round of three families."""

    client: Client
    handset: Handset
    token: str
    house_key: str
    debts: list[Debt]

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, said: object, **headers: str) -> Any:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return self.client.post(
            "/api/sync/events", body, content_type="application/json", headers={**self.auth, **headers}
        )

    def batch(self) -> dict[str, Any]:
        events = [{"e": sent.text, "s": sent.signature} for sent in self.handset.said]
        return {"phone": str(self.handset.id), "epoch": 1, "events": events}


@pytest.fixture
def knock(db: None) -> Knock:
    return a_knock()


def a_knock() -> Knock:
    cast.an_office()
    client, key = Client(), ec.generate_private_key(ec.SECP256R1())
    payer, _ = cast.a_phone("head")
    code = access.open_enrolment(payer.payer.id, office=cast.OFFICE, by="test", now=utc_now())
    said = {"code": code, "public_key": signing.public_text(key), "name": "Samsung A05"}
    answer = client.post("/api/sync/enrol", json.dumps(said), content_type="application/json").json()
    phone = phones.phone_by_token(answer["token"])
    assert phone is not None
    debts = [cast.a_debt(number) for number in range(1, 4)]
    planned = commands.plan_rounds(cast.OFFICE, cast.DAY, [phone.payer.id], cast.a_stage(), by="test", now=utc_now())
    commands.lease_round(planned.rounds[0], phone.id, by="test", now=utc_now())
    return Knock(client, Handset(phone.id, key), answer["token"], answer["house_key"], debts)


def a_photo(seed: int = 1) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (64, 64, 3), np.uint8)
    return bytes(cv2.imencode(".jpg", pixels)[1].tobytes())


def test_an_answer_is_signed_by_the_house(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    answer = knock.post(knock.batch())
    assert answer.status_code == 200
    assert answer.json()["ack_seq"] == 4
    assert vault.is_signed(answer.content, signature=answer.headers["Amanah-Signature"], by=knock.house_key)


def test_a_packed_body_is_read(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    packed = gzip.compress(json.dumps(knock.batch()).encode())
    assert knock.post(packed, **{"Content-Encoding": "gzip"}).json()["ack_seq"] == 4


def test_a_bomb_is_refused_unopened(knock: Knock) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert knock.post(bomb, **{"Content-Encoding": "gzip"}).status_code == 413


@pytest.mark.parametrize("count", [101, 500])
def test_too_many_events_are_sent_back_to_be_halved(knock: Knock, count: int) -> None:
    said = {"phone": str(knock.handset.id), "epoch": 1, "events": [{"e": "x", "s": ""}] * count}
    assert knock.post(said).status_code == 413


def test_an_unknown_phones_batch_is_kept_sealed(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    body = json.dumps(knock.batch()).encode()
    answer = knock.post(body, Authorization="Bearer AAAA")
    assert answer.status_code == 401
    assert answer.json()["code"] == "phone_unknown"
    assert models.Inbox.objects.get().body == body


def test_a_revoked_phones_payments_are_booked_when_its_letter_is_opened(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    access.revoke_phone(knock.handset.id, by="test", now=utc_now(), reason="lost")
    assert knock.post(knock.batch()).json()["code"] == "phone_revoked"
    assert not queries.settled([knock.debts[0].entitlement])
    (letter,) = queries.letters()
    opened = letters.open_letter(letter.id, reason="the phone was found", by="user:head", now=utc_now())
    assert opened is not None
    assert opened.ack_seq == 4
    assert queries.settled([knock.debts[0].entitlement])


def test_a_lost_phone_is_heard_and_gets_no_pack(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    commands.declare_lost(knock.handset.id, by="test", now=utc_now(), reason="stolen")
    assert knock.post(knock.batch()).json()["ack_seq"] == 4
    assert knock.client.get("/api/sync/pack", headers=knock.auth).status_code == 403


def test_the_pack_holds_the_round(knock: Knock) -> None:
    answer = knock.client.get("/api/sync/pack", headers=knock.auth)
    pack = answer.json()
    assert {family["family"] for family in pack["families"]} == {str(debt.family) for debt in knock.debts}
    assert pack["families"][0]["items"][0]["fence"] == 1
    assert pack["families"][0]["village"]["name"] == "Dangin Puri"
    assert vault.is_signed(answer.content, signature=answer.headers["Amanah-Signature"], by=knock.house_key)


def test_a_large_pack_comes_packed_and_signed(knock: Knock) -> None:
    pack = answers.packed(answers.signed({"families": ["x" * 500] * 20}), accepts="gzip, deflate")
    plain = gzip.decompress(pack.content)
    assert vault.is_signed(plain, signature=pack.headers["Amanah-Signature"], by=knock.house_key)
    assert len(pack.content) < len(plain)


def test_an_unchanged_pack_is_not_sent_again(knock: Knock) -> None:
    pack = knock.client.get("/api/sync/pack", headers=knock.auth).json()
    lines = sorted(f"{i['entitlement']}:{i['fence']}" for family in pack["families"] for i in family["items"])
    hash_ = sha256("\n".join(lines).encode()).hexdigest()
    assert knock.client.get(f"/api/sync/pack?leases={hash_}", headers=knock.auth).status_code == 204
    assert knock.client.get("/api/sync/pack?leases=other", headers=knock.auth).status_code == 200


def test_a_pack_without_a_round_says_so(knock: Knock) -> None:
    models.Round.objects.update(state="closed")
    pack = knock.client.get("/api/sync/pack", headers=knock.auth).json()
    assert (pack["round"], pack["families"]) == (None, [])


def upload(knock: Knock, photo: bytes, *, name: str | None = None, pieces: int = 300) -> list[Any]:
    sha = name or sha256(photo).hexdigest()
    metadata = f"sha256 {b64encode(sha.encode()).decode()},kind {b64encode(b'face').decode()}"
    headers = {**knock.auth, "Upload-Length": str(len(photo)), "Upload-Metadata": metadata}
    heard = [knock.client.post("/api/sync/media", headers=headers)]
    offset = int(heard[0].headers.get("Upload-Offset", len(photo)))
    while offset < len(photo) and heard[-1].status_code < 300:
        heard.append(piece(knock, sha, offset, photo[offset : offset + pieces]))
        offset += pieces
    return heard


def piece(knock: Knock, sha: str, offset: int, some: bytes) -> Any:
    return knock.client.patch(
        f"/api/sync/media/{sha}", some, content_type="application/offset+octet-stream",
        headers={**knock.auth, "Upload-Offset": str(offset)},
    )  # fmt: skip


def test_a_photo_comes_in_pieces(knock: Knock) -> None:
    photo = a_photo()
    sent = upload(knock, photo)
    assert [sent[0].status_code, sent[-1].status_code] == [201, 204]
    assert vault.photo(sha256(photo).hexdigest()) == photo
    assert not models.MediaPiece.objects.exists()


def test_a_broken_upload_goes_on_where_it_was(knock: Knock) -> None:
    photo = a_photo()
    sha = sha256(photo).hexdigest()
    upload_part(knock, photo, 500)
    head = knock.client.head(f"/api/sync/media/{sha}", headers=knock.auth)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("500", str(len(photo)))
    assert piece(knock, sha, 0, photo[:10]).status_code == 409
    assert piece(knock, sha, 500, photo[500:]).status_code == 204
    assert vault.photo(sha) == photo


def upload_part(knock: Knock, photo: bytes, count: int) -> None:
    sha = sha256(photo).hexdigest()
    headers = {"Upload-Length": str(len(photo)), "Upload-Metadata": f"sha256 {b64encode(sha.encode()).decode()}"}
    assert knock.client.post("/api/sync/media", headers={**knock.auth, **headers}).status_code == 201
    assert piece(knock, sha, 0, photo[:count]).status_code == 204


def test_a_photo_damaged_on_its_way_starts_anew(knock: Knock) -> None:
    photo = a_photo()
    sent = upload(knock, photo, name=sha256(b"another").hexdigest())
    assert sent[-1].status_code == 460
    assert sent[-1].json()["code"] == "media_hash_differs"
    assert models.Media.objects.get().received_bytes == 0


def test_what_is_no_photo_is_kept_aside(knock: Knock) -> None:
    sent = upload(knock, b"not a photo at all")
    assert sent[-1].json()["code"] == "photo_not_an_image"
    assert models.Media.objects.get().state == "aside"
    assert bytes(models.Incident.objects.get().body) == b"not a photo at all"


def test_a_photo_sent_twice_is_complete_at_once(knock: Knock) -> None:
    upload(knock, a_photo())
    (again,) = upload(knock, a_photo())
    assert again.status_code == 200


def test_a_giant_photo_is_refused(knock: Knock) -> None:
    assert upload(knock, b"\xff\xd8" + b"0" * 500_000)[0].status_code == 413


def test_a_photo_that_came_is_no_longer_missing(knock: Knock) -> None:
    photo = a_photo()
    sha = sha256(photo).hexdigest()
    visit = {"visit": str(new_id()), "family": str(knock.debts[0].family)}
    named = {"kind": "house", "sha256": sha, "bytes": len(photo), "thumb": None}
    knock.handset.say("visit.evidence", {**visit, "place": None, "face": None, "other_way": None, "photos": [named]})
    assert knock.post(knock.batch()).json()["missing_media"] == [sha]
    upload(knock, photo)
    assert knock.post({**knock.batch(), "events": []}).json()["missing_media"] == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=6), inside, max_size=4),
    max_leaves=12,
)


@trying(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300) | ANYTHING.map(lambda said: json.dumps(said).encode()))
def test_no_bytes_bring_the_door_down(knock: Knock, body: bytes) -> None:
    assert knock.post(body).status_code < 500


@trying(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_event_brings_the_door_down(knock: Knock, data: st.DataObject) -> None:
    """A signed event with any one field turned into anything is stored or put aside, never an error."""
    pays(knock.handset, knock.debts[0])
    event = json.loads(knock.handset.said[-4:][data.draw(st.integers(0, 3))].text)
    inside = event["body"] if data.draw(st.booleans()) else event
    inside[sorted(inside)[data.draw(st.integers(0, 20)) % len(inside)]] = data.draw(ANYTHING)
    sent = cast.signed(knock.handset.key, json.dumps(event))
    answer = knock.post({"phone": "x", "epoch": 1, "events": [{"e": sent.text, "s": sent.signature}]})
    assert answer.status_code == 200


def test_every_vector_of_the_contract_reads() -> None:
    vectors = json.loads((Path(__file__).parents[2] / "contract/vectors/events.json").read_text())
    for one in vectors["events"]:
        assert read_event(one.get("text") or one["e"]).body is not None


def test_a_raised_epoch_is_told_to_every_phone(knock: Knock, settings: Settings) -> None:
    settings.AMANAH_EPOCH = 2
    assert knock.post({**knock.batch(), "events": []}).json()["epoch"] == 2
    assert knock.client.get("/api/sync/pack", headers=knock.auth).json()["epoch"] == 2
