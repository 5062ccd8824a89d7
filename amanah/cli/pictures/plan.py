"""What one house is, drawn by lot from its seed: the same seed is the same house in every photo."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from amanah.cli.pictures.brush import Colour


class Wall(StrEnum):
    PLASTER = "plaster"
    BRICK = "brick"
    BAMBOO = "bamboo"
    WOOD = "wood"


class Roof(StrEnum):
    GABLE = "gable"
    HIP = "hip"
    LEAN = "lean"
    JOGLO = "joglo"


class Cover(StrEnum):
    TILE = "tile"
    ZINC = "zinc"
    THATCH = "thatch"


class Gate(StrEnum):
    SPLIT = "split"
    ROOFED = "roofed"
    PILLARS = "pillars"
    BAMBOO = "bamboo"
    NONE = "none"


class Plant(StrEnum):
    PALM = "palm"
    BANANA = "banana"
    FRANGIPANI = "frangipani"
    BUSH = "bush"
    POT = "pot"
    FLOWERS = "flowers"


@dataclass(frozen=True, slots=True)
class Growth:
    """A plant at x (0-1 across the picture), `size` about 1, drawn before or behind the fence."""

    plant: Plant
    x: float
    size: float
    lot: int
    in_front: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that stays when light and angle change. Lengths in pixels of the 1280 x 960 scene."""

    wall: Wall
    wall_colour: Colour
    trim: Colour
    base_colour: Colour
    roof: Roof
    cover: Cover
    cover_colour: Colour
    gate: Gate
    gate_colour: Colour
    fence_colour: Colour
    width: int
    height: int
    rise: int
    eaves: int
    centre: int
    door: int
    windows: tuple[int, ...]
    slots: int
    terrace: bool
    shutters: bool
    shrine: bool
    penjor: bool
    meter: bool
    gate_at: float
    hills: int
    paved: bool
    number: str
    growths: tuple[Growth, ...]
    lot: int


_WALLS = (0xEFE3CC, 0xF3EFE4, 0xDCE6D8, 0xF2D9B8, 0xC9DDE0, 0xE8C9B4, 0xF0E2A8, 0xD9CFE0, 0xBFD4BE, 0xE9E1D6, 0xE2B99B)
_BRICKS = (0xB86B48, 0xA65A3E, 0xC07D56)
_BAMBOOS = (0xC9AE78, 0xB89A66, 0xD2BE91)
_WOODS = (0x8A6241, 0x9C7550, 0x71513A, 0xA98B6A)
_TRIMS = (0x2F6F66, 0x7A4A2B, 0x2E5B86, 0x8C2F2A, 0xE8E4DA, 0x3E6B3A, 0xC98A2B, 0x54433A)
_TILES = (0xB4583A, 0x9B4A35, 0xC7714B, 0x6E4A41, 0x8B3E32, 0x5E6B63)
_ZINCS = (0x9FA6A8, 0x8E7466, 0xB4B9B6, 0x7F8F98)
_THATCHES = (0x8C7A55, 0x7A6A4C, 0x9B8759)
_STONES = (0x8D8A83, 0xA86A4E, 0xB9AF9E, 0x6F716C, 0xC28E6A)

T = TypeVar("T")


def plan(seed: int) -> Plan:
    lot = np.random.default_rng([31, seed])
    wall = _one(lot, (Wall.PLASTER,) * 6 + (Wall.BRICK,) * 2 + (Wall.BAMBOO, Wall.WOOD))
    roof = _one(lot, (Roof.GABLE,) * 3 + (Roof.HIP,) * 4 + (Roof.LEAN, Roof.JOGLO))
    cover = _cover(lot, wall, roof)
    slots = int(lot.integers(3, 6))
    door = int(lot.integers(0, slots))
    gate = _one(lot, (Gate.SPLIT,) * 3 + (Gate.ROOFED,) * 2 + (Gate.PILLARS,) * 3 + (Gate.BAMBOO, Gate.NONE))
    return Plan(
        wall=wall,
        wall_colour=_one(lot, _wall_colours(wall)),
        trim=_one(lot, _TRIMS),
        base_colour=_one(lot, _STONES),
        roof=roof,
        cover=cover,
        cover_colour=_one(lot, _cover_colours(cover)),
        gate=gate,
        gate_colour=_one(lot, _STONES),
        fence_colour=_one(lot, (*_STONES, *_WALLS[:5])),
        width=int(lot.integers(540, 790)),
        height=int(lot.integers(215, 285)),
        rise=int(lot.integers(120, 200)),
        eaves=int(lot.integers(34, 70)),
        centre=int(lot.integers(590, 690)),
        door=door,
        windows=tuple(slot for slot in range(slots) if slot != door and lot.random() < 0.8),
        slots=slots,
        terrace=bool(lot.random() < 0.6),
        shutters=bool(lot.random() < 0.45),
        shrine=bool(lot.random() < 0.5),
        penjor=bool(lot.random() < 0.25),
        meter=bool(lot.random() < 0.7),
        gate_at=_gate_at(lot, door, slots),
        hills=int(lot.integers(0, 3)),
        paved=bool(lot.random() < 0.5),
        number=str(int(lot.integers(1, 200))),
        growths=_growths(lot),
        lot=int(lot.integers(1 << 30)),
    )


def _one(lot: np.random.Generator, of: tuple[T, ...]) -> T:
    return of[int(lot.integers(len(of)))]


def _wall_colours(wall: Wall) -> tuple[Colour, ...]:
    return {Wall.PLASTER: _WALLS, Wall.BRICK: _BRICKS, Wall.BAMBOO: _BAMBOOS, Wall.WOOD: _WOODS}[wall]


def _cover(lot: np.random.Generator, wall: Wall, roof: Roof) -> Cover:
    if roof == Roof.LEAN:
        return Cover.ZINC
    poor = wall in (Wall.BAMBOO, Wall.WOOD)
    return _one(lot, (Cover.TILE, Cover.ZINC, Cover.THATCH) if poor else (Cover.TILE,) * 5 + (Cover.ZINC,))


def _cover_colours(cover: Cover) -> tuple[Colour, ...]:
    return {Cover.TILE: _TILES, Cover.ZINC: _ZINCS, Cover.THATCH: _THATCHES}[cover]


def _gate_at(lot: np.random.Generator, door: int, slots: int) -> float:
    """Across the picture, 0-1; near the door more often than not, never in front of everything."""
    towards = 0.28 + 0.44 * (door + 0.5) / slots
    return float(np.clip(towards + lot.normal(0, 0.12), 0.2, 0.8))


def _growths(lot: np.random.Generator) -> tuple[Growth, ...]:
    tall = (Plant.PALM, Plant.BANANA, Plant.FRANGIPANI, Plant.FRANGIPANI)
    low = (Plant.BUSH, Plant.BUSH, Plant.POT, Plant.FLOWERS)
    growths = [
        Growth(_one(lot, tall), _side(lot, 0.0, 0.2), float(lot.uniform(0.85, 1.25)), int(lot.integers(1 << 30)), False)
        for _ in range(int(lot.integers(1, 3)))
    ]
    growths += [
        Growth(_one(lot, low), _side(lot, 0.02, 0.46), float(lot.uniform(0.7, 1.2)), int(lot.integers(1 << 30)), True)
        for _ in range(int(lot.integers(2, 5)))
    ]
    return tuple(growths)


def _side(lot: np.random.Generator, nearest: float, farthest: float) -> float:
    """A place left or right, between two distances from the picture's edge."""
    away = float(lot.uniform(nearest, farthest))
    return away if lot.random() < 0.5 else 1 - away
