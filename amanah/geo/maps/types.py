"""What a village's map is made of, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

MOST_BYTES = 5_000_000  # what a phone fetches in the morning, a village
LAYERS = ("village", "water", "road", "place", "mark")


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the ground: `kind` within its layer (road: main, street, alley, steps), degrees as (lng, lat)."""

    layer: str
    kind: str
    name: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Ground:
    """A village as a map shows it: its area (approximate when it isn't the official boundary)."""

    code: str
    name: str
    area: BaseGeometry
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class Packed:
    """A map's bytes; `left_out` says in plain words what it had to go without to stay small enough."""

    content: bytes
    max_zoom: int
    features: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapPack:
    """A map on the shelf, named by the SHA-256 of its bytes."""

    village: str
    name: str
    sha256: str
    bytes: int
    max_zoom: int
    features: int
    is_approximate: bool
    left_out: tuple[str, ...]
