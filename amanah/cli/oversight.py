"""`amanah oversight look`: what can't be true across the visits of a day, now; `precision`: how right each kind was."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from amanah.cli import sampling

if TYPE_CHECKING:
    from amanah.oversight.rules.patterns.types import Flag

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
BY = "cli:oversight"


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    noun = nouns.add_parser("oversight", help="doubts across visits")
    verbs = noun.add_subparsers(required=True, metavar="VERB")
    look = verbs.add_parser("look", help="flag what can't be true across a day's visits; opens cases; quiet again")
    look.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="today if not given")
    look.add_argument("--office", metavar="N", help="one office's number; every office if not given")
    look.add_argument("--json", metavar="FILE|-", help="write the new flags as JSON")
    look.set_defaults(run=_look)
    sampling.add_verbs(verbs)
    precision = verbs.add_parser("precision", help="how right each kind of doubt was, by the cases that are closed")
    precision.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes")
    precision.set_defaults(run=_precision)


def _look(asked: argparse.Namespace) -> None:
    from django.utils.timezone import localdate

    from amanah.access import queries as access
    from amanah.cli.answer import write_json
    from amanah.oversight import commands
    from amanah.values.clock import utc_now
    from amanah.values.problem import Problem, Sentence

    offices = [asked.office] if asked.office else [office.nopen for office in access.offices()]
    if asked.office and access.office(asked.office) is None:
        raise Problem(
            "office_unknown",
            Sentence("Kantor ini tidak ada; tulis nopen-nya.", "There is no such office; write its number (nopen)."),
        )
    now = utc_now()
    day = asked.day or localdate(now)
    found = [flag for office in offices for flag in commands.look(office, day, by=BY, now=now)]
    if asked.json:
        write_json({"day": str(day), "flags": [_as_json(flag, asked.lang) for flag in found]}, asked.json)
        return
    for flag in found:
        sys.stdout.write(f"{flag.office}  {flag.payer}  {flag.kind}  {flag.why.in_(asked.lang)}\n")
    sys.stdout.write(f"{len(found)} keraguan baru · new doubts\n")


def _as_json(flag: Flag, language: str) -> dict[str, object]:
    return {
        "kind": str(flag.kind), "payer": str(flag.payer), "office": flag.office, "day": str(flag.day),
        "visits": [str(visit) for visit in flag.visits], "numbers": flag.numbers, "why": flag.why.in_(language),
        "version": flag.version,
    }  # fmt: skip


def _precision(asked: argparse.Namespace) -> None:
    from amanah.cli.answer import write_json
    from amanah.oversight import queries

    kinds = [
        {
            "kind": str(one.kind), "flagged": one.seen.flagged, "right": one.seen.right, "wrong": one.seen.wrong,
            "visit_again": one.seen.again, "precision": one.precision, "interval": list(one.interval),
            "weight": round(one.weight, 3),
        }
        for one in queries.tracked()
    ]  # fmt: skip
    write_json({"kinds": kinds}, asked.json)
