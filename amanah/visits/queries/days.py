"""An office's day in figures, by SQL over visits, settlements, stops and the ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, Sum

from amanah.access import queries as access
from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.programs import queries as programs
from amanah.values.money import Money
from amanah.visits import models
from amanah.visits.store import books
from amanah.visits.types import PayerDay, Place, Today, VillageProgress


def today(office: str, day: date) -> Today:
    """Families paid, waiting, failed and doubted of this very office, yesterday beside them, by village and payer."""
    now, before = counts([office], day), counts([office], day - timedelta(days=1))
    return Today(
        office=office,
        day=day,
        paid=now["paid"],
        paid_total=Money(now["paid_total"]),
        waiting=now["waiting"],
        failed=now["failed"],
        doubted=now["doubted"],
        yesterday=before,
        villages=tuple(_villages(office, day)),
        payers=tuple(_payers(office, day)),
    )


def counts(offices: Collection[str], day: date) -> dict[str, int]:
    """{paid, failed, waiting, doubted} in families and paid_total in rupiah, of these offices on this day."""
    visits = models.Visit.objects.filter(office__in=offices, day=day, phone__tags_only=False)
    paid = set(visits.filter(ending="paid").values_list("family", flat=True))
    failed = set(visits.filter(ending="failed").values_list("family", flat=True)) - paid
    stops = models.Stop.objects.filter(round__office__in=offices, round__day=day, round__kind="pay")
    planned = set(stops.values_list("family_id", flat=True))
    doubted = models.Judgement.objects.filter(visit__in=visits, is_current=True).exclude(doubts=[])
    money = models.Settlement.objects.filter(office__in=offices, day=day, is_paid=True)
    return {
        "paid": len(paid),
        "failed": len(failed),
        "waiting": len(planned - paid - failed),
        "doubted": doubted.values("visit__family").distinct().count(),
        "paid_total": money.aggregate(sum=Sum("amount"))["sum"] or 0,
    }


def _villages(office: str, day: date) -> list[VillageProgress]:
    """Of the stages that the day's rounds bring: families due, and how they ended so far in the stage."""
    rounds = models.Round.objects.filter(office=office, day=day, stage__isnull=False)  # the others only tag
    stages = {stage for stage in rounds.values_list("stage_id", flat=True) if stage}
    due: dict[str, set[UUID]] = {}
    for stage in stages:
        for entitlement in programs.due(office, stage):
            due.setdefault(entitlement.village or "", set()).add(entitlement.family)
    ended = _endings(office, stages)
    return [
        VillageProgress(
            village,
            due=len(families),
            paid=sum(ended.get(family) == "paid" for family in families),
            failed=sum(ended.get(family) == "failed" for family in families),
        )
        for village, families in sorted(due.items())
    ]


def _endings(office: str, stages: Collection[UUID]) -> dict[UUID, str]:
    """Family -> paid if it ever was in these stages, else its last ending."""
    rows = models.Visit.objects.filter(office=office, stage__in=stages).order_by("received_at")
    ended: dict[UUID, str] = {}
    for family, ending in rows.values_list("family", "ending"):
        ended[family] = "paid" if ended.get(family) == "paid" else ending
    return ended


def _payers(office: str, day: date) -> list[PayerDay]:
    paying = models.Round.objects.filter(office=office, day=day, kind="pay")
    rounds = list(paying.annotate(count=Count("stops")).order_by("id"))
    bags = {row.id: accounts.bag(row.phone_id, row.day) for row in rounds if row.phone_id}
    balances = ledger.balances_of(list(bags.values()))
    return [_payer(row, balances.get(bags.get(row.id, ""), 0)) for row in rounds]


def _payer(row: models.Round, bag: int) -> PayerDay:
    visits = (
        models.Visit.objects.filter(phone=row.phone_id, day=row.day) if row.phone_id else models.Visit.objects.none()
    )
    ended = visits.aggregate(
        paid=Count("family", filter=Q(ending="paid"), distinct=True),
        failed=Count("family", filter=Q(ending="failed"), distinct=True),
        heard=Max("received_at"),
    )
    last = visits.filter(lat__isnull=False).order_by("-ended_seq", "-started_at").first()
    payer = access.person(row.payer_id)
    return PayerDay(
        round=row.id,
        payer=row.payer_id,
        payer_name=payer.name if payer else "",
        phone=row.phone_id,
        state=row.state,
        stops=row.stops.count(),
        paid=ended["paid"],
        failed=ended["failed"],
        float=Money(row.float),
        bag=bag,
        last_place=_place(last) if last else None,
        last_heard_at=ended["heard"],
    )


def _place(row: models.Visit) -> Place | None:
    if row.lat is None or row.lng is None:
        return None
    return Place(row.lat, row.lng, accuracy_m=0.0, spread_m=0.0, fixes=1, taken_at=row.started_at)


def unsettled(office: str, stage: UUID) -> int:
    """Entitlements of the office due in a stage and not settled."""
    due = [e.id for e in programs.due(office, stage)]
    return len(due) - len(books.settled(due))
