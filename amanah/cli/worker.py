"""`amanah worker`: runs the background jobs that events leave behind (config/jobs.py)."""

from __future__ import annotations

import argparse

from django.core.management import call_command

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    parser = nouns.add_parser("worker", help="run background jobs")
    parser.add_argument("--once", action="store_true", help="until no job is left, then end")
    parser.add_argument("--concurrency", type=int, default=1)
    parser.set_defaults(run=_work)


def _work(asked: argparse.Namespace) -> None:
    call_command("procrastinate", "worker", wait=not asked.once, concurrency=asked.concurrency)
