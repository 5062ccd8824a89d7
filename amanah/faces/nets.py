"""The models, found by their manifest, checked by hash, loaded once when first asked for; one thread each."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from amanah.faces.manifests import manifest
from amanah.values.problem import Problem, Sentence

Floats = NDArray[np.float32]


@cache
def _session(role: str) -> onnxruntime.InferenceSession:
    file = manifest().files[role]
    if not file.path.is_file():
        raise _missing(file.path.name)
    model = file.path.read_bytes()
    if hashlib.sha256(model).hexdigest() != file.sha256:
        raise _altered(file.path.name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # workers are many; a model that takes every core slows the rest
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # weights kept in 8 bits are made floats once, not at every run
    options.add_session_config_entry("session.disable_quant_qdq", "1")
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
