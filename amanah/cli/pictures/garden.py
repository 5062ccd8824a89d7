"""What stands around the house: sky, hills, ground, gate and fence, shrine, plants."""

from __future__ import annotations

import math

import numpy as np

from amanah.cli.pictures.brush import Brush, Colour, Spot, corners, darker, lighter, mixed
from amanah.cli.pictures.house import GROUND, cells, draw_plate
from amanah.cli.pictures.plan import Gate, Growth, Plan, Plant

WIDTH, HEIGHT = 1280, 960
STREET = 842
FENCE_TOP = 724
GAPS = {Gate.SPLIT: 92, Gate.ROOFED: 96, Gate.PILLARS: 84, Gate.BAMBOO: 70}
"""Half the opening, in pixels."""
GREENS = (0x4F7F43, 0x5C8F4A, 0x3F6E3D, 0x6FA056, 0x7BA95E)


def draw_backdrop(brush: Brush, plan: Plan, sky: tuple[Colour, Colour]) -> None:
    brush.fade(0, 0, WIDTH, GROUND, *sky)
    lot = np.random.default_rng([41, plan.lot])
    for ridge in range(plan.hills):
        base, tall = 560 + 40 * ridge, lot.uniform(70, 190)
        xs = np.linspace(0, WIDTH, 40)
        ys = base - tall * (0.5 + 0.5 * np.sin(xs / lot.uniform(170, 330) + lot.uniform(0, 6)))
        brush.shape(
            [(0, GROUND), *zip(xs, ys, strict=True), (WIDTH, GROUND)], mixed(0x6E9484, sky[1], 0.6 - 0.3 * ridge)
        )
    for _ in range(11):
        x, y, green = lot.uniform(0, WIDTH), lot.uniform(560, 640), GREENS[int(lot.integers(5))]
        brush.oval(x, y + 90, lot.uniform(80, 150), lot.uniform(90, 150), mixed(green, sky[1], 0.3))


def draw_ground(brush: Brush, plan: Plan) -> None:
    earth = 0xB9A98B if plan.paved else 0xC2A37C
    brush.fade(0, GROUND, WIDTH, STREET, mixed(0x86A05F, earth, 0.35), mixed(0x7E9A58, earth, 0.6))
    brush.fade(0, STREET, WIDTH, HEIGHT, 0x9C978E if plan.paved else 0xB99B76, 0x8B867E if plan.paved else 0xA88A66)
    brush.box(0, STREET - 7, WIDTH, STREET + 5, 0xA9A59A if plan.paved else 0x8FA062)
    door_x = plan.centre - plan.width / 2 + plan.width * (plan.door + 0.5) / plan.slots
    gate_x = plan.gate_at * WIDTH
    path = [(door_x - 52, GROUND + 8), (door_x + 52, GROUND + 8), (gate_x + 72, STREET + 4), (gate_x - 72, STREET + 4)]
    brush.shape(path, lighter(earth, 0.25))
    if plan.paved:
        brush.grain(path, cells()["brick"])


def draw_fence(brush: Brush, plan: Plan) -> None:
    if plan.gate == Gate.NONE:
        return
    gap = GAPS[plan.gate]
    gate_x = plan.gate_at * WIDTH
    for left, right in ((-20.0, gate_x - gap), (gate_x + gap, WIDTH + 20.0)):
        if plan.gate == Gate.BAMBOO:
            _palings(brush, plan, left, right)
        else:
            _low_wall(brush, plan, left, right)
    draw = {Gate.SPLIT: _split_gate, Gate.ROOFED: _roofed_gate, Gate.PILLARS: _pillars, Gate.BAMBOO: _posts}[plan.gate]
    draw(brush, plan, gate_x, float(gap))


def _low_wall(brush: Brush, plan: Plan, left: float, right: float) -> None:
    top = FENCE_TOP + 34
    brush.box(left, top, right, STREET, plan.fence_colour)
    brush.grain(corners(left, top + 14, right, STREET), cells()["brick"])
    brush.box(left, top - 9, right, top + 8, lighter(plan.fence_colour, 0.3))
    brush.shade(corners(left, STREET - 18, right, STREET), 0.82)
    for x in np.arange(max(left, 0) + 40, right - 20, 165):
        brush.box(x - 16, top - 22, x + 16, STREET, mixed(plan.fence_colour, plan.gate_colour, 0.6))
        brush.box(x - 21, top - 30, x + 21, top - 18, lighter(plan.gate_colour, 0.25))


