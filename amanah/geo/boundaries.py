"""Village boundaries from a file, read as they are: code, name and shape of each feature, in the file's order.

GDAL reads the file (GeoJSON, and GeoPackage or Shapefile besides), so a country's 200 MB come in without Python
holding each number. https://pyogrio.readthedocs.io/en/latest/api.html
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt
import shapely
from pyogrio import list_layers, raw, read_info
from pyogrio.errors import DataLayerError, DataSourceError

from amanah.values.problem import Problem, Sentence

CODE_FIELDS = ("code", "kode", "kode_desa", "kode_kel", "kode_kemendagri", "kdepum", "kdepuml", "kemendagri",
               "kode_desa_spatial", "iddesa", "id_desa", "kdcppum", "village_code", "kode_wilayah")  # fmt: skip
NAME_FIELDS = ("name", "nama", "namobj", "desa", "desakel", "nama_desa", "nama_kel", "kelurahan", "wadmkd", "village",
               "nm_kelurahan", "nmdesa", "village_name")  # fmt: skip
_DEGREES = {"EPSG:4326", "OGC:CRS84", "EPSG:4979", "EPSG:4755", "EPSG:4898", "EPSG:9469", "EPSG:9470", None}
"""WGS84, and Indonesia's own DGN95 and SRGI2013, which differ from it by less than a metre."""
_OTHERS_CODES = ("bps", "pcode")
"""Statistics Indonesia numbers villages otherwise with as many digits; aid agencies' pcodes are made of those."""
_INSIDE = (".shp", ".gpkg", ".geojson", ".json", ".topojson", ".fgb")
_Table = tuple[dict[str, Any], npt.NDArray[Any], list[npt.NDArray[Any]]]
_FULL, _LOOKED_AT = 0.9, 1_000
_BROKEN = (DataLayerError, DataSourceError, BadZipFile, ValueError, shapely.GEOSException, OSError)
_TEN_DIGITS = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})\.?([0-9]{4})(\.0)?")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Columns of one length. `codes`: `51.71.01.1001`, or the file's own text where it is no village code."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: npt.NDArray[Any]
    """shapely geometries or None"""


def read(path: Path, *, code_field: str | None = None, name_field: str | None = None) -> Drawn:
    """Problems `boundaries_unreadable`, `boundaries_empty`, `code_field_unknown`, `boundaries_projected`.

    Of a file with several layers, and of a ZIP with several maps, the first with a field of codes is read.
    """
    if not path.is_file():
        raise _unreadable(path, _NOT_THERE)
    if path.stat().st_size == 0:
        raise _empty(path)
    wanted = (code_field,) if code_field else CODE_FIELDS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rings left open and numbers that aren't: told as faults of their features
        try:
            meta, wkb, columns = _table(path, wanted)
            shapes = shapely.from_wkb(wkb, on_invalid="ignore") if wkb is not None else np.array([], dtype=object)
        except _BROKEN as error:
            raise _unreadable(path, _why(error)) from error
    if len(shapes) == 0:
        raise _empty(path)
    shapes = shapely.force_2d(shapes)
    if meta["crs"] not in _DEGREES:
        raise _projected(path, str(meta["crs"])[:40])
    if _is_in_metres(shapes):
        raise _projected(path, "meter")
    fields = [str(field) for field in meta["fields"]]
    at = _code_column(fields, columns, wanted)
    if at is None:
        raise _no_code(path, fields)
    named = _found(fields, (name_field,) if name_field else NAME_FIELDS)
    said = columns[named] if named is not None else [None] * len(shapes)
    names = ["" if one is None else str(one).strip() for one in said]
    return Drawn(tuple(plain_code(one) for one in columns[at]), tuple(names), shapes)


def _table(path: Path, wanted: Sequence[str]) -> _Table:
    """The first layer, or where it has no field that is wanted the first that has one."""
    sources = _sources(path)
    if len(sources) == 1:
        meta, _, wkb, columns = raw.read(sources[0])
        if _found(meta["fields"], wanted) is not None:
            return meta, wkb, columns
    layers = [(source, str(layer)) for source in sources for layer, _ in list_layers(source)]
    fit = [one for one in layers if _found(read_info(one[0], layer=one[1])["fields"], wanted) is not None]
    if not layers:
        raise DataLayerError(path.name)
    source, layer = (fit or layers)[0]
    if len(sources) > 1 or len(layers) > 1:
        meta, _, wkb, columns = raw.read(source, layer=layer)
    return meta, wkb, columns


