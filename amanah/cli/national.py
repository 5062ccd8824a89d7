"""`amanah national routes`: the rounds of all offices, here or on a Ray cluster; started again it goes on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from amanah.values.problem import Problem, Sentence

if TYPE_CHECKING:
    from amanah.national.types import NationPlanned, OfficeDay

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    national = nouns.add_parser("national", help="work over all offices at once")
    verbs = national.add_subparsers(required=True, metavar="VERB")
    routes = verbs.add_parser("routes", help="every office's rounds, one file an office")
    which = routes.add_mutually_exclusive_group(required=True)
    which.add_argument("--stage", type=UUID, metavar="ID", help="everybody who waits in this stage of the house")
    which.add_argument("--stops", type=Path, metavar="DIR", help="NOPEN.csv of each office, as `routes plan` reads it")
    which.add_argument("--synthetic", type=int, metavar="N", help="so many invented offices, for measuring")
    routes.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="with --stage; today")
    routes.add_argument("--visits", type=int, default=34, help="with --stops: families a payer visits in a day, 34")
    routes.add_argument("--out", type=Path, required=True, metavar="DIR", help="plans; those there already are kept")
    routes.add_argument("--ray", metavar="local|ADDRESS", help="spread over a Ray cluster (extra amanah[national])")
    routes.add_argument("--seconds", type=float, default=1.0, help="of CPU an office, about; 1")
    routes.add_argument("--seed", type=int, default=1)
    routes.add_argument("--json", metavar="FILE|-")
    routes.set_defaults(run=_routes)


def _routes(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.cli.progress import bar
    from amanah.national.clusters import on_ray
    from amanah.national.queries import plan_nation

    days = _days(asked)
    with bar("kantor · offices") as told, on_ray(asked.ray) if asked.ray else nullcontext() as spread:
        nation = plan_nation(days, asked.out, seconds=asked.seconds, seed=asked.seed, spread=spread, told=told)
    answer = _summed(nation)
    if asked.json:
        write_json(answer, asked.json)
    else:
        sys.stdout.write(" · ".join(f"{name} {value}" for name, value in answer.items()) + "\n")


def _days(asked: argparse.Namespace) -> Iterable[OfficeDay]:
    from amanah.national import house, inventing
    from amanah.values.clock import utc_now

    if asked.synthetic is not None:
        return inventing.offices(asked.synthetic, seed=asked.seed)
    if asked.stops is not None:
        return _days_in(asked.stops, asked.visits)
    now = utc_now()
    return house.offices(asked.stage, day=asked.day or now.date(), now=now)


def _days_in(folder: Path, visits: int) -> Iterator[OfficeDay]:
    """Offices by their files' names, each in the middle of its stops."""
    from math import ceil

    from amanah.cli.stops import read_stops
    from amanah.national.types import OfficeDay
    from amanah.routes.types import Limits

    files = sorted(folder.glob("*.csv"))
    if not files:
        raise Problem(
            "no_offices",
            Sentence(f"Tidak ada berkas NOPEN.csv di {folder}.", f"There is no NOPEN.csv in {folder}."),
        )
    for path in files:
        stops = tuple(read_stops(path, start=Limits().start, hours=Limits().hours))
        if stops:
            yield OfficeDay(path.stem, None, ceil(len(stops) / visits), stops)


def _summed(nation: NationPlanned) -> dict[str, object]:
    offices = nation.offices
    return {
        "offices": len(offices),
        "kept": nation.kept,
        "payers": sum(one.payers for one in offices),
        "served": sum(one.served for one in offices),
        "unserved": sum(one.unserved for one in offices),
        "km_total": round(sum(one.km for one in offices), 1),
        "hours_max": max((one.hours_max for one in offices), default=0.0),
        "cpu_s": round(sum(one.cpu_s for one in offices), 1),
        "digest": nation.digest,
    }
