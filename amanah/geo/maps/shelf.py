"""Where maps are kept: one file a map, named by its SHA-256, and `index.json` saying which village it shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from amanah.geo.maps.types import Ground, MapPack, Packed
from amanah.values.problem import Problem, Sentence

INDEX = "index.json"


def kept(folder: Path) -> dict[str, MapPack]:
    """The maps by village code; none where nobody made any."""
    try:
        rows = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {row["village"]: MapPack(**row | {"left_out": tuple(row["left_out"])}) for row in rows}


def file_of(folder: Path, pack: MapPack) -> Path:
    return folder / f"{pack.sha256}.pmtiles"


def keep(folder: Path, ground: Ground, made: Packed) -> MapPack:
    """Writes the file, then the index, each whole or not at all; the village's older map goes last.

    Problem `map_not_written`.
    """
    pack = MapPack(
        ground.code, ground.name, sha256(made.content).hexdigest(), len(made.content), made.max_zoom, made.features,
        ground.is_approximate, made.left_out,
    )  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(file_of(folder, pack), made.content)
        packs = kept(folder) | {ground.code: pack}
        _write(folder / INDEX, _index(packs))
        _drop_others(folder, packs.values())
    except OSError as error:
        raise _not_written(folder, error) from error
    return pack


def _index(packs: Mapping[str, MapPack]) -> bytes:
    rows = [asdict(packs[code]) for code in sorted(packs)]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    half = path.with_name(path.name + ".half")
    half.write_bytes(content)
    half.replace(path)


def _drop_others(folder: Path, packs: Iterable[MapPack]) -> None:
    wanted = {file_of(folder, pack) for pack in packs}
    for path in folder.glob("*.pmtiles"):
        if path not in wanted:
            path.unlink()


def _not_written(folder: Path, error: OSError) -> Problem:
    return Problem(
        "map_not_written",
        Sentence(
            f"Peta tidak bisa ditulis ke {folder} ({error.strerror}). Periksa ruang dan izin folder itu.",
            f"The map can't be written to {folder} ({error.strerror}). Check that folder's space and rights.",
        ),
    )
