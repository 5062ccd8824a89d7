"""`amanah routes plan STOPS.csv --payers K`: an office's day into rounds."""

from __future__ import annotations

import argparse
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from amanah.cli import routes_calibrate, routes_solve
from amanah.values.problem import Problem, Sentence

if TYPE_CHECKING:
    from amanah.routes.types import Limits, Plan, Round

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    routes = nouns.add_parser("routes", help="payers' rounds")
    verbs = routes.add_subparsers(required=True, metavar="VERB")
    plan = verbs.add_parser("plan", help="an office's day into rounds, one a payer")
    plan.add_argument("file", type=Path, metavar="STOPS.csv")
    plan.add_argument("--payers", type=int, required=True, metavar="K")
    plan.add_argument("--depot", metavar="LAT,LNG", help="the office; else the middle of the stops")
    plan.add_argument("--hours", type=float, default=8.0, help="a payer's longest day")
    plan.add_argument("--cash-cap", type=int, metavar="RP", help="the most a payer carries at once")
    plan.add_argument("--seconds", type=float, default=8.0, metavar="S", help="of CPU, for the search")
    plan.add_argument("--start", default="08:00", metavar="HH:MM", help="nobody leaves the office earlier")
    plan.add_argument("--detour", type=float, default=1.6, help="road metres a great-circle metre")
    plan.add_argument("--speed", type=float, default=20.0, metavar="KM/H")
    plan.add_argument("--roads", type=Path, metavar="GRAPH.npz", help="made by `amanah maps roads`; else great circles")
    plan.add_argument("--everybody", action="store_true", help="all payers walk; else the fewest, others in reserve")
    plan.add_argument("--seed", type=int, default=1)
    plan.add_argument("--json", metavar="FILE|-", help="write the plan as JSON")
    plan.set_defaults(run=_plan)
    routes_calibrate.add_verb(verbs)
    routes_solve.add_verb(verbs)


def _plan(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.cli.routes_roads import over_roads
    from amanah.cli.stops import read_stops
    from amanah.routes.queries import plan_day

    limits, depot = _limits(asked), _depot(asked.depot)
    stops = read_stops(asked.file, start=limits.start, hours=limits.hours)
    over = over_roads(asked.roads, stops, depot, limits) if asked.roads else None
    plan = plan_day(
        stops, payers=asked.payers, depot=depot, limits=limits, seconds=asked.seconds, seed=asked.seed,
        roads=over.ways if over else None,
    )  # fmt: skip
    if asked.json:
        told = _as_json(plan, asked.payers, limits)
        write_json(told | ({"km_on_roads": round(over.km_of(plan), 3)} if over else {}), asked.json)
        return
    for one in plan.rounds:
        sys.stdout.write(f"{one.payer:>3}  {len(one.stops):>4}  {one.km:7.1f} km  {one.hours:5.2f} h\n")
    for left in plan.unserved:
        sys.stdout.write(f"{left.id}  {left.reason}  {left.sentence.in_(asked.lang)}\n")
    sys.stdout.write(
        f"{plan.km_total:.1f} km, {plan.hours_max:.2f} h, {len(plan.unserved)} tidak dilayani · unserved\n"
    )


def _limits(asked: argparse.Namespace) -> Limits:
    from amanah.routes.types import Limits

    hour, _, minute = asked.start.partition(":")
    start = 60 * int(hour) + int(minute) if hour.isdigit() and minute.isdigit() else -1
    _refuse(not 1 <= asked.payers <= 1000, "--payers", "1 … 1000")
    _refuse(not 0 < asked.hours <= 16, "--hours", "0 … 16")
    _refuse(not 0 <= start < 1440 - 60 * asked.hours + 1, "--start", "HH:MM")
    _refuse(asked.cash_cap is not None and asked.cash_cap <= 0, "--cash-cap", "> 0")
    _refuse(not 0 <= asked.seconds <= 3600, "--seconds", "0 … 3600")
    _refuse(not 1 <= asked.detour <= 10, "--detour", "1 … 10")
    _refuse(not 0.5 <= asked.speed <= 150, "--speed", "0.5 … 150")
    return Limits(
        hours=asked.hours, cash_cap=asked.cash_cap, start=start, detour=asked.detour, speed_kmh=asked.speed,
        everybody=asked.everybody,
    )  # fmt: skip


def _depot(said: str | None) -> tuple[float, float] | None:
    if said is None:
        return None
    try:
        lat, lng = (float(part) for part in said.split(","))
    except ValueError:
        lat = lng = float("nan")
    _refuse(94 <= lat <= 142 and -12 <= lng <= 7, "--depot", "LAT,LNG (lintang dulu · latitude first)")
    _refuse(not (-12 <= lat <= 7 and 94 <= lng <= 142), "--depot", "LAT,LNG, -8.67,115.23")
    return lat, lng


def _refuse(is_wrong: bool, option: str, wanted: str) -> None:
    if is_wrong:
        raise Problem(
            "option_unreadable",
            Sentence(
                f"{option} harus {wanted}. Perbaiki lalu ulangi.", f"{option} must be {wanted}. Mend it, try again."
            ),
        )


def _as_json(plan: Plan, payers: int, limits: Limits) -> dict[str, object]:
    spent = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    walking = {one.payer for one in plan.rounds}
    return {
        "rounds": [_round(one) for one in plan.rounds],
        "unserved": [
            {"id": one.id, "reason": str(one.reason), "id_text": one.sentence.id, "en_text": one.sentence.en}
            for one in plan.unserved
        ],
        "km_total": round(plan.km_total, 3),
        "hours_max": round(plan.hours_max, 4),
        "balance": round(plan.balance, 4),
        "cpu_s": round(sum(one.ru_utime + one.ru_stime for one in spent), 2),
        "two_together": [
            {**asdict(one), "leaves": _clock(one.leaves), "back": _clock(one.back)} for one in plan.two_together
        ],
        "reserve": [payer for payer in range(1, payers + 1) if payer not in walking],
        "detour": limits.detour,
        "speed_kmh": limits.speed_kmh,
    }


def _round(one: Round) -> dict[str, object]:
    return {
        "payer": one.payer, "stops": list(one.stops), "km": round(one.km, 3), "hours": round(one.hours, 4),
        "cash": one.cash, "cash_total": one.cash_total, "leaves": _clock(one.leaves),
        "arrivals": [_clock(at) for at in one.arrivals], "tops": [asdict(top) for top in one.tops],
        "beside": one.beside,
    }  # fmt: skip


def _clock(minute: float) -> str:
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}"
