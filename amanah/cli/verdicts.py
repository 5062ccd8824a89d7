"""`amanah verdicts load|assess`: the ministry's rules, and families assessed by them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from uuid import UUID

from amanah.eligibility import commands, queries
from amanah.values.clock import utc_now

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
BY = "cli:verdicts"


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    verbs = nouns.add_parser("verdicts", help="the ministry's rules and what they recommend").add_subparsers(
        required=True, metavar="VERB"
    )
    load = verbs.add_parser("load", help="load rulesets (those shipped, or a folder's)")
    load.add_argument("--folder", type=Path, default=commands.SHIPPED)
    load.set_defaults(run=_load)
    assess = verbs.add_parser("assess", help="assess every family of a stage")
    assess.add_argument("stage", type=UUID)
    assess.set_defaults(run=_assess)


def _load(asked: argparse.Namespace) -> None:
    loaded = commands.load_rulesets(by=BY, now=utc_now(), folder=asked.folder)
    sys.stdout.write(f"{', '.join(loaded) or '-'}\n")


def _assess(asked: argparse.Namespace) -> None:
    given = commands.assess_stage(asked.stage, by=BY, now=utc_now())
    sys.stdout.write(f"+{given}  {queries.counts(asked.stage)}\n")
