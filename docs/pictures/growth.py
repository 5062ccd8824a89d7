"""Draws docs/pictures/growth.svg: what a batch of 100 events takes beside how many events are stored already.

./run bench sync --growth 10000,100000,1000000,5000000 --json - --draw docs/pictures/growth.svg
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

INK, PAPER, GREEN, MARIGOLD, SLATE, LINE = "#12302b", "#fbfaf6", "#0f5c56", "#f2a516", "#5b6b68", "#d9ddd6"
LOOK = {
    "font.family": "Plus Jakarta Sans", "svg.fonttype": "path", "svg.hashsalt": "growth",
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": SLATE, "ytick.color": SLATE, "axes.edgecolor": LINE,
    "axes.facecolor": PAPER, "figure.facecolor": PAPER, "axes.spines.top": False, "axes.spines.right": False,
}  # fmt: skip
FONTS = Path(__file__).resolve().parents[2] / "amanah" / "papers" / "fonts"
LIMIT_MS = 150


def draw(growth: Sequence[Mapping[str, Any]], file: Path) -> None:
    """`growth`: steps as `bench/sync_growth.py` gives them, rising in `stored`. The same figures, the same file."""
    for font in FONTS.glob("*.ttf"):
        font_manager.fontManager.addfont(font)
    with mpl.rc_context(LOOK):  # type: ignore[arg-type]  # its keys are a Literal of all settings
        figure = Figure(figsize=(10.8, 4.4), layout="constrained")
        took, rate = figure.subplots(1, 2)
        stored = [step["stored"] for step in growth]
        _line(took, stored, [step["p50_ms"] for step in growth], GREEN, "p50")
        _line(took, stored, [step["p95_ms"] for step in growth], MARIGOLD, "p95")
        _line(took, stored, [step["cpu_ms"] for step in growth], SLATE, "CPU of server and database")
        took.axhline(LIMIT_MS, color=SLATE, linestyle=":", linewidth=1)
        _framed(took, stored, f"A batch of 100 events, sent alone: ms (dotted: {LIMIT_MS})")
        _line(rate, stored, [step["events_per_s"] for step in growth], GREEN, "ten phones at once")
        _framed(rate, stored, "Events taken in a second")
        figure.savefig(file, format="svg", metadata={"Date": None})


def _line(axes: Axes, stored: Sequence[int], values: Sequence[float], colour: str, name: str) -> None:
    axes.plot(stored, values, color=colour, marker="o", linewidth=2, label=name)


def _framed(axes: Axes, stored: Sequence[int], title: str) -> None:
    axes.set_title(title, loc="left", fontsize=12, pad=28)
    axes.set_xscale("log")
    axes.margins(x=0.1)
    axes.set_ylim(bottom=0, top=axes.get_ylim()[1] * 1.1)
    axes.set_xlabel("events stored before")
    axes.xaxis.set_major_locator(FixedLocator(list(stored)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
    axes.grid(axis="y", color=LINE)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 0.99), ncols=3)


def _short(count: float) -> str:
    return f"{count / 1e6:.3g} million" if count >= 1e6 else f"{count / 1e3:.3g} thousand"
