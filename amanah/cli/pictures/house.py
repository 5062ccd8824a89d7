"""The house itself: walls, openings, terrace and roof, seen straight from the front in a 1280 x 960 scene."""

from __future__ import annotations

from functools import cache

import numpy as np

from amanah.cli.pictures.brush import Brush, Picture, Spot, corners, darker, lighter, mixed
from amanah.cli.pictures.plan import Cover, Plan, Roof, Wall

GROUND = 742
DOOR_WIDTH, DOOR_HEIGHT = 92, 186


@cache
def cells() -> dict[str, Picture]:
    """Small grey tiles that repeat: brick courses, woven bamboo, planks, roof tiles, zinc, straw."""
    return {
        "brick": _brick(),
        "bamboo": _woven(),
        "wood": _planks(),
        "tile": _roof_tiles(),
        "zinc": _waves(),
        "thatch": _straw(),
        "plaster": _specks(),
    }


def _brick() -> Picture:
    cell = np.full((24, 44), 255, np.uint8)
    cell[:12, 6:26], cell[12:, 20:40] = 246, 238
    cell[[0, 12], :] = 205
    cell[:12, 0], cell[12:, 22] = 205, 205
    return cell


def _woven() -> Picture:
    y, x = np.mgrid[0:16, 0:16]
    over = (x // 8 + y // 8) % 2 == 0
    stripe = np.where(over, x % 4 == 0, y % 4 == 0)
    return np.asarray(np.where(stripe, 214, np.where(over, 255, 240)), dtype=np.uint8)


def _planks() -> Picture:
    cell = np.full((40, 30), 255, np.uint8)
    cell[:, :2], cell[:, 12], cell[:, 21] = 190, 243, 247
    return cell


def _roof_tiles() -> Picture:
    y, x = np.mgrid[0:32, 0:28].astype(np.float64)
    x = np.where(y < 16, x, x + 14) % 28
    curve = np.cos((x - 14) / 14 * np.pi / 2)
    lip = np.clip((y % 16 - 11 + 4 * (1 - curve)) / 4, 0, 1)
    return np.asarray(255 - 62 * lip - 26 * (1 - curve), dtype=np.uint8)


def _waves() -> Picture:
    x = np.arange(18)
    wave = 236 + 19 * np.sin(x / 18 * 2 * np.pi)
    return np.tile(wave.astype(np.uint8), (18, 1))


def _straw() -> Picture:
    rng = np.random.default_rng(5)
    cell = np.repeat(rng.integers(205, 256, (4, 96)), 13, axis=0)
    cell[::13] = cell[::13] * 86 // 100
    return np.asarray(cell, dtype=np.uint8)


def _specks() -> Picture:
    return np.random.default_rng(6).integers(247, 256, (64, 64)).astype(np.uint8)


def draw_house_body(brush: Brush, plan: Plan) -> None:
    left, right = plan.centre - plan.width // 2, plan.centre + plan.width // 2
    top = GROUND - plan.height
    _walls(brush, plan, left, top, right)
    for slot in range(plan.slots):
        x = left + plan.width * (slot + 0.5) / plan.slots
        if slot == plan.door:
            _door(brush, plan, x)
        elif slot in plan.windows:
            _window(brush, plan, x)
    _details(brush, plan, left)
    if plan.terrace:
        _terrace(brush, plan, left, top, right)
    _roof(brush, plan, left, top, right)


def _walls(brush: Brush, plan: Plan, left: int, top: int, right: int) -> None:
    if plan.roof == Roof.GABLE:
        peak = [(left, top + 4), (plan.centre, top - plan.rise + 10), (right, top + 4)]
        brush.shape(peak, lighter(plan.wall_colour, 0.1))
    brush.fade(left, top, right, GROUND, lighter(plan.wall_colour, 0.06), darker(plan.wall_colour, 0.07))
    brush.grain(corners(left, top, right, GROUND), cells()[plan.wall])
    low = GROUND - 44
    brush.box(left - 4, low, right + 4, GROUND + 4, plan.base_colour)
    if plan.wall != Wall.BAMBOO:
        brush.grain(corners(left - 4, low, right + 4, GROUND + 4), cells()["brick"])
    for x in (left, right - 18):
        brush.box(x, top, x + 18, low, mixed(plan.trim, plan.wall_colour, 0.35))
    brush.shade([(left, top), (right, top), (right, top + 46), (left, top + 34)], 0.72)  # under the eaves


def _door(brush: Brush, plan: Plan, x: float) -> None:
    left, right, top, foot = x - DOOR_WIDTH / 2, x + DOOR_WIDTH / 2, GROUND - 26 - DOOR_HEIGHT, GROUND - 26
    brush.box(left - 12, top - 12, right + 12, foot, darker(plan.trim, 0.3))
    brush.box(left, top, right, foot, plan.trim)
    brush.box(x - 1.5, top, x + 1.5, foot, darker(plan.trim, 0.5))
    for side in (left + 8, x + 6):
        for upper, lower in ((top + 14, top + 82), (top + 96, foot - 14)):
            brush.box(side, upper, side + 32, lower, lighter(plan.trim, 0.14))
            brush.box(side + 5, upper + 5, side + 27, lower - 5, darker(plan.trim, 0.12))
    brush.oval(x + 7, top + 96, 3.5, 3.5, 0xE2BE63)
    for step in range(2):
        brush.box(left - 20 - 14 * step, foot + 13 * step, right + 20 + 14 * step, foot + 14 + 13 * step,
                  lighter(plan.base_colour, 0.2 - 0.1 * step))  # fmt: skip


def _window(brush: Brush, plan: Plan, x: float) -> None:
    wide = min(104, plan.width / plan.slots * 0.62)
    left, right, top, foot = x - wide / 2, x + wide / 2, GROUND - 200, GROUND - 84
    brush.box(left - 8, top - 8, right + 8, foot + 8, lighter(plan.trim, 0.35))
    brush.box(left, top, right, foot, 0x3F5560)
    brush.shape([(left, top), (left + wide * 0.7, top), (left + wide * 0.25, foot), (left, foot)], 0x577079)
    if plan.shutters:
        for y in range(round(top) + 7, round(foot), 14):
            brush.stroke([(left, y), (right, y)], lighter(plan.trim, 0.25), 5)
    else:
        brush.box(left, top, right, top + 32, mixed(0xE9D9B5, plan.wall_colour, 0.3))  # a curtain
    for bar in (x, left + 1.5, right - 1.5):
        brush.stroke([(bar, top), (bar, foot)], plan.trim, 5)
    brush.stroke([(left, foot - 70), (right, foot - 70)], plan.trim, 4)
    brush.box(left - 14, foot + 6, right + 14, foot + 15, lighter(plan.base_colour, 0.3))


def _details(brush: Brush, plan: Plan, left: int) -> None:
    if plan.meter:
        brush.box(left + 28, GROUND - 178, left + 52, GROUND - 142, 0xD8D8CF)
        brush.oval(left + 40, GROUND - 164, 8, 8, 0x6B7478)
        brush.stroke([(left + 40, GROUND - 178), (left + 40, GROUND - plan.height)], 0x50545A, 3)


def draw_plate(brush: Brush, number: str, x: float, top: float) -> None:
    """The house number, white on blue, centred on x."""
    half = 17 + 9 * len(number)
    brush.box(x - half, top, x + half, top + 40, 0x24425A)
    brush.box(x - half + 3, top + 3, x + half - 3, top + 37, 0xF4F1E6)
    brush.words(number, x - 8.5 * len(number), top + 30, 19, 0x24425A, 2)


def _terrace(brush: Brush, plan: Plan, left: int, top: int, right: int) -> None:
    brush.box(left - 26, GROUND - 12, right + 26, GROUND + 14, lighter(plan.base_colour, 0.28))
    brush.shade(corners(left - 26, GROUND + 6, right + 26, GROUND + 14), 0.8)
    posts = max(3, plan.slots)
    for post in range(posts):
        x = left - 12 + (plan.width + 24) * post / (posts - 1)
        brush.box(x - 8, top - 6, x + 8, GROUND - 10, lighter(plan.trim, 0.22))
        brush.box(x + 3, top - 6, x + 8, GROUND - 10, darker(plan.trim, 0.05))
        brush.box(x - 14, GROUND - 32, x + 14, GROUND - 10, plan.base_colour)
        brush.box(x - 13, top + 4, x + 13, top + 16, plan.trim)
    bench = left + plan.width * (0.2 if plan.door >= plan.slots / 2 else 0.8)
    brush.box(bench - 62, GROUND - 52, bench + 62, GROUND - 42, 0x8A6240)
    for leg in (-52, 46):
        brush.box(bench + leg, GROUND - 44, bench + leg + 7, GROUND - 12, 0x6B4A31)


def _roof(brush: Brush, plan: Plan, left: int, top: int, right: int) -> None:
    spots = _outline(plan, left, top, right)
    brush.shape(spots, plan.cover_colour)
    brush.grain(spots, cells()[plan.cover])
    if plan.roof == Roof.GABLE:
        _gable_front(brush, plan, left, top, right)
        return
    eave = darker(plan.cover_colour, 0.35) if plan.cover != Cover.THATCH else darker(plan.cover_colour, 0.25)
    brush.stroke([spots[0], spots[-1]], eave, 9)
    slope = [spot for spot in spots if spot[0] > plan.centre]
    brush.shade([*slope, *[(x - 90, y) for x, y in reversed(slope)]], 0.84)  # the side away from the light
    _ridge(brush, plan, [spot for spot in spots if spot[1] == min(y for _, y in spots)])


def _outline(plan: Plan, left: int, top: int, right: int) -> list[Spot]:
    """From the left eave over the ridge to the right eave."""
    a, b, low, high = left - plan.eaves, right + plan.eaves, top + 22, top - plan.rise
    if plan.roof == Roof.LEAN:
        return [(a, low), (a + 8, low - plan.rise * 0.42), (b - 8, low - plan.rise * 0.72), (b, low)]
    if plan.roof == Roof.JOGLO:
        inner = plan.width * 0.27
        knee = top - plan.rise * 0.34
        return [(a, low), (left + inner * 0.6, knee), (left + inner, high), (right - inner, high),
                (right - inner * 0.6, knee), (b, low)]  # fmt: skip
    inset = plan.width * (0.24 if plan.roof == Roof.HIP else 0.5)
    return [(a, low), (left + inset, high), (right - inset, high), (b, low)]


def _gable_front(brush: Brush, plan: Plan, left: int, top: int, right: int) -> None:
    """The gable looks at us: a band of tiles down both slopes, the wall's triangle between, a round vent."""
    centre, peak = plan.centre, top - plan.rise + 34
    brush.shape([(left + 14, top + 4), (centre, peak), (right - 14, top + 4)], lighter(plan.wall_colour, 0.08))
    brush.grain([(left + 14, top + 4), (centre, peak), (right - 14, top + 4)], cells()[plan.wall])
    brush.shade([(left + 14, top + 4), (centre, peak), (right - 14, top + 4), (centre, peak + 26)], 0.78)
    brush.oval(centre, top - plan.rise * 0.34, 17, 17, darker(plan.trim, 0.2))
    brush.oval(centre, top - plan.rise * 0.34, 11, 11, 0x2B3238)
    ends = [(left - plan.eaves, top + 22), (centre, top - plan.rise), (right + plan.eaves, top + 22)]
    brush.stroke(ends, darker(plan.cover_colour, 0.3), 10)
    a, b = left - plan.eaves + 10, right + plan.eaves - 10
    brush.shape([(a, top + 22), (a + 44, top - 4), (b - 44, top - 4), (b, top + 22)], plan.cover_colour)
    brush.grain([(a, top + 22), (a + 44, top - 4), (b - 44, top - 4), (b, top + 22)], cells()[plan.cover])
    brush.stroke([(a, top + 22), (b, top + 22)], darker(plan.cover_colour, 0.4), 6)


def _ridge(brush: Brush, plan: Plan, ridge: list[Spot]) -> None:
    cap = darker(plan.cover_colour, 0.22)
    brush.stroke(ridge, cap, 13 if plan.cover != Cover.ZINC else 6)
    if plan.cover == Cover.TILE and len(ridge) == 2:
        for (x, y), lean in zip(ridge, (-1, 1), strict=True):
            curl = [(x, y), (x + 14 * lean, y - 8), (x + 22 * lean, y - 26), (x + 8 * lean, y - 10), (x - 8 * lean, y)]
            brush.shape(curl, cap)
