"""Drawn boundaries made fit to be asked: turned axes, self-crossings, several parts, and what had to be left out.

Nothing is mended in silence: each change and each feature left out is a Fault with its place in the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import STRtree

from amanah.geo.boundaries import Drawn
from amanah.geo.queries import area_m2
from amanah.geo.types import Area
from amanah.values.numbers import RegionCode
from amanah.values.problem import Problem, Sentence

SOUTH, NORTH, WEST, EAST = -11.5, 6.5, 94.5, 141.5
"""Indonesia with its outermost islands, degrees. No latitude here is a longitude here, so turned axes always show."""
_CHUNK = 20_000  # pairs laid over each other at a time: memory stays small


class Wrong(StrEnum):
    """`mended` ones are kept: CROSSED, TWICE, and SWAPPED when the loader was told to turn them."""

    CODE = "code"
    EMPTY = "empty"
    NOT_FINITE = "not_finite"
    NO_AREA = "no_area"
    NULL_ISLAND = "null_island"
    SWAPPED = "swapped"
    ABROAD = "abroad"
    CROSSED = "crossed"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about the feature at `index` (from 0 in the file): `note` such as where a border crosses itself."""

    index: int
    code: str
    wrong: Wrong
    kept: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two villages that both claim some ground."""

    one: str
    other: str
    m2: int


def mend(drawn: Drawn, *, swap: bool = False) -> tuple[list[Area], list[Fault]]:
    """Valid areas by code in the file's order, each code once, and all that was wrong.

    `swap`: features with latitude and longitude exchanged are turned. Raises Problem `axes_swapped` when most of the
    file is so and nobody said to turn it.
    """
    shapes, faults = drawn.shapes.copy(), []
    turned = _within(shapely.bounds(shapes)[:, [1, 0, 3, 2]])
    if not swap and turned.sum() * 2 > len(shapes):
        raise _axes_swapped(int(turned.sum()), len(shapes))
    if swap:
        shapes[turned] = shapely.transform(shapes[turned], lambda points: points[:, ::-1])
    wrong = _wrong(drawn, shapes, turned & (not swap))
    for i, (code, why) in enumerate(zip(drawn.codes, wrong, strict=True)):
        if why:
            faults.append(Fault(i, code, why, kept=False))
        elif swap and turned[i]:
            faults.append(Fault(i, code, Wrong.SWAPPED, kept=True))
    fit = np.array([i for i, why in enumerate(wrong) if not why], dtype=np.int64)
    valid, crossed = _valid(shapes[fit], fit, drawn)
    areas, twice = _by_code(valid, fit, drawn)
    lost = [Fault(int(fit[i]), drawn.codes[fit[i]], Wrong.NO_AREA, kept=False)
            for i in np.flatnonzero(shapely.is_empty(valid))]  # fmt: skip
    return areas, sorted([*faults, *crossed, *twice, *lost], key=lambda fault: fault.index)


def overlaps(areas: list[Area], *, more_than_m2: float) -> list[Overlap]:
    """Pairs of villages that share more ground than borders drawn twice do, the largest first."""
    shapes = np.array([area.shape for area in areas], dtype=object)
    if not len(shapes):
        return []
    pairs = STRtree(shapes).query(shapes)
    pairs = pairs[:, pairs[0] < pairs[1]]
    found: list[Overlap] = []
    for start in range(0, pairs.shape[1], _CHUNK):
        one, other = pairs[:, start : start + _CHUNK]
        share = shapely.intersects(shapes[one], shapes[other]) & ~shapely.touches(shapes[one], shapes[other])
        one, other = one[share], other[share]
        for i, j, m2 in zip(one, other, area_m2(shapely.intersection(shapes[one], shapes[other])), strict=True):
            if m2 > more_than_m2:
                found.append(Overlap(areas[i].code, areas[j].code, round(m2)))
    return sorted(found, key=lambda overlap: -overlap.m2)


def _within(bounds: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    west, south, east, north = bounds.T
    return np.asarray((west >= WEST) & (east <= EAST) & (south >= SOUTH) & (north <= NORTH), dtype=np.bool_)


def _wrong(drawn: Drawn, shapes: npt.NDArray[Any], turned: npt.NDArray[np.bool_]) -> list[Wrong | None]:
    """What keeps each feature out, the first reason that holds; None for those that stay."""
    points, whose = shapely.get_coordinates(shapes, return_index=True)
    unfinite, at_null = set(whose[~np.isfinite(points).all(axis=1)]), set(whose[(points == 0).all(axis=1)])
    areal = np.isin(shapely.get_type_id(shapes), (3, 6, 7))  # polygon, multipolygon, collection
    empty, here = shapely.is_missing(shapes) | shapely.is_empty(shapes), _within(shapely.bounds(shapes))

    def why(i: int) -> Wrong | None:
        if not _is_village(drawn.codes[i]):
            return Wrong.CODE
        if empty[i]:
            return Wrong.EMPTY
        if i in unfinite:
            return Wrong.NOT_FINITE
        if i in at_null:
            return Wrong.NULL_ISLAND
        if not areal[i]:
            return Wrong.NO_AREA
        if turned[i]:
            return Wrong.SWAPPED
        return None if here[i] else Wrong.ABROAD

    return [why(i) for i in range(len(shapes))]


def _is_village(code: str) -> bool:
    try:
        return RegionCode(code).is_village
    except ValueError:
        return False


def _valid(shapes: npt.NDArray[Any], fit: npt.NDArray[np.int64], drawn: Drawn) -> tuple[npt.NDArray[Any], list[Fault]]:
    """Polygons only, none crossing itself: what crossed is parted where it crosses, and told."""
    bad = np.flatnonzero(~shapely.is_valid(shapes))
    notes = shapely.is_valid_reason(shapes[bad])
    shapes[bad] = shapely.make_valid(shapes[bad], method="structure", keep_collapsed=False)
    for i in bad[~shapely.is_valid(shapes[bad])]:  # GEOS 3.14 leaves two parts side by side that touch along a line
        shapes[i] = shapely.make_valid(shapes[i])
    for i in np.flatnonzero(shapely.get_type_id(shapes) == 7):
        shapes[i] = shapely.union_all([part for part in shapely.get_parts(shapes[i]) if part.area])
    told = [
        Fault(int(fit[i]), drawn.codes[fit[i]], Wrong.CROSSED, kept=True, note=str(note))
        for i, note in zip(bad, notes, strict=True)
        if not shapes[i].is_empty
    ]
    return shapes, told


def _by_code(shapes: npt.NDArray[Any], fit: npt.NDArray[np.int64], drawn: Drawn) -> tuple[list[Area], Iterator[Fault]]:
    """Parts drawn as features of their own become one area; so do two drawings of one village, and both are told."""
    places: dict[str, list[int]] = defaultdict(list)
    for i in np.flatnonzero(~shapely.is_empty(shapes)):
        places[drawn.codes[fit[i]]].append(int(i))
    areas = [
        Area(code, shapes[own[0]] if len(own) == 1 else shapely.union_all(shapes[own])) for code, own in places.items()
    ]
    twice = (
        Fault(int(fit[i]), code, Wrong.TWICE, kept=True) for code, own in places.items() for i in own[1:]
    )  # the first is no news
    return areas, twice


def _axes_swapped(turned: int, of: int) -> Problem:
    return Problem(
        "axes_swapped",
        Sentence(
            f"{turned} dari {of} batas tampak terbalik: lintang ditulis sebagai bujur. GeoJSON menulis bujur dulu. "
            "Ekspor lagi dengan urutan yang benar, atau muat dengan --swap agar dibalik.",
            f"{turned} of {of} boundaries look turned: latitude where longitude belongs. GeoJSON writes longitude "
            "first. Export them again the right way round, or load with --swap to have them turned.",
        ),
    )