def _palings(brush: Brush, plan: Plan, left: float, right: float) -> None:
    for rail in (FENCE_TOP + 48, STREET - 36):
        brush.box(left, rail, right, rail + 9, 0x9A7B4C)
    for i, x in enumerate(np.arange(max(left, -10), right, 19)):
        sway = 5 * math.sin(i * 1.7 + plan.lot % 7)
        brush.box(x, FENCE_TOP + 26 + sway, x + 11, STREET, 0xC4A56B if i % 3 else 0xB08F57)


def _split_gate(brush: Brush, plan: Plan, x: float, gap: float) -> None:
    """Candi bentar: a temple gate cut in two, straight towards the path, stepped outwards."""
    inner = gap - 30
    for side in (-1, 1):
        steps: list[Spot] = [(x + side * inner, STREET), (x + side * inner, 520)]
        for i in range(6):
            out, y = inner + 14 + 16 * i, 520 + 38 * i
            steps += [(x + side * out, y + 8), (x + side * out, y + 38)]
        steps.append((x + side * (inner + 110), STREET))
        brush.shape(steps, plan.gate_colour)
        brush.grain(steps, cells()["brick"])
        for i in range(1, 6):
            out, y = inner + 18 + 16 * i, 516 + 38 * i
            brush.box(*sorted_box(x + side * inner, y, x + side * (out + 3), y + 9), lighter(plan.gate_colour, 0.3))
        edge = corners(*sorted_box(x + side * inner, 520, x + side * (inner + 9), STREET))
        brush.shade(edge, 0.72)
        brush.box(*sorted_box(x + side * (inner - 4), STREET - 30, x + side * (inner + 116), STREET),
                  darker(plan.gate_colour, 0.15))  # fmt: skip


def _roofed_gate(brush: Brush, plan: Plan, x: float, gap: float) -> None:
    """Angkul-angkul: two thick posts under a small roof of their own."""
    for side in (-1, 1):
        post = sorted_box(x + side * (gap - 44), 560, x + side * (gap + 14), STREET)
        brush.box(*post, plan.gate_colour)
        brush.grain(corners(*post), cells()["brick"])
        brush.box(
            *sorted_box(x + side * (gap - 50), STREET - 26, x + side * (gap + 20), STREET), darker(plan.gate_colour)
        )
        brush.box(*sorted_box(x + side * (gap - 32), 640, x + side * (gap + 2), 716), lighter(plan.gate_colour, 0.3))
    brush.box(x - gap - 20, 540, x + gap + 20, 566, darker(plan.trim, 0.15))
    roof = [(x - gap - 56, 544), (x - 40, 456), (x + 40, 456), (x + gap + 56, 544)]
    brush.shape(roof, darker(plan.cover_colour, 0.2))
    brush.grain(roof, cells()[plan.cover])
    brush.stroke([roof[0], roof[-1]], darker(plan.cover_colour, 0.35), 7)
    brush.stroke([roof[1], roof[2]], darker(plan.cover_colour, 0.25), 11)
    brush.shape([(x - 13, 458), (x, 420), (x + 13, 458)], darker(plan.cover_colour, 0.25))


def _pillars(brush: Brush, plan: Plan, x: float, gap: float) -> None:
    for side in (-1, 1):
        post = sorted_box(x + side * (gap - 6), FENCE_TOP - 46, x + side * (gap + 42), STREET)
        brush.box(*post, plan.gate_colour)
        brush.grain(corners(*post), cells()["brick"])
        cap = sorted_box(x + side * (gap - 14), FENCE_TOP - 60, x + side * (gap + 50), FENCE_TOP - 44)
        brush.box(*cap, lighter(plan.gate_colour, 0.3))
        brush.oval(x + side * (gap + 18), FENCE_TOP - 72, 14, 14, lighter(plan.gate_colour, 0.2))
    for bar in np.linspace(x - gap + 12, x + gap - 12, 9):
        brush.stroke([(bar, FENCE_TOP + 6), (bar, STREET - 4)], plan.trim, 4)
    for rail in (FENCE_TOP + 14, STREET - 22):
        brush.stroke([(x - gap + 8, rail), (x + gap - 8, rail)], darker(plan.trim, 0.2), 6)


def _posts(brush: Brush, plan: Plan, x: float, gap: float) -> None:
    for side in (-1, 1):
        brush.box(*sorted_box(x + side * gap, FENCE_TOP - 40, x + side * (gap + 15), STREET), 0x8F6F43)


