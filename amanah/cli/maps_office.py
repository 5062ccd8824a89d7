"""`amanah maps build` and `amanah maps export`: an office's own tiles, and its homes as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amanah.access.types import Office, Village
    from amanah.geo.maps.types import Feature, Ground


def add_verbs(verbs: Any) -> None:
    """`verbs`: the verbs of `maps` (argparse gives their type no public name)."""
    build = verbs.add_parser("build", help="tiles of areas, homes and streets for offices, and packs for their phones")
    build.add_argument("--office", metavar="NOPEN", help="this one; without: every office that serves a village")
    build.add_argument("--missing", action="store_true", help="only what isn't there yet")
    build.add_argument(
        "--osm", type=Path, metavar="FILE.osm.pbf|.osm|.osm.gz|.geojson", help="an OSM extract: streets, water …"
    )
    build.add_argument("--out", type=Path, metavar="DIR", help="where to (default: where the house serves them from)")
    build.add_argument("--json", metavar="FILE|-", help="write the figures as JSON")
    build.set_defaults(run=_build)
    export = verbs.add_parser("export", help="an office's homes as GeoJSON, GeoPackage or CSV with Plus Codes")
    export.add_argument("--office", required=True, metavar="NOPEN")
    export.add_argument("--format", choices=("geojson", "gpkg", "csv"), default="geojson")
    export.add_argument("--reason", required=True, metavar="TEXT", help="what for: it goes on record")
    export.add_argument("--names", action="store_true", help="with the names of families")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(run=_export)


def _build(asked: argparse.Namespace) -> None:
    from django.conf import settings

    from amanah.cli.answer import write_json
    from amanah.cli.progress import bar
    from amanah.geo.maps import osm

    folder = asked.out or settings.AMANAH_MAPS_DIR
    offices = _offices(asked.office)
    extract = osm.Extract(osm.read(asked.osm) if asked.osm else [])
    parts = {office.nopen: extract.near([one.area for one in villages if one.area]) for office, villages in offices}
    if asked.osm and not any(parts.values()):
        raise elsewhere(asked.osm)
    made: list[dict[str, object]] = []
    with bar("peta kantor · office maps") as told:
        for office, villages in offices:
            made.append(_one(office, villages, parts[office.nopen], folder, missing=asked.missing))
            told(len(made), len(offices))
    for one in made:
        said = "{office}: {villages} desa · villages, {homes} rumah · homes, {roads_near} jalan · roads, {bytes} B\n"
        sys.stderr.write(said.format(**one))
    if asked.json:
        write_json(list(made), asked.json)


def _one(
    office: Office, villages: Sequence[Village], features: Sequence[Feature], folder: Path, *, missing: bool
) -> dict[str, object]:
    from amanah.cli.maps import make
    from amanah.geo.maps import office_shelf, office_tiles, shelf
    from amanah.geo.types import Fix
    from amanah.registry import queries as registry

    def wanted(name: str) -> bool:
        return not (missing and office_shelf.file_of(folder, office.nopen, name).is_file())

    there = shelf.kept(folder) if missing else {}
    grounds = [ground for village in villages if (ground := ground_of(village))]
    packs = [make(village, features, folder) for village in villages if village.area and village.code not in there]
    total = sum(pack.bytes for pack in packs)
    if grounds and wanted(office_shelf.GROUND):
        content = office_tiles.ground(office.nopen, office.name, grounds, features)
        total += _keep(folder, office.nopen, office_shelf.GROUND, content)
    homes = registry.homes(registry.ids_of_office(office.nopen)) if wanted(office_shelf.HOMES) else {}
    if homes:
        content = office_tiles.homes(
            (str(one), Fix(at.lat, at.lng), at.is_trusted) for one, at in sorted(homes.items())
        )
        total += _keep(folder, office.nopen, office_shelf.HOMES, content)
    return {
        "office": office.nopen, "villages": len(grounds), "homes": len(homes), "packs": len(packs),
        "roads_near": sum(each.layer == "road" for each in features), "bytes": total,
    }  # fmt: skip


def elsewhere(path: Path) -> Exception:
    """Problem `extract_elsewhere`."""
    return _problem(
        "extract_elsewhere",
        f"Isi {path.name} tidak menyentuh satu pun desa yang dipetakan. Pakai ekstrak OSM daerah ini.",
        f"Nothing in {path.name} touches any of the villages to be mapped. Use an OSM extract of this region.",
    )


def ground_of(village: Village) -> Ground | None:
    """None for a village without an area."""
    from amanah.geo.maps.types import Ground

    return Ground(village.code, village.name, village.area, village.is_approximate) if village.area else None


def _keep(folder: Path, nopen: str, name: str, content: bytes) -> int:
    """Its size. Problem `map_not_written`."""
    from amanah.geo.maps import office_shelf

    try:
        office_shelf.keep(folder, nopen, name, content)
    except OSError as error:
        raise _problem(
            "map_not_written",
            f"Peta tidak bisa ditulis ke {folder} ({error.strerror}). Periksa ruang dan izin folder itu.",
            f"The map can't be written to {folder} ({error.strerror}). Check that folder's space and rights.",
        ) from error
    return len(content)


def _offices(nopen: str | None) -> list[tuple[Office, list[Village]]]:
    """Problem `office_unknown`; `no_villages` where no office serves one."""
    from amanah.access import queries as access

    if nopen and access.office(nopen) is None:
        raise _problem(
            "office_unknown",
            f"Kantor {nopen} tidak dikenal. Periksa nopen-nya.",
            f"There is no office {nopen}. Check its nopen.",
        )
    served: dict[str, list[Village]] = {}
    for village in access.villages():
        if village.office and nopen in (None, village.office):
            served.setdefault(village.office, []).append(village)
    if not served:
        raise _problem(
            "no_villages",
            "Belum ada desa yang dilayani. Muat wilayahnya dulu.",
            "No village is served yet. Load the regions first.",
        )
    return [(office, served[office.nopen]) for office in access.offices() if office.nopen in served]


def _export(asked: argparse.Namespace) -> None:
    from amanah.geo.maps import exporting
    from amanah.journal import commands as journal
    from amanah.registry import queries as registry
    from amanah.registry.queries import placed
    from amanah.values.clock import utc_now

    _offices(asked.office)
    if not asked.reason.strip():
        raise _problem("reason_missing", "Tulis untuk apa berkas ini.", "Write what this file is for.")
    said = f"export {asked.format}{', names' if asked.names else ''}: {asked.reason.strip()}"
    details: dict[str, object] = {"what": "homes", "reason": said}
    journal.append("access.looked", by="cli", about=f"office:{asked.office}", details=details, now=utc_now())
    homes = placed.placed(registry.ids_of_office(asked.office), with_names=asked.names)
    content = exporting.FORMATS[asked.format](homes)
    try:
        asked.out.touch(mode=0o600)
        asked.out.write_bytes(content)
    except OSError as error:
        raise _problem(
            "export_not_written",
            f"{asked.out} tidak bisa ditulis ({error.strerror}). Pilih folder lain.",
            f"{asked.out} can't be written ({error.strerror}). Choose another folder.",
        ) from error
    sys.stderr.write(f"{len(homes)} rumah · homes: {asked.out}\n")


def _problem(code: str, id_text: str, en_text: str) -> Exception:
    from amanah.values.problem import Problem, Sentence

    return Problem(code, Sentence(id_text, en_text))
