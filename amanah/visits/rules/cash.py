"""Cash as transfers: what leaves a bag, what comes back, and what a counting makes of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from amanah.ledger import types as ledger
from amanah.ledger.types import Transfer
from amanah.values.money import Money
from amanah.visits.types import CashReturned, DayOpened, Event, Settlement

_CASH = UUID("b3f2b8f2-97a0-5a43-a3c1-4f0a1b6f2d77")

HANDED, CLAIMED, RETURNED, RECOUNTED = "float.handed", "float.claimed", "cash.returned", "cash.recounted"
PAID, SUSPENDED, RESOLVED, VARIANCE = "payment.paid", "payment.suspended", "suspense.resolved", "bag.variance"


@dataclass(frozen=True, slots=True)
class Handed:
    """A round as the office knows it: whose it is and the float it recorded (0: none)."""

    round: UUID
    phone: UUID | None
    day: date
    office: str
    float: Money


@dataclass(frozen=True, slots=True)
class FloatDiffers:
    round: UUID
    event: UUID
    claimed: Money
    handed: Money


def of_settlements(settlements: Iterable[Settlement]) -> list[Transfer]:
    return [
        Transfer(
            id=s.id,
            giver=ledger.bag(s.phone, s.day),
            receiver=ledger.suspense(s.office) if s.why else ledger.family(s.family),
            amount=s.amount,
            word=SUSPENDED if s.why else PAID,
            about=f"payment:{s.payment}",
            at=s.at,
        )
        for s in settlements
    ]


def of_returns(events: Iterable[Event], *, offices: set[str], own: str, now: datetime) -> list[Transfer]:
    """Cash brought back; to the office named if there is one of that number, else to the phone's own."""
    return [
        Transfer(
            id=uuid5(_CASH, f"{event.envelope.id}"),
            giver=ledger.bag(event.envelope.phone, event.envelope.day),
            receiver=ledger.office(back.office if back.office in offices else own),
            amount=back.amount,
            word=RETURNED,
            about=f"event:{event.envelope.id}",
            at=now,
        )
        for event in events
        if isinstance(back := event.body, CashReturned) and back.amount.rupiah
    ]


def of_openings(
    events: Iterable[Event], rounds: dict[UUID, Handed], *, claimed: Collection[UUID], own: str, now: datetime
) -> tuple[list[Transfer], list[FloatDiffers]]:
    """A payer's word for the float. Where the office recorded none the payer's first word is booked, and doubted.

    `claimed`: transfers of such words that are booked. A second word of the same day is doubted alone.
    """
    transfers: list[Transfer] = []
    booked = set(claimed)
    differing: list[FloatDiffers] = []
    for event in events:
        if not isinstance(opened := event.body, DayOpened):
            continue
        handed = _handed(event, opened, rounds)
        claim = _claimed(event, opened, own=own, now=now)
        if handed.rupiah == 0 and opened.float.rupiah and claim.id not in booked:
            transfers.append(claim)
            booked.add(claim.id)
        if handed != opened.float:
            differing.append(FloatDiffers(opened.round, event.envelope.id, opened.float, handed))
    return transfers, differing


def _handed(event: Event, opened: DayOpened, rounds: dict[UUID, Handed]) -> Money:
    known = rounds.get(opened.round)
    is_this = known is not None and known.phone == event.envelope.phone and known.day == event.envelope.day
    return known.float if known is not None and is_this else Money(0)


def _claimed(event: Event, opened: DayOpened, *, own: str, now: datetime) -> Transfer:
    phone, day = event.envelope.phone, event.envelope.day
    return Transfer(
        # one claim a round and day: a second opening of the same day brings no second float
        id=uuid5(_CASH, f"claimed:{phone}:{day}"),
        giver=ledger.office(own),
        receiver=ledger.bag(phone, day),
        amount=opened.float,
        word=CLAIMED,
        about=f"round:{opened.round}",
        at=now,
    )


def handing(handed: Handed, amount: Money, *, now: datetime) -> Transfer:
    """The office's cash into a bag: one a round, whoever asks again."""
    assert handed.phone is not None
    return Transfer(
        id=uuid5(_CASH, f"handed:{handed.round}"),
        giver=ledger.office(handed.office),
        receiver=ledger.bag(handed.phone, handed.day),
        amount=amount,
        word=HANDED,
        about=f"round:{handed.round}",
        at=now,
    )


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag's day in rupiah, from its transfers. `returned` is what the office stands credited with."""

    handed: int
    paid: int
    suspended: int
    returned: int
    variance: int

    @property
    def left(self) -> int:
        return self.handed - self.paid - self.suspended - self.returned - self.variance


def bag_of(account: str, transfers: Sequence[Transfer]) -> Bag:
    sums = {HANDED: 0, CLAIMED: 0, PAID: 0, SUSPENDED: 0, RETURNED: 0, RECOUNTED: 0, VARIANCE: 0}
    for t in transfers:
        sums[t.word] = sums.get(t.word, 0) + (t.amount.rupiah if t.receiver == account else -t.amount.rupiah)
    return Bag(
        handed=sums[HANDED] + sums[CLAIMED],
        paid=-sums[PAID],
        suspended=-sums[SUSPENDED],
        returned=-sums[RETURNED] - sums[RECOUNTED],
        variance=-sums[VARIANCE],
    )


def counting(
    bag: Bag, counted: Money, *, account: str, office: str, closing: UUID, now: datetime
) -> tuple[list[Transfer], int]:
    """Transfers that make the books say what was counted and the bag empty, and the variance over all (rupiah).

    Counted more or less than the phone said it returned: the office stands credited with what was counted.
    What is then left in the bag is missing (> 0) or too much (< 0): it goes to the office's shortage account.
    """
    correction = counted.rupiah - bag.returned
    left = bag.left - correction
    about = f"closing:{closing}"
    transfers = [
        _moved(f"recount:{closing}", account, ledger.office(office), correction, RECOUNTED, about, now),
        _moved(f"variance:{closing}", account, ledger.shortage(office), left, VARIANCE, about, now),
    ]
    return [t for t in transfers if t], bag.variance + left


def _moved(seed: str, giver: str, receiver: str, rupiah: int, word: str, about: str, now: datetime) -> Transfer | None:
    if rupiah == 0:
        return None
    sides = (giver, receiver) if rupiah > 0 else (receiver, giver)
    return Transfer(uuid5(_CASH, seed), *sides, Money(abs(rupiah)), word, about, now)


def resolving(settlement: Settlement, how: str, *, now: datetime) -> Transfer:
    """Money leaves suspense: returned to the office's box, charged to its shortage, or left with the family."""
    receivers = {
        "returned": ledger.office(settlement.office),
        "shortage": ledger.shortage(settlement.office),
        "family": ledger.family(settlement.family),
    }
    return Transfer(
        id=uuid5(_CASH, f"resolved:{settlement.id}"),
        giver=ledger.suspense(settlement.office),
        receiver=receivers[how],
        amount=settlement.amount,
        word=RESOLVED,
        about=f"payment:{settlement.payment}",
        at=now,
    )
