"""What must hold after a seed, read from the tables themselves and held beside what really happened.

Each broken invariant has a name (`Broken.what`), so that a mutant can be asked to fail for its own reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from amanah.cli.rehearsal.faults.carried import KEY_LOST, REVOKED, Carried
from amanah.reporting import queries as reporting
from amanah.visits import queries as seen


@dataclass(frozen=True, slots=True)
class Broken:
    """One invariant that doesn't hold: its name, and where."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Checked:
    events: int
    payments: int
    handed_twice: int
    """Entitlements whose cash really changed hands more than once: what the house must find."""
    broken: tuple[Broken, ...]


def check(office: str, carried: Sequence[Carried]) -> Checked:
    """Everything of this town, and the whole house's books."""
    known = _booked(office)
    broken = [
        *_stuck(carried),
        *_forgotten(carried),
        *_events(carried),
        *_payments(carried, known),
        *_bags(carried, known),
        *_twice(office),
        *_incidents(carried),
        *_chains(carried),
        *_house(),
    ]
    events = sum(len(one.truth["events"]) for one in carried)
    handed = [handed for one in carried for handed in _handed(one)]
    times = Counter(item["entitlement"] for each in handed for item in each["items"])
    return Checked(events, len(handed), sum(n > 1 for n in times.values()), tuple(broken))


def _handed(one: Carried) -> list[dict[str, Any]]:
    """Every time money left this payer's purse."""
    return [*one.truth["handed"], *(one.copy or {}).get("handed", [])]


def _stuck(carried: Sequence[Carried]) -> list[Broken]:
    """A working phone has sent everything in the end, another's file that it carries too."""
    unsent = [Broken("stuck", f"{one.name}: {one.left}") for one in carried if one.left]
    return unsent + [
        Broken("stuck", f"{one.carrier.name} still carries {one.name}")
        for one in carried
        if one.carrier and not one.carrier.ended and one.copy is None and one.carrier.truth["carrying"]
    ]


def _forgotten(carried: Iterable[Carried]) -> list[Broken]:
    """A phone told to forget keeps nothing, once the house has all of it (`_events` looks whether it has)."""
    return [
        Broken("not_forgotten", f"{one.name}: {one.truth['wiped']}, {one.truth['kept']} rows")
        for one in carried
        if one.ended == REVOKED and (one.truth["wiped"] != "all" or one.truth["kept"])
    ]


def _must_be_there(one: Carried, seq: int) -> bool:
    """A working phone's events to the last; of one that ended what was answered for, brought by a carrier, or forgotten
    on the house's word."""
    is_brought = seq <= one.carried_to and not (one.carrier and one.carrier.ended)
    return not one.ended or seq <= one.truth["answered"] or is_brought or one.truth["wiped"] == "all"


def _events(carried: Iterable[Carried]) -> list[Broken]:
    """Everything the house answered for is there, byte for byte; a working phone's is there to the last."""
    told = [(one, event) for one in carried for event in one.truth["events"]]
    stored = reporting.event_hashes([event["id"] for _, event in told])
    return [
        Broken("event_lost", f"{one.name} seq {event['seq']} {event['type']}")
        for one, event in told
        if _must_be_there(one, event["seq"]) and stored.get(event["id"]) != event["hash"]
    ]


def _payments(carried: Iterable[Carried], known: set[tuple[str, str, int]]) -> list[Broken]:
    """Every rupiah handed over is booked, or lies in an incident with a case; unsent on a dead phone it is missing
    cash, which `_bags` looks for."""
    broken = []
    for one in carried:
        aside = _aside_with_case(one)
        for handed in _handed(one):
            shares = {(handed["payment"], i["entitlement"], int(i["amount"])) for i in handed["items"]}
            if shares <= known or handed["payment"] in aside:
                continue
            if one.ended == KEY_LOST and not _was_answered(one, handed["payment"]):
                continue
            broken.append(Broken("payment_lost", f"{one.name} payment {handed['payment']}"))
    return broken


def _was_answered(one: Carried, payment: str) -> bool:
    return any(e["payment"] == payment and _must_be_there(one, e["seq"]) for e in one.truth["events"])


def _aside_with_case(one: Carried) -> set[str]:
    """Payments whose event was put aside for a copied phone, with an open case about it."""
    if one.copy is None:
        return set()
    told = {e["id"]: e["payment"] for e in [*one.truth["events"], *one.copy.get("events", [])] if e["payment"]}
    rows = _rows(
        "SELECT event_id::text FROM visits_incident AS i WHERE phone_id = %s AND EXISTS ("
        " SELECT FROM oversight_case WHERE about = 'incident:' || i.id)",
        [one.phone],
    )
    return {told[event] for (event,) in rows if event in told}


