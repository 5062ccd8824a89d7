"""`amanah NOUN …`: the product's command line. A Problem becomes one plain sentence and exit code 2."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
from typing import cast

from amanah.values.problem import Problem

NOUNS = (
    "database", "serve", "worker",
    "keys", "people", "regions", "audit", "lists", "faces", "geo", "routes", "maps", "photos",
    "oversight", "events", "verdicts", "retention",
    "national", "demo", "rehearse",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    _set_up_django()
    parser = _parser()
    asked = parser.parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    try:
        return cast("int | None", asked.run(asked)) or 0
    except Problem as problem:
        sys.stderr.write(problem.sentence.in_(asked.lang) + "\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _joined(words: list[str]) -> list[str]:
    """`--depot -8.67,115.23` as `--depot=-8.67,115.23`: argparse takes what begins with a minus for an option."""
    joined = list[str]()
    for word in words:
        if re.fullmatch(r"-[\d.]+,.*", word) and joined and re.fullmatch(r"--[a-z-]+", joined[-1]):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    import django

    django.setup()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="amanah", description="Government cash to poor families at their own doors.")
    parser.add_argument("--lang", choices=("id", "en"), default=os.environ.get("AMANAH_LANG", "id"))
    nouns = parser.add_subparsers(required=True, metavar="NOUN")
    for noun in NOUNS:
        importlib.import_module(f"amanah.cli.{noun}").register(nouns)
    return parser


if __name__ == "__main__":
    sys.exit(main())
