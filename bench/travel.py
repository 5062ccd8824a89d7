"""Are plans' minutes true? A simulated office works for days through the real commands, then `routes calibrate`. JSON.

Homes lie at streets of the Balikpapan extract. The hidden truth of ways: metres of the quickest way at speeds that
differ from the graph's by street (half of them by a third and more), 1.4 times slower in all, a minute to park,
15 % noise, and one way in ten broken by a pause of up to 40 minutes. Doors take 2 to 30 minutes, each its own.
The house sees only what phones send. Truth and graph share the extract: how well OSM knows real alleys isn't measured.

`before` and `after`: mean absolute minutes and the median of |error| / truth, of the last fifth of days (not learnt
from); `tomorrow`: hours of a day planned afterwards, against how it went. `./run bench travel --json -`
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from bench.sync_house import database, say, set_up  # noqa: E402 - the script's own folder comes first

EXTRACT = REPO.parent / "shared/data/geo/balikpapan_kota_drive.osm.pbf"
OFFICE = (-1.2685, 116.8350)
FAMILIES, PAYERS, DAYS = 200, 5, 10
SLOWER, PARKING_MIN, NOISE, PAUSES = 1.4, 1.0, 0.15, 0.1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--osm", type=Path, default=EXTRACT, metavar="FILE.osm.pbf")
    parser.add_argument("--json", default="-", metavar="FILE|-")
    asked = parser.parse_args()
    if not asked.osm.is_file():
        raise SystemExit(f"{asked.osm} is missing: give an extract with --osm")
    home = Path(tempfile.mkdtemp(prefix="amanah-bench-"))
    home.chmod(0o755)  # Postgres' OS user must get to its own folder
    os.environ["AMANAH_MAPS_DIR"] = str(home / "maps")
    try:
        with database(home):
            set_up(home)
            told = measured(asked.osm, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    from amanah.cli.answer import write_json

    write_json(told, asked.json)
    return 0


def measured(extract: Path, home: Path) -> dict[str, Any]:
    from amanah.geo.roads.asking import keep
    from amanah.geo.roads.reading import read_roads
    from amanah.values.clock import utc_now
    from bench.travel_town import settled
    from tests.visits import cast

    cast.calibrate(home / "faces.json")
    os.environ["AMANAH_FACE_CALIBRATION"] = str(home / "faces.json")
    roads = read_roads(extract)
    chance = np.random.default_rng(7)
    pauses = list[float]()
    truth = _truth(roads, chance, pauses)
    nodes = roads.places[chance.choice(len(roads.places), FAMILIES, replace=False)]
    homes = [(float(lat), float(lng)) for lat, lng in nodes + chance.normal(0, 1e-4, nodes.shape)]
    town = settled(homes, OFFICE, payers=PAYERS, way=truth, seed=7)
    today, visits = utc_now().date(), 0
    for i in range(DAYS):
        for row in town.plan(today - timedelta(days=DAYS - i), town.stage(i)):
            town.walk(row)
            visits += row.stops.count()
        say(f"day {i + 1} of {DAYS}, {visits} visits")
    without = _calibrated(home)
    (home / "maps").mkdir(exist_ok=True)
    keep(roads, home / "maps" / "roads.npz")
    begun = time.process_time()
    with_roads = _calibrated(home)
    told = {
        "families": FAMILIES, "payers": PAYERS, "days": DAYS, "visits": visits, "hops": with_roads["hops"],
        "calibrate_cpu_s": round(time.process_time() - begun, 2),
        "without_graph": {name: without[name] for name in ("before", "after")},
        "with_graph": {"before": with_roads["roads_before"], "after": with_roads["roads_after"],
                       "learnt": with_roads["roads"]["51.71"]},
        "curve": _curve(roads, today - timedelta(days=DAYS)),
    }  # fmt: skip
    return told | {"doors": _doors(town), "tomorrow": _tomorrow(town, pauses)}


def _truth(roads: Any, chance: np.random.Generator, pauses: list[float]) -> Any:
    """Minutes from place to place as they really are, with noise and pauses drawn for each way; `pauses` are told."""
    from amanah.geo.roads.asking import Map

    streets = np.minimum(roads.tails, roads.heads) // 12  # nodes of a street follow each other in the extract
    by_street = chance.lognormal(0, 0.4, int(streets.max()) + 1)
    real = Map(replace(roads, moto_s=(SLOWER * roads.moto_s * by_street[streets]).astype(np.float32)))

    def minutes(one: tuple[float, float], other: tuple[float, float]) -> float:
        seconds = float(real.ways(np.array([one]), np.array([other])).seconds[0, 0])
        pauses.append(chance.uniform(5, 40) if chance.random() < PAUSES else 0.0)
        return float((PARKING_MIN + seconds / 60) * chance.lognormal(0, NOISE)) + pauses[-1]

    return minutes


def _calibrated(home: Path) -> Any:
    from amanah.cli.main import main as amanah

    if amanah(["routes", "calibrate", "--json", str(home / "learnt.json")]):
        raise SystemExit("routes calibrate failed")
    return json.loads((home / "learnt.json").read_text())


def _curve(roads: Any, since: Any) -> list[dict[str, Any]]:
    """The last two days' ways foretold by what one, two … days before taught."""
    from amanah.routes.travel import Travel, believable, error_of, fit, fit_roads
    from amanah.visits.store.travel import hops

    kept = believable(hops(since, roads))
    days = sorted({hop.day for hop in kept})
    late = [hop for hop in kept if hop.day in days[-2:]]
    points = []
    for n in range(len(days) - 1):
        early = [hop for hop in kept if hop.day in days[:n]]
        learnt = Travel(paces=fit(early), roads=fit_roads(early))
        errors = {name: error_of(learnt, late, by_road=name == "roads") for name in ("crow", "roads")}
        points.append({"days": n, "hops": len(early), **{k: asdict(v) if v else None for k, v in errors.items()}})
    return points


