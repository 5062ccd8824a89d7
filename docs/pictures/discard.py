"""Draws docs/pictures/discard.svg: how many misses are left when the photos of lowest quality are left out.

./run bench quality DIR --json FILE --draw docs/pictures/discard.svg
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

FONT = "Plus Jakarta Sans, sans-serif"
INK, PAPER, GREEN, MARIGOLD, SLATE, LINE = "#12302b", "#fbfaf6", "#0f5c56", "#f2a516", "#5b6b68", "#d9ddd6"
WIDTH, HEIGHT, TOP, BOTTOM = 440, 300, 96, 396
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.25)
LINES = (
    ("random", SLATE, "2 5", "by chance"),
    ("weakest part", MARIGOLD, "", "weakest part (before)"),
    ("total without strength", GREEN, "7 4", "total in the viewfinder"),
    ("total", GREEN, "", "total"),
    ("ideal", SLATE, "1 3", "if every miss were foretold"),
)


def drawn(curves: Mapping[str, Any]) -> str:
    """`curves`: "plain" and "spoiled", each by rule with its `fnmr` by share left out (0 to 0.2)."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 520" font-family="{FONT}">',
        f'<rect width="1080" height="520" fill="{PAPER}"/>',
        _text(40, 44, "Misses left when the photos of lowest quality are left out", 20, bold=True),
        *_panel(70, "Photos as they are", curves["plain"]),
        *_panel(600, "Spoiled photos: blurred, dark, small, …", curves["spoiled"]),
    ]
    for number, (_, colour, dash, name) in enumerate(LINES):
        x = 40 + number * 205
        parts += [_stroke([(x, 482), (x + 30, 482)], colour, dash), _text(x + 38, 487, name, 13)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(left: int, title: str, rules: Mapping[str, Any]) -> list[str]:
    points = {name: [(float(share), rate) for share, rate in rules[name]["fnmr"].items()] for name, *_ in LINES}
    highest = max(rate for curve in points.values() for _, rate in curve)
    most = 4 * next(step for step in STEPS if 4 * step >= highest)
    parts = [_text(left, 78, title, 15, bold=True)]
    for step in range(5):
        y, x = BOTTOM - HEIGHT * step / 4, left + WIDTH * step / 4
        parts += [
            _stroke([(left, y), (left + WIDTH, y)], LINE, "", 1),
            _text(left - 8, y + 4, f"{100 * most * step / 4:g} %", 11, end=True),
            _text(x + 8, BOTTOM + 20, f"{5 * step} %", 11, end=True),
        ]
    parts.append(_text(left, BOTTOM + 42, "left out →   ↑ false non-match rate, threshold at FAR 1e-4", 12))
    for name, colour, dash, _ in LINES:
        curve = [(left + WIDTH * share / 0.2, BOTTOM - HEIGHT * rate / most) for share, rate in points[name]]
        parts.append(_stroke(curve, colour, dash))
    return parts


def _stroke(points: list[tuple[float, float]], colour: str, dash: str, width: float = 2.5) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
        f' stroke-linejoin="round" stroke-dasharray="{dash or "none"}"/>'
    )


def _text(x: float, y: float, said: str, size: int, *, bold: bool = False, end: bool = False) -> str:
    style = (' font-weight="700"' if bold else "") + (' text-anchor="end"' if end else "")
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{INK}"{style}>{escape(said)}</text>'
