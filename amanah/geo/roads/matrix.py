"""An office's ways over the roads, all at once: the graph cut to its places, searched as far as the budget goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from amanah.geo.roads.asking import FAR_FROM_ROAD_M, LONGEST_S, Map, straight_m
from amanah.geo.roads.types import By, Numbers, Roads, Ways

MARGIN_DEG = 0.03
"""Some 3 km around an office's places: a way that leads farther outside and back isn't found."""
WORK = 12e6
"""Nodes reached by all searches together: some 2 s of CPU. Beyond it all searches end earlier, at the same minute."""
_PROBES = 12
_TOLD_M = 200.0
"""Nearer pairs say more of where a door was snapped to than of the roads."""


def cut(roads: Roads, places: Numbers, *, margin_deg: float = MARGIN_DEG) -> Roads:
    """The part around the places (n, 2); maybe without a single edge."""
    low, high = places.min(axis=0) - margin_deg, places.max(axis=0) + margin_deg
    inside = ((roads.places >= low) & (roads.places <= high)).all(axis=1)
    edges = inside[roads.tails] & inside[roads.heads]
    number = np.cumsum(inside) - 1
    return Roads(
        roads.places[inside], number[roads.tails[edges]].astype(np.int32), number[roads.heads[edges]].astype(np.int32),
        roads.metres[edges], roads.moto_s[edges], roads.foot_s[edges],
    )  # fmt: skip


def covered(roads: Roads, places: Numbers) -> float:
    """The share of places that have a road (a motorcycle's) near enough to be believed on it."""
    usable = np.isfinite(roads.moto_s)
    if not usable.any() or not len(places):
        return 0.0
    return float((Map(roads).snap(places)[1] <= FAR_FROM_ROAD_M).mean())


def flooded(roads: Roads, area: BaseGeometry, times: float | None) -> Roads:
    """Roads that meet the area (degrees, (lng, lat)) take `times` as long; None: they are closed."""
    ends = np.stack([roads.places[roads.tails][:, ::-1], roads.places[roads.heads][:, ::-1]], axis=1)
    wet = shapely.intersects(area, shapely.linestrings(ends)) if len(ends) else np.zeros(0, dtype=bool)
    slower = np.float32(np.inf if times is None else times)
    return replace(
        roads, moto_s=np.where(wet, slower * roads.moto_s, roads.moto_s),
        foot_s=np.where(wet, slower * roads.foot_s, roads.foot_s),
    )  # fmt: skip


def between(roads: Roads, places: Numbers, *, by: By = By.MOTO, work: float = WORK) -> Ways:
    """From each place to each, the office first: its own ways are searched to the end, the others within `work`."""
    there = Map(roads, by)
    longest_s = _reach_s(there, places, len(roads.places), work)
    found = there.ways(places, places, longest_s=longest_s)
    out = there.ways(places[:1], places)
    home = Map(replace(roads, tails=roads.heads, heads=roads.tails), by).ways(places[:1], places)
    for whole, first, last in (
        (found.metres, out.metres, home.metres), (found.seconds, out.seconds, home.seconds),
        (found.on_roads, out.on_roads, home.on_roads),
    ):  # fmt: skip
        whole[0], whole[:, 0] = first[0], last[0]
    if longest_s < LONGEST_S:
        _guess(found, places, there.snap(places)[1] <= FAR_FROM_ROAD_M)
    np.fill_diagonal(found.metres, 0)
    np.fill_diagonal(found.seconds, 0)
    return found


def _guess(found: Ways, places: Numbers, near: NDArray[np.bool_]) -> None:
    """In place: what wasn't searched, though both ends lie at roads, is as long for its crow as the found ways are."""
    crow = straight_m(places, places)
    told = found.on_roads & (crow >= _TOLD_M)
    if not told.any():
        return
    found.guessed[:] = ~found.on_roads & near[:, None] & near[None, :]
    found.guessed[0] = found.guessed[:, 0] = False
    for what in (found.metres, found.seconds):
        what[found.guessed] = crow[found.guessed] * np.median(what[told] / crow[told])


def _reach_s(there: Map, places: Numbers, nodes: int, work: float) -> float:
    """How far each search may go so that all together reach `work` nodes: from what a few of them reach."""
    share = work / max(1, nodes * len(places))
    if share >= 1:
        return LONGEST_S
    some = places[np.linspace(0, len(places) - 1, min(_PROBES, len(places))).astype(int)]
    return there.reach_s(some, share)
