"""Village boundaries from a file, read as they are: code, name and shape of each feature, in the file's order.

GDAL reads the file (GeoJSON, and GeoPackage or Shapefile besides), so a country's 200 MB come in without Python
holding each number. https://pyogrio.readthedocs.io/en/latest/api.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyogrio import raw
from pyogrio.errors import DataLayerError, DataSourceError

from amanah.values.problem import Problem, Sentence

CODE_FIELDS = ("code", "kode", "kode_desa", "kode_kel", "kode_kemendagri", "kdepum", "kdepuml", "kemendagri",
               "kode_desa_spatial", "iddesa", "id_desa", "kdcppum", "village_code", "kode_wilayah")  # fmt: skip
NAME_FIELDS = ("name", "nama", "namobj", "desa", "desakel", "nama_desa", "nama_kel", "kelurahan", "wadmkd", "village",
               "nm_kelurahan", "nmdesa", "village_name")  # fmt: skip
_WGS84 = {"EPSG:4326", "OGC:CRS84", "EPSG:4979", None}
_TEN_DIGITS = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})\.?([0-9]{4})(\.0)?")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Columns of one length. `codes`: `51.71.01.1001`, or the file's own text where it is no village code."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: npt.NDArray[Any]
    """shapely geometries or None"""


def read(path: Path, *, code_field: str | None = None, name_field: str | None = None) -> Drawn:
    """Problems `boundaries_unreadable`, `boundaries_empty`, `code_field_unknown`, `boundaries_projected`."""
    if not path.is_file():
        raise _unreadable(path, "?")
    try:
        meta, _, wkb, columns = raw.read(path)
        shapes = shapely.from_wkb(wkb, on_invalid="ignore") if wkb is not None else np.array([], dtype=object)
    except (DataSourceError, DataLayerError, ValueError, UnicodeDecodeError, shapely.GEOSException) as error:
        raise _unreadable(path, str(error).splitlines()[0][:120]) from error
    if len(shapes) == 0:
        raise _empty(path)
    if meta["crs"] not in _WGS84:
        raise _projected(path, str(meta["crs"])[:40])
    fields = [str(field) for field in meta["fields"]]
    codes = columns[_place(fields, (code_field,) if code_field else CODE_FIELDS, path)]
    at = _found(fields, (name_field,) if name_field else NAME_FIELDS)
    names = ["" if one is None else str(one).strip() for one in columns[at]] if at is not None else [""] * len(codes)
    return Drawn(tuple(plain_code(one) for one in codes), tuple(names), shapely.force_2d(shapes))


def plain_code(said: object) -> str:
    """`5171011001`, `51.71.01.1001` and the number 5171011001.0 are one code; other text stays as it is."""
    text = "" if said is None else str(said).strip()
    found = _TEN_DIGITS.fullmatch(text)
    return ".".join(found.groups()[:4]) if found else text


def _found(fields: Sequence[str], wanted: Sequence[str | None]) -> int | None:
    plain = [field.casefold() for field in fields]
    return next((plain.index(one.casefold()) for one in wanted if one and one.casefold() in plain), None)


def _place(fields: Sequence[str], wanted: Sequence[str | None], path: Path) -> int:
    at = _found(fields, wanted)
    if at is None:
        there = ", ".join(fields[:20]) or "-"
        raise Problem(
            "code_field_unknown",
            Sentence(
                f"{path.name} tidak punya kolom kode desa yang dikenal. Tulis --code-field; yang ada: {there}.",
                f"{path.name} has no field of village codes we know. Name it with --code-field; there are: {there}.",
            ),
        )
    return at


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(
        "boundaries_unreadable",
        Sentence(
            f"{path} tidak terbaca sebagai peta batas ({why}). Berikan GeoJSON berisi batas desa.",
            f"{path} can't be read as boundaries ({why}). Give a GeoJSON of village boundaries.",
        ),
    )


def _empty(path: Path) -> Problem:
    return Problem(
        "boundaries_empty",
        Sentence(
            f"{path} tidak berisi satu pun batas. Periksa apakah ekspornya selesai.",
            f"{path} holds no boundary at all. Check whether its export was finished.",
        ),
    )


def _projected(path: Path, crs: str) -> Problem:
    return Problem(
        "boundaries_projected",
        Sentence(
            f"{path.name} memakai sistem koordinat {crs}. Ubah ke derajat WGS84 (EPSG:4326), lalu muat lagi.",
            f"{path.name} is in the coordinate system {crs}. Turn it into WGS84 degrees (EPSG:4326) and load it again.",
        ),
    )
