"""Some seeds in one throw-away house, one after the other; after each, everything that must hold is looked at."""

from __future__ import annotations

import argparse
import queue
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from amanah.cli.rehearsal.faults.check import Broken, Checked, check
from amanah.cli.rehearsal.faults.control import Control, connect_anew
from amanah.cli.rehearsal.faults.draw import chosen_faults, draw
from amanah.cli.rehearsal.faults.hits import end_of
from amanah.cli.rehearsal.faults.life import Life
from amanah.cli.rehearsal.faults.towns import build, town_of
from amanah.cli.rehearsal.phones import Phones
from amanah.programs import queries as programs
from amanah.values.clock import utc_now


def run_inside(asked: argparse.Namespace) -> int:
    """In the house. Each seed's end is told by the control line to whoever built it."""
    base, folder = asked.inside
    chosen = chosen_faults(asked.faults)
    phones = Phones(log=Path(folder) / "phones.log", driver="field")
    control = Control(asked.control)
    try:
        towns = [town_of(seed) for seed in asked.these]
        build(towns, now=utc_now())
        for town in towns:
            rng = Random(f"life {town.seed}")  # noqa: S311  # a scenario, not a secret
            control.tell(lived(Life(town, draw(town.seed, chosen), phones, control, base, rng, _stage())))
    finally:
        phones.quit()
    return 0


def lived(life: Life) -> dict[str, Any]:
    """The end of one seed: what happened in it, and every invariant that doesn't hold now, by name and place."""
    try:
        carried = life.live()
        finish_jobs()
        done = check(life.town.office, carried)
    except (RuntimeError, queue.Empty) as error:  # a phone or the house said no where it never should, or nothing
        carried, done = life.carried, Checked(0, 0, 0, (Broken("fell", f"{type(error).__name__} {error}"[:600]),))
        connect_anew()  # the next seed may stand on a house that was broken off half-way
    happened = Counter(life.happened)
    for one in carried:
        for truth in (one.truth, one.copy or {}):
            happened.update(truth.get("counts", {}))
    return end_of(
        life.town.seed, events=done.events, payments=done.payments, handed_twice=done.handed_twice,
        happened=happened, broken=[(each.what, each.where) for each in done.broken],
    )  # fmt: skip


def _stage() -> UUID:
    (stage,) = programs.stages()
    return stage.id


def finish_jobs(*, patience_s: float = 60) -> None:
    """Waits for the house's worker. What it put off for later, or a killed one left half done, begins again now; by
    itself the house does that a minute later (`amanah.tend`)."""
    until = time.monotonic() + patience_s
    before, doing_since = 10**9, time.monotonic()
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(_JOBS)
            todo, doing = cursor.fetchone()
            if not todo + doing:
                return
            if todo:
                cursor.execute(_NOW)
                if todo >= before:  # the worker is still on its way: this hand helps
                    call_command("procrastinate", "worker", wait=False, concurrency=1, verbosity=0)
                before, doing_since = todo, time.monotonic()
            elif time.monotonic() - doing_since > HALF_DONE_S:
                cursor.execute(_AGAIN)
        time.sleep(0.15)
    raise RuntimeError("the worker's jobs don't end")


HALF_DONE_S = 1.0
_JOBS = """
SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing') FROM procrastinate_jobs
WHERE task_name IN ('amanah.follow', 'amanah.do')
"""
_NOW = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND scheduled_at > now()"
_AGAIN = """
UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL
WHERE status = 'doing' AND task_name IN ('amanah.follow', 'amanah.do')
"""
