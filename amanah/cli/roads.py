"""`amanah maps roads FILE.osm.pbf [--out FILE.npz] [--json FILE|-]`: the deployer's roads as a graph of minutes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
_PAIRS = 200


def add_verb(verbs: Nouns[argparse.ArgumentParser]) -> None:
    roads = verbs.add_parser("roads", help="roads of an OSM extract, for travel times by motorcycle and on foot")
    roads.add_argument("file", type=Path, metavar="FILE.osm.pbf")
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
    out = asked.out or Path(settings.AMANAH_MAPS_DIR) / "roads.npz"
    out.parent.mkdir(parents=True, exist_ok=True)
    asking.keep(found, out)
    figures = {"file": str(out), "bytes": out.stat().st_size, **measured(found, pairs=_PAIRS)}
    if asked.json:
        write_json(figures, asked.json)
        return
    sys.stdout.write(
        f"{figures['nodes']} simpul · nodes, {figures['edges']} ruas · edges; memutar · detour {figures['detour']}\n"
    )