def draw_gate_plate(brush: Brush, plan: Plan) -> None:
    """Last of all, so that no plant hides the number."""
    x = plan.gate_at * WIDTH + GAPS.get(plan.gate, 110) + 26
    if plan.gate == Gate.NONE:
        brush.box(x - 5, FENCE_TOP + 60, x + 5, STREET, 0x8F6F43)
    draw_plate(brush, plan.number, x, FENCE_TOP + 46)


def sorted_box(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return min(x0, x1), y0, max(x0, x1), y1


def draw_shrine(brush: Brush, plan: Plan) -> None:
    """A small family shrine (sanggah) in the corner away from the gate, with a yellow cloth."""
    x = 150.0 if plan.gate_at > 0.5 else WIDTH - 150.0
    for half, top, foot in ((34, 690, GROUND + 22), (24, 610, 692), (32, 584, 612)):
        brush.box(x - half, top, x + half, foot, plan.gate_colour)
        brush.grain(corners(x - half, top, x + half, foot), cells()["brick"])
    brush.shape([(x - 52, 588), (x - 12, 532), (x + 12, 532), (x + 52, 588)], 0x5A4632)
    brush.grain([(x - 52, 588), (x - 12, 532), (x + 12, 532), (x + 52, 588)], cells()["thatch"])
    brush.shape([(x - 27, 640), (x + 27, 640), (x + 30, 678), (x - 30, 678)], 0xE8B93C)
    brush.box(x - 28, 636, x + 28, 643, 0xF6F1E2)


def draw_penjor(brush: Brush, plan: Plan) -> None:
    """A bent bamboo pole with plaited leaves, as put up at Galungan."""
    side = 1 if plan.gate_at < 0.5 else -1
    foot = plan.gate_at * WIDTH + side * 170
    bend = [(foot + side * 150 * (t**3), STREET - 700 * t + 120 * t**4) for t in np.linspace(0, 1, 18)]
    brush.stroke(bend, 0xB59A5A, 8)
    for i, (x, y) in enumerate(bend[4:]):
        brush.shape([(x, y), (x + 13, y + 30 + i), (x - 13, y + 30 + i)], 0xE3CF86 if i % 2 else 0xD8B95C)
    x, y = bend[-1]
    brush.stroke([(x, y), (x + side * 5, y + 80)], 0xD8B95C, 3)
    brush.oval(x + side * 5, y + 92, 15, 20, 0xE9D78F)


def draw_growth(brush: Brush, growth: Growth, plan: Plan) -> None:
    lot = np.random.default_rng([43, growth.lot])
    x = growth.x * WIDTH
    foot = STREET + 2 if growth.in_front else GROUND + 34
    draw = {Plant.PALM: _palm, Plant.BANANA: _banana, Plant.FRANGIPANI: _frangipani,
            Plant.BUSH: _bush, Plant.POT: _pot, Plant.FLOWERS: _flowers}[growth.plant]  # fmt: skip
    draw(brush, _beside_path(x, plan) if growth.in_front else x, float(foot), growth.size, lot)


def _beside_path(x: float, plan: Plan) -> float:
    """Nobody plants in front of their own gate."""
    gate_x, clear = plan.gate_at * WIDTH, 96 + 70
    if abs(x - gate_x) >= clear:
        return x
    return gate_x + (clear if x > gate_x else -clear)


def _palm(brush: Brush, x: float, foot: float, size: float, lot: np.random.Generator) -> None:
    tall, lean = 520 * size, lot.uniform(-70, 70)
    trunk = [(x + lean * t**2, foot - tall * t) for t in np.linspace(0, 1, 14)]
    brush.stroke(trunk, 0x86725A, 19)
    brush.stroke([(a + 4, b) for a, b in trunk], 0x9D8A70, 6)
    top_x, top_y = trunk[-1]
    for angle in np.linspace(-2.9, -0.25, 9) + lot.uniform(-0.12, 0.12, 9):
        _frond(brush, top_x, top_y, angle, 190 * size, GREENS[int(lot.integers(4))])
    for nut in (-12, 0, 12):
        brush.oval(top_x + nut, top_y + 12, 9, 11, 0x9A8B3E)


def _frond(brush: Brush, x: float, y: float, angle: float, reach: float, green: Colour) -> None:
    rib = [
        (x + reach * t * math.cos(angle), y + reach * (t * math.sin(angle) + 0.75 * t * t))
        for t in np.linspace(0, 1, 9)
    ]
    edge = [(a, b + (26 * math.sin(math.pi * i / 8)) + 5) for i, (a, b) in enumerate(rib)]
    brush.shape([*rib, *reversed(edge)], green)
    brush.stroke(rib, lighter(green, 0.25), 3)


def _banana(brush: Brush, x: float, foot: float, size: float, lot: np.random.Generator) -> None:
    brush.shape([(x - 17, foot), (x - 11, foot - 190 * size), (x + 11, foot - 190 * size), (x + 17, foot)], 0x8FA05C)
    for angle in np.linspace(-2.75, -0.4, 7) + lot.uniform(-0.1, 0.1, 7):
        reach, green = 210 * size * lot.uniform(0.8, 1.1), GREENS[2 + int(lot.integers(3))]
        rib = [(x + reach * t * math.cos(angle), foot - 180 * size + reach * (t * math.sin(angle) + 0.5 * t * t))
               for t in np.linspace(0, 1, 8)]  # fmt: skip
        wide = [30 * size * math.sin(math.pi * min(1, i / 7 + 0.08)) for i in range(8)]
        brush.shape([*[(a, b - w) for (a, b), w in zip(rib, wide, strict=True)],
                     *[(a, b + w) for (a, b), w in reversed(list(zip(rib, wide, strict=True)))]], green)  # fmt: skip
        brush.stroke(rib, lighter(green, 0.3), 3)


def _frangipani(brush: Brush, x: float, foot: float, size: float, lot: np.random.Generator) -> None:
    tips: list[Spot] = []
    _fork(brush, (x, foot), -math.pi / 2, 120 * size, 16 * size, 3, tips, lot)
    for a, b in tips:
        for _ in range(5):
            brush.oval(
                a + lot.normal(0, 20),
                b + lot.normal(-6, 14),
                23,
                8,
                GREENS[int(lot.integers(5))],
                turn=lot.uniform(0, 180),
            )
        for _ in range(2):
            p, q = a + lot.normal(0, 15), b - 12 + lot.normal(0, 9)
            brush.oval(p, q, 8, 7, 0xFBF5E3)
            brush.oval(p, q, 3, 3, 0xF0C648)


def _fork(brush: Brush, at: Spot, angle: float, reach: float, width: float, depth: int, tips: list[Spot],
          lot: np.random.Generator) -> None:  # fmt: skip
    end = (at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle))
    brush.stroke([at, end], 0x8B7D6B, width)
    if depth == 0:
        tips.append(end)
        return
    for turn in (-0.5, 0.5):
        _fork(brush, end, angle + turn + lot.uniform(-0.18, 0.18), reach * 0.68, width * 0.7, depth - 1, tips, lot)


