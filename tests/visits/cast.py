"""The cast of these tests: an office in a village, families that are owed, and handsets that sign as phones do.

A Handset only makes events; the real phone is `phone/src/core`, which rehearsals drive.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps

from amanah.access import commands as access
from amanah.access.types import Grant, Office, OfficeKind, Phone, Role, Village
from amanah.faces import queries as faces
from amanah.faces.types import Profile
from amanah.values.ids import new_id
from amanah.vault import signing
from amanah.visits.types import Sent

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
OFFICE = "80000"
VILLAGE = "51.71.04.1001"
HOME = (-8.6, 115.2)
BOX = shapely.box(115.19, -8.61, 115.21, -8.59)
OWED = 600_000
PASSWORD = "sepeda-biru-di-renon"


@dataclass(slots=True)
class Handset:
    """A phone's key, chain and clock; `say` gives the next signed event."""

    id: UUID
    key: ec.EllipticCurvePrivateKey
    seq: int = 0
    prev: str = "0" * 64
    at: datetime = NOW - timedelta(hours=1)
    said: list[Sent] = field(default_factory=list)

    def say(self, type_: str, body: dict[str, Any], *, day: str = str(DAY), at: datetime | None = None) -> Sent:
        self.seq += 1
        self.at += timedelta(seconds=20)
        event = {
            "v": 1, "id": str(new_id()), "phone": str(self.id), "seq": self.seq, "prev": self.prev, "type": type_,
            "at": iso(at or self.at), "elapsed_ms": self.seq * 20_000, "server_seen": None, "day": day, "body": body,
        }  # fmt: skip
        sent = signed(self.key, json.dumps(event))
        self.prev = sha256(sent.text.encode()).hexdigest()
        self.said.append(sent)
        return sent


def signed(key: ec.EllipticCurvePrivateKey, text: str) -> Sent:
    return Sent(text, signing.sign(text.encode(), key))


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Debt:
    """One family and the one entitlement it is owed."""

    family: UUID
    entitlement: UUID
    amount: int = OWED


def calibrate(path: Path, *, same_above: float = 0.45, ktp_same_above: float = 0.4, name: str = "calib-test") -> None:
    """A deployment's calibration file: these thresholds for the phone's model and the house's."""
    photo = {"same_above": same_above, "different_below": 0.30, "cosine_at_far": {"1e-4": same_above}}
    kinds = {"photo": photo, "ktp": {**photo, "same_above": ktp_same_above}}
    path.write_text(json.dumps({"name": name, "models": {faces.model_version(profile): kinds for profile in Profile}}))


def an_office() -> None:
    access.add_office(Office(OFFICE, "KCU Denpasar", OfficeKind.KCU, lat=-8.65, lng=115.22), by="test")
    access.load_villages([Village(VILLAGE, "Dangin Puri", *HOME, office=OFFICE, area=BOX)], by="test")


def a_phone(name: str) -> tuple[Phone, Handset]:
    """A payer of the office, with an enrolled phone."""
    person = access.hire(name, name.title(), PASSWORD, [Grant(Role.PAYER, f"nopen:{OFFICE}")], by="test")
    key = ec.generate_private_key(ec.SECP256R1())
    code = access.open_enrolment(person.id, office=OFFICE, by="test", now=NOW)
    enrolled = access.enrol_phone(code, public_key=signing.public_text(key), name=name, now=NOW)
    return enrolled.phone, Handset(enrolled.phone.id, key)


def a_stage() -> UUID:
    stage, _ = apps.get_model("programs", "Stage").objects.get_or_create(year=2026, number=4, defaults={"label": "T4"})
    apps.get_model("programs", "Programme").objects.get_or_create(code="SEMBAKO", defaults={"label": "Sembako"})
    return UUID(str(stage.pk))


