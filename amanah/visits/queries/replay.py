"""Proof that everything derived follows from the events: made again in memory with the same rules, then compared.

What isn't in events is taken as it stands: entitlements, leases with their history, what each judgement was held
against. Events are taken in the order the house took them in (`arrival`), which decided who was first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from amanah.access import queries as access
from amanah.ledger import queries as ledger
from amanah.visits import models
from amanah.visits.queries.policies import policies
from amanah.visits.rules import cash, fold, settle
from amanah.visits.rules.doubts import doubts
from amanah.visits.rules.fold import Heard
from amanah.visits.rules.settle import Books
from amanah.visits.store import books as stored
from amanah.visits.store import visits as kept
from amanah.visits.types import (
    CURRENT,
    Failed,
    Paid,
    PaymentPaid,
    Policy,
    Settlement,
    Visit,
    ending_word,
    read_event,
)


@dataclass(frozen=True, slots=True)
class Replayed:
    """`differences` names rows that don't follow from the events, or are missing (at most 100 of them)."""

    events: int
    visits: int
    settlements: int
    transfers: int
    judgements: int
    digest: str
    differences: tuple[str, ...]

    @property
    def same_state(self) -> bool:
        return not self.differences


def replay() -> Replayed:
    """Reads every event. Minutes for millions: a nightly check, not a page."""
    events = _events()
    offices = _offices({phone for phone, _ in events})
    settlements = _settled_again(events, offices)
    visits = _visits_again(events)
    lines = {
        "settlement": _settlement_lines(settlements),
        "transfer": _transfer_lines(events, settlements, offices),
        "visit": {str(v.id): _visit_line(v) for v in visits.values()},
        "judgement": _judged_again(visits, settlements),
        "chain": _chains_again(),
    }
    found = _stored_lines()
    differences = [d for kind in lines for d in _differences(kind, lines[kind], found[kind])]
    digest = sha256("\n".join(f"{k} {i} {t}" for k in lines for i, t in sorted(lines[k].items())).encode()).hexdigest()
    return Replayed(
        events=len(events),
        visits=len(visits),
        settlements=len(settlements),
        transfers=len(lines["transfer"]),
        judgements=len(lines["judgement"]),
        digest=digest,
        differences=tuple(differences[:100]),
    )


def _events() -> list[tuple[UUID, Heard]]:
    """In the order they were booked: that of their arrival, but for those that had to wait for their turn."""
    later: dict[UUID, int] = {
        event: turn or 0
        for events, turn in models.Unbooked.objects.filter(turn__isnull=False).values_list("events", "turn")
        for event in events
    }
    rows = models.Event.objects.filter(is_read=True).order_by("arrival")
    columns = rows.values_list("id", "arrival", "phone_id", "text", "received_at")
    found = [
        (later.get(id_, arrival), phone, Heard(read_event(text), at))
        for id_, arrival, phone, text, at in columns.iterator(chunk_size=5_000)
    ]
    found.sort(key=lambda one: one[0])  # stable: events booked in one turn stay in the order they came
    return [(phone, heard) for _, phone, heard in found]


def _offices(phones: Iterable[UUID]) -> dict[UUID, str]:
    known = {id_: access.phone(id_) for id_ in phones}
    return {id_: phone.office for id_, phone in known.items() if phone}


def _settled_again(events: list[tuple[UUID, Heard]], offices: dict[UUID, str]) -> list[Settlement]:
    paid = [(phone, heard) for phone, heard in events if isinstance(heard.event.body, PaymentPaid)]
    named = {i.entitlement for _, h in paid if isinstance(h.event.body, PaymentPaid) for i in h.event.body.items}
    owed, leases = stored.debts(named), stored.leases(named)
    settled: dict[UUID, UUID] = {}
    told: set[UUID] = set()
    found: list[Settlement] = []
    for phone, heard in paid:
        books = Books(owed, leases, settled, told)
        for one in settle.settle([heard.event], books, office=offices[phone], now=heard.received_at):
            found.append(one)
            told.add(one.id)
            if one.why is None:
                settled[one.entitlement] = one.id
    return found


def _visits_again(events: list[tuple[UUID, Heard]]) -> dict[UUID, Visit]:
    """Each visit from the events of the phone that first told of it."""
    owner: dict[UUID, UUID] = {}
    by_visit: dict[UUID, list[Heard]] = defaultdict(list)
    for phone, heard in events:
        visit = heard.event.visit
        if visit and owner.setdefault(visit, phone) == phone:
            by_visit[visit].append(heard)
    judged_by = _judged_by()
    return {visit: fold.fold(visit, heard, policy=judged_by.get(visit, CURRENT)) for visit, heard in by_visit.items()}


def _judged_by() -> dict[UUID, Policy]:
    """The policy named in each visit's current judgement."""
    known = policies()
    rows = models.Judgement.objects.filter(is_current=True).values_list("visit_id", "policy_id")
    return {visit: known[version] for visit, version in rows.iterator(chunk_size=5_000)}


