"""Cash of a round: handed out in the morning, counted in the evening, and suspense resolved by a transfer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.ledger import commands as ledger
from amanah.ledger import queries as balances
from amanah.ledger import types as accounts
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.leasing import handed_of, locked_round
from amanah.visits.commands.telling import Told, followed, tell
from amanah.visits.rules import cash as rules
from amanah.visits.store import books
from amanah.visits.store.rounds import as_closing
from amanah.visits.store.visits import as_settlement
from amanah.visits.types import CashClosing, RoundKind


@transaction.atomic
def hand_cash(round_id: UUID, amount: Money, *, by: str, now: datetime) -> None:
    """Hands a round its float, once: the same amount again is quiet. Booked when the round has its phone.

    Where the payer's phone already said so the office's word confirms it. Problems: `float_handed` (409),
    `float_differs` (409), `round_unknown`, `round_only_tags` (409), `cash_missing`.
    """
    if not amount.rupiah:
        raise Problem("cash_missing", Sentence("Isi jumlah uangnya.", "Say how much cash."))
    row = locked_round(round_id)
    _refuse_tagging(row)
    if row.float == amount.rupiah:
        return
    if row.float:
        raise Problem(
            "float_handed",
            Sentence("Uang putaran ini sudah diserahkan.", "This round's cash was handed out."),
            status=409,
        )
    claimed = _claimed(row)
    if claimed not in (0, amount.rupiah):
        raise Problem(
            "float_differs",
            Sentence(
                f"HP mencatat {Money(claimed)}. Hitung ulang bersama juru bayar, lalu tutup kas.",
                f"The phone recorded {Money(claimed)}. Count again with the payer, then close the bag.",
            ),
            status=409,
        )
    row.float, row.handed_by = amount.rupiah, by
    row.save(update_fields=["float", "handed_by"])
    if row.phone_id and not claimed:
        ledger.post([rules.handing(handed_of(row), amount, now=now)], by=by)
    details = {"amount": amount.rupiah, "office": row.office_id}
    tell([Told("visits.cash_handed", f"round:{round_id}", details)], by=by, now=now)


def _refuse_tagging(row: models.Round) -> None:
    if row.kind == RoundKind.TAG:
        raise Problem(
            "round_only_tags",
            Sentence("Putaran ini hanya menandai rumah; tidak ada uangnya.", "This round only marks homes: no cash."),
            status=409,
        )


def _claimed(row: models.Round) -> int:
    return sum(t.amount.rupiah for t in books.claims(row.phone_id, row.day)) if row.phone_id else 0


@transaction.atomic
def close_round(round_id: UUID, counted: Money, *, by: str, now: datetime) -> CashClosing:
    """Counts what came back and empties the bag in the books; what is missing goes to the office's shortage.

    Counting again later (something arrived late) settles the difference. The payer can't count their own bag.
    Problems: `round_unknown`, `round_has_no_phone`, `round_only_tags` (409), `counted_by_payer` (403).
    """
    row = locked_round(round_id)
    _refuse_tagging(row)
    _refuse_own_counting(row, by)
    if row.phone_id is None:
        raise Problem("round_has_no_phone", Sentence("Putaran ini belum dibawa HP.", "No phone has this round yet."))
    account = accounts.bag(row.phone_id, row.day)
    bag = rules.bag_of(account, balances.transfers(account=account))
    closing = new_id()
    transfers, variance = rules.counting(bag, counted, account=account, office=row.office_id, closing=closing, now=now)
    ledger.post(transfers, by=by)
    kept = models.CashClosing.objects.create(
        id=closing,
        round=row,
        handed=bag.handed,
        paid=bag.paid,
        suspended=bag.suspended,
        returned=bag.returned,
        counted=counted.rupiah,
        variance=variance,
        by=by,
        at=now,
    )
    _end_leases(row, now=now)
    row.state = "closed"
    row.save(update_fields=["state"])
    details = {
        "round": str(round_id),
        "closing": str(closing),
        "counted": counted.rupiah,
        "variance": variance,
        "office": row.office_id,
    }
    tell([followed("visits.round_closed", f"round:{round_id}", details)], by=by, now=now)
    return as_closing(kept)


def _end_leases(row: models.Round, *, now: datetime) -> None:
    """The phone is back: what it didn't pay may be given to somebody else. Still to be heard if it did pay."""
    models.Lease.objects.filter(round=row, ended_at__isnull=True).update(ended_at=now, how="day_closed")


def _refuse_own_counting(row: models.Round, by: str) -> None:
    payer = access.person(row.payer_id)
    if payer and by == f"user:{payer.username}":
        raise Problem(
            "counted_by_payer",
            Sentence("Kas dihitung oleh orang lain, bukan juru bayarnya.", "Somebody other than the payer counts."),
            status=403,
        )


@transaction.atomic
def resolve_suspense(settlement_id: UUID, how: str, *, note: str, by: str, now: datetime) -> None:
    """Money leaves suspense by one more transfer, once.

    `returned`: the family gave it back to the office; `shortage`: the office makes it good; `family`: it was theirs.
    Problems: `settlement_unknown`, `suspense_resolved` (409), `way_unknown`, `note_missing`.
    """
    if how not in ("returned", "shortage", "family"):
        raise Problem("way_unknown", Sentence("Pilih cara penyelesaian.", "Choose how it was resolved."))
    if not note.strip():
        raise Problem("note_missing", Sentence("Tulis alasannya lebih dulu.", "Write the reason first."))
    row = models.Settlement.objects.select_for_update().filter(id=settlement_id, is_paid=False).first()
    if row is None:
        raise Problem(
            "settlement_unknown", Sentence("Titipan ini tidak ada.", "There is no such money in suspense."), status=404
        )
    if models.Resolution.objects.filter(settlement=row).exists():
        raise Problem("suspense_resolved", Sentence("Titipan ini sudah diselesaikan.", "It is resolved."), status=409)
    ledger.post([rules.resolving(as_settlement(row), how, now=now)], by=by)
    models.Resolution.objects.create(settlement=row, how=how, note=note.strip(), by=by, at=now)
    details = {"how": how, "office": row.office_id, "amount": row.amount}
    tell([Told("visits.suspense_resolved", f"settlement:{settlement_id}", details)], by=by, now=now)
