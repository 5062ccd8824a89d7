"""Phones' days for the sync benchmark: real keys, real chains, real entitlements, signed before the clock starts."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import transaction

from amanah.access.types import Phone
from amanah.visits.commands import lease_round
from tests.visits import cast

BATCH = 100


@dataclass(frozen=True, slots=True)
class Talk:
    """One phone's day, ready to be sent: its id, its token, its visits, and its batches as whole HTTP requests."""

    phone: UUID
    token: str
    visits: list[UUID]
    requests: list[bytes]


@transaction.atomic
def talks(name: str, *, phones: int, batches_each: int, with_photos: bool = True) -> list[Talk]:
    """Each phone visits families in four events: started, evidence, intended, paid. `name`: other than any before."""
    cast.an_office()
    cast.a_stage()
    visits = batches_each * BATCH // 4
    return [_talk(f"{name}{number}", visits, with_photos=with_photos) for number in range(phones)]


def asking(token: str, body: bytes) -> bytes:
    """A batch as a phone sends it: gzip, one HTTP request."""
    packed = gzip.compress(body)
    head = (
        "POST /api/sync/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Encoding: gzip\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(packed)}\r\n\r\n"
    )
    return head.encode() + packed


def _talk(name: str, visits: int, *, with_photos: bool) -> Talk:
    phone, handset = cast.a_phone(name)
    token = _token_of(phone.id)
    debts = _debts(name, visits)
    _lease(phone, debts)
    told = [cast.pays(handset, debt, with_photos=with_photos) for debt in debts]
    batches = [handset.said[i : i + BATCH] for i in range(0, len(handset.said), BATCH)]
    bodies = [
        json.dumps({"phone": str(phone.id), "epoch": 1, "events": [{"e": s.text, "s": s.signature} for s in batch]})
        for batch in batches
    ]
    return Talk(phone.id, token, [one.visit for one in told], [asking(token, body.encode()) for body in bodies])


def _lease(phone: Phone, debts: list[cast.Debt]) -> None:
    """One round with every family on it, as an office would have planned it, without thinking about the way."""
    round_ = apps.get_model("visits", "Round").objects.create(
        office_id=cast.OFFICE, day=cast.DAY, stage_id=cast.a_stage(), payer_id=phone.payer.id, state="planned"
    )
    stop = apps.get_model("visits", "Stop")
    stop.objects.bulk_create(stop(round=round_, family_id=d.family, order=i) for i, d in enumerate(debts, start=1))
    leased = lease_round(round_.pk, phone.id, by="bench", now=cast.NOW)
    assert leased.leased == len(debts)


def _token_of(phone: UUID) -> str:
    """Tokens are said once, at enrolment; the benchmark gives each phone a new one of its own."""
    from hashlib import sha256

    from amanah.vault.signing import b64url

    token = sha256(phone.bytes).digest()
    apps.get_model("access", "Phone").objects.filter(pk=phone).update(token_hash=sha256(token).digest())
    return b64url(token)


def _debts(name: str, count: int) -> list[cast.Debt]:
    """Families with one Sembako each, inserted in bulk; their persons don't matter here."""
    families = apps.get_model("registry", "Family").objects.bulk_create(
        apps.get_model("registry", "Family")(
            village_id=cast.VILLAGE, village_code=cast.VILLAGE, office_id=cast.OFFICE, address="Gg. 1",
            known_since=cast.NOW,
        )
        for _ in range(count)
    )  # fmt: skip
    entitlements = apps.get_model("programs", "Entitlement").objects.bulk_create(
        apps.get_model("programs", "Entitlement")(
            id_salur=f"{name}-{i}", family=family, programme_id="SEMBAKO", stage_id=cast.a_stage(),
            amount=cast.OWED, office_id=cast.OFFICE, village_id=cast.VILLAGE,
        )
        for i, family in enumerate(families)
    )  # fmt: skip
    return [cast.Debt(f.pk, e.pk) for f, e in zip(families, entitlements, strict=True)]
