"""Draws docs/pictures/house.svg: the staircase of rooms, and the path of one visit through them.

python docs/pictures/draw.py
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

FONT = "Plus Jakarta Sans, sans-serif"
INK, PAPER, GREEN, MARIGOLD, LEAF, SLATE = "#12302b", "#fbfaf6", "#0f5c56", "#f2a516", "#2f8f4e", "#5b6b68"

STAIRS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("web", "people"), ("sync", "phones"), ("cli", "command line")),
    (("national", "all offices at once, on a cluster"),),
    (("reporting", "numbers only"), ("retention", "destroys, certifies")),
    (("oversight", "cases"), ("eligibility", "verdict, decision"), ("receipts", "to a telephone")),
    (("visits", "lease, event, visit, judgement"),),
    (("programs", "who is owed what, when"),),
    (("registry", "families, homes, faces"), ("ledger", "every rupiah, twice")),
    (("access", "roles x area, phones"),),
    (("journal", "who did what"), ("vault", "keys, sealed photos")),
    (("geo", "places"), ("routes", "rounds"), ("faces", "likeness"), ("papers", "letters, QR"), ("photos", "copies")),
    (("values", "Money, Nik, ids, Problem"),),
)
PATH = (
    ("ministry", "a list and an SP2D: totals match or nothing is taken in"),
    ("office", "villages to offices, letters with a signed QR, rounds, cash into bags"),
    ("lease", "each entitlement to at most one phone"),
    ("door", "place, face, house, then “hand over the money”; signed, chained, saved before shown"),
    ("sync", "when there is network: events, then photos by hash; the answer is signed"),
    ("accept", "read, think, write: one transaction; paid once, or suspense with its doubts named"),
    ("second look", "the house compares the photos again with the same models"),
    ("evening", "float = paid + returned + variance, for each bag"),
    ("verdict", "findings, ruleset, reasons; it replays"),
    ("decision", "a person decides; the next round is opened from it"),
)


def draw() -> str:
    height = 90 + 62 * len(STAIRS) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1180 {height}" font-family="{FONT}">',
        f'<rect width="1180" height="{height}" fill="{PAPER}"/>',
        _text(30, 44, "The staircase of rooms: imports go downwards only", 20, INK, bold=True),
        _text(640, 44, "The path of one visit", 20, INK, bold=True),
    ]
    for step, rooms in enumerate(STAIRS):
        parts += _stair(step, rooms)
    for number, (name, says) in enumerate(PATH):
        parts += _stop(number, name, says)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _stair(step: int, rooms: tuple[tuple[str, str], ...]) -> list[str]:
    top, left, width = 70 + 62 * step, 30, 560
    each = (width - 8 * (len(rooms) - 1)) / len(rooms)
    drawn = []
    for i, (name, holds) in enumerate(rooms):
        x = left + i * (each + 8)
        fill = MARIGOLD if name in {"visits", "sync"} else GREEN
        drawn.append(f'<rect x="{x:.0f}" y="{top}" width="{each:.0f}" height="54" rx="9" fill="{fill}"/>')
        ink = INK if fill == MARIGOLD else PAPER
        drawn.append(_text(x + 14, top + 24, name, 16, ink, bold=True))
        drawn.append(_text(x + 14, top + 43, holds, 12, ink))
    return drawn


def _stop(number: int, name: str, says: str) -> list[str]:
    y = 97 + 62 * number
    line = f'<line x1="658" y1="{y + 16}" x2="658" y2="{y + 46}" stroke="{SLATE}" stroke-width="2"/>'
    return [
        f'<circle cx="658" cy="{y}" r="15" fill="{LEAF if name == "door" else GREEN}"/>',
        f'<text x="658" y="{y + 5}" font-size="13" text-anchor="middle" fill="{PAPER}">{number + 1}</text>',
        *([line] if number + 1 < len(PATH) else []),
        _text(686, y - 2, name, 15, INK, bold=True),
        _text(686, y + 17, says, 12, SLATE),
    ]


def _text(x: float, y: float, words: str, size: int, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{fill}"{weight}>{escape(words)}</text>'


if __name__ == "__main__":
    (Path(__file__).parent / "house.svg").write_text(draw(), "utf-8")