def _judged_again(visits: dict[UUID, Visit], settlements: list[Settlement]) -> dict[str, str]:
    """Against what each was judged then, by the policy of then; an unjudged visit should not have been due for it."""
    by_visit: dict[tuple[UUID, UUID], list[Settlement]] = defaultdict(list)
    for one in settlements:
        by_visit[(one.visit, one.phone)].append(one)
    heads = dict(models.PhoneChain.objects.values_list("phone_id", "ack_seq"))
    before, judged_by = kept.judgements(visits), _judged_by()
    lines = {}
    for id_, visit in visits.items():
        if not 0 < visit.ended_seq <= heads.get(visit.phone, 0):
            continue
        if id_ not in before:
            lines[str(id_)] = "missing"
            continue
        settled, (_, against) = by_visit[(id_, visit.phone)], before[id_]
        found = doubts(visit, settlements=settled, against=against, policy=judged_by[id_])
        lines[str(id_)] = ",".join(sorted(found))
    return lines


def _chains_again() -> dict[str, str]:
    """How far each phone's chain reaches, from the stored hashes; unread bodies count too."""
    reached: dict[UUID, tuple[int, str]] = {}
    rows = models.Event.objects.order_by("phone", "seq").values_list("phone_id", "seq", "text")
    for phone, seq, text in rows.iterator(chunk_size=5_000):
        last, _ = reached.get(phone, (0, ""))
        if seq == last + 1:
            reached[phone] = (seq, sha256(text.encode()).hexdigest())
    return {str(phone): f"{seq} {hash_}" for phone, (seq, hash_) in reached.items()}


def _settlement_lines(settlements: Iterable[Settlement]) -> dict[str, str]:
    return {
        str(s.id): f"{s.payment} {s.entitlement} {s.visit} {s.family} {s.phone} {s.office} {s.day} {s.amount.rupiah}"
        f" {s.why or 'paid'} {','.join(sorted(s.doubts))} {s.event}"
        for s in settlements
    }


def _transfer_lines(
    events: list[tuple[UUID, Heard]], settlements: list[Settlement], offices: dict[UUID, str]
) -> dict[str, str]:
    """Payments, suspense and returns follow from events alone; floats are the office's word (`_stored_transfers`)."""
    nopens = {office.nopen for office in access.offices()}
    returns = [
        transfer
        for phone, heard in events
        for transfer in cash.of_returns([heard.event], offices=nopens, own=offices[phone], now=heard.received_at)
    ]
    return {
        str(t.id): f"{t.giver} {t.receiver} {t.amount.rupiah} {t.word} {t.about}"
        for t in [*cash.of_settlements(settlements), *returns]
    }


def _visit_line(v: Visit) -> str:
    reason = v.ending.reason.value if isinstance(v.ending, Failed) else ""
    total = v.ending.total.rupiah if isinstance(v.ending, Paid) else 0
    place = (v.place.lat, v.place.lng) if v.place else (None, None)
    started = v.started_at.isoformat()
    return f"{v.phone} {v.family} {v.day} {started} {ending_word(v.ending)} {reason} {total} {place} {v.ended_seq}"


def _stored_lines() -> dict[str, dict[str, str]]:
    rows = models.Settlement.objects.order_by("id").iterator(chunk_size=5_000)
    transfers = [t for w in (cash.PAID, cash.SUSPENDED, cash.RETURNED) for t in ledger.transfers(word=w)]
    chains = models.PhoneChain.objects.filter(ack_seq__gt=0)
    judged = models.Judgement.objects.filter(is_current=True).values_list("visit_id", "doubts")
    return {
        "settlement": _settlement_lines(kept.as_settlement(row) for row in rows),
        "transfer": {str(t.id): f"{t.giver} {t.receiver} {t.amount.rupiah} {t.word} {t.about}" for t in transfers},
        "visit": {str(row.id): _row_line(row) for row in models.Visit.objects.iterator(chunk_size=5_000)},
        "judgement": {str(visit): ",".join(sorted(found)) for visit, found in judged},
        "chain": {str(row.phone_id): f"{row.ack_seq} {row.head_hash}" for row in chains},
    }


def _row_line(v: models.Visit) -> str:
    started = v.started_at.isoformat()
    return f"{v.phone_id} {v.family} {v.day} {started} {v.ending} {v.reason} {v.total} {(v.lat, v.lng)} {v.ended_seq}"


def _differences(kind: str, again: dict[str, str], found: dict[str, str]) -> list[str]:
    return [
        *(f"{kind} {id_}: missing" for id_ in sorted(again.keys() - found.keys())),
        *(f"{kind} {id_}: follows from no event" for id_ in sorted(found.keys() - again.keys())),
        *(
            f"{kind} {id_}: is «{found[id_]}», should be «{again[id_]}»"
            for id_ in sorted(again.keys() & found.keys())
            if again[id_] != found[id_]
        ),
    ]
