"""After a change of models every face that is kept is looked at again, behind whatever is more pressing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from amanah.registry import commands as registry
from amanah.values.clock import utc_now
from amanah.visits.commands import faces as met

NAME = "amanah.remake_faces"
SLICE = timedelta(seconds=15)
"""One worker does all jobs: after so long the others may go first."""
FEW = 25


@app.periodic(cron="7 * * * *")
@app.task(name=NAME, queue="follow", queueing_lock=NAME, priority=-10)
def remake_faces(timestamp: int) -> None:
    """Each hour, and again at once while any face waits for a template of the model in use."""
    until = utc_now() + SLICE
    while _some_wait():
        if utc_now() >= until:
            with suppress(AlreadyEnqueued):  # this hour's own is waiting already
                app.configure_task(NAME, queue="follow", queueing_lock=NAME, priority=-10).defer(timestamp=timestamp)
            return


def _some_wait() -> bool:
    """References first: without them phones have nothing to compare with; faces at the door are for the search."""
    for remake in (registry.remake_faces, met.remake_faces):
        if remake(by="job:faces", now=utc_now(), most=FEW).waiting:
            return True
    return False
