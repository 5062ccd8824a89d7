"""`amanah geo movement FILE.csv|FILE.gpx`: fixes that can't be true."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amanah.geo.movement import Flag, Seen

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
COLUMNS = ("id", "time", "lat", "lng", "accuracy_m")


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    geo = nouns.add_parser("geo", help="places and movement")
    verbs = geo.add_subparsers(required=True, metavar="VERB")
    movement = verbs.add_parser("movement", help=f"flag what can't be true; columns {', '.join(COLUMNS)}")
    movement.add_argument("file", type=Path, metavar="FILE.csv|FILE.gpx")
    movement.add_argument("--json", metavar="FILE|-", help="write the flags as JSON")
    movement.set_defaults(run=_movement)


def _movement(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.cli.fixes import read_fixes
    from amanah.geo.movement import flags

    named, found = read_fixes(asked.file), []
    for places, seen in _movers(named).values():
        found += [(places[flag.index], flag) for flag in flags(seen)]
    found.sort(key=lambda one: one[0])
    if asked.json:
        write_json({"flags": [_as_json(named[i][0], i, flag, asked.lang) for i, flag in found]}, asked.json)
        return
    for i, flag in found:
        sys.stdout.write(f"{i}  {named[i][0]}  {flag.kind}  {flag.reason.in_(asked.lang)}\n")
    sys.stdout.write(f"{len(named)} titik · fixes, {len(found)} ditandai · flagged\n")


def _movers(named: list[tuple[str, Seen]]) -> dict[str, tuple[list[int], list[Seen]]]:
    """Fixes by mover. A file whose every line has an id of its own is one mover's."""
    is_one = len({id_ for id_, _ in named}) == len(named)
    movers: dict[str, tuple[list[int], list[Seen]]] = defaultdict(lambda: ([], []))
    for i, (id_, seen) in enumerate(named):
        places, track = movers["" if is_one else id_]
        places.append(i)
        track.append(seen)
    return movers


def _as_json(id_: str, index: int, flag: Flag, language: str) -> dict[str, object]:
    return {"id": id_, "index": index, "kind": str(flag.kind), "reason": flag.reason.in_(language)}
