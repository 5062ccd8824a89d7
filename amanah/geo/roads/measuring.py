"""What a graph of roads says of itself: how much longer than the crow its ways are, and what can't be reached."""

from __future__ import annotations

import numpy as np

from amanah.geo.roads.asking import Map, straight_m
from amanah.geo.roads.types import By, Roads

_NEAREST_M = 200.0
"""Nearer pairs say more of where a door was snapped to than of the roads."""


def measured(roads: Roads, *, pairs: int, seed: int = 1) -> dict[str, object]:
    """`detour`: median road metres a great-circle metre, between `pairs` x `pairs` nodes drawn by `seed`; `kmh` is how
    fast a motorcycle gets on; `unreached`: share of pairs that no road joins."""
    rng = np.random.default_rng(seed)
    usable = np.unique(roads.tails[np.isfinite(roads.moto_s)])
    some = roads.places[rng.choice(usable, min(pairs, len(usable)), replace=False)]
    ways = Map(roads, By.MOTO).ways(some, some)
    crow = straight_m(some, some)
    told = ways.on_roads & (crow >= _NEAREST_M)
    ratio = ways.metres[told] / crow[told]
    quarters = np.quantile(ratio, [0.25, 0.5, 0.75]) if told.any() else np.full(3, np.nan)
    kmh = float(np.median(3.6 * ways.metres[told] / ways.seconds[told])) if told.any() else float("nan")
    return {
        "nodes": len(roads.places), "edges": len(roads.tails), "km": round(float(roads.metres.sum()) / 2000, 1),
        "detour": round(float(quarters[1]), 3), "detour_quarters": [round(float(q), 3) for q in quarters[::2]],
        "kmh": round(kmh, 1), "unreached": round(float((~ways.on_roads).mean()), 4), "pairs": int(told.sum()),
    }  # fmt: skip
