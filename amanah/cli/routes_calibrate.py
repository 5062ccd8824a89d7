"""`amanah routes calibrate [--json FILE|-]`: how long ways take, learnt from finished visits by regency."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amanah.routes.travel import Off

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def add_verb(verbs: Nouns[argparse.ArgumentParser]) -> None:
    calibrate = verbs.add_parser("calibrate", help="learn travel times from finished visits, for the next plans")
    calibrate.add_argument("--json", metavar="FILE|-", help="write the times and the error before and after as JSON")
    calibrate.set_defaults(run=_calibrate)


def _calibrate(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.values.clock import utc_now
    from amanah.visits.commands.calibrating import calibrate_travel

    now = utc_now()
    version, fitted = calibrate_travel(today=now.date(), by="system:calibrate", now=now)
    if asked.json:
        write_json({"version": version, **asdict(fitted)}, asked.json)
        return
    for area, pace in fitted.paces.items():
        sys.stdout.write(f"{area:<6} {pace.min_a_km:5.2f} min/km + {pace.fixed_min:4.2f} min ({pace.hops})\n")
    for area, over in fitted.roads.items():
        sys.stdout.write(f"{area:<6} x {over.times:.2f} jalan · roads + {over.fixed_min:4.2f} min ({over.hops})\n")
    _say("garis lurus · great circles", fitted.before, fitted.after)
    _say("jalan · roads", fitted.roads_before, fitted.roads_after)


def _say(what: str, before: Off | None, after: Off | None) -> None:
    if before and after:
        sys.stdout.write(
            f"{what}: galat · error {before.mae_min:.2f} → {after.mae_min:.2f} min, "
            f"median {before.median_pct:.1f} → {after.median_pct:.1f} %\n"
        )