def _bags(carried: Iterable[Carried], known: set[tuple[str, str, int]]) -> list[Broken]:
    """What a counting finds missing is exactly the cash that was handed over and never booked."""
    broken = []
    for one in carried:
        unbooked = sum(
            int(item["amount"])
            for handed in _handed(one)
            for item in handed["items"]
            if (handed["payment"], item["entitlement"], int(item["amount"])) not in known
        )
        ((counted,),) = _rows(
            "SELECT variance FROM visits_cashclosing WHERE round_id = %s ORDER BY at DESC LIMIT 1", [one.round.id]
        ) or [(None,)]
        if counted != unbooked:
            broken.append(Broken("bag_differs", f"{one.name}: counted {counted} short, handed unbooked {unbooked}"))
        own = one.truth["bag"]["left"]
        if own and one.copy is None and one.ended != KEY_LOST:
            broken.append(Broken("bag_differs", f"{one.name}: the phone itself says {own} is left"))
    return broken


def _incidents(carried: Iterable[Carried]) -> list[Broken]:
    """Nothing of an honest phone is ever put aside, however often and in whatever order it came."""
    honest = {one.phone: one.name for one in carried if one.copy is None}
    rows = _rows("SELECT phone_id, code FROM visits_incident WHERE phone_id = ANY(%s)", [list(honest)])
    return [Broken("put_aside", f"{honest[phone]}: {code}") for phone, code in rows]


def _booked(office: str) -> set[tuple[str, str, int]]:
    rows = _rows(
        "SELECT s.payment::text, s.entitlement::text, s.amount FROM visits_settlement AS s"
        " JOIN ledger_transfer AS t ON t.id = s.id AND t.amount = s.amount WHERE s.office_id = %s",
        [office],
    )
    return {(payment, entitlement, int(amount)) for payment, entitlement, amount in rows}


def _twice(office: str) -> list[Broken]:
    """An entitlement is settled once, for no more than it is; every other payment is in suspense with its case."""
    rows = _rows(
        "SELECT s.entitlement::text, s.is_paid, s.amount <= e.amount, EXISTS ("
        " SELECT FROM oversight_case WHERE kind IN ('double_paid', 'suspense') AND about = 'settlement:' || s.id)"
        " FROM visits_settlement AS s LEFT JOIN programs_entitlement AS e ON e.id = s.entitlement"
        " WHERE s.office_id = %s",
        [office],
    )
    paid: Counter[str] = Counter()
    flags: dict[str, list[bool]] = defaultdict(list)
    for entitlement, is_paid, is_within, has_case in rows:
        paid[entitlement] += bool(is_paid)
        flags[entitlement].append(bool(is_within) if is_paid else bool(has_case))
    return [
        Broken("paid_twice_unflagged", f"entitlement {entitlement}: paid {paid[entitlement]} times of {len(all_)}")
        for entitlement, all_ in flags.items()
        if paid[entitlement] > 1 or not all(all_)
    ]


def _chains(carried: Iterable[Carried]) -> list[Broken]:
    """No gap, no broken link, no changed byte. A phone that died or was copied may have left a gap behind."""
    phones = {one.phone: one for one in carried}
    broken = []
    for chain in reporting.event_chains():
        one = phones.get(chain.phone)
        if one is None:
            continue
        may_miss = bool(one.ended) or one.copy is not None
        if chain.broken_links or chain.altered or (chain.missing and not may_miss):
            broken.append(Broken("chain_broken", f"{one.name}: {chain}"))
    return broken


def _house() -> list[Broken]:
    """The books of the whole house, its journal, and whether all of it follows from the events."""
    books = reporting.conservation()
    broken = [] if books.chain_ok else [Broken("journal_broken", "the journal's chain")]
    exempt = ("events_missing", "chains_broken")  # looked at phone by phone, above
    names = {"ledger_sum": "ledger_sum", "drift": "ledger_sum", "bags_unbalanced": "bags_unbalanced"}
    broken += [
        Broken(names.get(name, f"unsound_{name}"), f"{name} {number}")
        for name, number in books.must_be_zero.items()
        if number and name not in exempt
    ]
    replayed = seen.replay()
    broken += [Broken("replay_differs", difference) for difference in replayed.differences[:5]]
    return broken


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
