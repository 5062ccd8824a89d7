"""What day it is in the office, which is the day rounds and bags are named by."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from amanah.values.clock import utc_now

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)  # a day beyond these is a slip of the finger


def office_day(moment: datetime | None = None) -> date:
    return (moment or utc_now()).astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def asked_day(request: HttpRequest) -> date:
    """`?day=2026-11-24`, else today; a day that doesn't read is today too."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return office_day()
    return asked if EARLIEST <= asked <= LATEST else office_day()
