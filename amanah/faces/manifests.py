"""Which models make a template and how: `manifest.json`, and over it a deployer's own manifest.

`AMANAH_FACE_MANIFEST` names a JSON file that may bring another recogniser (any ONNX over an aligned 112 x 112 face)
and other profiles; docs/faces.md, "Another recogniser", has an example. Whatever is missing or wrong in it is told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amanah.values.problem import Problem, Sentence

Floats = NDArray[np.float32]
HERE = Path(__file__).resolve().parent
SIZE = 112


class Profile(StrEnum):
    """Where a template is made: the house has more time than a phone; its template holds the phone's."""

    SERVER = "server"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cosines: `same` at or above the one, `different` below the other; `calibration` names what they rest on."""

    same_above: float
    different_below: float
    calibration: str


@dataclass(frozen=True, slots=True)
class File:
    """A model file; its bytes must have this SHA-256 (hex)."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class Recogniser:
    """How one model is asked: pixels `(x − mean) / scale` in this order of channels, the face aligned on five points.

    `points` 5 x 2 in the 112 x 112 picture; `mirrored`: the mirror image's answer is added; `length` numbers come
    back; `centre` is taken from the unit vector, so that faces in general lie around zero.
    """

    points: Floats
    channels: str
    mean: float
    scale: float
    mirrored: bool
    length: int
    centre: Floats


@dataclass(frozen=True, slots=True)
class Part:
    """A recogniser's share of a template; the shares of a profile sum to 1."""

    recogniser: str
    weight: float


@dataclass(frozen=True, slots=True)
class Making:
    """A profile: what its templates are called and what they are made of."""

    version: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """`files` by role; `recognisers` by the role of their file; `same_above` and the like by template version."""

    files: Mapping[str, File]
    recognisers: Mapping[str, Recogniser]
    profiles: Mapping[Profile, Making]
    thresholds: Mapping[str, Thresholds]
    cosine_at_far: Mapping[str, Mapping[float, float]]
    ktp_thresholds: Mapping[str, Thresholds]

    @property
    def version(self) -> str:
        """Of the templates the house stores."""
        return self.profiles[Profile.SERVER].version

    def making(self, version: str) -> Making:
        """Raises ValueError when no profile makes templates of this version."""
        for making in self.profiles.values():
            if making.version == version:
                return making
        raise ValueError(f"no model here makes templates called {version!r}")

    def default_thresholds(self, version: str, kind: str = "photo") -> Thresholds:
        """For `ktp`, a portrait photographed off a card, its own where it was measured, else a photo's.

        Raises ValueError for a version the manifest says nothing about.
        """
        if version not in self.thresholds:
            raise ValueError(f"the manifest has no thresholds for templates called {version!r}")
        photo = self.thresholds[version]
        return self.ktp_thresholds.get(version, photo) if kind == "ktp" else photo

    def length(self, version: str) -> int:
        """Numbers in a template; raises ValueError for an unknown version."""
        return sum(self.recognisers[part.recogniser].length for part in self.making(version).parts)


def models_dir() -> Path:
    """`AMANAH_MODELS_DIR`, else `var/models` of the project."""
    return Path(os.environ.get("AMANAH_MODELS_DIR") or HERE.parents[1] / "var" / "models")


@cache
def manifest() -> Manifest:
    """Raises Problem `face_manifest_wrong`, which names the file and the field."""
    own = HERE / "manifest.json"
    said: dict[str, Any] = json.loads(own.read_text("utf-8"))
    brought = os.environ.get("AMANAH_FACE_MANIFEST")
    if not brought:
        return _manifest(_Said(own, "", said))
    return _manifest(_Said(Path(brought), "", _over(said, Path(brought))))


