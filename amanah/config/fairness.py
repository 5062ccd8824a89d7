"""Each night: a group whose right faces are refused more often than others' becomes a question to the ministry."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from procrastinate.contrib.django import app

from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import CaseKind
from amanah.reporting import queries as reporting
from amanah.values.clock import utc_now

NAME = "amanah.open_unfair_cases"


@app.periodic(cron="20 3 * * *")
@app.task(name=NAME, queue="follow", queueing_lock=NAME)
def each_night(timestamp: int) -> None:
    open_unfair_cases(utc_now())


def open_unfair_cases(now: datetime) -> None:
    """One case a group and month, with the figures of the night it was opened, whatever was answered since.

    Ninety days change little overnight: a case that grew each night, or came back a day after its answer, would ask
    the same question again. Whoever wants today's figures opens the page.
    """
    found = reporting.alarms(now.astimezone(ZoneInfo(settings.TIME_ZONE)).date())
    known = cases.asked(CaseKind.UNFAIR, [str(one.subject) for one in found])
    for one in found:
        if str(one.subject) not in known:
            oversight.open_case(
                CaseKind.UNFAIR, about=str(one.subject), office=one.office, doubts=[str(one.figures)],
                by="job:fairness", now=now,
            )  # fmt: skip
