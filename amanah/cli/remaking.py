"""`amanah faces reembed`: how far a change of models has got, and the rest of it done here and now."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict

from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.registry import commands, queries
from amanah.registry.types import ToRemake
from amanah.values.clock import utc_now
from amanah.visits.commands import faces as met
from amanah.visits.queries import faces as seen

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def add_remaking(verbs: Nouns[argparse.ArgumentParser]) -> None:
    reembed = verbs.add_parser("reembed", help="faces still under an older model; the worker remakes them")
    reembed.add_argument("--now", action="store_true", help="remake them here, without waiting for the worker")
    reembed.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes; - is standard output")
    reembed.set_defaults(run=_reembed)


def _reembed(asked: argparse.Namespace) -> None:
    if asked.now:
        _remake("foto acuan · references", queries.to_remake(), commands.remake_faces)
        _remake("wajah di pintu · faces at the door", seen.to_remake(), met.remake_faces)
    found = {"references": asdict(queries.to_remake()), "faces_at_the_door": asdict(seen.to_remake())}
    write_json(found, asked.json)


def _remake(title: str, left: ToRemake, remake: Callable[..., ToRemake]) -> None:
    """Stopped half-way it goes on where it was: each photo is kept on its own."""
    of = left.waiting
    with bar(title) as told:
        while left.waiting:
            told(of - left.waiting, of)
            left = remake(by="cli:faces", now=utc_now(), most=25)