def a_debt(number: int, *, amount: int = OWED) -> Debt:
    """A family with one person, owed one Sembako; its home isn't known."""
    family = apps.get_model("registry", "Family").objects.create(
        village_id=VILLAGE, village_code=VILLAGE, office_id=OFFICE, address=f"Gg. {number}", known_since=NOW
    )
    apps.get_model("registry", "Person").objects.create(
        family=family, nik=f"517104{number:010d}", nik_print=number.to_bytes(32, "big"), name=f"Ni Wayan {number}",
        sex="F", is_manager=True,
    )  # fmt: skip
    entitlement = apps.get_model("programs", "Entitlement").objects.create(
        id_salur=f"S{number}", family=family, programme_id="SEMBAKO", stage_id=a_stage(), amount=amount,
        office_id=OFFICE, village_id=VILLAGE,
    )  # fmt: skip
    return Debt(family.pk, entitlement.pk, amount)


def a_home(debt: Debt, *, lat: float = HOME[0], lng: float = HOME[1]) -> None:
    apps.get_model("registry", "HomeTag").objects.create(family_id=debt.family, lat=lat, lng=lng, accuracy_m=5, at=NOW)


def a_place(**other: Any) -> dict[str, Any]:
    said = {"lat": HOME[0], "lng": HOME[1], "accuracy_m": 8, "spread_m": 2, "fixes": 5, "taken_at": iso(NOW)}
    return {**said, **other}


def a_face(**other: Any) -> dict[str, Any]:
    said = {"likeness": 0.7, "band": "same", "model": "fr_feature-1", "reference": "r1", "attempts": 1, "live": 0.9}
    return {**said, **other}


def photos(seed: str) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "sha256": sha256(f"{seed}{kind}".encode()).hexdigest(), "bytes": 9, "thumb": None}
        for kind in ("face", "house")
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """The ids of a visit as a handset told it."""

    visit: UUID
    payment: UUID


def pays(
    handset: Handset,
    debt: Debt,
    *,
    fence: int = 1,
    amount: int | None = None,
    place: Any = "here",
    face: Any = "same",
    other_way: Any = None,
    with_photos: bool = True,
    intends: bool = True,
    shown: dict[str, Any] | None = None,
    grant: UUID | None = None,
    marked: dict[str, Any] | None = None,
    signature: str | None = None,
    day: str = str(DAY),
    at: datetime | None = None,
) -> Told:
    """A whole visit that ends with cash handed over: started, evidence, intended, paid."""
    visit, payment = new_id(), new_id()
    who = {"visit": str(visit), "family": str(debt.family)}
    sum_ = amount or debt.amount
    money = {"items": [{"entitlement": str(debt.entitlement), "amount": sum_, "fence": fence}], "total": sum_}
    evidence = {
        **who,
        "place": a_place() if place == "here" else place,
        "face": a_face() if face == "same" else face,
        "other_way": other_way,
        "photos": photos(str(visit)) if with_photos else [],
    }
    handset.say("visit.started", {**who, "how": "letter"}, day=day, at=at)
    handset.say("visit.evidence", evidence, day=day, at=at)
    if intends:
        proof = {"letter": shown, "grant": str(grant) if grant else None}
        handset.say("payment.intended", {"payment": str(payment), **who, **money, **proof}, day=day, at=at)
    received = {"received_by": "self", "receipt": "7K3M9QXA", "signature": signature, "letter": marked}
    handset.say("payment.paid", {"payment": str(payment), **who, **money, **received}, day=day, at=at)
    return Told(visit, payment)


def fails(handset: Handset, debt: Debt, *, reason: str = "not_home", place: Any = "here", **other: Any) -> UUID:
    visit = new_id()
    who = {"visit": str(visit), "family": str(debt.family)}
    handset.say("visit.started", {**who, "how": "list"})
    body = {
        **who, "entitlements": [str(debt.entitlement)], "reason": reason, "note": "", "next": "again",
        "place": a_place() if place == "here" else place, "photos": [], **other,
    }  # fmt: skip
    handset.say("visit.failed", body)
    return visit
