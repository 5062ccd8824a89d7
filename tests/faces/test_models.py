"""A model is used only when it is the very file the manifest names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from amanah.faces import manifests, nets
from amanah.values.problem import Problem


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("AMANAH_MODELS_DIR", str(tmp_path))
    _forget()
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    manifests.manifest.cache_clear()
    nets._session.cache_clear()


def test_an_altered_model_is_refused(elsewhere: Path) -> None:
    (elsewhere / "fr_detect.onnx").write_bytes(b"something else")
    with pytest.raises(Problem) as caught:
        nets.run("detector", np.zeros((1, 3, 240, 320), np.float32))
    assert caught.value.code == "face_model_altered"


def test_a_missing_model_says_what_to_do(elsewhere: Path) -> None:
    with pytest.raises(Problem) as caught:
        nets.run("detector", np.zeros((1, 3, 240, 320), np.float32))
    assert caught.value.code == "face_model_missing"
    assert "./run demo" in caught.value.sentence.id
