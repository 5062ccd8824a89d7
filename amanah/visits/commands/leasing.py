"""Leases: the right to pay an entitlement goes to one phone, with a fence that only rises, and is taken back by name.

A lease never runs out by time: offline clocks can't be trusted with money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from amanah.access import commands as access_commands
from amanah.access import queries as access
from amanah.access.types import Phone
from amanah.ledger import commands as ledger
from amanah.programs import queries as programs
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.telling import Told, tell
from amanah.visits.rules import cash
from amanah.visits.store import books
from amanah.visits.store.rounds import begun
from amanah.visits.types import RoundKind

_LEASE = """
INSERT INTO visits_lease (id, entitlement_id, phone_id, round_id, fence, taken_at, ended_at, how)
SELECT asked.id, asked.entitlement, %s, %s,
       1 + coalesce((SELECT max(fence) FROM visits_lease AS old WHERE old.entitlement_id = asked.entitlement), 0),
       %s, NULL, ''
FROM unnest(%s::uuid[], %s::uuid[]) AS asked(id, entitlement)
ORDER BY asked.entitlement
-- held by another phone: it stays there
ON CONFLICT (entitlement_id) WHERE ended_at IS NULL DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Leased:
    """`elsewhere`: entitlements of the round that another phone holds."""

    leased: int
    elsewhere: int


@transaction.atomic
def lease_round(round_id: UUID, phone_id: UUID, *, by: str, now: datetime) -> Leased:
    """Gives a round to a phone: everything due and unsettled at its stops. Again for the same phone: what is new.
    A round to tag goes to a phone that only tags, and leases nothing.

    Problems: `round_unknown`, `round_has_phone`, `round_is_closed`, `phone_not_active`, `phone_of_another`,
    `phone_has_round`, `phone_pays`, `phone_only_tags`.
    """
    row = locked_round(round_id)
    phone = _active(phone_id, row)
    if row.phone_id is None:
        row.phone_id = phone_id
    row.state = "out"
    row.save(update_fields=["phone", "state"])
    families = list(row.stops.order_by("order").values_list("family_id", flat=True))
    models.PlanMade.objects.bulk_create([models.PlanMade(round=row, families=families, at=now)], ignore_conflicts=True)
    leased = lease_stops(row, families, now=now)
    if row.float and not books.claims(phone.id, row.day):  # else the payer's own word brought it into the bag
        ledger.post([cash.handing(handed_of(row), Money(row.float), now=now)], by=by)
    details = {"phone": str(phone.id), "leased": leased.leased, "elsewhere": leased.elsewhere}
    tell([Told("visits.round_leased", f"round:{round_id}", details)], by=by, now=now)
    return leased


@transaction.atomic
def declare_lost(phone_id: UUID, *, by: str, now: datetime, reason: str) -> int:
    """The phone gets no more packs and its leases end; what it still sends is heard, with its leases stale.

    Gives how many leases ended: their entitlements are contested until somebody else pays or the phone is heard.
    """
    access_commands.revoke_phone(phone_id, by=by, now=now, reason=reason, is_lost=True)
    ended = models.Lease.objects.filter(phone=phone_id, ended_at__isnull=True).update(ended_at=now, how="lost")
    tell([Told("visits.phone_lost", f"phone:{phone_id}", {"leases": ended, "reason": reason})], by=by, now=now)
    return ended


@transaction.atomic
def take_over(round_id: UUID, *, into: UUID, by: str, now: datetime) -> Leased:
    """Puts the unsettled stops of one round behind those of another that is out, and leases them to its phone.

    Only leases that have ended move: declare the phone lost first. Problems as in `lease_round`, `round_not_out`.
    """
    old, new = locked_round(round_id), locked_round(into)
    if new.phone_id is None or new.state != "out" or new.kind != RoundKind.PAY:
        raise Problem("round_not_out", Sentence("Putaran tujuan belum berjalan.", "The other round isn't out yet."))
    _active(new.phone_id, new)
    there = set(new.stops.values_list("family_id", flat=True))
    last = new.stops.aggregate(last=Max("order"))["last"] or 0
    moving = [stop.family_id for stop in old.stops.order_by("order") if stop.family_id not in there]
    models.Stop.objects.bulk_create(
        models.Stop(round=new, family_id=family, order=last + i) for i, family in enumerate(moving, start=1)
    )
    leased = lease_stops(new, moving, now=now)
    details = {"into": str(into), "families": len(moving), "leased": leased.leased}
    tell([Told("visits.round_taken_over", f"round:{round_id}", details)], by=by, now=now)
    return leased


