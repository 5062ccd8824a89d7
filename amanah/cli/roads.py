"""`amanah maps roads FILE.osm.pbf [--out FILE.npz] [--json FILE|-]`: the deployer's roads as a graph of minutes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amanah.geo.roads.types import Roads

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
_PAIRS = 200
_BESIDE_DEG = 0.05


def add_verb(verbs: Nouns[argparse.ArgumentParser]) -> None:
    roads = verbs.add_parser("roads", help="roads of an OSM extract, for travel times by motorcycle and on foot")
    roads.add_argument("file", type=Path, metavar="FILE.osm.pbf|.osm|.osm.gz")
    roads.add_argument("--out", type=Path, metavar="FILE.npz", help="where to (default: beside the house's maps)")
    roads.add_argument("--json", metavar="FILE|-", help="write the figures as JSON")
    roads.set_defaults(run=_roads)


def _roads(asked: argparse.Namespace) -> None:
    from django.conf import settings

    from amanah.cli.answer import write_json
    from amanah.geo.roads import asking
    from amanah.geo.roads.measuring import measured
    from amanah.geo.roads.reading import read_roads

    found = read_roads(asked.file)
    here = _villages_within(found, asked.file)
    out = asked.out or Path(settings.AMANAH_MAPS_DIR) / "roads.npz"
    out.parent.mkdir(parents=True, exist_ok=True)
    asking.keep(found, out)
    figures = {"file": str(out), "bytes": out.stat().st_size, **here, **measured(found, pairs=_PAIRS)}
    if asked.json:
        write_json(figures, asked.json)
        return
    sys.stdout.write(
        f"{figures['nodes']} simpul · nodes, {figures['edges']} ruas · edges; memutar · detour {figures['detour']}\n"
    )


def _villages_within(found: Roads, file: Path) -> dict[str, object]:
    """How many of the villages that offices serve lie where the roads are. Problem `extract_elsewhere`: not one."""
    import numpy as np

    from amanah.access import queries as access
    from amanah.values.problem import Problem, Sentence

    places = np.array([(one.lat, one.lng) for one in access.villages() if one.office], dtype=np.float64).reshape(-1, 2)
    low, high = found.places.min(axis=0) - _BESIDE_DEG, found.places.max(axis=0) + _BESIDE_DEG
    inside = int(((places >= low) & (places <= high)).all(axis=1).sum())
    if len(places) and not inside:
        raise Problem("extract_elsewhere", Sentence(
            f"{file.name} tidak memuat satu pun dari {len(places)} desa yang dilayani. Pakai ekstrak OSM daerah ini.",
            f"{file.name} holds not one of the {len(places)} villages served. Use an OSM extract of this region.",
        ))  # fmt: skip
    return {"villages": inside, "villages_outside": len(places) - inside}
