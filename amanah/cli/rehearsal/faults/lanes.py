"""Seeds given to houses: a few houses at once, each with some seeds at a time and then a database as new.

What is looked at after a seed is the whole house, so that each seed costs more the more a house has lived through;
and a house that is being killed leaves the machine to its neighbour.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from amanah.cli.answer import write_json
from amanah.cli.rehearsal.faults.control import Hear
from amanah.cli.rehearsal.faults.draw import chosen_faults
from amanah.cli.rehearsal.faults.hits import live_seeds
from amanah.cli.rehearsal.faults.sum import Sum
from amanah.cli.rehearsal.house import House

MOST_AT_A_TIME = 9  # each large fault comes once in nine seeds
HOUSES = 2
TELL_EVERY = 10  # seeds, where there is no terminal to draw a bar on


def run_outside(asked: argparse.Namespace) -> int:
    """Lives every seed, shows how far it is, and writes the sum. Exit code 1 when any seed broke anything.

    Problem `fault_unknown`."""
    chosen_faults(asked.faults)
    first = 1 if asked.seed is None else asked.seed
    seeds = range(first, first + (asked.seeds or 1))
    houses = min(asked.houses or min(HOUSES, os.cpu_count() or 1), len(seeds))
    sum_ = Sum(asked.faults)
    with _shown(sum_, len(seeds), begun=asked.begun) as hear:
        _live(batches(seeds, houses), houses, asked.faults, hear, logs=asked.logs)
    if asked.json:
        write_json(sum_.as_json(seconds=time.time() - asked.begun), asked.json)
    return 1 if sum_.failed else 0


def batches(seeds: range, houses: int) -> list[range]:
    """In order, none longer than MOST_AT_A_TIME, and enough of them for every house."""
    most = max(1, min(MOST_AT_A_TIME, -(-len(seeds) // houses)))
    return [seeds[at : at + most] for at in range(0, len(seeds), most)]


def _live(todo: list[range], houses: int, faults: str, hear: Hear, *, logs: Path | None) -> None:
    """A house that fell ends the others after the seeds they are at."""
    waiting = deque(todo)

    def lane(number: int) -> None:
        try:
            with House(keep_log=logs / f"house-{number}" if logs else None, durable=True) as house:
                while seeds := _next(waiting):
                    with house.copied(f"seeds_{seeds[0]}"):
                        house.serve()
                        live_seeds(house, faults, seeds, hear)
        finally:
            waiting.clear()

    with ThreadPoolExecutor(houses) as pool:
        try:
            list(pool.map(lane, range(1, houses + 1)))
        finally:
            waiting.clear()


def _next(waiting: deque[range]) -> range | None:
    try:
        return waiting.popleft()
    except IndexError:  # another house took the last ones
        return None


@contextmanager
def _shown(sum_: Sum, seeds: int, *, begun: float) -> Iterator[Hear]:
    """Adds what is heard to the sum, and shows on standard error how far it is, how long it will take, what failed."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    console, one_by_one = Console(stderr=True), threading.Lock()
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True) as progress:
        shown = progress.add_task("benih · seeds", total=seeds)

        def hear(end: dict[str, Any]) -> None:
            with one_by_one:
                sum_.add(end)
                progress.advance(shown)
                if end["broken"]:
                    _tell_failed(progress.console, sum_.failed[-1])
                if not console.is_terminal and sum_.seeds % TELL_EVERY == 0:
                    console.print(_so_far(sum_, seeds, passed_s=time.time() - begun), highlight=False)

        yield hear


def _so_far(sum_: Sum, seeds: int, *, passed_s: float) -> str:
    left_s = passed_s / sum_.seeds * (seeds - sum_.seeds)
    return (
        f"{sum_.seeds}/{seeds} benih · seeds, {len(sum_.failed)} gagal · failed, "
        f"{passed_s:.0f} s, sisa · left {left_s:.0f} s"
    )


def _tell_failed(console: Console, failed: dict[str, Any]) -> None:
    console.print(f"[red]✗[/red] {failed['again']}", highlight=False)
    for line in failed["broken"]:
        console.print(f"    {line}", highlight=False, markup=False)
