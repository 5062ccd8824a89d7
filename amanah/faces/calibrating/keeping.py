"""The calibration file: one JSON, thresholds by model version and by kind of reference; written whole or not at all.

    {"name": "calib-1f2e3d4c", "made_at": "…", "far": 0.0001,
     "models": {"<model version>": {"photo": {"same_above": …, "different_below": …, "cosine_at_far": {"1e-3": …}},
                                    "ktp": {…}}}}

A model version the file doesn't name was not measured: the manifest's own thresholds hold for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from amanah.faces.calibrating.types import Calibration
from amanah.faces.types import Kind, Thresholds
from amanah.values.problem import Problem, Sentence

_REPO = Path(__file__).resolve().parents[3]


def path() -> Path:
    """`AMANAH_FACE_CALIBRATION`, else `faces/calibration.json` below `AMANAH_VAR` (`var` of the project)."""
    given = os.environ.get("AMANAH_FACE_CALIBRATION")
    return Path(given) if given else Path(os.environ.get("AMANAH_VAR", _REPO / "var")) / "faces" / "calibration.json"


def thresholds(model: str, kind: Kind) -> Thresholds | None:
    """None when nothing was measured for this model and kind. Raises Problem `calibration_unreadable`."""
    said = _entry(model, kind)
    if said is None:
        return None
    found = Thresholds(said["same_above"], said["different_below"], said["calibration"])
    if not -1 <= found.different_below < found.same_above <= 1:
        raise _unreadable(path(), "different_below < same_above")
    return found


def cosine_at_far(model: str) -> Mapping[float, float] | None:
    """False acceptance rate -> cosine of photo against photo, where it was measured."""
    said = _entry(model, "photo")
    return {float(far): float(at) for far, at in said["cosine_at_far"].items()} if said else None


def put_in_force(calibration: Calibration, *, forced: bool) -> Path:
    """Replaces what was in force as a whole. Raises Problem `calibration_too_few`."""
    if calibration.forbids and not forced:
        raise _too_few()
    target = path()
    _write(asdict(calibration), target)
    return target


def _write(calibration: Mapping[str, object], target: Path) -> None:
    """A reader sees the old file or the new one, never half of one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}.fresh")
    with fresh.open("w", encoding="utf-8") as out:
        out.write(json.dumps(calibration, ensure_ascii=False, indent=2) + "\n")
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(target)


def _entry(model: str, kind: Kind) -> dict[str, Any] | None:
    file = path()
    try:
        told = file.stat()
    except FileNotFoundError:
        return None
    return _read(file, told.st_mtime_ns, told.st_size).get((model, kind))


@lru_cache(maxsize=4)
def _read(file: Path, changed_ns: int, size: int) -> dict[tuple[str, str], dict[str, Any]]:
    """By (model, kind). Read again only when the file changed: it is asked for at every comparison."""
    try:
        said = json.loads(file.read_text("utf-8"))
        return {
            (model, kind): {
                "same_above": float(entry["same_above"]),
                "different_below": float(entry["different_below"]),
                "cosine_at_far": dict(entry["cosine_at_far"]),
                "calibration": str(said["name"]),
            }
            for model, kinds in said["models"].items()
            for kind, entry in kinds.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(file, str(error)) from error


def _too_few() -> Problem:
    return Problem(
        "calibration_too_few",
        Sentence(
            id="Foto terlalu sedikit: ambang ini tidak diberlakukan. Tambah orang, atau paksa dengan --force.",
            en="Too few photos: these thresholds were not put in force. Add people, or insist with --force.",
        ),
    )


def _unreadable(file: Path, why: str) -> Problem:
    return Problem(
        "calibration_unreadable",
        Sentence(
            id=f"Berkas kalibrasi {file} tidak bisa dibaca ({why}). Buat lagi dengan faces calibrate, atau pindahkan.",
            en=f"The calibration file {file} can't be read ({why}). Make it again with faces calibrate, or move it.",
        ),
        status=503,
    )
