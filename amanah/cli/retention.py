"""`amanah retention due | destroy | certificates`: pictures whose purpose is over, and the proof that they are gone."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import asdict

from amanah.cli.answer import write_json
from amanah.retention import commands, queries
from amanah.retention.types import CURRENT
from amanah.values.clock import utc_now

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    retention = nouns.add_parser("retention", help="destroy pictures that are due, with a signed certificate")
    verbs = retention.add_subparsers(required=True, metavar="VERB")
    for name, run, says in (
        ("due", _due, "what would be destroyed today, by kind and rule; destroys nothing"),
        ("destroy", _destroy, "destroy what is due and certify it (the worker does so each night)"),
        ("certificates", _certificates, "the certificates, newest first"),
    ):
        verb = verbs.add_parser(name, help=says)
        verb.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes; - is standard output")
        verb.set_defaults(run=run)


def _due(asked: argparse.Namespace) -> None:
    found = Counter(one.rule for page in queries.due(now=utc_now()) for one in page)
    write_json({"policy": CURRENT.as_json(), "due": dict(found), "total": found.total()}, asked.json)


def _destroy(asked: argparse.Namespace) -> None:
    runs = commands.destroy_due(by="cli:retention", now=utc_now(), told=_tell)
    certified = [queries.certificate(run) for run in runs]
    answer = [{"certificate": str(one.id), "counts": dict(one.counts), "root": one.root} for one in certified if one]
    write_json({"certificates": answer, "left_open": len(runs) - len(answer)}, asked.json)


def _certificates(asked: argparse.Namespace) -> None:
    told = [asdict(one) | {"id": str(one.id)} for one in queries.certificates()]
    write_json({"certificates": told}, asked.json)


def _tell(done: int) -> None:
    if sys.stderr.isatty() and done % 25 == 0:
        sys.stderr.write(f"\r{done} dimusnahkan")
        sys.stderr.flush()