def _doors(town: Any) -> dict[str, Any]:
    """Minutes planned at a door against its true median, before anything was seen and after the days."""
    from amanah.values.clock import utc_now
    from amanah.visits.store.doors import DOOR_MIN, door_minutes
    from tests.visits.cast import OFFICE as NOPEN

    true = np.array(list(town.doors.values()))
    known = door_minutes(NOPEN, list(town.doors), day=utc_now().date())
    after = np.array([known[family] for family in town.doors])
    return {name: _off(said, true) for name, said in (("before", np.full(len(true), DOOR_MIN)), ("after", after))}


def _tomorrow(town: Any, pauses: list[float]) -> dict[str, Any]:
    """Each payer's day in minutes: as the plan says, as it would have said before anything was learnt, as it went.

    A plan holds no pauses; `after_with_pauses` is against the day with them.
    """
    from amanah.routes.travel import Travel
    from amanah.values.clock import utc_now
    from amanah.visits.store.doors import DOOR_MIN

    planned, unlearnt, went, paused = [], [], [], []
    for row in town.plan(utc_now().date() + timedelta(days=1), town.stage(DAYS)):
        order = list(row.stops.order_by("order").values_list("family_id", flat=True))
        nodes = np.array([OFFICE, *(town.homes[family] for family in order), OFFICE])
        unlearnt.append(_legs(Travel(), nodes) + DOOR_MIN * len(order))
        planned.append(60 * row.hours)
        pauses.clear()
        went.append(sum(town.walk(row)))
        paused.append(sum(pauses))
    said, before, busy = np.array(planned), np.array(unlearnt), np.array(went) - np.array(paused)
    return {
        "rounds": len(said), "pauses_min": round(float(np.mean(paused)), 1), "before": _off(before, busy),
        "after": _off(said, busy), "after_with_pauses": _off(said, np.array(went)),
    }  # fmt: skip


def _legs(travel: Any, nodes: Any) -> float:
    from amanah.routes.travel import crow_km

    return float(np.diagonal(travel.minutes(crow_km(nodes[:-1], nodes[1:]), "")).sum())


def _off(said: Any, true: Any) -> dict[str, float]:
    off = np.abs(said - true)
    return {"mae_min": round(float(off.mean()), 2), "median_pct": round(float(100 * np.median(off / true)), 1)}


if __name__ == "__main__":
    sys.exit(main())