@transaction.atomic
def move_lease(entitlement: UUID, *, to_round: UUID, by: str, now: datetime, reason: str) -> None:
    """Takes one lease from the phone that holds it and gives it to the phone of another round, fence higher.

    Should the first phone pay after all, the second payment to be heard lands in suspense.
    Problems: `entitlement_unknown`, `round_not_out`, `entitlement_settled`, `payment_begun`.
    """
    new = locked_round(to_round)
    if new.phone_id is None or new.state != "out" or new.kind != RoundKind.PAY:
        raise Problem("round_not_out", Sentence("Putaran tujuan belum berjalan.", "The other round isn't out yet."))
    debt = books.debts([entitlement]).get(entitlement)
    if debt is None:
        raise _no("entitlement_unknown", "Hak bantuan ini tidak ada.", "There is no such entitlement.")
    if books.settled([entitlement]):
        raise _no("entitlement_settled", "Bantuan ini sudah dibayar.", "This aid has been paid.")
    if begun([entitlement]):
        raise _no("payment_begun", "Pembayarannya sudah dimulai di HP itu; tunggu kabarnya.",
                  "That phone has begun to pay it; wait for its word.")  # fmt: skip
    models.Lease.objects.filter(entitlement=entitlement, ended_at__isnull=True).update(ended_at=now, how="taken")
    last = new.stops.aggregate(last=Max("order"))["last"] or 0
    models.Stop.objects.get_or_create(round=new, family_id=debt.family, defaults={"order": last + 1})
    _insert(new, [entitlement], now=now)
    tell(
        [Told("visits.lease_moved", f"entitlement:{entitlement}", {"to": str(to_round), "reason": reason})],
        by=by,
        now=now,
    )


def move_leases(entitlements: Sequence[UUID], row: models.Round, *, now: datetime) -> None:
    """Many at once into a round that is out and locked; the database refuses those whose payment has begun."""
    held = models.Lease.objects.filter(entitlement__in=entitlements, ended_at__isnull=True)
    held.update(ended_at=now, how="taken")
    there = set(row.stops.values_list("family_id", flat=True))
    last = row.stops.aggregate(last=Max("order"))["last"] or 0
    families = [debt.family for debt in books.debts(entitlements).values() if debt.family not in there]
    models.Stop.objects.bulk_create(
        models.Stop(round=row, family_id=family, order=last + i)
        for i, family in enumerate(dict.fromkeys(families), start=1)
    )
    _insert(row, entitlements, now=now)


def lease_stops(row: models.Round, families: Sequence[UUID], *, now: datetime) -> Leased:
    """Leases what is due and unsettled of these families to the phone of a round, where nobody holds it."""
    if row.stage_id is None:
        return Leased(0, 0)  # a round to tag
    wanted = set(families)
    due = [e.id for e in programs.due(row.office_id, row.stage_id) if e.family in wanted]
    open_ = sorted(set(due) - set(books.settled(due)))
    mine = {
        entitlement
        for entitlement, held in books.leases(open_).items()
        if held[-1].ended_at is None and held[-1].phone == row.phone_id
    }
    asked = [entitlement for entitlement in open_ if entitlement not in mine]
    leased = _insert(row, asked, now=now)
    return Leased(leased, len(asked) - leased)


def _insert(row: models.Round, entitlements: Sequence[UUID], *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, [row.phone_id, row.id, now, [new_id() for _ in entitlements], list(entitlements)])
        return int(cursor.rowcount)


def locked_round(round_id: UUID) -> models.Round:
    row = models.Round.objects.select_for_update().filter(id=round_id).first()
    if row is None:
        raise Problem("round_unknown", Sentence("Putaran ini tidak ada.", "There is no such round."), status=404)
    return row


def handed_of(row: models.Round) -> cash.Handed:
    return cash.Handed(row.id, row.phone_id, row.day, row.office_id, Money(row.float))


def _active(phone_id: UUID, row: models.Round) -> Phone:
    phone = access.phone(phone_id)
    if phone is None or not phone.is_active:
        raise _no("phone_not_active", "HP ini tidak aktif.", "This phone isn't active.")
    if phone.payer.id != row.payer_id or phone.office != row.office_id:
        raise _no(
            "phone_of_another", "HP ini bukan milik juru bayar putaran ini.", "It isn't this round's payer's phone."
        )
    _refuse_other_duty(phone, row)
    if row.state == "closed":
        raise _no("round_is_closed", "Putaran ini sudah ditutup.", "This round is closed.")
    if row.phone_id not in (None, phone_id):
        raise _no("round_has_phone", "Putaran ini sudah dibawa HP lain.", "Another phone has this round.")
    if models.Round.objects.filter(phone=phone_id, day=row.day).exclude(id=row.id).exists():
        raise _no("phone_has_round", "HP ini sudah membawa putaran lain hari itu.", "The phone has a round that day.")
    return phone


def _refuse_other_duty(phone: Phone, row: models.Round) -> None:
    if phone.tags_only and row.kind == RoundKind.PAY:
        raise _no("phone_only_tags", "HP ini hanya untuk menandai rumah.", "This phone only marks homes.")
    if row.kind == RoundKind.TAG and not phone.tags_only:
        raise _no(
            "phone_pays",
            "HP ini untuk membayar. Daftarkan ponsel penanda rumah lebih dulu.",
            "This phone pays. Enrol a geotagger's phone first.",
        )


def _no(code: str, id_: str, en: str) -> Problem:
    return Problem(code, Sentence(id_, en), status=409)
