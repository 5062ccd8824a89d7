"""`amanah migrate`, `amanah static`, `amanah django …`: the tables, the pages' files, and Django's own commands."""

from __future__ import annotations

import argparse

from django.core.management import call_command, execute_from_command_line

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    nouns.add_parser("migrate", help="bring the tables up to date").set_defaults(run=_migrate)
    nouns.add_parser("static", help="gather the pages' files for the server").set_defaults(run=_static)
    django = nouns.add_parser("django", help="a management command of Django itself")
    django.add_argument("words", nargs=argparse.REMAINDER)
    django.set_defaults(run=_django)


def _migrate(asked: argparse.Namespace) -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _static(asked: argparse.Namespace) -> None:
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _django(asked: argparse.Namespace) -> None:
    execute_from_command_line(["amanah django", *asked.words])
