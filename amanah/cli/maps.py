"""`amanah maps pack [--village CODE …|--office NOPEN|--missing] [--osm FILE] [--out DIR]`: maps for phones offline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from amanah.cli import maps_office, roads

if TYPE_CHECKING:
    from amanah.access.types import Village
    from amanah.geo.maps.types import Feature, MapPack
    from amanah.geo.types import Fix

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
_MOST_FAMILIES = 100_000  # in one village


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    maps = nouns.add_parser("maps", help="vector maps: for phones without a network, and for offices")
    verbs = maps.add_subparsers(required=True, metavar="VERB")
    pack = verbs.add_parser("pack", help="make one PMTiles file a village, at most 5 MB each")
    which = pack.add_mutually_exclusive_group()
    which.add_argument("--village", nargs="+", metavar="CODE", help="these villages; without: all that have an area")
    which.add_argument("--office", metavar="NOPEN", help="the villages that this office serves")
    which.add_argument("--missing", action="store_true", help="only those that have no map yet")
    pack.add_argument(
        "--osm", type=Path, metavar="FILE.osm.pbf|.osm|.osm.gz|.geojson", help="an OSM extract: streets, water …"
    )
    pack.add_argument("--out", type=Path, metavar="DIR", help="where to (default: where the house serves them from)")
    pack.add_argument("--json", metavar="FILE|-", help="write the figures as JSON")
    pack.set_defaults(run=_pack)
    maps_office.add_verbs(verbs)
    roads.add_verb(verbs)


def _pack(asked: argparse.Namespace) -> None:
    from django.conf import settings

    from amanah.cli.answer import write_json
    from amanah.cli.progress import bar
    from amanah.geo.maps import osm, shelf

    folder = asked.out or settings.AMANAH_MAPS_DIR
    wanted = _wanted(asked.village, asked.office)
    if asked.missing:
        there = shelf.kept(folder)
        wanted = [village for village in wanted if village.code not in there]
    extract = osm.Extract(osm.read(asked.osm) if asked.osm else [])
    if asked.osm and not extract.near([village.area for village in wanted if village.area]):
        raise maps_office.elsewhere(asked.osm)
    made = []
    with bar("peta · maps") as told:
        for village in wanted:
            made.append(make(village, extract.near([village.area] if village.area else []), folder))
            told(len(made), len(wanted))
    for each in made:
        sys.stderr.write(_said(each) + "\n")
    if asked.json:
        write_json([asdict(each) for each in made], asked.json)


def make(village: Village, features: Sequence[Feature], folder: Path) -> MapPack:
    """One village's map, kept in `folder`. Its homes decide the area and are not in it."""
    from amanah.geo.maps import packing, shelf

    ground = maps_office.ground_of(village)
    assert ground is not None  # asked by whoever chose the village
    return shelf.keep(folder, ground, packing.pack(ground, features, _homes(village.code)))


def _homes(code: str) -> list[Fix]:
    from amanah.geo.types import Fix
    from amanah.registry import queries as registry

    families = registry.in_villages([code], limit=_MOST_FAMILIES)
    return [Fix(home.lat, home.lng) for home in registry.homes([family.id for family in families]).values()]


def _wanted(codes: Sequence[str] | None, office: str | None) -> list[Village]:
    """Problems `village_unknown`, `village_without_area`, `no_villages`."""
    from amanah.access import queries as access

    known = {village.code: village for village in access.villages()}
    for code in codes or ():
        if code not in known:
            raise _problem("village_unknown", f"Desa {code} tidak dikenal.", f"There is no village {code}.")
        if not known[code].area:
            raise _problem(
                "village_without_area",
                f"Desa {code} belum punya batas. Muat batas wilayahnya dulu.",
                f"Village {code} has no boundary yet. Load its boundary first.",
            )
    wanted = [known[code] for code in codes] if codes else [v for v in known.values() if office in (None, v.office)]
    wanted = [village for village in wanted if village.area]
    if not wanted:
        raise _problem(
            "no_villages",
            "Tidak ada desa yang punya batas untuk dipetakan. Periksa nopen-nya.",
            "No village with a boundary to map. Check the office's nopen.",
        )
    return wanted


def _said(pack: MapPack) -> str:
    about = " (batas perkiraan · approximate boundary)" if pack.is_approximate else ""
    less = f"; tanpa · without {', '.join(pack.left_out)}" if pack.left_out else ""
    return f"{pack.village} {pack.name}: {pack.bytes / 1000:.0f} kB, zoom {pack.max_zoom}{about}{less}"


def _problem(code: str, id_text: str, en_text: str) -> Exception:
    from amanah.values.problem import Problem, Sentence

    return Problem(code, Sentence(id_text, en_text))
