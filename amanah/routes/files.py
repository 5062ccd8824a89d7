"""Routing problems of the literature (CVRPLIB, Gehring-Homberger): the file as it is published, its best-known cost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

import pyvrp
import vrplib
import vrplib.parse

from amanah.values.problem import Problem, Sentence

TENTHS = 10
"""Time-window problems are compared in distances cut to one decimal (DIMACS 2021): reckoned in whole tenths."""
THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class Published:
    """One problem. Costs are `data`'s own divided by `scale`: then they are those people publish."""

    name: str
    data: pyvrp.ProblemData
    scale: int
    best_known: float | None


def read(path: Path) -> Published:
    """VRPLIB, or the text tables of Solomon and Gehring-Homberger. Distances are rounded as the field does.

    To whole numbers (CVRPLIB), with time windows cut to tenths (DIMACS), and to thousandths where the best-known cost
    has decimals. `DISTANCE`, the longest route with its services (Christofides), is kept (PyVRP alone doesn't).
    The best-known cost is that of the `.sol` file of the same name beside it, where there is one.
    Problems: `file_missing`, `not_a_vrp_file` (with the line, where one line is to blame).
    """
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Problem(
            "file_missing", Sentence(f"Berkas {path} tidak terbaca.", f"The file {path} can't be read.")
        ) from error
    best = _best_known(path.with_suffix(".sol"))
    try:
        text = _from_solomon(path.name, text) if _is_solomon(text) else text
        _check(path.name, text)
        has_windows = "TIME_WINDOW_SECTION" in text
        round_func, scale = ("dimacs", TENTHS) if has_windows else ("round", 1)
        if best and not best.is_integer() and not has_windows:
            round_func, scale = "exact", THOUSANDTHS
        data = _data(_with_longest(text), round_func)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RuntimeError, OverflowError) as error:
        raise _not_vrp(path.name, str(error)) from error
    return Published(path.stem, data, scale, best)


def _data(text: str, round_func: str) -> pyvrp.ProblemData:
    """PyVRP only reads files."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "problem.vrp")
        path.write_text(text, encoding="utf-8")
        return pyvrp.read(path, round_func=round_func)


def _is_solomon(text: str) -> bool:
    words = text.split(maxsplit=4)
    return "VEHICLE" in words[1:4] and "CUSTOMER" in text


def _from_solomon(name: str, text: str) -> str:
    """The same as VRPLIB. Customers count from 0 there, the depot."""
    for line, said in enumerate(text.splitlines(), start=1):
        words = said.split()
        if words and _is_number(words[0]) and len(words) > 2 and not all(_is_number(word) for word in words):
            raise _not_vrp(name, f"«{said.strip()[:40]}»", line)
    told = vrplib.parse.parse_solomon(text, compute_edge_weights=False)
    places = told["node_coord"]
    columns = {
        "NODE_COORD": places, "DEMAND": told["demand"][:, None], "TIME_WINDOW": told["time_window"],
        "SERVICE_TIME": told["service_time"][:, None],
    }  # fmt: skip
    lines = [
        f"VEHICLES : {told['vehicles']}", f"CAPACITY : {told['capacity']}", f"DIMENSION : {len(places)}",
        "EDGE_WEIGHT_TYPE : EUC_2D",
    ]  # fmt: skip
    for name, rows in columns.items():
        lines.append(f"{name}_SECTION")
        lines += [" ".join(map(str, (i, *row))) for i, row in enumerate(rows.tolist(), start=1)]
    return "\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF", ""])


def _with_longest(text: str) -> str:
    """`DISTANCE : 200` under the name PyVRP knows it by."""
    return re.sub(r"(?m)^\s*DISTANCE\s*:", "VEHICLES_MAX_DURATION :", text)


_CELLS = {"NODE_COORD": 3, "DEMAND": 2, "TIME_WINDOW": 3, "SERVICE_TIME": 2}
"""Numbers a line of a section has, the place's own number first."""


def _check(name: str, text: str) -> None:
    """Each line of the sections is a line of numbers, counted from 1. PyVRP would take any order for the right one."""
    section, place = "", 0
    for line, said in enumerate(text.splitlines(), start=1):
        words = said.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0].rstrip(":").endswith("_SECTION") or words[0] == "EOF":
            section, place = words[0].rstrip(":").removesuffix("_SECTION"), 0
        elif section in _CELLS:
            place += 1
            if len(words) != _CELLS[section] or not all(_is_number(word) for word in words) or float(words[0]) != place:
                raise _not_vrp(name, f"{section}: «{said.strip()[:40]}»", line)
        elif not section and ":" not in said:
            raise _not_vrp(name, f"«{said.strip()[:40]}»", line)


def _is_number(word: str) -> bool:
    try:
        return isfinite(float(word))
    except ValueError:
        return False


def _not_vrp(name: str, why: str, line: int | None = None) -> Problem:
    at_id, at_en = (f", baris {line}", f", line {line}") if line else ("", "")
    return Problem(
        "not_a_vrp_file",
        Sentence(
            f"{name}{at_id} tidak terbaca sebagai berkas VRPLIB ({why}). Perbaiki, atau pakai .vrp dari CVRPLIB.",
            f"{name}{at_en} can't be read as a VRPLIB file ({why}). Mend it, or give a .vrp of CVRPLIB.",
        ),
    )


def _best_known(path: Path) -> float | None:
    """A `.sol` ends with its cost. One that can't be read is as good as none: the gap is then not told."""
    if not path.is_file():
        return None
    try:
        cost = vrplib.read_solution(path).get("cost")
    except (ValueError, KeyError, IndexError, UnicodeDecodeError):
        return None
    return float(cost) if isinstance(cost, int | float) else None
