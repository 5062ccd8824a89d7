"""What a geotagger's phone may not say: anything that moves money. Pure."""

from __future__ import annotations

from dataclasses import replace

from amanah.visits.types import (
    CashReturned,
    DayClosed,
    DayOpened,
    Event,
    PaymentIntended,
    PaymentPaid,
    PaymentVoided,
    Signed,
)


def moves_money(event: Event) -> bool:
    """Payments at any step, and cash that is said to have been carried."""
    match event.body:
        case PaymentIntended() | PaymentPaid() | PaymentVoided():
            return True
        case CashReturned(amount=amount) | DayOpened(float=amount):
            return amount.rupiah > 0
        case DayClosed(float=float_, paid=paid, returned=returned, variance=variance):
            return bool(float_.rupiah or paid.rupiah or returned.rupiah or variance)
        case _:
            return False


def unsaid(signed: Signed) -> Signed:
    """Kept in its chain as what can't be read is: its bytes are whole, but nothing follows from them."""
    return replace(signed, event=replace(signed.event, body=None))
