"""After a change of models every reference is looked at again, behind whatever is more pressing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from amanah.registry import commands as registry
from amanah.values.clock import utc_now

NAME = "amanah.remake_faces"
SLICE = timedelta(seconds=15)
"""One worker does all jobs: after so long the others may go first."""
FEW = 25


@app.periodic(cron="7 * * * *")
@app.task(name=NAME, queue="follow", queueing_lock=NAME, priority=-10)
def remake_faces(timestamp: int) -> None:
    """Each hour, and again at once while any reference waits for a template of the model in use."""
    until = utc_now() + SLICE
    while registry.remake_faces(by="job:faces", now=utc_now(), most=FEW).waiting:
        if utc_now() >= until:
            with suppress(AlreadyEnqueued):  # this hour's own is waiting already
                app.configure_task(NAME, queue="follow", queueing_lock=NAME, priority=-10).defer(timestamp=timestamp)
            return
