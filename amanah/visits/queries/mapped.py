"""A day as a map shows it: homes by state, ways walked, what replanning moved, and where visits failed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import F, Min

from amanah.registry import queries as registry
from amanah.visits import models
from amanah.visits.types.mapped import FailedAt, HomeState, HomeToday, Replanned, Step, Way

Ended = tuple[UUID, str, str]
"""A visit, its ending and the reason of a failure."""


def homes_today(offices: Collection[str], day: date) -> list[HomeToday]:
    """Every stop of these offices' rounds of the day, once a family: its last round is the one that counts."""
    rows = models.Stop.objects.filter(round__office__in=offices, round__day=day).order_by("round_id", "order")
    return _homes(rows.values_list("family_id", "order", "round_id", "round__payer_id", "round__state"), offices, day)


def homes_of_round(round_id: UUID) -> list[HomeToday]:
    """The round's stops in their planned order."""
    row = models.Round.objects.get(id=round_id)
    stops = models.Stop.objects.filter(round=row).order_by("order")
    listed = stops.values_list("family_id", "order", "round_id", "round__payer_id", "round__state")
    return _homes(listed, [row.office_id], row.day)


def ways(offices: Collection[str], day: date) -> list[Way]:
    """Each round's way through its visits, in the order of its phone's record; rounds nobody carries have no step."""
    rounds = models.Round.objects.filter(office__in=offices, day=day).order_by("id")
    return _ways(list(rounds), day)


def way_of(round_id: UUID) -> Way:
    row = models.Round.objects.get(id=round_id)
    return _ways([row], row.day)[0]


def plan_made(round_id: UUID) -> tuple[UUID, ...]:
    """The round's families in their order as it first went out; before that, or unkept, none."""
    families = models.PlanMade.objects.filter(round=round_id).values_list("families", flat=True).first()
    return tuple(families or ())


def replanned(round_id: UUID) -> Replanned:
    """By the leases, which are only added and ended: nothing is guessed."""
    leases = models.Lease.objects.filter(round=round_id)
    family = F("entitlement__family_id")
    gone = leases.filter(how__in=["taken", "lost"]).values_list(family, flat=True)
    began = leases.aggregate(first=Min("taken_at"))["first"]
    came = leases.filter(taken_at__gt=began, fence__gt=1).values_list(family, flat=True) if began else []
    return Replanned(frozenset(gone), frozenset(came))


def failures(offices: Collection[str], *, since: date, until: date) -> list[FailedAt]:
    """Failed visits of these days, both included, that have a place."""
    rows = models.Visit.objects.filter(
        office__in=offices, day__gte=since, day__lte=until, ending="failed", lat__isnull=False
    )
    return [
        FailedAt(row.family, row.lat, row.lng, row.reason)
        for row in rows.order_by("id")
        if row.lat is not None and row.lng is not None
    ]


def _homes(
    stops: Collection[tuple[UUID, int, UUID, UUID, str]], offices: Collection[str], day: date
) -> list[HomeToday]:
    last = {stop[0]: stop for stop in stops}
    ended, doubted = _ended(offices, day)
    homes, places = registry.homes(last), registry.places_of(last)
    found = []
    for family, order, round_id, payer, state in last.values():
        home, (office, village) = homes.get(family), places[family]
        visit, ending, reason = ended.get(family, (None, "", ""))
        found.append(HomeToday(
            family, office, village, round_id, payer, order, _state(state, ending, is_doubted=visit in doubted),
            home.lat if home else None, home.lng if home else None,
            home is not None and home.is_trusted, visit, reason,
        ))  # fmt: skip
    return found


def _state(round_state: str, ending: str, *, is_doubted: bool) -> HomeState:
    if ending == "paid":
        return HomeState.DOUBTED if is_doubted else HomeState.PAID
    if ending == "failed":
        return HomeState.FAILED
    return HomeState.OUT if round_state == "out" else HomeState.WAITING


def _ended(offices: Collection[str], day: date) -> tuple[dict[UUID, Ended], set[UUID]]:
    """Family -> its visit that counts (a payment over all else, then the last), and the visits that are doubted."""
    visits = models.Visit.objects.filter(office__in=offices, day=day).order_by("received_at", "id")
    ended: dict[UUID, Ended] = {}
    for visit, family, ending, reason in visits.values_list("id", "family", "ending", "reason"):
        if family not in ended or ended[family][1] != "paid" or ending == "paid":
            ended[family] = (visit, ending, reason)
    judged = models.Judgement.objects.filter(visit__in=visits, is_current=True).exclude(doubts=[])
    return ended, set(judged.values_list("visit_id", flat=True))


def _ways(rounds: list[models.Round], day: date) -> list[Way]:
    phones = [row.phone_id for row in rounds if row.phone_id]
    visits = models.Visit.objects.filter(phone__in=phones, day=day, lat__isnull=False, lng__isnull=False)
    judged = models.Judgement.objects.filter(visit__in=visits, is_current=True).exclude(doubts=[])
    doubted = set(judged.values_list("visit_id", flat=True))
    steps: dict[UUID, list[Step]] = {}
    for row in visits.order_by("phone", "started_at", "ended_seq"):
        assert row.lat is not None  # filtered above
        assert row.lng is not None
        one = Step(row.id, row.family, row.lat, row.lng, row.started_at, row.ending, row.id in doubted)
        steps.setdefault(row.phone_id, []).append(one)
    return [Way(row.id, row.payer_id, tuple(steps.get(row.phone_id, ()) if row.phone_id else ())) for row in rounds]
