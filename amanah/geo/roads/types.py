"""A graph of roads as arrays, and what a matrix over it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class By(StrEnum):
    """How somebody goes: `moto` obeys one-way streets, `foot` doesn't."""

    MOTO = "moto"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Roads:
    """`places` (n, 2) in degrees. Edge i goes from `tails[i]` to `heads[i]`, `metres[i]` long, taking `moto_s[i]` or
    `foot_s[i]` seconds; infinite where that way of going isn't allowed. Both directions are edges of their own.
    """

    places: Numbers
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    metres: NDArray[np.float32]
    moto_s: NDArray[np.float32]
    foot_s: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ways:
    """(k, n) from k places to n. Where `on_roads` is False no road joins the two (or they lie far from any): there,
    metres and seconds are the great circle's, by detour and speed. `guessed`: between places near roads that weren't
    searched so far: the great circle's, by the detour and speed of the ways that were found."""

    metres: Numbers
    seconds: Numbers
    on_roads: NDArray[np.bool_]
    guessed: NDArray[np.bool_]