def _over(said: dict[str, Any], brought: Path) -> dict[str, Any]:
    """What the deployer's manifest says, over ours; its files lie beside it."""
    try:
        theirs = _Said(brought, "", json.loads(brought.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise wrong(brought, "JSON", str(error)) from error
    for name in ("recognisers", "profiles", "thresholds"):
        said[name] |= {key: one.tree for key, one in theirs.under(name, empty=True)}
    added = [
        one.tree | {"role": one.text("role"), "path": str(brought.resolve().parent / one.text("path"))}
        for one in theirs.each("files", empty=True)
    ]
    roles = {file["role"] for file in added}
    said["files"] = [file for file in said["files"] if file["role"] not in roles] + added
    return said


@dataclass(frozen=True, slots=True)
class _Said:
    """A piece of a manifest's JSON that knows where it stands, so that a complaint can say so."""

    source: Path
    at: str
    tree: Any

    def wrong(self, name: str, why: str) -> Problem:
        return wrong(self.source, f"{self.at}{name}", why)

    def get(self, name: str) -> Any:
        if not isinstance(self.tree, dict):
            raise wrong(self.source, self.at.rstrip(".") or "JSON", "an object is expected")
        if name not in self.tree:
            raise self.wrong(name, "it is missing")
        return self.tree[name]

    def text(self, name: str) -> str:
        value = self.get(name)
        if not isinstance(value, str) or not value:
            raise self.wrong(name, "a text is expected")
        return value

    def number(self, name: str, *, above: float = -np.inf) -> float:
        value = self.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > above:
            raise self.wrong(
                name, "a number is expected" if above == -np.inf else f"a number above {above} is expected"
            )
        return float(value)

    def numbers(self, name: str, *shape: int) -> Floats:
        try:
            return np.array(self.get(name), dtype=np.float32).reshape(shape)
        except (TypeError, ValueError):
            raise self.wrong(name, f"{' x '.join(map(str, shape))} numbers are expected") from None

    def each(self, name: str, *, empty: bool = False) -> list[_Said]:
        if empty and isinstance(self.tree, dict) and name not in self.tree:
            return []
        if not isinstance(self.get(name), list):
            raise self.wrong(name, "a list is expected")
        return [_Said(self.source, f"{self.at}{name}[{i}].", one) for i, one in enumerate(self.get(name))]

    def under(self, name: str, *, empty: bool = False) -> list[tuple[str, _Said]]:
        if empty and isinstance(self.tree, dict) and name not in self.tree:
            return []
        if not isinstance(self.get(name), dict):
            raise self.wrong(name, "an object is expected")
        return [(key, _Said(self.source, f"{self.at}{name}.{key}.", one)) for key, one in self.get(name).items()]


def _manifest(said: _Said) -> Manifest:
    files = {one.text("role"): _file(one) for one in said.each("files")}
    recognisers = {role: _recogniser(one) for role, one in said.under("recognisers")}
    for role in recognisers.keys() - files.keys():
        raise said.wrong(f"recognisers.{role}", "no file has this role")
    profiles = {}
    for name, one in said.under("profiles"):
        if name not in set(Profile):
            raise said.wrong(f"profiles.{name}", f"profiles are {', '.join(Profile)}")
        profiles[Profile(name)] = _making(one, recognisers)
    phone, house = (profiles[profile].parts for profile in (Profile.PHONE, Profile.SERVER))
    if [part.recogniser for part in house[: len(phone)]] != [part.recogniser for part in phone]:
        raise said.wrong("profiles.server.parts", "the house's template must begin with the phone's parts")
    thresholds = dict(said.under("thresholds"))
    for making in profiles.values():
        if making.version not in thresholds:
            raise said.wrong(f"thresholds.{making.version}", "it is missing")
    return Manifest(
        files,
        recognisers,
        profiles,
        {version: _thresholds(one) for version, one in thresholds.items()},
        {version: _at_far(one) for version, one in thresholds.items()},
        {version: _thresholds(ktp) for version, one in thresholds.items() if (ktp := _of_ktp(one))},
    )


def _file(said: _Said) -> File:
    path = Path(said.text("path")) if "path" in said.tree else models_dir() / said.text("file")
    return File(path, said.text("sha256"))


def _recogniser(said: _Said) -> Recogniser:
    channels, length = said.text("channels"), int(said.number("length", above=0))
    if channels not in ("RGB", "BGR"):
        raise said.wrong("channels", "RGB or BGR is expected")
    if not isinstance(said.get("mirrored"), bool):
        raise said.wrong("mirrored", "true or false is expected")
    centre = said.numbers("centre", length) if said.get("centre") is not None else np.zeros(length, np.float32)
    points = said.numbers("points", 5, 2)
    scale = said.number("scale", above=0)
    return Recogniser(points, channels, said.number("mean"), scale, said.get("mirrored"), length, centre)


def _making(said: _Said, recognisers: Mapping[str, Recogniser]) -> Making:
    parts = tuple(Part(one.text("recogniser"), one.number("weight", above=0)) for one in said.each("parts"))
    for i, part in enumerate(parts):
        if part.recogniser not in recognisers:
            raise said.wrong(f"parts[{i}].recogniser", f"recognisers are {', '.join(recognisers)}")
    if abs(sum(part.weight for part in parts) - 1) > 1e-6:
        raise said.wrong("parts", "the weights must sum to 1")
    return Making(said.text("version"), parts)


def _thresholds(said: _Said) -> Thresholds:
    return Thresholds(said.number("same_above"), said.number("different_below"), said.text("measured_on"))


def _of_ktp(said: _Said) -> _Said | None:
    return _Said(said.source, f"{said.at}ktp.", said.get("ktp")) if "ktp" in said.tree else None


def _at_far(said: _Said) -> Mapping[float, float]:
    rates = _Said(said.source, f"{said.at}cosine_at_far.", said.get("cosine_at_far"))
    return {float(rate): rates.number(rate) for rate in rates.tree}


def wrong(source: Path, where: str, why: str) -> Problem:
    return Problem(
        "face_manifest_wrong",
        Sentence(
            id=f"Manifes model wajah {source.name}: bagian {where} salah ({why}). Perbaiki lalu jalankan lagi.",
            en=f"Face manifest {source.name}: {where} is wrong ({why}). Mend it and start again.",
        ),
        status=503,
    )
