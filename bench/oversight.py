"""What the rules about patterns find of frauds planted in a large invented office, and what they say of honest people.

    ./run bench oversight --json -    {shares: {"0.05": {recall, false_share, fraud: {kind: …}, naive, …}, …}, growth}

`--payers` x `--days` days of 22 doors, honest by a model of its own (amanah/cli/rehearsal/frauds/honest.py), with
frauds in 1, 2, 5 and 10 % of the visits. Each day is looked at as the house would, with the days before it. A kind's
`recall` and `precision` have 95 % Wilson intervals; precision counts honest visits against visits of that fraud.
Kinds that need pictures (near copies, fronts, faces) are measured by `./run rehearse --fraud` and bench/copies.py.
`naive`: what a rule of one line finds in the same visits. `growth`: CPU seconds a 1,000 visits in offices of 1,000,
10,000 and 100,000. `by_size`: of deeds with so many visits, how many were found; the points of a curve.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from amanah.cli.rehearsal.frauds.draw import plant
from amanah.cli.rehearsal.frauds.naming import NAMES
from amanah.cli.rehearsal.frauds.score import Flagged, honest_flagged, score
from amanah.cli.rehearsal.frauds.types import Day, Fraud, Planting
from amanah.oversight.rules.patterns.limits import limits
from amanah.oversight.rules.patterns.look import look
from amanah.oversight.rules.patterns.types import Flag
from bench.oversight_town import DOORS_A_DAY, SEEN_BY_PIXELS, Office, drawn, naive, scenes, visit_id

SHARES = (0.01, 0.02, 0.05, 0.10)
SIZES = (1_000, 10_000, 100_000)
KINDS = tuple(kind for kind in Fraud if kind not in SEEN_BY_PIXELS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payers", type=int, default=40)
    parser.add_argument("--offices", type=int, default=2)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=100_000, help="visits of the largest office of `growth`")
    parser.add_argument("--json", metavar="FILE|-")
    asked = parser.parse_args()
    begun = time.process_time()
    sizes = [size for size in SIZES if size <= asked.largest]
    with Progress(console=Console(stderr=True)) as bar:
        looks = bar.add_task("looks", total=len(SHARES) * asked.offices * asked.days + len(sizes))
        result = {
            "seed": asked.seed, "payers": asked.payers, "offices": asked.offices, "days": asked.days,
            "ruleset": limits().version,
            "shares": {f"{share:.2f}": _share(share, asked, lambda: bar.advance(looks)) for share in SHARES},
            "growth": [_growth(size, lambda: bar.advance(looks)) for size in sizes],
        }  # fmt: skip
    result["cpu_s"] = round(time.process_time() - begun, 1)
    text = json.dumps(result, indent=1)
    if asked.json and asked.json != "-":
        Path(asked.json).write_text(text)
    else:
        print(text)
    return 0


def _share(share: float, asked: argparse.Namespace, told: Callable[[], None]) -> dict[str, Any]:
    """Several offices added up, each with a seed of its own."""
    sums: dict[Fraud, list[int]] = defaultdict(lambda: [0, 0, 0])
    honest = wrong = visits = 0
    cpu_s = 0.0
    simple: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    sizes: dict[Fraud, list[tuple[int, bool]]] = defaultdict(list)
    for office in range(asked.offices):
        town = drawn(asked.payers, asked.days, seed=asked.seed * 1000 + office)
        days, plantings = _planted(town, share, asked.seed * 1000 + office)
        flags, took_s = _looked(town, days, told)
        flagged = _as_flagged(flags, days)
        for kind, one in score(days, plantings, flagged).items():
            for place, number in enumerate((one.planted, one.found, one.false_flags)):
                sums[kind][place] += number
        these, bad = honest_flagged(days, flagged)
        honest, wrong, cpu_s = honest + these, wrong + bad, cpu_s + took_s
        visits += sum(len(day.visits) for day in days)
        for name, (right, all_) in naive(days).items():
            simple[name][0] += right
            simple[name][1] += all_
        for kind, points in _by_size(plantings, days, flagged).items():
            sizes[kind] += points
    return _told(sums, honest, wrong, visits, cpu_s, simple, sizes)


def _planted(town: Office, share: float, seed: int) -> tuple[list[Day], list[Planting]]:
    return plant(
        town.days, share, Random(f"frauds {seed}"), habits=town.habits, midnights=town.midnights,
        names=town.names, holidays=town.holidays, kinds=KINDS,
    )  # fmt: skip


def _looked(town: Office, days: Sequence[Day], told: Callable[[], None]) -> tuple[list[Flag], float]:
    flags, cpu_s = list[Flag](), 0.0
    for scene in scenes(town, days):
        begun = time.process_time()
        flags += look(scene)
        cpu_s += time.process_time() - begun
        told()
    return flags, cpu_s


def _as_flagged(flags: Sequence[Flag], days: Sequence[Day]) -> list[Flagged]:
    names = {visit_id(v.payer, v.day, v.door.family): v for day in days for v in day.visits}
    return [
        Flagged(frozenset({NAMES[str(flag.kind)]}), names[visit].payer, names[visit].day, names[visit].door.family)
        for flag in flags
        for visit in flag.visits
    ]


def _by_size(
    plantings: Sequence[Planting], days: Sequence[Day], flagged: Sequence[Flagged]
) -> dict[Fraud, list[tuple[int, bool]]]:
    """(visits of the deed, found at all), a deed."""
    seen = {(kind, one.payer, one.day, one.family) for one in flagged for kind in one.kinds}
    points: dict[Fraud, list[tuple[int, bool]]] = defaultdict(list)
    for each in plantings:
        is_found = any((each.fraud, each.payer, each.day, family) in seen for family in each.families)
        points[each.fraud].append((len(each.families), is_found))
    return points


def _told(
    sums: Mapping[Fraud, list[int]], honest: int, wrong: int, visits: int, cpu_s: float,
    simple: Mapping[str, list[int]], sizes: Mapping[Fraud, list[tuple[int, bool]]],
) -> dict[str, Any]:  # fmt: skip
    planted, found = sum(one[0] for one in sums.values()), sum(one[1] for one in sums.values())
    return {
        "visits": visits,
        "recall": _rate(found, planted),
        "honest_visits": honest,
        "false_share": _rate(wrong, honest),
        "flagged_a_1000_honest": round(1000 * wrong / max(honest, 1), 2),
        "cpu_s_a_1000_visits": round(1000 * cpu_s / visits, 4),
        "fraud": {
            str(kind): {
                "planted": one[0], "found": one[1], "false_flags": one[2], "recall": _rate(one[1], one[0]),
                "precision": _rate(one[1], one[1] + one[2]),
                "by_size": _curve(sizes.get(kind, [])),
            }
            for kind, one in sums.items() if kind in KINDS
        },
        "naive": {name: {"flagged": all_, "precision": _rate(right, all_)} for name, (right, all_) in simple.items()},
    }  # fmt: skip


def _curve(points: Sequence[tuple[int, bool]]) -> list[dict[str, float]]:
    by: dict[int, list[bool]] = defaultdict(list)
    for size, is_found in points:
        by[size].append(is_found)
    return [{"visits": size, "deeds": len(by[size]), "found": sum(by[size])} for size in sorted(by)]


def _rate(hits: int, of: int) -> list[float] | None:
    """[share, lower, upper]: Wilson's 95 % interval."""
    if not of:
        return None
    z, p = 1.96, hits / of
    middle, half = (p + z * z / (2 * of)), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    below = 1 + z * z / of
    return [round(p, 4), round((middle - half) / below, 4), round((middle + half) / below, 4)]


def _growth(size: int, told: Callable[[], None]) -> dict[str, float]:
    """One office's day of about `size` visits, 22 a payer; the least of three looks, for others use the machine too."""
    town = drawn(max(2, size // DOORS_A_DAY), 1, seed=7)
    days, _ = _planted(town, 0.02, 7)
    cpu_s = min(_looked(town, days, _quiet)[1] for _ in range(3))
    told()
    visits = sum(len(day.visits) for day in days)
    return {"visits": visits, "cpu_s": round(cpu_s, 3), "cpu_s_a_1000_visits": round(1000 * cpu_s / visits, 4)}


def _quiet() -> None:
    """Nobody waits for these."""


if __name__ == "__main__":
    sys.exit(main())
