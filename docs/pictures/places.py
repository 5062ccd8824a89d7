"""Draws the pictures of docs/places.md from the figures in docs/measured, which the benches wrote.

./run bench places --json docs/measured/places.json          (and places_homes, oversight, copies, rounds, travel)
python docs/pictures/places.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from math import cos, radians
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
sys.path.insert(0, str(REPO))

from amanah.routes.queries import plan_day  # noqa: E402 - the repository's own folder comes first
from bench.rounds import DEPOT, denpasar  # noqa: E402 - as above

MEASURED, OUT = REPO / "docs" / "measured", HERE / "places"
INK, PAPER, GREEN, MARIGOLD, SLATE, LINE = "#12302b", "#fbfaf6", "#0f5c56", "#f2a516", "#5b6b68", "#d9ddd6"
LOOK = {
    "font.family": "Plus Jakarta Sans", "svg.fonttype": "path", "svg.hashsalt": "places",
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": SLATE, "ytick.color": SLATE, "axes.edgecolor": LINE,
    "axes.facecolor": PAPER, "figure.facecolor": PAPER, "axes.spines.top": False, "axes.spines.right": False,
}  # fmt: skip

Json = Mapping[str, Any]


def main() -> None:
    for font in (REPO / "amanah" / "papers" / "fonts").glob("*.ttf"):
        font_manager.fontManager.addfont(font)
    OUT.mkdir(exist_ok=True)
    with mpl.rc_context(LOOK):  # type: ignore[arg-type]  # its keys are a Literal of all settings
        for name, draw in DRAWINGS.items():
            path = MEASURED / f"{name}.json"
            if not path.exists():
                sys.stderr.write(f"{path.name} is missing: {name}.svg isn't drawn\n")
                continue
            figure = draw(json.loads(path.read_text(encoding="utf-8")))
            figure.savefig(OUT / f"{name}.svg", format="svg", metadata={"Date": None})
        day_of_an_office().savefig(OUT / "day.webp", format="webp", dpi=110, pil_kwargs={"quality": 80})


def homes(told: Json) -> Figure:
    """How far the learnt place is from the true door, and whether its circles hold what they promise."""
    figure = Figure(figsize=(10.8, 4.2), layout="constrained")
    far, holds = figure.subplots(1, 2)
    curve = told["curve"]
    tags = [point["tags"] for point in curve]
    for name, colour, label in (
        ("learnt", GREEN, "learnt from all"), ("newest_good", MARIGOLD, "newest good tag"), ("mean", SLATE, "mean"),
    ):  # fmt: skip
        far.plot(tags, [point[name]["p95_m"] for point in curve], color=colour, marker="o", label=label)
    far.set_yscale("log")
    _framed(far, "95 of 100 homes lie closer than: metres", "tags of the family")
    for name, colour, label, promised in (
        ("holds_68", GREEN, "the 68 % circle", 0.68), ("holds_95", MARIGOLD, "the 95 % circle", 0.95),
    ):  # fmt: skip
        holds.plot(tags, [point[name] for point in curve], color=colour, marker="o", label=label)
        holds.axhline(promised, color=colour, linestyle=":", linewidth=1)
    holds.set_ylim(0.5, 1.02)
    _framed(holds, "Circles that hold the true door (dotted: promised)", "tags of the family", percent=True)
    return figure


def areas(told: Json) -> Figure:
    """What the accuracy of a fix does to "which village is this"."""
    figure = Figure(figsize=(10.8, 3.6), layout="constrained")
    axes = figure.subplots()
    points = told["right_village"]["points"]
    accuracy = [point["accuracy_m"] for point in points]
    for name, colour, label in (
        ("right", GREEN, "the village it says is the right one"), ("certain", SLATE, "it says so for certain"),
        ("certainly_accused_wrongly", MARIGOLD, "certainly elsewhere, and wrong"),
    ):  # fmt: skip
        axes.plot(accuracy, [point[name] for point in points], color=colour, marker="o", label=label)
    axes.set_ylim(-0.02, 1.05)
    _framed(
        axes, f"{told['right_village']['borders']}: which village is it?", "accuracy told, metres (68 %)", percent=True
    )
    return figure


def oversight(told: Json) -> Figure:
    """Recall and precision of each kind of doubt, with what so few cases leave open."""
    figure = Figure(figsize=(10.8, 5.6), layout="constrained")
    found, right = figure.subplots(1, 2, sharey=True)
    frauds = told["shares"]["0.05"]["fraud"]
    kinds = [kind for kind, one in frauds.items() if one["planted"]][::-1]
    for axes, name, title in (
        (found, "recall", "Of planted visits, found"),
        (right, "precision", "Of flagged visits, planted"),
    ):
        _intervals(axes, [frauds[kind][name] for kind in kinds])
        axes.set_title(title, loc="left", fontsize=12)
        axes.xaxis.set_major_formatter(PercentFormatter(1.0))
        axes.set_xlim(0, 1.03)
        axes.grid(axis="x", color=LINE)
    labels = [f"{kind.replace('_', ' ')} ({frauds[kind]['planted']})" for kind in kinds]
    found.set_yticks(range(len(kinds)), labels)
    return figure


def copies(told: Json) -> Figure:
    """Near copies found, by what was done to the photo."""
    figure = Figure(figsize=(10.8, 4.6), layout="constrained")
    axes = figure.subplots()
    changes = list(told["found"])[::-1]
    axes.barh(changes, [told["found"][change] / told["originals"] for change in changes], color=GREEN, height=0.6)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(axis="x", color=LINE)
    title = f"Near copies found; among {told['alike']} photos of alike fronts false groups: {told['false_groups']}"
    axes.set_title(title, loc="left", fontsize=12)
    return figure


def rounds(told: Json) -> Figure:
    """Kilometres against the CPU seconds they cost, beside PyVRP over the whole office."""
    curves = [one for one in told["rounds"] if one["curve"]]
    figure = Figure(figsize=(10.8, 7.6), layout="constrained")
    for axes, one in zip(figure.subplots(2, 2).flat, curves, strict=False):
        points = sorted(one["curve"], key=lambda point: point["cpu_s"])
        km = [point["km"] for point in points]
        axes.plot([point["cpu_s"] for point in points], km, color=GREEN, marker="o", label="ours")
        whole = one["whole_office"]
        axes.plot(
            [whole["cpu_s"]], [whole["km"]], color=MARIGOLD, marker="D", linestyle="", label="PyVRP, whole office"
        )
        axes.axhline(1.03 * whole["km"], color=SLATE, linestyle=":", linewidth=1, label="3 % more")
        axes.set_ylim(0.97 * min(*km, whole["km"]), 1.03 * max(*km, whole["km"]))
        _framed(axes, f"{one['office']}, {one['stops']} doors: km", "CPU seconds")
    return figure


def travel(told: Json) -> Figure:
    """How far foretold ways are from the true ones, by the days that were learnt from; and what it does to a day."""
    figure = Figure(figsize=(10.8, 4.2), layout="constrained")
    ways, days = figure.subplots(1, 2, width_ratios=(3, 2))
    curve = told["curve"]
    for name, colour, label in (("crow", MARIGOLD, "as the crow flies"), ("roads", GREEN, "over the deployer's roads")):
        off = [point[name]["median_pct"] / 100 for point in curve]
        ways.plot([point["days"] for point in curve], off, color=colour, marker="o", label=label)
    ways.set_ylim(0, None)
    _framed(ways, "Median error of a way between two doors", "days learnt from", percent=True)
    parts = {"a way, crow": told["without_graph"], "a way, roads": told["with_graph"], "a door": told["doors"],
             "tomorrow's day": told["tomorrow"]}  # fmt: skip
    for shift, when, colour in ((-0.2, "before", LINE), (0.2, "after", GREEN)):
        off = [one[when]["median_pct"] / 100 for one in parts.values()]
        days.barh([i + shift for i in range(len(parts))], off, height=0.38, color=colour, label=when)
    days.set_yticks(range(len(parts)), list(parts))
    days.invert_yaxis()
    _framed(days, "Median error before and after learning", "")
    days.xaxis.set_major_formatter(PercentFormatter(1.0))
    return figure


def day_of_an_office() -> Figure:
    """2,500 invented doors in Denpasar as 40 payers may walk them: a colour a round, the way in order."""
    stops = denpasar(2500, 1)
    where = {stop.id: (stop.lng, stop.lat) for stop in stops}
    plan = plan_day(stops, payers=40, depot=DEPOT)
    figure = Figure(figsize=(10.8, 9.0), layout="constrained")
    axes = figure.subplots()
    colours = mpl.colormaps["tab20"]
    for one in plan.rounds:
        way = [(DEPOT[1], DEPOT[0]), *(where[stop] for stop in one.stops), (DEPOT[1], DEPOT[0])]
        axes.plot(*zip(*way, strict=True), color=colours(one.payer % 20), linewidth=0.8, marker="o", markersize=2)
    axes.plot([DEPOT[1]], [DEPOT[0]], color=INK, marker="s", markersize=9)
    axes.set_title(
        f"{len(stops)} doors, {len(plan.rounds)} rounds, {plan.km_total:.0f} km, longest day {plan.hours_max:.2f} h",
        loc="left", fontsize=12,
    )  # fmt: skip
    axes.set_aspect(1 / cos(radians(DEPOT[0])))
    axes.set_axis_off()
    return figure


def _intervals(axes: Axes, values: Sequence[Sequence[float] | None]) -> None:
    for i, value in enumerate(values):
        if value:
            middle, low, high = value
            axes.plot([low, high], [i, i], color=LINE, linewidth=5, solid_capstyle="round")
            axes.plot([middle], [i], color=GREEN, marker="o")


def _framed(axes: Axes, title: str, below: str, *, percent: bool = False) -> None:
    axes.set_title(title, loc="left", fontsize=12, pad=28)
    axes.set_xlabel(below)
    if percent:
        axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(axis="y", color=LINE)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 0.99), ncols=3, fontsize=9)


DRAWINGS = {"places_homes": homes, "places": areas, "oversight": oversight, "copies": copies, "rounds": rounds,
            "travel": travel}  # fmt: skip

if __name__ == "__main__":
    main()
