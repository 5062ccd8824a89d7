"""`amanah keys make | rotate | reseal | show`: the keys file, which lives outside the database; back it up."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.conf import settings

from amanah.vault import commands, keyring, queries

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    keys = nouns.add_parser("keys", help="the keys that seal personal data and sign answers")
    verbs = keys.add_subparsers(required=True, metavar="VERB")
    for name, run, says in (
        ("make", _make, "write a fresh keys file; never replaces one"),
        ("rotate", _rotate, "add a new master key for what is sealed from now on"),
        ("reseal", _reseal, "seal older values anew under the current master key"),
        ("show", _show, "tell which keys there are, not the keys"),
    ):
        verb = verbs.add_parser(name, help=says)
        verb.add_argument("--file", type=Path, default=None, help="default: AMANAH_KEYS_FILE")
        verb.set_defaults(run=run)


def _make(asked: argparse.Namespace) -> None:
    path = _path(asked)
    commands.make_keys(path)
    sys.stdout.write(
        f"Kunci dibuat: {path}. Cadangkan sekarang: tanpa berkas ini data tersegel tidak bisa dibuka lagi.\n"
        f"Keys made: {path}. Back it up now: without this file sealed data can never be opened again.\n"
    )


def _rotate(asked: argparse.Namespace) -> None:
    new = commands.rotate_master_key(_path(asked))
    sys.stdout.write(
        f"Kunci induk {new} berlaku. Cadangkan berkasnya, mulai ulang semua proses, lalu: amanah keys reseal\n"
        f"Master key {new} is current. Back the file up, restart every process, then: amanah keys reseal\n"
    )


def _reseal(asked: argparse.Namespace) -> None:
    for column in commands.reseal():
        kept = f", {column.kept} kept (facts are never changed)" if column.kept else ""
        sys.stdout.write(f"{column.column}: {column.done} sealed anew{kept}\n")


def _show(asked: argparse.Namespace) -> None:
    ring = keyring.read(str(_path(asked)))
    sys.stdout.write(f"masters: {', '.join(map(str, sorted(ring.masters)))}; current: {ring.current}\n")
    sys.stdout.write(f"house: {queries.public_text(ring.house)}\nletter: {queries.public_text(ring.letter)}\n")


def _path(asked: argparse.Namespace) -> Path:
    return Path(asked.file or settings.AMANAH_KEYS_FILE)
