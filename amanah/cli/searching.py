"""`amanah faces search`: the nightly search for one person under two families, now, with its counts and recall."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.oversight import commands, queries
from amanah.values.clock import utc_now

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
BY = "cli:faces"


def add_search(verbs: Nouns[argparse.ArgumentParser]) -> None:
    search = verbs.add_parser("search", help="faces that are new since the last night, against all; opens cases")
    search.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes; - is standard output")
    search.set_defaults(run=_search)


def _search(asked: argparse.Namespace) -> None:
    commands.search_areas(by=BY, now=utc_now())
    with bar("wajah") as told:
        run = commands.search_nation(by=BY, now=utc_now(), told=told)
    opened = commands.open_waiting_pairs(by=BY, now=utc_now())
    write_json({**asdict(run), "cases_opened": opened, "pairs_waiting": queries.waiting_pairs()}, asked.json)
