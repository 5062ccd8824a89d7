"""`amanah rehearse`: one whole day on a throw-away house with simulated phones, and whether everything held."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    parser = nouns.add_parser("rehearse", help="a whole day with simulated phones on a throw-away server")
    parser.add_argument("--families", type=int, default=300)
    parser.add_argument("--payers", type=int, help="6; with --fraud 8")
    parser.add_argument("--seed", type=int, help="11; with --faults 1")
    parser.add_argument("--json", metavar="FILE|-")
    parser.add_argument("--logs", type=Path, help="keep the logs of web, worker and phones in this folder")
    parser.add_argument("--faults", metavar="all|NAME,NAME", help="towns in which everything that can break breaks")
    parser.add_argument(
        "--fraud",
        type=float,
        metavar="SHARE",
        help="several days in which so much of the visits is fraud, each kind once",
    )
    parser.add_argument("--seeds", type=int, help="with --faults: how many seeds, from --seed (1) on")
    parser.add_argument("--houses", type=int, help="with --faults: how many towns at once, 2")
    parser.add_argument("--these", type=int, nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--control", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--inside", nargs=2, metavar=("BASE", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--begun", type=float, default=time.time(), help=argparse.SUPPRESS)
    parser.set_defaults(run=_rehearse)


def _rehearse(asked: argparse.Namespace) -> int:
    """Outside: builds the house and runs this command again inside it, where the settings are the house's."""
    if asked.faults:
        return _with_faults(asked)
    asked.seed = 11 if asked.seed is None else asked.seed
    asked.payers = asked.payers or (6 if asked.fraud is None else 8)
    if asked.inside:
        return _inside(asked)
    from amanah.cli.rehearsal.house import House

    with House(keep_log=asked.logs) as house:
        house.serve()
        words = [
            "rehearse",
            "--families",
            str(asked.families),
            "--payers",
            str(asked.payers),
            "--seed",
            str(asked.seed),
        ]
        words += ["--json", asked.json] if asked.json else []
        words += [] if asked.fraud is None else ["--fraud", str(asked.fraud)]
        return house.run_shown(*words, "--inside", house.base, str(house.folder), "--begun", str(asked.begun))


def _inside(asked: argparse.Namespace) -> int:
    if asked.fraud is None:
        from amanah.cli.rehearsal.run import run_inside
    else:
        from amanah.cli.rehearsal.frauds.run import run_inside
    return run_inside(asked)


def _with_faults(asked: argparse.Namespace) -> int:
    """The same two steps; the inner one may ask the outer one to kill and to restore, by a line between them."""
    if asked.inside:
        from amanah.cli.rehearsal.faults.run import run_inside

        return run_inside(asked)
    from amanah.cli.rehearsal.faults.lanes import run_outside

    return run_outside(asked)
