"""Places at a country's scale, measured: `.venv/bin/python bench/places.py [--villages 83000] [--json FILE|-]`.

Invented villages (a jittered grid whose neighbours share crooked borders) are loaded into a throw-away house by the
command a deployer uses, then asked. Two error curves follow: how often the village a fix lies in is the right one, and
how often an answer called certain is wrong, by the accuracy a phone tells. Everything is drawn from one seed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import places_homes

HERE = Path(__file__).resolve().parent
REAL = HERE.parents[1] / "shared" / "data" / "geo" / "denpasar_villages.geojson"
SEED = 20261124
LIMITS = {"load_s": 120.0, "assigned_a_s": 100_000.0, "which_a_s": 100_000.0, "rss_mb": 1_000.0}
ACCURACIES_M = (5, 10, 15, 20, 30, 50, 75, 100)
_STEP_DEG, _BENDS = 0.03, 11  # villages of about 11 km2 with 48 corners


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="amanah-places-") as folder:
        path = Path(folder, "villages.geojson")
        corners = write_villages(path, asked.villages)
        measured = _in_a_house(Path(folder), path, asked.villages, asked.points)
    found = {"villages": asked.villages, "corners_each": round(corners, 1), **measured, "limits": LIMITS}
    found["times_within"] = {
        name: round(limit / found[name] if name in ("load_s", "rss_mb") else found[name] / limit, 2)
        for name, limit in LIMITS.items()
    }
    found["right_village"] = curves()
    found["homes"] = places_homes.measured()
    text = json.dumps(found, indent=2) + "\n"
    sys.stdout.write(text) if asked.json == "-" else Path(asked.json).write_text(text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=83_000)
    parser.add_argument("--points", type=int, default=500_000)
    parser.add_argument("--json", default="-", metavar="FILE|-")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ask:
        ask(asked.points)
        sys.exit()
    return asked


def write_villages(path: Path, number: int) -> float:
    """Writes so many villages of one lattice whose borders bend; gives the mean number of corners."""
    chance = np.random.default_rng(SEED)
    wide = int(np.ceil(np.sqrt(number * 2.7)))
    tall = int(np.ceil(number / wide))
    nodes = np.stack(np.meshgrid(np.arange(wide + 1), np.arange(tall + 1)), axis=-1) * _STEP_DEG + [95.5, -10.5]
    nodes = nodes + chance.uniform(-0.3, 0.3, nodes.shape) * _STEP_DEG
    across, upward = _bent(nodes[:, :-1], nodes[:, 1:], chance), _bent(nodes[:-1], nodes[1:], chance)
    corners = 0
    with path.open("w") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for i in range(number):
            row, column = divmod(i, wide)
            ring = np.concatenate([across[row, column], upward[row, column + 1], across[row + 1, column][::-1],
                                   upward[row, column][::-1]])  # fmt: skip
            ring = np.vstack([ring, ring[:1]]).round(6)
            corners += len(ring)
            feature = {"type": "Feature", "properties": {"kode": _code(i), "nama": f"Rekaan {i}"},
                       "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]}}  # fmt: skip
            file.write(json.dumps(feature, separators=(",", ":")) + ("\n]}" if i == number - 1 else ",\n"))
    return corners / number


def _bent(start: np.ndarray, end: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """The way from each node to the next with its bends: shape (…, bends + 1, 2), the last node left out."""
    along = np.linspace(0, 1, _BENDS + 2)[:-1, None]
    line = start[..., None, :] * (1 - along) + end[..., None, :] * along
    bend = chance.normal(0, 0.015 * _STEP_DEG, line.shape)
    bend[..., 0, :] = 0
    return line + bend


def _code(i: int) -> str:
    rest, village = divmod(i, 20)
    regency, district = divmod(rest, 15)
    province, city = divmod(regency, 15)
    return f"{11 + province:02d}.{city + 1:02d}.{district + 1:02d}.{2001 + village}"


def _in_a_house(folder: Path, path: Path, number: int, points: int) -> dict[str, Any]:
    """Loads by the command and asks in a process of its own, so that each memory is its own."""
    from amanah.config.postgres import Postgres

    home = Path(tempfile.mkdtemp(prefix="amanah-pg-"))  # its own OS user must enter it
    server = Postgres(home, durable=True)
    server.start()
    server.ensure_database()
    try:
        house = os.environ | {"AMANAH_DATABASE_URL": server.url(), "PYTHONPATH": str(HERE.parent),
                              "AMANAH_KEYS_FILE": str(folder / "keys.json")}  # fmt: skip
        amanah = [sys.executable, "-m", "amanah.cli.main"]
        subprocess.run([*amanah, "migrate"], env=house, check=True, stdout=subprocess.DEVNULL)
        start = time.perf_counter()
        told = folder / "told.json"
        load = [*amanah, "regions", "load", str(path), "--create", "--json", str(told)]
        subprocess.run(load, env=house, check=True, stderr=subprocess.DEVNULL)
        load_s = time.perf_counter() - start
        load_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        loaded = json.loads(told.read_text())
        assert loaded["villages"] == number, "every village must be loaded"
        answer = subprocess.run(
            [sys.executable, __file__, "--ask", "--points", str(points)], env=house, check=True, capture_output=True
        )
        told_by = json.loads(answer.stdout)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    rss_mb = max(load_mb, told_by.pop("ask_mb"))
    return {"load_s": round(load_s, 1), "load_mb": round(load_mb), "rss_mb": round(rss_mb),
            "faults": len(loaded["faults"]), "overlaps": len(loaded["overlaps"]), **told_by}  # fmt: skip


def ask(points: int) -> None:
    """In the house: every area read, then both questions, many at once and one by one. Prints JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    import django

    django.setup()
    from amanah.access import queries as access
    from amanah.geo.queries import outside_all_m, village_of, villages_of
    from amanah.geo.types import Area, Areas, Position

    start = time.perf_counter()
    areas = Areas(Area(village.code, village.area) for village in access.villages() if village.area)
    read_s = time.perf_counter() - start
    chance = np.random.default_rng(SEED)
    asked = chance.integers(0, len(areas.codes), points)
    west, south, east, north = shapely.bounds(areas.shapes[asked]).T
    lngs, lats = chance.uniform(west, east), chance.uniform(south, north)  # some of them lie at a neighbour
    codes = [areas.codes[i] for i in asked]
    which_a_s, which = _rate(points, lambda: villages_of(areas, lats, lngs))
    assigned_a_s, far_m = _rate(points, lambda: outside_all_m(areas, codes, lats, lngs))
    few = 5_000
    one_a_s, _ = _rate(few, lambda: [village_of(areas, Position(lats[i], lngs[i])) for i in range(few)])
    assert (((which == asked) == (far_m == 0)) | (which == -1)).mean() > 0.999  # overlaps of drawn borders apart
    print(json.dumps({
        "read_s": round(read_s, 1), "assigned_a_s": round(assigned_a_s), "which_a_s": round(which_a_s),
        "one_by_one_a_s": round(one_a_s), "outside_share": round(float((far_m > 0).mean()), 3),
        "ask_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))  # fmt: skip


def _rate(number: int, work: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return number / (time.perf_counter() - start), found


def curves(homes: int = 4_000) -> dict[str, Any]:
    """By accuracy: share of fixes in their right village, share called certain, and share of those that were wrong.

    Homes lie anywhere in Denpasar's real villages where the borders are at hand, otherwise in invented ones.
    """
    from amanah.geo import boundaries, mending
    from amanah.geo.queries import outside_all_m, standing, villages_of
    from amanah.geo.types import Areas, Fix, Stands

    with tempfile.TemporaryDirectory() as folder:
        path = REAL
        if not REAL.exists():
            path = Path(folder, "few.geojson")
            write_villages(path, 60)
        areas = Areas(mending.mend(boundaries.read(path))[0])
    chance = np.random.default_rng(SEED)
    west, south, east, north = shapely.union_all(areas.shapes).bounds
    lngs, lats = chance.uniform(west, east, homes), chance.uniform(south, north, homes)
    true = villages_of(areas, lats, lngs)
    lngs, lats, true = lngs[true >= 0], lats[true >= 0], true[true >= 0]
    codes = [areas.codes[i] for i in true]
    points = []
    for accuracy_m in ACCURACIES_M:
        sigma_deg = accuracy_m / 1.5096 / 111_195  # a 68 % radius is 1.51 sigma
        fixed_lats = lats + chance.normal(0, sigma_deg, len(true))
        fixed_lngs = lngs + chance.normal(0, sigma_deg, len(true)) / np.cos(np.radians(lats))
        right = villages_of(areas, fixed_lats, fixed_lngs) == true
        far_m = outside_all_m(areas, codes, fixed_lats, fixed_lngs)
        stands = [standing(areas, code, Fix(lat, lng, accuracy_m))
                  for code, lat, lng in zip(codes[:1000], fixed_lats, fixed_lngs, strict=False)]  # fmt: skip
        certain = [one for one in stands if one and one.is_certain]
        accused = [one for one in certain if one.stands is not Stands.INSIDE]
        points.append({
            "accuracy_m": accuracy_m, "right": round(float(right.mean()), 4),
            "outside_p95_m": round(float(np.quantile(far_m, 0.95)), 1), "certain": round(len(certain) / len(stands), 3),
            "certainly_accused_wrongly": round(len(accused) / len(stands), 4),
        })  # fmt: skip
    return {"borders": "Denpasar" if path == REAL else "invented", "homes": len(true), "points": points}


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    main()
