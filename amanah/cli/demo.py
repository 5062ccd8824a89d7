"""`amanah demo list | references | load | logins`: the demonstration's files and office, all invented."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
MOST_STOPS = 35  # what a payer manages on foot and by motorbike in a city in one day


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    demo = nouns.add_parser("demo", help="the demonstration: its list, photos, office and logins")
    verbs = demo.add_subparsers(required=True, metavar="VERB")
    made = verbs.add_parser("list", help="write an invented list as a ministry would send it")
    _sized(made, families=1200)
    made.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx|FILE.csv")
    made.add_argument("--csv", action="store_true", help="write a CSV beside it as well")
    made.set_defaults(run=_list)
    photos = verbs.add_parser("references", help="write the zip of reference photos that goes with a list")
    photos.add_argument("--list", type=Path, required=True, metavar="FILE", help="a list written by `demo list`")
    photos.add_argument("--out", type=Path, required=True, metavar="FILE.zip")
    photos.set_defaults(run=_references)
    load = verbs.add_parser("load", help="load the demonstration office into an empty database")
    _sized(load, families=1200)
    load.add_argument("--payers", type=int, default=12)
    load.add_argument("--stops", type=int, default=MOST_STOPS, help="families a payer visits that day, at most")
    load.set_defaults(run=_load)
    verbs.add_parser("logins", help="who can log in, and with which password").set_defaults(run=_logins)


def _sized(parser: argparse.ArgumentParser, *, families: int) -> None:
    parser.add_argument("--families", type=int, default=families)
    parser.add_argument("--seed", type=int, default=1)


def _list(asked: argparse.Namespace) -> None:
    from amanah.cli.demonstration import files, listing
    from amanah.values.money import Money

    made = listing.make(asked.families, asked.seed)
    files.write_list(made, asked.out)
    if asked.csv:
        files.write_list(made, asked.out.with_suffix(".csv"))
    truth = made.truth
    _say(f"SP2D {truth.sp2d}: {truth.lines} baris · lines, {Money(truth.total)}")
    _say(f"amanah lists receive {asked.out} --sp2d {truth.sp2d} --lines {truth.lines} --total {truth.total}")


def _references(asked: argparse.Namespace) -> None:
    from amanah.cli.demonstration import files

    count = files.write_references(files.read_truth(asked.list), asked.out)
    _say(f"{count} foto acuan · reference photos: {asked.out}")


def _load(asked: argparse.Namespace) -> None:
    from django.conf import settings

    from amanah.cli.demonstration import load, loading
    from amanah.values.clock import utc_now

    if loading.is_loaded():
        _say("Peragaan sudah dimuat; tidak ada yang berubah. · Loaded already; nothing was changed.")
        return
    begun = time.monotonic()

    def tell(part: str) -> None:
        _say(f"  {time.monotonic() - begun:5.1f} s  {part}")

    loaded = load(
        families=asked.families, seed=asked.seed, payers=asked.payers, now=utc_now(), most_stops=asked.stops,
        tell=tell, folder=settings.VAR / "demo",
    )  # fmt: skip
    tell(f"Selesai · done: {len(loaded.families)} keluarga · families, {len(loaded.rounds)} putaran · rounds")


def _logins(asked: argparse.Namespace) -> None:
    from rich.console import Console
    from rich.table import Table

    from amanah.cli.demonstration import logins

    password, people = logins.kept()
    table = Table(title=f"Kata sandi semua · password of all: {password}")
    for heading in ("nama masuk · username", "nama · name", "peran · role"):
        table.add_column(heading)
    for one in people:
        table.add_row(one["username"], one["name"], one["what"])
    Console().print(table)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
