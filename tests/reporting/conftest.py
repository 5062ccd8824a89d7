"""A small house with one paid family, built by raw rows: these tests break it in ways no command can."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from amanah.ledger import commands as ledger
from amanah.ledger.types import Transfer, bag, family, office, suspense, treasury
from amanah.values.ids import new_id
from amanah.values.money import Money

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
DAY = "2026-11-24"
NOPEN = "80000"
AMOUNT = Money(600_000)


def run(sql: str, *parameters: str | int | UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters) or None)


def insert(model: str, **values: object) -> None:
    """A raw row, with the model's own defaults: `insert("visits.Event", seq=1, …)`."""
    apps.get_model(model)._default_manager.bulk_create([apps.get_model(model)(**values)])


@dataclass(frozen=True, slots=True)
class Share:
    """One entitlement's share of one payment."""

    phone: UUID
    payment: UUID
    entitlement: UUID
    family: UUID
    settlement: UUID


class Field:
    """One phone's day. `pay` does what the house does with a payment, a step at a time."""

    def __init__(self, stage: UUID) -> None:
        self.user, self.phone, self.stage = new_id(), new_id(), stage
        self.seq, self.head = 0, "0" * 64
        insert("access.User", id=self.user, username=f"payer-{self.user}", name="I Made", language="id", password="",
               is_active=True, hired_at=AT)  # fmt: skip
        insert("access.Phone", id=self.phone, user_id=self.user, office_id=NOPEN, name="A05",
               public_key=str(self.phone),
               token_hash=self.phone.bytes, state="active", enrolled_at=AT)  # fmt: skip
        insert("visits.PhoneChain", phone_id=self.phone, ack_seq=0, head_hash=self.head, max_seq=0)
        self.move(office(NOPEN), self.bag, Money(6_000_000), "float.handed")

    @property
    def bag(self) -> str:
        return bag(self.phone, DAY)

    def move(self, giver: str, receiver: str, amount: Money, word: str, *, as_: UUID | None = None) -> None:
        ledger.post([Transfer(as_ or new_id(), giver, receiver, amount, word, "x", AT)], by="test")

    def tell(self, word: str, body: dict[str, object]) -> UUID:
        """Stores an event as `accept` does."""
        event, self.seq = new_id(), self.seq + 1
        text = json.dumps({"id": str(event), "seq": self.seq, "prev": self.head, "type": word, "body": body})
        own = sha256(text.encode()).hexdigest()
        insert("visits.Event", id=event, phone_id=self.phone, seq=self.seq, prev_hash=self.head, hash=own, type=word,
               day=DAY, text=text, signature=b"", is_read=True, arrival=self.seq, received_at=AT)  # fmt: skip
        self.head = own
        run("UPDATE visits_phonechain SET ack_seq = %s, max_seq = %s, head_hash = %s WHERE phone_id = %s",
            self.seq, self.seq, own, self.phone)  # fmt: skip
        return event

    def told(self, share: Share) -> UUID:
        item = {"entitlement": str(share.entitlement), "amount": AMOUNT.rupiah, "fence": 1}
        return self.tell("payment.paid", {"payment": str(share.payment), "items": [item]})

    def settle(self, share: Share, event: UUID, *, why: str = "") -> None:
        insert("visits.Settlement", id=share.settlement, payment=share.payment, entitlement=share.entitlement,
               visit=share.payment, family=share.family, phone_id=self.phone, office_id=NOPEN, day=DAY,
               amount=AMOUNT.rupiah, is_paid=not why, why=why, doubts=[why] if why else [], event_id=event,
               at=AT)  # fmt: skip

    def book(self, share: Share, *, why: str = "") -> None:
        receiver = suspense(NOPEN) if why else family(share.family)
        self.move(self.bag, receiver, AMOUNT, "payment.suspended" if why else "payment.paid", as_=share.settlement)

    def pay(self, entitlement: UUID, family_id: UUID, *, why: str = "") -> Share:
        share = Share(self.phone, new_id(), entitlement, family_id, new_id())
        self.settle(share, self.told(share), why=why)
        self.book(share, why=why)
        return share

    def close(self) -> None:
        """Brings back what is left, and closes the day."""
        from amanah.ledger.queries import balance

        self.move(self.bag, office(NOPEN), Money(balance(self.bag)), "cash.returned")
        self.tell("day.closed", {})


@dataclass(frozen=True, slots=True)
class Owed:
    family: UUID
    entitlement: UUID


@pytest.fixture
def stage(db: None) -> UUID:
    stage = new_id()
    insert("access.Office", nopen=NOPEN, name="KCU", kind="KCU", hotline="")
    insert("programs.Stage", id=stage, year=2031, number=4, label="Tahap 4")
    run("INSERT INTO programs_programme (code, label, law) VALUES ('SEMBAKO', 'Sembako', '') ON CONFLICT DO NOTHING")
    ledger.post([Transfer(new_id(), treasury(), office(NOPEN), Money(60_000_000), "allocated", "x", AT)], by="test")
    return stage


@pytest.fixture
def owed(stage: UUID) -> Owed:
    owed = Owed(new_id(), new_id())
    insert("registry.Family", id=owed.family, village_code="", office_id=NOPEN, address="", banjar="", rt="", rw="",
           postcode="", needs=[], known_since=AT)  # fmt: skip
    insert("programs.Entitlement", id=owed.entitlement, id_salur=str(owed.family), family_id=owed.family,
           programme_id="SEMBAKO", stage_id=stage, tranche=1, wave=1, amount=AMOUNT.rupiah, office_id=NOPEN,
           village_code="", state="due")  # fmt: skip
    return owed


@pytest.fixture
def field(stage: UUID) -> Field:
    return Field(stage)


@pytest.fixture
def another(stage: UUID) -> Field:
    return Field(stage)


def again(share: Share) -> Share:
    """The same share, to be settled a second time."""
    return replace(share, settlement=new_id(), payment=new_id())
