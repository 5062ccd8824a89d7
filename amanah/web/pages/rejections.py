"""False rejections: whose faces the phone refuses although they are right, group by group, beside what chance does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import isinf
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amanah.access import queries as people
from amanah.access.types import Actor, Role
from amanah.reporting import queries as reporting
from amanah.reporting.types import SPAN_DAYS, By, FaceGroup, FaceReport
from amanah.values.problem import Sentence
from amanah.web import forms, menu
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say
from amanah.web.when import office_day

DAYS = (30, SPAN_DAYS, 365)
ROWS = 20  # a list of groups: the alarms and the worst; a country has thousands of districts
SEES_PAYERS = (Role.OFFICE_HEAD, Role.AUDITOR)
_UNKNOWN = Sentence("tidak diketahui", "unknown")
_AGES = {
    "0-39": Sentence("di bawah 40 tahun", "under 40"),
    "40-59": Sentence("40–59 tahun", "40–59"),
    "60-69": Sentence("60–69 tahun", "60–69"),
    "70+": Sentence("70 tahun ke atas", "70 and over"),
}
_SEXES = {"F": Sentence("perempuan", "women"), "M": Sentence("laki-laki", "men")}


@dataclass(frozen=True, slots=True)
class Row:
    """A group as the page says it. `bar`, `low`, `high` are percent of the drawing's width."""

    name: str
    group: FaceGroup
    times: str
    bar: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Table:
    by: By
    rows: tuple[Row, ...]
    left_out: int


@for_roles(*menu.SEES_REJECTIONS)
def rejections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Of the actor's own offices; payers by name for those alone who answer for them or audit."""
    days = forms.asked(request, "days")
    span = int(days) if days in map(str, DAYS) else SPAN_DAYS
    until = office_day()
    by = [one for one in By if one is not By.PAYER or actor.may(set(SEES_PAYERS))]
    report = reporting.false_rejections(
        since=until - timedelta(days=span - 1), until=until, offices=actor.offices(set(menu.SEES_REJECTIONS)), by=by
    )
    tables = [table(report, one) for one in by]
    alarms = [row for one in tables for row in one.rows if row.group.is_worse]
    shown = {"report": report, "tables": tables, "alarms": alarms, "span": span, "spans": DAYS}
    return render(request, "web/rejections.html", shown)


def table(report: FaceReport, by: By) -> Table:
    """Alarms first, then the worst whose rate can be said, then groups too small."""
    groups = [group for group in report.groups if group.count.by is by]
    groups.sort(key=lambda group: (not group.is_worse, group.rate is None, -(group.rate.low if group.rate else 0)))
    widest = max((group.rate.high for group in report.groups if group.rate), default=1.0)
    shown = groups[:ROWS]
    names = names_of(by, [group.count.name for group in shown])
    return Table(by, tuple(_row(group, names, widest) for group in shown), len(groups) - len(shown))


def names_of(by: By, keys: list[str]) -> dict[str, str]:
    match by:
        case By.AGE | By.SEX:
            known = _AGES | _SEXES
            return {key: say(known[key].id, known[key].en) for key in keys if key in known}
        case By.AREA:
            return {village.code: village.name for village in people.villages()} if keys else {}
        case By.PAYER:
            found = {key: people.person(UUID(key)) for key in keys if key}
            return {key: person.name for key, person in found.items() if person}
        case By.DEVICE:
            return {}


def _row(group: FaceGroup, names: dict[str, str], widest: float) -> Row:
    key = group.count.name
    rate = group.rate
    return Row(
        name=names.get(key, key) or say(_UNKNOWN.id, _UNKNOWN.en),
        group=group,
        times="∞" if isinf(group.times) else say(f"{group.times:.1f}".replace(".", ","), f"{group.times:.1f}"),
        bar=100 * rate.share / widest if rate else 0.0,
        low=100 * rate.low / widest if rate else 0.0,
        high=100 * rate.high / widest if rate else 0.0,
    )
