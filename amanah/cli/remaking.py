"""`amanah faces reembed`: how far a change of models has got, and the rest of it done here and now."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.registry import commands, queries
from amanah.registry.types import ToRemake
from amanah.values.clock import utc_now

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def add_remaking(verbs: Nouns[argparse.ArgumentParser]) -> None:
    reembed = verbs.add_parser("reembed", help="references still under an older model; the worker remakes them")
    reembed.add_argument("--now", action="store_true", help="remake them here, without waiting for the worker")
    reembed.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes; - is standard output")
    reembed.set_defaults(run=_reembed)


def _reembed(asked: argparse.Namespace) -> None:
    write_json(asdict(_remade() if asked.now else queries.to_remake()), asked.json)


def _remade() -> ToRemake:
    """Stopped half-way it goes on where it was: each photo is kept on its own."""
    left = queries.to_remake()
    of = left.waiting
    with bar("foto acuan · references") as told:
        while left.waiting:
            told(of - left.waiting, of)
            left = commands.remake_faces(by="cli:faces", now=utc_now(), most=25)
    return left
