"""`amanah lists receive FILE --sp2d N --lines N --total RP`: a list from the ministry, and its reference photos."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from uuid import UUID

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    lists = nouns.add_parser("lists", help="the ministry's lists: receive, allocate, reference photos, letters")
    verbs = lists.add_subparsers(required=True, metavar="VERB")
    receive = verbs.add_parser("receive", help="take a list in whole, held against its SP2D")
    receive.add_argument("file", type=Path)
    receive.add_argument("--sp2d", required=True, metavar="NUMBER")
    receive.add_argument("--lines", type=int, required=True)
    receive.add_argument("--total", type=int, required=True, metavar="RUPIAH")
    receive.add_argument("--sender", default="", help="whose headings these are, if they were mapped before")
    receive.add_argument("--refusals", type=Path, metavar="FILE.csv", help="write refused lines with reasons here")
    receive.set_defaults(run=_receive)
    allocate = verbs.add_parser("allocate", help="give a list's lines and money to the offices of their villages")
    allocate.add_argument("batch", type=UUID)
    allocate.set_defaults(run=_allocate)
    photos = verbs.add_parser("references", help="reference photos from a zip, named by id_salur or NIK")
    photos.add_argument("file", type=Path)
    photos.set_defaults(run=_references)
    letters = verbs.add_parser("letters", help="an office's letters of a stage as PDF")
    _printed(letters, run=_letters)
    danom = verbs.add_parser("danom", help="an office's nominative list of a stage as PDF")
    _printed(danom, run=_danom)
    columns = verbs.add_parser("columns", help="map a sender's headings once: HEADING=our_column …")
    columns.add_argument("sender")
    columns.add_argument("pairs", nargs="+", metavar="HEADING=COLUMN")
    columns.set_defaults(run=_columns)


def _printed(parser: argparse.ArgumentParser, **defaults: object) -> None:
    parser.add_argument("nopen")
    parser.add_argument("stage", type=UUID)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.set_defaults(**defaults)


def _receive(asked: argparse.Namespace) -> None:
    from amanah.programs import commands, queries
    from amanah.programs.types import Sp2d
    from amanah.values.clock import utc_now
    from amanah.values.money import Money

    sp2d = Sp2d(asked.sp2d, asked.lines, Money(asked.total))
    got = commands.receive(_there(asked.file), sp2d=sp2d, by=_by(), now=utc_now(), sender=asked.sender)
    if asked.refusals:
        asked.refusals.write_bytes(queries.refusals_file(got.batch))
    known = " (sudah pernah diterima · received before)" if got.again else ""
    _say(f"Daftar · batch {got.batch}{known}")
    _say(f"diterima · accepted {got.accepted}, {got.accepted_total}")
    _say(f"ditolak · refused {got.refused}, peringatan · warnings {got.warned}")


def _allocate(asked: argparse.Namespace) -> None:
    from amanah.programs import commands
    from amanah.values.clock import utc_now

    done = commands.allocate(asked.batch, by=_by(), now=utc_now())
    for nopen, money in done.money.items():
        _say(f"{nopen}  {money}")
    _say(f"dibagi · allocated {done.allocated}, belum ada kantor · without an office {done.without_office}")


def _references(asked: argparse.Namespace) -> None:
    from rich.progress import Progress

    from amanah.programs import commands
    from amanah.values.clock import utc_now

    with Progress(transient=True) as progress:
        task = progress.add_task("foto · photos")
        read = commands.attach_references(
            _there(asked.file), by=_by(), now=utc_now(),
            told=lambda done, of: progress.update(task, completed=done, total=of),
        )  # fmt: skip
    _say(f"baru · new {read.enrolled}, sudah ada · known {read.already}, ditolak · refused {len(read.refused)}")
    for refused in read.refused:
        _say(f"  {refused.file}: {refused.why.in_(asked.lang)}")


def _letters(asked: argparse.Namespace) -> None:
    from amanah.programs import queries

    asked.out.write_bytes(queries.letters_pdf(asked.nopen, asked.stage, language=asked.lang))


def _danom(asked: argparse.Namespace) -> None:
    from amanah.programs import queries

    asked.out.write_bytes(queries.danom_pdf(asked.nopen, asked.stage, language=asked.lang))


def _columns(asked: argparse.Namespace) -> None:
    from amanah.registry import commands
    from amanah.values.clock import utc_now

    mapping = dict(pair.split("=", 1) for pair in asked.pairs if "=" in pair)
    commands.remember_columns(asked.sender, mapping, by=_by(), now=utc_now())


def _there(path: Path) -> Path:
    from amanah.values.problem import Problem, Sentence

    if not path.is_file():
        raise Problem("file_missing", Sentence(f"Berkas {path} tidak ada.", f"There is no file {path}."))
    return path


def _by() -> str:
    import getpass

    return f"cli:{getpass.getuser()}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
