"""The models, found by their manifest, checked by hash, loaded once when first asked for; one thread each."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from amanah.faces.types import Thresholds
from amanah.values.problem import Problem, Sentence

Floats = NDArray[np.float32]
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` says; `files` maps a role (detector, landmarks, recogniser, liveness) to (file, sha256)."""

    version: str
    files: dict[str, tuple[str, str]]
    points: Floats


@cache
def manifest() -> Manifest:
    said: dict[str, Any] = json.loads((_HERE / "manifest.json").read_text("utf-8"))
    files = {entry["role"]: (entry["file"], entry["sha256"]) for entry in said["files"]}
    return Manifest(said["version"], files, np.array(said["alignment"]["points"], dtype=np.float32))


@cache
def default_thresholds(model: str) -> Thresholds:
    """The manifest's own, measured on lfw_dev; one set serves every version it names."""
    said: dict[str, Any] = json.loads((_HERE / "manifest.json").read_text("utf-8"))["thresholds"]
    return Thresholds(said["default_same_above"], said["default_different_below"], "lfw_dev 2026-11")


def models_dir() -> Path:
    """`AMANAH_MODELS_DIR`, else `var/models` of the project."""
    return Path(os.environ.get("AMANAH_MODELS_DIR") or _HERE.parents[1] / "var" / "models")


@cache
def _session(role: str) -> onnxruntime.InferenceSession:
    file, sha256 = manifest().files[role]
    path = models_dir() / file
    if not path.is_file():
        raise _missing(path.name)
    model = path.read_bytes()
    if hashlib.sha256(model).hexdigest() != sha256:
        raise _altered(path.name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # workers are many; a model that takes every core slows the rest
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def run(role: str, given: Floats) -> dict[str, Floats]:
    """One model, one input; answers by output name."""
    session = _session(role)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {session.get_inputs()[0].name: given}), strict=True))


def _missing(name: str) -> Problem:
    return Problem(
        "face_model_missing",
        Sentence(
            id=f"Model wajah {name} belum ada. Jalankan ./run demo sekali untuk mengambilnya.",
            en=f"The face model {name} isn't there yet. Run ./run demo once to fetch it.",
        ),
        status=503,
    )


def _altered(name: str) -> Problem:
    return Problem(
        "face_model_altered",
        Sentence(
            id=f"Model wajah {name} bukan berkas yang dikenal (SHA-256 berbeda). Hapus lalu ambil lagi.",
            en=f"The face model {name} isn't the file we know (its SHA-256 differs). Delete it and fetch it again.",
        ),
        status=503,
    )
