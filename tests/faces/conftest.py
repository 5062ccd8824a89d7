"""Photos of people who don't exist, and the folder of real ones where it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from amanah.faces import manifests, queries
from amanah.faces.types import Face, Image, Template

Photo = Callable[[str], Image]
Found = Callable[[str], Face]
Known = Callable[[str], Template]

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ROOT / "demo" / "people"
LFW = ROOT.parent / "shared" / "data" / "faces" / "lfw_dev"
# Distinct in sex, age and head wear; photo 0 is the ID photo.
SOME = ("0052", "2078", "2163", "0390")


@pytest.fixture(scope="session", autouse=True)
def _models() -> None:
    missing = [file.path.name for file in manifests.manifest().files.values() if not file.path.is_file()]
    if missing:
        pytest.fail(f"the face models are missing ({', '.join(missing)}): ./run demo fetches them")


@cache
def _read(name: str) -> Image:
    return queries.read_image((PEOPLE / f"{name}.jpg").read_bytes())


@cache
def _found(name: str) -> Face:
    face = queries.find(_read(name))
    assert face is not None, f"no face in {name}"
    return face


@cache
def _template(name: str) -> Template:
    return queries.embed(_read(name), _found(name))


@pytest.fixture(scope="session")
def photo() -> Callable[[str], Image]:
    """`photo("0052_1")`: the pixels of a synthetic photo."""
    return _read


@pytest.fixture(scope="session")
def face() -> Callable[[str], Face]:
    return _found


@pytest.fixture(scope="session")
def template() -> Callable[[str], Template]:
    return _template


@pytest.fixture(scope="session")
def lfw() -> Path:
    if not LFW.is_dir():
        pytest.skip(f"NOT RUN: needs the folder {LFW.relative_to(ROOT.parent)} beside the project (lfw_dev)")
    return LFW
