"""What is done each night, when no page is waiting: faces of the country, doubts across visits, what is destroyed."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from amanah.config.jobs import AGAIN
from amanah.oversight import commands as oversight
from amanah.retention import commands as retention
from amanah.values.clock import utc_now
from amanah.visits.queries import told

_LOOKED_BACK = timedelta(hours=26)  # nights overlap: what came while one was looking is seen by the next


@app.periodic(cron="10 1 * * *")
@app.task(name="amanah.search_nation", queue="follow", queueing_lock="amanah.search_nation", retry=AGAIN)
def search_nation(timestamp: int) -> None:
    """Each night: the day's faces beside all of the country's. How far it got stands in the worker's log."""
    oversight.search_nation(by="job:face search", now=utc_now(), told=_log_search)
    oversight.open_waiting_pairs(by="job:face search", now=utc_now(), most_open=settings.AMANAH_PAIRS_OPEN)


def _log_search(done: int, of: int) -> None:
    logging.getLogger("amanah.worker").info("faces searched: %d of %d", done, of)


@app.periodic(cron="20 2 * * *")
@app.task(name="amanah.look_across", queue="follow", queueing_lock="amanah.look_across", retry=AGAIN)
def look_across(timestamp: int) -> None:
    """Each night: every office's day of which something came since the night before, across its visits."""
    for office, day in told.heard_since(utc_now() - _LOOKED_BACK):
        oversight.look(office, day, by="job:patterns", now=utc_now())


@app.periodic(cron="40 2 * * *")
@app.task(name="amanah.destroy", queue="follow", queueing_lock="amanah.destroy", retry=AGAIN)
def destroy(timestamp: int) -> None:
    """Each night, when no page is waiting: pictures whose purpose is over."""
    retention.destroy_due(by="job:retention", now=utc_now())
