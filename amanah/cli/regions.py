"""`amanah regions load FILE.geojson`: boundaries of villages as a new edition; `amanah regions editions`: the loads."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amanah.access.types import Edition, Village
    from amanah.geo.boundaries import Drawn
    from amanah.geo.mending import Fault, Overlap, Wrong
    from amanah.geo.types import Area
    from amanah.values.problem import Problem

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
OVERLAP_M2 = 1_000.0  # less is two hands drawing one border
_SHOWN = 20


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    regions = nouns.add_parser("regions", help="areas of villages")
    verbs = regions.add_subparsers(required=True, metavar="VERB")
    load = verbs.add_parser("load", help="load boundaries of villages; the older ones are kept")
    load.add_argument("file", type=Path, metavar="FILE.geojson|FILE.gpkg|FILE.zip")
    load.add_argument("--code-field", metavar="NAME", help="the property with the Kemendagri code")
    load.add_argument("--name-field", metavar="NAME", help="the property with the village's name")
    load.add_argument("--create", action="store_true", help="add villages that we don't know yet")
    load.add_argument("--swap", action="store_true", help="turn features whose latitude stands for longitude")
    load.add_argument("--approximate", action="store_true", help="these aren't the official boundaries")
    load.add_argument("--source", help="where they are from, in words (default: the file's name)")
    load.add_argument("--licence", default="", help="on what terms")
    load.add_argument(
        "--overlap-m2", type=float, default=OVERLAP_M2, metavar="M2", help="overlaps to tell (%(default)s)"
    )
    load.add_argument("--by", default="cli", help="who loads them, for the journal")
    load.add_argument("--json", metavar="FILE|-", help="write what was found as JSON")
    load.set_defaults(run=_load)
    editions = verbs.add_parser("editions", help="every load, the newest first")
    editions.add_argument("--json", metavar="FILE|-")
    editions.set_defaults(run=_editions)


def _load(asked: argparse.Namespace) -> None:
    from amanah.access import commands as access
    from amanah.access import queries as known
    from amanah.access.types import Edition
    from amanah.cli.answer import write_json
    from amanah.geo import boundaries, mending

    drawn = boundaries.read(asked.file, code_field=asked.code_field, name_field=asked.name_field)
    areas, faults = mending.mend(drawn, swap=asked.swap)
    villages, unknown = _villages(areas, drawn, create=asked.create, is_approximate=asked.approximate)
    if not villages:
        raise _nothing_to_load(asked.file, len(unknown), Counter(fault.wrong for fault in faults if not fault.kept))
    shared = mending.overlaps(areas, more_than_m2=asked.overlap_m2)
    before = known.area_editions()[:1]
    edition = Edition(
        _sha256(asked.file), (asked.source or asked.file.name)[:200], asked.licence[:200], asked.approximate,
        Counter(fault.wrong.value for fault in faults),
    )  # fmt: skip
    access.load_villages(villages, by=f"user:{asked.by}", edition=edition)
    made = known.area_editions()[0]
    found = _as_json(made, made.number not in {one.number for one in before}, len(drawn.codes), faults, shared, unknown)
    if asked.json:
        write_json(found, asked.json)
    _say(made, len(villages), faults, shared, unknown, language=asked.lang)


def _villages(
    areas: Sequence[Area], drawn: Drawn, *, create: bool, is_approximate: bool
) -> tuple[list[Village], list[str]]:
    """Villages with their new areas, and the codes of those that we don't know and weren't told to create."""
    from dataclasses import replace

    from amanah.access import queries as access
    from amanah.access.types import Village

    known = {village.code: village for village in access.villages()}
    names = dict(zip(reversed(drawn.codes), reversed(drawn.names), strict=True))
    villages, unknown = [], []
    for area in areas:
        middle = area.shape.representative_point()
        there = known.get(area.code)
        if there is None and not create:
            unknown.append(area.code)
            continue
        one = there or Village(area.code, (names[area.code] or area.code)[:120], middle.y, middle.x)
        villages.append(replace(one, area=area.shape, is_approximate=is_approximate))
    return villages, unknown


def _as_json(
    made: Edition, is_new: bool, features: int, faults: Sequence[Fault], shared: Sequence[Overlap], unknown: list[str]
) -> dict[str, object]:
    return {
        "edition": made.number, "is_new": is_new, "sha256": made.sha256, "features": features,
        "villages": made.villages, "unknown": unknown,
        "faults": [asdict(fault) for fault in faults],
        "overlaps": [{"villages": [one.one, one.other], "m2": one.m2} for one in shared],
    }  # fmt: skip


def _say(
    made: Edition,
    villages: int,
    faults: Sequence[Fault],
    shared: Sequence[Overlap],
    unknown: Sequence[str],
    *,
    language: str,
) -> None:
    from amanah.values.problem import Sentence

    def tell(id_text: str, en_text: str) -> None:
        sys.stderr.write(Sentence(id_text, en_text).in_(language) + "\n")

    tell(
        f"Edisi {made.number}: {villages} desa punya batas.", f"Edition {made.number}: {villages} villages have areas."
    )
    for fault in faults[:_SHOWN]:
        done = ("diperbaiki", "mended") if fault.kept else ("tidak dimuat", "left out")
        tell(f"  ke-{fault.index} {fault.code}: {fault.wrong} {fault.note} - {done[0]}",
             f"  no. {fault.index} {fault.code}: {fault.wrong} {fault.note} - {done[1]}")  # fmt: skip
    for one in shared[:_SHOWN]:
        tell(f"  {one.one} dan {one.other} bertumpang {one.m2} m²", f"  {one.one} and {one.other} share {one.m2} m²")
    more = max(0, len(faults) - _SHOWN) + max(0, len(shared) - _SHOWN)
    if more:
        tell(f"  dan {more} hal lagi: lihat --json", f"  and {more} more: see --json")
    if any(fault.wrong == "swapped" and not fault.kept for fault in faults):
        tell("Yang terbalik bisa dibalik: muat lagi dengan --swap.",
             "Those with turned axes can be turned: load again with --swap.")  # fmt: skip
    if unknown:
        tell(f"{len(unknown)} desa belum kita kenal, misalnya {unknown[0]}. Tambahkan dengan --create.",
             f"{len(unknown)} villages aren't known to us, such as {unknown[0]}. Add them with --create.")  # fmt: skip


def _editions(asked: argparse.Namespace) -> None:
    from amanah.access import queries as access
    from amanah.cli.answer import write_json

    found = access.area_editions()
    if asked.json:
        write_json([asdict(one) for one in found], asked.json)
        return
    for one in found:
        sys.stdout.write(
            f"{one.number}  {one.loaded_at:%Y-%m-%d %H:%M}  {one.villages}  {one.source}  {one.loaded_by}\n"
        )


def _sha256(path: Path) -> str:
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _nothing_to_load(path: Path, unknown: int, left_out: Counter[Wrong]) -> Problem:
    from amanah.values.problem import Problem, Sentence

    if not unknown and left_out:
        wrong, times = left_out.most_common(1)[0]
        why = _LEFT_OUT[wrong]
        return Problem(
            "no_boundary_fits",
            Sentence(
                f"Tidak ada batas di {path.name} yang bisa dimuat. {times} kali: {why[0]}",
                f"No boundary of {path.name} can be loaded. {times} times: {why[1]}",
            ),
        )
    return Problem(
        "no_boundary_fits",
        Sentence(
            f"Tidak ada batas di {path.name} yang bisa dimuat; {unknown} desa belum kita kenal. Muat daftar desa dulu, "
            "atau tambahkan dengan --create.",
            f"No boundary of {path.name} can be loaded; {unknown} villages aren't known to us. Load the list of "
            "villages first, or add them with --create.",
        ),
    )


_LEFT_OUT = {
    "code": ("kodenya bukan kode desa sepuluh angka. Pilih kolom lain dengan --code-field.",
             "its code is no village code of ten digits. Choose another field with --code-field."),
    "empty": ("batasnya kosong atau angkanya tidak terbaca. Ekspor lagi.",
              "its boundary is empty or its numbers can't be read. Export it again."),
    "not_finite": ("ada koordinat yang bukan angka. Ekspor lagi.", "a coordinate is no number. Export it again."),
    "no_area": ("ini titik atau garis. Berikan poligon.", "it is a point or a line. Give polygons."),
    "null_island": ("ada titik (0, 0). Perbaiki gambarnya.", "a corner is (0, 0). Mend the drawing."),
    "swapped": ("lintang ditulis sebagai bujur. Muat dengan --swap.",
                "latitude stands for longitude. Load with --swap."),
    "abroad": ("terletak di luar Indonesia. Periksa sistem koordinatnya.",
               "it lies outside Indonesia. Check its coordinate system."),
}  # fmt: skip
