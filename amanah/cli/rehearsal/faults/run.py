"""Many seeds on one throw-away house, one after the other; after each, everything that must hold is looked at."""

from __future__ import annotations

import argparse
import queue
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

from django.core.management import call_command
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from amanah.cli.answer import write_json
from amanah.cli.rehearsal.faults.check import Broken, Checked, check
from amanah.cli.rehearsal.faults.control import Control
from amanah.cli.rehearsal.faults.draw import Fault, draw
from amanah.cli.rehearsal.faults.life import Life
from amanah.cli.rehearsal.faults.towns import Town, build, town_of
from amanah.cli.rehearsal.phones import Phones
from amanah.programs import queries as programs
from amanah.values.clock import utc_now

LOST = ("event_lost", "payment_lost")


@dataclass(slots=True)
class Sum:
    """What all seeds come to."""

    seeds: int = 0
    events: int = 0
    payments: int = 0
    handed_twice: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, object]] = field(default_factory=list)

    def as_json(self, *, seconds: float) -> dict[str, object]:
        points = sorted(name for name in self.faults if name.startswith("at "))
        return {
            "seeds": self.seeds,
            "faults": {name: count for name, count in sorted(self.faults.items()) if not name.startswith("at ")},
            "crash_points": len(points),
            "events": self.events,
            "payments": self.payments,
            "handed_twice": self.handed_twice,
            "lost": sum(self.broken[name] for name in LOST),
            "paid_twice_unflagged": self.broken["paid_twice_unflagged"] + self.broken["unsound_paid_twice"],
            "ledger_sum": self.broken["ledger_sum"],
            "chain_ok": not self.broken["chain_broken"] + self.broken["journal_broken"],
            "replay_same_state": not self.broken["replay_differs"],
            "broken": dict(sorted(self.broken.items())),
            "seconds": round(seconds, 1),
            "failed_seeds": self.failed,
        }


def run_inside(asked: argparse.Namespace) -> int:
    """In the house. Exit code 1 when any seed broke anything."""
    base, folder = asked.inside
    seeds = [asked.seed] if asked.seeds is None else list(range(asked.seed, asked.seed + asked.seeds))
    chosen = chosen_faults(asked.faults)
    phones = Phones(log=Path(folder) / "phones.log", driver="field")
    control, sum_ = Control(asked.control), Sum()
    console = Console(stderr=True)
    try:
        with _progress(console) as progress:
            shown = progress.add_task("benih · seeds", total=len(seeds))
            towns = [town_of(seed) for seed in seeds]
            build(towns, now=utc_now())
            for town in towns:
                _one_seed(town, chosen, phones, control, base, sum_, console=progress.console, words=asked.faults)
                progress.advance(shown)
    finally:
        phones.quit()
    result = sum_.as_json(seconds=time.time() - asked.begun)
    if asked.json:
        write_json(result, asked.json)
    return 1 if sum_.failed else 0


def chosen_faults(words: str) -> frozenset[Fault]:
    """`all`, or names with commas between. Raises ValueError naming one that isn't there."""
    return frozenset(Fault) if words == "all" else frozenset(Fault(word) for word in words.split(","))


def _one_seed(
    town: Town, chosen: frozenset[Fault], phones: Phones, control: Control, base: str, sum_: Sum, *, console: Console,
    words: str,
) -> None:  # fmt: skip
    rng = Random(f"life {town.seed}")  # noqa: S311  # a scenario, not a secret
    life = Life(town, draw(town.seed, chosen), phones, control, base, rng, _stage())
    try:
        carried = life.live()
        finish_jobs()
        done = check(town.office, carried)
    except (RuntimeError, queue.Empty) as error:  # a phone or the house said no where it never should, or nothing
        carried, done = life.carried, Checked(0, 0, 0, (Broken("fell", f"{type(error).__name__} {error}"[:600]),))
    sum_.seeds += 1
    sum_.events += done.events
    sum_.payments += done.payments
    sum_.handed_twice += done.handed_twice
    sum_.faults.update(life.happened)
    for one in carried:
        for truth in (one.truth, one.copy or {}):
            sum_.faults.update(truth.get("counts", {}))
    sum_.broken.update(each.what for each in done.broken)
    if done.broken:
        again = f"./run rehearse --faults {words} --seed {town.seed}"
        told = [f"{each.what}: {each.where}" for each in done.broken]
        sum_.failed.append({"seed": town.seed, "again": again, "broken": told[:10]})
        console.print(f"[red]✗[/red] {again}", highlight=False)
        for line in told[:10]:
            console.print(f"    {line}", highlight=False, markup=False)


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


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    return Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
