"""Routing problems of the literature (CVRPLIB, Gehring-Homberger): the file as it is published, its best-known cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyvrp
import vrplib

from amanah.values.problem import Problem, Sentence

TENTHS = 10
"""Time-window problems are compared in distances cut to one decimal (DIMACS 2021): reckoned in whole tenths."""


@dataclass(frozen=True, slots=True)
class Published:
    """One problem. Costs are `data`'s own divided by `scale`: then they are those people publish."""

    name: str
    data: pyvrp.ProblemData
    scale: int
    best_known: float | None


def read(path: Path) -> Published:
    """Distances rounded as the field does: to whole numbers (CVRPLIB), with time windows cut to tenths (DIMACS).

    The best-known cost is that of the `.sol` file of the same name beside it, where there is one.
    Problems: `file_missing`, `not_a_vrp_file`.
    """
    if not path.is_file():
        raise Problem("file_missing", Sentence(f"Berkas {path} tidak ada.", f"There is no file {path}."))
    try:
        has_windows = "time_window" in vrplib.read_instance(path)
        data = pyvrp.read(path, round_func="dimacs" if has_windows else "round")
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, UnicodeDecodeError, RuntimeError) as error:
        raise Problem(
            "not_a_vrp_file",
            Sentence(
                f"{path.name} tidak terbaca sebagai berkas VRPLIB ({error}). Pakai .vrp dari CVRPLIB atau PyVRP.",
                f"{path.name} can't be read as a VRPLIB file ({error}). Give a .vrp of CVRPLIB or PyVRP.",
            ),
        ) from error
    return Published(path.stem, data, TENTHS if has_windows else 1, _best_known(path.with_suffix(".sol")))


def _best_known(path: Path) -> float | None:
    """A `.sol` ends with its cost. One that can't be read is as good as none: the gap is then not told."""
    if not path.is_file():
        return None
    try:
        cost = vrplib.read_solution(path).get("cost")
    except (ValueError, KeyError, IndexError, UnicodeDecodeError):
        return None
    return float(cost) if isinstance(cost, int | float) else None
