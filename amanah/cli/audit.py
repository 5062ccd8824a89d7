"""`amanah audit`: are the books sound? Every figure is computed anew from facts and transfers."""

from __future__ import annotations

import argparse
import sys

from amanah.cli.answer import write_json
from amanah.reporting import queries
from amanah.reporting.types import Conservation

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    audit = nouns.add_parser("audit", help="is anything lost, paid twice or out of balance?")
    audit.add_argument("--json", metavar="FILE|-", help="all figures as JSON")
    audit.set_defaults(run=_audit)


def _audit(asked: argparse.Namespace) -> int:
    numbers = queries.conservation()
    if asked.json:
        write_json(numbers.as_json(), asked.json)
    if asked.json != "-":
        sys.stdout.write(_said(numbers))
    return 0 if numbers.is_sound else 1


def _said(numbers: Conservation) -> str:
    lines = [
        f"{numbers.events} events, {numbers.payments} payments, Rp{numbers.paid_rp:,} with families",
        f"{numbers.suspense_open} in suspense, {numbers.bags_open} of {numbers.bags} bags open",
        f"journal: {'sound' if numbers.chain_ok else 'BROKEN'}, {numbers.journal_checked} links followed",
        *(f"WRONG {name}: {count}" for name, count in numbers.must_be_zero.items() if count),
        "sound" if numbers.is_sound else "NOT SOUND",
    ]
    return "\n".join(lines) + "\n"