def _bush(brush: Brush, x: float, foot: float, size: float, lot: np.random.Generator) -> None:
    for i in range(26):
        a, b = x + lot.normal(0, 42 * size), foot - abs(lot.normal(34, 24)) * size
        brush.oval(a, b, 21 * size, 15 * size, GREENS[(i // 6) % 5])
    if lot.random() < 0.6:
        bloom = (0xC94A6B, 0xE07B39, 0xF2E6EE)[int(lot.integers(3))]
        for _ in range(14):
            brush.oval(x + lot.normal(0, 42 * size), foot - 20 - abs(lot.normal(28, 24)) * size, 5, 5, bloom)


def _pot(brush: Brush, x: float, foot: float, size: float, lot: np.random.Generator) -> None:
    clay = (0xB2603C, 0x6F7F86, 0xD8CDB8)[int(lot.integers(3))]
    for angle in np.linspace(-2.6, -0.5, 9):
        end = (x + 74 * size * math.cos(angle), foot - 56 * size + 84 * size * math.sin(angle))
        brush.stroke([(x, foot - 50 * size), end], GREENS[int(lot.integers(5))], 9)
    brush.shape(
        [
            (x - 32 * size, foot - 58 * size),
            (x + 32 * size, foot - 58 * size),
            (x + 22 * size, foot),
            (x - 22 * size, foot),
        ],
        clay,
    )
    brush.box(x - 36 * size, foot - 66 * size, x + 36 * size, foot - 54 * size, lighter(clay, 0.2))


def _flowers(brush: Brush, x: float, foot: float, size: float, lot: np.random.Generator) -> None:
    bloom = (0xF2A516, 0xD9486A, 0xF4EFE2, 0x8C6BB1)[int(lot.integers(4))]
    for _ in range(18):
        a, tall = x + lot.normal(0, 50 * size), lot.uniform(28, 70) * size
        brush.stroke([(a, foot), (a + lot.normal(0, 5), foot - tall)], GREENS[int(lot.integers(5))], 4)
        brush.oval(a, foot - tall, 8, 8, bloom)
        brush.oval(a, foot - tall, 3, 3, lighter(bloom, 0.5))