def _sources(path: Path) -> list[str]:
    """As GDAL names them: what lies in a ZIP, in whatever folder of it, or the file itself."""
    if path.suffix.lower() == ".gz":
        return [f"/vsigzip/{path.resolve()}"]
    if path.suffix.lower() != ".zip":
        return [str(path)]
    with ZipFile(path) as opened:
        maps = sorted(n for n in opened.namelist() if n.lower().endswith(_INSIDE) and not n.startswith("__MACOSX"))
    return [f"/vsizip/{path.resolve()}/{name}" for name in maps] or [str(path)]


def _is_in_metres(shapes: npt.NDArray[Any]) -> bool:
    bounds = np.abs(shapely.bounds(shapes))
    return bool((bounds > 360).any(axis=1).sum() * 2 > len(shapes))


def plain_code(said: object) -> str:
    """`5171011001`, `51.71.01.1001` and the number 5171011001.0 are one code; other text stays as it is."""
    text = "" if said is None else str(said).strip()
    found = _TEN_DIGITS.fullmatch(text)
    return ".".join(found.groups()[:4]) if found else text


def _code_column(fields: Sequence[str], columns: Sequence[npt.NDArray[Any]], wanted: Sequence[str]) -> int | None:
    """By its name; and where nobody named it, the column full of village codes, when there is but one such."""
    at = _found(fields, wanted)
    if at is not None or wanted is not CODE_FIELDS:
        return at
    full = [
        i
        for i, field in enumerate(fields)
        if not any(other in _plain(field) for other in _OTHERS_CODES) and _is_full_of_codes(columns[i][:_LOOKED_AT])
    ]
    told = {tuple(plain_code(value) for value in columns[i]) for i in full}  # an id may repeat what a property says
    return full[0] if len(told) == 1 else None


def _is_full_of_codes(values: npt.NDArray[Any]) -> bool:
    shaped = sum(_TEN_DIGITS.fullmatch(str(value).strip()) is not None for value in values)
    return shaped >= _FULL * len(values)


def _found(fields: Sequence[str], wanted: Sequence[str]) -> int | None:
    plain = [_plain(field) for field in fields]
    return next((plain.index(_plain(one)) for one in wanted if _plain(one) in plain), None)


def _plain(field: str) -> str:
    return re.sub(r"[\s_.-]", "", str(field).casefold())


def _no_code(path: Path, fields: Sequence[str]) -> Problem:
    there = ", ".join(fields[:20]) or "-"
    return Problem(
        "code_field_unknown",
        Sentence(
            f"{path.name} tidak punya kolom kode desa Kemendagri yang dikenal. Tulis --code-field; yang ada: {there}.",
            f"{path.name} has no field of Kemendagri village codes we know. Name it with --code-field; "
            f"there are: {there}.",
        ),
    )


def _why(error: Exception) -> Sentence:
    said = next(iter(str(error).splitlines()), "")
    if not said or "recognized" in said or isinstance(error, BadZipFile):
        return _NO_MAP
    return Sentence(said[:120], said[:120])  # GDAL's own words: they name the line and the character


def _unreadable(path: Path, why: Sentence) -> Problem:
    return Problem(
        "boundaries_unreadable",
        Sentence(
            f"{path} tidak terbaca sebagai peta batas ({why.id}). Berikan GeoJSON berisi batas desa.",
            f"{path} can't be read as boundaries ({why.en}). Give a GeoJSON of village boundaries.",
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
            f"{path.name} memakai sistem koordinat {crs}. Ubah ke derajat WGS84 (EPSG:4326), misalnya di QGIS dengan "
            "Export > Save Features As, lalu muat lagi.",
            f"{path.name} is in the coordinate system {crs}. Turn it into WGS84 degrees (EPSG:4326), in QGIS with "
            "Export > Save Features As, and load it again.",
        ),
    )


_NOT_THERE = Sentence("berkas tidak ada", "there is no such file")
_NO_MAP = Sentence("bukan GeoJSON, GeoPackage, atau Shapefile", "neither GeoJSON, GeoPackage nor Shapefile")
