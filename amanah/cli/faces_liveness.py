"""`amanah faces liveness DIR`: how often prints pass for living faces, and living faces for prints."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.faces import queries

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(verbs: Nouns[argparse.ArgumentParser]) -> None:
    liveness = verbs.add_parser("liveness", help="errors of the liveness score: APCER and BPCER (ISO/IEC 30107-3)")
    liveness.add_argument("folder", type=Path, metavar="DIR", help="photos beside labels.csv: file,label,subject")
    liveness.add_argument("--living", type=Path, metavar="DIR", help="a folder of living faces only, judged besides")
    liveness.add_argument("--threshold", type=float, metavar="X", help="in place of the model's own, 0.5")
    liveness.add_argument("--json", default="-", metavar="FILE|-", help="where the answer goes; - is standard output")
    liveness.set_defaults(run=run)


def run(asked: argparse.Namespace) -> None:
    with bar("foto") as told:
        found = queries.measure_liveness(asked.folder, threshold=asked.threshold, told=told)
        alone = queries.measure_living(asked.living, threshold=asked.threshold, told=told) if asked.living else None
    write_json(asdict(found) | ({"living_only": asdict(alone)} if alone else {}), asked.json)
