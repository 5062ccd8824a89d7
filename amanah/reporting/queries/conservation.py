"""What must be conserved: rupiah, events, payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from amanah.journal import queries as journal
from amanah.ledger import queries as ledger
from amanah.reporting.types import Bag, Chain, Conservation, OfficeStage


@transaction.atomic
def conservation() -> Conservation:
    """Everything that must hold, at one moment. Reads all transfers and the whole journal: seconds, not a page."""
    _see_one_moment()
    chain = journal.check()
    chains, all_bags = event_chains(), bags()
    told, held = _one("SELECT count(*), coalesce(sum(amount), 0) FROM reporting_suspense"), _suspense_kept()
    paid = _one("SELECT count(DISTINCT payment), coalesce(sum(amount), 0) FROM reporting_paid_to_family")
    return Conservation(
        families=_number("SELECT count(*) FROM registry_family"),
        entitlements=_number("SELECT count(*) FROM programs_entitlement WHERE state = 'due'"),
        events=sum(c.events for c in chains),
        visits=_counts("SELECT ending, count(*) FROM visits_visit GROUP BY 1"),
        payments=int(paid[0]),
        paid_rp=int(paid[1]),
        paid_twice=_number(_TWICE),
        items_unbooked=_number(_ITEMS_UNBOOKED),
        settlements_unfounded=_number(_SETTLEMENTS_UNFOUNDED),
        settlements_unbooked=_number("SELECT count(*) FROM reporting_booking WHERE is_unbooked"),
        transfers_unfounded=_number("SELECT count(*) FROM reporting_booking WHERE is_unfounded"),
        ledger_sum=ledger.total(),
        drift=len(ledger.drift()),
        bags=len(all_bags),
        bags_open=sum(not bag.is_closed for bag in all_bags),
        bags_unbalanced=sum(not bag.is_balanced for bag in all_bags),
        suspense_open=int(told[0]),
        suspense_rp=int(told[1]),
        suspense_differs_rp=held - int(told[1]),
        events_missing=sum(c.missing for c in chains),
        chains_broken=sum(bool(c.broken_links or c.altered) for c in chains),
        chain_ok=chain.ok,
        journal_checked=chain.checked,
        doubts=_counts("SELECT doubt, count(*) FROM reporting_doubt GROUP BY 1"),
        verdicts=_counts("SELECT outcome, count(*) FROM reporting_verdict GROUP BY 1"),
        decisions=_counts("SELECT decided, count(*) FROM reporting_verdict WHERE decided IS NOT NULL GROUP BY 1"),
        cases_open=_counts(_CASES),
    )


def event_chains() -> list[Chain]:
    """Each phone's events, worst first."""
    rows = _rows(
        "SELECT phone, events, max_seq, missing, broken_links, altered FROM reporting_chain"
        " ORDER BY missing + broken_links + altered DESC, phone"
    )
    return [Chain(*row) for row in rows]


def bags() -> list[Bag]:
    """Every bag there ever was, by name."""
    return [Bag(*row) for row in _rows("SELECT account, is_closed, kept, added FROM reporting_bag ORDER BY account")]


def offices(stage_id: UUID) -> list[OfficeStage]:
    """How far each office is with a stage. Entitlements that have no office yet come first, under an empty name."""
    rows = _rows(
        "SELECT coalesce(office, ''), owed, owed_rp, paid, paid_rp, suspended FROM reporting_office_stage"
        " WHERE stage = %s ORDER BY 1",
        [stage_id],
    )
    return [OfficeStage(*row) for row in rows]


def event_hashes(ids: Sequence[str]) -> dict[str, str]:
    """Event id -> SHA-256 (hex) of its exact bytes as stored, computed by the database now; missing ones are absent."""
    rows = _rows(
        "SELECT id::text, encode(sha256(convert_to(text, 'UTF8')), 'hex') FROM visits_event WHERE id = ANY(%s::uuid[])",
        [list(ids)],
    )
    return dict(rows)


def booked_payments() -> set[tuple[str, str]]:
    """(payment, entitlement) of every settlement whose transfer the ledger holds, paid or in suspense."""
    rows = _rows(
        "SELECT booked.payment::text, booked.entitlement::text FROM visits_settlement AS booked"
        " JOIN ledger_transfer AS moved ON moved.id = booked.id AND moved.amount = booked.amount"
    )
    return {(payment, entitlement) for payment, entitlement in rows}


_TWICE = """
SELECT count(*) FROM (
    SELECT entitlement FROM reporting_paid_to_family GROUP BY entitlement HAVING count(*) > 1
) AS twice
"""
_ITEMS_UNBOOKED = """
SELECT count(*) FROM reporting_paid_item AS told
WHERE NOT EXISTS (
    SELECT FROM visits_settlement AS booked
    WHERE booked.phone_id = told.phone AND booked.payment = told.payment AND booked.entitlement = told.entitlement
)
"""
_SETTLEMENTS_UNFOUNDED = """
SELECT count(*) FROM visits_settlement AS booked
WHERE NOT EXISTS (
    SELECT FROM reporting_paid_item AS told
    WHERE told.phone = booked.phone_id AND told.payment = booked.payment AND told.entitlement = booked.entitlement
)
"""
_CASES = """
SELECT kind, count(*) FROM oversight_case AS "case"
WHERE NOT EXISTS (SELECT FROM oversight_closing WHERE case_id = "case".id) GROUP BY 1
"""


def _see_one_moment() -> None:
    """All numbers from one snapshot, unless the caller's transaction has begun reading already."""
    with connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _suspense_kept() -> int:
    return sum(ledger.balances("suspense:").values())


def _rows(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _one(sql: str) -> tuple[Any, ...]:
    return _rows(sql)[0]


def _number(sql: str) -> int:
    return int(_one(sql)[0])


def _counts(sql: str) -> dict[str, int]:
    return {name: int(count) for name, count in sorted(_rows(sql))}
